import timeit
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecoflow.observations.rejects import REASONS
from ecoflow.observations.schema import FLAGS
from ecoflow.observations.text_rules import MISSING, ValueRules
from ecoflow.observations.text_values import NOT_MEASURED, Found, is_reason, read_flag, read_value

RULES = ValueRules()
KNOWN = ValueRules(limits=25_000)  # 0.025


def value(number, flag="", *, rounded=False):
    return Found(None if number is None else int(Decimal(number) * 10**6), flag, rounded)


@pytest.mark.parametrize(("text", "number"), [
    ("0.025", "0.025"), ("7", "7"), ("-0.5", "-0.5"), ("+0.3", "0.3"), ("0", "0"), ("0.0", "0"), ("-1", "-1"), (".5", "0.5"),
    ("5.", "5"), ("００７．４３", "7.43"), ("0．05", "0.05"), ("0。05", "0.05"), ("\u00a00.05\u3000", "0.05"),
    ("\ufeff12", "12"),
    ("'0.05", "0.05"), ("−3.2", "-3.2"), ("－3.2", "-3.2"), ("1.2E-05", "0.000012"), ("4e-05", "0.00004"),
    ("1.491644E+07", "14916440"), ("1.20×10-3", "0.0012"), ("1.20×10⁻³", "0.0012"), ("1.2*10^3", "1200"),
    ("1.2×10⁴", "12000"),
    ("1.2 × 10^4", "12000"), ("2.4x10^4", "24000"), ("2.4X10^(4)", "24000"), ("1.2·10^3", "1200"),
    ("1.2×10<sup>4</sup>", "12000"),
    ("1,234.5", "1234.5"), ("1,234,567", "1234567"), ("-1,234,567.25", "-1234567.25"), ("1，234.5", "1234.5"),
    ("<b>0.05</b>", "0.05"), ("<span title='原始值：2.1645'>2.16</span>", "2.1645"),
    ("<span title='说明'>2.16</span>", "2.16"),
    ("<span title='原始值：4E-05'>0.00004</span>", "0.00004"), ("&nbsp;0.05&nbsp;", "0.05"),
    ("999999999999.999999", "999999999999.999999"),
])
def test_numbers(text, number):
    assert read_value(text, RULES) == value(number)


@pytest.mark.parametrize(("text", "limit"), [
    *((text, "0.025") for text in (
        "0.025L", "0.025l", "0.025 L", "0.025（L）", "0.025(L)", "０．０２５Ｌ", "<0.025", "＜0.025", "﹤0.025", "< 0.025",
        "<0.025L",
        "&lt;0.025", "低于0.025", "小于 0.025", "below 0.025", "less than 0.025", "LT 0.025", "ND(0.025)", "ND<0.025",
        "未检出（0.025）",
        "未检出(<0.025)", "未检出(检出限0.025)", "低于检出限0.025", "0.025ND", "0.025(ND)", "0.025未检出", "0.025<",
        "0.025（未检出）",
        "L:0.025", "L：0.025", "2.5E-2L", "<2.5×10⁻²", "2.5×10-2L",
    )),
    ("<1,234.5".replace(",", ""), "1234.5"), ("10L", "10"), ("<20", "20"),
])
def test_below_the_limit_the_value_is_the_limit(text, limit):
    assert read_value(text, RULES) == value(limit, "L")
    assert read_value(text, ValueRules(limits=1)) == value(limit, "L")


@pytest.mark.parametrize("text", [
    "ND", "N.D.", "nd", "ＮＤ", "未检出", " 未检出。".strip("。"), "（未检出）", "L", "<DL", "<MDL", "＜检出限",
    "低于检出限", "BDL",
    "Not Detected", "*Non-detect", "<LOQ",
])
def test_a_word_below_the_limit_needs_a_limit_from_elsewhere(text):
    assert read_value(text, RULES) == "no-limit"
    assert read_value(text, KNOWN) == value("0.025", "L")


@pytest.mark.parametrize("text", ["0L", "<0", "<0.0", "-0.5L", "<-1"])
def test_a_limit_is_above_zero(text):
    assert read_value(text, KNOWN) == "no-limit"


@pytest.mark.parametrize(("text", "number", "flag"), [
    *((mark, None, mark) for mark in ("D", "Z", "B", "F", "hd", "DEL")),
    *((f"12.3{mark}", "12.3", mark) for mark in ("D", "Z", "B", "F", "hd", "DEL")),
    ("D:12.3", "12.3", "D"), ("hd：3.83", "3.83", "hd"), ("12.3(D)", "12.3", "D"), ("12.3（Z）", "12.3", "Z"),
    ("12.3 D", "12.3", "D"),
    ("12.3d", "12.3", "D"), ("HD", None, "hd"), ("DEL/nt/at", None, "DEL"), ("3.9DEL/nt/at", "3.9", "DEL"),
    ("12.3 D/F", "12.3", "D"),
    ("0.05L/D", "0.05", "D"), ("断流", None, "Z"), ("仪器故障", None, "D"), ("通讯故障", None, "F"), ("（断流）", None, "Z"),
    ("<span title='极值过滤'>--</span>", None, "X"), ("<span title='当天质控不合格'>--</span>", None, "C"),
])
def test_flags(text, number, flag):
    assert read_value(text, RULES) == value(number, flag)
    assert FLAGS[flag].standing == "invalid"


@pytest.mark.parametrize(("text", "reason"), [
    ("", "blank"), ("   ", "blank"), ("\u3000", "blank"), ("&nbsp;", "blank"), ("<span></span>", "blank"),
    *((text, "missing") for text in ("--", "-", "—", "——", "－－", "/", "／", "~", "无数据", "缺测", "N/A", "NA", "null",
    "NaN", "nan", "维护")),
    *((text, NOT_MEASURED) for text in ("*", "＊", "未监测", "停测", "未采样", "停站", "NM", "Not Measured",
    "不具备运行条件")),
    ("结冰", "ice-bound"), ("（冰封）", "ice-bound"),
    *((text, "spreadsheet-error") for text in ("#N/A", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#####")),
    ("=A1+1", "formula"), ("=0.05", "formula"), ("＝1", "formula"), ("TRUE", "truth-value"), ("false", "truth-value"),
    ("是", "truth-value"),
    *((text, "above-range") for text in (">24000", "≥24000", "＞24000", "> 2.4×10^4", "大于24000", ">=5")),
    *((text, "range") for text in ("6~9", "6～9", "6-9", "6—9", "6–9", "6至9", "0.02~0.05", "≤0.05", "<=0.05", "不大于3",
    "0.1~0.2mg/L")),
    *((text, "comma") for text in ("1,234", "0,05", "12,34,567", "1,2345.6", "0，05")),
    *((text, "unclear-exponent") for text in ("1.2×104", "1.2×10", "1.2*103", "3x10", "1.2E", "1.2e+", "<1.2×104")),
    *((text, "several-values") for text in ("0.05/0.06", "0.05;0.06", "0.05、0.06", "0.05 0.06", "1 234")),
    *((text, "unknown-flag") for text in ("0.05?", "0.05*", "0.05①", "0.05U", "12.3Q", "Q:12.3".replace("Q:12.3",
    "12.3复测"))),
    *((text, "not-a-number") for text in ("abc", "½", "٣", "2021-05-01", "Ⅲ", "<<0.05", "--5", "inf", "+", "E5", "1.2.3",
    "Q:12.3")),
    *((text, "does-not-fit") for text in ("1E999", "0.0000001", "1000000000000", "1E-7L")),
    ("<span title='原始值：2.1645'>2.17</span>", "shown-differs"),
    ("<span title='原始值：2.1645'>--</span>", "shown-differs"),
    ("<span title='原始值：x'>2</span>", "not-a-number"), ("<span title='原始值：1.2×104'>2</span>", "not-a-number"),
    ("<span title='别的'>--</span>", "unknown-note"), ("5/L", "unknown-flag"), ("0.05mg/L", "unit-in-cell"),
    ("12.3℃", "unit-in-cell"),
    ("9" * 10**6, "not-a-number"), ("\x000.05", "not-a-number"),
])
def test_what_is_no_result_says_why(text, reason):
    assert read_value(text, RULES) == reason
    assert reason in REASONS or reason == NOT_MEASURED


@pytest.mark.parametrize("text", ["-1", "-1.0", "-1.00", "－1", "-1E0", "<span title='原始值：-1'>-1</span>"])
def test_a_number_means_missing_only_where_the_rules_say_so(text):
    assert read_value(text, RULES) == value("-1")
    assert read_value(text, ValueRules(missing=(*MISSING, "-1"))) == "missing"
    assert read_value("-1.01", ValueRules(missing=("-1",))) == value("-1.01")


def test_a_file_states_its_own_words():
    rules = ValueRules(missing=("停",), not_measured=("/",), below_words=("痕量",), flags={"疑": "DEL"}, limits=50_000)
    assert [read_value(text, rules) for text in ("停", "/", "痕量", "疑", "1.5疑", "结冰")] == [
        "missing", NOT_MEASURED, value("0.05", "L"), value(None, "DEL"), value("1.5", "DEL"), "ice-bound",
    ]
    assert read_value("--", rules) == "not-a-number"
    assert read_value("ND", rules) == "not-a-number"


@pytest.mark.parametrize(("text", "number", "flag"), [
    ("0.05mg/L", "0.05", ""), ("0.05 mg·L-1", "0.05", ""), ("50μg/L", "0.05", ""), ("<50 ug/L", "0.05", "L"),
    ("0.05L mg/L", "0.05", "L"),
    ("0.05mg/L(D)", "0.05", "D"), ("0.05（mg/L）", "0.05", ""),
])
def test_a_unit_behind_the_number_is_brought_to_the_column(text, number, flag):
    assert read_value(text, ValueRules(unit="mg/L")) == value(number, flag)


@pytest.mark.parametrize("text", ["12.3℃", "0.05 mg/L as NO3", "5ppm", "5%"])
def test_a_unit_that_cannot_become_the_columns_is_refused(text):
    assert read_value(text, ValueRules(unit="mg/L")) == "unit-in-cell"


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**10), max_value=10**10, places=11),
       st.sampled_from(["1", "1/1000", "1000", "1/86400", "0.028316846592"]))
def test_any_number_with_any_factor_is_rounded_once_half_even(number, by):
    factor = Fraction(by) if "." in by or "/" not in by else Fraction(*map(int, by.split("/")))
    found = read_value(format(number, "f"), ValueRules(factor=factor))
    exact = Fraction(number) * factor * 10**6
    nearest = round(exact)  # Fraction rounds half to even by definition
    if abs(nearest) >= 10**18 or (exact and not nearest):
        assert found == "does-not-fit"
    else:
        assert found == Found(nearest, "", nearest != exact)


@given(st.integers(1, 10**9), st.integers(-6, 3), st.sampled_from(["", "L", "<", "D"]))
def test_powers_of_ten_round_trip(mantissa, power, mark):
    exact = Fraction(mantissa, 1000) * Fraction(10) ** power * 10**6
    nearest = round(exact)
    raised = str(power).translate(str.maketrans("-0123456789", "⁻⁰¹²³⁴⁵⁶⁷⁸⁹"))
    number = f"{mantissa // 1000}.{mantissa % 1000:03}"
    for shown in (f"{number}×10{raised}", f"{number}E{power}", f"{number}*10^{power}"):
        found = read_value(f"<{shown}" if mark == "<" else f"{shown}{mark}", RULES)
        if nearest == 0:
            assert found == "does-not-fit"
        else:
            assert found == Found(nearest, "L" if mark == "<" else mark, nearest != exact)


_SIGNS = st.text("0123456789.,+-*/×xE^<>≤~（）()LNDhdel：: 低于未检出mgμ℃%'=#\u00a0①⁴", max_size=18)


@given(st.text(max_size=40) | _SIGNS | st.builds("<span title='{}'>{}</span>".format, _SIGNS, _SIGNS))
def test_any_text_has_an_answer(text):
    for rules in (RULES, ValueRules(unit="mg/L", limits=1, factor=Fraction(1, 3))):
        found = read_value(text, rules)
        if isinstance(found, Found):
            assert found.flag in FLAGS
            assert found.millionths is not None or FLAGS[found.flag].standing == "invalid"
            assert found.flag != "L" or (found.millionths or 0) > 0
        else:
            assert found in REASONS or found == NOT_MEASURED


@given(_SIGNS.filter(lambda text: not any(c.isdigit() or c in {"⁴", "①"} for c in text)))
def test_no_number_is_made_up(text):
    found = read_value(text, RULES)
    assert isinstance(found, str) or found.millionths is None


@pytest.mark.parametrize(("text", "flag"), [
    ("", ""), ("N", ""), ("有效", ""), ("正常", ""), ("L", "L"), ("<", "L"), ("ND", "L"), ("Not Detected", "L"), ("D", "D"),
    ("hd", "hd"),
    ("X", "X"), ("C", "C"), ("D/F", "D"), ("L,D", "D"), ("DEL/nt/at", "DEL"), ("仪器故障", "D"), ("--", ""),
])
def test_a_column_of_flags(text, flag):
    assert read_flag(text, RULES) == flag
    assert not is_reason(flag)


@pytest.mark.parametrize(("text", "reason"), [
    ("?", "unknown-flag"), (">", "above-range"), ("Present Above Quantification Limit", "above-range"),
    ("U", "unknown-flag"),
])
def test_a_flag_nobody_declared_is_refused(text, reason):
    assert read_flag(text, RULES) == reason
    assert is_reason(reason)


@given(st.text(max_size=30))
def test_any_flag_has_an_answer(text):
    found = read_flag(text, RULES)
    assert found in FLAGS or found in REASONS


def test_a_file_declares_its_flags():
    assert read_flag("True", ValueRules(flags={"True": "L"})) == "L"


def test_a_plain_number_is_read_at_once():
    # The wish is 2 microseconds; ten times that still catches a change that costs a run its speed.
    best = min(timeit.repeat(lambda: read_value("12.345", RULES), number=1_000, repeat=5))
    assert best < 0.02

"""The words reading, against strings worked out by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest

from ecoflow.formula.bind import Relations
from ecoflow.formula.grid import Grid, Scalar, scalar
from ecoflow.formula.parse import Fault, parse
from ecoflow.formula.types import CLASS, MONEY, NUMBER, Type
from ecoflow.formula.words import Words, show
from ecoflow.standards.gb3838 import WaterClass
from ecoflow.standards.units import Unit, parse_unit

F = Fraction
MG = parse_unit("mg/L")
WAN = parse_unit("万元")
INDICATORS = (("indicator", ("CODMn", "TP")),)
LABELS_ZH = {"k0": "稳定系数", "weight": "权重", "C": "浓度", "C0": "基准", "P": "补偿指数", "accident": "事故",
             "TP": "总磷", "CODMn": "高锰酸盐指数"}
LABELS_EN = {"k0": "stability", "weight": "weight", "TP": "total phosphorus"}
TYPES = {"k0": NUMBER, "weight": NUMBER.over(INDICATORS), "C": Type("number", MG, INDICATORS),
         "C0": Type("number", MG, INDICATORS),
         "stake": MONEY, "step": Type("number", WAN), "grade": CLASS, "loss": NUMBER, "third": NUMBER}


def cells(first: Scalar, second: Scalar) -> Grid:
    return Grid(("indicator",), {("CODMn",): first, ("TP",): second})


VALUES = {
    "k0": scalar(F(85, 100)), "weight": cells(F(3, 4), F(1, 4)), "C": cells(F(4), F(1, 10)),
    "C0": cells(F(5), F(1, 8)), "P": scalar(F(9, 10)),
    "accident": scalar(value=False), "stake": scalar(F(100_000_000)), "step": scalar(F(12_345_000)),
    "grade": scalar(WaterClass.WORSE_THAN_V),
    "loss": scalar(F(-3)), "third": scalar(F(1, 3)), "gone": Grid(("month",), {}), "zero": scalar(F(0)),
    "month": Grid(("month",), {(f"m{n}",): F(n) for n in range(1, 14)}),
    "flow": Grid(("indicator", "month"), {("TP", "m1"): F(2), ("TP", "m2"): F(3)}),
}


def say(text: str, lang: str, *, numbers: bool) -> str:
    tree = parse(text)
    assert not isinstance(tree, Fault)
    labels = LABELS_ZH if lang == "zh" else LABELS_EN
    return (Words(lang, labels, VALUES, TYPES) if numbers else Words(lang, labels)).say(tree)


@pytest.mark.parametrize(("text", "zh", "en"), [
    ("k0 * sum(weight * C / C0)", "稳定系数 × Σ(权重 × 浓度 ÷ 基准)", "stability × Σ(weight × C ÷ C0)"),
    ("sum(C over indicator)", "Σ(浓度，按指标)", "Σ(C over indicator)"),
    ("(a + b) * c", "(a + b) × c", "(a + b) × c"), ("a + b * c", "a + b × c", "a + b × c"),
    ("a - (b - c)", "a − (b − c)", "a − (b − c)"), ("a - b - c", "a − b − c", "a − b − c"),
    ("a / (b * c)", "a ÷ (b × c)", "a ÷ (b × c)"),
    ("-a * b", "−a × b", "−a × b"), ("a * -b", "a × (−b)", "a × (−b)"), ("-(a + b)", "−(a + b)", "−(a + b)"),
    ("--a", "−(−a)", "−(−a)"),
    ("P <= 1 and not accident", "补偿指数 ≤ 1 且 非事故", "P ≤ 1 and not accident"),
    ("(P > 1 or accident) and a != b", "(补偿指数 > 1 或 事故) 且 a ≠ b", "(P > 1 or accident) and a ≠ b"),
    ("0.95 < P <= 1", "0.95 < 补偿指数 ≤ 1", "0.95 < P ≤ 1"), ("not (a and b)", "非(a 且 b)", "not (a and b)"),
    ("grade worse than III", "grade 劣于 Ⅲ", "grade worse than III"),
    ("grade at or better than goal", "grade 达到或优于 goal", "grade at or better than goal"),
    ("mean(C[TP], C[TP], 1)", "平均(浓度[总磷], 浓度[总磷], 1)", "mean(C[total phosphorus], C[total phosphorus], 1)"),
    ("max(0, C[TP])", "最大值(0, 浓度[总磷])", "max(0, C[total phosphorus])"),
    ("clamp(a, -1亿元, 1亿元)", "限幅(a, −1亿元, 1亿元)", "clamp(a, −1亿元, 1亿元)"),
    ("accident = false", "事故 = 否", "accident = no"),
    ("if(P <= 1, a, b)", "若 补偿指数 ≤ 1，则 a，否则 b", "if P ≤ 1 then a else b"),
    ("2 * if(P <= 1, a, b)", "2 × (若 补偿指数 ≤ 1，则 a，否则 b)", "2 × (if P ≤ 1 then a else b)"),
    ("max(if(accident, a, if(P > 2, b, c)), 0)", "最大值((若 事故，则 a，否则 (若 补偿指数 > 2，则 b，否则 c)), 0)",
     "max((if accident then a else (if P > 2 then b else c)), 0)"),
    ("tier(P, ladder) + brackets(P, rates)", "按档取值(补偿指数, ladder) + 分段累进(补偿指数, rates)",
     "tier(P, ladder) + brackets(P, rates)"),
    ("rank(-C over section)", "排名(−浓度，按断面)", "rank(−C over section)"),
    ("run(C > C0 over month)", "最长连续(浓度 > 基准，按月)", "run(C > C0 over month)"),
    ("C - inflow(C, C0)", "浓度 − 来水断面(浓度, 基准)", "C − inflow(C, C0)"),
    ("C - before(C, C0)", "浓度 − 上一期(浓度, 基准)", "C − before(C, C0)"),
    ("sum(C over section, month by responsible)", "Σ(浓度，按断面、月归到责任方)",
     "Σ(C over section, month by responsible party)"),
])
def test_symbols(text: str, zh: str, en: str) -> None:
    assert say(text, "zh", numbers=False) == zh
    assert say(text, "en", numbers=False) == en


@pytest.mark.parametrize(("text", "zh", "en"), [
    ("k0 * sum(weight * C / C0)",
     "0.85 × (0.75 × 4 mg/L ÷ 5 mg/L [高锰酸盐指数] + 0.25 × 0.1 mg/L ÷ 0.125 mg/L [总磷])",
     "0.85 × (0.75 × 4 mg/L ÷ 5 mg/L [CODMn] + 0.25 × 0.1 mg/L ÷ 0.125 mg/L [total phosphorus])"),
    ("P <= 1 and not accident", "0.9 ≤ 1 且 非事故（否）", "0.9 ≤ 1 and not accident (no)"),
    ("C[TP] / C0[TP]", "0.1 mg/L ÷ 0.125 mg/L", "0.1 mg/L ÷ 0.125 mg/L"),
    ("C / C0", "浓度 ÷ 基准", "C ÷ C0"),  # one value for each indicator: not one number
    ("stake - step", "100,000,000元 − 1,234.5万元", "100,000,000元 − 1,234.5万元"),
    ("grade worse than V", "grade（劣Ⅴ） 劣于 Ⅴ", "grade (worse than V) worse than V"),
    ("k0 + loss", "0.85 + (−3)", "0.85 + (−3)"), ("loss + k0", "−3 + 0.85", "−3 + 0.85"), ("-loss", "−(−3)", "−(−3)"),
    ("loss * 2", "−3 × 2", "−3 × 2"),
    ("third * 3", "0.333333… × 3", "0.333333… × 3"),
    # the picked member is that member in every term; the inner sum has all of its own
    ("sum(C / C[TP])", "4 mg/L ÷ 0.1 mg/L [高锰酸盐指数] + 0.1 mg/L ÷ 0.1 mg/L [总磷]",
     "4 mg/L ÷ 0.1 mg/L [CODMn] + 0.1 mg/L ÷ 0.1 mg/L [total phosphorus]"),
    ("sum(weight / sum(weight))",
     "0.75 ÷ (0.75 [高锰酸盐指数] + 0.25 [总磷]) [高锰酸盐指数] + 0.25 ÷ (0.75 [高锰酸盐指数] + 0.25 [总磷]) [总磷]",
     ("0.75 ÷ (0.75 [CODMn] + 0.25 [total phosphorus]) [CODMn]"
      " + 0.25 ÷ (0.75 [CODMn] + 0.25 [total phosphorus]) [total phosphorus]")),
    ("sum(month)", "Σ(month)", "Σ(month)"),  # thirteen terms are not written out
    ("sum(gone)", "Σ(gone)", "Σ(gone)"), ("sum(C / zero)", "Σ(浓度 ÷ 0)", "Σ(C ÷ 0)"),
    ("unknown + k0", "unknown + 0.85", "unknown + 0.85"),
    ("sum(sum(flow over month))", "2 [m1] + 3 [m2] [总磷]", "2 [m1] + 3 [m2] [total phosphorus]"),
])
def test_numbers(text: str, zh: str, en: str) -> None:
    assert say(text, "zh", numbers=True) == zh
    assert say(text, "en", numbers=True) == en


REACH = {"x": Grid(("section",), {("ford",): F(1), ("weir",): F(2), ("mouth",): F(4)}),
         "y": Grid(("month",), {("2023-01",): F(5), ("2023-02",): F(6)}), "k": scalar(F(7)), "spill": scalar(value=False)}
RIVER = Relations((("weir", "ford"), ("mouth", "weir")),
                  {"upstream": (("ford", "hill"), ("weir", "hill"), ("mouth", "dale"))})


@pytest.mark.parametrize(("text", "where", "en"), [
    ("x - inflow(x, k)", {"section": "weir"}, "2 − inflow(1)"), ("x - inflow(x, k)", {"section": "ford"}, "1 − inflow(7)"),
    ("y - before(y, k)", {"month": "2023-02"}, "6 − before(5)"), ("y - before(y, k)", {"month": "2023-01"}, "5 − before(7)"),
    ("sum(x over section by upstream) * k", {"party": "hill"}, "(1 [ford] + 2 [weir]) × 7"),
    ("sum(inflow(x, k) over section)", {}, "inflow(7) [ford] + inflow(1) [weir] + inflow(2) [mouth]"),
    ("sum(x over section by upstream)", {}, "Σ(x over section by upstream party)"),
    ("if(k > 8, k / 0, k)", {}, "if 7 > 8 then 7 ÷ 0 else 7"),
])
def test_numbers_from_elsewhere_are_those_of_elsewhere(text: str, where: dict[str, str], en: str) -> None:
    tree = parse(text)
    assert not isinstance(tree, Fault)
    assert Words("en", {}, REACH, dict.fromkeys(REACH, NUMBER), where).say(RIVER.bind(tree)) == en


@pytest.mark.parametrize(("value", "unit", "text"), [
    (F(100_000_000), "元", "100,000,000元"), (F(-1234567, 100), "元", "-12,345.67元"), (F(-1, 2), "元", "-0.5元"),
    (F(0), "元", "0元"),
    (F(5, 10_000), "mg/L", "0.0005 mg/L"), (F(13, 20), "%", "65%"), (F(1, 3), "%", "33.3333…%"),
    (F(2, 3), "1", "0.666667…"), (F(828, 1000), "1", "0.828"),
    # a long amount that does not end keeps its yuan and fen
    (F(100_000_000, 3), "元", "33,333,333.33…元"), (F(10**10, 3), "万元", "333,333.33…万元"),
    (F(32 * 10**7), "亿m³", "3.2 亿m³"),
    (F(1, 7_000_000), "mg/L", "0.000000142857… mg/L"),
])
def test_a_value_in_its_unit(value: Fraction, unit: str, text: str) -> None:
    known = parse_unit(unit)
    assert isinstance(known, Unit)
    assert show(value, known, "en") == show(value, known, "zh") == text


def test_truths_and_classes_in_both_languages() -> None:
    assert [show(v, None, "zh") for v in (True, False, WaterClass.WORSE_THAN_V)] == ["是", "否", "劣Ⅴ"]
    assert [show(v, None, "en") for v in (True, False, WaterClass.WORSE_THAN_V)] == ["yes", "no", "worse than V"]

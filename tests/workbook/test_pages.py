"""The workbook piece by piece: rounding, splits, names of cells, hostile text, what is exempt, what cannot be settled."""

from __future__ import annotations

import re
import subprocess
import sys
from fractions import Fraction
from io import BytesIO
from zipfile import ZipFile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from ecoflow.cli.app import app
from ecoflow.report.files import write_reports
from ecoflow.report.workbook.defined import Defined, acceptable
from ecoflow.report.workbook.rounding import Way, rounded, scaled
from ecoflow.report.workbook.write import to_xlsx
from ecoflow.settlement.split import split
from ecoflow.standards.rounding import MODES, round_figures, round_places, round_reported

SHARES = """
terms:
  size: {value: 1000.01元, source: plan, confidence: published}
  part: {value: {up: 3, down: 3, third: 4}, source: plan, confidence: published}
pools: {fund: {zh: 资金池, closes: zero}}
%(money)s
clauses:
  - {id: in, pay: {from: part, to: fund, amount: size}}
  - {id: out, pay: {from: fund, to: {third: 1, up: 2}, amount: fund}}
"""
WAGER = """
terms:
  limit: {value: 0.1 mg/L, source: plan, confidence: published}
  stake: {value: 1亿元, source: plan, confidence: recalled}
measures:
  C: {mean: TP, at: s1, over: year}
clauses:
  - id: wager
    choose:
      - {when: C <= limit, pay: {from: down, to: up, amount: stake}}
      - {when: C > limit, pay: {from: up, to: down, amount: stake}}
"""


def cell(calculator, text, **numbers):
    """What a formula over cells `'In'!$A$1` ... comes to."""
    cells = {("In", n, 1): float(v) for n, v in enumerate(numbers.values(), 1)}
    return calculator.Sheets(cells, {("Out", 1, 1): text}, {}, ["In", "Out"]).value(("Out", 1, 1))


def both_steps(calculator, value, how):
    raw, step = "'In'!$A$1", "'In'!$A$2"
    taken = cell(calculator, scaled(raw, how), raw=value)
    return cell(calculator, rounded(raw, step, how), raw=value, step=taken)


decimals = st.builds(lambda n, places: Fraction(n, 10**places), st.integers(-10**9, 10**9), st.integers(0, 6))
ties = st.builds(lambda n, places: Fraction(2 * n + 1, 2 * 10**places), st.integers(-10**6, 10**6), st.integers(0, 4))


@settings(max_examples=300, deadline=None)
@given(value=st.one_of(decimals, ties), places=st.integers(-2, 5), mode=st.sampled_from(MODES))
def test_rounding_to_places_is_that_of_the_standard(calculator, value, places, mode):
    found = both_steps(calculator, value, Way(Fraction(10) ** places, mode))
    assert found == float(round_places(value, places, mode))


@settings(max_examples=200, deadline=None)
@given(value=st.one_of(decimals, ties), figures=st.integers(1, 6), mode=st.sampled_from(MODES))
def test_rounding_to_figures_is_that_of_the_standard(calculator, value, figures, mode):
    found = both_steps(calculator, value, Way(Fraction(1), mode, figures))
    assert found == pytest.approx(float(round_figures(value, figures, mode)), rel=1e-14)


@settings(max_examples=200, deadline=None)
@given(value=st.builds(lambda n, places: Fraction(n, 10**places), st.integers(0, 10**5), st.integers(2, 8)))
def test_a_reported_value_never_vanishes(calculator, value):
    assert both_steps(calculator, value, Way(Fraction(100), reported=True)) == pytest.approx(float(round_reported(value, 2)))


@pytest.mark.parametrize(("raw", "places", "expected"), [
    (0.285 * 1000, 0, 285), (2.345, 2, 2.34), (2.355, 2, 2.36), (1.005, 2, 1.0), (1.015, 2, 1.02), (8.575, 2, 8.58),
    (0.1 + 0.2, 1, 0.3), (-2.5, 0, -2), (0.5, 0, 0), (1e8 * 0.285 / 3, 2, 9500000)])
def test_doubles_that_are_a_little_off_round_as_their_decimals_do(calculator, raw, places, expected):
    assert both_steps(calculator, raw, Way(Fraction(10) ** places)) == expected


@pytest.mark.parametrize(("name", "expected"), [
    ("P", "P"), ("k0", "k0_"), ("C", "C_"), ("r", "r_"), ("R1C1", "R1C1_"), ("C12", "C12_"), ("XFD1048576", "XFD1048576_"),
    ("C_TP_jiekou", "C_TP_jiekou"), ("true", "true_"), ("m_2024-01", "m_2024_01"), ("2x", "_2x"), ("重量", "重量"),
    ("up to 50%", "up_to_50_"), ("rate", "rate"), ("ABCD1", "ABCD1")])
def test_names_are_no_addresses(name, expected):
    assert acceptable(name) == expected


def test_names_that_differ_by_capitals_only_are_told_apart(calculator):
    defined = Defined()
    spot = calculator.spot
    assert spot("'A'!$B$2") == ("A", 2, 2)
    assert [defined.define(n, (), None) for n in ("p", "P", "k", "K")] == ["p", "P_2", "k", "K_2"]


def payments(book):
    rows = sorted(place[1] for place in book.formulas if place[0] == "Payments" and place[2] == 6)
    return [(book.cells["Payments", r, 7], book.cells["Payments", r, 8], book.value(("Payments", r, 6))) for r in rows]


@pytest.mark.parametrize("rule", ["largest", "first", "last", "down"])
def test_splits_follow_the_rule_of_the_agreement_whatever_is_typed(calculator, make, rule):
    money = f"money: {{round: 0.01元, remainder: {rule}, source: plan, confidence: published}}"
    settlement = make.settled(make.agreement(SHARES % {"money": money}))
    book = calculator.opened(to_xlsx(settlement, "en"))
    spots = {who: book.names[f"part_{who}"] for who in ("up", "down", "third")}
    for size, weights in (("1000.01", (3, 3, 4)), ("0.05", (1, 1, 1)), ("99999999.99", (1, 0, 7)), ("10.00", (0, 5, 2)),
                          ("0.01", (1, 1, 0)), ("123456.78", (0, 0, 1)), ("77.77", (33, 33, 34))):
        book.set(book.names["size"], float(size))
        for who, weight in zip(spots, weights, strict=True):
            book.set(spots[who], float(weight))
        parts = [(who, Fraction(w)) for who, w in zip(spots, weights, strict=True) if w]
        asked = dict(split(Fraction(size), parts, Fraction(1, 100), rule))
        found = {payer: amount for payer, payee, amount in payments(book) if payee == "fund"}
        assert {who: Fraction(f"{amount:.4f}") for who, amount in found.items()} == {w: asked.get(w, 0) for w in spots}
        assert sum(Fraction(f"{a:.4f}") for payer, _, a in payments(book) if payer == "fund") == Fraction(size)


def test_a_mean_on_the_limit_is_not_above_it(calculator, make):
    """Twelve samples of 0.1 average to a double a little off 0.1; the wager still goes upstream."""
    settlement = make.settled(make.agreement(WAGER), data=make.every_month("0.1"))
    book = calculator.opened(to_xlsx(settlement, "en"))
    assert [p[2] for p in payments(book)] == [1e8, 0]
    june = next(p for p in book.cells if book.cells[p] == "2013-06")
    for typed, expected in ((0.1000001, [0, 1e8]), (0.1, [1e8, 0]), (0.0999, [1e8, 0])):
        book.set((june[0], june[1], 12), typed)
        assert [p[2] for p in payments(book)] == expected
    book.set(book.names["stake"], 250.0)
    assert payments(book)[0][2] == 250


def test_an_exempt_month_stands_empty_and_takes_no_part(calculator, make):
    rest = WAGER + "monitoring: {exempt: [{at: s1, from: 2013-02, to: 2013-02, reason: ice, source: plan}]}\n"
    rows = [r for r in make.every_month("0.2") if r["observed_at"].month != 2]
    book = calculator.opened(to_xlsx(make.settled(make.agreement(rest), data=rows), "zh"))
    row = next(p for p in book.cells if book.cells[p] == "2013年2月")
    assert book.cells[row[0], row[1], 4] == "豁免 (冰封)"
    assert (row[0], row[1], 12) not in book.formulas
    assert book.value(book.names["C_"]) == pytest.approx(0.2)


HOSTILE = """=cmd|' /C calc'!A0"""


def test_text_that_looks_like_a_formula_stays_text(make):
    hostile = {"某江协议": f'"{HOSTILE}"', "一号断面": '"+1+1"', "上游省": '"@SUM(A1)"', "A river": "-1"}
    agreement = make.agreement(WAGER, **hostile)
    content = to_xlsx(make.settled(agreement, data=make.every_month("0.2")), "zh")
    book = openpyxl.load_workbook(BytesIO(content))
    cells = [c for sheet in book for row in sheet.iter_rows() for c in row if isinstance(c.value, str)]
    risky = [c for c in cells if c.data_type != "f" and c.value[0] in "=+-@"]
    assert {HOSTILE, "+1+1", "@SUM(A1)"} <= {c.value for c in risky}
    assert all(c.quotePrefix for c in risky)
    formulas = [c.value for c in cells if c.data_type == "f"]
    assert formulas
    assert not any(bad in f for f in formulas for bad in ("cmd", "A0", "@SUM"))
    with ZipFile(BytesIO(content)) as file:
        charts = "".join(file.read(n).decode() for n in file.namelist() if "charts/chart" in n)
    assert "<c:f>cmd" not in charts


def test_what_cannot_be_settled_says_what_is_missing_and_pays_nothing(calculator, make):
    rows = [r for r in make.every_month("0.2") if r["observed_at"].month not in {7, 8}]
    settlement = make.settled(make.agreement(WAGER), data=rows)
    assert not settlement.settled
    book = calculator.opened(to_xlsx(settlement, "en"))
    assert book.titles == ["Summary", "What is missing", "Terms and facts", "Provenance", "Notes"]
    assert book.formulas == {}
    assert any("2013-07" in str(v) for p, v in book.cells.items() if p[0] == "What is missing")
    chinese = calculator.opened(to_xlsx(settlement, "zh"))
    assert chinese.titles == ["结算汇总", "缺少的数据", "条款数值与事实", "依据与证据", "说明"]


def test_the_same_settlement_is_the_same_bytes_and_a_report_beside_the_others(make, tmp_path):
    settlement = make.settled(make.agreement(WAGER), data=make.every_month("0.2"))
    assert to_xlsx(settlement, "zh") == to_xlsx(settlement, "zh")
    paths = write_reports([settlement], tmp_path, ["xlsx", "md"], "zh")
    assert [p.name for p in paths] == ["river-1-2013.xlsx", "river-1-2013.md"]
    assert paths[0].read_bytes() == to_xlsx(settlement, "zh")
    assert [p.name for p in tmp_path.iterdir() if p.name.startswith(".")] == []


def test_each_number_is_named_cited_and_coloured_by_its_confidence(make):
    settlement = make.settled(make.agreement(WAGER), data=make.every_month("0.2"))
    book = openpyxl.load_workbook(BytesIO(to_xlsx(settlement, "zh")))
    page = book["条款数值与事实"]
    rows = {row[0].value: row for row in page.iter_rows(min_row=4)}
    assert rows["stake"][3].value == 1
    assert rows["stake"][4].value == "亿元"
    assert rows["stake"][7].value == "※ 未核实"
    assert rows["stake"][7].fill.fgColor.rgb != rows["limit"][7].fill.fgColor.rgb
    assert {"stake", "limit", "C_", "net_up"} <= set(book.defined_names)
    assert page.freeze_panes == "A4"
    assert not any(sheet.protection.sheet for sheet in book)
    assert re.search(r"stake\*100000000", " ".join(
        c.value for row in book["条款判定"].iter_rows() for c in row if c.data_type == "f"))
    assert [type(c).__name__ for c in book["图表"]._charts] == ["LineChart"]


def test_xlsxwriter_is_imported_for_a_workbook_only():
    code = "import sys, ecoflow.cli.settle, ecoflow.report.files, ecoflow.report.html; print('xlsxwriter' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.strip() == "False"


def test_settle_writes_it_beside_the_page(tmp_path):
    asked = ["settle", "xinanjiang-1", "--period", "2013", "--data", "synthetic", "--facts", "synthetic", "--lang", "zh"]
    done = CliRunner().invoke(app, [*asked, "--out", str(tmp_path), "--format", "xlsx,html"])
    assert done.exit_code == 0, done.output
    assert sorted(p.name for p in tmp_path.iterdir()) == ["xinanjiang-1-2013.html", "xinanjiang-1-2013.xlsx"]
    book = openpyxl.load_workbook(tmp_path / "xinanjiang-1-2013.xlsx", data_only=True)
    assert {"P", "k0_", "C_TP", "stake"} <= set(book.defined_names)
    assert book["结算汇总"]["A3"].value == "新安江流域水环境补偿（第一轮）"

"""A month that the validity rule lets go is named: missing is never silent."""

from __future__ import annotations

from datetime import datetime

import pytest

from ecoflow.agreement.loader import load
from ecoflow.measures.duckdb_engine import DuckDBEngine
from ecoflow.settlement.settle import settle
from ecoflow.standards.calendar import year

STAKE = "terms: {stake: {value: 1元, source: plan, confidence: published}}\n"
MONTHLY = STAKE + """\
measures: {c: {class: [TP, NH3N], at: [s1], over: year, by: month, valid: {months: 11}}}
clauses:
  - {id: a, for_each: [section, month], when: c worse than I, pay: {from: up, to: down, amount: stake}}
"""
YEARLY = STAKE + """\
measures: {m: {mean: TP, at: s1, over: year, valid: {months: %s}}, n: {mean: NH3N, at: s1, over: year}}
clauses: [{id: a, when: m > 0.1 mg/L and n > 0.1 mg/L, pay: {from: up, to: down, amount: stake}}]
"""


def rows(make, *gone):
    found = make.every_month("0.3") + make.every_month("0.6", "NH3N")
    return [r for r in found if (r["indicator"], r["observed_at"].month) not in gone]


def left_out(settlement):
    assert settlement.settled, [p.message("en") for p in settlement.problems]
    return [(dict(n.about), n.message("en"), n.message("zh")) for n in settlement.notes if n.code == "N404"]


def test_a_month_that_falls_out_of_for_each_is_named(make):
    found = make.settled(make.agreement(MONTHLY), "2013", rows(make, ("TP", 3)))
    assert len(found.payments) == 11
    ((about, en, zh),) = left_out(found)
    assert about == {"section": "s1", "indicator": "TP", "month": "2013-03"}
    assert en == "s1 TP: too little data in 2013-03; left out, as the agreement's validity rule allows"
    assert zh == "s1 TP：2013-03 数据不足，按协议的数据有效性规定未计入"


def test_nothing_is_said_where_nothing_is_missing(make):
    assert left_out(make.settled(make.agreement(MONTHLY), "2013", rows(make))) == []


def test_months_are_grouped_and_each_indicator_has_its_note(make):
    text = MONTHLY.replace("months: 11", "months: 10")
    found = make.settled(make.agreement(text), "2013", rows(make, ("TP", 9), ("TP", 3), ("NH3N", 4)))
    assert [a for a, _, _ in left_out(found)] == [
        {"section": "s1", "indicator": "TP", "month": "2013-03, 2013-09"},
        {"section": "s1", "indicator": "NH3N", "month": "2013-04"}]


def test_a_yearly_mean_names_it_too(make):
    found = make.settled(make.agreement(YEARLY % 11), "2013", rows(make, ("TP", 12)))
    assert [a["month"] for a, _, _ in left_out(found)] == ["2013-12"]


TOTAL = STAKE + """\
measures: {g: {total: GEPR, at: s1, over: year, valid: {months: 1%s}}}
clauses: [{id: a, when: g > 0元, pay: {from: up, to: down, amount: stake}}]
"""


def test_the_months_without_a_yearly_figure_need_no_note(make):
    figure = make.row("2013-12-31", "3", "GEPR", unit="元")
    assert left_out(make.settled(make.agreement(TOTAL % ""), "2013", [figure])) == []
    # a figure that was reported and does not count is another matter
    spoilt = make.row("2013-06-30", "2", "GEPR", unit="元", flag="bad")
    assert [a["month"] for a, _, _ in left_out(make.settled(make.agreement(TOTAL % ""), "2013", [figure, spoilt]))] == [
        "2013-06"]
    few = [make.row(day, "2", "GEPR", unit="元") for day in ("2013-12-30", "2013-12-31", "2013-03-01")]
    found = make.settled(make.agreement(TOTAL % ", samples: 2"), "2013", few)
    assert [a["month"] for a, _, _ in left_out(found)] == ["2013-03"]


def test_a_rule_for_all_that_lets_a_month_of_a_total_go_is_named(make):
    text = "monitoring: {valid: {months: 11}}\n" + TOTAL.replace(", valid: {months: 1%s}", "")
    found = make.settled(make.agreement(text), "2013", make.every_month("1", "GEPR", unit="元")[:11])
    assert [a["month"] for a, _, _ in left_out(found)] == ["2013-12"]


def test_an_exempt_month_is_not_called_short(make):
    exempt = "monitoring: {exempt: [{at: s1, from: 2013-03, to: 2013-03, reason: ice}]}\n"
    found = make.settled(make.agreement(exempt + YEARLY % 11), "2013", rows(make, ("TP", 3)))
    assert left_out(found) == []
    assert "N402" in {n.code for n in found.notes}


def test_what_is_not_tolerated_is_a_problem_and_no_note(make):
    found = make.settled(make.agreement(YEARLY % 11), "2013", rows(make, ("TP", 2), ("TP", 3)))
    assert [p.code for p in found.problems] == ["E401", "E401", "E403"]
    assert [n for n in found.notes if n.code == "N404"] == []


@pytest.mark.parametrize("kept", [True, False])
def test_on_the_shipped_river(root, make, kept):
    import pyarrow.dataset as ds

    wanted = (ds.field("observed_at") >= ds.scalar(datetime(2019, 1, 1))) & (  # noqa: DTZ001 - civil time
        ds.field("observed_at") < ds.scalar(datetime(2020, 1, 1)))  # noqa: DTZ001
    data = ds.dataset(str(root / "data" / "synthetic-chishui.parquet")).to_table(filter=wanted).to_pylist()
    lost = [r for r in data if kept or (r["section"], r["indicator"], r["observed_at"].month) != ("qingshuipu", "TP", 7)]
    file = make.folder() / "chishui-1.yaml"
    text = (root / "agreements" / "chishui-1.yaml").read_text("utf-8")
    file.write_text(text.replace("  compare: rounded\n", "  compare: rounded\n  valid: {months: 11}\n", 1), "utf-8")
    found = settle(load(file), year(2019), DuckDBEngine(make.data(lost)))
    # `class` and `grade` read the same month: it is said once
    assert [a["month"] for a, _, _ in left_out(found) if a["section"] == "qingshuipu" and a["indicator"] == "TP"] == (
        [] if kept else ["2019-07"])

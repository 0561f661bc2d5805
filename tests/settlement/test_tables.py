"""Agreements with tables, seasons, inflow, runs and grouping settled on observations; amounts worked out by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest

from ecoflow.agreement.loader import examine_text
from ecoflow.agreement.table_keys import MONTHS, season_months, season_words
from ecoflow.formula.grid import Grid, scalar
from ecoflow.report.markdown import to_markdown
from ecoflow.settlement.explain import Explanation
from ecoflow.settlement.mentions import mentions
from ecoflow.settlement.replay import replay

WAN = 10_000
CITED = "source: plan, confidence: published"
INFLOW = {"upstream: down, downstream: third}": "upstream: down, downstream: third, inflow: s1}"}


def terms(**values):
    return "terms:\n" + "".join(f"  {name}: {{value: {value}, {CITED}}}\n" for name, value in values.items())


def paid(settlement):
    assert settlement.settled, [p.message("en") for p in settlement.problems]
    return [(p.payer, p.payee, p.amount, *p.at.values()) for p in settlement.payments]


LADDER = terms(ladder="{up to 50%: 50万元, below 100%: 75万元, above: 125万元}",
               price="{I: 3万元, II: 2万元, III: 0元, IV: -1万元, V: -2万元, 劣V: -3万元}") + """\
facts: {rate: {type: number}, grade: {type: class}}
clauses:
  - {id: step, pay: {from: up, to: down, amount: "tier(rate, ladder)"}}
  - {id: grade, pay: {from: down, to: up, amount: "tier(grade, price)", signed: true}}
examples:
  - {name: a, period: 2013, given: {rate: 0.5, grade: I}, expect: {net: {up: -47万元}}}
  - {name: b, period: 2013, given: {rate: 0.51, grade: III}, expect: {net: {up: -75万元}}}
  - {name: c, period: 2013, given: {rate: 1, grade: 劣V}, expect: {net: {up: -128万元}}}
"""


def test_tables_by_step_and_by_class_settle(make):
    found = replay(make.agreement(LADDER))
    assert [(r.example.name, r.difference) for r in found] == [("a", None), ("b", None), ("c", None)]


@pytest.mark.parametrize(("lang", "told"), [
    ("en", "ladder = {up to 50%: CNY 500,000, below 100%: CNY 750,000, above: CNY 1,250,000}"),
    ("zh", "ladder = {不超过50%: 50万元, 低于100%: 75万元, 以上: 125万元}"),
])
def test_an_explanation_shows_the_table(make, lang, told):
    step = Explanation(replay(make.agreement(LADDER))[0].settlement, lang).everything()
    lines, left = [], [step]
    while left:
        here = left.pop()
        lines.append(here.text)
        left += here.under
    assert any(line.startswith(told) for line in lines), lines


def test_papers_show_the_table_where_it_is_read(make):
    settled = replay(make.agreement(LADDER))[0].settlement
    assert ("金额 = 按档取值(rate, ladder) = 按档取值(0.5, ladder)；ladder：不超过50% 50万元、低于100% 75万元、以上 125万元"
            in to_markdown(settled, "zh"))
    assert "| ladder | up to 50%: CNY 500,000; below 100%: CNY 750,000; above: CNY 1,250,000 |" in to_markdown(settled, "en")


def test_each_indicator_has_its_own_bounds(make):
    ammonia = "{up to 0.5 mg/L: 0元, up to 1 mg/L: 2万元, above: 5万元}"
    text = terms(fine=f"{{TP: {{up to 0.2 mg/L: 0元, above: 1万元}}, NH3N: {ammonia}}}") + """\
measures: {c: {mean: [TP, NH3N], at: s1, over: year}}
clauses: [{id: a, for_each: [indicator], pay: {from: up, to: down, amount: "tier(c, fine)"}}]
"""
    rows = make.every_month("0.3") + make.every_month("0.8", "NH3N")
    assert paid(make.settled(make.agreement(text), "2013", rows)) == [
        ("up", "down", 1 * WAN, "TP"), ("up", "down", 2 * WAN, "NH3N")]


def test_a_table_by_year_of_steps(make):
    text = terms(fine="{2012: {up to 1: 1元, above: 2元}, 2013..2014: {up to 3: 5元, above: 7元}}") + """\
facts: {x: {type: number}}
clauses: [{id: a, pay: {from: up, to: down, amount: "tier(x, fine)"}}]
examples:
  - {name: a, period: 2012, given: {x: 2}, expect: {net: {down: 2元}}}
  - {name: b, period: 2013, given: {x: 2}, expect: {net: {down: 5元}}}
"""
    assert [r.difference for r in replay(make.agreement(text))] == [None, None]


SEASON = terms(cap="{Nov..Mar: 0.4 mg/L, Apr: 0.2 mg/L, May..Oct: 0.1 mg/L}", fine="1万元") + """\
measures: {c: {mean: TP, at: s1, over: period%s}}
clauses: [{id: a,%s when: c > cap, pay: {from: up, to: down, amount: fine}}]
"""


def test_a_season_holds_for_its_months(make):
    agreement = make.agreement(SEASON % (", by: month", " for_each: [month],"))
    settled = make.settled(agreement, "2013", make.every_month("0.3"))
    assert [p[3] for p in paid(settled)] == [f"2013-{n:02d}" for n in range(4, 11)]


def test_where_it_settles_by_month_a_season_is_the_value_of_the_month(make):
    agreement = make.agreement(SEASON % ("", ""), settle="month")
    due = [f"2013-{n:02d}" for n in range(1, 13) if paid(make.settled(agreement, f"2013-{n:02d}", make.every_month("0.15")))]
    assert due == [f"2013-{n:02d}" for n in range(5, 11)]


def test_a_quarter_meets_its_months(make):
    agreement = make.agreement(SEASON % (", by: month", " for_each: [month],"), settle="quarter")
    settled = make.settled(agreement, "2013-Q2", make.every_month("0.3"))
    assert [p[3] for p in paid(settled)] == ["2013-04", "2013-05", "2013-06"]


def test_a_season_of_a_year_does_not_meet_a_yearly_value_unreduced(make):
    text = make.text(SEASON % ("", ""))
    assert [f.code for f in examine_text(text, "x.yaml")[1]] == ["E216"]


@pytest.mark.parametrize(("text", "months", "zh"), [
    ("Apr", (4,), "4月"), ("Jan..Jun", (1, 2, 3, 4, 5, 6), "1–6月"), ("Nov..Feb", (11, 12, 1, 2), "11月至次年2月"),
    ("Dec..Dec", (12,), "12月"), ("jan", (), ""), ("Jan..", (), ""), ("January", (), ""),
])
def test_the_months_of_a_season(text, months, zh):
    assert (season_months(text), season_words(text)) == (months, zh)
    assert len(MONTHS) == 12


GAIN = terms(base="0.2 mg/L", unit="1万元/(mg/L)") + """\
measures: {c: {mean: TP, over: year%s}}
quantities: {added: {formula: "c - inflow(c, base)"}}
%sclauses: [{id: a, for_each: [section%s], pay: {from: upstream, to: downstream, amount: unit * added, signed: true}}]
"""


def test_each_section_answers_for_what_it_adds(make):
    agreement = make.agreement(GAIN % ("", "", ""), **INFLOW)
    rows = make.every_month("0.5") + make.every_month("0.6", section="s2")
    assert paid(make.settled(agreement, "2013", rows)) == [("up", "down", 3000, "s1"), ("down", "third", 1000, "s2")]


def test_an_exempt_month_at_the_inflow_section_is_exempt_below(make):
    exempt = "monitoring: {exempt: [{at: s1, from: 2013-03, to: 2013-03, reason: ice}]}\n"
    agreement = make.agreement(GAIN % (", by: month", exempt, ", month"), **INFLOW)
    rows = make.every_month("0.5") + make.every_month("0.6", section="s2")
    months = [p[3:] for p in paid(make.settled(agreement, "2013", rows))]
    assert len(months) == 22
    assert ("s2", "2013-03") not in months


def test_a_december_that_is_exempt_is_not_the_month_before_january(make):
    """`before` counts from the first month of the settlement, also when that one is exempt."""
    text = terms(start="0 mg/L", unit="1万元/(mg/L)") + """\
monitoring: {exempt: [{at: s1, from: 2013-01, to: 2013-01, reason: ice}]}
measures: {c: {mean: TP, at: s1, over: year, by: month}}
quantities: {last: {formula: "before(c, start)"}}
clauses: [{id: a, for_each: [month], pay: {from: up, to: down, amount: "unit * (c - last)", signed: true}}]
"""
    rows = [make.row(f"2013-{m:02d}-05", f"0.{m:02d}") for m in range(1, 13)]
    settled = make.settled(make.agreement(text), "2013", rows)
    # January has none to take from, February none before it: ten months each a hundredth above the last
    assert paid(settled) == [("up", "down", 100, f"2013-{m:02d}") for m in range(3, 13)]
    assert settled.values["last"].cells[("2013-01",)] == 0


def test_a_run_passes_over_an_exempt_month_and_is_broken_by_a_missing_one(make):
    text = terms(fine="1万元", limit="0.2 mg/L") + """\
monitoring: {exempt: [{at: s1, from: 2013-06, to: 2013-06, reason: ice}]}
measures: {c: {mean: TP, at: s1, over: year, by: month}}
clauses: [{id: a, pay: {from: up, to: down, amount: "fine * run(c > limit over month)"}}]
"""
    settled = make.settled(make.agreement(text), "2013", make.every_month("0.3"))
    assert paid(settled) == [("up", "down", 11 * WAN)]
    tolerant = text.replace("by: month", "by: month, valid: {months: 10}")
    rows = [r for r in make.every_month("0.3") if r["observed_at"].month != 9]
    # January to August without June; October to December
    assert paid(make.settled(make.agreement(tolerant), "2013", rows)) == [("up", "down", 7 * WAN)]


GROUPED = terms(unit="1万元/(mg/L)", cap="{up: 2000元, down: 9000元}") + """\
measures: {c: {mean: TP, over: year}}
quantities:
  due: {formula: "min(sum(unit * c over section by upstream), cap)"}
  place: {formula: rank(due over party)}
clauses: [{id: a, for_each: [party], when: place = 1, pay: {from: party, to: third, amount: due}}]
"""


def test_sections_are_put_together_by_party(make):
    rows = make.every_month("0.5") + make.every_month("0.6", section="s2")
    settled = make.settled(make.agreement(GROUPED), "2013", rows)
    assert settled.values["due"].cells == {("up",): 2000, ("down",): 6000}
    assert settled.values["place"].cells == {("up",): 2, ("down",): 1}
    assert paid(settled) == [("down", "third", 6000, "down")]
    assert "排名(2,000元 [上游省], 6,000元 [下游省]，按当事方)" in to_markdown(settled, "zh").replace("\\", "")


def test_a_cap_for_a_party_without_a_section_does_not_meet(make):
    text = make.text(GROUPED.replace("down: 9000元", "down: 9000元, third: 1元"))
    (finding,) = examine_text(text, "x.yaml")[1]
    assert (finding.code, finding.details["members"]) == ("E224", "third")


def test_a_branch_keeps_the_months_in_order(make):
    text = terms(limit="0.5 mg/L", less="1元", more="2元") + """\
measures: {c: {mean: TP, at: s1, over: year, by: month}}
clauses: [{id: a, for_each: [month], pay: {from: up, to: down, amount: "if(c > limit, more, less)"}}]
"""
    rows = [make.row(f"2013-{m:02d}-05", "0.9" if m % 3 == 0 else "0.1") for m in range(1, 13)]
    assert paid(make.settled(make.agreement(text), "2013", rows)) == [
        ("up", "down", 2 if m % 3 == 0 else 1, f"2013-{m:02d}") for m in range(1, 13)]


GRIDS = {
    "c": Grid(("section", "month"), {(s, m): Fraction(1) for s in ("s1", "s2") for m in ("2013-01", "2013-02")}),
    "k": scalar(Fraction(2)), "yes": scalar(value=True),
}


@pytest.mark.parametrize(("formula", "at", "found"), [
    ("inflow(c, k)", {"section": "s2", "month": "2013-01"}, [("c", {"section": "s1", "month": "2013-01"})]),
    ("inflow(c, k)", {"section": "s1", "month": "2013-01"}, [("k", {})]),
    ("before(c, k)", {"section": "s2", "month": "2013-02"}, [("c", {"section": "s2", "month": "2013-01"})]),
    ("before(c, k)", {"section": "s2", "month": "2013-01"}, [("k", {})]),
    ("before(c, k)", {"section": "s2"}, [("c", {"section": "s2"}), ("k", {})]),
    ("if(yes, k, c)", {"section": "s1"}, [("yes", {}), ("k", {})]),
    ("if(c > k, k, c)", {"section": "s1", "month": "2013-01"},
     [("c", {"section": "s1", "month": "2013-01"}), ("k", {}), ("c", {"section": "s1", "month": "2013-01"})]),
    ("if(c > k, k, yes)", {"section": "s1"}, [("c", {"section": "s1"}), ("k", {}), ("k", {}), ("yes", {})]),
    ("rank(c over section)", {"section": "s1", "month": "2013-01"}, [("c", {"month": "2013-01"})]),
    ("run(c > k over month)", {"section": "s1"}, [("c", {"section": "s1"}), ("k", {})]),
    ("run(c > k)", {"section": "s1"}, [("c", {"section": "s1"}), ("k", {})]),
    ("sum(c over section by upstream)", {"party": "up", "month": "2013-01"}, [("c", {"section": "s1", "month": "2013-01"})]),
    ("tier(c, k)", {"section": "s1"}, [("c", {"section": "s1"}), ("k", {})]),
])
def test_an_explanation_looks_where_the_function_looks(make, formula, at, found):
    text = make.text(f'quantities: {{q: {{formula: "{formula}"}}}}\n' + terms(stake="1元"), **INFLOW)
    agreement, _ = examine_text(text, "x.yaml")
    assert list(mentions(agreement.quantities["q"].formula.tree, at, GRIDS)) == found

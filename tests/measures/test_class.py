"""Water-quality classes and compliance shares on the limits of GB 3838-2002 (as the standard prints them)."""

from __future__ import annotations

from fractions import Fraction

import pytest

from ecoflow.standards.gb3838 import WaterClass

I, II, III, IV, V, WORSE = WaterClass


def graded(make, indicator, value, at="s1", more=""):
    rows = [make.row("2013-06-05", value, indicator, section=at)]
    return make.value(f"{{class: [{indicator}], at: {at}, over: month{more}}}", rows, "2013-06")


@pytest.mark.parametrize(("indicator", "value", "rounded", "full"), [
    ("NH3N", "1.005", III, IV),     # half to even: 1.00
    ("NH3N", "1.015", IV, IV),
    ("NH3N", "0.155", II, II),      # half to even: 0.16
    ("NH3N", "0.145", I, I),
    ("NH3N", "0.15", I, I), ("NH3N", "0.151", I, II), ("NH3N", "2.0", V, V), ("NH3N", "2.01", WORSE, WORSE),
    ("TP", "0.1", II, II), ("TP", "0.1005", II, III), ("TP", "0.1015", III, III),
    ("CODMn", "6.05", III, IV), ("CODMn", "6.15", IV, IV),
    ("DO", "7.5", I, I), ("DO", "7.45", II, II), ("DO", "5.95", II, III), ("DO", "1.95", V, WORSE),
    ("pH", "5.5", I, WORSE), ("pH", "5.49", WORSE, WORSE), ("pH", "9", I, I), ("pH", "9.4", I, WORSE),
])
def test_limits_rounded_and_full(make, indicator, value, rounded, full):
    assert graded(make, indicator, value) == rounded
    assert graded(make, indicator, value, more=", compare: rounded") == rounded
    assert graded(make, indicator, value, more=", compare: full") == full


@pytest.mark.parametrize(("value", "river", "lake"), [
    ("0.01", I, I), ("0.025", II, II), ("0.026", II, III), ("0.05", II, III), ("0.051", II, IV), ("0.2", III, V),
    ("0.201", IV, WORSE),
])
def test_phosphorus_of_rivers_and_lakes(make, value, river, lake):
    assert graded(make, "TP", value) == river
    assert graded(make, "TP", value, at="s2") == lake


def test_the_worst_indicator_decides_on_means(make):
    rows = make.every_month("1.9", "CODMn") + make.every_month("0.10", "NH3N")
    rows[20] = make.row("2013-09-05", "0.9", "NH3N")  # mean (11 * 0.10 + 0.9) / 12 = 0.1667: II
    folder = make.data(rows)
    assert make.value("{class: [CODMn, NH3N], at: s1, over: year}", folder) == II
    cells, _ = make.measured("{class: [CODMn, NH3N], at: s1, over: year, by: indicator}", folder)
    assert cells == {("CODMn",): I, ("NH3N",): II}
    cells, _ = make.measured("{class: [CODMn, NH3N], at: s1, over: year, by: month}", folder)
    assert cells == {(f"2013-{m:02d}",): III if m == 9 else I for m in range(1, 13)}


def test_compliance_is_the_share_of_months(make):
    rows = make.every_month("1.9", "CODMn") + make.every_month("0.10", "NH3N")
    rows[20] = make.row("2013-09-05", "0.9", "NH3N")
    folder = make.data(rows)
    assert make.value("{compliance: [CODMn, NH3N], at: s1, over: year, target: II}", folder) == Fraction(11, 12)
    assert make.value("{compliance: [CODMn, NH3N], at: s1, over: year, target: III}", folder) == 1
    cells, _ = make.measured("{compliance: [CODMn, NH3N], at: s1, over: year, target: II, by: quarter}", folder)
    assert cells == {("2013-Q1",): 1, ("2013-Q2",): 1, ("2013-Q3",): Fraction(2, 3), ("2013-Q4",): 1}
    cells, _ = make.measured("{compliance: [CODMn, NH3N], at: s1, over: year, target: II, by: indicator}", folder)
    assert cells == {("CODMn",): 1, ("NH3N",): Fraction(11, 12)}


def test_exempt_months_are_in_neither_number(make):
    rows = make.every_month("0.9", "NH3N")[:4] + make.every_month("0.1", "NH3N")[4:]
    more = "monitoring: {exempt: [{from: 2013-01, to: 2013-02, reason: ice}]}\n"
    found = make.value("{compliance: [NH3N], at: s1, over: year, target: II}", rows, more=more)
    assert found == Fraction(8, 10)


def test_an_exemption_may_last_as_long_as_the_calendar(make):
    more = "monitoring: {exempt: [{indicators: [NH3N], from: 0001, to: 9999, reason: ice}]}\n"
    assert make.value("{mean: TP, at: s1, over: year}", make.every_month(), more=more) == Fraction("0.1")


def test_an_exempt_indicator_does_not_hide_the_others(make):
    rows = make.every_month("0.9", "NH3N") + make.every_month("0.5", "TP")
    folder = make.data(rows)
    more = "monitoring: {exempt: [{indicators: [TP], from: 2013, to: 2013, reason: works}]}\n"
    assert make.value("{class: [NH3N, TP], at: s1, over: year}", folder) == WORSE
    assert make.value("{class: [NH3N, TP], at: s1, over: year}", folder, more=more) == III
    assert make.value("{compliance: [NH3N, TP], at: s1, over: year, target: III}", folder, more=more) == 1


TARGETS = "terms: {goal: {value: {2012: II, 2013..2014: III}, source: plan, confidence: published}}\n"


def test_a_dated_target(make):
    agreement = make.agreement(
        TARGETS + "measures: {X: {compliance: [NH3N], at: s1, over: year, target: goal}}\n"
        "quantities: {due: {formula: X * stake_of}}\n"
        "clauses: [{id: a, pay: {from: down, to: up, amount: due}}]\n".replace("X * stake_of", "X * 100元"))
    rows = [r for y in (2011, 2012, 2013) for r in make.every_month("0.9", "NH3N", year=y)]
    folder = make.data(rows)
    assert make.settled(agreement, "2012", folder).net["up"] == 0
    assert make.settled(agreement, "2013", folder).net["up"] == 100
    outside = make.settled(agreement, "2011", folder, any_year=True)
    assert [(p.code, p.message("en")) for p in outside.problems] == [("E406", "goal has no value for 2011")]


def test_a_target_by_section(make):
    rows = make.every_month("0.9", "NH3N") + make.every_month("0.9", "NH3N", section="s2")
    cells, problems = make.measured("{compliance: [NH3N], over: year, target: {s1: II, s2: III}}", rows)
    assert (cells, problems) == ({("s1",): 0, ("s2",): 1}, ())

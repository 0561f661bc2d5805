"""Limits of GB 3838-2002 as the standard prints them; they are there without observations."""

from __future__ import annotations

from fractions import Fraction

import pytest

STAKE = "stake: {value: 1万元, source: plan, confidence: published}"
GOAL = "goal: {value: {s1: {2012: II, 2013..2014: III}, s2: IV}, source: plan, confidence: published}"


def limits(make, definition, period="2013"):
    """The values of a limit beside observations that say nothing of it."""
    cells, problems = make.measured(definition, make.every_month(), period)
    assert problems == ()
    return cells


# mg/L; Table 1 as printed
@pytest.mark.parametrize(("target", "printed"), [
    ("I", ("15", "0.15", "0.02", "7.5")), ("II", ("15", "0.5", "0.1", "6")), ("III", ("20", "1.0", "0.2", "5")),
    ("IV", ("30", "1.5", "0.3", "3")), ("V", ("40", "2.0", "0.4", "2")),
])
def test_a_river(make, target, printed):
    cells = limits(make, f"{{limit: [COD, NH3N, TP, DO], at: s1, target: {target}}}")
    assert cells == {(i,): Fraction(v) for i, v in zip(("COD", "NH3N", "TP", "DO"), printed, strict=True)}


def test_a_lake_beside_a_river_and_targets_by_section_and_year(make):
    # s2 is a lake, where class IV of phosphorus is 0.1
    by_both = "{limit: TP, target: {s1: {2012: II, 2013..2014: III}, s2: IV}}"
    assert limits(make, by_both, "2012") == {("s1",): Fraction("0.1"), ("s2",): Fraction("0.1")}
    assert limits(make, by_both, "2013") == {("s1",): Fraction("0.2"), ("s2",): Fraction("0.1")}
    assert limits(make, "{limit: [TN], at: [s2], target: {s2: III}}") == {("s2", "TN"): 1}


def simple(make, more=""):
    return make.agreement(f"{more}terms: {{{STAKE}}}\nmeasures: {{L: {{limit: TP, at: s1, target: III}}}}\n"
                          "clauses: [{id: a, pay: {from: up, to: down, amount: stake * L / L}}]\n")


def test_nothing_is_read_for_a_limit(make):
    found = make.settled(simple(make), "2013")
    assert (found.settled, found.net["down"], found.notes) == (True, 10_000, ())
    assert (found.evidence.data_sha256, found.evidence.engine, found.evidence.rows) == (None, None, 0)
    with_data = make.settled(found.agreement, "2013", make.every_month())
    assert with_data.evidence == found.evidence


def test_a_limit_does_not_lean_on_weak_monitoring(make):
    weak = "monitoring: {averaging: month, source: plan, confidence: recalled}\n"
    assert make.settled(simple(make, weak), "2013").provenance.weak == ()


FINE = ("terms: {unit: {value: 10万元, source: plan, confidence: published}}\n"
        "measures: {C: {max: [COD, NH3N], at: [s1, s2], by: month}, C0: {limit: [COD, NH3N], at: [s1, s2], target: III}}\n"
        "clauses: [{id: a, for_each: [section, month], when: any(C > C0 over indicator), "
        "pay: {from: responsible, to: third, amount: 'unit * sum(exceedance(C, C0) over indicator)'}}]\n"
        "examples:\n  - {name: e, period: 2013, "
        "given: {C: {s1: {COD: 30 mg/L, NH3N: 1 mg/L}, s2: {COD: 20 mg/L, NH3N: 3 mg/L}}}, "
        "expect: {net: {up: -5万元, down: -20万元, third: 25万元}}}\n")


def test_what_exceeds_the_limit_month_by_month(make):
    text = FINE.partition("examples")[0]
    roles = {"upstream: up,": "upstream: up, responsible: up,", "upstream: down,": "upstream: down, responsible: down,"}
    agreement = make.agreement(text, **roles)
    rows = [r for s in ("s1", "s2") for i, v in (("COD", "20"), ("NH3N", "0.9")) for r in make.every_month(v, i, s)]
    rows += [make.row("2013-05-20", "30", "COD", "s1"), make.row("2013-05-21", "2.5", "NH3N", "s1"),
             make.row("2013-08-20", "25", "COD", "s2")]
    found = make.settled(agreement, "2013", rows)
    # May at s1: 0.5 and 1.5 times over; August at s2: 0.25 times
    assert {(p.at["section"], p.at["month"]): p.amount for p in found.payments} == {
        ("s1", "2013-05"): 200_000, ("s2", "2013-08"): 25_000}


def test_an_example_gives_what_was_measured_and_the_standard_gives_the_limit(make):
    text = FINE.replace(", by: month", "").replace("[section, month]", "[section]")
    roles = {"upstream: up,": "upstream: up, responsible: up,", "upstream: down,": "upstream: down, responsible: down,"}
    from ecoflow.settlement.replay import replay

    (found,) = replay(make.agreement(text, **roles))
    assert found.ok, found.difference


def test_a_section_without_a_target(make):
    agreement = make.agreement(f"terms: {{{STAKE}, {GOAL}}}\n".replace(", s2: IV", "")
                               + "measures: {L: {limit: TP, target: goal}}\n"
                               "clauses: [{id: a, for_each: [section], pay: {from: up, to: down, amount: stake * L / L}}]\n")
    found = make.settled(agreement, "2013")
    assert [(p.code, p.message("en")) for p in found.problems] == [("E275", "'goal' lacks s2")]

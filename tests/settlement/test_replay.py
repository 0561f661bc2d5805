"""Replaying examples: a wrong number is found and said, a right one passes, cases reached are counted."""

from __future__ import annotations

from fractions import Fraction

import pytest

from ecoflow.settlement.coverage import Totals
from ecoflow.settlement.replay import coverage, replay, totals

BLOCKS = """\
terms: {stake: {value: 1亿元, source: plan, confidence: published}}
facts: {x: {type: number, unit: mg/L}}
measures: {c: {mean: [TP, NH3N], at: s1, over: year}}
quantities: {P: {formula: sum(c) / x, round: {places: 2}}}
clauses:
  - id: w
    choose:
      - {when: P <= 1, pay: {from: down, to: up, amount: stake}}
      - {when: P > 1, pay: {from: up, to: down, amount: stake}}
examples:
  - {name: one, period: 2013, given: {x: 1, c: {TP: 0.2 mg/L, NH3N: 0.5 mg/L}}, expect: %s, source: plan}
"""
GOOD = "{net: {up: 1亿元, down: -1亿元}, indices: {P: 0.7}, fired: [w]}"


def run(make, expect):
    agreement = make.agreement(BLOCKS % expect)
    return agreement, replay(agreement)


def test_a_right_example(make):
    agreement, (found,) = run(make, GOOD)
    assert found.ok, found.difference
    assert coverage(agreement, [found]).cases == ("w.1", "w.2")
    assert coverage(agreement, [found]).reached == ("w.1",)
    assert totals({"a": coverage(agreement, [found]), "b": coverage(agreement, [])}) == Totals(4, 1, 2, 1)


POOLED = """\
facts: {had: {type: number, unit: 元}, paid: {type: number, unit: 元}}
pools: {fund: {zh: 基金, closes: carry, opening: had}, spare: {zh: 备用金, closes: carry}}
clauses: [{id: a, pay: {from: fund, to: up, amount: paid}}]
examples: [{name: e, period: 2013, given: {had: 500万元, paid: 120万元}, expect: {pools: %s}}]
"""


def test_what_is_left_in_a_pool_is_expected(make):
    (found,) = replay(make.agreement(POOLED % "{fund: 380万元, spare: 0}"))
    assert found.ok, found.difference
    (wrong,) = replay(make.agreement(POOLED % "{fund: 379.9999万元}"))
    assert (wrong.difference.what, wrong.difference.expected, wrong.difference.got) == (
        "pools.fund", "379.9999万元", "380万元")
    # a pool that ends below zero settles nothing: that is said, not a number
    overdrawn = make.agreement((POOLED % "{fund: 0元}").replace("500万元", "100万元"))
    assert replay(overdrawn)[0].difference.what == "status"


@pytest.mark.parametrize(("change", "what", "expected", "got"), [
    (("up: 1亿元", "up: 2亿元"), "net.up", "2亿元", "1亿元"),
    (("up: 1亿元", "up: 10000.000001万元"), "net.up", "10000.000001万元", "10000万元"),
    (("P: 0.7", "P: 0.71"), "P", "0.71", "0.7"),
    (("fired: [w]", "fired: []"), "fired", "", "w"),
    (("fired: [w]", "status: cannot-settle"), "status", "cannot-settle", "settled"),
])
def test_a_wrong_example(make, change, what, expected, got):
    _, (found,) = run(make, GOOD.replace(*change))
    assert not found.ok
    assert (found.difference.what, found.difference.expected, found.difference.got) == (what, expected, got)


def test_an_example_that_gives_too_little(make):
    agreement = make.agreement((BLOCKS % GOOD).replace("x: 1, ", ""))
    (found,) = replay(agreement)
    assert found.difference.what == "status"
    zh, en = found.difference.got
    assert "没有给出事实 'x'" in zh
    assert "the fact 'x'" in en
    assert coverage(agreement, [found]).reached == ()


def test_an_example_without_its_measure(make):
    agreement = make.agreement((BLOCKS % GOOD).replace(", c: {TP: 0.2 mg/L, NH3N: 0.5 mg/L}", ""))
    (found,) = replay(agreement)
    assert "clause 'w' needs P, which is neither given nor measured" in found.difference.got[1]


def test_an_example_without_the_shares_a_payment_is_split_by(make):
    blocks = BLOCKS.replace("from: down, to: up", "from: down, to: part") \
        .replace("facts: {", "facts: {weight: {type: number, by: party}, ") \
        .replace("quantities: {", "quantities: {part: {formula: weight * sum(c) / x}, ")
    agreement = make.agreement((blocks % GOOD).replace("x: 1, c: {TP: 0.2 mg/L, NH3N: 0.5 mg/L}", "P: 0.7, x: 1, weight: 1"))
    (found,) = replay(agreement)
    assert "clause 'w' needs part, which is neither given nor measured" in found.difference.got[1]


def test_an_expected_refusal(make):
    _, (found,) = run(make, "{status: cannot-settle}")
    assert not found.ok
    agreement = make.agreement((BLOCKS % "{status: cannot-settle}").replace("x: 1, ", "x: 0, "))
    (refused,) = replay(agreement)
    assert refused.ok


def test_what_comes_first_in_the_settlement_is_told_first(make):
    _, (found,) = run(make, "{net: {up: 2亿元, down: -2亿元}, fired: [], indices: {P: 0.71}}")
    assert [d.what for d in found.differences] == ["P", "fired", "net.up", "net.down"]
    assert found.difference is found.differences[0]
    lines = found.agreement.text.splitlines()
    written = [lines[d.place.line - 1][d.place.column - 1 :] for d in found.differences]
    assert [w.startswith(e) for w, e in zip(written, ("0.71", "[]", "2亿元", "-2亿元"), strict=True)] == [True] * 4


STEPS = """\
terms: {stake: {value: 1亿元, source: plan, confidence: published}}
measures: {c: {mean: [TP, NH3N], at: s1, over: year}}
quantities:
  double: {formula: 2 * c}
  all: {formula: sum(double)}
clauses: [{id: w, when: all > 9 mg/L, pay: {from: down, to: up, amount: stake}}]
examples:
  - {name: one, period: 2013, given: {c: {TP: 0.2 mg/L, NH3N: 0.5 mg/L}},
     expect: {net: {up: 0}, indices: {all: 1.5 mg/L, double: {TP: 0.4 mg/L, NH3N: 1.1 mg/L}}}, source: plan}
"""


def test_the_first_quantity_on_the_way_is_told_first_with_its_cell(make):
    (found,) = replay(make.agreement(STEPS))
    assert [(d.what, d.expected, d.got) for d in found.differences] == [
        ("double[NH3N]", "1.1 mg/L", "1 mg/L"), ("all", "1.5 mg/L", "1.4 mg/L")]
    assert found.difference.at == {"indicator": "NH3N"}


def test_a_clause_is_reached_by_any_of_its_cases(make):
    agreement = make.agreement(STEPS)
    found = coverage(agreement, replay(agreement))
    assert (found.clauses, found.clauses_reached, found.cases, found.reached) == (("w",), (), ("w.1",), ())
    assert [(clause.id, case.number) for clause, case in found.missed] == [("w", 1)]


@pytest.mark.parametrize(("counts", "least"), [
    ((4, 3, 2, 2), 75), ((4, 4, 3, 2), Fraction(200, 3)), ((0, 0, 0, 0), 100), ((3, 0, 1, 0), 0), ((7, 7, 1, 1), 100),
])
def test_the_least_share_is_the_smaller_one_exactly(counts, least):
    assert Totals(*counts).least == least

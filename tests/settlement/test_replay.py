"""Replaying examples: a wrong number is found and said, a right one passes, cases reached are counted."""

from __future__ import annotations

import pytest

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
    assert totals({"a": coverage(agreement, [found]), "b": coverage(agreement, [])}) == (1, 4)


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
    assert "the fact 'x'" in found.difference.got
    assert coverage(agreement, [found]).reached == ()


def test_an_example_without_its_measure(make):
    agreement = make.agreement((BLOCKS % GOOD).replace(", c: {TP: 0.2 mg/L, NH3N: 0.5 mg/L}", ""))
    (found,) = replay(agreement)
    assert "clause 'w' needs P, which is neither given nor measured" in found.difference.got


def test_an_example_without_the_shares_a_payment_is_split_by(make):
    blocks = BLOCKS.replace("from: down, to: up", "from: down, to: part") \
        .replace("facts: {", "facts: {weight: {type: number, by: party}, ") \
        .replace("quantities: {", "quantities: {part: {formula: weight * sum(c) / x}, ")
    agreement = make.agreement((blocks % GOOD).replace("x: 1, c: {TP: 0.2 mg/L, NH3N: 0.5 mg/L}", "P: 0.7, x: 1, weight: 1"))
    (found,) = replay(agreement)
    assert "clause 'w' needs part, which is neither given nor measured" in found.difference.got


def test_an_expected_refusal(make):
    _, (found,) = run(make, "{status: cannot-settle}")
    assert not found.ok
    agreement = make.agreement((BLOCKS % "{status: cannot-settle}").replace("x: 1, ", "x: 0, "))
    (refused,) = replay(agreement)
    assert refused.ok

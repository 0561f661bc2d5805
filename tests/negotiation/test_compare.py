"""Two agreements on the same observations."""

from __future__ import annotations

import pytest

from ecoflow.measures.duckdb_engine import DuckDBEngine
from ecoflow.negotiation.compare import compare
from ecoflow.standards.calendar import year

BLOCKS = """\
terms: {rate: {value: %s, source: plan, confidence: published}}
facts: {factor: {type: number, default: 1}}
measures: {c: {mean: TP, at: s1, over: year}}
clauses: [{id: a, pay: {from: up, to: down, amount: factor * rate * c}}]
"""


@pytest.fixture
def both(make):
    left = make.agreement(BLOCKS % "100元/mg/L")
    right = make.agreement(BLOCKS.replace("to: down", "to: fourth") % "{2012..2013: 300元/mg/L, 2014: 50元/mg/L}",
                           **{"third: {zh": "fourth: {zh", "downstream: third": "downstream: fourth"})
    rows = [r for y, v in ((2011, "0.1"), (2012, "0.2"), (2014, "0.4")) for r in make.every_month(v, year=y)]
    return left, right, DuckDBEngine(make.data(rows))


def test_period_by_period(both):
    left, right, data = both
    found = compare(left, right, [year(y) for y in range(2011, 2015)], data)
    assert found.parties == ("up", "down", "third", "fourth")
    # 2011: the right one has no rate; 2012: 20 against 60; 2013: no data; 2014: 40 against 20
    assert [p.left.settled for p in found.pairs] == [True, True, False, True]
    assert [p.right.settled for p in found.pairs] == [False, True, False, True]
    assert [p.code for p in found.pairs[0].right.problems] == ["E406"]
    assert [p.difference("up") for p in found.pairs] == [None, -40, None, 20]
    assert [p.difference("down") for p in found.pairs] == [None, -20, None, -40]
    assert [p.difference("fourth") for p in found.pairs] == [None, 60, None, 20]
    assert {p: found.total(p) for p in found.parties} == {"up": -20, "down": -60, "third": 0, "fourth": 80}
    assert [p.name for p in found.compared] == ["2012", "2014"]


def test_no_period_in_common_is_not_a_difference_of_zero(both):
    left, right, data = both
    assert compare(left, right, [year(2011)], data).total("up") is None


def test_facts_go_to_both(both):
    left, right, data = both
    from ecoflow.standards.units import parse_quantity

    found = compare(left, right, [year(2012)], data, {"factor": parse_quantity("2"), "unknown": True})
    assert found.pairs[0].difference("up") == -80


def test_a_pool_carries_on_from_year_to_year_on_both_sides(make):
    text = """\
facts: {had: {type: number, unit: 元, default: 10元}}
terms: {a: {value: %s, source: plan, confidence: published}}
pools: {fund: {zh: 基金, closes: carry, opening: had}}
clauses:
  - {id: in, pay: {from: up, to: fund, amount: a}}
"""
    left, right = make.agreement(text % "1元"), make.agreement(text % "{2012: 2元, 2013: 3元, 2014: 4元}")
    found = compare(left, right, [year(y) for y in (2012, 2013, 2014)], None)
    assert [(p.left.pools["fund"], p.right.pools["fund"]) for p in found.pairs] == [(11, 12), (12, 15), (13, 19)]


def test_an_agreement_against_itself(both):
    left, _, data = both
    found = compare(left, left, [year(2012), year(2014)], data)
    assert {found.total(p) for p in found.parties} == {0}

"""Splitting and matching money: properties that hold for any amounts."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecoflow.settlement.split import match, split, to_step

weights = st.lists(st.fractions(min_value=0, max_value=1000, max_denominator=997), min_size=1, max_size=6).filter(any)
steps = st.sampled_from([Fraction(1, 100), Fraction(1), Fraction(10_000), Fraction(3, 7)])
rules = st.sampled_from(["largest", "first", "last", "p0", "p1", "nobody"])


@given(st.integers(0, 10**13), weights, steps, rules)
def test_split(count, numbers, step, rule):
    amount, parts = count * step, [(f"p{n}", w) for n, w in enumerate(numbers)]
    found = split(amount, parts, step, rule)
    assert [who for who, _ in found] == [who for who, _ in parts]
    assert sum(a for _, a in found) == amount
    whole = sum(numbers)
    for (_, got), weight in zip(found, numbers, strict=True):
        exact = amount * weight / whole
        assert got >= 0
        assert (got / step).denominator == 1
        assert abs(got - exact) < step * (1 if rule == "largest" else len(parts))
        assert got >= exact - step
    if rule == "largest" and 0 in numbers:
        assert all(a == 0 for (_, a), w in zip(found, numbers, strict=True) if w == 0)


THREE = [("a", Fraction(1)), ("b", Fraction(1)), ("c", Fraction(1))]


@pytest.mark.parametrize(("rule", "cents"), [
    ("largest", (34, 33, 33)), ("first", (34, 33, 33)), ("last", (33, 33, 34)), ("b", (33, 34, 33)),
    ("stranger", (34, 33, 33)),
])
def test_who_takes_the_remainder(rule, cents):
    fen = Fraction(1, 100)
    assert [a / fen for _, a in split(Fraction(1), THREE, fen, rule)] == list(cents)


def test_largest_remainders_and_the_order_of_ties():
    # 10 steps over 1:5:4 of 7 -> 0.7, 3.5, 2.8: steps 0, 3, 2; the two left go to .8 and .7
    parts = [("a", Fraction(1)), ("b", Fraction(5)), ("c", Fraction(4))]
    assert split(Fraction(7), parts, Fraction(1), "largest") == [("a", 1), ("b", 3), ("c", 3)]
    assert split(Fraction(2), THREE, Fraction(1), "largest") == [("a", 1), ("b", 1), ("c", 0)]


@pytest.mark.parametrize(("amount", "step", "mode", "expected"), [
    ("0.005", "0.01", "half-even", "0"), ("0.015", "0.01", "half-even", "0.02"), ("0.005", "0.01", "half-up", "0.01"),
    ("5000", "10000", "half-even", "0"), ("15000", "10000", "half-even", "20000"), ("15000", "10000", "down", "10000"),
    ("10001", "10000", "up", "20000"), ("-15000", "10000", "half-even", "-20000"), ("2.5", "1", "half-even", "2"),
])
def test_amounts_to_steps(amount, step, mode, expected):
    assert to_step(Fraction(amount), Fraction(step), mode) == Fraction(expected)


sides = st.lists(st.integers(0, 10**9), min_size=1, max_size=6)


@given(sides, sides)
def test_match_conserves_every_party(left, right):
    # bring both sides to one total
    total = max(sum(left), sum(right))
    left, right = [*left, total - sum(left)], [*right, total - sum(right)]
    payers = [(f"a{n}", Fraction(v)) for n, v in enumerate(left)]
    payees = [(f"b{n}", Fraction(v)) for n, v in enumerate(right)]
    found = match(payers, payees)
    assert all(moved > 0 for _, _, moved in found)
    for who, due in payers:
        assert sum((m for a, _, m in found if a == who), Fraction(0)) == due
    for who, due in payees:
        assert sum((m for _, b, m in found if b == who), Fraction(0)) == due
    assert len(found) <= len(payers) + len(payees)

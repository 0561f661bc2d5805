"""Arithmetic of domains against brute force: whatever members of the parts give lies in the whole, and ends are not far."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecoflow.formula.domain import NO_VALUE, Domain, join, listed, mapped, reciprocal, stretch, within
from ecoflow.formula.exact import ELEMENTWISE, ORDER, SIGNS
from ecoflow.formula.range_rules import WHOLE, compared
from ecoflow.standards.rounding import MODES, round_step

GRID = [Fraction(n, 4) for n in range(-16, 17)]
FAR = [Fraction(n) for n in (-10**6, 10**6)]


@st.composite
def domains(draw, steps=(None, None, Fraction(1, 2), Fraction(3, 4)), *, dense=False):
    """A stretch or a few numbers between -4 and 4 or beyond, perhaps on a lattice."""
    if not dense and draw(st.booleans()):
        return listed(draw(st.lists(st.sampled_from(GRID), min_size=1, max_size=3)))
    low, high = sorted(draw(st.lists(st.sampled_from(GRID), min_size=2, max_size=2)))
    low, high = draw(st.sampled_from([low, None])), draw(st.sampled_from([high, None]))
    ends = {"low_in": draw(st.booleans()), "high_in": draw(st.booleans())}
    return stretch(low, high, step=draw(st.sampled_from(steps)), **ends)


dense = domains((None,), dense=True).filter(lambda d: not d.is_empty)


def members(domain: Domain) -> list[Fraction]:
    """Its members on a grid, some beside its ends, and two far out."""
    beside = [e + n for e in (domain.least, domain.most) if e is not None for n in (Fraction(-1, 999), Fraction(1, 999))]
    return [v for v in (*GRID, *beside, *FAR) if domain.holds(v)]


@settings(max_examples=150, deadline=None)
@given(st.sampled_from([("+", 2), ("-", 2), ("*", 2), ("/", 2), ("-", 1), ("abs", 1), ("floor", 1), ("ceil", 1), ("max", 0),
                        ("min", 0), ("mean", 0), ("clamp", 3), ("exceedance", 2)]), domains(), domains(), domains())
def test_the_whole_holds_what_the_parts_give(rule, a, b, c):
    work = SIGNS.get(rule) or ELEMENTWISE[rule[0]]
    parts = (a, b, c)[: rule[1] or 2]
    whole = WHOLE[rule](*parts)
    for values in product(*map(members, parts)):
        try:
            found = work(*values)
        except ZeroDivisionError:
            continue
        assert whole.holds(found), (rule, values, found)


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(["+", "-", "*"]), dense, dense)
def test_an_end_that_belongs_is_reached(sign, a, b):
    whole, at = WHOLE[sign, 2](a, b), set()
    for x, y in product(members(a), members(b)):
        at.add(SIGNS[sign, 2](x, y))
    if whole.few is None:
        for end, belongs in ((whole.least, whole.low_in), (whole.most, whole.high_in)):
            assert (end in at) == belongs or end is None


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(["<", "<=", ">", ">=", "=", "!="]), domains(), domains())
def test_a_comparison_is_decided_only_where_it_is(sign, a, b):
    decided = compared(sign)(a, b)
    for x, y in product(members(a), members(b)):
        assert decided.holds(ORDER[sign](x, y)), (sign, x, y)


@settings(max_examples=150, deadline=None)
@given(domains(), domains())
def test_join_and_within_are_union_and_intersection(a, b):
    for v in (*GRID, *FAR, Fraction(1, 999)):
        assert join(a, b).holds(v) or not (a.holds(v) or b.holds(v))
        assert within(a, b).holds(v) or not (a.holds(v) and b.holds(v))


@settings(max_examples=150, deadline=None)
@given(domains(), st.sampled_from(MODES), st.sampled_from([Fraction(1, 2), Fraction(1), Fraction(3)]))
def test_a_rounding_of_every_member_is_there(a, mode, step):
    whole = mapped(a, lambda v: round_step(v, step, mode), step)
    assert all(whole.holds(round_step(v, step, mode)) for v in members(a))


def test_what_never_has_a_value_joins_and_compares_as_nothing():
    one = listed((Fraction(1),))
    assert join(NO_VALUE, one) == one
    assert not NO_VALUE.can_be_negative
    assert not NO_VALUE.can_be_positive
    assert stretch(Fraction(1), Fraction(1), low_in=False) == NO_VALUE
    assert within(stretch(Fraction(0), Fraction(1)), stretch(Fraction(2), None)) == NO_VALUE


@pytest.mark.parametrize(("low", "high", "wanted"), [
    (1, 4, (Fraction(1, 4), 1)), (0, 4, (Fraction(1, 4), None)), (-4, 0, (None, Fraction(-1, 4))), (-1, 1, (None, None))])
def test_one_over_a_stretch(low, high, wanted):
    found = reciprocal(stretch(Fraction(low), Fraction(high)))
    assert (found.least, found.most) == wanted


def test_a_number_on_a_lattice_is_on_it_after_sums_and_products():
    a, b = (stretch(Fraction(0), None, step=Fraction(1, n)) for n in (10, 4))
    assert WHOLE["+", 2](a, b).step == Fraction(1, 20)
    assert WHOLE["*", 2](a, b).step == Fraction(1, 40)
    assert listed(map(Fraction, range(0, 90, 3))).step == 3

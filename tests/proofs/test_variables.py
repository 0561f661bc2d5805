"""The values that stand for all others leave nothing out: against a dense search on random conditions."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from math import prod
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecoflow.agreement.model import Case, Citation, Clause, Words
from ecoflow.diagnostics.finding import Place
from ecoflow.formula.domain import listed, stretch
from ecoflow.formula.exact import evaluate
from ecoflow.formula.grid import scalar
from ecoflow.formula.parse import parse
from ecoflow.formula.ranges import Ranges
from ecoflow.formula.types import NUMBER
from ecoflow.proofs.picking import picking
from ecoflow.proofs.variables import Turns, stands

HERE, NO_WORDS = Place("", 1, 1), Words("", "")
KINDS = {
    "dense": stretch(Fraction(0), Fraction(3)), "open": stretch(Fraction(0), Fraction(3), low_in=False, high_in=False),
    "high": stretch(Fraction(2), None), "low": stretch(None, Fraction(1), high_in=False), "all": stretch(None, None),
    "halves": stretch(Fraction(0), Fraction(3), step=Fraction(1, 2)),
    "thirds": stretch(Fraction(0), None, step=Fraction(1, 3)),
    "wholes": stretch(None, Fraction(3), step=Fraction(1)), "few": listed((Fraction(1), Fraction(5, 2))),
}
GRID = sorted({Fraction(n, d) for d in (7, 6, 2) for n in range(-2 * d, 4 * d + 1)})


class Variables:
    """Numbers x, y and z, each with a domain."""

    whole = True
    types = dict.fromkeys("xyz", NUMBER)

    def __init__(self, dice):
        self.domains = {n: KINDS[dice.choice(sorted(KINDS))] for n in "xyz"}

    def domain(self, name, at):
        return self.domains[name]

    def narrowed(self, name, at, ranges):
        return self.domains[name]

    def most(self, dim):
        return None

    def ladders(self, at):
        return (at,)


def condition(dice, depth=2):
    if depth and dice.random() < 0.5:
        parts = [condition(dice, depth - 1) for _ in range(2)]
        return dice.choice(["({} and {})", "({} or {})", "not ({} and {})"]).format(*parts)
    side = lambda: dice.choice(["x", "y", "z", "x", "y", "1", "2", "0.5", "2.5"])  # noqa: E731
    if dice.random() < 0.2:
        return f"{side()} < {side()} <= {side()}"
    return f"{side()} {dice.choice(['<', '<=', '>', '>=', '=', '!='])} {side()}"


def a_clause(conditions):
    cases = tuple(Case(n, NO_WORDS, None, (), HERE) for n in range(1, len(conditions) + 1))
    return Clause("c", NO_WORDS, NO_WORDS, (), "each", cases, Citation(), HERE)


def holding(conditions, values):
    grids = {n: scalar(v) for n, v in values.items()}
    return frozenset(n for n, tree in conditions.items() if evaluate(tree, grids).only() is True)


def draw(dice, names, domains):
    """Values inside the domains, some of them equal."""
    points = {n: [v for v in GRID if domains[n].holds(v)] for n in names}
    values = {n: dice.choice(points[n]) for n in names}
    for n in names:
        other = values[dice.choice(names)]
        if dice.random() < 0.3 and domains[n].holds(other):
            values[n] = other
    return values


@settings(max_examples=60, deadline=None)
@given(st.integers(0, 2**40))
def test_every_way_the_cases_can_hold_is_found_and_no_other(seed):
    dice = Random(seed)  # noqa: S311 - a fixed sequence, not a secret
    inputs, conditions = Variables(dice), {n: parse(condition(dice)) for n in range(1, dice.choice([2, 3]) + 1)}
    clause = a_clause(conditions)
    turns = Turns(Ranges(inputs), {})
    for tree in conditions.values():
        turns.look(tree)
    if prod(len(v.stands) for v in turns.variables()) > 300:
        return  # sound as well, but slow
    found = picking(clause, conditions, Ranges(inputs), {})
    keys = [v.key for v in found.variables]
    ways = set()
    for one in found.situations:
        given = {k: s.value for k, s in zip(keys, one.stands, strict=True)}
        assert all(inputs.domains[k].holds(v) for k, v in given.items())
        held = frozenset(c.number for c in one.holding)
        ways.add(held)
        if dice.random() > 20 / len(found.situations):
            continue
        others = {n: d.only if d.only is not None else draw(dice, [n], inputs.domains)[n] for n, d in inputs.domains.items()}
        assert holding(conditions, {**others, **given}) == held
    known = {c.number: found.known(c) for c in clause.cases}
    for _ in range(40):
        values = draw(dice, ["x", "y", "z"], inputs.domains)
        held = holding(conditions, values)
        assert held in ways, values
        assert all(known[n][k].holds(values[k]) for n in held for k in keys)


@pytest.mark.parametrize("kinds", list(product(sorted(KINDS), repeat=2)), ids="-".join)
def test_two_variables_stand_in_every_order_they_can(kinds):
    """Whatever order two numbers can have between two constants, a pair of their values has it too."""
    one, two = (KINDS[k] for k in kinds)
    constants = [Fraction(1), Fraction(2)]
    pairs = product(*([s.value for s in stands(d, constants, [one, two])] for d in (one, two)))
    place = lambda v: (sum(v > c for c in constants), sum(v >= c for c in constants))  # noqa: E731
    told = {(place(a), place(b), a < b, a == b) for a, b in pairs}
    seen = {(place(a), place(b), a < b, a == b) for a in GRID if one.holds(a) for b in GRID if two.holds(b)}
    assert seen <= told


def test_what_is_rounded_leaves_no_room_between_neighbours():
    near, cuts = Fraction(999, 1000), [Fraction(999, 1000), Fraction(1)]
    third = stands(stretch(Fraction(0), None, step=Fraction(1, 1000)), cuts, [KINDS["all"]])
    assert not [s for s in third if near < s.value < 1]
    dense = stands(stretch(Fraction(0), None), cuts, [KINDS["all"]])
    assert [s for s in dense if near < s.value < 1]

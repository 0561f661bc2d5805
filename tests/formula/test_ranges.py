"""The readings behind the proofs, on random formulas and inputs: no exact value outside its range, no direction belied."""

from __future__ import annotations

from fractions import Fraction
from itertools import product
from random import Random

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from ecoflow.formula.bind import Relations
from ecoflow.formula.canonical import canonical, negation
from ecoflow.formula.check import Check
from ecoflow.formula.direction import Directions
from ecoflow.formula.domain import UNDECIDED, join, listed, stretch
from ecoflow.formula.exact import Undefined, evaluate
from ecoflow.formula.grid import Grid, NothingLeft
from ecoflow.formula.linear import Linear
from ecoflow.formula.parse import Fault, parse
from ecoflow.formula.ranges import Ranges
from ecoflow.formula.tree import Binary, Comparison, Literal, Name, names, walk
from ecoflow.formula.types import BOOLEAN, CLASS, NUMBER
from ecoflow.standards.gb3838 import WaterClass

SECTIONS, MONTHS, PARTIES = ("ford", "weir", "mouth"), ("2024-01", "2024-02", "2024-03"), ("hill", "dale")
ANY_CLASS = listed(WaterClass)
STEPS = ("up to 1", "below 2", "up to 2", "up to 3", "above")
GRADES = ("I", "II", "III", "IV", "V", "worse_than_V")
RIVER = Relations(inflow=(("weir", "ford"), ("mouth", "weir")),
                  roles={"upstream": (("ford", "hill"), ("weir", "hill"), ("mouth", "dale"))})
MEMBERS = {"section": SECTIONS, "month": None, "party": PARTIES, "tier": STEPS, "class": GRADES}
NAMES = {  # name -> kind, dimensions
    "a": (NUMBER, ()), "b": (NUMBER, ()), "s": (NUMBER, ("section",)), "z": (NUMBER, ("section",)),
    "m": (NUMBER, ("month",)), "t": (NUMBER, ("month", "section")), "h": (NUMBER, ("party",)),
    "p": (BOOLEAN, ()), "q": (BOOLEAN, ("section",)), "r": (BOOLEAN, ("month", "section")),
    "g": (CLASS, ()), "k": (CLASS, ("section",)), "w": (CLASS, ("month", "section")),
    "ladder": (NUMBER, ("tier",)), "ladders": (NUMBER, ("section", "tier")), "price": (NUMBER, ("class",)),
}
TYPES = {n: kind.over(tuple((d, MEMBERS[d]) for d in dims)) for n, (kind, dims) in NAMES.items()}
OWN_STEPS = {"ford": ("up to 1", "above"), "weir": ("below 2", "up to 3", "above"), "mouth": ("above",)}
"""The tables by section have steps of their own."""



def numbers(dice):
    """A domain of numbers."""
    low = Fraction(dice.randint(-6, 6), 2)
    return dice.choice([
        lambda: listed(Fraction(dice.randint(-6, 6), 2) for _ in range(dice.randint(1, 2))),
        lambda: stretch(Fraction(0), None, low_in=dice.random() < 0.5),
        lambda: stretch(Fraction(0), Fraction(1)),
        lambda: stretch(low, low + 2, step=Fraction(1, 2)),
        lambda: stretch(low, low + 2, low_in=dice.random() < 0.5, high_in=dice.random() < 0.5),
        lambda: listed((Fraction(1),)),
    ])()


def drawn(dice, domain):
    """A value of a domain, an end now and then."""
    if domain.few is not None:
        return dice.choice(sorted(domain.few))
    low, high = domain.least, domain.most if domain.most is not None else Fraction(9)
    step = Fraction(1, 2) if domain.step else Fraction(1, 6)
    values = [low + n * step for n in range(int((high - low) / step) + 1)]
    return dice.choice([v for v in values if domain.holds(v)])


class World:
    """Domains by cell, values in them, and what the ranges reading asks: months are known to the data only."""

    def __init__(self, dice, used, *, whole=True):
        self.dice, self.whole, self.level = dice, whole, dice.random() < 1 / 2
        self.there = {(m, s) for m in MONTHS for s in SECTIONS if dice.random() < 5 / 6}
        self.there |= {(dice.choice(MONTHS), s) for s in SECTIONS}
        if not whole:
            gone = dice.choice([*SECTIONS, ""])
            self.there = {(m, s) for m, s in self.there if s != gone}
        self.found = {n: self._cells(n) for n in used}

    types = TYPES

    def _cells(self, name):
        kind, dims = NAMES[name]
        spaces = [MONTHS if d == "month" else MEMBERS[d] for d in dims]
        cells = {}
        for cell in product(*spaces):
            at = dict(zip(dims, cell, strict=True))
            # a domain differs from section to section, not from month to month
            key = tuple(m for d, m in at.items() if d != "month")
            if name == "ladders" and at["tier"] not in OWN_STEPS[at["section"]]:
                continue
            known = {k: d for k, d, _, _ in cells.values()}
            fresh = numbers(self.dice) if kind.kind == "number" else {"boolean": UNDECIDED, "class": ANY_CLASS}[kind.kind]
            if name in {"ladder", "ladders"} and self.level:
                # rates as agreements write them
                fresh = listed((self.dice.choice([Fraction(0), Fraction(0), Fraction(1), Fraction(2)]),))
            domain = known.get(key) or fresh
            cells[cell] = (key, domain, at, drawn(self.dice, domain))
        return cells

    def domain(self, name, at):
        return join(*(d for _, d, own, _ in self.found[name].values() if all(at.get(k, m) == m for k, m in own.items())))

    def narrowed(self, name, at, ranges):
        return self.domain(name, at)

    def most(self, dim):
        return {"month": 3}.get(dim)

    def ladders(self, at):
        return (at,)

    def is_there(self, at):
        if "section" in at and "month" in at:
            return (at["month"], at["section"]) in self.there
        return "section" not in at or self.whole or any(s == at["section"] for _, s in self.there)

    def values(self, changed=None):
        return {n: Grid(NAMES[n][1], {c: (changed or {}).get((n, c), v) for c, (_, _, at, v) in cells.items()
                                      if n in {"ladder", "ladders", "price", "h"} or self.is_there(at)})
                for n, cells in self.found.items()}


def formula(dice, kind, depth):
    """The text of a formula of a kind; it may not be well typed in its dimensions."""
    sub = lambda k: formula(dice, k, depth - 1)  # noqa: E731
    one_of = lambda *choices: dice.choice(choices)  # noqa: E731
    if not depth or dice.random() < 1 / 6:
        return one_of(*{"number": ["a", "b", "s", "z", "m", "t", "h", "t", "s", "s[ford]", "0", "1", "2"],
                        "boolean": ["p", "q", "r"], "class": ["g", "k", "w", "k[weir]", "III"]}[kind])
    over = one_of("", "", " over section", " over month", " over section, month")
    if kind == "class":
        form = one_of("{worst}({k}{over})", "if({b}, {k}, {k2})", "inflow({k}, {k2})", "before({k}, {k2})")
    elif kind == "boolean":
        form = one_of("({n} {sign} {n2})", "({n} {sign} {n2})", "({k} {order} {k2})", "({n} < {n2} <= {n})", "(not {b})",
                      "({b} {join} {b2})", "{any}({b}{over})")
    else:
        form = one_of("({n} {plus} {n2})", "({n} - {n2})", "-{n}", "{sum}({n}{over})", "{sum}({n}{over})",
                      "{sum}({n} over section by upstream)", "{count}({b}{over})", "{floor}({n})", "clamp({n}, {n2}, {n3})",
                      "{max}({n}, {n2})", "classes_better({k}, {k2})", "if({b}, {n}, {n2})", "{tier}({n}, ladder)",
                      "{tier}({n}, ladders)", "tier({k}, price)", "rank({n}{over})", "run({b} over month)", "run({b})",
                      "streak({b} over month)", "inflow({n}, {n2})", "before({n}, {n2})", "({n} - mean({n} over section))")
    words = {"worst": ("worst", "best"), "sign": ("<", "<=", ">", ">=", "=", "!="), "join": ("and", "or"),
             "any": ("any", "all"),
             "order": ("worse than", "at or worse than", "better than", "at or better than"), "plus": tuple("+-*/"),
             "sum": ("sum", "mean", "max", "min"), "count": ("count", "share"), "floor": ("abs", "floor", "ceil"),
             "max": ("max", "min", "mean", "exceedance"), "tier": ("tier", "brackets")}
    parts = {p: sub({"n": "number", "b": "boolean", "k": "class"}[p[0]])
             for p in ("n", "n2", "n3", "b", "b2", "k", "k2") if f"{{{p}}}" in form}
    return form.format(**{w: dice.choice(c) for w, c in words.items()}, **parts, over=over)


SHAPES = (
    "sum(max(0, s - mean(s over section)) over section)", "sum(max(0, s - inflow(s, 0)) over section)",
    "sum(max(0, m - before(m, 0)) over month)", "sum(abs(t - mean(t over section)) over section)", "1 / s", "z / a", "b / m",
    "sum(s * z over section)", "z * sum(s * z over section)", "max(z * s over section) - s", "brackets(s, ladder)",
    "brackets(a, ladders)", "brackets(t, ladder)", "tier(s, ladders)", "any(s > 0 over section)", "any(q over section)",
    "all(s > 0 over section)", "any(t < s over section)", "sum(run(r) over section)", "max(run(t > s) over section)",
    "mean(t over section, month)", "share(s > 0 over section)", "share(t > s over section, month)", "mean(t over section)",
    "sum(t * z over section by upstream)", "exceedance(a, s)", "inflow(s, z) - s[ford]",
    "sum(sum(t over month) over section)",
    "mean(s over section by upstream) - h", "streak(r over month) - run(r)", "s - s[weir]", "min(t over section, month)",
)
"""What the random formulas come by too seldom."""


def tree(dice, kind="", depth=3):
    """A random formula that is well typed."""
    while True:
        node = parse(formula(dice, kind or dice.choice(["number", "number", "number", "boolean", "class"]), depth))
        if kind != "boolean" and dice.random() < 1 / 3:
            node = parse(dice.choice(SHAPES))
        check = Check(TYPES)
        if not isinstance(node, Fault):
            node = RIVER.bind(node)
            check.type_of(node)
            if not check.faults and any(isinstance(n, Name) for n in walk(node)):
                return node


def every_seed(number):
    """A test of one random seed, run for so many."""
    def runs(test):
        @settings(max_examples=number, deadline=None, suppress_health_check=[HealthCheck.filter_too_much])
        @given(st.integers(0, 2**40))
        def seeded(seed):
            test(Random(seed))  # noqa: S311 - a fixed sequence, not a secret

        return seeded

    return runs


def valued(node, values):
    """The formula's cells, also those beside a cell that divides by zero."""
    try:
        return evaluate(node, values)
    except (Undefined, NothingLeft):
        assume(False)
        raise


@every_seed(300)
def test_every_value_lies_in_its_range(dice):
    node = tree(dice)
    world = World(dice, names(node), whole=dice.random() < 0.5)
    ranges, found = Ranges(world), valued(node, world.values())
    for at, value in found.items():
        fixed = {d: m for d, m in at.items() if d != "month"}
        for where in ({}, fixed, at):
            assert ranges.of(node, where).holds(value), (where, value, ranges.of(node, where))


@every_seed(200)
def test_what_is_known_is_known_of_the_cell_in_hand(dice):
    """A part whose value is known at a cell narrows the whole there, and is not taken for another cell's."""
    node = tree(dice)
    world = World(dice, names(node))
    found, values = valued(node, world.values()), world.values()
    part = dice.choice(list(walk(node)))
    known = valued(part, values)
    for at, value in found.items():
        if set(known.dims) <= set(at) and (own := known.at(at).cells.get(())) is not None:
            reading = Ranges(world, {canonical(part): listed((own,))})
            assert reading.of(node, at).holds(value)
            assert reading.of(node, {d: m for d, m in at.items() if d != "section"}).holds(value)


def spelled(dice, node):
    """The same formula otherwise written."""
    if isinstance(node, Binary):
        left, right = spelled(dice, node.left), spelled(dice, node.right)
        turn = node.sign in {"+", "*", "and", "or"} and dice.random() < 0.5
        return Binary(node.at, node.sign, *((right, left) if turn else (left, right)))
    if isinstance(node, Comparison) and len(node.signs) == 1:
        sides = tuple(spelled(dice, s) for s in node.sides)
        turned = {"<": ">", "<=": ">=", ">": "<", ">=": "<=", "worse than": "better than", "better than": "worse than",
                  "at or worse than": "at or better than", "at or better than": "at or worse than"}
        if dice.random() < 0.5:
            return Comparison(node.at, sides[::-1], (turned.get(node.signs[0], node.signs[0]),))
    return node


@every_seed(100)
def test_one_canonical_text_is_one_value(dice):
    node = tree(dice)
    other = spelled(dice, node)
    assert canonical(other) == canonical(node)
    values = World(dice, names(node)).values()
    one, two = valued(node, values), valued(other, values)
    assert {frozenset(at.items()): v for at, v in one.items()} == {frozenset(at.items()): v for at, v in two.items()}


@every_seed(80)
def test_two_values_have_two_canonical_texts(dice):
    one, two = tree(dice), tree(dice)
    values = World(dice, (*names(one), *names(two))).values()
    if dict(valued(one, values).cells) != dict(valued(two, values).cells):
        assert canonical(one) != canonical(two)


@every_seed(80)
def test_a_negation_holds_exactly_where_the_condition_does_not(dice):
    node = tree(dice, "boolean", 2)
    values = World(dice, names(node)).values()
    assert valued(negation(node), values).cells == {c: not v for c, v in valued(node, values).cells.items()}


@every_seed(120)
def test_a_collected_sum_is_worth_as_much(dice):
    node = tree(dice, "number")
    values = World(dice, names(node)).values()
    found = valued(node, values)
    linear = Linear(lambda n: n.value if isinstance(n, Literal) and isinstance(n.value, Fraction) else None, lambda _: None)
    terms = linear.of(node)
    for at, value in found.items():
        total = Fraction(0)
        for factors, constant in terms.items():
            for factor in factors:
                constant *= valued(linear.nodes[factor], values).at(at).only()
            total += constant
        assert total == value


RISING, FALLING = {"a", "s", "t", "w", "k", "g"}, {"b", "m"}
"""Names whose value rises (falls) as the water gets dirtier; the others have nothing to do with it."""


def way(name, reading):
    if reading.picked(name).stays(name):
        return 0
    return 1 if name.id in RISING else -1 if name.id in FALLING else 0


@every_seed(300)
def test_no_direction_is_belied_by_dirtier_water(dice):
    """The water of the cell in hand is made dirtier; upstream and earlier water stays as it is."""
    node = tree(dice)
    world = World(dice, names(node))
    before = valued(node, world.values())
    assume(before.cells)
    at = dict(zip(before.dims, dice.choice(sorted(before.cells)), strict=True))
    fixed = dice.choice([at, {d: m for d, m in at.items() if d != "month"}, {}])
    direction = Directions(Ranges(world), fixed, way).of(node)
    if direction is None:
        return
    dirtier = {}
    for name in set(names(node)) & (RISING | FALLING):
        for cell, (_, domain, own, value) in world.found[name].items():
            if all(at.get(d, m) == m for d, m in own.items()):
                other = drawn(dice, domain)
                if (other > value) == (name in RISING):
                    dirtier[name, cell] = other
    after = valued(node, world.values(dirtier))
    assume(set(after.cells) == set(before.cells))
    cell = tuple(at[d] for d in before.dims)
    one, two = before.cells[cell], after.cells[cell]
    assert two == one or (direction != 0 and (two > one) == (direction > 0)), (direction, one, two)


class Fixed:
    """Domains written out: of a name, or of a name at a member."""

    types, whole = TYPES, True

    def __init__(self, **found):
        self.found = found

    def domain(self, name, at):
        own = [self.found.get(f"{name}_{m}") for m in at.values()] + [self.found.get(name)]
        return next((d for d in own if d is not None), None) or join(
            *(d for n, d in self.found.items() if n.startswith(f"{name}_")))

    def narrowed(self, name, at, ranges):
        return self.domain(name, at)

    def most(self, dim):
        return None

    def ladders(self, at):
        return (at,)


def read(text):
    return RIVER.bind(parse(text))


def span(low, high, **ends):
    return stretch(Fraction(low), Fraction(high), **ends)


def test_what_is_known_of_the_section_in_hand_says_nothing_of_a_section_picked():
    reading = Ranges(Fixed(s=listed((Fraction(1), Fraction(2)))), {"s": listed((Fraction(7),))})
    assert reading.of(read("s - s[ford]"), {"section": "weir"}) == listed((Fraction(6), Fraction(5)))


@pytest.mark.parametrize(("text", "at", "domains", "wanted"), [
    ("1 / s", {}, {"s": span(1, 2)}, -1),
    ("1 / s", {}, {"s": span(-1, 2)}, None),
    ("exceedance(a, s)", {}, {"a": span(0, 9), "s": span(1, 2)}, None),
    ("exceedance(z, s)", {}, {"z": span(0, 9), "s": span(1, 2)}, -1),
    ("exceedance(z, s)", {}, {"z": span(0, 9), "s": span(-1, 2)}, None),
    ("sum(s * z over section)", {"section": "ford"}, {"s": span(0, 9), "z_ford": span(1, 2), "z_weir": span(1, 2),
                                                      "z_mouth": span(1, 2)}, 1),
    ("sum(s * z over section)", {"section": "ford"}, {"s": span(0, 9), "z_ford": span(1, 2), "z_weir": span(-2, -1),
                                                      "z_mouth": span(1, 2)}, None),
    ("s - mean(s over section)", {}, {"s": span(0, 9)}, 1),
    ("sum(max(0, s - mean(s over section)))", {}, {"s": span(0, 9)}, None),
    ("s - inflow(s, z)", {"section": "weir"}, {"s": span(0, 9), "z": span(0, 9)}, 1),
    ("a - inflow(z * a, z)", {"section": "weir"}, {"a": span(0, 9), "z": span(0, 9)}, None),
    ("s - inflow(s, s)", {"section": "ford"}, {"s": span(0, 9)}, 0),
])
def test_a_direction_is_told_where_it_holds_and_only_there(text, at, domains, wanted):
    assert Directions(Ranges(Fixed(**domains)), at, way).of(read(text)) == wanted


def test_a_progressive_amount_is_reached_before_an_end_that_does_not_belong():
    """Up to 1 nothing, then 2 for each up to 2, then nothing: all of it is 2 from 2 on, though x never is 3."""
    rates = {"ladder": listed((Fraction(0),)), "ladder_below 2": listed((Fraction(2),))}
    found = Ranges(Fixed(a=span(0, 3, low_in=False, high_in=False), **rates)).of(read("brackets(a, ladder)"), {})
    assert found == span(0, 2)


def test_months_of_two_sections_are_not_as_many():
    """Twelve months of -4 and one of 5 sum to -43, and their mean is not that of -4 and 5."""
    world = Fixed(t_ford=listed((Fraction(5),)), t_weir=listed((Fraction(-4),)), t_mouth=listed((Fraction(0),)))
    world.most = lambda dim: 12
    assert Ranges(world).of(read("sum(t over section, month)"), {}).holds(Fraction(-43))
    assert Ranges(world).of(read("mean(t over section, month)"), {}).holds(Fraction(-43, 14))

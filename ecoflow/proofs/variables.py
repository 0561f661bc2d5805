"""What conditions turn on: the numbers, classes and yes-or-no answers they compare, and values that stand for all others.

Conditions compare each variable with constants and with other variables, nothing more. Between two neighbouring constants
every value is judged alike; so it is enough to try each constant, and between them as many values as there are variables
that are compared with each other (the small-model property of an order).
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from fractions import Fraction
from itertools import combinations, pairwise
from typing import Any

from msgspec import Struct, field

from ecoflow.formula.canonical import canonical, negation
from ecoflow.formula.domain import Domain, listed, stretch, within
from ecoflow.formula.exact import ORDER
from ecoflow.formula.grid import Scalar
from ecoflow.formula.range_inputs import At
from ecoflow.formula.ranges import Ranges
from ecoflow.formula.tree import Binary, Call, Comparison, Node, Unary


class Stand(Struct, frozen=True):
    """A value that stands for others, and the stretch of all those it stands for."""

    value: Scalar
    of: Domain


class Variable(Struct, frozen=True):
    """Something conditions turn on: its canonical text, its formula, all its values, and those that stand for them."""

    key: str
    node: Node
    domain: Domain
    stands: tuple[Stand, ...] = ()


class Turns(Struct):
    """The variables of some conditions read at `at`, and the constants and variables each is compared with."""

    ranges: Ranges
    at: At
    found: dict[str, Variable] = field(default_factory=dict)
    constants: dict[str, set[Fraction]] = field(default_factory=dict)
    linked: dict[str, set[str]] = field(default_factory=dict)

    def look(self, condition: Node) -> None:
        """Note every variable of a condition."""
        match condition:
            case Binary(sign="and" | "or"):
                self.look(condition.left)
                self.look(condition.right)
            case Unary(sign="not"):
                self.look(condition.of)
            case Comparison():
                self._compared(condition)
            case Call(function="if"):
                for part in condition.arguments:
                    self.look(part)
            case _ if self.ranges.of(condition, self.at).only is None:
                self._variable(_truth(condition)[0])

    def _compared(self, comparison: Comparison) -> None:
        sides = [(side, self.ranges.of(side, self.at)) for side in comparison.sides]
        for side, domain in sides:
            if domain.only is None:
                self._variable(side)
        for (left, a), (right, b) in pairwise(sides):
            for this, own, other in ((left, a, b), (right, b, a)):
                if own.only is None and isinstance(other.only, Fraction):
                    self.constants[canonical(this)].add(other.only)
            if a.only is None and b.only is None:
                self.linked[canonical(left)].add(canonical(right))
                self.linked[canonical(right)].add(canonical(left))

    def _variable(self, node: Node) -> None:
        key = canonical(node)
        if key not in self.found:
            self.found[key] = Variable(key, node, self.ranges.of(node, self.at))
            self.constants.setdefault(key, set())
            self.linked.setdefault(key, set())

    def variables(self) -> tuple[Variable, ...]:
        """The variables with the values that stand for all others."""
        done = []
        for key, one in self.found.items():
            family = sorted(self._family(key))
            constants = {c for k in family for c in self.constants[k]}
            beside = [self.found[k].domain for k in family]
            done.append(Variable(key, one.node, one.domain, tuple(stands(one.domain, constants, beside))))
        return tuple(done)

    def _family(self, key: str) -> set[str]:
        """The variables this one is compared with, and those they are compared with."""
        seen, queue = {key}, [key]
        while queue:
            for other in self.linked[queue.pop()] - seen:
                seen.add(other)
                queue.append(other)
        return seen


def stands(domain: Domain, constants: Iterable[Fraction], family: Sequence[Domain]) -> list[Stand]:
    """Values that stand for all of a domain, whose variable is compared with these constants and with its family.

    Every constant and every end; and between two neighbours as many values as the family has members, the same ones for
    all of them: so any two can lie either way round, or be equal.
    """
    if domain.few is not None:
        return [Stand(v, listed((v,))) for v in sorted(domain.few)]
    ends = {e for d in family for e in (d.least, d.most) if e is not None}
    cuts = sorted({*constants, *ends, *(v for d in family for v in d.few or () if isinstance(v, Fraction))})
    found: list[Stand] = []
    for low, high in pairwise([None, *cuts, None]):
        gap = within(domain, stretch(low, high, low_in=False, high_in=False))
        marks = _marks(low, high, family)
        for below, above in pairwise([low, *marks, high]):
            values = _between(below, above, domain.step, len(family))
            found += [Stand(v, gap) for v in values if gap.holds(v)]
            if above in marks and above is not None and gap.holds(above):
                found.append(Stand(above, gap))
        if high is not None and domain.holds(high):
            found.append(Stand(high, listed((high,))))
    return found


def _marks(low: Fraction | None, high: Fraction | None, family: Sequence[Domain]) -> list[Fraction]:
    """Where the lattices of a family differ, the first values of each between two neighbours, and of what they share."""
    steps = {d.step for d in family if d.few is None}
    if len(steps) < 2:
        return []
    own = [s for s in steps if s is not None]
    shared = [functools.reduce(_common_multiple, some) for n in range(1, len(own) + 1) for some in combinations(own, n)]
    return sorted({v for step in shared for v in _between(low, high, step, len(family))})


def _common_multiple(a: Fraction, b: Fraction) -> Fraction:
    """The smallest number that is a multiple of both."""
    return Fraction(math.lcm(a.numerator * b.denominator, b.numerator * a.denominator), a.denominator * b.denominator)


def _between(low: Fraction | None, high: Fraction | None, step: Fraction | None, each: int) -> list[Fraction]:
    """`each` values strictly between two neighbours, next to them where the values lie on a lattice."""
    if step is not None:
        first = None if low is None else (math.floor(low / step) + 1) * step
        last = None if high is None else (math.ceil(high / step) - 1) * step
        if first is None:
            return [(last or Fraction(0)) - n * step for n in reversed(range(each))]
        return [v for n in range(each) if (v := first + n * step) <= (first + n * step if last is None else last)]
    if low is None or high is None:
        size = abs(low or high or Fraction(1)) or Fraction(1)
        edge = low if low is not None else high if high is not None else Fraction(0)
        return [edge + (size * n if low is not None else -size * n) for n in range(1, each + 1)]
    return [low + (high - low) * n / (each + 1) for n in range(1, each + 1)]


def _truth(node: Node) -> tuple[Node, bool]:
    """A yes-or-no formula as a variable, and whether the variable says the same or the opposite.

    `any(x)` is said as `all(not x)`, so that the two are one variable.
    """
    if isinstance(node, Call) and node.function == "any":
        inner = negation(node.arguments[0])
        return Call(node.at, "all", (inner,), node.over, node.over_at, node.by, node.by_at, node.pairs), False
    return node, True


Given = Mapping[str, Scalar]
"""Variable -> the value it has."""


def judging(condition: Node, keys: Collection[str], ranges: Ranges, at: At) -> Callable[[Given], bool]:
    """Whether a condition holds when its variables (`keys`) have these values: everything else is read once."""
    def inner(node: Node) -> Callable[[Given], bool]:
        return judging(node, keys, ranges, at)

    match condition:
        case Binary(sign="and" | "or"):
            left, right, both = inner(condition.left), inner(condition.right), condition.sign == "and"
            return (lambda g: left(g) and right(g)) if both else lambda g: left(g) or right(g)
        case Unary(sign="not"):
            of = inner(condition.of)
            return lambda g: not of(g)
        case Comparison():
            sides = [_value(side, keys, ranges, at) for side in condition.sides]
            links = [(ORDER[sign], a, b) for sign, (a, b) in zip(condition.signs, pairwise(sides), strict=True)]
            return lambda g: all(order(a(g), b(g)) for order, a, b in links)
        case Call(function="if"):
            test, yes, no = map(inner, condition.arguments)
            return lambda g: yes(g) if test(g) else no(g)
    node, same = _truth(condition)
    told = _value(node, keys, ranges, at)
    return lambda g: bool(told(g)) is same


def _value(side: Node, keys: Collection[str], ranges: Ranges, at: At) -> Callable[[Given], Any]:
    """What one side of a comparison is: a variable, or the only value it has."""
    key = canonical(side)
    if key in keys:
        return lambda g: g[key]
    only: Any = ranges.of(side, at).only
    return lambda _: only

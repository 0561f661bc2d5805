"""The direction reading of a formula: whether its value can only rise, or only fall, as the water gets dirtier.

Of a class the worse one counts as the higher, of a condition `true`. What cannot be told is None.
"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from itertools import pairwise, product
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from ecoflow.formula.canonical import canonical
from ecoflow.formula.domain import Domain
from ecoflow.formula.functions import FUNCTIONS
from ecoflow.formula.grammar import CLASSES
from ecoflow.formula.ranges import At, Ranges
from ecoflow.formula.steps import read_step
from ecoflow.formula.tree import Binary, Call, Comparison, Literal, Name, Node, Unary

Direction = int | None
"""1 rises (or stays) as the water gets dirtier, -1 falls (or stays), 0 has nothing to do with it, None nobody can tell."""

_GREATER = {">", ">=", "worse than", "at or worse than"}
_CELLS = 60
_LESS = {"<", "<=", "better than", "at or better than"}


def together(*directions: Direction) -> Direction:
    """The direction of what moves with all of these."""
    found = {d for d in directions if d != 0}
    return 0 if not found else found.pop() if len(found) == 1 else None


def turned(direction: Direction) -> Direction:
    """The opposite direction."""
    return None if direction is None else -direction


class Directions(Struct, frozen=True):
    """One reading at `at`; `of_name` gives the direction of facts, terms and measures, and a quantity's formula."""

    ranges: Ranges
    at: At
    of_name: Callable[[Name, Directions], Direction]

    def of(self, node: Node) -> Direction:  # noqa: PLR0911 - one return a node
        """The direction of a formula."""
        if self._of(node).only is not None:
            return 0
        match node:
            case Literal():
                return 0
            case Name():
                return self.of_name(node, self)
            case Unary():
                return turned(self.of(node.of))
            case Binary():
                return self._binary(node)
            case Comparison():
                return self._comparison(node)
            case Call():
                return self._call(node)

    def _of(self, node: Node) -> Domain:
        return self.ranges.of(node, self.at)

    def _binary(self, node: Binary) -> Direction:
        left, right = self.of(node.left), self.of(node.right)
        if node.sign in {"+", "and", "or"}:
            return together(left, right)
        if node.sign == "-":
            return self._against_mean(node) or together(left, turned(right))
        a, b = self._of(node.left), self._of(node.right)
        if node.sign == "*":
            return together(_scaled(left, b), _scaled(right, a))
        over = None if right is None else -right
        return together(_scaled(left, b), _scaled(over, a))

    def _against_mean(self, node: Binary) -> Direction:
        """`x - mean(x over section)` moves with x, whose own part in the mean is smaller than itself; 0 for all else."""
        for own, mean, sign in ((node.left, node.right, 1), (node.right, node.left, -1)):
            if isinstance(mean, Call) and mean.function == "mean" and [*map(canonical, mean.arguments)] == [canonical(own)]:
                direction = self.of(own)
                return None if direction is None else direction * sign
        return 0

    def _comparison(self, node: Comparison) -> Direction:
        found: list[Direction] = []
        for sign, left, right in zip(node.signs, node.sides[:-1], node.sides[1:], strict=True):
            a, b = self.of(left), self.of(right)
            if sign in {"=", "!="}:
                sign = self._as_order(sign, left, right)
            if sign in _GREATER:
                found.append(together(a, turned(b)))
            elif sign in _LESS:
                found.append(together(turned(a), b))
            else:
                found.append(0 if a == b == 0 else None)
        return together(*found)

    def _as_order(self, sign: str, left: Node, right: Node) -> str:
        """`x = 0` is `x <= 0` where x is never below zero, and `x >= 1` where it is never above one."""
        a, b = self._of(left), self._of(right)
        if isinstance(b.only, Fraction):
            if a.least is not None and a.least >= b.only:
                return "<=" if sign == "=" else ">"
            if a.most is not None and a.most <= b.only:
                return ">=" if sign == "=" else "<"
        return sign

    def _call(self, node: Call) -> Direction:  # noqa: PLR0911 - one return a function
        name = node.function
        own = [self.of(a) for a in node.arguments]
        if len(own) == 1 and own[0] is None and FUNCTIONS[name].reduces:
            own = [self._member_by_member(node)]
        if name in {"inflow", "before", "rank"}:
            # other people's water, last month's, and places among others
            return 0 if name != "rank" or own[0] == 0 else None
        if name == "if":
            return self._branch(node, own)
        if name in {"tier", "brackets"}:
            return self._table(node, own)
        if name == "classes_better":
            return together(turned(own[0]), own[1])
        if name == "exceedance":
            return together(own[0], turned(own[1]))
        if name == "abs":
            return _scaled(own[0], self._of(node.arguments[0]))
        return together(*own)

    def _member_by_member(self, node: Call) -> Direction:
        """What cannot be told for all members at once may be told of each."""
        known = [(d, m) for d, m in self.ranges.dims(node.arguments[0]) if m is not None and d not in self.at
                 and (not node.over or d in node.over)]
        places = [dict(zip((d for d, _ in known), cell, strict=True)) for cell in product(*(m for _, m in known))]
        if len(places) > _CELLS or not known:
            return None
        return together(*(replace(self, at={**self.at, **place}).of(node.arguments[0]) for place in places))

    def _branch(self, node: Call, own: list[Direction]) -> Direction:
        condition, yes, no = own
        if condition == 0:
            return together(yes, no)
        a, b = (self._of(part) for part in node.arguments[1:])
        if a.only is not None and a.only == b.only:
            return 0
        higher = a.low >= b.high if a.few is None or b.few is None else _least(a) >= _most(b)
        lower = a.high <= b.low if a.few is None or b.few is None else _most(a) <= _least(b)
        return together(condition if higher else turned(condition) if lower else None, yes, no)

    def _table(self, node: Call, own: list[Direction]) -> Direction:
        x, table = own
        steps = dict(self.ranges.dims(node.arguments[1]))
        dim = "tier" if "tier" in steps else "class"
        members = sorted(steps.get(dim) or (), key=_place)
        values = [self.ranges.of(node.arguments[1], {**self.at, dim: m}) for m in members]
        if node.function == "brackets":
            return together(x, table) if all(not v.can_be_negative for v in values) else None
        rising = all(_most(a) <= _least(b) for a, b in pairwise(values))
        falling = all(_least(a) >= _most(b) for a, b in pairwise(values))
        return together(x if rising else turned(x) if falling else 0 if x == 0 else None, table)


def _place(member: str) -> Any:
    if member in CLASSES:
        return CLASSES[member]
    bound = read_step(member)
    return bound.order if bound is not None else ()


def _least(d: Domain) -> Any:
    return min(d.few) if d.few else d.low


def _most(d: Domain) -> Any:
    return max(d.few) if d.few else d.high


def _scaled(direction: Direction, by: Domain) -> Direction:
    """The direction of a product: as the factor, where the other is never below zero; the opposite, never above."""
    if direction == 0:
        return 0
    if not by.can_be_negative:
        return direction
    return None if by.can_be_positive else turned(direction)



"""The direction reading of a formula: whether its value can only rise, or only fall, as the water gets dirtier.

It is the water of the cell in hand, in the period in hand: what came down the river and what was measured before stay
as they are. Of a class the worse one counts as the higher, of a condition `true`. What cannot be told is None.
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
from ecoflow.formula.range_inputs import At
from ecoflow.formula.ranges import Ranges
from ecoflow.formula.steps import read_step
from ecoflow.formula.tree import Binary, Call, Comparison, Literal, Name, Node, Unary
from ecoflow.formula.types import TIMES

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
    """One reading at `at`; `of_name` gives the direction of facts, terms and measures, and a quantity's formula.

    It asks `stays` of what is measured, and reads a quantity's formula with `picked`.
    """

    ranges: Ranges
    at: At
    of_name: Callable[[Name, Directions], Direction]
    several: frozenset[str] = frozenset()
    """The dimensions that are being reduced over: cells of water beside each other there get dirtier at once."""
    still: frozenset[str] = frozenset()
    """The dimensions in which the formula is read at another cell than the one in hand, whose water stays as it is."""

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

    def picked(self, name: Name) -> Directions:
        """The reading at the members that stand in brackets after a name."""
        there = self.ranges.picked(name) if name.members else {}
        if not there:
            return self
        ranges, still = self.ranges.elsewhere(there), self.still.difference(there)
        return replace(self, ranges=ranges, at={**self.at, **there}, still=still)

    def _of(self, node: Node) -> Domain:
        return self.ranges.of(node, self.at)

    def _binary(self, node: Binary) -> Direction:
        left, right = self.of(node.left), self.of(node.right)
        if node.sign in {"+", "and", "or"}:
            return together(left, right)
        if node.sign in {"-", "/"} and self._alike(node.left, node.right):
            return 0
        if node.sign == "-":
            return self._against_mean(node) or together(left, turned(right))
        a, b = self._of(node.left), self._of(node.right)
        if node.sign == "/":
            # 1/x falls as x rises, but jumps up where x passes zero
            jumps = right != 0 and b.can_be_negative and b.can_be_positive
            right = None if jumps else turned(right)
        return together(_scaled(left, b), _scaled(right, a))

    def _against_mean(self, node: Binary) -> Direction:
        """`x - mean(x over section)` moves with x, whose own part in the mean is smaller than itself; 0 for all else."""
        for own, mean, sign in ((node.left, node.right, 1), (node.right, node.left, -1)):
            if isinstance(mean, Call) and mean.function == "mean" and [*map(canonical, mean.arguments)] == [canonical(own)]:
                over = self._reduced_over(mean)
                if not self.several.isdisjoint(over) or replace(self, still=self.still.union(over)).of(own) != 0:
                    return 0
                direction = self.of(own)
                return None if direction is None else direction * sign
        return 0

    def _alike(self, left: Node, right: Node) -> bool:
        """Whether two formulas always have the same value here."""
        return canonical(self._here(left)) == canonical(self._here(right))

    def _here(self, node: Node) -> Node:
        """What `inflow(x, y)` comes to at a section into which nothing flows."""
        alone = isinstance(node, Call) and node.function == "inflow" and "section" in self.at
        return node.arguments[1] if isinstance(node, Call) and alone and self.at["section"] not in dict(node.pairs) else node

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
        if FUNCTIONS[name].reduces and len(node.arguments) == 1:
            return self._reduced(node)
        own = [self.of(a) for a in node.arguments]
        if name in {"inflow", "before"}:
            return self._elsewhere(node, own)
        if name == "rank":
            return 0 if own[0] == 0 else None
        if name == "if":
            return self._branch(node, own)
        if name in {"tier", "brackets"}:
            return self._table(node, own)
        if name == "classes_better":
            if self._alike(*node.arguments):
                return 0
            return together(turned(own[0]), own[1])
        if name == "exceedance":
            return together(own[0], turned(own[1])) if not self._of(node.arguments[1]).can_be_negative else None
        if name == "abs":
            return _scaled(own[0], self._of(node.arguments[0]))
        return together(*own)

    def _elsewhere(self, node: Call, own: list[Direction]) -> Direction:
        """Other people's water, last month's, stays as it is; not where all sections and months are put together."""
        dims = ("section",) if node.function == "inflow" else TIMES
        apart = replace(self, still=self.still.union(dims))
        there = apart.of(node.arguments[0]) if self.several.isdisjoint(dims) else own[0]
        above = self.at.get("section", "") in dict(node.pairs) if node.function == "inflow" else None
        return there if above else together(there, own[1])

    def stays(self, name: Name) -> bool:
        """Whether the water a name tells of is not that of the cell in hand."""
        return not self.still.isdisjoint(self.ranges.inputs.types[name.id].dim_names)

    def _reduced(self, node: Call) -> Direction:
        """What moves every member moves the whole; what cannot be told for all at once may be told of each."""
        argument, gone = node.arguments[0], self._reduced_over(node) | ({"party"} if node.by else set())
        there = replace(self, ranges=self.ranges.elsewhere(gone), at={d: m for d, m in self.at.items() if d not in gone},
                        several=self.several | gone, still=self.still - gone)
        own = there.of(argument)
        return there.member_by_member(argument, gone) if own is None else own

    def _reduced_over(self, node: Call) -> set[str]:
        """The dimensions of its argument that are gone after a reduction."""
        left = {d for d, _ in self.ranges.dims(node)}
        return {d for d, _ in self.ranges.dims(node.arguments[0]) if d not in left}

    def member_by_member(self, argument: Node, gone: set[str]) -> Direction:
        """The direction of all members of some dimensions, one after the other."""
        known = [(d, m) for d, m in self.ranges.dims(argument) if m is not None and d in gone]
        places = [dict(zip((d for d, _ in known), cell, strict=True)) for cell in product(*(m for _, m in known))]
        if len(places) > _CELLS or not known:
            return None
        return together(*(replace(self, at={**self.at, **place}).of(argument) for place in places))

    def _branch(self, node: Call, own: list[Direction]) -> Direction:
        condition, yes, no = own
        if condition == 0:
            return together(yes, no)
        a, b = (self._of(part) for part in node.arguments[1:])
        if a.only is not None and a.only == b.only:
            return 0
        higher, lower = _at_or_below(b, a), _at_or_below(a, b)
        return together(condition if higher else turned(condition) if lower else None, yes, no)

    def _table(self, node: Call, own: list[Direction]) -> Direction:
        x, table = own
        steps = dict(self.ranges.dims(node.arguments[1]))
        dim = "tier" if "tier" in steps else "class"
        members = sorted(steps.get(dim) or (), key=_place)
        values = [self.ranges.of(node.arguments[1], {**self.at, dim: m}) for m in members]
        if node.function == "brackets":
            return together(x, table) if all(not v.can_be_negative for v in values) else None
        rising = all(_at_or_below(a, b) for a, b in pairwise(values))
        falling = all(_at_or_below(b, a) for a, b in pairwise(values))
        return together(x if rising else turned(x) if falling else 0 if x == 0 else None, table)


def _place(member: str) -> Any:
    if member in CLASSES:
        return CLASSES[member]
    bound = read_step(member)
    return bound.order if bound is not None else ()


def _at_or_below(a: Domain, b: Domain) -> bool:
    """Whether no value of the one is above one of the other."""
    if a.few is not None and b.few is not None:
        return not a.few or not b.few or max(a.few) <= min(b.few)
    return a.high <= b.low


def _scaled(direction: Direction, by: Domain) -> Direction:
    """The direction of a product: as the factor, where the other is never below zero; the opposite, never above."""
    if direction == 0:
        return 0
    if not by.can_be_negative:
        return direction
    return None if by.can_be_positive else turned(direction)



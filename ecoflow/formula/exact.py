"""The exact reading of a formula: rationals all the way, the settlement of record."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from ecoflow.formula.branch import either
from ecoflow.formula.exempted import exempted
from ecoflow.formula.grid import Grid, NothingLeft, Scalar, combine, reduce, scalar
from ecoflow.formula.hole import guarded, hole_of, listed
from ecoflow.formula.neighbours import before, inflow
from ecoflow.formula.places import rank, run, streak
from ecoflow.formula.steps import brackets, tier
from ecoflow.formula.tree import Binary, Call, Comparison, Literal, Name, Node, Unary
from ecoflow.standards.gb3838 import WaterClass

LONGEST_NUMBER = 1 << 18
"""Bits of one exact number, some 80,000 digits: far beyond any sum over sections, far below what would hold up a run."""

_BY_ZERO = ("除数为零", "division by zero")
_TOO_LONG = ("数位过多", "the number has too many digits")


class Undefined(ArithmeticError):  # noqa: N818 - the name says what the value is
    """Raised where a formula has no value; `at` is the character of the formula, `why` says so in Chinese and English."""

    def __init__(self, at: int, why: tuple[str, str]) -> None:
        self.at, self.why = at, why
        super().__init__(why[1])


class Absent(LookupError):  # noqa: N818 - the name says what the value is
    """Raised where a name has no value in this run: it was neither given nor measured."""

    def __init__(self, name: str) -> None:
        self.name = name
        super().__init__(name)


def evaluate(node: Node, values: Mapping[str, Grid]) -> Grid:
    """The formula's value over the grids of its names.

    The formula has passed the type checker for these names. Raises Undefined at a division by zero (not in the branch
    of an `if` that is not taken) and at a number of more than LONGEST_NUMBER bits, NothingLeft when a reduction finds
    every cell exempted or the picked cell is, and Absent for a name without a value.
    """
    found = _grid(node, values)
    hole = hole_of(found)
    if hole is not None:
        raise Undefined(hole.at, _BY_ZERO)
    if _longest(found) > LONGEST_NUMBER:
        raise Undefined(node.at, _TOO_LONG)
    return found


def _longest(grid: Grid) -> int:
    """Bits of the longest number in a grid."""
    numbers = (v for v in grid.cells.values() if type(v) is Fraction)
    return max((v.numerator.bit_length() + v.denominator.bit_length() for v in numbers), default=0)


def _grid(node: Node, values: Mapping[str, Grid]) -> Grid:
    """The value, with a hole in every cell that divides by zero."""
    match node:
        case Literal():
            return scalar(node.value)
        case Name():
            return _picked(node, values)
        case Unary():
            return combine(guarded(SIGNS[node.sign, 1], node.at), _grid(node.of, values))
        case Binary():
            return _binary(node, values)
        case Comparison():
            return _chain(node, values)
        case Call():
            return _call(node, values)


def _picked(node: Name, values: Mapping[str, Grid]) -> Grid:
    found = values.get(node.id)
    if found is None:
        raise Absent(node.id)
    for member in node.members:
        try:
            found = found.pick(member)
        except KeyError:
            raise NothingLeft(f"{node.id}[{member}]") from None
    return found


def _binary(node: Binary, values: Mapping[str, Grid]) -> Grid:
    left, right = _grid(node.left, values), _grid(node.right, values)
    # only products make long numbers faster than anybody can write them
    if node.sign in {"*", "/"} and _longest(left) + _longest(right) > LONGEST_NUMBER:
        raise Undefined(node.at, _TOO_LONG)
    return combine(guarded(SIGNS[node.sign, 2], node.right.at), left, right)


def _chain(node: Comparison, values: Mapping[str, Grid]) -> Grid:
    sides = [_grid(side, values) for side in node.sides]

    def holds(*found: Any) -> Scalar:
        return all(ORDER[sign](a, b) for sign, a, b in zip(node.signs, found[:-1], found[1:], strict=True))

    return combine(guarded(holds, node.at), *sides)


def _call(node: Call, values: Mapping[str, Grid]) -> Grid:
    if node.function == "if":
        return _branch(node, values)
    grids = [_grid(a, values) for a in node.arguments]
    if node.function in _BETWEEN_CELLS:
        return _BETWEEN_CELLS[node.function](node, *grids)
    if len(grids) == 1 and node.function in REDUCE:
        return _reduced(node, grids[0])
    return combine(guarded(ELEMENTWISE[node.function], node.arguments[-1].at), *grids)


def _reduced(node: Call, of: Grid) -> Grid:
    if node.by:
        of = combine(lambda value, _: value, of, holding(node.pairs, of))
    over = node.over or of.dims
    return reduce(listed(REDUCE[node.function]), node.function, of, over)


def holding(pairs: tuple[tuple[str, str], ...], of: Grid) -> Grid:
    """True at each section and the party that holds the role; another party's sections take no part in its own."""
    held: dict[tuple[str, ...], Scalar] = {pair: True for pair in pairs if pair[1]}
    parties = {party for _, party in held}
    others = {(s, p) for s in of.everyone("section") for p in parties if (s, p) not in held} if of.exempt else ()
    return Grid(("section", "party"), held, exempt=exempted(("section", "party"), others))


def _branch(node: Call, values: Mapping[str, Grid]) -> Grid:
    """What is taken nowhere need have no value at all: no name given, every month exempted."""
    condition = _grid(node.arguments[0], values)
    found: list[Grid | None] = []
    for branch, wanted in zip(node.arguments[1:], (True, False), strict=True):
        try:
            found.append(_grid(branch, values))
        except (Absent, NothingLeft):
            if not condition.cells or any(v is wanted for v in condition.cells.values()):
                raise
            found.append(None)
    return either(condition, *found)


def _mean(values: list[Any]) -> Scalar:
    return Fraction(sum(values)) / len(values)


SIGNS: Mapping[tuple[str, int], Callable[..., Scalar]] = {
    ("-", 1): lambda a: -a,
    ("not", 1): lambda a: not a,
    ("+", 2): lambda a, b: a + b,
    ("-", 2): lambda a, b: a - b,
    ("*", 2): lambda a, b: a * b,
    ("/", 2): lambda a, b: a / b,
    ("and", 2): lambda a, b: a and b,
    ("or", 2): lambda a, b: a or b,
}

# A worse class is a larger WaterClass: I is 1, worse than V is 6.
ORDER: Mapping[str, Callable[[Any, Any], bool]] = {
    "<": lambda a, b: a < b,
    "<=": lambda a, b: a <= b,
    ">": lambda a, b: a > b,
    ">=": lambda a, b: a >= b,
    "=": lambda a, b: a == b,
    "!=": lambda a, b: a != b,
    "worse than": lambda a, b: a > b,
    "better than": lambda a, b: a < b,
    "at or worse than": lambda a, b: a >= b,
    "at or better than": lambda a, b: a <= b,
}

REDUCE: Mapping[str, Callable[[list[Any]], Scalar]] = {
    "sum": lambda v: Fraction(sum(v)),
    "mean": _mean,
    "max": max,
    "min": min,
    "count": lambda v: Fraction(sum(v)),
    "share": lambda v: Fraction(sum(v), len(v)),
    "any": any,
    "all": all,
    "worst": lambda v: WaterClass(max(v)),
    "best": lambda v: WaterClass(min(v)),
}

ELEMENTWISE: Mapping[str, Callable[..., Scalar]] = {
    "abs": abs,
    "floor": lambda a: Fraction(math.floor(a)),
    "ceil": lambda a: Fraction(math.ceil(a)),
    "max": max,
    "min": min,
    "mean": lambda *v: _mean([*v]),
    "clamp": lambda a, low, high: max(low, min(a, high)),
    "exceedance": lambda a, limit: max(Fraction(0), (a - limit) / limit),
    "classes_better": lambda a, b: Fraction(int(b) - int(a)),
}

_BETWEEN_CELLS: Mapping[str, Callable[..., Grid]] = {
    "tier": tier, "brackets": brackets, "rank": rank, "run": run, "streak": streak, "inflow": inflow, "before": before,
}

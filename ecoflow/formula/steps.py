"""The keys of a table by threshold or by class: `up to 50%`, `below 10 mg/L`, `above`; `I` to `worse_than_V`.

The keys are the members of the dimension `tier` or `class`. A step holds what the steps before it leave: `up to` with
its bound, `below` without it, `above` all the rest. So a table has neither gap nor overlap.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from fractions import Fraction
from functools import cache
from typing import Any

from msgspec import Struct

from ecoflow.formula.grammar import CLASSES
from ecoflow.formula.grid import Cell, Grid, combine
from ecoflow.formula.hole import Hole, guarded
from ecoflow.formula.tree import Call
from ecoflow.standards.gb3838 import WaterClass, parse_class
from ecoflow.standards.units import Quantity, parse_quantity

ABOVE = "above"
"""The key of the last step of every table by threshold."""

_STEP = re.compile(r"(up to|below)\s+(\S.*)")
_NAMES = {grade: name for name, grade in CLASSES.items()}


class Bound(Struct, frozen=True):
    """The upper end of a step: `belongs` says whether the bound is in it. Nothing bounds the last step."""

    limit: Quantity | None
    belongs: bool

    def holds(self, x: Fraction) -> bool:
        """Whether x lies in this step or in one before it."""
        if self.limit is None:
            return True
        return x <= self.limit.value if self.belongs else x < self.limit.value

    @property
    def order(self) -> tuple[bool, Fraction, bool]:
        """What steps are sorted by: `below 10` comes before `up to 10`, the last step last."""
        return self.limit is None, self.limit.value if self.limit else Fraction(0), self.belongs


@cache
def read_step(text: str) -> Bound | None:
    """The step a key of a table names; None for anything else."""
    if text == ABOVE:
        return Bound(None, belongs=True)
    found = _STEP.fullmatch(" ".join(text.split()))
    limit = parse_quantity(found[2]) if found else None
    return Bound(limit, found[1] == "up to") if found and limit else None


def class_key(text: str) -> str | None:
    """A class as formulas write it (`III`, `worse_than_V`), from any spelling of it; None for anything else."""
    grade = CLASSES.get(text) or parse_class(text)
    return _NAMES[grade] if grade else None


def step_words(member: str, lang: str) -> str:
    """A step or a class as people say it: `不超过50%`, `below 10 mg/L`, `劣Ⅴ`; the member itself for anything else."""
    if member in CLASSES:
        return CLASSES[member].zh if lang == "zh" else CLASSES[member].en
    bound = read_step(member)
    if bound is None or lang == "en":
        return member
    if bound.limit is None:
        return "以上"
    return f"{'不超过' if bound.belongs else '低于'}{bound.limit.text}"


def tier(_: Call, x: Grid, table: Grid) -> Grid:
    """The value of the step (or the class) in which x falls."""
    dim = "tier" if "tier" in table.dims and ("class" not in table.dims or _is_number(x)) else "class"

    def chosen(value: Any, steps: Any) -> Any:
        return graded(dict(steps), value) if dim == "class" else in_step(value, steps)

    return combine(_loose(chosen), x, ladders(table, dim))


def brackets(_: Call, x: Grid, rates: Grid) -> Grid:
    """Each part of x above 0 at the rate of its step, summed."""
    return combine(_loose(part_by_part), x, ladders(rates, "tier"))


def graded(table: Mapping[str, Any], grade: WaterClass) -> Any:
    """What a table by class has for one."""
    return table[_NAMES[grade]]


def in_step(x: Fraction, steps: Iterable[tuple[Bound, Any]]) -> Any:
    """What the first step that holds x has; the steps stand from the lowest up."""
    return next(found for bound, found in steps if bound.holds(x))


def part_by_part(x: Fraction, steps: Iterable[tuple[Bound, Any]]) -> Any:
    """Each part of x above 0 times the rate of its step, summed; a hole where a rate that is reached is one."""
    total, low = Fraction(0), Fraction(0)
    for bound, rate in steps:
        high = x if bound.limit is None else min(x, bound.limit.value)
        if high > low:
            if isinstance(rate, Hole):
                return rate
            total, low = total + (high - low) * rate, high
    return total


def _loose(operation: Any) -> Any:
    """The operation with a hole wherever x is one; a hole in a step that is not looked at does no harm."""
    return guarded(operation, 0)


def _is_number(grid: Grid) -> bool:
    return not any(isinstance(v, WaterClass) for v in grid.cells.values())


def ladders(table: Grid, dim: str) -> Grid:
    """The table with, in each cell of its other dimensions, its steps from the lowest up."""
    at = table.dims.index(dim)
    found: dict[Cell, list[tuple[Any, Any]]] = {}
    for cell, value in table.cells.items():
        key = cell[at] if dim == "class" else read_step(cell[at])
        found.setdefault((*cell[:at], *cell[at + 1 :]), []).append((key, value))
    if dim == "tier":
        for steps in found.values():
            steps.sort(key=lambda step: step[0].order)
    cells: Any = {cell: tuple(steps) for cell, steps in found.items()}
    return Grid((*table.dims[:at], *table.dims[at + 1 :]), cells, {d: m for d, m in table.whole.items() if d != dim})

"""`rank`, `run` and `streak`: what values say of each other within a dimension."""

from __future__ import annotations

from collections.abc import Collection
from fractions import Fraction
from typing import Any

from ecoflow.formula.grid import Cell, Grid, NothingLeft, Scalar, exempt_without
from ecoflow.formula.hole import first_hole
from ecoflow.formula.neighbours import time_of
from ecoflow.formula.tree import Call
from ecoflow.standards.succession import longest_run, streaks


def rank(call: Call, x: Grid) -> Grid:
    """The place of every cell by size among those that differ in these dimensions only; the largest is 1."""
    cells: dict[Cell, Scalar] = {}
    for group in groups(x, call.over or x.dims).values():
        values = [value for _, value in group]
        hole: Any = first_hole(values)
        places: dict[Any, Scalar] = {}
        for n, value in enumerate([] if hole else sorted(values, reverse=True), 1):
            places.setdefault(value, Fraction(n))
        cells |= {cell: hole or places[value] for cell, value in group}
    return Grid(x.dims, {cell: cells[cell] for cell in x.cells}, x.whole, x.exempt)


def run(call: Call, x: Grid) -> Grid:
    """The longest number of consecutive steps that hold; an exempt step is passed over, any other without a value breaks it.

    Raises NothingLeft where there is no step.
    """
    dim = next(iter(call.over), "") or time_of(x)
    at, dims = x.dims.index(dim), tuple(d for d in x.dims if d != dim)
    rows = groups(x, (dim,))
    if not rows:
        raise NothingLeft("run")
    cells: dict[Cell, Scalar] = {}
    for left, group in rows.items():
        hole: Any = first_hole(value for _, value in group)
        passed = passed_over(x, dim, dict(zip(dims, left, strict=True)), {cell[at] for cell, _ in group})
        cells[left] = hole or Fraction(longest_run({cell[at] for cell, value in group if value}, passed))
    return Grid(dims, cells, {d: m for d, m in x.whole.items() if d in dims}, exempt_without(x, (dim,)))


def streak(call: Call, x: Grid) -> Grid:
    """At each step how many in a row have held up to it, 0 where it does not hold; exempt steps are passed over."""
    dim = next(iter(call.over), "") or time_of(x)
    at, dims = x.dims.index(dim), tuple(d for d in x.dims if d != dim)
    cells: dict[Cell, Scalar] = {}
    for left, group in groups(x, (dim,)).items():
        hole: Any = first_hole(value for _, value in group)
        passed = passed_over(x, dim, dict(zip(dims, left, strict=True)), {cell[at] for cell, _ in group})
        lengths = {} if hole else streaks({cell[at] for cell, value in group if value}, passed)
        cells |= {cell: hole or Fraction(lengths.get(cell[at], 0)) for cell, _ in group}
    return Grid(x.dims, {cell: cells[cell] for cell in x.cells}, x.whole, x.exempt)


def passed_over(x: Grid, dim: str, where: dict[str, str], there: set[str]) -> Collection[str]:
    """The exempt steps of a row that has these steps; they neither count nor part."""
    return x.exempt.steps(dim, where) - there if x.exempt else ()


def groups(grid: Grid, over: tuple[str, ...]) -> dict[Cell, list[tuple[Cell, Any]]]:
    """The cells by their members in the dimensions that are not run over."""
    kept = [n for n, d in enumerate(grid.dims) if d not in over]
    groups: dict[Cell, list[tuple[Cell, Any]]] = {}
    for cell, value in grid.cells.items():
        groups.setdefault(tuple(cell[n] for n in kept), []).append((cell, value))
    return groups

"""`rank`, `run` and `streak` in a workbook: how a value stands among others, and how many in a row have held."""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction
from typing import Any

from ecoflow.formula.grid import Cell, Grid, NothingLeft, exempt_without
from ecoflow.formula.hole import first_hole
from ecoflow.formula.neighbours import time_of
from ecoflow.formula.places import groups, passed_over
from ecoflow.formula.tree import Call
from ecoflow.formula.workbook_piece import PLUS, Piece, alike, called, ordered
from ecoflow.standards.succession import number_of

Step = Callable[[Piece], Piece]


def ranked(call: Call, x: Grid, _: Step) -> Grid:
    """The place of every cell by size among those that differ in these dimensions only; the largest is 1."""
    cells: dict[Cell, Any] = {}
    for group in groups(x, call.over or x.dims).values():
        pieces = alike([piece for _, piece in group])
        hole = first_hole(p.value for p in pieces)
        for n, (cell, _old) in enumerate(group):
            above = [p for m, p in enumerate(pieces) if m != n]
            value = hole or Fraction(1 + sum(p.value > pieces[n].value for p in above))
            text = "+".join(["1", *(f"({ordered(p, '>', pieces[n])})" for p in above)])
            cells[cell] = Piece(text, value, strength=PLUS)
    return Grid(x.dims, {cell: cells[cell] for cell in x.cells}, x.whole, x.exempt)


def streaked(call: Call, x: Grid, step: Step) -> Grid:
    """At each step of time how many in a row have held up to it: one more than at the step before, or 0."""
    dim = next(iter(call.over), "") or time_of(x)
    cells: dict[Cell, Any] = {}
    for left, group in groups(x, (dim,)).items():
        cells |= _lengths(x, dim, left, group, step)
    return Grid(x.dims, {cell: cells[cell] for cell in x.cells}, x.whole, x.exempt)


def longest(call: Call, x: Grid, step: Step) -> Grid:
    """The longest number of consecutive steps that hold."""
    dim = next(iter(call.over), "") or time_of(x)
    dims = tuple(d for d in x.dims if d != dim)
    cells: dict[Cell, Any] = {}
    for left, group in groups(x, (dim,)).items():
        lengths = [*_lengths(x, dim, left, group, step).values()]
        hole = first_hole(p.value for p in lengths)
        cells[left] = Piece(called("MAX", lengths), hole or max(p.value for p in lengths))
    if not cells:
        raise NothingLeft("run")
    return Grid(dims, cells, {d: m for d, m in x.whole.items() if d in dims}, exempt_without(x, (dim,)))


def _lengths(x: Grid, dim: str, left: Cell, group: list[tuple[Cell, Any]], step: Step) -> dict[Cell, Any]:
    """How many have held up to each step; exempt steps are passed over, any other without a value breaks the row."""
    at, dims = x.dims.index(dim), tuple(d for d in x.dims if d != dim)
    passed = {number_of(m) for m in passed_over(x, dim, dict(zip(dims, left, strict=True)), {c[at] for c, _ in group})}
    hole = first_hole(piece.value for _, piece in group)
    found: dict[Cell, Any] = {}
    last: Piece | None = None
    before: int | None = None
    for cell, piece in sorted(group, key=lambda one: number_of(one[0][at])):
        number = number_of(cell[at])
        follows = before is not None and all(n in passed for n in range(before + 1, number))
        had = last if follows else None
        length = hole or Fraction(1 + (had.value if had else 0) if piece.value else 0)
        text = f"IF({piece.text},{f'{had.text}+1' if had else '1'},0)"
        last, before = step(Piece(text, length)), number
        found[cell] = last
    return found

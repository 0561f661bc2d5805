"""At which cells a clause applies, and which of its cases hold there, as formulas."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from itertools import product
from typing import Any

from msgspec import Struct

from ecoflow.agreement.model import Agreement, Case, Clause, Formula
from ecoflow.formula.exact import Absent
from ecoflow.formula.grid import Grid, NothingLeft
from ecoflow.formula.workbook import read
from ecoflow.formula.workbook_piece import Piece, called, typed
from ecoflow.report.workbook.making import Making

At = Mapping[str, str]


class Told(Struct, frozen=True):
    """A clause's conditions and amounts over grids of pieces; an amount is None where it has no value anywhere."""

    conditions: tuple[tuple[Case, Grid], ...]
    amounts: Mapping[tuple[int, int], Grid | None]


def told(making: Making, clause: Clause, values: Mapping[str, Grid]) -> Told:
    """The conditions and amounts of a clause, read over the cells of their names."""
    conditions = tuple((case, _grid(making, case.when, values) or _always()) for case in clause.cases)
    amounts = {
        (n, m): _grid(making, pay.amount, values) for n, case in enumerate(clause.cases) for m, pay in enumerate(case.pays)
    }
    return Told(conditions, amounts)


def _always() -> Grid:
    cells: Any = {(): typed(value=True)}
    return Grid((), cells)


def _grid(making: Making, formula: Formula | None, values: Mapping[str, Grid]) -> Grid | None:
    if formula is None or formula.tree is None:
        return None
    try:
        return read(formula.tree, values, making.step)
    except (Absent, NothingLeft):
        return None


def cells_of(agreement: Agreement, clause: Clause, found: Told) -> list[At]:
    """Every combination the clause repeats for at which all of its conditions have a value."""
    conditions = [grid for _, grid in found.conditions]
    grids = [*conditions, *(g for g in found.amounts.values() if g is not None)]
    members: list[tuple[str, ...]] = []
    for dim in clause.for_each:
        known = tuple(dict.fromkeys(m for g in grids if dim in g.dims for m in g.members(dim)))
        everyone = {"section": tuple(agreement.sections), "party": tuple(agreement.parties)}
        every = known or everyone.get(dim, ())
        members.append(tuple(m for m in every if m in clause.at) if dim == "section" and clause.at else every)
    cells = [dict(zip(clause.for_each, combination, strict=True)) for combination in product(*members)]
    return [at for at in cells if all(piece_at(g, at) is not None for g in conditions)]


def piece_at(grid: Grid, at: At) -> Piece | None:
    """The one piece of a grid whose dimensions are all in hand."""
    found: Any = grid.cells.get(tuple(at[dim] for dim in grid.dims))
    return found if isinstance(found, Piece) else None


def choices(clause: Clause, holds: Sequence[Piece]) -> list[Piece]:
    """For each case whether it applies, from the cells in which its condition stands."""
    stated = [n for n, case in enumerate(clause.cases) if case.when is not None]
    left = [n for n, case in enumerate(clause.cases) if case.when is None]
    return [_applies(clause, n, holds, stated, left) for n in range(len(clause.cases))]


def _applies(clause: Clause, n: int, holds: Sequence[Piece], stated: list[int], left: list[int]) -> Piece:
    if clause.pick == "each" or (n in left and not stated):
        # of several cases without a condition a `first` takes only the first
        return holds[n] if clause.pick != "first" or n == left[0] else typed(value=False)
    before = [holds[m] for m in stated if n in left or m < n]
    if n in left:
        return _none_of(before) if clause.pick == "choose" or n == left[0] else typed(value=False)
    if clause.pick == "choose" or not before:
        return holds[n]
    none = _none_of(before)
    return Piece(f"AND({holds[n].text},{none.text})", holds[n].value is True and none.value is True)


def _none_of(pieces: Sequence[Piece]) -> Piece:
    return Piece(f"NOT({called('OR', pieces)})", not any(p.value is True for p in pieces))


def money_if(applies: Piece, amount: Piece) -> Piece:
    """An amount in yuan where its case applies, else nothing."""
    value = amount.value if applies.value is True else Fraction(0)
    if applies.text == "TRUE":
        return amount
    return Piece(f"IF({applies.text},{amount.text},0)", value, amount.scale, off=amount.off)

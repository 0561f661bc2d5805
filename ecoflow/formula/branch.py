"""`if(condition, a, b)`: cell by cell, and what is not taken need not have a value."""

from __future__ import annotations

from typing import Any, cast

from msgspec.structs import replace

from ecoflow.formula.grid import Grid, Scalar, combine
from ecoflow.formula.hole import Hole
from ecoflow.formula.pieces import put_together, spread


def either(condition: Grid, yes: Grid | None, no: Grid | None) -> Grid:
    """The first where the condition holds, the second elsewhere; one that is taken nowhere may be None."""
    known = [g for g in (yes, no) if g is not None]
    taken = ((grid, wanted) for grid, wanted in ((yes, True), (no, False)) if grid is not None)
    parts = [_taken(condition, grid, known, wanted=wanted) for grid, wanted in taken]
    return parts[0] if len(parts) == 1 else put_together(parts[0], parts[1], (condition, *known))


def _taken(condition: Grid, grid: Grid, known: list[Grid], *, wanted: bool) -> Grid:
    # a condition without a value (a division by zero in it) shows in both parts, as itself
    holding = {cell: value for cell, value in condition.cells.items() if value is wanted or _is_hole(value)}
    here = Grid(condition.dims, holding, condition.whole, condition.exempt)
    # what is exempt in the branch that is not taken takes nothing away
    looked_at = replace(grid, exempt=grid.exempt.within(condition.dims, holding)) if grid.exempt else grid
    return spread(combine(_second, here, looked_at), *known)


def _second(judged: Any, value: Scalar) -> Scalar:
    return cast("Scalar", judged) if _is_hole(judged) else value


def _is_hole(value: object) -> bool:
    return type(value) is Hole

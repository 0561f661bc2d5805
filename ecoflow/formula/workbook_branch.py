"""`if` in a workbook: both branches stand in the formula, and what has no value in one of them is #N/A there."""

from __future__ import annotations

from typing import Any

from ecoflow.formula.grid import Cell, Grid, combine
from ecoflow.formula.hole import Hole
from ecoflow.formula.pieces import spread
from ecoflow.formula.workbook_piece import UNIT, Piece, alike


def both(one: Grid, other: Grid) -> Grid:
    """The first's pieces, repeated for what only the second runs over, where both have a cell."""
    return combine(lambda value, _: value, one, other)


def branched(condition: Grid, yes: Grid | None, no: Grid | None) -> Grid:
    """The cells that have a value now, each with both of its branches; one that is taken nowhere may be None."""
    known = [g for g in (yes, no) if g is not None]
    dims = _dims(condition, *known)
    first, second = (_laid(condition, branch, known, dims) for branch in (yes, no))
    cells: dict[Cell, Any] = {}
    for cell in {**first, **second}:
        judged = (first.get(cell) or second[cell])[0]
        found = _either(judged, *(side[cell][1] if cell in side else None for side in (first, second)))
        if found is not None:
            cells[cell] = found
    whole = {d: m for g in (*known, condition) for d, m in g.whole.items()}
    exempt = condition.exempt
    for branch in known:
        exempt = exempt.or_(branch.exempt)
    return Grid(dims, cells, whole, exempt)


def _dims(*grids: Grid) -> tuple[str, ...]:
    return tuple(dict.fromkeys(d for g in grids for d in g.dims))


def _laid(condition: Grid, branch: Grid | None, known: list[Grid], dims: tuple[str, ...]) -> dict[Cell, tuple[Any, Any]]:
    """(condition, branch) at every cell that has both."""
    if branch is None:
        return {}
    paired: Any = combine(_pair, condition, branch)  # type: ignore[arg-type]
    laid = spread(paired, *known)
    turned = [laid.dims.index(d) for d in dims]
    cells: Any = laid.cells
    return {tuple(cell[n] for n in turned): value for cell, value in cells.items()}


def _pair(one: Any, two: Any) -> tuple[Any, Any]:
    return one, two


def _either(judged: Piece, yes: Piece | None, no: Piece | None) -> Piece | None:
    """The piece of one cell; None where the branch that is taken now has no value there."""
    taken = yes if judged.value is True else no
    unknown = type(judged.value) is Hole
    if taken is None and not unknown:
        return None
    there = alike([p for p in (yes, no) if p is not None])
    texts = iter(p.text for p in there)
    text = f"IF({judged.text},{next(texts) if yes else 'NA()'},{next(texts) if no else 'NA()'})"
    value = judged.value if unknown or taken is None else taken.value
    return Piece(text, value, there[0].scale if there else UNIT, off=max(p.off for p in there))

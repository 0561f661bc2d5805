"""What a workbook formula does over many cells: sums, means, extremes, and how many hold."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ecoflow.formula.exact import REDUCE, holding
from ecoflow.formula.grid import Grid, reduce
from ecoflow.formula.tree import Call
from ecoflow.formula.workbook_branch import both
from ecoflow.formula.workbook_piece import ATOM, MOST_ARGUMENTS, PLUS, TIMES, Piece, alike, called, worked

_FEW = 6
"""Cells of a sum that are still written with plus signs."""

_OVER: Mapping[str, str] = {"sum": "SUM", "mean": "AVERAGE", "max": "MAX", "min": "MIN", "any": "OR", "all": "AND",
                            "worst": "MAX", "best": "MIN"}


def reduced(node: Call, of: Grid) -> Grid:
    """A reduction over the dimensions it names, or over all."""
    if node.by:
        of = both(of, holding(node.pairs, of))
    operation: Any = _REDUCED[node.function]
    return reduce(operation, node.function, of, node.over or of.dims)


def _over_cells(function: str) -> Callable[[list[Any]], Any]:
    def work(found: list[Any]) -> Any:
        pieces = alike(found)
        value = worked(lambda *v: REDUCE[function]([*v]), *pieces)
        if len(pieces) == 1:
            return pieces[0]
        if function == "sum" and len(pieces) <= _FEW:
            text, strength = "+".join(p.within(PLUS) for p in pieces), PLUS
        elif function == "mean" and len(pieces) > MOST_ARGUMENTS:
            text, strength = f"{called('SUM', pieces)}/{len(pieces)}", TIMES
        else:
            text, strength = called(_OVER[function], pieces), ATOM
        adds = function in {"sum", "mean"}
        off = sum(p.error for p in pieces) * 2 if adds else max(p.off for p in pieces)
        return Piece(text, value, pieces[0].scale, strength, off)

    return work


def _holding_cells(function: str) -> Callable[[list[Any]], Any]:
    def work(found: list[Any]) -> Any:
        value = worked(lambda *v: REDUCE[function]([*v]), *found)
        # TRUE counts as 1 where it is added, not where SUM looks at it
        count = "+".join(f"({p.text})" for p in found) if len(found) > 1 else f"({found[0].text})*1"
        if function == "count":
            return Piece(count, value, strength=PLUS)
        return Piece(f"({count})/{len(found)}", value, strength=TIMES, off=1e-15)

    return work


_REDUCED: Mapping[str, Callable[[list[Any]], Any]] = {
    **{function: _over_cells(function) for function in _OVER},
    "count": _holding_cells("count"),
    "share": _holding_cells("share"),
}

"""`tier` and `brackets` in a workbook: the bounds of the steps stand in the formula, their values in cells."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from ecoflow.formula.grid import Grid, combine
from ecoflow.formula.steps import Bound, graded, in_step, ladders, part_by_part
from ecoflow.formula.workbook_piece import PLUS, TIMES, Piece, alike, made, ordered, product_of, typed, worked
from ecoflow.standards.gb3838 import WaterClass


def tiered(x: Grid, table: Grid) -> Grid:
    """The value of the step (or the class) each cell of x falls in."""
    numbers = not any(isinstance(p.value, WaterClass) for p in _pieces(x))
    dim = "tier" if "tier" in table.dims and ("class" not in table.dims or numbers) else "class"
    return combine(_of_class if dim == "class" else _of_step, x, ladders(table, dim))


def bracketed(x: Grid, rates: Grid) -> Grid:
    """Each part of x above 0 at the rate of its step, summed."""
    return combine(_summed, x, ladders(rates, "tier"))


def _pieces(grid: Grid) -> list[Any]:
    return [*grid.cells.values()]


def _of_class(x: Any, steps: Any) -> Any:
    pieces = alike([graded(dict(steps), grade) for grade in WaterClass])
    value = worked(lambda grade: pieces[grade - 1].value, x)
    return made(f"CHOOSE({x.text},{','.join(p.text for p in pieces)})", value, pieces, scale=pieces[0].scale)


def _of_step(x: Any, steps: Any) -> Any:
    bounds, pieces = [bound for bound, _ in steps], alike([piece for _, piece in steps])
    value = worked(lambda found: in_step(found, [(b, p.value) for b, p in zip(bounds, pieces, strict=True)]), x)
    text = pieces[-1].text
    for bound, piece in reversed([*zip(bounds, pieces, strict=True)][:-1]):
        text = f"IF({_below(x, bound)},{piece.text},{text})"
    return made(text, value, pieces, scale=pieces[0].scale)


def _below(x: Piece, bound: Bound) -> str:
    limit = Fraction(0) if bound.limit is None else bound.limit.value
    return ordered(x, "<=" if bound.belongs else "<", typed(limit, x.scale))


def _summed(x: Any, steps: Any) -> Any:
    parts: list[Piece] = []
    low = Fraction(0)
    for bound, rate in steps:
        high = bound.limit.value if bound.limit is not None else None
        if high is not None and high <= low:
            continue
        top = x if high is None else Piece(f"MIN({x.text},{typed(high, x.scale).text})", x.value, x.scale, off=x.off)
        above = top.text if low == 0 else f"{top.within(PLUS)}-{typed(low, x.scale).text}"
        part = Piece(f"MAX(0,{above})", x.value, x.scale, off=x.error)
        parts.append(product_of(lambda a, _: a, part, rate))
        low = high if high is not None else low
    value = worked(lambda found, *rates: part_by_part(found, [(b, r) for (b, _), r in zip(steps, rates, strict=True)]),
                   x, *(rate for _, rate in steps))
    off = sum(p.off for p in parts) * 2
    text = "+".join(p.within(PLUS) for p in parts) if parts else "0"
    return Piece(text, value, parts[0].scale if parts else x.scale, PLUS if len(parts) > 1 else TIMES, off)

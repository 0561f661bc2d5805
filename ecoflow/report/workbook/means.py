"""Means, sums and extremes of rows of data, as formulas over their ranges."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Any

from ecoflow.agreement.model import Measure
from ecoflow.formula.workbook_piece import ATOM, TIMES, Piece
from ecoflow.measures.averaging import path_in
from ecoflow.report.workbook.data import COUNT, VALUE, VOLUME, Block, Kept
from ecoflow.standards.calendar import Period

_NOISE = 1e-14


def typed_value(value: Any) -> Piece:
    """A value no formula makes: a piece without a text."""
    return Piece("", value)


def mean_piece(block: Block, measure: Measure, window: Period, value: Fraction) -> Piece:
    """The mean of a window along the stated path: of samples (or days) by their counts, of months, of years."""
    path, rows = path_in(measure.rules.averaging.value, window), block.within(window)
    groups = _by_year(window, block) if "year" in path else [rows]
    texts = [_inner(block, group, path) for group in groups]
    scale = rows[0].value.scale
    off = abs(float(value / scale)) * _NOISE
    if len(texts) > 1:
        return Piece(f"AVERAGE({','.join(texts)})", value, scale, ATOM, off)
    return Piece(texts[0], value, scale, TIMES if "/" in texts[0] else ATOM, off)


def _by_year(window: Period, block: Block) -> list[list[Kept]]:
    return [rows for year in window.parts("year") if (rows := block.within(year.clipped(window)))]


def _inner(block: Block, rows: Sequence[Kept], path: tuple[str, ...]) -> str:
    if len(rows) == 1:
        return rows[0].value.text
    values = block.span([*rows], VALUE)
    if "month" in path:
        return f"AVERAGE({values})"
    counts = block.span([*rows], COUNT)
    return f"SUMPRODUCT({values},{counts})/SUM({counts})"


def joined(
    function: str, block: Block, rows: Sequence[Kept], pieces: Sequence[Piece], value: Any, *, volume: bool = False
) -> Piece:
    """A function over the values (or volumes) of some rows."""
    text = pieces[0].text if len(rows) == 1 else f"{function}({block.span([*rows], VOLUME if volume else VALUE)})"
    scale = pieces[0].scale
    off = abs(float(value / scale)) * _NOISE if isinstance(value, Fraction) else 0.0
    return Piece(text, value, scale, ATOM, off)

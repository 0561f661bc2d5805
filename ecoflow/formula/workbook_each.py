"""What a workbook formula does cell by cell: arithmetic, and the functions of single values."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from typing import Any

from ecoflow.formula.exact import ELEMENTWISE, SIGNS
from ecoflow.formula.workbook_piece import (
    ATOM,
    MINUS,
    PLUS,
    TIMES,
    Piece,
    alike,
    listed,
    made,
    product_of,
    quotient_of,
    steadied,
    sum_of,
    typed,
    worked,
)


def _opposite(piece: Any) -> Any:
    return Piece(f"-{piece.within(MINUS)}", worked(SIGNS["-", 1], piece), piece.scale, MINUS, piece.off)


def _not(piece: Any) -> Any:
    return Piece(f"NOT({piece.text})", worked(SIGNS["not", 1], piece))


def _joined(function: str, sign: str) -> Callable[[Any, Any], Any]:
    def work(a: Any, b: Any) -> Any:
        # a spreadsheet's AND looks at both sides, as the exact reading does
        inside = [p.text[len(function) + 1 : -1] if _is_call(function, p.text) else p.text for p in (a, b)]
        return Piece(f"{function}({','.join(inside)})", worked(SIGNS[sign, 2], a, b))

    return work


def _is_call(function: str, text: str) -> bool:
    """Whether a text is one call of the function and nothing else."""
    if not text.startswith(f"{function}("):
        return False
    depth = 0
    for n, c in enumerate(text):
        depth += (c == "(") - (c == ")")
        if depth == 0 and c == ")":
            return n == len(text) - 1
    return False


UNARY: Mapping[str, Callable[[Any], Any]] = {"-": _opposite, "not": _not}

BINARY: Mapping[str, Callable[[Any, Any], Any]] = {
    "+": lambda a, b: sum_of(SIGNS["+", 2], "+", a, b),
    "-": lambda a, b: sum_of(SIGNS["-", 2], "-", a, b),
    "*": lambda a, b: product_of(SIGNS["*", 2], a, b),
    "/": lambda a, b: quotient_of(SIGNS["/", 2], a, b),
    "and": _joined("AND", "and"),
    "or": _joined("OR", "or"),
}


def _whole(function: str, text: str) -> Callable[[Any], Any]:
    def work(a: Any) -> Any:
        plain = _plain(a)
        strength = MINUS if text.startswith("-") else ATOM
        return Piece(text.format(steadied(plain)), worked(ELEMENTWISE[function], a), strength=strength)

    return work


def _plain(piece: Piece) -> Piece:
    """The piece with its text in coherent units."""
    return alike((typed(Fraction(1)), piece))[1]


def _several(function: str, excel: str) -> Callable[..., Any]:
    def work(*found: Any) -> Any:
        pieces = alike(found)
        value = worked(ELEMENTWISE[function], *pieces)
        off = max(p.off for p in pieces) if function != "mean" else max(p.error for p in pieces) * 2
        return made(f"{excel}({listed(pieces)})", value, pieces, scale=pieces[0].scale, off=off)

    return work


def _clamp(x: Any, low: Any, high: Any) -> Any:
    a, b, c = alike((x, low, high))
    return made(f"MAX({b.text},MIN({a.text},{c.text}))", worked(ELEMENTWISE["clamp"], a, b, c), (a, b, c), scale=a.scale)


def _exceedance(x: Any, limit: Any) -> Any:
    a, b = alike((x, limit))
    below = b.size or 1.0
    off = (a.error + b.error) / below * 2
    text = f"MAX(0,({a.within(PLUS)}-{b.within(PLUS, strict=True)})/{b.within(TIMES, strict=True)})"
    return made(text, worked(ELEMENTWISE["exceedance"], a, b), (), off=off)


def _better(a: Any, b: Any) -> Any:
    text = f"{b.within(PLUS)}-{a.within(PLUS, strict=True)}"
    return Piece(text, worked(ELEMENTWISE["classes_better"], a, b), strength=PLUS)


EACH: Mapping[str, Callable[..., Any]] = {
    "abs": lambda a: made(f"ABS({a.text})", worked(abs, a), (a,), scale=a.scale),
    "floor": _whole("floor", "INT({})"),
    "ceil": _whole("ceil", "-INT(-({}))"),
    "max": _several("max", "MAX"),
    "min": _several("min", "MIN"),
    "mean": _several("mean", "AVERAGE"),
    "clamp": _clamp,
    "exceedance": _exceedance,
    "classes_better": _better,
}

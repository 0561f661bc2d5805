"""A stretch of a workbook formula: its text, the exact value it stands for, and how far doubles can be off it.

Only what Excel 2010, WPS and LibreOffice all know is written. A cell holds its name's own unit: text times `scale` is
the coherent value, so that 万元 times 元/t meet without a factor wherever they cancel.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from fractions import Fraction
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from ecoflow.formula.hole import guarded
from ecoflow.standards.gb3838 import WaterClass
from ecoflow.standards.rounding import plain_text

ATOM, MINUS, TIMES, PLUS, COMPARE = 9, 7, 6, 5, 3
"""How strongly spreadsheets bind; a leading minus binds more strongly than `*` there."""

UNIT = Fraction(1)
_STEP = 2.0**-53
_MARGIN = 1000
"""How much larger than now a number may become by an edit before the guard against the last digits of doubles fails."""
_MOST_DECIMALS, _LEAST_DECIMALS = 12, 2


class Spot(Struct, frozen=True):
    """A cell of a workbook: sheet, row and column, counted from 0."""

    sheet: str
    row: int
    column: int

    @property
    def text(self) -> str:
        """The cell as formulas write it: `'Data'!$C$5`."""
        return f"'{self.sheet}'!${letters(self.column)}${self.row + 1}"


class Piece(Struct, frozen=True):
    """Text of a formula with the value it has now.

    `value` is exact and coherent (a hole where it divides by zero), `off` how far the double may be off, in the text's
    own scale; 0 says that the number is typed or rounded, so that equal numbers are equal doubles.
    """

    text: str
    value: Any
    scale: Fraction = UNIT
    strength: int = ATOM
    off: float = 0.0
    spot: Spot | None = None

    @property
    def size(self) -> float:
        """The size of the number that stands in the cell."""
        return abs(float(self.value / self.scale)) if isinstance(self.value, Fraction) else 0.0

    @property
    def error(self) -> float:
        """How far the double may be off: half a unit in its last place even where it was typed."""
        return self.off or self.size * _STEP

    def within(self, strength: int, *, strict: bool = False) -> str:
        """The text as an operand: in brackets where it binds weaker, with `strict` also where it binds alike."""
        weaker = self.strength < strength or (strict and self.strength == strength)
        return f"({self.text})" if weaker or self.text.startswith("-") else self.text


def letters(column: int) -> str:
    """The name of a column: 0 is A, 26 is AA."""
    found = ""
    while column >= 0:
        found = chr(65 + column % 26) + found
        column = column // 26 - 1
    return found


def number_text(value: Fraction) -> str:
    """A number as formulas write it: the decimal to 15 digits, or, where it does not end, a quotient in brackets."""
    text = plain_text(value, 15)
    if Fraction(text) == value:
        return text
    return f"({value.numerator}/{value.denominator})"


def typed(value: Any, scale: Fraction = UNIT) -> Piece:
    """A number, class or truth value written into a formula."""
    if isinstance(value, bool):
        return Piece("TRUE" if value else "FALSE", value)
    if not isinstance(value, Fraction):
        return Piece(str(int(value)), value)
    own = value / scale
    text = number_text(own)
    exact = not text.startswith("(")
    return Piece(text, value, scale, ATOM, 0.0 if exact else abs(float(own)) * _STEP)


def at_scale(piece: Piece, scale: Fraction) -> Piece:
    """The same with its text in another scale."""
    if piece.scale == scale or not _is_number(piece) or piece.text == "0":
        return replace(piece, scale=scale)
    factor = piece.scale / scale
    own = piece.within(TIMES)
    if factor.numerator == 1:
        text = f"{own}/{factor.denominator}"
    else:
        text = f"{own}*{factor.numerator}" + (f"/{factor.denominator}" if factor.denominator != 1 else "")
    off = piece.error * float(factor) + piece.size * float(factor) * _STEP
    return Piece(text, piece.value, scale, TIMES, off)


def _is_number(piece: Piece) -> bool:
    """Whether its value has a unit; a hole stands for a number."""
    return not isinstance(piece.value, bool | WaterClass)


def alike(pieces: Sequence[Piece]) -> list[Piece]:
    """The pieces in one scale: that of the first that is not a bare zero."""
    scale = next((p.scale for p in pieces if p.text != "0" and _is_number(p)), UNIT)
    return [at_scale(p, scale) for p in pieces]


def worked(operation: Callable[..., Any], *pieces: Piece) -> Any:
    """The exact value of an operation on pieces; a hole where it divides by zero."""
    return guarded(operation, 0)(*(p.value for p in pieces))


def made(text: str, value: Any, parts: Iterable[Piece], *, scale: Fraction = UNIT, strength: int = ATOM,
         off: float | None = None) -> Piece:
    """A piece made of others; unless said, it is off by no more than the worst of them and its own last place."""
    error = max((p.off for p in parts), default=0.0) if off is None else off
    return Piece(text, value, scale, strength, error)


def sum_of(operation: Callable[..., Any], sign: str, left: Piece, right: Piece) -> Piece:
    """Left + right or left - right."""
    one, two = alike((left, right))
    text = f"{one.within(PLUS)}{sign}{two.within(PLUS, strict=sign == '-')}"
    value = worked(operation, one, two)
    off = one.error + two.error + max(one.size, two.size) * _STEP
    return Piece(text, value, one.scale, PLUS, off)


def product_of(operation: Callable[..., Any], left: Piece, right: Piece) -> Piece:
    """Left * right."""
    text = f"{left.within(TIMES)}*{right.within(TIMES)}"
    off = left.size * right.error + right.size * left.error + left.size * right.size * _STEP
    return Piece(text, worked(operation, left, right), left.scale * right.scale, TIMES, off)


def quotient_of(operation: Callable[..., Any], left: Piece, right: Piece) -> Piece:
    """Left / right."""
    text = f"{left.within(TIMES)}/{right.within(TIMES, strict=True)}"
    below = right.size or 1.0
    off = left.error / below + left.size * right.error / below**2 + left.size / below * _STEP
    return Piece(text, worked(operation, left, right), left.scale / right.scale, TIMES, off)


def decimals(off: float) -> int:
    """Decimals beyond which a difference is the doubles' and not the numbers': a thousand times the error is let go."""
    wanted = _MOST_DECIMALS if off <= 0 else math.floor(-math.log10(off * _MARGIN))
    return max(_LEAST_DECIMALS, min(_MOST_DECIMALS, wanted))


def steadied(piece: Piece) -> str:
    """The text without the doubles' last digits, so that what is whole is whole."""
    return piece.text if piece.off == 0 else f"ROUND({piece.text},{decimals(piece.off)})"


def ordered(left: Piece, sign: str, right: Piece) -> str:
    """A comparison; of what was calculated, the difference is freed of the doubles' last digits first."""
    one, two = alike((left, right))
    if one.off == 0 == two.off:
        return f"{one.within(COMPARE + 1)}{sign}{two.within(COMPARE + 1)}"
    less = one.text if two.text == "0" else f"{one.within(PLUS)}-{two.within(PLUS, strict=True)}"
    return f"ROUND({less},{decimals(max(one.error, two.error))}){sign}0"


def listed(pieces: Sequence[Piece]) -> str:
    """Arguments side by side; cells one below the other become a range."""
    texts: list[str] = []
    run: list[Piece] = []
    for piece in pieces:
        if run and not _follows(run[-1], piece):
            texts += _told(run)
            run = []
        run.append(piece)
    return ",".join([*texts, *_told(run)])


def _follows(one: Piece, two: Piece) -> bool:
    a, b = one.spot, two.spot
    return a is not None and b is not None and (a.sheet, a.column, a.row + 1) == (b.sheet, b.column, b.row)


def _told(run: list[Piece]) -> list[str]:
    if len(run) < 3:
        return [p.text for p in run]
    first, last = run[0].spot, run[-1].spot
    if first is None or last is None:
        return [p.text for p in run]
    return [f"{first.text}:${letters(last.column)}${last.row + 1}"]


MOST_ARGUMENTS = 200
"""Arguments of one function: Excel takes 255."""


def called(function: str, pieces: Sequence[Piece]) -> str:
    """A function that may be nested in itself (SUM, MAX, AND ...) over any number of pieces."""
    if len(pieces) <= MOST_ARGUMENTS or _one_range(listed(pieces)):
        return f"{function}({listed(pieces)})"
    parts = [pieces[n : n + MOST_ARGUMENTS] for n in range(0, len(pieces), MOST_ARGUMENTS)]
    return f"{function}({','.join(f'{function}({listed(part)})' for part in parts)})"


def _one_range(text: str) -> bool:
    return "," not in text

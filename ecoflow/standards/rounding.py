"""Rounding of exact numbers, and their decimal text.

Every function rounds once, from the number it is given: GB/T 8170-2008 forbids rounding a rounded number.
Negative numbers are rounded by their absolute value: half-even and half-up are symmetric about zero.
"""

from __future__ import annotations

from fractions import Fraction
from typing import Literal, get_args

Mode = Literal["half-even", "half-up", "up", "down", "ceiling", "floor"]
"""`half-even` is GB/T 8170; `half-up` sends ties away from zero; `up` goes away from zero, `down` to it."""

MODES: tuple[Mode, ...] = get_args(Mode)
EXACT_DECIMALS = 28
"""`plain_text` shows a number whole when it ends within this many decimals."""


def round_places(value: Fraction, places: int, mode: Mode = "half-even") -> Fraction:
    """The value to `places` decimals; negative places round to tens, hundreds.

    Args:
        value: The exact number, in any unit.
        places: Decimals kept.
        mode: The direction; the default is GB/T 8170-2008.

    Raises:
        ValueError: The mode is not one of `MODES`.
    """
    scale = 10 ** abs(places)
    above, below = (value.numerator * scale, value.denominator) if places >= 0 else (
        value.numerator, value.denominator * scale)
    whole, rest = divmod(abs(above), below)
    if _steps_away(mode, 2 * rest - below, odd=whole % 2 == 1, exact=rest == 0, negative=above < 0):
        whole += 1
    signed = -whole if above < 0 else whole
    return Fraction(signed, scale) if places >= 0 else Fraction(signed * scale)


def round_figures(value: Fraction, figures: int, mode: Mode = "half-even") -> Fraction:
    """The value to `figures` significant figures; zero stays zero.

    Raises:
        ValueError: Fewer than one figure, or an unknown mode.
    """
    if figures < 1:
        raise ValueError(f"at least one significant figure is needed, not {figures}")
    if value == 0:
        return round_places(value, 0, mode)
    return round_places(value, figures - 1 - _exponent(value), mode)


def round_step(value: Fraction, step: Fraction, mode: Mode = "half-even") -> Fraction:
    """The value to a multiple of a step: 1.25 by 0.5 is 1, the even multiple (GB/T 8170-2008, 0.5 and 0.2 units).

    Raises:
        ValueError: The step is not above zero, or an unknown mode.
    """
    if step <= 0:
        raise ValueError(f"a step above zero is needed, not {step}")
    return round_places(value / step, 0, mode) * step


def round_reported(value: Fraction, places: int) -> Fraction:
    """The value as a monitoring result is reported: half-even, but never a zero made by rounding.

    A number that would vanish keeps one significant figure instead: 0.00005 to 3 decimals stays 0.00005
    (总站水字〔2018〕87号).
    """
    rounded = round_places(value, places)
    return round_figures(value, 1) if rounded == 0 else rounded


def decimal_text(value: Fraction, places: int) -> str:
    """Text with exactly `places` decimals of a number already rounded: 83/100 to 3 places is `0.830`.

    Raises:
        ValueError: The value needs more decimals (rounding is the caller's decision, never the printer's).
    """
    if round_places(value, places) != value:
        raise ValueError(f"{value} does not fit in {places} decimals; round it first")
    shown = max(places, 0)
    digits = str(abs(value.numerator) * 10**shown // value.denominator).rjust(shown + 1, "0")
    sign = "-" if value < 0 else ""
    return f"{sign}{digits[:-shown]}.{digits[-shown:]}" if shown else f"{sign}{digits}"


def plain_text(value: Fraction, figures: int = 12) -> str:
    """The shortest decimal text without exponent: exact if it ends within 28 decimals, else to `figures`.

    Raises:
        ValueError: Fewer than one figure where figures are needed.
    """
    places = _decimals(value.denominator)
    if places is None or places > EXACT_DECIMALS:
        value = round_figures(value, figures)
        places = _decimals(value.denominator)
    return decimal_text(value, places or 0)


def _steps_away(mode: Mode, beyond_half: int, *, odd: bool, exact: bool, negative: bool) -> bool:
    """Whether the absolute value goes up one step; `beyond_half` has the sign of the rest less one half."""
    if mode == "half-even":
        return beyond_half > 0 or (beyond_half == 0 and odd)
    if mode == "half-up":
        return beyond_half >= 0
    if mode not in MODES:
        raise ValueError(f"unknown rounding mode {mode!r}; known: {', '.join(MODES)}")
    return not exact and mode in ("up", "floor" if negative else "ceiling")


def _exponent(value: Fraction) -> int:
    """The power of ten of the first significant figure of a non-zero value: 0.0045 gives -3."""
    size = abs(value)
    guess = (size.numerator.bit_length() - size.denominator.bit_length()) * 30103 // 100000
    while size < Fraction(10) ** guess:
        guess -= 1
    while size >= Fraction(10) ** (guess + 1):
        guess += 1
    return guess


def _decimals(denominator: int) -> int | None:
    """Decimals that the fraction with this (reduced) denominator needs; None if it never ends."""
    twos = (denominator & -denominator).bit_length() - 1
    rest, fives = denominator >> twos, 0
    while rest % 5 == 0:
        rest, fives = rest // 5, fives + 1
    return max(twos, fives) if rest == 1 else None

"""Numbers from text to whole millionths, exactly; the column is decimal(18,6), so a value is its millionths."""

from __future__ import annotations

import re
from decimal import ROUND_HALF_EVEN, Context, Decimal
from typing import Final

_PLAIN = re.compile(r"(-?)([0-9]{1,12})(?:\.([0-9]{1,6}))?", re.ASCII)
_NUMBER = re.compile(r"[+-]?(?:[0-9]{1,60}(?:\.[0-9]{0,60})?|\.[0-9]{1,60})(?:[Ee][+-]?[0-9]{1,3})?", re.ASCII)
_STEP: Final = Decimal("0.000001")
_WIDE: Final = Context(prec=2_000)
_LIMIT: Final = 10**18
_DIGITS_BEFORE_POINT: Final = 12


def millionths(text: str) -> tuple[int, bool] | str:
    """The number in millionths and whether it had to be rounded to 6 decimals; or the reason code of a reject.

    Rounded once, half to even (GB/T 8170-2008). A number that rounds to zero without being zero does not fit: nothing
    measured becomes zero here. Exponents are read (`4E-05`), thousands separators and infinities are not numbers.
    """
    plain = _PLAIN.fullmatch(text)
    if plain:
        sign, whole, decimals = plain.groups("")
        size = int(whole + decimals.ljust(6, "0"))
        return (-size if sign else size), False
    if not _NUMBER.fullmatch(text):
        return "not-a-number"
    exact = Decimal(text)
    if exact and exact.adjusted() >= _DIGITS_BEFORE_POINT:
        return "does-not-fit"
    rounded = exact.quantize(_STEP, ROUND_HALF_EVEN, _WIDE)
    size = int(rounded.scaleb(6, _WIDE))
    if abs(size) >= _LIMIT or (exact and not size):
        return "does-not-fit"
    return size, rounded != exact


def places(text: str) -> int | None:
    """Decimals of a number as it is shown (`0.050` has 3); None when the text is not a plain number."""
    if not _NUMBER.fullmatch(text) or "e" in text.casefold():
        return None
    return len(text.partition(".")[2])


def round_millionths(size: int, decimals: int) -> int:
    """Whole millionths rounded to so many decimals, half to even by absolute value; 6 or more change nothing."""
    step: int = 10 ** max(0, 6 - decimals)
    whole, rest = divmod(abs(size), step)
    up = 2 * rest > step or (2 * rest == step and whole % 2 == 1)
    rounded = (whole + up) * step
    return -rounded if size < 0 else rounded


def is_shown_as(raw: str, shown: str) -> bool:
    """Whether `shown` is `raw` rounded half to even to the decimals that are shown; both are numbers as text."""
    decimals = places(shown)
    if decimals is None:
        return False
    exact, seen = millionths(raw), millionths(shown)
    if not isinstance(exact, str) and not isinstance(seen, str) and not exact[1] and decimals <= 6:
        return round_millionths(exact[0], decimals) == seen[0]
    target = Decimal(shown)
    return Decimal(raw).quantize(target, ROUND_HALF_EVEN, _WIDE) == target

"""The mean of pH values, through the hydrogen ion.

pH is a logarithm, so its arithmetic mean has no meaning: the mean is that of the concentrations 10^-pH. The
result is nearly always irrational; it is computed in decimal arithmetic with a known error, and the precision
is raised until both ends of the error interval round to the same number.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from decimal import MAX_EMAX, MIN_EMIN, ROUND_HALF_EVEN, Context, Decimal
from fractions import Fraction

from ecoflow.standards.rounding import round_places


def mean_ph(values: Iterable[tuple[Fraction, int]], places: int) -> Fraction:
    """-log10(sum n 10^-v / sum n), correctly rounded half-even to `places` decimals.

    Args:
        values: Pairs of a pH value and how often it occurs; the order does not matter.
        places: Decimals of the result.

    Raises:
        ValueError: No value at all (a missing mean is never a number), or a negative multiplicity.

    Source: 环办监测函〔2020〕82号, as used by official station reports.
    """
    counts = _merged(values)
    lowest = min(counts)
    above = {value - lowest: times for value, times in counts.items()}
    exact = _exact_rise(above)
    if exact is not None:
        return round_places(lowest + exact, places)
    precision = 16 + max(places, 0) + len(str(sum(counts.values())))
    while True:
        rise, error = _rise(above, precision)
        low, high = round_places(lowest + rise - error, places), round_places(lowest + rise + error, places)
        if low == high:
            return low
        precision *= 2


def _merged(values: Iterable[tuple[Fraction, int]]) -> Mapping[Fraction, int]:
    """Equal values put together; pairs with multiplicity 0 say nothing and are left out."""
    counts: Counter[Fraction] = Counter()
    for value, times in values:
        if times < 0:
            raise ValueError(f"a pH value cannot occur {times} times")
        if times:
            counts[value] += times
    if not counts:
        raise ValueError("no pH value to take the mean of")
    return counts


def _exact_rise(above: Mapping[Fraction, int]) -> Fraction | None:
    """The mean less the lowest value where that is rational, else None; `above` holds pH above the lowest.

    The powers 10^(i/m), i = 0..m-1, are linearly independent over the rationals. So a rational mean needs
    values that differ by whole numbers, and a mean concentration that is 10^-k of the highest. Only such a
    mean can be a tie.
    """
    total = sum(above.values())
    # Low concentrations add up to a power of ten only by carrying, and each carry takes at least nine values
    # more: the number of values bounds the span of such sets; one stray value asks for no huge power of ten.
    if any(step.denominator != 1 for step in above) or max(above) > total:
        return None
    share = sum((times / Fraction(10) ** int(step) for step, times in above.items()), Fraction(0)) / total
    tens = len(str(share.denominator)) - 1
    return Fraction(tens) if share == Fraction(1, 10**tens) else None


def _rise(above: Mapping[Fraction, int], precision: int) -> tuple[Fraction, Fraction]:
    """The mean less the lowest value, and a bound of the error, from `precision` digits.

    Each term is at most its multiplicity and off by less than 3 units in the last digit per occurrence; the
    sum is at least 1. The bound allows ten times what that, the additions and the logarithm can lose.
    """
    context = Context(prec=precision, rounding=ROUND_HALF_EVEN, Emax=MAX_EMAX, Emin=MIN_EMIN)
    amount = Decimal(0)
    for step, times in above.items():
        power = context.divide(Decimal(-step.numerator), Decimal(step.denominator))
        amount = context.fma(context.power(Decimal(10), power), Decimal(times), amount)
    total = sum(above.values())
    rise = context.minus(context.log10(context.divide(amount, Decimal(total))))
    return Fraction(rise), Fraction(100 * (total + 10)) / 10**precision

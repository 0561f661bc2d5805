"""All the values something may take: a few listed ones, or a stretch of numbers; and what arithmetic makes of them.

Interval arithmetic on rationals with open and closed, also infinite, ends (Moore, Kearfott, Cloud, Introduction to
Interval Analysis, 2009), and beside it the lattice the values lie on: what is rounded to three places is a multiple of
0.001. A result is never too narrow; it is exact wherever every input stands in a formula only once.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from fractions import Fraction
from itertools import product
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from ecoflow.formula.grid import Scalar

MANY = 24
"""So many values are still listed one by one; more become a stretch."""

_COMBINATIONS = 240

End = tuple[int, Fraction]
"""An end of a stretch, ordered as numbers are: (-1, 0) is minus infinity, (0, x) is x, (1, 0) is infinity."""

ZERO = Fraction(0)
BELOW, BEYOND = (-1, ZERO), (1, ZERO)


class Domain(Struct, frozen=True):
    """The values of something: `few` when they are listed, else the numbers from `low` to `high`.

    `low_in` and `high_in` say whether the ends belong; `step` that every value is a multiple of it.
    """

    few: frozenset[Scalar] | None = None
    low: End = BELOW
    high: End = BEYOND
    low_in: bool = False
    high_in: bool = False
    step: Fraction | None = None

    @property
    def only(self) -> Scalar | None:
        """The value, when there is just one."""
        return next(iter(self.few)) if self.few is not None and len(self.few) == 1 else None

    @property
    def is_empty(self) -> bool:
        """Whether there is no value at all."""
        return self.few is not None and not self.few

    @property
    def least(self) -> Fraction | None:
        """The number no value is below; None when there is none."""
        return self.low[1] if self.low[0] == 0 else None

    @property
    def most(self) -> Fraction | None:
        """The number no value is above; None when there is none."""
        return self.high[1] if self.high[0] == 0 else None

    def holds(self, value: Scalar) -> bool:
        """Whether the value is among them."""
        if self.few is not None:
            return value in self.few
        at: End = (0, Fraction(value))
        above = self.low < at or (self.low == at and self.low_in)
        below = at < self.high or (at == self.high and self.high_in)
        return above and below and (self.step is None or (at[1] / self.step).denominator == 1)

    @property
    def can_be_negative(self) -> bool:
        """Whether a value may lie below zero."""
        return self.low < (0, ZERO)

    @property
    def can_be_positive(self) -> bool:
        """Whether a value may lie above zero."""
        return self.high > (0, ZERO)


EVERYTHING = Domain()
UNDECIDED = Domain(frozenset((True, False)))
NO_VALUE = Domain(frozenset(), BEYOND, BELOW)
"""Of what never has a value, such as a division by zero: every comparison of its ends holds."""


def listed(values: Iterable[Scalar]) -> Domain:
    """These values and no others; of numbers too many to list, the stretch they lie in."""
    few = frozenset(values)
    if not few:
        return NO_VALUE
    numbers = [v for v in few if isinstance(v, Fraction)]
    if not numbers:
        return Domain(few)
    least, most = min(numbers), max(numbers)
    step = None if len(few) == 1 and not most else _common([n for n in numbers if n])
    return Domain(few if len(few) <= MANY else None, (0, least), (0, most), low_in=True, high_in=True, step=step)


def stretch(low: Fraction | None, high: Fraction | None, *, low_in: bool = True, high_in: bool = True,
            step: Fraction | None = None) -> Domain:
    """The numbers from low to high; None is without end."""
    return between(BELOW if low is None else (0, low), BEYOND if high is None else (0, high),
                   low_in=low_in, high_in=high_in, step=step)


def between(low: End, high: End, *, low_in: bool, high_in: bool, step: Fraction | None = None) -> Domain:
    """The numbers between two ends; a single one is listed, and there may be none."""
    low_in, high_in = low_in and low[0] == 0, high_in and high[0] == 0
    if low > high or (low == high and not (low_in and high_in)):
        return NO_VALUE
    return listed((low[1],)) if low == high else Domain(None, low, high, low_in=low_in, high_in=high_in, step=step)


def _common(steps: Iterable[Fraction | None]) -> Fraction | None:
    """The largest number all of these are multiples of; None when one of them has no step."""
    found: Fraction | None = None
    for step in steps:
        if step is None:
            return None
        found = abs(step) if found is None else Fraction(
            math.gcd(found.numerator * step.denominator, step.numerator * found.denominator),
            found.denominator * step.denominator)
    return found


def join(*domains: Domain) -> Domain:
    """Whatever is in one of them."""
    kept = [d for d in domains if not d.is_empty]
    if not kept:
        return NO_VALUE
    if all(d.few is not None for d in kept):
        return listed(v for d in kept for v in d.few or ())
    low, high = min(d.low for d in kept), max(d.high for d in kept)
    steps = [d.step for d in kept if not (d.few is not None and d.only == 0)]
    return between(low, high, low_in=any(d.low_in for d in kept if d.low == low),
                   high_in=any(d.high_in for d in kept if d.high == high), step=_common(steps))


def apply(operation: Callable[..., Any], whole: Callable[..., Domain], *domains: Domain) -> Domain:
    """The operation value by value where all are listed and few (what it cannot do is left out), else `whole`."""
    if any(d.is_empty for d in domains):
        return NO_VALUE
    if all(d.few is not None for d in domains) and math.prod(len(d.few or ()) for d in domains) <= _COMBINATIONS:
        found: set[Scalar] = set()
        for values in product(*(d.few or () for d in domains)):
            try:
                found.add(operation(*values))
            except ZeroDivisionError:
                continue
        return listed(found)
    return whole(*domains)


def plus(a: Domain, b: Domain) -> Domain:
    """A + b."""
    low = BELOW if -1 in {a.low[0], b.low[0]} else (0, a.low[1] + b.low[1])
    high = BEYOND if 1 in {a.high[0], b.high[0]} else (0, a.high[1] + b.high[1])
    return between(low, high, low_in=a.low_in and b.low_in, high_in=a.high_in and b.high_in,
                   step=_common(d.step for d in (a, b) if d.only != 0))


def negative(a: Domain) -> Domain:
    """-a."""
    if a.few is not None:
        return listed(-v for v in a.few if isinstance(v, Fraction))
    return replace(a, low=(-a.high[0], -a.high[1]), high=(-a.low[0], -a.low[1]), low_in=a.high_in, high_in=a.low_in)


def times(a: Domain, b: Domain) -> Domain:
    """A * b: the extremes lie in the corners."""
    corners = [(_times(x, y), (p and q) or (p and x == (0, ZERO)) or (q and y == (0, ZERO)))
               for x, p in _ends(a) for y, q in _ends(b)]
    step = a.step * b.step if a.step is not None and b.step is not None else None
    low, high = min(v for v, _ in corners), max(v for v, _ in corners)
    return between(low, high, low_in=any(i for v, i in corners if v == low),
                   high_in=any(i for v, i in corners if v == high), step=step)


def _ends(d: Domain) -> tuple[tuple[End, bool], tuple[End, bool]]:
    return (d.low, d.low_in), (d.high, d.high_in)


def _times(x: End, y: End) -> End:
    if (0, ZERO) in (x, y):
        return (0, ZERO)
    if x[0] == y[0] == 0:
        return (0, x[1] * y[1])
    return (_sign(x) * _sign(y), ZERO)


def _sign(x: End) -> int:
    return x[0] or (x[1] > 0) - (x[1] < 0)


def reciprocal(a: Domain) -> Domain:
    """1 / a, for the values of a that are not zero."""
    zero: End = (0, ZERO)
    if a.low < zero < a.high or a.low == a.high == zero:
        return EVERYTHING
    if a.low == zero:
        return Domain(None, _under(a.high), BEYOND, low_in=a.high_in)
    if a.high == zero:
        return Domain(None, BELOW, _under(a.low), high_in=a.low_in)
    return Domain(None, _under(a.high), _under(a.low), low_in=a.high_in, high_in=a.low_in)


def _under(x: End) -> End:
    return (0, ZERO) if x[0] else (0, 1 / x[1])


def largest(*domains: Domain) -> Domain:
    """The larger of several: each end is the larger end."""
    low, high = max(d.low for d in domains), max(d.high for d in domains)
    return between(low, high, low_in=all(d.low_in for d in domains if d.low == low),
                   high_in=any(d.high_in for d in domains if d.high == high),
                   step=_common(d.step for d in domains if d.only != 0))


def smallest(*domains: Domain) -> Domain:
    """The smaller of several."""
    return negative(largest(*map(negative, domains)))


def mapped(a: Domain, rising: Callable[[Fraction], Fraction], step: Fraction | None) -> Domain:
    """A rounding (or another rising step function) of every value: what lies just inside an open end may reach it."""
    if a.few is not None:
        return listed(rising(v) for v in a.few if isinstance(v, Fraction))
    low = (0, rising(a.low[1])) if a.low[0] == 0 else a.low
    high = (0, rising(a.high[1])) if a.high[0] == 0 else a.high
    return between(low, high, low_in=True, high_in=True, step=step)


def within(a: Domain, b: Domain) -> Domain:
    """What is in both, of two descriptions of the same thing."""
    if a.few is not None:
        return listed(v for v in a.few if b.holds(v))
    if b.few is not None:
        return within(b, a)
    low, high = max(a.low, b.low), min(a.high, b.high)
    return between(low, high, low_in=all(d.low_in for d in (a, b) if d.low == low),
                   high_in=all(d.high_in for d in (a, b) if d.high == high), step=a.step or b.step)

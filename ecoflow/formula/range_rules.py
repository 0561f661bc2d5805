"""What each operation makes of stretches of numbers: the whole of `a + b`, `max`, `sum`, `tier` from its parts' wholes."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from msgspec import Struct

from ecoflow.formula.domain import (
    EVERYTHING,
    MANY,
    NO_VALUE,
    UNDECIDED,
    Domain,
    between,
    join,
    largest,
    listed,
    mapped,
    negative,
    plus,
    reciprocal,
    smallest,
    stretch,
    times,
)
from ecoflow.formula.grammar import CLASSES
from ecoflow.formula.steps import read_step
from ecoflow.standards.gb3838 import WaterClass

_NIL, _ONE = Fraction(0), Fraction(1)
_WHOLE_NUMBERS = stretch(None, None, step=_ONE)


def _size(a: Domain) -> Domain:
    if not a.can_be_negative:
        return a
    if not a.can_be_positive:
        return negative(a)
    return largest(a, negative(a), listed((_NIL,)))


def _exceedance(a: Domain, limit: Domain) -> Domain:
    return largest(plus(times(a, reciprocal(limit)), listed((-_ONE,))), listed((_NIL,)))


def _mean(*parts: Domain) -> Domain:
    whole = parts[0]
    for part in parts[1:]:
        whole = plus(whole, part)
    return times(whole, listed((Fraction(1, len(parts)),)))


WHOLE: Mapping[tuple[str, int], Callable[..., Domain]] = MappingProxyType({
    # (sign or function, how many arguments; 0 is any number of them)
    ("-", 1): negative,
    ("not", 1): lambda _: UNDECIDED,
    ("+", 2): plus,
    ("-", 2): lambda a, b: plus(a, negative(b)),
    ("*", 2): times,
    ("/", 2): lambda a, b: times(a, reciprocal(b)),
    ("and", 2): lambda *_: UNDECIDED,
    ("or", 2): lambda *_: UNDECIDED,
    ("abs", 1): _size,
    ("floor", 1): lambda a: mapped(a, lambda v: Fraction(math.floor(v)), _ONE),
    ("ceil", 1): lambda a: mapped(a, lambda v: Fraction(math.ceil(v)), _ONE),
    ("max", 0): largest,
    ("min", 0): smallest,
    ("mean", 0): _mean,
    ("clamp", 3): lambda a, low, high: largest(low, smallest(a, high)),
    ("exceedance", 2): _exceedance,
    ("classes_better", 2): lambda *_: stretch(Fraction(-5), Fraction(5), step=_ONE),
})


def compared(sign: str) -> Callable[[Domain, Domain], Domain]:
    """Whether a comparison of stretches is decided: it is when they do not overlap."""
    def decide(a: Domain, b: Domain) -> Domain:
        if sign in {">", ">="}:
            return compared({">": "<", ">=": "<="}[sign])(b, a)
        if sign in {"<", "<="}:
            return _below(a, b, strictly=sign == "<")
        apart = _below(a, b, strictly=True).only is True or _below(b, a, strictly=True).only is True
        return listed((sign == "!=",)) if apart and sign in {"=", "!="} else UNDECIDED

    return decide


def _below(a: Domain, b: Domain, *, strictly: bool) -> Domain:
    """A < b, or a <= b."""
    touch = a.high == b.low
    if a.high < b.low or (touch and (not strictly or not (a.high_in and b.low_in))):
        return listed((True,))
    touch = b.high == a.low
    if b.high < a.low or (touch and (strictly or not (b.high_in and a.low_in))):
        return listed((False,))
    return UNDECIDED


class Cells(Struct, frozen=True):
    """What each part of a reduction stands for: `most` cells at most (None: nobody knows), at least one where `sure`.

    There is a cell at all: a reduction over nothing has no value.
    """

    most: Fraction | None = _ONE
    sure: bool = True

    @property
    def exactly_one(self) -> bool:
        """Whether every part is one cell."""
        return self.sure and self.most == 1


def reduced(function: str, parts: list[Domain], cells: Cells) -> Domain:
    """A reduction over parts; with a part that never has a value it may still have one where that part is missing."""
    kept = [p for p in parts if not p.is_empty]
    if not kept or (len(kept) < len(parts) and cells.sure):
        return NO_VALUE
    return _REDUCED[function](kept, cells)


def _sum(parts: list[Domain], cells: Cells) -> Domain:
    if cells.exactly_one:
        return _total(parts)
    many = stretch(_ONE, cells.most, step=_ONE)
    several = [times(p, many) for p in parts] if cells.most != 1 else parts
    return _total(several if cells.sure else [join(p, listed((_NIL,))) for p in several])


def _total(parts: list[Domain]) -> Domain:
    whole = parts[0]
    for part in parts[1:]:
        exact = whole.few is not None and part.few is not None and len(whole.few) * len(part.few) <= MANY
        whole = listed(a + b for a in _numbers(whole) for b in _numbers(part)) if exact else plus(whole, part)
    return whole


def _numbers(domain: Domain) -> list[Fraction]:
    return [v for v in domain.few or () if isinstance(v, Fraction)]


def _average(parts: list[Domain], cells: Cells) -> Domain:
    if cells.exactly_one:
        whole = _total(parts)
        if whole.few is not None:
            return listed(v / len(parts) for v in _numbers(whole))
        return times(whole, listed((Fraction(1, len(parts)),)))
    # parts with more cells weigh more; and the mean of values of a lattice need not lie on it
    whole = join(*parts)
    return whole if whole.only is not None else between(whole.low, whole.high, low_in=whole.low_in, high_in=whole.high_in)


def _extreme(pick: Callable[..., Domain], best: Callable[..., Any]) -> Callable[..., Domain]:
    def extreme(parts: list[Domain], cells: Cells) -> Domain:
        if not cells.sure:
            return join(*parts)
        if all(p.few is not None for p in parts):
            return listed(_reached(parts, best))
        return parts[0] if len(parts) == 1 else pick(*parts)

    return extreme


def _reached(parts: list[Domain], best: Callable[..., Any]) -> set[Any]:
    """The values max (min) may take of listed parts: those not below every part's least."""
    values = {v for p in parts for v in p.few or ()}
    if best is max:
        floor = max(min(p.few or ()) for p in parts)
        return {v for v in values if v >= floor}
    ceiling = min(max(p.few or ()) for p in parts)
    return {v for v in values if v <= ceiling}


def _count(parts: list[Domain], cells: Cells) -> Domain:
    sure = sum(p.only is True for p in parts) if cells.sure else 0
    holding = Fraction(sum(p.only is not False for p in parts))
    return stretch(Fraction(sure), None if cells.most is None and holding else holding * (cells.most or _ONE), step=_ONE)


def _share(parts: list[Domain], cells: Cells) -> Domain:
    held = {p.only for p in parts}
    if held in ({True}, {False}):
        return listed((Fraction(held == {True}),))
    if not cells.exactly_one:
        return stretch(_NIL, _ONE)
    whole, part = _count(parts, cells), Fraction(1, len(parts))
    return stretch((whole.least or _NIL) * part, (whole.most or _NIL) * part, step=part)


def _truth(deciding: bool) -> Callable[..., Domain]:
    def truth(parts: list[Domain], cells: Cells) -> Domain:
        decided = [p.only is deciding for p in parts]
        if all(decided) or (cells.sure and any(decided)):
            return listed((deciding,))
        return listed((not deciding,)) if all(p.only is (not deciding) for p in parts) else UNDECIDED

    return truth


def _class(best: Callable[..., Any]) -> Callable[..., Domain]:
    def extreme(parts: list[Domain], cells: Cells) -> Domain:
        if any(p.few is None for p in parts):
            return listed(WaterClass)
        return listed(WaterClass(v) for v in _reached(parts, best)) if cells.sure else join(*parts)

    return extreme


_REDUCED: Mapping[str, Callable[[list[Domain], Cells], Domain]] = MappingProxyType({
    "sum": _sum, "mean": _average, "max": _extreme(largest, max), "min": _extreme(smallest, min), "count": _count,
    "share": _share, "any": _truth(deciding=True), "all": _truth(deciding=False), "worst": _class(max), "best": _class(min),
})


def stepped(function: str, x: Domain, steps: Mapping[str, Domain]) -> Domain:
    """`tier`: the values of the steps x can fall in. `brackets`: rising with x where no rate is below zero.

    `steps` are those of one table: where places or years have bounds of their own, each is a table of its own.
    """
    if x.is_empty:
        return NO_VALUE
    if not steps:
        return EVERYTHING
    if function == "tier":
        return join(*(value for member, value in steps.items() if _falls(x, member, steps)))
    rates = [(read_step(m), d) for m, d in steps.items()]
    if any(d.can_be_negative for _, d in rates):
        return EVERYTHING
    nothing = x.most is not None and x.most <= 0
    if nothing or all(d.only == 0 for _, d in rates):
        return listed((_NIL,))
    single = all(d.only is not None for _, d in rates) and x.most is not None
    high = _progressive(x.most or _NIL, steps) if single else None
    low = _progressive(x.least, steps) if single and x.least is not None else _NIL
    # where a rate is zero, a value is reached before the end of x
    return stretch(low, high)


def _falls(x: Domain, member: str, steps: Mapping[str, Domain]) -> bool:
    """Whether x may fall in a step: not all of it lies in the steps before, nor all beyond."""
    if member in CLASSES:
        return x.few is None or CLASSES[member] in x.few
    bounds = sorted((b for m in steps if (b := read_step(m)) is not None), key=lambda b: b.order)
    own = read_step(member)
    if own is None:
        return True
    before = [b for b in bounds if b.order < own.order]
    if x.few is not None:
        return any(own.holds(v) and not any(b.holds(v) for b in before) for v in x.few if isinstance(v, Fraction))
    over = before and x.most is not None and before[-1].holds(x.most)
    under = own.limit is not None and x.least is not None and not own.holds(x.least)
    return not over and not under


def _progressive(x: Fraction, steps: Mapping[str, Domain]) -> Fraction:
    """Each part of x above zero at the rate of its step."""
    total, low = _NIL, _NIL
    for bound, rate in sorted(((read_step(m), d.only) for m, d in steps.items()), key=lambda s: s[0].order if s[0] else ()):
        high = x if bound is None or bound.limit is None else min(x, bound.limit.value)
        if high > low and isinstance(rate, Fraction):
            total, low = total + (high - low) * rate, high
    return total

"""Which days a measure looks at, for one settlement period."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from contextlib import suppress
from types import MappingProxyType

from msgspec.structs import replace

from ecoflow.agreement.model import Measure
from ecoflow.agreement.times import PREVIOUS_YEARS
from ecoflow.standards.calendar import (
    Grain,
    Period,
    day,
    month_of,
    parse_week,
    quarter_of,
    year_of,
    years,
)

PREVIOUS = "previous year"
"""The window whose parts bear the names of the period being settled, so that year-on-year they meet."""

_GRAINS: tuple[Grain, ...] = ("year", "quarter", "month", "week", "day")

Cell = tuple[tuple[tuple[str, str], ...], Period]
"""((dimension, member) ..., the days of it)."""


def window_of(measure: Measure, period: Period) -> Period:
    """The measure's window, whole months: fixed years, or in words relative to the period being settled."""
    over = measure.over
    if isinstance(over, Period):
        return over
    before = re.fullmatch(PREVIOUS_YEARS, over)
    if before:
        return years(max(period.year - int(before[1]), 1), max(period.year - 1, 1))
    return _IN_WORDS[over](period)


def days_of(measure: Measure, period: Period) -> Period:
    """All days a measure reads: its window, and what its weeks hold of the days before and after."""
    window = window_of(measure, period)
    if "week" not in measure.by:
        return window
    read = (window, *(part for _, part in parts_of(measure, period)))
    return replace(window, first=min(p.first for p in read), last=max(p.last for p in read))


def parts_of(measure: Measure, period: Period) -> tuple[Cell, ...]:
    """The measure's cells in time, each with its true days; one cell without `by`.

    Dimensions cut ever finer: `by: [year, month]` gives each month of each year. Those of `previous year` are named
    after the period being settled: 2024-01 is January 2023. What that year does not have (29 February, a 53rd week) is
    not there.
    """
    if measure.over != PREVIOUS:
        return _cut(measure, window_of(measure, period))
    named = [(at, _a_year_before(stretch)) for at, stretch in _cut(measure, period)]
    return tuple((at, stretch) for at, stretch in named if stretch is not None)


def _cut(measure: Measure, window: Period) -> tuple[Cell, ...]:
    cells: list[Cell] = [((), window)]
    for grain in _GRAINS:
        if grain in measure.by:
            cells = [((*at, (grain, part.name)), part if grain == "week" else part.clipped(stretch))
                     for at, stretch in cells for part in stretch.parts(grain)]
    return tuple(cells)


def _a_year_before(period: Period) -> Period | None:
    """The same months, ISO week or day one year earlier; None where that year has none."""
    name = f"{int(period.name[:4]) - 1:04d}{period.name[4:]}"
    if period.is_whole_months:
        first, last = (d.replace(year=d.year - 1, day=1) for d in (period.first, period.last))
        return Period(first, month_of(last).last, name)
    if period.first < period.last:
        return parse_week(name)
    with suppress(ValueError):
        return day(period.first.replace(year=period.first.year - 1))
    return None


def _same_a_year_before(period: Period) -> Period:
    found = _a_year_before(period)
    if found is None:
        raise ValueError(period.name)
    return found


def _to_date(period: Period) -> Period:
    return Period(year_of(period.last).first, period.last, f"{period.year}-01..{str(period.last)[:7]}")


_IN_WORDS: Mapping[str, Callable[[Period], Period]] = MappingProxyType({
    "period": lambda period: period,
    "year": lambda period: year_of(period.last),
    "quarter": lambda period: quarter_of(period.last),
    "month": lambda period: month_of(period.last),
    "year to date": _to_date,
    PREVIOUS: _same_a_year_before,
})


def covers(key: str, year: int) -> bool:
    """Whether a key of dated values (`2016`, `2012..2014`) holds in a year."""
    first, _, last = key.partition("..")
    return int(first) <= year <= int(last or first)

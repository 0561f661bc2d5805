"""Which days a measure looks at, for one settlement period."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from types import MappingProxyType

from msgspec.structs import replace

from ecoflow.agreement.model import Measure
from ecoflow.standards.calendar import Grain, Period, month_of, quarter_of, year_of


def window_of(measure: Measure, period: Period) -> Period:
    """The measure's window: fixed years, or in words relative to the period being settled."""
    over = measure.over
    return over if isinstance(over, Period) else _IN_WORDS[over](period)


def _a_year_before(period: Period) -> Period:
    """The same period one year earlier."""
    first = period.first.replace(year=period.first.year - 1)
    months = len(period.months())
    if months == 12:
        return year_of(first)
    return quarter_of(first) if months == 3 else month_of(first)


def _to_date(period: Period) -> Period:
    return Period(year_of(period.last).first, period.last, f"{period.year}-01..{str(period.last)[:7]}")


_IN_WORDS: Mapping[str, Callable[[Period], Period]] = MappingProxyType({
    "period": lambda period: period,
    "year": lambda period: year_of(period.last),
    "quarter": lambda period: quarter_of(period.last),
    "month": lambda period: month_of(period.last),
    "year to date": _to_date,
    "previous year": _a_year_before,
})


def covers(key: str, year: int) -> bool:
    """Whether a key of dated values (`2016`, `2012..2014`) holds in a year."""
    first, _, last = key.partition("..")
    return int(first) <= year <= int(last or first)


def parts_of(measure: Measure, window: Period) -> tuple[tuple[tuple[tuple[str, str], ...], Period], ...]:
    """The measure's cells in time: ((dimension, member) ..., the stretch of days) for each; one cell without `by`.

    Dimensions cut ever finer: `by: [year, month]` gives each month of each year.
    """
    cells: list[tuple[tuple[tuple[str, str], ...], Period]] = [((), window)]
    grains: tuple[Grain, ...] = ("year", "quarter", "month", "day")
    for grain in grains:
        if grain in measure.by:
            cells = [((*at, (grain, part.name)), _clip(part, stretch))
                     for at, stretch in cells for part in stretch.parts(grain)]
    return tuple(cells)


def _clip(part: Period, stretch: Period) -> Period:
    return part if part.within(stretch) else replace(
        part, first=max(part.first, stretch.first), last=min(part.last, stretch.last))

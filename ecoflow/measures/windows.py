"""Which days a measure looks at, for one settlement period."""

from __future__ import annotations

from dataclasses import replace

from ecoflow.agreement.model import Measure
from ecoflow.standards.calendar import Grain, Period, day, month_of, quarter_of, year_of


def window_of(measure: Measure, period: Period) -> Period:
    """The measure's window: fixed years, or in words relative to the period being settled."""
    over = measure.over
    if isinstance(over, Period):
        return over
    match over:
        case "year":
            return year_of(period.last)
        case "quarter":
            return quarter_of(period.last)
        case "month":
            return month_of(period.last)
        case "year to date":
            return Period(year_of(period.last).first, period.last, f"{period.year}-01..{str(period.last)[:7]}")
        case "previous year":
            return _a_year_before(period)
        case _:
            return period


def _a_year_before(period: Period) -> Period:
    """The same period one year earlier."""
    first = period.first.replace(year=period.first.year - 1)
    months = len(period.months())
    if months == 12:
        return year_of(first)
    return quarter_of(first) if months == 3 else month_of(first)


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


def bucket_period(bucket: str) -> Period:
    """The month or day a cube bucket covers."""
    from datetime import date

    if len(bucket) == 7:
        return month_of(date.fromisoformat(f"{bucket}-01"))
    return day(date.fromisoformat(bucket))

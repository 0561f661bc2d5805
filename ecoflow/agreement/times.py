"""Keys of time in a table of values (`2024-01`, `2024-Q1`, `2024-W05`), and the days whose parts they name."""

from __future__ import annotations

import re
from datetime import date

from ecoflow.standards.calendar import Period, parse_period, parse_week, parse_years, years

PREVIOUS_YEARS = r"previous ([1-9]|1[0-9]|20) years?"
"""A window of the last 1 to 20 whole years before the settlement year."""

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def time_key(text: str) -> tuple[str, str] | None:
    """(dimension, member) of a month, quarter, week or day; a year is a run of one (`years_of`). None for others."""
    if parse_week(text):
        return "week", text
    try:
        if _DAY.fullmatch(text):
            return "day", date.fromisoformat(text).isoformat()
    except ValueError:
        return None
    period = parse_period(text)
    grain = {3: "quarter", 1: "month"}.get(len(period.months())) if period else None
    return (grain, period.name) if grain and period else None


def years_of(key: str) -> tuple[str, ...]:
    """Every year of `2008..2010`, or the one of `2008`; none for another text."""
    run = parse_years(key)
    return tuple(f"{y:04d}" for y in range(run.first.year, run.last.year + 1)) if run else ()


def named_window(over: str | Period, period: Period) -> Period:
    """The days whose months (quarters, weeks, years) name the values of a measure over this window.

    Fixed years name themselves, and so do the years before the one settled; the previous year has the names of the
    period being settled, so that the two can be compared month by month.
    """
    if isinstance(over, Period):
        return over
    before = re.fullmatch(PREVIOUS_YEARS, over)
    if before:
        return years(period.year - int(before[1]), period.year - 1)
    if over == "year to date":
        return Period(date(period.year, 1, 1), period.last, period.name)
    return period

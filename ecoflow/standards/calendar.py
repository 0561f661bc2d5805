"""Periods of civil time (UTC+8): years, quarters, months, weeks, days, and runs of years."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, timedelta
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

Grain = Literal["year", "quarter", "month", "week", "day"]

_THURSDAY = 4
"""The day that decides to which year a week belongs (ISO 8601)."""

_FORMS = (
    (re.compile(r"(?P<year>[0-9]{4})"), "year"),
    (re.compile(r"(?P<year>[0-9]{4})-?Q(?P<part>[1-4])"), "quarter"),
    (re.compile(r"(?P<year>[0-9]{4})-(?P<part>0[1-9]|1[0-2])"), "month"),
)


class Period(Struct, frozen=True, order=True):
    """One stretch of whole days, `first` to `last` inclusive, with its name (`2013`, `2013-Q2`, `2013-06`)."""

    first: date
    last: date
    name: str

    def __str__(self) -> str:
        return self.name

    @property
    def year(self) -> int:
        """The calendar year the period ends in."""
        return self.last.year

    @property
    def days(self) -> int:
        """Number of days."""
        return (self.last - self.first).days + 1

    def months(self) -> tuple[Period, ...]:
        """The calendar months the period touches, in order."""
        first, last = (12 * d.year + d.month - 1 for d in (self.first, self.last))
        return tuple(month(n // 12, n % 12 + 1) for n in range(first, last + 1))

    def parts(self, grain: Grain) -> tuple[Period, ...]:
        """The years, quarters, months or days the period is made of; the weeks whose Thursday lies in it (ISO 8601)."""
        if grain == "day":
            return tuple(day(self.first + timedelta(days=n)) for n in range(self.days))
        if grain == "week":
            ahead = (_THURSDAY - self.first.isoweekday()) % 7
            return tuple(week_of(self.first + timedelta(days=n)) for n in range(ahead, self.days, 7))
        name = {"year": year_of, "quarter": quarter_of, "month": month_of}[grain]
        return tuple(dict.fromkeys(name(m.first) for m in self.months()))

    def clipped(self, to: Period) -> Period:
        """The days of this period that lie inside another, under its own name."""
        return self if self.within(to) else replace(self, first=max(self.first, to.first), last=min(self.last, to.last))

    def within(self, other: Period) -> bool:
        """Whether this period lies wholly inside the other."""
        return other.first <= self.first and self.last <= other.last

    @property
    def is_whole_months(self) -> bool:
        """Whether no month is only partly in it; false for weeks and days."""
        return self.first.day == 1 and self.last == month_of(self.last).last


def year(number: int) -> Period:
    """The calendar year."""
    return Period(date(number, 1, 1), date(number, 12, 31), f"{number:04d}")


def quarter(number: int, part: int) -> Period:
    """Quarter 1 to 4 of a year."""
    end = 3 * part
    return Period(date(number, end - 2, 1), date(number, end, monthrange(number, end)[1]), f"{number:04d}-Q{part}")


def month(number: int, part: int) -> Period:
    """Month 1 to 12 of a year."""
    return Period(date(number, part, 1), date(number, part, monthrange(number, part)[1]), f"{number:04d}-{part:02d}")


def week_of(of: date) -> Period:
    """The week (Monday to Sunday) a day lies in; its year is that of its Thursday: `2020-W53` ends on 2021-01-03."""
    number, part, _ = of.isocalendar()
    first = of - timedelta(days=of.weekday())
    # the last week there is has only five days
    return Period(first, first + min(timedelta(days=6), date.max - first), f"{number:04d}-W{part:02d}")


def day(of: date) -> Period:
    """One day."""
    return Period(of, of, of.isoformat())


def stretch(first: date, last: date) -> Period:
    """Any run of days, named by them: `2013-01-28..2013-01-31`, or by the one day it is."""
    return day(first) if first == last else Period(first, last, f"{first}..{last}")


def years(first: int, last: int) -> Period:
    """A run of whole years, as a baseline is written: `2008..2010`."""
    if first == last:
        return year(first)
    return Period(date(first, 1, 1), date(last, 12, 31), f"{first:04d}..{last:04d}")


def year_of(of: date) -> Period:
    """The year a day lies in."""
    return year(of.year)


def quarter_of(of: date) -> Period:
    """The quarter a day lies in."""
    return quarter(of.year, (of.month + 2) // 3)


def month_of(of: date) -> Period:
    """The month a day lies in."""
    return month(of.year, of.month)


def parse_period(text: str) -> Period | None:
    """`2013`, `2013-Q2` (or `2013Q2`), `2013-06`; None for anything else."""
    for pattern, grain in _FORMS:
        found = pattern.fullmatch(text.strip())
        if found and found["year"] != "0000":
            number = int(found["year"])
            if grain == "year":
                return year(number)
            return (quarter if grain == "quarter" else month)(number, int(found["part"]))
    return None


def parse_week(text: str) -> Period | None:
    """`2024-W05`; None for anything else, also for a 53rd week of a year that has none."""
    found = re.fullmatch(r"([0-9]{4})-W([0-9]{2})", text.strip())
    if found is None:
        return None
    try:
        return week_of(date.fromisocalendar(int(found[1]), int(found[2]), _THURSDAY))
    except ValueError:
        return None


def parse_years(text: str) -> Period | None:
    """`2008..2010` or `2008`: a run of whole years; None for anything else, also for a run that goes backwards."""
    found = re.fullmatch(r"([0-9]{4})(?:\s*\.\.\s*([0-9]{4}))?", text.strip())
    if not found:
        return None
    first, last = int(found[1]), int(found[2] or found[1])
    return years(first, last) if 1 <= first <= last else None

"""Days of files and times of rows: the platform's stamps carry no year, the path of the file does."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date, datetime, timedelta
from functools import lru_cache
from pathlib import PurePosixPath
from typing import Final

_DAY = re.compile(r"(?<!\d)((?:19|20)\d\d)-?(0[1-9]|1[0-2])-?(0[1-9]|[12]\d|3[01])(?!\d)", re.ASCII)
_MONTH = re.compile(r"((?:19|20)\d\d)-(0[1-9]|1[0-2])", re.ASCII)
_STAMP = re.compile(r"(\d\d)-(\d\d) (\d\d):(\d\d)", re.ASCII)

_EPOCH: Final = datetime(1970, 1, 1)  # noqa: DTZ001  (civil time, the column has no zone)
_MICROSECOND: Final = timedelta(microseconds=1)
_AHEAD: Final = timedelta(days=7)


def file_day(path: str) -> date | None:
    """The day a file stands for, from its path; None when no part of the path is a date.

    A day (`2020-05-08`, `20260821`) in the file's name counts, else the nearest folder with one; a folder `2021-04`
    is that month's last day.
    """
    for part in reversed(PurePosixPath(path).parts):
        found = _DAY.search(part)
        if found:
            year, month, day = (int(group) for group in found.groups())
            if day <= monthrange(year, month)[1]:
                return date(year, month, day)
        stretch = _MONTH.fullmatch(part)
        if stretch:
            year, month = (int(group) for group in stretch.groups())
            return date(year, month, monthrange(year, month)[1])
    return None


def recorded(day: date) -> int:
    """When the rows of a file became known: its day at 23:59:59, in microseconds since 1970-01-01 civil time."""
    return microseconds(datetime(day.year, day.month, day.day, 23, 59, 59))  # noqa: DTZ001


def microseconds(when: datetime) -> int:
    """A civil time as microseconds since 1970-01-01 00:00 civil time."""
    return (when - _EPOCH) // _MICROSECOND


@lru_cache(maxsize=65_536)
def observed(stamp: str, day: date) -> int | str:
    """Civil time of a stamp `MM-DD HH:MM`, in microseconds, or the reason code of a reject.

    The year is the one that puts the stamp on or before the file's day. A stamp up to seven days after that day is
    refused: it may as well be a clock that runs ahead as a row a year old.
    """
    if stamp in {"", "-", "--", "*"}:
        return "no-time"
    found = _STAMP.fullmatch(stamp)
    if not found:
        return "bad-time"
    month, of_month, hour, minute = (int(group) for group in found.groups())
    # From the latest year down: a stamp of 1 January in a file of 31 December is ahead, not a year old.
    for year in (day.year + 1, day.year, day.year - 1):
        try:
            when = datetime(year, month, of_month, hour, minute)  # noqa: DTZ001
        except ValueError:
            continue  # no such day in any year, or 29 February, which one of the three may have
        if when.date() <= day:
            return microseconds(when)
        if when.date() <= day + _AHEAD:
            return "time-ahead"
    return "bad-time"

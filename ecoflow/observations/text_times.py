"""When a sample was taken, from one text and what stands around it, as microseconds of civil time (UTC+08:00).

Read: `2021-05-01 08:00:00`, `2021/1/1 4:00`, `2020-01-01 04`, `20210501`, `202105010800`, `2021年5月1日8时`, `2021.05.01`,
`1-May-2021`, `2021-05-01T00:00:00Z` (moved to UTC+8), day numbers of spreadsheets where the hints say so, and the pieces a
table may leave: no year, no day, ten days (旬), quarters. Decisions:

- `5/1/2021` is refused until the hints tell the order, also where only one order is possible: a column has one order.
- A month, ten days or a quarter get the day of the hints, and only where that day lies within them.
- A date without a clock time is midnight, unless the hints bring the clock from another column.
- Years from 1901 to 2100; a leap second is no civil time.
"""

from __future__ import annotations

import re
from datetime import date
from fractions import Fraction
from types import MappingProxyType
from typing import Final, Literal, NamedTuple

from msgspec import Struct

from ecoflow.observations import stamp, text_plain
from ecoflow.observations.text_clocks import DAY, HOUR, SECOND, read_clock

__all__ = ("TimeHints", "read_clock", "read_time")

_NOTHING: Final = frozenset({"", "-", "--", "—", "——", "/", "*", "无", "null", "none", "nan", "nat", "n/a"})
_EPOCH: Final = date(1970, 1, 1).toordinal()
_CHINA: Final = 8 * HOUR
_FIRST_YEAR, _LAST_YEAR = 1901, 2100

_QUICK = re.compile(r"(\d{4})([-/])(\d{1,2})\2(\d{1,2})(?:[ T](\d{1,2}):(\d\d)(?::(\d\d))?)?", re.ASCII)
_MONTHS: Final = MappingProxyType({
    name: n for n, name in enumerate(("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1)
})
_YEAR, _TWO = r"(?P<year>\d{4})", r"\d{1,2}"
_NAME = r"(?P<name>[A-Za-z]{3})[a-z]{0,6}\.?"
_TAIL = r"(?:[T ,]+(?P<clock>\S.*)|(?P<close>[上下凌清早中晚傍].*))?"
_SHAPES: Final = tuple(re.compile(shape + _TAIL, re.ASCII) for shape in (
    rf"{_YEAR}(?P<mark>[-/.])(?P<month>{_TWO})(?P=mark)(?P<day>{_TWO})",
    rf"{_YEAR}\s?年\s?(?P<month>{_TWO})\s?月\s?(?P<day>{_TWO})\s?[日号]?",
    rf"{_YEAR}(?P<month>\d\d)(?P<day>\d\d)",
    rf"(?P<day>{_TWO})[-/. ]?{_NAME}[-/. ,]?\s?{_YEAR}",
    rf"{_NAME}[ -](?P<day>{_TWO})(?:st|nd|rd|th)?,?[ -]{_YEAR}",
    rf"(?P<first>{_TWO})(?P<mark>[-/.])(?P<second>{_TWO})(?P=mark){_YEAR}",
    rf"(?P<month>{_TWO})(?P<mark>[-/.])(?P<day>{_TWO})",
    rf"(?P<month>{_TWO})\s?月\s?(?P<day>{_TWO})\s?[日号]?",
))
_GLUED = re.compile(r"(\d{8})T?(\d{2}|\d{4}|\d{6})(\D.*)?", re.ASCII)
_STUCK = re.compile(r"(.*[日号])(\d.*)")
_PERIODS: Final = tuple(re.compile(shape, re.ASCII | re.IGNORECASE) for shape in (
    rf"{_YEAR}[-/年](?P<month>{_TWO})月?(?:份|(?P<ten>[上中下])旬)?", rf"{_YEAR}\.(?P<month>\d\d)",
    rf"{_YEAR}(?P<month>\d\d)",
    rf"{_YEAR}[-年 ]?\s?(?:第?(?P<quarter>[1-4一二三四])季度?|Q(?P<q>[1-4]))",
    r"(?:Q(?P<q>[1-4])|第?(?P<quarter>[1-4一二三四])季度?)",
    rf"{_YEAR}年?", rf"(?P<month>{_TWO})月(?:份|(?P<ten>[上中下])旬)?", rf"{_NAME}[- ]{_YEAR}", r"(?P<ten>[上中下])旬",
    rf"(?P<day>{_TWO})[日号]?",
))
_TWO_DIGIT_YEAR = re.compile(rf"{_TWO}([-/.]){_TWO}\1\d\d(?:[T ].*)?|\d\d年.*|{_TWO}[- ]?{_NAME}[- ]?\d\d", re.ASCII)
_ZONE = re.compile(
    r"(?P<clock>.*\d)\s?(?:(?P<utc>Z|UTC|GMT)|(?:UTC|GMT)?(?P<sign>\+|(?<=:\d\d:\d\d)-|(?<=\.\d{3})-)"
    r"(?P<hours>\d\d):?(?P<minutes>\d\d)?)", re.IGNORECASE | re.ASCII,
)
"""A minus needs seconds before it: `8:00-12:00` is a stretch of time, not noon twelve hours west."""

_WEEKDAY = re.compile(r"\s*[(]?(?:星期|周|礼拜)[一二三四五六日天][)]?\s*")
_NUMBER = re.compile(r"(?P<days>\d{1,6})(?:\.(?P<part>\d{1,30}))?", re.ASCII)
_TENS: Final = MappingProxyType({"上": range(1, 11), "中": range(11, 21), "下": range(21, 32)})
_SERIALS: Final = range(10_000, 73_000)
_LOOKS_SERIAL: Final = range(20_000, 73_000)


class TimeHints(Struct, frozen=True):
    """What the text itself may leave out.

    Attributes:
        year: The year of the row or the file.
        month: The month of the row or the file.
        day: The day for a text that stops at the month.
        file_day: The day the file stands for; gives a missing year, and refuses what lies more than a day after it.
        clock: Microseconds since midnight from a column of clock times (`read_clock`).
        order: Whether the day or the month comes first in `5/1/2021`.
        serial: The system of day numbers (`44317.25`), where the cell or the mapping says that it is one.
    """

    year: int | None = None
    month: int | None = None
    day: int | None = None
    file_day: date | None = None
    clock: int | None = None
    order: Literal["", "day-month", "month-day"] = ""
    serial: Literal["", "1900", "1904"] = ""


NO_HINTS: Final = TimeHints()


class _Parts(NamedTuple):
    """A day and a clock time as text, parts that are not told None."""

    year: int | None
    month: int | None
    day: int | None
    clock: str


def read_time(text: str, hints: TimeHints = NO_HINTS) -> int | str:
    """Civil time in microseconds since 1970-01-01, or the reason code of a reject (`rejects.REASONS`). Never fails."""
    quick = _QUICK.fullmatch(text)
    if quick:
        year, _, month, day, hour, minute, second = quick.groups("0")
        clock = (int(hour) * 3_600 + int(minute) * 60 + int(second)) * SECOND
        if clock >= DAY or int(minute) > 59 or int(second) > 59:
            found = read_clock(text.replace("T", " ").partition(" ")[2])
            if isinstance(found, str):
                return found
            clock = found
        return _civil(int(year), int(month), int(day), clock, hints)
    if len(text) > text_plain.LONGEST:
        return "bad-time"
    shown = _WEEKDAY.sub(" ", text_plain.cell(text).shown).strip()
    if shown.casefold() in _NOTHING:
        return _from_hints(hints)
    serial = _serial(shown, hints)
    return serial if serial is not None else _written(shown, hints)


def _written(shown: str, hints: TimeHints) -> int | str:
    """A date with or without a clock time, or a longer stretch."""
    glued = _GLUED.fullmatch(shown) or _STUCK.fullmatch(shown)
    text = f"{glued[1]} {''.join(part or '' for part in glued.groups()[1:])}" if glued else shown
    for shape in _SHAPES:
        found = shape.fullmatch(text)
        if found:
            parts = _parts(found.groupdict(), hints)
            return parts if isinstance(parts, str) else _timed(parts, hints)
    if _TWO_DIGIT_YEAR.fullmatch(text):
        return "two-digit-year"
    for shape in _PERIODS:
        found = shape.fullmatch(text)
        if found:
            return _period(found.groupdict(), hints)
    return "bad-time"


def _parts(said: dict[str, str | None], hints: TimeHints) -> _Parts | str:
    month, day = said.get("month"), said.get("day")
    if said.get("first"):
        if not hints.order:
            return "day-month-order"
        day, month = (said["first"], said["second"]) if hints.order == "day-month" else (said["second"], said["first"])
    number = int(month) if month else _MONTHS.get((said.get("name") or "").casefold())
    if number is None:
        return "bad-time"
    year = said.get("year")
    return _Parts(int(year) if year else hints.year, number, int(day or 0), said.get("clock") or said.get("close") or "")


def _timed(parts: _Parts, hints: TimeHints) -> int | str:
    """The date with its own clock time, moved to UTC+8 where a zone is told."""
    clock, moved = parts.clock, 0
    zone = _ZONE.fullmatch(clock)
    if zone:
        offset = (int(zone["hours"] or 0) * 60 + int(zone["minutes"] or 0)) * 60 * SECOND
        clock, moved = zone["clock"], _CHINA - (-offset if zone["sign"] == "-" else offset)
        if offset > 14 * HOUR:
            return "bad-time"
    size = read_clock(clock) if clock else 0
    if isinstance(size, str):
        return "bad-time"
    month, day = parts.month or 0, parts.day or 0
    if parts.year is None:
        return _without_year(month, day, size, hints) if not moved else "no-year"
    return _civil(parts.year, month, day, size, hints, moved=moved)


def _without_year(month: int, day: int, clock: int, hints: TimeHints) -> int | str:
    """The year that puts the day on or before the file's, as for the national platform."""
    if hints.file_day is None:
        return "no-year"
    when = stamp.observed(f"{month:02}-{day:02} 00:00", hints.file_day)
    if isinstance(when, str):
        return when
    days = when // DAY + _EPOCH
    first = date.fromordinal(days)
    return _civil(first.year, month, day, clock, hints)


def _period(said: dict[str, str | None], hints: TimeHints) -> int | str:
    """The day of the hints within a month, ten days or a quarter."""
    year, month = said.get("year") or hints.year, said.get("month") or hints.month
    if said.get("name"):
        month = _MONTHS.get((said["name"] or "").casefold())
        if month is None:
            return "bad-time"
    if said.get("month") and not 1 <= int(said["month"] or 0) <= 12:
        return "bad-time"
    day = said.get("day") or hints.day
    if year is None:
        return "no-year"
    if month is None or day is None:
        return "no-day-of-month"
    quarter = said.get("quarter") or said.get("q")
    inside = quarter is None or (int(month) - 1) // 3 == "1234一二三四".index(quarter) % 4
    if not inside or (said.get("ten") and int(day) not in _TENS[said["ten"] or ""]):
        return "no-day-of-month"
    return _civil(int(year), int(month), int(day), 0, hints)


def _from_hints(hints: TimeHints) -> int | str:
    """A blank cell: the day of the hints, if they have a whole one."""
    if hints.year is None or hints.month is None or hints.day is None:
        return "no-time"
    return _civil(hints.year, hints.month, hints.day, 0, hints)


def _serial(shown: str, hints: TimeHints) -> int | str | None:
    """A day number of a spreadsheet, to the nearest second; None when the text is none, as are those before 1927."""
    found = _NUMBER.fullmatch(shown)
    days = int(found["days"]) if found else 0
    if not found or not hints.serial:
        return "serial-number" if found and days in _LOOKS_SERIAL and len(found["days"]) == 5 else None
    if days not in _SERIALS:
        return None
    first = date(1899, 12, 30) if hints.serial == "1900" else date(1904, 1, 1)
    seconds = round(Fraction(f"0.{found['part'] or 0}") * 86_400)
    day = date.fromordinal(first.toordinal() + days)
    return _civil(day.year, day.month, day.day, seconds * SECOND, hints)


def _civil(year: int, month: int, day: int, clock: int, hints: TimeHints, *, moved: int = 0) -> int | str:
    """The time, if there is such a day, it is not ahead of the file, and two columns do not tell two clock times."""
    if not _FIRST_YEAR <= year <= _LAST_YEAR:
        return "bad-time"
    try:
        days = date(year, month, day).toordinal() - _EPOCH
    except ValueError:
        return "bad-time"
    if hints.clock is not None and hints.clock != clock:
        if clock:
            return "clock-differs"
        clock = hints.clock
    when = days * DAY + clock + moved
    if hints.file_day is not None and when // DAY > hints.file_day.toordinal() - _EPOCH + 1:
        return "in-the-future"
    return when

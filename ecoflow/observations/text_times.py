"""Times as files write them."""

from __future__ import annotations

import re
from datetime import date, datetime

from msgspec import Struct

from ecoflow.observations.stamp import microseconds

_STAMP = re.compile(r"(\d{4})[-/](\d{1,2})[-/](\d{1,2})(?:[ T](\d{1,2})(?::(\d{2}))?(?::(\d{2}))?)?")


class TimeHints(Struct, frozen=True):
    """What else is known."""

    year: int | None = None
    month: int | None = None
    day: int | None = None
    file_day: date | None = None
    clock: str = ""


def read_time(text: str, hints: TimeHints) -> int | str:
    """Microseconds of civil time, or a reason."""
    if not text and hints.year and hints.month:
        if not hints.day:
            return "no-day-of-month"
        return microseconds(datetime(hints.year, hints.month, hints.day))
    found = _STAMP.fullmatch(text.strip())
    if not found:
        return "bad-time"
    parts = [int(p) for p in found.groups("0")]
    if hints.clock:
        digits = re.sub(r"\D", "", hints.clock).zfill(4)
        parts[3:5] = int(digits[:2]), int(digits[2:])
    try:
        return microseconds(datetime(*parts))
    except ValueError:
        return "bad-time"

"""Clock times as people write them: `7：50`, `910`, `14:34:05`, `8时30分`, `下午3点`, `3:15 PM`, `24:00`."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from ecoflow.observations.text_plain import plain

SECOND: Final = 1_000_000
HOUR: Final = 3_600 * SECOND
DAY: Final = 24 * HOUR

_COLONS = re.compile(r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:\.(?P<part>\d{1,9}))?)?", re.ASCII)
_WORDS = re.compile(
    r"(?P<hour>\d{1,2})[时点](?:(?P<half>半)|整|(?P<minute>\d{1,2})(?:分(?:(?P<second>\d{1,2})秒)?)?)?", re.ASCII,
)
_DIGITS = re.compile(r"(?P<hour>\d{1,2}?)(?P<minute>\d{2})(?P<second>(?<=\d{4})\d{2})?|(?P<only>\d{1,2})", re.ASCII)
_PART = re.compile(r"0?\.\d{1,30}", re.ASCII)
_HALF_DAYS: Final = MappingProxyType({
    "上午": "am", "早上": "am", "早晨": "am", "凌晨": "night", "清晨": "am", "下午": "pm", "傍晚": "pm", "晚上": "pm",
    "中午": "noon",
    "am": "am", "a.m.": "am", "pm": "pm", "p.m.": "pm",
})
_HALF_DAY = re.compile(
    r"(?P<before>上午|早上|早晨|凌晨|清晨|下午|傍晚|晚上|中午|[ap]\.?m\.?)?\s*(?P<clock>.*?)\s*(?P<after>[ap]\.?m\.?)?",
    re.IGNORECASE,
)


@lru_cache(maxsize=8_192)
def read_clock(text: str, *, serial: bool = False) -> int | str:
    """Microseconds since midnight of a clock time, or the reason code of a reject.

    One or two figures are an hour, three and four an hour and minutes (`910`, `0910`), six also have seconds; a `.0` behind
    them is a spreadsheet's. `24:00` is the day's end. `9.10`, a leap second, and 12 o'clock with 上午 (noon for some,
    midnight for others) are refused. Parts of a second finer than a microsecond are cut off. With `serial`, a number below 1
    is a spreadsheet's part of a day, to the nearest second.
    """
    shown = plain(text)
    if shown in {"", "-", "--", "—", "/", "*"}:
        return "no-time"
    if serial and _PART.fullmatch(shown):
        return round(Fraction(shown) * 86_400) * SECOND
    parts = _HALF_DAY.fullmatch(shown) if len(shown) <= 40 else None
    if parts is None or (parts["before"] and parts["after"]):
        return "bad-time"
    half = (parts["before"] or parts["after"] or "").casefold()
    found = _shape(parts["clock"])
    return "bad-time" if found is None else _time(found, _HALF_DAYS.get(half.replace(".", ""), ""),
    chinese=not half.isascii())


def _shape(clock: str) -> re.Match[str] | None:
    short = clock.replace(" ", "")
    for shape in (_COLONS, _WORDS):
        found = shape.fullmatch(short)
        if found:
            return found
    figures = re.sub(r"\.0+$", "", short)
    return _DIGITS.fullmatch(figures) if len(figures) != 5 else None


def _time(found: re.Match[str], half: str, *, chinese: bool) -> int | str:
    said = found.groupdict()
    hour = int(said.get("hour") or said.get("only") or 0)
    minute = 30 if said.get("half") else int(said.get("minute") or 0)
    second = int(said.get("second") or 0)
    part = int(((said.get("part") or "") + "000000")[:6])
    if half and (hour > 24 or (half == "am" and (hour > 12 or (hour == 12 and chinese)))):
        return "bad-time"
    if half == "am" and hour == 12:
        hour = 0
    elif (half == "pm" and hour < 12) or (half == "noon" and hour < 3):
        hour += 12
    elif half == "night" and hour > 6:
        return "bad-time"
    size = hour * HOUR + minute * 60 * SECOND + second * SECOND + part
    return size if minute < 60 and second < 60 and size <= DAY else "bad-time"

"""A coverage calendar as SVG: shapes say what colour says, so that it prints and reads without colour.

By day a year is a band of weeks, Monday on top; by month it is a row of twelve. One path holds all cells of a state.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from types import MappingProxyType
from typing import Final

from msgspec import Struct

from ecoflow.diagnostics.finding import Lang
from ecoflow.observations.quality.coverage import Calendar, Cell
from ecoflow.report.quality_words import word

_SIDE, _STEP, _TOP, _LEFT, _YEAR_GAP = 9, 11, 14, 34, 8
_WIDE, _TALL = 34, 18
STATES: Final = ("full", "part", "struck", "none")

_SHAPES: Final[Mapping[str, Callable[[int, int], str]]] = MappingProxyType({
    # state -> the path of one cell of a width and a height, from its upper left corner
    "full": lambda w, h: f"h{w}v{h}h-{w}z",
    "part": lambda w, h: f"m0 {h // 2}h{w}v{h - h // 2}h-{w}z",
    "struck": lambda w, h: f"m1 1l{w - 2} {h - 2}m0 -{h - 2}l-{w - 2} {h - 2}",
    "none": lambda w, h: f"m{w // 2 - 1} {h // 2 - 1}h2v2h-2z",
})


class Drawing(Struct, frozen=True):
    """One calendar drawn: its size, a path a state, texts `(x, y, words)`, what it shows in a sentence and by month."""

    width: int
    height: int
    paths: tuple[tuple[str, str], ...]
    labels: tuple[tuple[int, int, str], ...]
    title: str
    months: str


def draw(calendar: Calendar, lang: Lang) -> Drawing:
    """A calendar as a drawing."""
    spots, labels, size = _by_day(calendar.cells) if calendar.by == "day" else _in_months(calendar.cells)
    cell = (_SIDE, _SIDE) if calendar.by == "day" else (_WIDE - 2, _TALL - 2)
    paths: dict[str, list[str]] = defaultdict(list)
    for (x, y), one in zip(spots, calendar.cells, strict=True):
        paths[one.state].append(f"M{x} {y}{_SHAPES[one.state](*cell)}")
    drawn = tuple((state, "".join(paths[state])) for state in STATES if paths[state])
    return Drawing(*size, drawn, tuple(labels), share(calendar, lang), word("join", lang).join(_told(calendar, lang)))


def share(calendar: Calendar, lang: Lang) -> str:
    """How much of what was due is there; whole per cent, rounded down."""
    due = sum(cell.due for cell in calendar.cells)
    filled = sum(min(cell.filled, cell.due) if cell.due else cell.filled for cell in calendar.cells)
    if not due:
        return word("no_share", lang, filled=f"{filled:,}")
    return word("share", lang, filled=f"{filled:,}", due=f"{due:,}", percent=100 * filled // due)


def _told(calendar: Calendar, lang: Lang) -> Iterator[str]:
    for month in calendar.months():
        yield word("of", lang, month=month.at, filled=month.filled, due=month.due or "?")


Spots = list[tuple[int, int]]
Labels = list[tuple[int, int, str]]


def _by_day(cells: Sequence[Cell]) -> tuple[Spots, Labels, tuple[int, int]]:
    """A band a year: a column for each week, and the months named above the first band."""
    days = [date.fromisoformat(cell.at) for cell in cells]
    years = sorted({day.year for day in days})
    band = 7 * _STEP + _TOP + _YEAR_GAP
    spots = []
    labels: Labels = [(0, at * band + _TOP + 4 * _STEP, str(year)) for at, year in enumerate(years)]
    for day in days:
        x, y = _week(day), years.index(day.year) * band + _TOP + day.weekday() * _STEP
        spots.append((x, y))
        if day.day == 1:
            labels.append((x, years.index(day.year) * band + _TOP - 4, str(day.month)))
    return spots, labels, (_LEFT + 54 * _STEP, len(years) * band)


def _week(day: date) -> int:
    """The column of a day: weeks counted from the one that holds 1 January."""
    first = date(day.year, 1, 1)
    return _LEFT + ((day - first).days + first.weekday()) // 7 * _STEP


def _in_months(cells: Sequence[Cell]) -> tuple[Spots, Labels, tuple[int, int]]:
    years = sorted({int(cell.at[:4]) for cell in cells})
    spots = [(_LEFT + (int(cell.at[5:7]) - 1) * _WIDE, _TOP + years.index(int(cell.at[:4])) * _TALL) for cell in cells]
    labels: Labels = [(_LEFT + at * _WIDE + _WIDE // 2 - 6, _TOP - 4, str(at + 1)) for at in range(12)]
    labels += [(0, _TOP + at * _TALL + 12, str(year)) for at, year in enumerate(years)]
    return spots, labels, (_LEFT + 12 * _WIDE, _TOP + len(years) * _TALL + _YEAR_GAP)

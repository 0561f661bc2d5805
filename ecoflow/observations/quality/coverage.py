"""What is there of what was due: a calendar of each series, by day, or by month where results are rarer than daily."""

from __future__ import annotations

from calendar import monthrange
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Final, Literal

from msgspec import Struct

from ecoflow.observations.quality import batch
from ecoflow.observations.quality.check import Checked, connected
from ecoflow.observations.quality.schedule import CADENCES, MONTHLY

MOST_SECTIONS: Final = 20
"""Sections whose calendars fit on a page anyone reads; the rest is asked for by name."""

_MOST_DAYS: Final = 1_100
_DAY: Final = 1_440


class Cell(Struct, frozen=True):
    """One day (`2021-03-01`) or month (`2021-03`): usable results, how many were due (0 if unknown), not valid ones."""

    at: str
    filled: int
    due: int
    struck: int

    @property
    def state(self) -> Literal["full", "part", "struck", "none"]:
        """Whether all that was due is there, some of it, only what does not count, or nothing."""
        if self.filled:
            return "full" if self.filled >= self.due else "part"
        return "struck" if self.struck else "none"


class Calendar(Struct, frozen=True):
    """One section, indicator and source; `by` says what a cell is. Every cell from the folder's first day to its last."""

    section: str
    indicator: str
    source: str
    by: Literal["day", "month"]
    cells: tuple[Cell, ...]

    def months(self) -> tuple[Cell, ...]:
        """The cells added up by month."""
        return tuple(_by_month(self.cells))


class Coverage(Struct, frozen=True):
    """The calendars drawn, sorted by section and indicator, and how many sections are not."""

    calendars: tuple[Calendar, ...]
    left_out: int


def coverage(path: Path, checked: Checked, most: int = MOST_SECTIONS) -> Coverage:
    """The calendars of the sections with most errors and warnings, then by name; of at most so many sections."""
    weight: dict[str, int] = defaultdict(int)
    for outcome in checked.outcomes:
        for section, count in outcome.by_section if outcome.severity != "note" else ():
            weight[section] += count
    named = [section for section in checked.sections if section]
    chosen = sorted(sorted(named, key=lambda s: (-weight[s], s))[:most])
    if not chosen or not checked.first:
        return Coverage((), len(named) - len(chosen))
    days = (date.fromisoformat(checked.first[:10]), date.fromisoformat(checked.last[:10]))
    with connected(path) as (connection, source):
        batch.load(connection, source, chosen)
        rows = connection.execute(_DAYS).fetchall()
    lines: dict[tuple[str, str, str], list[_Day]] = defaultdict(list)
    for section, indicator, kind, *rest in rows:
        lines[section, indicator, kind].append(_Day(*rest))
    made = (Calendar(*key, *_cells(found, *days)) for key, found in sorted(lines.items()))
    return Coverage(tuple(made), len(named) - len(chosen))


_DAYS: Final = f"""
    WITH filled AS (
        SELECT line, observed_at::DATE AS day, count(*) AS filled, mode(cadence) AS cadence FROM ({CADENCES}) GROUP BY ALL
    ), struck AS (
        SELECT line, observed_at::DATE AS day, count(*) AS struck FROM results
        WHERE standing NOT IN ('valid', 'below') OR value IS NULL GROUP BY ALL
    )
    SELECT section, indicator, source, day, coalesce(filled, 0), cadence, coalesce(struck, 0)
    FROM filled FULL JOIN struck USING (line, day)
    JOIN (SELECT DISTINCT line, section, indicator, source FROM series) USING (line) ORDER BY line, day
"""


class _Day(Struct, frozen=True):
    day: date
    filled: int
    cadence: int | None
    struck: int


def _cells(days: Sequence[_Day], first: date, last: date) -> tuple[Literal["day", "month"], tuple[Cell, ...]]:
    """Every day from first to last; or every month, where results are rarer than daily or the span is very long."""
    known = sorted(d.cadence for d in days if d.cadence is not None)
    usual = known[len(known) // 2] if known else None
    found = {d.day: d for d in days}
    due = 0
    cells: list[Cell] = []
    for n in range((last - first).days + 1):
        day = first + timedelta(days=n)
        held = found.get(day)
        cadence = held.cadence if held and held.cadence else usual
        due = 0 if cadence is None or cadence > _DAY else _DAY // cadence
        cells.append(Cell(day.isoformat(), held.filled if held else 0, due, held.struck if held else 0))
    if usual is not None and usual <= _DAY and len(cells) <= _MOST_DAYS:
        return "day", tuple(cells)
    months = tuple(_by_month(cells))
    if usual == MONTHLY:
        months = tuple(Cell(c.at, c.filled, 1, c.struck) for c in months)
    elif usual is not None and usual > _DAY:
        months = tuple(Cell(c.at, c.filled, _in_month(c.at) * _DAY // usual, c.struck) for c in months)
    return "month", months


def _in_month(at: str) -> int:
    return monthrange(int(at[:4]), int(at[5:7]))[1]


def _by_month(cells: Iterable[Cell]) -> Iterator[Cell]:
    """Cells of one month added up; a surplus on one day does not fill a hole on another."""
    months: dict[str, list[int]] = {}
    for cell in cells:
        sums = months.setdefault(cell.at[:7], [0, 0, 0])
        sums[0] += min(cell.filled, cell.due) if cell.due else cell.filled
        sums[1] += cell.due
        sums[2] += cell.struck
    for at, (filled, due, struck) in months.items():
        yield Cell(at, filled, due, struck)

"""What all cells of a row share: section, time of observation, source, when it became known; or why the row is out."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from datetime import date
from pathlib import PurePosixPath
from typing import Final

import numpy as np
import numpy.typing as npt
from msgspec import Struct, structs

from ecoflow.observations import stamp
from ecoflow.observations.cnemc import Codebook
from ecoflow.observations.distinct import Combined, Encoded, combine
from ecoflow.observations.layout import NOWHERE, Layout
from ecoflow.observations.mapping import Mapping, Part
from ecoflow.observations.schema import SOURCES, is_source
from ecoflow.observations.sections import Stations
from ecoflow.observations.text_plain import cell, plain
from ecoflow.observations.text_times import TimeHints, read_clock, read_time

Numbers = npt.NDArray[np.int64]
_USES: Final = ("section", "province", "basin", "city", "river", "time", "date", "clock", "year", "month", "day", "source",
                "recorded")
_NOTHING: Final = frozenset({"", "-", "--", "*", "/"})
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)", re.ASCII)
_DAYS = re.compile(r"(?<!\d)((?:19|20)\d\d)-?([01]\d)-?([0-3]\d)(?!\d)", re.ASCII)
_MONTH = re.compile(r"(?<!\d)(1[0-2]|0?[1-9])月")


def day_in(name: str) -> date | None:
    """The day a file stands for, from its name as people see it; None when it names none, or several."""
    if len({"".join(found) for found in _DAYS.findall(PurePosixPath(name).name)}) > 1:
        return None
    return stamp.file_day(name)


class File(Struct, frozen=True):
    """A file as its rows see it: its name for people, its number, the day in its name, the sources a run states."""

    name: str
    number: int
    day: date | None
    default_source: str


class Keys(Struct, frozen=True):
    """Of each row: number of the section, time, number of the source, when known; and the number of what is wrong.

    Numbers mean nothing where `fault` is not 0; `fault` counts from 1 in the codebook of reasons.
    """

    section: Numbers
    observed: Numbers
    source: Numbers
    recorded: Numbers
    fault: Numbers


class RowKeys(Struct):
    """Reads the keys of the rows of one table."""

    layout: Layout
    mapping: Mapping
    file: File
    stations: Stations
    sources: Codebook
    reasons: Codebook

    def read(self, column: Callable[[int], Encoded]) -> Keys:
        """The keys of a batch, whose columns `column` gives by their place (`NOWHERE`: an empty one)."""
        at = {use: column(self.layout.place(use)) for use in _USES}
        observed = self._each((at["time"], at["date"], at["clock"], at["year"], at["month"], at["day"]), self._observed)
        sections = self._each([at[use] for use in ("section", "province", "basin", "city", "river")], self._section)
        sources = self._each([at["source"]], self._source)
        recorded = self._each([at["recorded"]], self._recorded)
        known = recorded[0] if self._is_told() else self._default_recorded(observed[0])
        fault = np.zeros(len(observed[0]), dtype=np.int64)
        for _, wrong in (recorded, sources, observed, sections):
            fault = np.where(wrong > 0, wrong, fault)
        return Keys(sections[0], observed[0], sources[0], known, fault)

    def _each(self, columns: Sequence[Encoded], read: Callable[..., int | str]) -> tuple[Numbers, Numbers]:
        """A number of each row, or 0 and the number of a reason."""
        found: Combined = combine(columns)
        answers = [read(*row) if None not in row else "bad-text" for row in found.rows]
        values = np.array([0 if isinstance(a, str) else a for a in answers], dtype=np.int64)
        faults = np.array([1 + self.reasons.number(a) if isinstance(a, str) else 0 for a in answers], dtype=np.int64)
        return values[found.codes], faults[found.codes]

    def _section(self, text: str, province: str, basin: str, city: str, river: str) -> int | str:
        stated = self.mapping.section
        shown = cell(text)
        name = stated.name or (PurePosixPath(self.file.name.rpartition("!")[2]).stem if stated.from_file else shown.shown)
        if name.strip() in _NOTHING:
            return "no-section"
        renamed = self.mapping.sections.get(name) or self.mapping.sections.get(plain(name))
        if renamed:
            return self.stations.number("", "", renamed)
        number = self.stations.number(plain(province), plain(basin), name)
        self.stations.locate(number, 0, plain(city) or shown.note("所在地市"), plain(river) or shown.note("所属河流"))
        return number

    def _observed(self, time: str, day: str, clock: str, *parts: str) -> int | str:
        hints = self._hints(parts)
        if time.strip() and day.strip() and not clock.strip():
            # Two columns of which the second is a whole time or the clock of the first: `日期`, `监测时间`.
            alone = self._read(time, hints)
            if not isinstance(alone, str):
                return alone
            time, clock = "", time
        text = time if time.strip() else day
        if not text.strip() and hints.year and hints.month and hints.day is None:
            return "no-day-of-month"
        if clock.strip() and text.strip():
            of_day = read_clock(clock)
            if isinstance(of_day, str):
                return of_day
            hints = structs.replace(hints, clock=of_day)
        return self._read(text, hints)

    def _read(self, text: str, hints: TimeHints) -> int | str:
        """The time; the day in the file's name gives the year only where the text has none."""
        found = read_time(text, hints)
        return read_time(text, structs.replace(hints, file_day=self.file.day)) if found == "no-year" else found

    def _hints(self, parts: tuple[str, ...]) -> TimeHints:
        stated = self.mapping.time
        rolls_back = stated.year.from_file and self.file.day is not None
        return TimeHints(
            year=None if rolls_back else self._part(stated.year, parts[0], self._year_of_file()),
            month=self._part(stated.month, parts[1], self._month_of_file()),
            day=self._part(stated.day, parts[2], None),
            order=stated.order,
            serial=stated.serial,
        )

    def _part(self, stated: Part, text: str, of_file: int | None) -> int | None:
        if stated.from_file:
            return of_file
        if stated.number is not None:
            return stated.number
        digits = re.fullmatch(r"(\d{1,4})(?:\.0+)?\s*[年月日]?", plain(text))
        return int(digits[1]) if digits else None

    def _year_of_file(self) -> int | None:
        if self.file.day:
            return self.file.day.year
        found = set(_YEAR.findall(PurePosixPath(self.file.name).name))
        return int(found.pop()) if len(found) == 1 else None

    def _month_of_file(self) -> int | None:
        found = set(_MONTH.findall(PurePosixPath(self.file.name).name))
        return int(found.pop()) if len(found) == 1 else self.file.day.month if self.file.day else None

    def _source(self, text: str) -> int | str:
        stated = self.mapping.source
        if self.layout.place("source") == NOWHERE:
            return self.sources.number(stated.word or self.file.default_source)
        word = plain(text)
        meant = stated.words.get(word) or stated.words.get(text) or _usual_source(word)
        return self.sources.number(meant) if meant else "unknown-source"

    def _recorded(self, text: str) -> int | str:
        if self.layout.place("recorded") == NOWHERE:
            return 0
        return read_time(plain(text), TimeHints())

    def _is_told(self) -> bool:
        return self.layout.place("recorded") != NOWHERE

    def _default_recorded(self, observed: Numbers) -> Numbers:
        """The day stated, or the file's, or the observation itself; never before the observation unless it is stated."""
        stated = self.mapping.recorded
        if stated.day is not None:
            return np.full(len(observed), stamp.recorded(stated.day), dtype=np.int64)
        if self.file.day is None:
            return observed
        return np.maximum(observed, stamp.recorded(self.file.day))


def _usual_source(word: str) -> str:
    """The source a usual word stands for; empty for another word."""
    names = ((code, name) for code, (zh, en) in SOURCES.items() for name in (zh, en, zh.removesuffix("监测")))
    known = {name: code for code, name in names if code != "joint"}
    return word if is_source(word) else known.get(word, "")



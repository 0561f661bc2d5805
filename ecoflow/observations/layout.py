"""Where things stand in a table: the headings, and of each column what it holds; found, or as a mapping says.

A table is wide (a column for each indicator) or long (a result a row, with its indicator beside it).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping as Dict
from types import MappingProxyType
from typing import Final

from msgspec import Struct

from ecoflow.observations.header import Head, find_head, is_results
from ecoflow.observations.mapping import Column, Mapping, Part
from ecoflow.observations.tables.table import Table
from ecoflow.observations.text_headings import read_heading
from ecoflow.standards.headings import key
from ecoflow.standards.indicators import INDICATORS

NOWHERE: Final = -1

_TIMES: Final = ("time", "date", "clock", "year", "month", "day")
_BESIDE: Final = ("basis", "flag", "limit", "limit-unit", "below", "fraction")
_ONCE: Final = ("section", *_TIMES, "indicator", "value", "source", "recorded")
"""Uses that two columns cannot both have."""


class NoLayout(Exception):  # noqa: N818  (an answer about one table, recorded as a reject)
    """Raised when it cannot be told how a table is to be read; `reason` is the code of the reject."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason


class Values(Struct, frozen=True):
    """A column of results: where it stands, its heading, indicator, unit as text, and the column of its flags."""

    place: int
    heading: str
    indicator: str
    unit: str
    unit_place: int = NOWHERE
    flag: int = NOWHERE
    limit: int = NOWHERE


class Results(Struct, frozen=True):
    """The columns of a long table; `unit` is the unit of all where there is no column of units.

    `beside` are the places of basis, flag, limit, limit-unit, below and fraction, in this order.
    """

    indicator: int
    value: int
    heading: str
    unit_place: int
    unit: str
    beside: tuple[int, ...]


class Layout(Struct, frozen=True):
    """How one table is read. Places are columns from 0, `NOWHERE` where there is none.

    Attributes:
        skip: Rows before the first row of results, as the table's `read` counts them.
        headings: The headings, one for each column.
        uses: Place -> what it is used for (`section`, `time`, ..., `ignore`); results are not among them.
        values: The columns of results of a wide table.
        results: The columns of a long one.
        stop: Whole first cells, or the beginning before a colon, of a row that ends the table.
        unknown: Places with a heading that says nothing known.
    """

    skip: int
    headings: tuple[str, ...]
    uses: Dict[int, str]
    values: tuple[Values, ...]
    results: Results | None
    stop: frozenset[str]
    unknown: tuple[int, ...]

    def place(self, use: str) -> int:
        """The first column of this use."""
        return next((place for place, known in self.uses.items() if known == use), NOWHERE)

    def told(self) -> dict[str, str]:
        """Of each column, by its heading, what it is used for: `NH3N mg/L`, `section`, `ignore`; `?` for none known."""
        uses = dict(self.uses)
        uses |= {one.place: f"{one.indicator} {one.unit or '?'}" for one in self.values} | dict.fromkeys(self.unknown, "?")
        return {f"{place + 1} {self.headings[place]}".strip(): uses[place] for place in sorted(uses)}

    def used(self) -> frozenset[int]:
        """Places that mean something."""
        return frozenset({*self.uses, *(one.place for one in self.values)})

    def ignored(self) -> tuple[int, ...]:
        """Columns the mapping ignores on purpose."""
        return tuple(place for place, use in self.uses.items() if use == "ignore")


def find_layout(table: Table, mapping: Mapping) -> Layout:
    """The layout of a table. Raises `NoLayout` when a part of it is missing or could be two columns."""
    head = find_head(table, mapping)
    found = _Finding(head, mapping, table)
    found.told()
    found.guessed()
    return found.layout()


class _Finding:
    """Columns get their uses: first those the mapping names, then those whose headings are known."""

    def __init__(self, head: Head, mapping: Mapping, table: Table) -> None:
        self.head, self.mapping, self.table = head, mapping, table
        self.read = tuple(read_heading(text) for text in head.headings)
        self.uses: dict[int, str] = {}
        self.columns: dict[int, Column] = {}
        self.beside: dict[tuple[str, str], int] = {}
        self.taken: set[str] = set()

    def named(self, name: str) -> int:
        """The column with this heading, or with this number from 1. Raises `NoLayout` when there is none, or two."""
        wanted = key(name)
        places = [at for at, text in enumerate(self.head.headings) if key(text) == wanted]
        exact = [at for at in places if self.head.headings[at].strip() == name.strip()] or places
        if len(exact) > 1:
            raise NoLayout("column-twice", name)
        if exact:
            return exact[0]
        number = int(name) if name.isascii() and name.isdigit() and len(name) < 6 else 0
        if not 1 <= number <= len(self.head.headings):
            raise NoLayout("no-column", name)
        return number - 1

    def told(self) -> None:
        """What the mapping says."""
        mapping = self.mapping
        named = {"section": mapping.section.column, "time": mapping.time.column, "clock": mapping.time.clock,
                 "year": mapping.time.year.column, "month": mapping.time.month.column, "day": mapping.time.day.column,
                 "source": mapping.source.column, "recorded": mapping.recorded.column}
        if mapping.long:
            named |= {"indicator": mapping.long.indicator, "value": mapping.long.value, "flag": mapping.long.flag,
                      "limit": mapping.long.limit}
        for use, name in named.items():
            if name:
                self.uses[self.named(name)] = use
        for name, column in mapping.columns.items():
            place = self.named(name)
            if column.indicator:
                self.columns[place] = column
            else:
                self.uses[place] = column.use
            if column.flag:
                self.uses[self.named(column.flag)] = "flag of a column"
        self.taken = {use for use in self.uses.values() if use in {*_TIMES, "section", "source", "recorded"}}

    def guessed(self) -> None:
        """What the headings say, for what the mapping leaves open. A time the mapping tells is not looked for again."""
        time_told = bool(self.taken.intersection(_TIMES))
        section_told = bool(self.mapping.section.name or self.mapping.section.from_file)
        for place, heading in enumerate(self.read):
            role = heading.role
            if not role or place in self.uses or place in self.columns or is_results(heading):
                continue
            if heading.indicator:
                self.uses[place] = f"{role} of {heading.indicator}"
                self.beside.setdefault((heading.indicator, role), place)
            elif (role in _TIMES and time_told) or (role == "section" and section_told):
                self.uses[place] = "unused"
            elif role not in self.taken and (self.mapping.long is None or role not in {"indicator", "value"}):
                self.uses[place] = role
        self._settle(told=section_told or "section" in self.taken)

    def _settle(self, *, told: bool) -> None:
        """A code stands for the section where there is no name; a lone column of values without indicators is none."""
        uses = set(self.uses.values())
        codes = [place for place, use in self.uses.items() if use == "code"]
        if not told and "section" not in uses and len(codes) == 1:
            self.uses[codes[0]] = "section"
        if not {"indicator", "value"} <= uses:
            for place in [place for place, use in self.uses.items() if use in {"indicator", "value"}]:
                del self.uses[place]

    def layout(self) -> Layout:
        """All of it. Raises `NoLayout` when a column is missing or two are of one use."""
        counts = Counter(self.uses.values())
        for use in _ONCE:
            if counts[use] > 1:
                names = "、".join(self.head.headings[place] for place, known in self.uses.items() if known == use)
                raise NoLayout("two-columns", f"{use}: {names}")
        results = self._results()
        values = () if results else self._values()
        self._check(counts, values, results)
        used = {*self.uses, *(v.place for v in values)}
        unknown = tuple(at for at, text in enumerate(self.head.headings) if at not in used and text.strip())
        return Layout(self.head.skip, self.head.headings, MappingProxyType(self.uses), values, results,
                      self.head.stop, unknown)

    def _check(self, counts: Counter[str], values: tuple[Values, ...], results: Results | None) -> None:
        section = self.mapping.section
        if not counts["section"] and not section.name and not section.from_file:
            raise NoLayout("no-section-column", "、".join(self.head.headings))
        time = self.mapping.time
        by_parts = (counts["year"] or time.year != Part()) and (counts["month"] or time.month != Part())
        if not counts["time"] and not counts["date"] and not by_parts:
            raise NoLayout("no-time-column", "、".join(self.head.headings))
        twice = [name for name, n in Counter(v.indicator for v in values).items() if n > 1]
        if twice:
            names = "、".join(v.heading for v in values if v.indicator == twice[0])
            raise NoLayout("two-columns", f"{twice[0]}: {names}")
        if not values and results is None:
            raise NoLayout("no-indicator", "、".join(self.head.headings))

    def _results(self) -> Results | None:
        indicator, value = self._place("indicator"), self._place("value")
        if indicator < 0 or value < 0:
            return None
        unit, unit_place = "", self._place("unit")
        if self.mapping.long and self.mapping.long.unit:
            try:
                unit_place = self.named(self.mapping.long.unit)
                self.uses[unit_place] = "unit"
            except NoLayout:
                unit, unit_place = self.mapping.long.unit, NOWHERE
        unit = unit or self.read[value].unit
        beside = tuple(self._place(use) for use in _BESIDE)
        return Results(indicator, value, self.head.headings[value], unit_place, unit, beside)

    def _place(self, use: str) -> int:
        return next((place for place, known in self.uses.items() if known == use), NOWHERE)

    def _values(self) -> tuple[Values, ...]:
        found = []
        for place, heading in enumerate(self.head.headings):
            told = self.columns.get(place)
            if told is None and (place in self.uses or not is_results(self.read[place])):
                continue
            indicator = told.indicator if told else self.read[place].indicator
            unit = (told.unit if told else "") or self.head.units.get(place, "") or self.read[place].unit
            unit_place, flag, limit = (self.beside.get((indicator, role), NOWHERE) for role in ("unit", "flag", "limit"))
            flag = self.named(told.flag) if told and told.flag else flag
            unit = unit if unit or unit_place != NOWHERE else _own_unit(indicator)
            found.append(Values(place, heading, indicator, unit, NOWHERE if unit else unit_place, flag, limit))
        return tuple(found)


def _own_unit(indicator: str) -> str:
    """The unit of an indicator that has none, such as pH."""
    known = INDICATORS.get(indicator)
    return "1" if known and known.unit == "1" else ""

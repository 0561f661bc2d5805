"""A mapping as the importer uses it: what a mapping file says, or nothing (`Mapping()`), and all of it is found."""

from __future__ import annotations

from collections.abc import Mapping as Table
from datetime import date
from types import MappingProxyType
from typing import Final, Literal

from msgspec import Struct

from ecoflow.observations.text_rules import BELOW_WORDS, FLAG_WORDS, MISSING, NOT_MEASURED_WORDS

FROM_FILE: Final = "file"
"""Says that a part of the time stands in the file's name."""


Order = Literal["", "day-month", "month-day"]
Serial = Literal["", "1900", "1904"]


class Part(Struct, frozen=True):
    """Year, month or day: a number, a column, or in the file's name."""

    number: int | None = None
    column: str = ""
    from_file: bool = False


class Time(Struct, frozen=True):
    """Columns and parts of the time of observation; all empty: as headings tell."""

    column: str = ""
    clock: str = ""
    year: Part = Part()
    month: Part = Part()
    day: Part = Part()
    order: Order = ""
    serial: Serial = ""


class Section(Struct, frozen=True):
    """Where the section's name stands; all empty: as headings tell."""

    column: str = ""
    name: str = ""
    from_file: bool = False


class Source(Struct, frozen=True):
    """The source of all rows, or a column and what its words mean."""

    word: str = ""
    column: str = ""
    words: Table[str, str] = MappingProxyType({})


class Recorded(Struct, frozen=True):
    """When rows became known: a day, the file's day, or a column; none: the file's day or the observation itself."""

    day: date | None = None
    file_day: bool = False
    column: str = ""


class Column(Struct, frozen=True):
    """A column of `columns`: a use in one word, or an indicator with its unit and the column of its flags."""

    use: str = ""
    indicator: str = ""
    unit: str = ""
    flag: str = ""


class Long(Struct, frozen=True):
    """Columns of a table with one result a row; `names` are the file's names of indicators."""

    indicator: str
    value: str
    unit: str = ""
    flag: str = ""
    limit: str = ""
    names: Table[str, str] = MappingProxyType({})


class Words(Struct, frozen=True):
    """What words among the values mean; `limits` are millionths of the indicator's unit."""

    missing: tuple[str, ...] = MISSING
    not_measured: tuple[str, ...] = NOT_MEASURED_WORDS
    below: tuple[str, ...] = BELOW_WORDS
    flags: Table[str, str] = FLAG_WORDS
    limits: Table[str, int] = MappingProxyType({})


class Mapping(Struct, frozen=True):
    """How files are to be read; a field left at its default is found from the file."""

    name: str = ""
    files: str = ""
    sheet: str = ""
    header_row: int | None = None
    units_row: int | None = None
    stop: tuple[str, ...] | None = None
    source: Source = Source()
    recorded: Recorded = Recorded()
    time: Time = Time()
    section: Section = Section()
    sections: Table[str, str] = MappingProxyType({})
    columns: Table[str, Column] = MappingProxyType({})
    long: Long | None = None
    values: Words = Words()

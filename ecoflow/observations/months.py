"""From scratch records to the months of an observations folder: repeats collapsed, sorted, exact."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from msgspec import Struct, field

from ecoflow.observations.repeats import Orders, collapse
from ecoflow.observations.schema import VALUE_DECIMALS, VALUE_DIGITS, arrow_schema
from ecoflow.observations.scratch import NO_VALUE, Month, MonthFiles, Records
from ecoflow.observations.tables.ahead import ahead
from ecoflow.observations.write import NewFolder

_MINUTE: Final = 16
"""Characters of `YYYY-MM-DD HH:MM`."""


class Words(Struct, frozen=True):
    """What the numbers of a run stand for; `paths` are those of the files.

    `apart` says that records of one second are in the order of their file (see `repeats`).
    """

    sections: tuple[str, ...]
    indicators: tuple[str, ...]
    units: tuple[str, ...]
    flags: tuple[str, ...]
    sources: tuple[str, ...]
    paths: tuple[str, ...]
    apart: bool


class Written(Struct):
    """What was written, counted, without rows that were there before; `first` and `last` are times of observation."""

    repeats: int = 0
    revisions: int = 0
    contradictions: int = 0
    added: int = 0
    first: str = ""
    last: str = ""
    by_section: Counter[str] = field(default_factory=Counter)
    indicators: Counter[str] = field(default_factory=Counter)

    @property
    def by_indicator(self) -> dict[str, int]:
        """Rows per indicator, sorted by id."""
        return dict(sorted(self.indicators.items()))

    def count(self, rows: Records, words: Words) -> None:
        """Take in the rows of a month, the months in order."""
        if not len(rows):
            return
        self.first = self.first or _minute(rows["observed"].min())
        self.last = _minute(rows["observed"].max())
        self.by_section.update(_counts(rows["section"], words.sections))
        self.indicators.update(_counts(rows["indicator"], words.indicators))


def orders(words: Words, known: int = -1) -> Orders:
    """The ranks by which a month is sorted; `known` is the number of the file that stands for rows already there."""
    return Orders(_ranks(words.sections), _ranks(words.indicators), _ranks(words.sources), _ranks(words.paths), known)


def write_months(folder: NewFolder, months: MonthFiles, words: Words) -> Written:
    """Write every month of the run, with the rows already there if it adds to a folder.

    Two months are in memory at a time: the next one is made while this one is written.
    """
    from ecoflow.observations.append import with_known

    there = {month: file for month in months.months() if (file := folder.known(*month))}
    words = with_known(words, there.values()) if there else words
    written = Written()
    for (year, month), rows in ahead(_months(months, words, there, written)):
        folder.write_month(year, month, rows, ordered=True)
    return written


def _months(
    months: MonthFiles, words: Words, there: Mapping[Month, Path], written: Written,
) -> Iterator[tuple[Month, pa.Table]]:
    """Every month as a table, sorted and without repeats; what was left out is counted in `written`."""
    from ecoflow.observations.append import known_records

    by = orders(words, len(words.paths) - 1 if there else -1)
    for month in months.months():
        records, raw = months.take(month)
        if month in there:
            known, texts = known_records(there[month], words)
            records, raw = np.concatenate([known, records]), pa.concat_arrays([texts, raw])
        found = collapse(records, by, apart=words.apart)
        rows = records[found.kept]
        written.repeats += found.repeats
        written.revisions += found.revisions
        written.contradictions += found.contradictions
        fresh = rows[rows["file"] != by.known] if there else rows
        written.added += len(fresh)
        written.count(fresh, words)
        yield month, table(rows, raw.take(pa.array(found.kept)), words)


def table(rows: Records, raw: pa.LargeStringArray, words: Words) -> pa.Table:
    """Records with their texts as the observations table."""
    schema = arrow_schema(raw=True)
    columns = {
        "section": _words(rows["section"], words.sections),
        "observed_at": pa.array(rows["observed"], pa.timestamp("us")),
        "indicator": _words(rows["indicator"], words.indicators),
        "value": _decimals(rows["value"]),
        "unit": _words(rows["unit"], words.units),
        "flag": _words(rows["flag"], words.flags),
        "source": _words(rows["source"], words.sources),
        "recorded_at": pa.array(rows["recorded"], pa.timestamp("us")),
        "raw": raw,
    }
    fields = [pa.field(f.name, columns[f.name].type, nullable=f.nullable) for f in schema]
    return pa.table([columns[f.name] for f in schema], schema=pa.schema(fields))


def _words(numbers: npt.NDArray[np.generic], words: Sequence[str]) -> pa.DictionaryArray:
    """Text by number, kept as a dictionary so that a month never holds millions of strings.

    The dictionary holds the words of this month only, sorted, so the bytes do not tell the order of reading.
    """
    used = np.flatnonzero(np.bincount(numbers, minlength=1))
    names = [words[number] for number in used.tolist()]
    places = np.zeros(len(words) or 1, dtype=np.int32)
    places[used] = _ranks(names)
    return pa.DictionaryArray.from_arrays(pa.array(places[numbers]), pa.array(sorted(names), pa.string()))


def _decimals(millionths: npt.NDArray[np.int64]) -> pa.Array:
    """Millionths as decimal(18,6), bit for bit: a 128-bit decimal is its integer, low half first, sign carried up."""
    halves = np.empty((len(millionths), 2), dtype="<i8")
    halves[:, 0] = millionths
    halves[:, 1] = millionths >> 63
    known = pa.array(millionths != NO_VALUE).buffers()[1]
    kind = pa.decimal128(VALUE_DIGITS, VALUE_DECIMALS)
    return pa.Array.from_buffers(kind, len(millionths), [known, pa.py_buffer(halves)])


def _ranks(words: Sequence[str]) -> npt.NDArray[np.int32]:
    """The rank of every word by its number; equal words in the order of their numbers."""
    ranks = np.empty(len(words), dtype=np.int32)
    order = sorted(range(len(words)), key=lambda number: (words[number], number))
    ranks[order] = np.arange(len(words), dtype=np.int32)
    return ranks


def _counts(numbers: npt.NDArray[np.int32], words: Sequence[str]) -> dict[str, int]:
    return {words[number]: int(n) for number, n in enumerate(np.bincount(numbers)) if n}


def _minute(moment: np.int64) -> str:
    return str(np.datetime64(int(moment), "us"))[:_MINUTE].replace("T", " ")

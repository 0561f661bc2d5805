"""From scratch records to the months of an observations folder: repeats collapsed, sorted, exact."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from msgspec import Struct, field

from ecoflow.observations.cnemc import Run
from ecoflow.observations.repeats import collapse
from ecoflow.observations.schema import VALUE_DECIMALS, VALUE_DIGITS, arrow_schema
from ecoflow.observations.scratch import NO_VALUE, MonthFiles
from ecoflow.observations.write import NewFolder

_MINUTE: Final = 16
"""Characters of `YYYY-MM-DD HH:MM`."""


class Written(Struct):
    """What was written, counted; `first` and `last` are times of observation as text."""

    repeats: int = 0
    revisions: int = 0
    first: str = ""
    last: str = ""
    by_section: Counter[str] = field(default_factory=Counter)
    indicators: Counter[str] = field(default_factory=Counter)

    @property
    def by_indicator(self) -> dict[str, int]:
        """Rows per indicator, sorted by id."""
        return dict(sorted(self.indicators.items()))


def write_months(folder: NewFolder, months: MonthFiles, run: Run, paths: Sequence[str]) -> Written:
    """Write every month of the run; one month is in memory at a time. `paths` are those of the files by number."""
    sections, indicators = run.stations.names(), run.indicators.words()
    orders = (_ranks(sections), _ranks(indicators), _ranks(paths))
    written = Written()
    for year, month in months.months():
        rows, repeats, revisions = collapse(months.take((year, month)), *orders)
        folder.write_month(year, month, _table(rows, sections, indicators, run), ordered=True)
        written.repeats += repeats
        written.revisions += revisions
        written.first = written.first or _minute(rows["observed"].min())
        written.last = _minute(rows["observed"].max())
        written.by_section.update(_counts(rows["section"], sections))
        written.indicators.update(_counts(rows["indicator"], indicators))
    return written


def _table(rows: npt.NDArray[np.void], sections: Sequence[str], indicators: Sequence[str], run: Run) -> pa.Table:
    schema = arrow_schema()
    columns = {
        "section": _words(rows["section"], sections),
        "observed_at": pa.array(rows["observed"], pa.timestamp("us")),
        "indicator": _words(rows["indicator"], indicators),
        "value": _decimals(rows["value"]),
        "unit": _words(rows["unit"], run.units.words()),
        "flag": _words(rows["flag"], run.flags.words()),
        "source": _words(np.zeros(len(rows), dtype=np.int32), ("automatic",)),
        "recorded_at": pa.array(rows["recorded"], pa.timestamp("us")),
    }
    fields = [pa.field(f.name, columns[f.name].type, nullable=f.nullable) for f in schema]
    return pa.table([columns[f.name] for f in schema], schema=pa.schema(fields))


def _words(numbers: npt.NDArray[np.generic], words: Sequence[str]) -> pa.DictionaryArray:
    """Text by number, kept as a dictionary so that a month never holds millions of strings.

    The dictionary holds the words of this month only, sorted, so the bytes do not tell the order of reading.
    """
    used, at = np.unique(numbers, return_inverse=True)
    names = [words[number] for number in used]
    return pa.DictionaryArray.from_arrays(pa.array(_ranks(names)[at]), pa.array(sorted(names), pa.string()))


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

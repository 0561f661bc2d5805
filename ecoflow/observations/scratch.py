"""Records on their way from many files to months: sorted into scratch files by month, so memory stays bounded.

A month has two files: records of one size, and the cells' texts one after the other, whose lengths the records hold.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from ecoflow.observations.cnemc import Record
from ecoflow.observations.texts import offsets, texts

_KEPT_IN_MEMORY: Final = 400_000

NO_VALUE: Final = np.iinfo(np.int64).min
"""Stands for "no value" while a value is a plain integer; far outside what decimal(18,6) can hold."""

LAYOUT: Final = np.dtype(
    [
        ("section", "i4"), ("indicator", "i4"), ("observed", "i8"), ("recorded", "i8"), ("file", "i4"), ("row", "i4"),
        ("value", "i8"), ("shown", "i2"), ("flag", "i2"), ("unit", "i2"), ("source", "i2"), ("length", "i4"),
    ],
)
"""One record: numbers of words, times in microseconds, the value in millionths, bytes of the cell's text."""

Records = npt.NDArray[np.void]
Month = tuple[int, int]
"""Year and month of observation."""

_DAY: Final = 86_400_000_000


class MonthFiles:
    """Takes records in any order and gives them back month by month."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._waiting: dict[Month, list[tuple[int | str, ...]]] = defaultdict(list)
        self._of_day: dict[int, Month] = {}
        self._written: set[Month] = set()
        self._count = 0

    def add(self, records: Iterable[Record]) -> None:
        """Keep records of one source each; written out when too many wait."""
        for record in records:
            filled = NO_VALUE if record.value is None else record.value
            month = self._month(record.observed // _DAY)
            self._waiting[month].append((*record[:6], filled, *record[7:10], 0, record.raw))
            self._count += 1
        if self._count >= _KEPT_IN_MEMORY:
            self._flush()

    def add_many(self, records: Records, raw: pa.LargeStringArray) -> None:
        """Keep many records (`LAYOUT`, `length` filled in here) with the text of each; written out at once."""
        months = (records["observed"] // _DAY).astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
        rows = records
        if np.any(np.diff(months) < 0):
            order = np.argsort(months, kind="stable")
            rows, months, raw = records[order], months[order], raw.take(pa.array(order))
        ends, text = offsets(raw)
        rows["length"] = np.diff(ends)
        starts = np.flatnonzero(np.diff(months, prepend=-(10**9)))
        for start, stop in zip(starts, [*starts[1:], len(rows)], strict=True):
            year, month = divmod(int(months[start]), 12)
            self._append((1970 + year, month + 1), rows[start:stop], text[ends[start] : ends[stop]])

    def months(self) -> list[Month]:
        """The months that have records, in order."""
        self._flush()
        return sorted(self._written)

    def take(self, month: Month) -> tuple[Records, pa.LargeStringArray]:
        """All records of a month and their texts, in the order they came; the scratch files are gone afterwards."""
        path = self._path(month)
        found = np.fromfile(path, dtype=LAYOUT)
        text = np.fromfile(path.with_suffix(".texts"), dtype=np.uint8)
        path.unlink()
        path.with_suffix(".texts").unlink()
        return found, texts(found["length"], text)

    def _flush(self) -> None:
        for month, records in self._waiting.items():
            raw = [str(record[-1]).encode() for record in records]
            lengths = (len(text) for text in raw)
            rows = [(*record[:-1], length) for record, length in zip(records, lengths, strict=True)]
            self._append(month, np.array(rows, dtype=LAYOUT), np.frombuffer(b"".join(raw), dtype=np.uint8))
        self._waiting.clear()
        self._count = 0

    def _append(self, month: Month, records: Records, text: npt.NDArray[np.uint8]) -> None:
        self._written.add(month)
        path = self._path(month)
        for file, part in ((path, records), (path.with_suffix(".texts"), text)):
            with file.open("ab") as stream:
                stream.write(part.tobytes())

    def _month(self, day: int) -> Month:
        known = self._of_day.get(day)
        if known is None:
            text = str(np.datetime64(day, "D"))
            known = self._of_day[day] = (int(text[:4]), int(text[5:7]))
        return known

    def _path(self, month: Month) -> Path:
        return self._folder / f"{month[0]:04d}-{month[1]:02d}.records"

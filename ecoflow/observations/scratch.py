"""Records on their way from many files to months: sorted into one scratch file a month, so memory stays bounded."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from pathlib import Path
from typing import Final

import numpy as np
import numpy.typing as npt

from ecoflow.observations.cnemc import Record

_KEPT_IN_MEMORY: Final = 400_000

NO_VALUE: Final = np.iinfo(np.int64).min
"""Stands for "no value" while a value is a plain integer; far outside what decimal(18,6) can hold."""

LAYOUT: Final = np.dtype(
    [
        ("section", "i4"), ("indicator", "i4"), ("observed", "i8"), ("recorded", "i8"), ("file", "i4"), ("row", "i4"),
        ("value", "i8"), ("shown", "i2"), ("flag", "i2"), ("unit", "i2"),
    ],
)

Month = tuple[int, int]
"""Year and month of observation."""

_DAY: Final = 86_400_000_000


class MonthFiles:
    """Takes records in any order and gives them back month by month."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._waiting: dict[Month, list[tuple[int, ...]]] = defaultdict(list)
        self._months: dict[int, Month] = {}
        self._count = 0

    def add(self, records: Iterable[Record]) -> None:
        """Keep records; written out when too many wait."""
        for record in records:
            filled = NO_VALUE if record.value is None else record.value
            self._waiting[self._month(record.observed // _DAY)].append((*record[:6], filled, *record[7:]))
            self._count += 1
        if self._count >= _KEPT_IN_MEMORY:
            self._flush()

    def months(self) -> list[Month]:
        """The months that have records, in order."""
        self._flush()
        return sorted(set(self._months.values()))

    def take(self, month: Month) -> npt.NDArray[np.void]:
        """All records of a month, in the order they came; the scratch file is gone afterwards."""
        path = self._path(month)
        found = np.fromfile(path, dtype=LAYOUT)
        path.unlink()
        return found

    def _flush(self) -> None:
        for month, records in self._waiting.items():
            with self._path(month).open("ab") as file:
                file.write(np.array(records, dtype=LAYOUT).tobytes())
        self._waiting.clear()
        self._count = 0

    def _month(self, day: int) -> Month:
        known = self._months.get(day)
        if known is None:
            text = str(np.datetime64(day, "D"))
            known = self._months[day] = (int(text[:4]), int(text[5:7]))
        return known

    def _path(self, month: Month) -> Path:
        return self._folder / f"{month[0]:04d}-{month[1]:02d}.records"

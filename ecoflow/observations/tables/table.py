"""A table of text, whatever file it came from: a sample of its first rows, and all rows in batches of bounded size."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from types import MappingProxyType
from typing import Final, Protocol

import numpy as np
import numpy.typing as npt
import pyarrow as pa
from msgspec import Struct

SAMPLE_ROWS: Final = 60
"""Rows a layout is looked for in."""

WIDEST: Final = 4_096
"""Columns of the widest table that is read."""

_BATCH_CELLS: Final = 2_000_000


class Readable(Protocol):
    """A stream of bytes; `read` gives up to so many, none at the end."""

    def read(self, size: int = -1, /) -> bytes:
        """Up to so many bytes; all of them without a size."""
        ...


class UnreadableTable(Exception):  # noqa: N818  (an answer about one file, recorded as a reject)
    """Raised when a file is not what it seems; `reason` is the code of the reject, the message what was found."""

    def __init__(self, message: str, reason: str = "unreadable") -> None:
        super().__init__(message)
        self.reason = reason


class Ragged(Struct, frozen=True):
    """A row with another number of cells than the header."""

    row: int
    cells: tuple[str, ...]


class Batch(Struct, frozen=True):
    """Some rows: a column of text (or of bytes in the table's encoding) for each heading, none null.

    Attributes:
        columns: The columns, all of one length.
        rows: The place of each row in the file, from 1.
        ragged: Rows between these that have another number of cells.
        covered: Of a column, the positions of cells that repeat the merged cell they lie in.
    """

    columns: tuple[pa.Array, ...]
    rows: npt.NDArray[np.int64]
    ragged: tuple[Ragged, ...] = ()
    covered: Mapping[int, tuple[int, ...]] = MappingProxyType({})


class Table(Struct, frozen=True):
    """One table of a file.

    Attributes:
        part: The sheet; empty where a file is one table.
        first: The place of the first row of `sample`: 1, or 0 where the headings stand outside the rows.
        sample: The first rows as text, of any length each.
        read: The rows after so many of the first, as a table of so many columns.
        encodings: In which order to try to read bytes as text.
    """

    part: str
    first: int
    sample: tuple[tuple[str, ...], ...]
    read: Callable[[int, int], Iterator[Batch]]
    encodings: tuple[str, ...] = ("utf-8",)


def decoded(raw: bytes, encodings: Iterable[str]) -> str | None:
    """The text of some bytes in the first encoding that fits; None when none does."""
    for encoding in encodings:
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return None


def batches(
    rows: Iterable[tuple[int, list[str]]], width: int, covered: Mapping[int, frozenset[int]] = MappingProxyType({}),
) -> Iterator[Batch]:
    """Rows as (place, cells) in batches; a row that is too short is filled up, as a spreadsheet would show it.

    `covered` tells of a place the columns whose cell only repeats a merged one.
    """
    waiting = iter(rows)
    while taken := list(islice(waiting, max(1, _BATCH_CELLS // max(1, width)))):
        fitting = [(place, cells) for place, cells in taken if len(cells) <= width]
        repeated: dict[int, list[int]] = {}
        for at, (place, _) in enumerate(fitting):
            for column in covered.get(place, ()):
                repeated.setdefault(column, []).append(at)
        yield Batch(
            tuple(_column(fitting, column) for column in range(width)),
            np.array([place for place, _ in fitting], dtype=np.int64),
            tuple(Ragged(place, tuple(cells)) for place, cells in taken if len(cells) > width),
            {column: tuple(places) for column, places in repeated.items()},
        )


def _column(rows: list[tuple[int, list[str]]], column: int) -> pa.Array:
    return pa.array([cells[column] if column < len(cells) else "" for _, cells in rows], pa.large_string())

"""CSV and its kin (tab, semicolon, bar) as a table of bytes, streamed: pyarrow reads, this file numbers the rows.

Bytes stay bytes until their distinct texts are read, so a file may mix UTF-8 and GB 18030 cell by cell; the separators
are the same in both. A row is one record: a quoted cell may go over several lines.
"""

from __future__ import annotations

import csv
import io
import lzma
import tarfile
import zipfile
import zlib
from collections.abc import Iterator
from itertools import islice
from typing import Final

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv

from ecoflow.observations.tables.encoding import decoded_stream, encodings_of
from ecoflow.observations.tables.table import (
    SAMPLE_ROWS,
    WIDEST,
    Batch,
    Ragged,
    Readable,
    Table,
    UnreadableTable,
    batches,
    decoded,
)

_SAMPLE: Final = 1 << 20
_BLOCK: Final = 4 << 20
"""Bytes read at a time; also those of the longest row."""

_STEP: Final = 1 << 16
_SEPARATORS: Final = (",", "\t", ";", "|")
_TEXT: Final = pa.dictionary(pa.int32(), pa.binary())

FAULTS: Final = (
    OSError, EOFError, ValueError, zlib.error, lzma.LZMAError, tarfile.TarError, zipfile.BadZipFile, UnreadableTable,
)
"""What reading a damaged stream, packed or not, may raise."""


def read_csv(stream: Readable) -> Table:
    """The one table of a text file. Raises `UnreadableTable`; reading the rows may raise it too, after some batches."""
    source = _Guarded(decoded_stream(stream))
    head = _take(source, _SAMPLE)
    if not head.strip():
        raise UnreadableTable(source.fault or "an empty file")
    encodings = encodings_of(head)
    text = head.decode(encodings[0], "replace").removeprefix("\ufeff")
    separator = _separator(text)
    sample, ends = _rows(text, separator, complete=len(head) < _SAMPLE)
    if not sample:
        raise UnreadableTable("not CSV: a row without an end")
    if max(map(len, sample)) > WIDEST:
        raise UnreadableTable(f"more than {WIDEST:,} columns", "too-wide")

    def read(skip: int, width: int) -> Iterator[Batch]:
        start = _lines_end(head, ends[skip - 1] if skip else 0)
        return _batches(_Rest(head[start:], source), separator, skip, width, encodings)

    return Table("", 1, tuple(sample), read, encodings)


class _Guarded:
    """A stream whose fault becomes its end, and is kept; read in small steps, so that little is lost before a fault."""

    def __init__(self, stream: Readable) -> None:
        self._stream = stream
        self.fault = ""

    def read(self, size: int = -1) -> bytes:
        """Up to so many bytes, none at the end or after a fault."""
        if self.fault:
            return b""
        try:
            return self._stream.read(min(size, _STEP) if size >= 0 else _STEP)
        except FAULTS as error:
            self.fault = str(error) or type(error).__name__
            return b""


def _take(stream: Readable, most: int) -> bytes:
    """Up to so many bytes, also of a stream that gives fewer at a time."""
    parts: list[bytes] = []
    while most > 0 and (part := stream.read(most)):
        parts.append(part)
        most -= len(part)
    return b"".join(parts)


def _separator(text: str) -> str:
    """The separator of which the first lines have most, all in all; a comma if none."""
    lines = [line for line in text.splitlines()[:SAMPLE_ROWS] if line.strip()]
    counts = {mark: sum(min(line.count(mark), WIDEST) for line in lines) for mark in _SEPARATORS}
    return max(_SEPARATORS, key=lambda mark: counts[mark])


def _rows(text: str, separator: str, *, complete: bool) -> tuple[list[tuple[str, ...]], list[int]]:
    """The first rows, and after which line each ends; a row that may have been cut by the end of the text is left out."""
    lines = csv.reader(io.StringIO(text, newline=""), delimiter=separator)
    rows: list[tuple[str, ...]] = []
    ends: list[int] = []
    try:
        for row in islice(lines, SAMPLE_ROWS):
            rows.append(tuple(row))
            ends.append(lines.line_num)
    except csv.Error:
        pass  # a cell longer than the standard reader takes: what came before is sample enough
    if not complete and len(rows) < SAMPLE_ROWS:
        del rows[-1:], ends[-1:]
    return rows, ends


def _lines_end(head: bytes, lines: int) -> int:
    """Bytes of the first so many lines, however they end; the byte order mark counts to the first."""
    at = len("\ufeff".encode()) if head.startswith("\ufeff".encode()) else 0
    for _ in range(lines):
        found = [place for place in (head.find(b"\n", at), head.find(b"\r", at)) if place >= 0]
        if not found:
            return len(head)
        at = min(found)
        at += 2 if head[at : at + 2] == b"\r\n" else 1
    return at


class _Rest(io.RawIOBase):
    """What has been read already, then the rest of the stream, as pyarrow wants it; `fault` is the stream's."""

    def __init__(self, begin: bytes, stream: _Guarded) -> None:
        self._begin, self._stream = begin, stream
        self._own = ""

    @property
    def fault(self) -> str:
        """What broke the stream off, or the reader; empty when nothing did."""
        return self._own or self._stream.fault

    def broken(self, fault: str) -> None:
        """Note a fault of the reader."""
        self._own = fault

    def readable(self) -> bool:
        """Whether it can be read: always."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Up to so many bytes, none at the end or after a fault."""
        if self._begin:
            part, self._begin = (self._begin[:size], self._begin[size:]) if size >= 0 else (self._begin, b"")
            return part
        return _take(self._stream, size)


def _batches(
    rest: _Rest, separator: str, skipped: int, width: int, encodings: tuple[str, ...],
) -> Iterator[Batch]:
    """The rows of the rest; a row keeps the number it has in the file, rows of another width between them too."""
    names = [str(column) for column in range(width)]
    numbering = _Numbering(skipped + 1, skipped, separator, encodings)
    try:
        reader = arrow_csv.open_csv(
            rest,
            arrow_csv.ReadOptions(use_threads=False, block_size=_BLOCK, column_names=names),
            arrow_csv.ParseOptions(
                delimiter=separator,
                newlines_in_values=True,
                ignore_empty_lines=False,
                invalid_row_handler=numbering.note,
            ),
            arrow_csv.ConvertOptions(
                column_types=dict.fromkeys(names, _TEXT), null_values=[], strings_can_be_null=False,
            ),
        )
        for batch in reader:
            yield from numbering.batches(batch, width)
    except pa.ArrowInvalid as error:
        if "Empty CSV" not in str(error):
            rest.broken(str(error).splitlines()[0])
    yield from numbering.batches(None, width)
    if rest.fault:
        raise UnreadableTable(f"after row {numbering.next - 1}: {rest.fault}", "cut-short")


class _Numbering:
    """Gives rows their numbers: those that fit come in batches without one, the others come one by one with one."""

    def __init__(self, first: int, skipped: int, separator: str, encodings: tuple[str, ...]) -> None:
        self.next = first
        self._skipped, self._separator, self._encodings = skipped, separator, encodings
        self._others: list[Ragged] = []

    def note(self, row: arrow_csv.InvalidRow) -> str:
        """Keep a row that does not fit; pyarrow asks what to do with it."""
        text = row.text.encode("utf-8", "surrogateescape") if isinstance(row.text, str) else row.text
        shown = decoded(text, self._encodings) or text.decode("utf-8", "replace")
        try:
            cells = next(csv.reader([shown], delimiter=self._separator), [])
        except csv.Error:
            cells = [shown]
        self._others.append(Ragged(row.number + self._skipped, tuple(cells)))
        return "skip"

    def batches(self, batch: pa.RecordBatch | None, width: int) -> Iterator[Batch]:
        """The batch with its numbers, and the rows of another width up to its end; without a batch, the last of them.

        Rows that are too long by nothing but empty cells are taken as they are meant.
        """
        rows = self._numbers(batch.num_rows if batch is not None else 0)
        here = [other for other in self._others if batch is None or other.row < self.next]
        del self._others[: len(here)]
        if batch is None and here:
            self.next = max(self.next, here[-1].row + 1)
        fitting = [(o.row, list(o.cells[:width])) for o in here if len(o.cells) > width and not any(o.cells[width:])]
        known = {row for row, _ in fitting}
        ragged = tuple(other for other in here if other.row not in known)
        if batch is not None or ragged:
            columns = batch.columns if batch is not None else [pa.array([], pa.large_string())] * width
            yield Batch(tuple(columns), rows, ragged)
        yield from batches(fitting, width)

    def _numbers(self, count: int) -> np.ndarray[tuple[int], np.dtype[np.int64]]:
        """The next so many numbers that no other row has."""
        found: list[np.ndarray[tuple[int], np.dtype[np.int64]]] = []
        for other in self._others:
            if count <= 0:
                break
            run = min(count, other.row - self.next)
            found.append(np.arange(self.next, self.next + run, dtype=np.int64))
            count, self.next = count - run, self.next + run
            if self.next == other.row:
                self.next += 1
        found.append(np.arange(self.next, self.next + count, dtype=np.int64))
        self.next += count
        return np.concatenate(found)

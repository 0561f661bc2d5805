"""A look into a workbook before it is read: packed files that would unpack to more than memory holds are refused.

A sheet is read as a whole block from its first to its last cell, so a single cell far away costs as much as a full sheet.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from typing import Final

from ecoflow.observations.tables.table import UnreadableTable

_LARGEST_PART: Final = 1 << 30
_LARGEST_BLOCK: Final = 20_000_000
"""Cells from the first to the last of a sheet."""

_PART: Final = 1 << 22
_OVERLAP: Final = 4_096
_REPEATED: Final = 20_000

_CELL = re.compile(rb'<(?:\w+:)?c\s(?:[^>]*?\s)?r="([A-Z]{1,4})([0-9]{1,8})"[^>]*[^/]>')
_REPEAT = re.compile(rb'<table:table-cell[^>]*number-columns-repeated="([0-9]+)"[^>]*[^/]>')
_ROWS = re.compile(
    rb'<table:table-row[^>]*number-rows-repeated="([0-9]+)"[^>]*>((?:(?!</table:table-row>).){0,4000})', re.DOTALL,
)


def check_package(content: bytes) -> None:
    """Refuses (`UnreadableTable`) a packed workbook that is damaged or would take too much; others are let through."""
    if not content.startswith(b"PK"):
        return
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            if sum(part.file_size for part in package.infolist()) > _LARGEST_PART:
                raise UnreadableTable("the workbook unpacks to over 1 GB", "too-large")
            for part in package.infolist():
                if part.filename.startswith("xl/worksheets/") and part.filename.endswith(".xml"):
                    _check_sheet(package, part)
                elif part.filename == "content.xml":
                    _check_open_document(package, part)
    except (zipfile.BadZipFile, zlib.error, OSError, EOFError, RuntimeError, NotImplementedError, ValueError) as error:
        raise UnreadableTable(f"not a workbook: {error}") from error


def _parts(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> Iterator[bytes]:
    """The text of a part piece by piece, each with the end of the one before."""
    with package.open(part) as stream:
        tail, size = b"", 0
        while piece := stream.read(_PART):
            size += len(piece)
            if size > _LARGEST_PART:
                raise UnreadableTable("the workbook unpacks to over 1 GB", "too-large")
            yield tail + piece
            tail = piece[-_OVERLAP:]


def _check_sheet(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    first, last, width = 10**9, 0, 0
    for piece in _parts(package, part):
        for letters, number in set(_CELL.findall(piece)):
            row = int(number)
            first, last = min(first, row), max(last, row)
            width = max(width, _column(letters))
        if max(0, last - first + 1) * width > _LARGEST_BLOCK:
            raise UnreadableTable(f"cells are strewn over {last:,} rows and {width:,} columns", "too-large")


def _column(letters: bytes) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + letter - 64
    return number


def _check_open_document(package: zipfile.ZipFile, part: zipfile.ZipInfo) -> None:
    for piece in _parts(package, part):
        wide = any(int(count) > _OVERLAP for count in _REPEAT.findall(piece))
        tall = any(int(count) > _REPEATED and b"<text:p" in row for count, row in _ROWS.findall(piece))
        if wide or tall:
            raise UnreadableTable("a cell that is repeated over thousands of others", "too-large")

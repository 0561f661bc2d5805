"""Workbooks (.xlsx, .xlsm, .xls, .ods) as tables of text, read by calamine.

A number becomes the shortest text that means it (`0.1`, `10`), a date `2025-01-02`, a time `2025-01-02 07:50:00`. Formulas
are what the program that saved the file last computed. A merged cell is read in each cell it covers, as a reader sees it;
the batch says which cells only repeat it, so that no value counts twice.
"""

from __future__ import annotations

import datetime as dt
import io
from collections import defaultdict
from collections.abc import Iterator
from itertools import islice
from typing import TYPE_CHECKING, Any, Final

from ecoflow.observations.tables.package import check_package
from ecoflow.observations.tables.table import SAMPLE_ROWS, WIDEST, Batch, Table, UnreadableTable, batches

if TYPE_CHECKING:
    from python_calamine import CalamineSheet, CalamineWorkbook

_MOST_MERGED: Final = 1_000_000
_WHOLE: Final = 2.0**53
_HALF_A_SECOND: Final = dt.timedelta(milliseconds=500)

Row = tuple[int, list[str]]


def read_workbook(content: bytes) -> tuple[Table, ...]:
    """The sheets that hold anything, in their order. Raises `UnreadableTable`."""
    check_package(content)
    try:
        return tuple(_table(sheet) for sheet in _sheets(content) if sheet.height and sheet.width)
    except BaseException as error:
        raise _fault(error) from error


def _sheets(content: bytes) -> Iterator[CalamineSheet]:
    from python_calamine import CalamineWorkbook

    book: CalamineWorkbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
    for name in book.sheet_names:
        yield book.get_sheet_by_name(name)


def _fault(error: BaseException) -> BaseException:
    """What to raise for a fault of the reader: a panic of the library is an answer about the file, Ctrl-C is not."""
    if isinstance(error, UnreadableTable):
        return error
    if isinstance(error, Exception) or type(error).__name__ == "PanicException":
        return UnreadableTable(f"not a workbook: {str(error).splitlines()[0] if str(error) else type(error).__name__}")
    return error


def _table(sheet: CalamineSheet) -> Table:
    if _end(sheet)[1] > WIDEST:
        raise UnreadableTable(f"sheet {sheet.name}: more than {WIDEST:,} columns", "too-wide")
    merged = _merged(sheet)
    sample = tuple(tuple(cells) for _, cells in islice(_rows(sheet, merged), SAMPLE_ROWS))

    def read(skip: int, width: int) -> Iterator[Batch]:
        rows = (_fitted(row, width) for row in _rows(sheet, merged) if row[0] > skip)
        return batches(rows, width, {place: frozenset(line) for place, line in merged.covered.items()})

    return Table(sheet.name, 1, sample, read)


def _end(sheet: CalamineSheet) -> tuple[int, int]:
    """Rows and columns up to the last that holds anything."""
    row, column = sheet.end or (-1, -1)
    return row + 1, column + 1


def _fitted(row: Row, width: int) -> Row:
    """A row without the empty cells beyond the table; a sheet is as wide as its widest row."""
    place, cells = row
    return (place, cells[:width]) if not any(cells[width:]) else row


class _Merged:
    """Which cells of a row repeat a merged one: for each place, column to the place and column it repeats."""

    def __init__(self) -> None:
        self.covered: dict[int, dict[int, tuple[int, int]]] = defaultdict(dict)
        self.begins: set[tuple[int, int]] = set()


def _merged(sheet: CalamineSheet) -> _Merged:
    found = _Merged()
    left = _MOST_MERGED
    rows, width = _end(sheet)
    for (top, first), (bottom, last) in sheet.merged_cell_ranges or ():
        bottom, last = min(bottom, rows - 1), min(last, width - 1)
        left -= max(0, bottom - top + 1) * max(0, last - first + 1)
        if left < 0:
            raise UnreadableTable(f"sheet {sheet.name}: over {_MOST_MERGED:,} merged cells")
        found.begins.add((top + 1, first))
        for row in range(top, bottom + 1):
            found.covered[row + 1].update({c: (top + 1, first) for c in range(first, last + 1) if (row, c) != (top, first)})
    return found


def _rows(sheet: CalamineSheet, merged: _Merged) -> Iterator[Row]:
    """Every row from the first of the sheet, merged cells filled in; the number of a row is the one Excel shows."""
    # calamine gives rows from the first of the sheet, but their cells from the first column that holds anything.
    left = (sheet.start or (0, 0))[1]
    begun: dict[tuple[int, int], str] = {}
    for place, values in enumerate(sheet.iter_rows(), start=1):
        cells = [""] * left + [_text(value) for value in values]
        for column, cell in enumerate(cells):
            if (place, column) in merged.begins:
                begun[place, column] = cell
        for column, begin in merged.covered.get(place, {}).items():
            if column < len(cells):
                cells[column] = begun.get(begin, "")
        yield place, cells


def _text(value: Any) -> str:
    """A cell as text, exactly what the file holds; a moment to the nearest second, which a day's fraction blurs."""
    match value:
        case str():
            return value
        case bool():
            return str(value).upper()
        case float():
            return str(int(value)) if value.is_integer() and abs(value) < _WHOLE else repr(value)
        case dt.datetime():
            near = (value + _HALF_A_SECOND).replace(microsecond=0) if value.microsecond else value
            return near.isoformat(sep=" ")
        case dt.timedelta():
            seconds = round(value.total_seconds())
            return f"{seconds // 3600}:{seconds // 60 % 60:02d}:{seconds % 60:02d}"
    return "" if value is None else str(value)

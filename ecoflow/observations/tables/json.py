"""JSON as a table of text: records, columns, `thead` and `tbody`, rows; also one record a line.

Numbers stay the text they are. Where records lie deeper (`{"data": {"list": [...]}}`), the longest list of them is taken.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any, Final

from ecoflow.observations.tables.encoding import encodings_of
from ecoflow.observations.tables.table import SAMPLE_ROWS, WIDEST, Batch, Table, UnreadableTable, batches, decoded

_DEEPEST: Final = 5

Rows = list[list[str]]


def read_json(content: bytes) -> Table:
    """The one table of a JSON file. Raises `UnreadableTable`."""
    text = decoded(content, ("utf-8-sig", *encodings_of(content)))
    if text is None:
        raise UnreadableTable("neither UTF-8 nor GB 18030")
    found = _table(_value(text))
    if found is None:
        raise UnreadableTable("no table in this JSON: neither records, nor columns, nor rows")
    heads, rows = found
    if max(len(heads), max(map(len, rows), default=0)) > WIDEST:
        raise UnreadableTable(f"more than {WIDEST:,} columns", "too-wide")

    def read(skip: int, width: int) -> Iterator[Batch]:
        return batches(((place, row) for place, row in enumerate(rows, start=1) if place >= skip), width)

    return Table("", 0, (tuple(heads), *map(tuple, rows[: SAMPLE_ROWS - 1])), read)


def _value(text: str) -> Any:
    try:
        return _loads(text)
    except (ValueError, RecursionError) as error:
        lines = [line for line in text.splitlines() if line.strip()]
        if len(lines) < 2:
            raise UnreadableTable(f"not JSON: {error}") from error
    try:
        return [_loads(line) for line in lines]
    except (ValueError, RecursionError) as error:
        raise UnreadableTable(f"not JSON: {error}") from error


def _loads(text: str) -> Any:
    return json.loads(text, parse_float=str, parse_int=str, parse_constant=str)


def _table(found: Any, depth: int = 0) -> tuple[list[str], Rows] | None:
    """Headings and rows, of this value or of the one below it that has most rows; None when there is no table."""
    if isinstance(found, list):
        return _listed(found)
    if not isinstance(found, dict) or depth > _DEEPEST:
        return None
    heads, body = found.get("thead"), found.get("tbody")
    if isinstance(heads, list) and isinstance(body, list):
        return [_text(head) for head in heads], [_row(row) for row in body]
    columns = list(found.values())
    if len(columns) > 1 and all(isinstance(c, list) and len(c) == len(columns[0]) for c in columns) and _is_flat(columns):
        return list(found), [[_text(cell) for cell in row] for row in zip(*columns, strict=True)]
    below = [table for value in columns if (table := _table(value, depth + 1))]
    return max(below, key=lambda table: len(table[1]), default=None)


def _is_flat(columns: list[list[Any]]) -> bool:
    return bool(columns[0]) and not any(isinstance(cell, (dict, list)) for column in columns for cell in column[:5])


def _listed(found: list[Any]) -> tuple[list[str], Rows] | None:
    """Records with the keys of all as headings, or rows of which the first is the headings."""
    if found and all(isinstance(one, dict) for one in found):
        heads = list(dict.fromkeys(str(key) for one in found for key in one))
        return [_text(head) for head in heads], [[_text(one.get(key)) for key in heads] for one in found]
    if found and all(isinstance(one, list) for one in found):
        return _row(found[0]), [_row(one) for one in found[1:]]
    return None


def _row(found: Any) -> list[str]:
    return [_text(cell) for cell in found] if isinstance(found, list) else [_text(found)]


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    text = cell if isinstance(cell, str) else json.dumps(cell, ensure_ascii=False)
    # JSON can hold half a character (`\ud800`), which cannot be written anywhere; it becomes a question mark.
    return text.encode("utf-8", "replace").decode("utf-8")

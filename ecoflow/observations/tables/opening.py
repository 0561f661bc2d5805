"""Any file as its tables, told by what it begins with: many a `.xls` is a text, many a `.csv` a workbook."""

from __future__ import annotations

from typing import Final

from ecoflow.observations.tables.csv import FAULTS, read_csv
from ecoflow.observations.tables.encoding import Joined
from ecoflow.observations.tables.table import Readable, Table, UnreadableTable

_LARGEST: Final = 256 * 1024 * 1024
"""Bytes of the largest workbook or JSON file, which are read as a whole."""

_BOOKS: Final = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_JSON: Final = (".json", ".jsonl", ".ndjson")
_MARK: Final = b"\xef\xbb\xbf"


def open_tables(name: str, stream: Readable) -> tuple[Table, ...]:
    """The tables of a file, at least one. Raises `UnreadableTable`, which reading rows may raise later too."""
    try:
        head = stream.read(64)
        rest = Joined(head, stream)
        begin = head.removeprefix(_MARK).lstrip()
        if head.startswith(_BOOKS):
            tables = _book(rest)
        elif name.lower().endswith(_JSON) or begin.startswith((b"{", b"[{")):
            tables = _json(rest)
        elif begin.startswith(b"<"):
            raise UnreadableTable("an HTML or XML page, not a table of text; save it as .xlsx or .csv")
        else:
            tables = (read_csv(rest),)
    except FAULTS as error:
        if isinstance(error, UnreadableTable):
            raise
        raise UnreadableTable(str(error) or type(error).__name__) from error
    if not tables:
        raise UnreadableTable("no sheet holds anything", "no-table")
    return tables


def _book(stream: Readable) -> tuple[Table, ...]:
    from ecoflow.observations.tables.excel import read_workbook

    return read_workbook(_whole(stream))


def _json(stream: Readable) -> tuple[Table, ...]:
    from ecoflow.observations.tables.json import read_json

    return (read_json(_whole(stream)),)


def _whole(stream: Readable) -> bytes:
    content = bytearray()
    while part := stream.read(1 << 22):
        content += part
        if len(content) > _LARGEST:
            raise UnreadableTable(f"over {_LARGEST >> 20} MB", "too-large")
    return bytes(content)

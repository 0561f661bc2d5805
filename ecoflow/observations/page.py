"""One file of the platform as a table of text: the daily JSON and the 4-hourly CSV look the same from here on."""

from __future__ import annotations

import csv
import io
import json
import re
from typing import Any

from msgspec import Struct

_COUNT = re.compile(r"[0-9]{1,9}", re.ASCII)


class UnreadablePage(Exception):  # noqa: N818  (an answer about one file, recorded as a reject)
    """Raised when a file is not what its ending says; the message says what was found."""


class Page(Struct, frozen=True):
    """Headings, and rows as (place, cells): place is the line of a CSV file, or the position in `tbody` from 1.

    Attributes:
        heads: The column headings, possibly HTML.
        rows: The rows, every cell as text, possibly HTML.
        announced: How many rows the platform said there are; None when it does not say.
    """

    heads: tuple[str, ...]
    rows: tuple[tuple[int, list[str]], ...]
    announced: int | None = None


def read_page(name: str, content: bytes) -> Page:
    """The table in a `.json` or `.csv` file; UTF-8 with or without a mark, or GB 18030 as Chinese Excel saves it."""
    text = _decode(content)
    return _json(text) if name.lower().endswith(".json") else _csv(text)


def _decode(content: bytes) -> str:
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise UnreadablePage("neither UTF-8 nor GB 18030")


def _json(text: str) -> Page:
    try:
        # Numbers stay the text they are: nothing passes through binary floats.
        found = json.loads(text, parse_float=str, parse_int=str, parse_constant=str)
    except (ValueError, RecursionError) as error:
        raise UnreadablePage(f"not JSON: {error}") from error
    if not isinstance(found, dict):
        raise UnreadablePage("not a JSON object")
    heads, body = found.get("thead"), found.get("tbody")
    if not isinstance(heads, list) or not isinstance(body, list) or not all(isinstance(row, list) for row in body):
        raise UnreadablePage("no `thead` and `tbody` lists")
    announced = found.get("records")
    return Page(
        tuple(_text(head) for head in heads),
        tuple((place, [_text(cell) for cell in row]) for place, row in enumerate(body, start=1)),
        int(announced) if isinstance(announced, str) and _COUNT.fullmatch(announced) else None,
    )


def _csv(text: str) -> Page:
    lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        rows = [(lines.line_num, row) for row in lines if row]
    except csv.Error as error:
        raise UnreadablePage(f"not CSV: {error}") from error
    if not rows:
        raise UnreadablePage("an empty file")
    return Page(tuple(rows[0][1]), tuple(rows[1:]))


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    text = cell if isinstance(cell, str) else json.dumps(cell, ensure_ascii=False)
    # JSON can hold half a character (`\ud800`), which cannot be written anywhere; it becomes a question mark.
    return text.encode("utf-8", "replace").decode("utf-8")

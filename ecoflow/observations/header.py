"""The rows above a table: which holds the headings, which the units; and the rows that end it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping as Dict
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from msgspec import Struct

from ecoflow.observations.mapping import Mapping
from ecoflow.observations.tables.table import Table
from ecoflow.observations.text_headings import Heading, read_heading
from ecoflow.observations.text_times import read_time
from ecoflow.observations.text_units import factor, is_unit
from ecoflow.standards.headings import key
from ecoflow.standards.indicators import INDICATORS

_DEEPEST: Final = 30
"""Rows in which the headings are looked for."""

_TIMES: Final = frozenset({"time", "date"})
_STOP: Final = (
    "合计", "总计", "平均", "平均值", "均值", "月均值", "年均值", "最大值", "最小值", "最高值", "最低值", "备注", "注",
    "说明", "填表人", "审核", "审核人", "制表", "制表人",
    "total", "mean", "average", "max", "min", "note", "notes", "remark", "remarks",
)
"""What the rows below a table begin with, where a mapping does not say."""


class Head(Struct, frozen=True):
    """The headings of a table, one for each column; `skip` rows come before the first row of results.

    `units` are the texts of a row of units by column.
    """

    headings: tuple[str, ...]
    skip: int
    units: Dict[int, str]
    stop: frozenset[str]
    row: int = 0


def find_head(table: Table, mapping: Mapping) -> Head:
    """The head of a table, as the mapping says or as found: the row with most known headings, the first of several."""
    at = _told(table, mapping.header_row)
    if at is None:
        named = {key(name) for name in mapping.columns}
        scores = [_score(row, named) for row in table.sample[:_DEEPEST]]
        at = max(range(len(scores)), key=lambda row: (scores[row], -row))
    below = at + 1
    units: dict[int, str] = {}
    if mapping.units_row is not None:
        below = max(below, mapping.units_row - table.first + 1)
        units = dict(enumerate(_row(table, below - 1)))
    elif at >= 0 and _is_units(_row(table, below), table.sample[at]):
        units = dict(enumerate(_row(table, below)))
        below += 1
    width = _width(table, at, below)
    headings = tuple(_row(table, at)[:width]) if at >= 0 else ()
    headings = tuple(" ".join(text.split()) for text in headings) + ("",) * (width - len(headings))
    stop = _STOP if mapping.stop is None else mapping.stop
    units = {place: text.strip() for place, text in units.items() if text.strip() and place < width}
    return Head(headings, below, MappingProxyType(units), frozenset(key(word) for word in stop), at + table.first)


def _told(table: Table, row: int | None) -> int | None:
    """The position in the sample of the row a mapping names; -1 for no headings, None where it names none."""
    if row is None:
        return 0 if table.first == 0 else None
    return min(row - table.first, len(table.sample) - 1) if row else -1


def _row(table: Table, at: int) -> tuple[str, ...]:
    return table.sample[at] if 0 <= at < len(table.sample) else ()


def is_results(heading: Heading) -> bool:
    """Whether a column so headed holds the results of an indicator."""
    return bool(heading.indicator) and heading.role == "value"


def _score(row: tuple[str, ...], named: set[str]) -> int:
    read = [read_heading(text) for text in row if text.strip()]
    known = sum(bool(heading.role) for heading in read)
    return known + sum(key(text) in named for text in row if text.strip())


def _is_units(row: tuple[str, ...], headings: tuple[str, ...]) -> bool:
    """Whether a row says units: below indicators at least one of theirs and nothing else, and below times no time."""
    read = [(text, read_heading(head)) for text, head in zip(row, headings, strict=False) if text.strip()]
    if any(head.role in _TIMES and not isinstance(read_time(text), str) for text, head in read):
        return False
    cells = [(text, INDICATORS[head.indicator].unit) for text, head in read if is_results(head)]
    fitting = any(is_unit(text) and isinstance(factor(text, wanted), Fraction) for text, wanted in cells)
    return fitting and all(is_unit(text) or text.strip() in "-—/1" for text, _ in cells)


def _width(table: Table, at: int, below: int) -> int:
    """How many columns the table has: those of most rows, headings over no row at all left out only when blank."""
    head = _row(table, at)
    named = max((place + 1 for place, text in enumerate(head) if text.strip()), default=0)
    rows = Counter(len(row) for row in table.sample[below:] if any(cell.strip() for cell in row))
    usual = max(rows, key=lambda width: (rows[width], width)) if rows else len(head)
    return max(named, usual)

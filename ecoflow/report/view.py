"""What the papers of a settlement say, in one language, before any of them is written.

Every text is ready to be printed: the papers lay it out and escape it, and compute nothing.
"""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from ecoflow.diagnostics.finding import Lang
from ecoflow.report.chart import BarChart, MonthChart


class Cell(Struct, frozen=True):
    """One cell of a table; `tone` is empty, `weak` (below published), `gap` (no value), `pays` or `receives`."""

    text: str
    tone: str = ""


class Column(Struct, frozen=True):
    """One column; numbers stand to the right."""

    title: str
    numeric: bool = False


class Table(Struct, frozen=True):
    """A table with its caption and a remark below it. The first column names the row."""

    caption: str
    columns: tuple[Column, ...]
    rows: tuple[tuple[Cell, ...], ...]
    note: str = ""


def compact(table: Table) -> Table:
    """The table without its last column when nothing stands in it."""
    if any(row[-1].text for row in table.rows):
        return table
    return replace(table, columns=table.columns[:-1], rows=tuple(row[:-1] for row in table.rows))


def filled(table: Table) -> Table:
    """The table without the columns in which nothing stands; the first, which names the row, stays."""
    kept = [n for n in range(len(table.columns)) if n == 0 or any(row[n].text for row in table.rows)]
    rows = tuple(tuple(row[n] for n in kept) for row in table.rows)
    return replace(table, columns=tuple(table.columns[n] for n in kept), rows=rows)


class Verdict(Struct, frozen=True):
    """The outcome: one sentence, and who does what in short lines below it."""

    settled: bool
    sentence: str
    lines: tuple[str, ...]


class Stamp(Struct, frozen=True):
    """What the reader must know before trusting the paper; `kind` is for its colour only."""

    kind: str
    title: str
    text: str
    items: tuple[str, ...] = ()


class Problem(Struct, frozen=True):
    """What keeps the period from being settled, and what would cure it."""

    code: str
    sentence: str
    cure: str


class Held(Struct, frozen=True):
    """A case that held: its condition in words and with its numbers, its payments, and how amounts were made.

    Of a clause that repeats, one for each case, with the cells it held for as a table.
    """

    title: str
    condition: str
    numbers: str
    payments: tuple[str, ...]
    amounts: tuple[str, ...]
    table: Table | None


class ClauseView(Struct, frozen=True):
    """A clause: what the agreement says, the cases that held, and those that did not with their numbers."""

    title: str
    quote: str
    source: str
    held: tuple[Held, ...]
    idle: tuple[str, ...]


class IndexView(Struct, frozen=True):
    """A quantity: its formula in words, its source and rounding, and its values with their workings."""

    title: str
    formula: str
    remark: str
    table: Table


class SeriesView(Struct, frozen=True):
    """One indicator at one section over one window, month by month, drawn and tabled."""

    title: str
    chart: MonthChart | None
    table: Table


class SettlementView(Struct, frozen=True):
    """One settlement in one language, ready for any paper. Empty tuples and None are left out by the papers."""

    lang: Lang
    title: str
    subtitle: str
    status: str
    verdict: Verdict
    stamps: tuple[Stamp, ...]
    net: Table | None
    net_chart: BarChart | None
    pools: Table | None
    payments: Table | None
    gaps: Table | None
    problems: tuple[Problem, ...]
    clauses: tuple[ClauseView, ...]
    indices: tuple[IndexView, ...]
    measured: Table | None
    series: tuple[SeriesView, ...]
    baselines: tuple[SeriesView, ...]
    basis: Table
    confidence: Table
    notes: tuple[str, ...]
    evidence: Table
    account: Table | None = None

"""The settlement in plain text lines; columns stand under each other also in Chinese."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator

from ecoflow.diagnostics.finding import Lang
from ecoflow.report.account import account
from ecoflow.report.compose import compose
from ecoflow.report.names import names_of
from ecoflow.report.view import SettlementView, Stamp, Table
from ecoflow.report.words import say
from ecoflow.settlement.model import Settlement

_GAP = "  "


def to_text(settlement: Settlement, lang: Lang, *, details: bool = False) -> str:
    """Verdict, stamps, payments, net, what is missing, and notes; the data stay with the other papers.

    With `details`, also the account of the data: every month of every series.
    """
    table = account(settlement, names_of(settlement.agreement, lang), whole=True) if details else None
    more = ["", *table_lines(table)] if table is not None else []
    return "\n".join([*_lines(compose(settlement, lang)), *more]) + "\n"


def _lines(view: SettlementView) -> Iterator[str]:
    yield printable(f"{view.title}  {view.subtitle}")
    yield printable(view.verdict.sentence)
    yield from (printable(f"  {line}") for line in view.verdict.lines)
    for stamp in view.stamps:
        yield printable(f"[{stamp.title}] {said(stamp, view.lang)}")
    for table in (view.payments, view.net, view.pools, view.gaps):
        if table is not None:
            yield ""
            yield from table_lines(table)
    for problem in view.problems:
        yield printable(f"{problem.code} {problem.sentence}")
        yield printable(f"    {problem.cure}")
    if view.notes:
        yield ""
    yield from (printable(f"- {note}") for note in view.notes)


def said(stamp: Stamp, lang: Lang) -> str:
    """A stamp's sentence with its items behind it."""
    return say("space", lang).join(p for p in (stamp.text, say("list", lang).join(stamp.items)) if p)


def table_lines(table: Table) -> Iterator[str]:
    """A table as aligned lines under its caption."""
    rows = [
        [printable(c.title) for c in table.columns],
        *([printable(cell.text) for cell in row] for row in table.rows),
    ]
    widths = [max(width(row[n]) for row in rows) for n in range(len(table.columns))]
    yield table.caption
    for row in rows:
        cells = (_fit(text, wide, right=c.numeric) for text, wide, c in zip(row, widths, table.columns, strict=True))
        yield _GAP.join(cells).rstrip()


def printable(text: str) -> str:
    """The text as a terminal may safely show it."""
    return "".join(c if c.isprintable() else "\ufffd" for c in text)


def width(text: str) -> int:
    """Columns a text takes on a terminal (Unicode Standard Annex #11; ambiguous characters count as narrow)."""
    return sum(0 if unicodedata.combining(c) else 2 if unicodedata.east_asian_width(c) in {"W", "F"} else 1 for c in text)


def _fit(text: str, wide: int, *, right: bool) -> str:
    space = " " * (wide - width(text))
    return space + text if right else text + space

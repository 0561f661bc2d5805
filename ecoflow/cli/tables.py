"""Settlements on the terminal: one in full, or one row each."""

from __future__ import annotations

from collections.abc import Sequence

from rich import box
from rich.cells import cell_len
from rich.console import Console
from rich.table import Table as RichTable
from rich.text import Text

from ecoflow.diagnostics.finding import Lang
from ecoflow.report.compose import compose
from ecoflow.report.headline import verdict
from ecoflow.report.names import Names, names_of
from ecoflow.report.numbers import used
from ecoflow.report.stamps import stamps
from ecoflow.report.text import printable, said
from ecoflow.report.view import Cell, Stamp, Table
from ecoflow.report.words import say
from ecoflow.settlement.model import Index, Settlement
from ecoflow.standards.money import millions

_MOST_ROWS = 40
_TONES = {"weak": "yellow", "gap": "red", "pays": "red", "receives": "green"}
_MOST_INDICES = 3
_GUTTER = 2
_PIPED = 120
"""Columns of an overview that goes to a file, where nothing has to fold."""


_LONGEST_INDEX = 44
"""Columns of an index in an overview: who pays whom must have room beside it."""


def print_settlement(settlement: Settlement, lang: Lang, console: Console | None = None) -> None:
    """The verdict, its stamps, payments, net, what is missing, and the notes."""
    out = console or Console()
    view = compose(settlement, lang)
    out.print(_text(f"{view.title}  {view.subtitle}", "bold"))
    out.print(_text(view.verdict.sentence, "bold green" if view.verdict.settled else "bold red"))
    for line in view.verdict.lines:
        out.print(_text(f"  {line}"))
    for stamp in view.stamps:
        out.print(_stamp(stamp, lang))
    for table in (view.payments, view.net, view.pools, view.gaps):
        if table is not None:
            out.print()
            out.print(_table(table, lang))
    for problem in view.problems:
        out.print(_text(f"{problem.code} {problem.sentence}", "red"))
        out.print(_text(f"    {problem.cure}"))
    if view.notes:
        out.print()
    for note in view.notes:
        out.print(_text(f"- {note}", "dim"))


def print_overview(settlements: Sequence[Settlement], lang: Lang, console: Console | None = None) -> None:
    """One row a settlement: agreement, period, index, net; then what the rows lean on, and how many settled."""
    out = console or Console()
    if console is None and not out.is_terminal:
        out.width = max(out.width, _PIPED)
    out.print(_grid(settlements, lang, out.width))
    for line in _overview_notes(settlements, lang):
        out.print(_text(line, "yellow"))
    settled = sum(s.settled for s in settlements)
    out.print(_text(say("o_total", lang, settled=settled, left=len(settlements) - settled), "bold"))


def _grid(settlements: Sequence[Settlement], lang: Lang, width: int) -> RichTable:
    heads = [say(key, lang) for key in ("o_agreement", "o_period", "o_index", "o_net")]
    rows: list[tuple[str, str, str]] = []
    for n, one in enumerate(settlements):
        own = one.agreement.id
        known = n > 0 and settlements[n - 1].agreement.id == own
        rows.append(("" if known else own, one.period.name, _indices(one, names_of(one.agreement, lang))))
    widest = [max(cell_len(line) for row in (heads, *rows) for line in row[n].splitlines()) for n in range(3)]
    taken = widest[0] + widest[1] + min(widest[2], _LONGEST_INDEX) + 3 * _GUTTER
    grid = RichTable(box=None, pad_edge=False)
    for n, head in enumerate(heads):
        grid.add_column(head, no_wrap=n < 3, overflow="ellipsis" if n == 2 else "fold",
                        max_width=_LONGEST_INDEX if n == 2 else None)
    for row, one in zip(rows, settlements, strict=True):
        cells = (Text("\n").join(_text(line) for line in cell.splitlines()) for cell in row)
        grid.add_row(*cells, _net(one, lang, max(width - taken, 1)))
    return grid


def _net(settlement: Settlement, lang: Lang, width: int) -> Text:
    """Who receives what, as many on a line as there is room for: a name stays with its amount."""
    names = names_of(settlement.agreement, lang)
    if not settlement.settled:
        return _text(verdict(settlement, names).sentence, "red")
    lines: list[str] = []
    for item in (f"{names.of(p)} {millions(a, lang)}" for p, a in settlement.net.items() if a):
        if lines and cell_len(f"{lines[-1]}  {item}") <= width:
            lines[-1] += f"  {item}"
        else:
            lines.append(item)
    if not lines:
        return _text(say("o_even" if settlement.payments else "o_nothing", lang))
    return Text("\n").join(_text(line) for line in lines)


def _overview_notes(settlements: Sequence[Settlement], lang: Lang) -> list[str]:
    """The stamps of all rows, each once with how many rows carry it: a row has no room for them."""
    counts: dict[str, int] = {}
    for settlement in settlements:
        for stamp in stamps(settlement, names_of(settlement.agreement, lang)):
            counts[stamp.title] = counts.get(stamp.title, 0) + 1
    return [say("o_stamped", lang, title=title, count=count, all=len(settlements)) for title, count in counts.items()]


def _indices(settlement: Settlement, names: Names) -> str:
    """The indices that have one value; a quantity per section or month stands in the report."""
    single = [i for i in settlement.indices if not i.at]
    return "\n".join(_index(i, names) for i in single[:_MOST_INDICES]) or "–"


def _index(index: Index, names: Names) -> str:
    shown = used(index.value, index.unit, index.places, names.lang)
    # an id before a number is how people say it (P 0.827); before yes or no it says nothing
    if isinstance(index.value, bool):
        return say("colon", names.lang).join((names.of(index.id), shown))
    # the whole fraction stands in the report
    return f"{index.id} {shown.rpartition('≈')[2].strip()}"


def _table(table: Table, lang: Lang) -> RichTable:
    found = RichTable(title=_text(table.caption, "bold"), title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for column in table.columns:
        found.add_column(_text(column.title), justify="right" if column.numeric else "left", overflow="fold")
    for row in table.rows[:_MOST_ROWS]:
        found.add_row(*(_cell(cell) for cell in row))
    left = len(table.rows) - _MOST_ROWS
    if left > 0:
        found.caption = _text(say("more_rows", lang, count=left), "dim")
    return found


def _stamp(stamp: Stamp, lang: Lang) -> Text:
    style = "bold white on red" if stamp.kind == "synthetic" else "bold black on yellow"
    return Text.assemble(_text(f" {stamp.title} ", style), _text(f" {said(stamp, lang)}"))


def _cell(cell: Cell) -> Text:
    return _text(cell.text, _TONES.get(cell.tone, ""))


def _text(text: str, style: str = "") -> Text:
    # text of an agreement is never read as rich markup, nor may it drive the terminal
    return Text(printable(text), style=style)

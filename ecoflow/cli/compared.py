"""The terminal table of a comparison."""

from __future__ import annotations

from fractions import Fraction

from rich.console import Console
from rich.table import Table
from rich.text import Text

from ecoflow.diagnostics.finding import Lang
from ecoflow.negotiation.compare import Comparison, Pair
from ecoflow.report.money import money
from ecoflow.settlement.model import Settlement


def print_comparison(found: Comparison, lang: Lang) -> None:
    """One row a period: the net receipt of every party under A, under B, and the difference B - A."""
    title = Text(f"{found.left.title.say(lang)} (A)  ↔  {found.right.title.say(lang)} (B)")  # brackets are no markup
    table = Table(title=title, title_justify="left")
    table.add_column("结算期" if lang == "zh" else "period")
    for party in found.parties:
        table.add_column(f"{found.name(party, lang)}\nA / B / B−A", justify="right")
    for pair in found.pairs:
        table.add_row(pair.period.name, *(_cell(pair, party, lang) for party in found.parties))
    table.add_section()
    totals = ("–" if (total := found.total(p)) is None else money(total, lang) for p in found.parties)
    table.add_row("合计 B−A" if lang == "zh" else "total B−A", *totals)
    console = Console()
    console.print(table)
    for pair in found.pairs:
        for name, side in (("A", pair.left), ("B", pair.right)):
            if not side.settled:
                console.print(_why(name, pair, side, lang), highlight=False, markup=False)


def _cell(pair: Pair, party: str, lang: Lang) -> str:
    values = [_net(pair.left, party, lang), _net(pair.right, party, lang)]
    difference = pair.difference(party)
    return " / ".join([*values, "–" if difference is None else money(difference, lang)])


def _net(side: Settlement, party: str, lang: Lang) -> str:
    if not side.settled:
        return "不能结算" if lang == "zh" else "cannot settle"
    return money(side.net.get(party, Fraction(0)), lang)


def _why(name: str, pair: Pair, side: Settlement, lang: Lang) -> str:
    first, more = side.problems[0], len(side.problems) - 1
    tail = (f"（另有 {more} 条）" if lang == "zh" else f" (and {more} more)") if more else ""
    return f"{pair.period.name} {name}: {first.code} {first.message(lang)}{tail}"

"""The terminal table of a comparison."""

from __future__ import annotations

from fractions import Fraction

from rich.console import Console
from rich.table import Table
from rich.text import Text

from ecoflow.diagnostics.finding import Lang
from ecoflow.negotiation.compare import Comparison, Pair
from ecoflow.negotiation.comparison_words import covered_line, reason_lines, stamp_lines
from ecoflow.report.text import printable
from ecoflow.report.words import say
from ecoflow.settlement.model import Settlement
from ecoflow.standards.money import money, signed

_HEADS = {"zh": ("结算期", "当事方", "甲方案净额", "乙方案净额", "乙−甲"),
          "en": ("Period", "Party", "A, net", "B, net", "B − A")}

_SIDES = {"zh": ("甲", "乙"), "en": ("A", "B")}


def print_comparison(found: Comparison, lang: Lang) -> None:
    """Every period, party by party: net under A, net under B, and the difference; then the sum of the differences."""
    sides = _SIDES[lang]
    console = Console()
    # titles come from a file: brackets in them are no markup
    for name, terms in zip(sides, (found.left, found.right), strict=True):
        console.print(_text(f"{name}  {terms.title.say(lang)} ({terms.id})"))
    for line in stamp_lines(found, sides, lang):
        console.print(_text(line, "yellow"))
    table = Table(box=None, pad_edge=False)
    for n, head in enumerate(_HEADS[lang]):
        table.add_column(head, justify="left" if n < 2 else "right", no_wrap=True)
    moving = [p for p in found.parties if any(side.net.get(p) for pair in found.pairs for side in (pair.left, pair.right))]
    for pair in found.pairs:
        _add(table, pair, moving or list(found.parties), found, lang)
    for n, party in enumerate(moving):
        total = found.total(party)
        head = ("合计" if lang == "zh" else "Total") if n == 0 else ""
        table.add_row(head, Text(found.name(party, lang)), "", "", "–" if total is None else signed(total, lang))
    console.print(table)
    covered = tuple(p.name for p in found.compared)
    console.print(_text(covered_line(covered, len(found.pairs), lang), "bold"))
    for line in reason_lines(found, sides, lang):
        console.print(_text(line))


def _text(text: str, style: str = "") -> Text:
    return Text(printable(text), style=style)


def _add(table: Table, pair: Pair, parties: list[str], found: Comparison, lang: Lang) -> None:
    for n, party in enumerate(parties):
        difference = pair.difference(party)
        table.add_row(pair.period.name if n == 0 else "", Text(found.name(party, lang)), _net(pair.left, party, lang),
                      _net(pair.right, party, lang), "–" if difference is None else signed(difference, lang))
    table.add_section()


def _net(side: Settlement, party: str, lang: Lang) -> str:
    if not side.settled:
        return say("cannot-settle", lang)
    return money(side.net.get(party, Fraction(0)), lang)

"""The terminal table of a comparison."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from types import MappingProxyType

from rich.console import Console
from rich.table import Table
from rich.text import Text

from ecoflow.diagnostics.finding import Lang
from ecoflow.negotiation.compare import Comparison, Pair
from ecoflow.report.names import names_of
from ecoflow.report.stamps import weak_items
from ecoflow.report.text import printable
from ecoflow.report.words import pick, say
from ecoflow.settlement.model import Settlement
from ecoflow.standards.money import money, signed

_HEADS = {"zh": ("结算期", "当事方", "甲方案净额", "乙方案净额", "乙−甲"),
          "en": ("Period", "Party", "A, net", "B, net", "B − A")}

_SIDES = {"zh": ("甲", "乙"), "en": ("A", "B")}
_SAID: MappingProxyType[str, tuple[str, str]] = MappingProxyType({
    "synthetic": ("合成数据：使用合成监测数据，不反映真实水质，不得作为付款依据。",
                  "Synthetic data: they say nothing of the real river, and nothing here is ground for any payment."),
    "unpublished": ("{side} 含未公布内容：{items}", "{side} leans on what is not published: {items}"),
    "draft": ("{side} 为协议草案，只供试算。", "{side} is a draft agreement: a trial."),
    "outside": ("{side} 在协议期 {first}-{last} 年之外试算：{when}",
                "{side} is run outside its term {first}-{last}: {when}"),
    "covered": ("合计只含双方都能结算的 {count} 个结算期（共 {all} 个）：{when}",
                "Total covers only the periods that both settle, {count} of {all}: {when}"),
    "nothing": ("{all} 个结算期中没有一个双方都能结算，无从比较。",
                "Nothing could be compared: of {all} periods, there is none that both settle."),
})


def print_comparison(found: Comparison, lang: Lang) -> None:
    """Every period, party by party: net under A, net under B, and the difference; then the sum of the differences."""
    sides = _SIDES[lang]
    console = Console()
    # titles come from a file: brackets in them are no markup
    for name, terms in zip(sides, (found.left, found.right), strict=True):
        console.print(_text(f"{name}  {terms.title.say(lang)} ({terms.id})"))
    for line in _stamps(found, lang):
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
    console.print(_text(_covered(found, lang), "bold"))
    for pair in found.pairs:
        for name, side in zip(sides, (pair.left, pair.right), strict=True):
            if not side.settled:
                console.print(_text(_why(name, pair, side, lang)))


def _stamps(found: Comparison, lang: Lang) -> Iterator[str]:
    """What must be known before the numbers are trusted: of the data, then side by side."""
    if found.synthetic:
        yield _say("synthetic", lang)
    for name, terms, side in zip(_SIDES[lang], (found.left, found.right), found.caveats, strict=True):
        if side.weak:
            items = weak_items(side.weak, names_of(terms, lang))
            yield _say("unpublished", lang, side=name, items=say("list", lang).join(items))
        if side.draft:
            yield _say("draft", lang, side=name)
        if side.outside:
            when = say("list", lang).join(p.name for p in side.outside)
            yield _say("outside", lang, side=name, first=terms.first_year, last=terms.last_year, when=when)


def _covered(found: Comparison, lang: Lang) -> str:
    """Which periods the total rests on: a difference needs both sides."""
    covered = [p.name for p in found.compared]
    when = say("list", lang).join(covered)
    return _say("covered" if covered else "nothing", lang, count=len(covered), all=len(found.pairs), when=when)


def _say(key: str, lang: Lang, **fill: object) -> str:
    return pick(_SAID[key], lang).format_map(fill)


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
        return "不能结算" if lang == "zh" else "cannot settle"
    return money(side.net.get(party, Fraction(0)), lang)


def _why(name: str, pair: Pair, side: Settlement, lang: Lang) -> str:
    first, more = side.problems[0], len(side.problems) - 1
    tail = (f"（另有 {more} 条）" if lang == "zh" else f" (and {more} more)") if more else ""
    return f"{pair.period.name} {name}: {first.code} {first.message(lang)}{tail}"

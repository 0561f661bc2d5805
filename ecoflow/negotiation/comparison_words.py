"""What is said around a table of two agreements side by side: what must be known of each, and what could not be settled."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from types import MappingProxyType

from ecoflow.diagnostics.finding import Finding, Lang
from ecoflow.negotiation.compare import Comparison
from ecoflow.report.names import names_of
from ecoflow.report.stamps import weak_items
from ecoflow.report.words import pick, say

Sides = tuple[str, str]
"""What the two are called: `甲` and `乙`, `old` and `new`."""

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


def stamp_lines(found: Comparison, sides: Sides, lang: Lang) -> Iterator[str]:
    """What must be known before the numbers are trusted: of the data, then side by side."""
    if found.synthetic:
        yield _say("synthetic", lang)
    for name, terms, side in zip(sides, (found.left, found.right), found.caveats, strict=True):
        if side.weak:
            items = weak_items(side.weak, names_of(terms, lang))
            yield _say("unpublished", lang, side=name, items=say("list", lang).join(items))
        if side.draft:
            yield _say("draft", lang, side=name)
        if side.outside:
            when = say("list", lang).join(p.name for p in side.outside)
            yield _say("outside", lang, side=name, first=terms.first_year, last=terms.last_year, when=when)


def covered_line(covered: tuple[str, ...], count: int, lang: Lang) -> str:
    """Which of `count` periods the total rests on: a difference needs both sides."""
    when = say("list", lang).join(covered)
    return _say("covered" if covered else "nothing", lang, count=len(covered), all=count, when=when)


def reason_lines(found: Comparison, sides: Sides, lang: Lang) -> Iterator[str]:
    """Why a period could not be settled, for every period and side that could not."""
    for pair in found.pairs:
        for name, side in zip(sides, (pair.left, pair.right), strict=True):
            if not side.settled:
                yield reason_line(f"{pair.period.name} {name}", side.problems, lang)


def reason_line(head: str, problems: Sequence[Finding], lang: Lang) -> str:
    """The first of several problems, and how many more there are."""
    first, more = problems[0], len(problems) - 1
    tail = (f"（另有 {more} 条）" if lang == "zh" else f" (and {more} more)") if more else ""
    return f"{head}: {first.code} {first.message(lang)}{tail}"


def _say(key: str, lang: Lang, **fill: object) -> str:
    return pick(_SAID[key], lang).format_map(fill)

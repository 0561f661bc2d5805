"""What Article 17 of the ecological-compensation regulation asks a written agreement to state: seven items.

生态保护补偿条例（国务院令第 779 号）第十七条: scope, targets and how they are judged, duties of the protecting area, form of
compensation and its arrangements, term, breach, other matters. Whether an item is there is looked at; what it says is
for people to read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from ecoflow.agreement.gap import NOT_PUBLIC, NOT_STATED, Gap
from ecoflow.agreement.language import ARTICLES
from ecoflow.agreement.model import Agreement, Words
from ecoflow.agreement.shape import Field
from ecoflow.diagnostics.codes import Pair
from ecoflow.diagnostics.finding import Finding

_UNKNOWN = frozenset((
    "未见公布", "未公布", "尚未公布", "未公开", "不公开", "未见", "未知", "不详", "待定", "未定",
    "not public", "not published", "not seen", "not known", "unknown", "to be decided", "to be agreed", "tbd",
))
"""What an item says that states nothing."""

_BREAK = re.compile(r"[；;，,。.（(]")
"""Where the first words of an item end; what follows is what was assumed in its place."""


def missing_items(agreement: Agreement) -> Iterator[Gap]:
    """A gap (W531) for each item that is not stated, and (N531) for each that is said to be unknown."""
    for item in ARTICLES.fields:
        words = agreement.articles.get(item.key)
        subject = f"articles.{item.key}"
        if words is None or not (words.zh or words.en):
            yield Gap("W531", subject, NOT_STATED, not_stated(agreement, (item,)))
        elif is_unknown(words):
            place = agreement.head.value(subject)
            yield Gap("N531", subject, NOT_PUBLIC, Finding("N531", place, {"item": _label(item)}))


def not_stated(agreement: Agreement, items: tuple[Field, ...]) -> Finding:
    """The finding (W531) that names these items, at `articles` or, where there is none, at the head."""
    labels = [_label(i) for i in items]
    named = "、".join(zh for zh, _ in labels), ", ".join(en for _, en in labels)
    keys = ", ".join(i.key for i in items)
    return Finding("W531", agreement.head.key("articles"), {"items": named, "keys": keys})


def items_of(gaps: tuple[Gap, ...]) -> tuple[Field, ...]:
    """The items of the regulation that gaps are about, in its order."""
    subjects = {g.subject for g in gaps}
    return tuple(i for i in ARTICLES.fields if f"articles.{i.key}" in subjects)


def is_unknown(words: Words) -> bool:
    """Whether an item says no more than that it is not known, in either language; what follows a comma does not count."""
    return any(_BREAK.split(text, maxsplit=1)[0].strip().casefold() in _UNKNOWN for text in (words.zh, words.en) if text)


def _label(item: Field) -> Pair:
    number, _, name = item.en.partition(" ")
    return item.zh, f"{number} {name[:1].lower()}{name[1:]}"

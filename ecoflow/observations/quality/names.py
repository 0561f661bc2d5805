"""Sections that changed their name, and names that mean two sections: asked of all section names at once."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Final

from msgspec import Struct

from ecoflow.observations.quality.rule import Hit, Rule

RENAMED = Rule(
    id="renamed-section", severity="warning", zh="断面可能改名", en="a section that may have been renamed",
    means=(
        ("两个断面名称只差括号的全角半角、空格、“（老）”“（新）”之类的后缀，或一个名称是另一个括号中的别名（界首七渡口(七"
         "渡口)，同省才算）。若是同一断面，结算须把它们写在同一断面的 known_as 里，否则序列从中断开。"),
        ("Two names differ only in the width of brackets, in spaces, in a mark such as (old), or one stands in the other's "
         "brackets as its other name, in the same province. If they are one section, the agreement must list both under "
         "known_as, or its series breaks in two."),
    ),
    says=("与 {other} 可能是同一断面（{span}）", "may be the same section as {other} ({span})"),
    find="", example="界首七渡口, 2021-03-01 08:00, TP, 0.02, mg/L, , automatic\n"
                     "界首七渡口(七渡口), 2021-03-02 08:00, TP, 0.02, mg/L, , automatic",
)

SHARED_NAME = Rule(
    id="shared-name", severity="note", zh="不同断面同名", en="one name, two sections",
    means=(
        "同一名称属于几个省或流域的不同断面；导入时以 名称@省 区分。协议须写明是哪一个。",
        ("One name belongs to sections of several provinces or basins; the import tells them apart as name@province. An "
        "agreement must say which one it means."),
    ),
    says=("同名断面：{other}", "sections of the same name: {other}"),
    find="", example="大桥@安徽省, 2021-03-01 08:00, TP, 0.02, mg/L, , automatic\n"
                     "大桥@江西省, 2021-03-01 08:00, TP, 0.03, mg/L, , automatic",
)

RULES = (RENAMED, SHARED_NAME)

_MARKS: Final = frozenset({"老", "旧", "新", "原", "old", "new", "国", "国控", "省", "省控", "自动站", "水站"})
_TAIL = re.compile(r"(?P<stem>.+?)\((?P<inside>[^()]*)\)")


class Span(Struct, frozen=True):
    """A section of the folder: its name, first and last time of observation as text, rows; its province where known."""

    section: str
    first: str
    last: str
    rows: int
    province: str = ""


def renamed(spans: Iterable[Span]) -> Iterator[Hit]:
    """Sections that may be one section under two names; one finding for each name but the first of a group."""
    groups = _groups(tuple(spans))
    for group in groups:
        head = group[0]
        for other in group[1:]:
            span = f"{head.first[:10]}–{head.last[:10]} / {other.first[:10]}–{other.last[:10]}"
            yield Hit(other.section, "", "", other.first, other.last, other.rows, "",
                      (("other", head.section), ("span", span)))


def shared(spans: Iterable[Span]) -> Iterator[Hit]:
    """Sections the import had to tell apart by their province, one finding a name."""
    named: dict[str, list[Span]] = defaultdict(list)
    for span in spans:
        stem, at, _ = span.section.partition("@")
        if at:
            named[stem].append(span)
    for group in named.values():
        if len(group) > 1:
            head, *others = sorted(group, key=lambda s: s.section)
            yield Hit(head.section, "", "", min(s.first for s in group), max(s.last for s in group),
                      len(group), "", (("other", ", ".join(s.section for s in others)),))


def _groups(spans: tuple[Span, ...]) -> list[list[Span]]:
    """Names that mean one another, gathered; every group by first time, then name."""
    keys: dict[str, list[Span]] = defaultdict(list)
    for span in spans:
        for key in _keys(span):
            keys[key].append(span)
    owner: dict[str, str] = {span.section: span.section for span in spans}

    def root(name: str) -> str:
        while owner[name] != name:
            name = owner[name]
        return name

    for met in keys.values():
        for span in met[1:]:
            owner[root(span.section)] = root(met[0].section)
    found: dict[str, list[Span]] = defaultdict(list)
    for span in spans:
        found[root(span.section)].append(span)
    return sorted((sorted(g, key=lambda s: (s.first, s.section)) for g in found.values() if len(g) > 1),
                  key=lambda g: g[0].section)


def _keys(span: Span) -> Iterator[str]:
    """What a name may stand for: itself without marks, and, in its own province, the names inside and before its brackets.

    The province is not asked where only a mark differs: a border section is listed now under one side, now the other.
    """
    name, at, place = span.section.partition("@")
    plain = "".join(unicodedata.normalize("NFKC", name).casefold().split())
    found = _TAIL.fullmatch(plain)
    marked = found is not None and found["inside"] in _MARKS
    whole = found["stem"] if found and marked else plain
    own = f"@{span.province or place}"
    yield whole + at + place
    yield whole + own
    if found and not marked:
        yield found["stem"] + own
        if len(found["inside"]) > 1:
            yield found["inside"] + own

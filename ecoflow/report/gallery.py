"""The gallery: every agreement on one page, its rule, its clauses in words, how sure its numbers are, its examples."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from typing import Protocol

from msgspec import Struct

from ecoflow.agreement.keywords import CONFIDENCE
from ecoflow.agreement.model import Agreement, Citation, Words
from ecoflow.diagnostics.finding import Lang
from ecoflow.formula.words import Words as Said
from ecoflow.report.labels import DIMENSIONS
from ecoflow.report.markdown import escape
from ecoflow.report.names import names_of
from ecoflow.report.told import told
from ecoflow.settlement.replay import Replay, replay
from ecoflow.standards.money import signed

_STATUS = {"draft": "草案 draft", "in-force": "执行中 in force", "expired": "已到期 expired"}
_LANGS: tuple[Lang, ...] = ("zh", "en")
_INTRO = """# 协议一览 · The gallery

由 `make gallery` 从 `agreements/` 生成，请勿手改。每份协议一节：规则一句话、条款、各数的可信度、算例。
“有据”是写明可信度的条目（条款数值、统计量、计算量、支付条款）中见于公布文本的比例；其余须核对协议原文后方可用于正式结算。

Written by `make gallery` from `agreements/`; do not edit. One section an agreement: its rule in a sentence, its clauses, how
sure its numbers are, its examples. *Published* is the share of the entries that claim a confidence (terms, measures,
quantities, clauses) which stand in a published text; the rest has to be checked against the agreement's own text before
anyone settles on it officially.
"""


class _Cited(Protocol):
    @property
    def name(self) -> Words:
        """What it is called."""

    @property
    def cited(self) -> Citation:
        """Where it stands and how sure it is."""


class Score(Struct, frozen=True):
    """How sure the entries of an agreement are: how many claim each confidence, and what the weaker ones are called."""

    counts: Counter[str]
    weak: tuple[Words, ...]

    @property
    def all(self) -> int:
        """Entries that claim a confidence."""
        return sum(self.counts.values())

    def __str__(self) -> str:
        return f"{self.counts['published']}/{self.all}"


def score(agreement: Agreement) -> Score:
    """The provenance score of an agreement."""
    blocks = (agreement.sections, agreement.terms, agreement.measures, agreement.quantities)
    entries: list[_Cited] = [entry for block in blocks for entry in block.values()] + list(agreement.clauses)
    counts = Counter(entry.cited.confidence for entry in entries if entry.cited.confidence)
    return Score(counts, tuple(entry.name for entry in entries if entry.cited.is_weak))


def gallery(agreements: Sequence[Agreement], folder: str = "") -> str:
    """The page, in both languages; `folder` is where the files stand, seen from the page (no links without it)."""
    replays = {a.id: replay(a) for a in agreements}
    sections = (_section(a, replays[a.id], folder) for a in agreements)
    return "\n".join([_INTRO, *_index(agreements, replays), *(line for section in sections for line in section)])


def _index(agreements: Iterable[Agreement], replays: dict[str, tuple[Replay, ...]]) -> Iterator[str]:
    yield "| 协议 Agreement | | 期限 Term | 有据 Published | 算例 Examples |"
    yield "|---|---|---|--:|--:|"
    for a in agreements:
        good = sum(r.ok for r in replays[a.id])
        term, (zh, en) = f"{a.first_year}–{a.last_year}", (a.title.say(lang) for lang in _LANGS)
        yield (f"| [{a.id}](#{a.id}) | {escape(zh)}<br>{escape(en)} | {term} "
               f"| {score(a)} | {good}/{len(replays[a.id])} |")
    yield ""


def _section(agreement: Agreement, replays: tuple[Replay, ...], folder: str) -> Iterator[str]:
    a = agreement
    yield f"## {a.id}"
    yield "\n" + " · ".join(f"**{escape(a.title.say(lang))}**" for lang in _LANGS) + "\n"
    zh, en = DIMENSIONS[a.settle]
    file = f" · [{a.id}.yaml]({folder}/{a.id}.yaml)" if folder else ""
    yield f"{a.first_year}–{a.last_year} · 按{zh}结算 settled by {en} · {_STATUS[a.status]}{file}\n"
    if a.rule is not None:
        yield "\n>\n".join(f"> {escape(a.rule.say(lang))}" for lang in _LANGS) + "\n"
    yield from _clauses(a)
    yield from _quantities(a)
    yield from _sureness(a)
    yield from _examples(a, replays)


def _clauses(agreement: Agreement) -> Iterator[str]:
    spoken = {lang: names_of(agreement, lang) for lang in _LANGS}
    yield "| 条款 Clause | 中文 | English |"
    yield "|---|---|---|"
    for clause in agreement.clauses:
        cells = ["<br>".join(escape(line) for line in told(clause, spoken[lang])) for lang in _LANGS]
        name = "<br>".join(dict.fromkeys(escape(clause.name.say(lang)) for lang in _LANGS))
        yield f"| {name} | {cells[0]} | {cells[1]} |"
    yield ""


def _quantities(agreement: Agreement) -> Iterator[str]:
    """How the numbers the clauses speak of are made, folded away."""
    if not agreement.quantities:
        return
    spoken = [names_of(agreement, lang) for lang in _LANGS]
    yield "<details><summary>计算量 Quantities</summary>\n"
    yield "| 中文 | English |"
    yield "|---|---|"
    for quantity in agreement.quantities.values():
        tree = quantity.formula.tree
        said = (Said(n.lang, n.labels).say(tree) if tree is not None else "" for n in spoken)
        cells = (escape(f"{n.of(quantity.id)} = {text}") for n, text in zip(spoken, said, strict=True))
        yield "| " + " | ".join(cells) + " |"
    yield "\n</details>\n"


def _sureness(agreement: Agreement) -> Iterator[str]:
    found = score(agreement)
    counts = " · ".join(f"{CONFIDENCE[c][0][0]} {c} {found.counts[c]}" for c in CONFIDENCE if found.counts[c])
    yield f"有据 Published {found}: {counts}\n"
    if found.weak:
        listed = dict.fromkeys(escape(" ".join(dict.fromkeys(w.say(lang) for lang in _LANGS))) for w in found.weak)
        yield f"<details><summary>※ {len(found.weak)}</summary>{'; '.join(listed)}</details>\n"


def _examples(agreement: Agreement, replays: tuple[Replay, ...]) -> Iterator[str]:
    if not replays:
        return
    yield "| 算例 Example | 结算期 Period | 可信度 | 各方净额 Net |"
    yield "|---|---|---|---|"
    names = names_of(agreement, "zh")
    for r in replays:
        nets = "，".join(f"{names.of(p)} {signed(v, 'zh')}" for p, v in r.settlement.net.items() if v) or "—"
        mark = "✓" if r.ok else "✗"
        sure = CONFIDENCE[r.example.confidence][0][0] if r.example.confidence else "—"
        yield f"| {mark} {escape(r.example.name)} | {r.example.period.name} | {sure} | {escape(nets)} |"
    yield ""

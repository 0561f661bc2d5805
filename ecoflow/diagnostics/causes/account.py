"""All that is known of a code, in one language: sentence, cause, example, cure; and the groups codes stand in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from string import Formatter
from types import MappingProxyType

from msgspec import Struct

from ecoflow.diagnostics.causes import (
    bounds,
    facts,
    formulas,
    gaps,
    mappings,
    monitoring,
    names,
    observations,
    proofs,
    quality,
    sense,
    settlement,
    text,
)
from ecoflow.diagnostics.causes.cause import Cause
from ecoflow.diagnostics.codes import CODES, Code
from ecoflow.diagnostics.finding import Lang

MODULES = (
    text, formulas, facts, names, sense, bounds, observations, mappings, monitoring, quality, settlement, proofs, gaps,
)
"""The tables of causes, in the order of their codes; no code stands in two."""

CAUSES: Mapping[str, Cause] = MappingProxyType({code: cause for module in MODULES for code, cause in module.CAUSES.items()})

_FILLED = "…"
"""Stands where a finding would say a name or a value."""


class Group(Struct, frozen=True):
    """Codes of one kind, from `first` to `last`: of one letter, or, where these are mere numbers, of any."""

    first: str
    last: str
    zh: str
    en: str

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes of the group, in order."""
        number = slice(-len(self.first), None)
        return tuple(sorted((code for code in CODES if self.first <= code[number] <= self.last), key=lambda code: code[1:]))


GROUPS = (
    Group("E100", "E199", "协议文件的文字", "The text of an agreement file"),
    Group("E200", "E229", "公式和事实的范围", "Formulas, and the bounds of facts"),
    Group("E230", "E249", "名称、数值与表", "Names, values and tables"),
    Group("E250", "E299", "条款、统计量与算例", "Clauses, measures and examples"),
    Group("W300", "W349", "对协议的提醒", "Warnings about an agreement"),
    Group("W350", "W399", "对质量规则的提醒", "Warnings about quality rules"),
    Group("E300", "E359", "监测数据", "Observations"),
    Group("E360", "E369", "协议中的监测数据规则", "Monitoring rules of an agreement"),
    Group("E400", "E499", "结算", "Settlement"),
    Group("N400", "N499", "结算的说明", "Notes on a settlement"),
    Group("500", "529", "对一切数据成立与否", "What holds for every input"),
    Group("530", "599", "审查意见", "What a reviewer asks"),
)


class Account(Struct, frozen=True):
    """What `ecoflow code` tells of one code; `hint` is empty where only a finding can word it."""

    code: str
    severity: str
    sentence: str
    cause: str
    wrong: str
    right: str
    hint: str


def account(code: str, lang: Lang) -> Account:
    """The account of a code, with an ellipsis where a finding would name something. Raises KeyError for no code of ours."""
    entry, cause = CODES[code], CAUSES.get(code, Cause("", "", "", ""))
    said, hint = (cause.zh, entry.hint[0]) if lang == "zh" else (cause.en, entry.hint[1])
    return Account(code, entry.severity, _sentence(entry, said, lang), said, cause.wrong, cause.right,
                   "" if _holes(hint) else hint.format())


def near_codes(text: str, codes: Iterable[str] = CODES) -> tuple[str, ...]:
    """The codes a mistyped one most likely means, the nearest first: few characters differ, then the number is near."""
    from difflib import SequenceMatcher

    digits = "".join(c for c in text if c in "0123456789")
    number = int(digits) if digits else 0
    ranked = sorted((-SequenceMatcher(None, text, code).ratio(), abs(int(code[1:]) - number), code) for code in codes)
    return tuple(code for unlike, _, code in ranked[:_MOST_NEAR] if -unlike >= _NEAR)


_MOST_NEAR = 3
_NEAR = 0.6


def _sentence(entry: Code, cause: str, lang: Lang) -> str:
    """The code's sentence; the first one of the cause where nearly all of it is for the finding to fill in."""
    template = entry.zh if lang == "zh" else entry.en
    said = template.format(**dict.fromkeys(_holes(template), _FILLED))
    words = [word for word in entry.en.format(**dict.fromkeys(_holes(entry.en), _FILLED)).split() if word[0].isalpha()]
    if 2 * len(words) >= len(_holes(entry.en)):
        return said
    stop = "。" if lang == "zh" else ". "
    return cause.split(stop, maxsplit=1)[0].removesuffix(".") or said


def _holes(template: str) -> tuple[str, ...]:
    """What a finding fills in."""
    return tuple(name for _, name, _, _ in Formatter().parse(template) if name)

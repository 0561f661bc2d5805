"""How the keys of the language are usually filled: what an editor offers and shows where someone begins to write.

All of it is invented; a test reads every sample with the loader's own eyes.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct

KINDS: Mapping[str, tuple[object, ...]] = MappingProxyType({
    "value": ("500万元", 0.85, "75%", "0.05 mg/L", "III"),
    "quantity": ("500万元", 1),
    "period": (2023, "2023-Q2", "2023-06"),
    "date": (2020, "2020-10", "2020-10-08"),
    "unit": ("mg/L", "万元", "亿m³", "t"),
    "share": ("60%", "75%"),
    "tolerance": ("20%", "0.02 mg/L"),
    "span": ("30min", "2h"),
})
"""Samples of a kind of scalar, where its key has none of its own."""

KEYS: Mapping[str, tuple[object, ...]] = MappingProxyType({
    "agreement.id": ("willow-1", "willow-2"),
    "money.round": ("0.01元", "1元", "1万元"),
    "money.remainder": ("largest", "first", "last"),
    "round.places": (2, 3),
    "round.step": ("0.5万元", "0.05 mg/L", 5),
    "quantity.formula": ("sum(weight * C / C0)", "max(C / limit)", "tier(exceedance(C, limit), ladder)"),
    "pay.from": ("upstream", "downstream"),
    "pay.to": ("upstream", "downstream"),
    "pay.amount": ("stake", "rate * steps"),
    "case.when": ("P <= 1", "worst <= 1 and not accident", "otherwise"),
    "clause.when": ("met", "class worse than III"),
})
"""Samples of one key, under the name of its record."""


class Snippet(Struct, frozen=True):
    """Text put in whole: what it is, and the mapping or list it writes."""

    zh: str
    en: str
    body: Mapping[str, object]


SNIPPETS: Mapping[str, tuple[Snippet, ...]] = MappingProxyType({
    "words": (Snippet("中英文", "in both languages", {"zh": "${1:中文}", "en": "${2:English}"}),),
    "term": (
        Snippet("有出处的数值", "a number that stands somewhere",
                {"value": "${1:500万元}", "source": "${2:plan}", "clause": "${3:第三条}", "confidence": "${4:published}"}),
        Snippet("假定的数值", "a number nobody has published", {"value": "${1:500万元}", "confidence": "assumed"}),
    ),
    "measure": (
        Snippet("年均浓度", "mean of the year",
                {"mean": "[${1:CODMn, NH3N, TN, TP}]", "at": "${2:section}", "over": "year", "unit": "mg/L"}),
        Snippet("水质类别", "class of the year",
                {"class": "[${1:CODMn, NH3N, TP}]", "at": "${2:section}", "over": "year"}),
        Snippet("达标率", "share of months on target",
                {"compliance": "[${1:CODMn, NH3N, TP}]", "at": "${2:section}", "over": "year", "target": "${3:III}"}),
    ),
    "quantity": (
        Snippet("先修约后使用的公式", "a formula, rounded before it is used",
                {"formula": "${1:sum(weight * C / C0)}", "round": {"places": "${2:3}"}}),
    ),
    "clause": (
        Snippet("对赌：达标则下游付，否则上游付", "a wager: downstream pays on target, else upstream", {
            "id": "${1:wager}",
            "choose": [
                {"when": "${2:P <= 1}", "pay": {"from": "${3:downstream}", "to": "${4:upstream}", "amount": "${5:stake}"}},
                {"when": "otherwise", "pay": {"from": "${4:upstream}", "to": "${3:downstream}", "amount": "${5:stake}"}},
            ],
        }),
        Snippet("按条件支付", "a payment on a condition", {
            "id": "${1:reward}", "when": "${2:met}",
            "pay": {"from": "${3:downstream}", "to": "${4:upstream}", "amount": "${5:reward}"},
        }),
    ),
    "pay": (Snippet("谁付给谁、多少", "who pays whom, how much",
                    {"from": "${1:downstream}", "to": "${2:upstream}", "amount": "${3:stake}"}),),
    "example": (
        Snippet("已公布的结果", "a published result", {
            "name": "${1:2023}", "period": "${2:2023}", "given": {"${3:P}": "${4:0.9}"},
            "expect": {"net": {"${5:upper}": "${6:500万元}", "${7:lower}": "${8:-500万元}"}},
        }),
    ),
})
"""Whole entries, under the name of their record."""

"""Monitoring rules: the measure's own word first, then the agreement's, then the named default."""

from __future__ import annotations

from types import MappingProxyType

from ecoflow.agreement.language import SOURCES
from ecoflow.agreement.model import Joint, Prevails, Rules, Ruling, Valid
from ecoflow.agreement.scalars import read_count, read_span
from ecoflow.agreement.yaml_tree import Mapping, Node, Scalar, Sequence
from ecoflow.standards.indicators import find
from ecoflow.standards.units import parse_quantity

DEFAULTS: dict[str, object] = {
    "averaging": ("month",),
    "non_detect": "half",
    "valid": Valid(),
    "from": (),
    "compare": "rounded",
    "prevails": Prevails(),
    "joint": None,
}
"""What holds where an agreement is silent. A settlement that relies on one names it (see `DEFAULT_WORDS`)."""

DEFAULT_WORDS: dict[str, tuple[str, str]] = {
    "averaging of parts": ("协议未规定平均路径：各周、各日取其样品的算术平均",
                           "averaging not stated: a week or a day is the mean of its samples"),
    "extremes": ("统计量未规定平均路径：最高值、最低值取自单个样品",
                 "the measure states no averaging: highest and lowest are of single samples"),
    "averaging": ("协议未规定平均路径：各月取样品算术平均，时段取各月平均",
                  "averaging not stated: the month is the mean of its samples, the period the mean of its months"),
    "non_detect": ("协议未规定未检出处理：按检出限的一半参与统计（环办监测函〔2020〕82号）",
                   "non-detects not stated: half the detection limit"),
    "valid": ("协议未规定数据有效性：时段内每月至少一个有效样品",
              "validity not stated: at least one valid sample in every month of the window"),
    "from": ("协议未规定数据来源：采用全部来源的有效数据",
             "source of data not stated: valid data of every source count"),
    "compare": ("协议未规定比较方法：均值按评价小数位修约后比较（修约值比较法）",
                "comparison not stated: means are rounded to the evaluation decimals, then classed"),
    "deviation": ("协议未规定联合监测的相对偏差如何计算：按两结果之差除以两结果之和",
                  "relative deviation of joint samples not stated: the difference over the sum of the two results"),
}


def rules_of(node: Mapping, monitoring: dict[str, object]) -> Rules:
    """The rules of one measure; each says who stated it."""
    own = stated_rules(node)
    # which sources count and which prevails answer one question: a measure that says one is not told the other
    for said, other in (("from", "prevails"), ("prevails", "from")):
        if said in own and other in monitoring:
            own.setdefault(other, DEFAULTS[other])

    def ruling(key: str) -> Ruling:
        for stated, origin in ((own, "measure"), (monitoring, "monitoring"), (DEFAULTS, "default")):
            if key in stated:
                return Ruling(stated[key], origin)
        raise KeyError(key)

    return Rules(*map(ruling, ("averaging", "non_detect", "valid", "from", "compare", "prevails", "joint")))


def stated_rules(node: Node | None) -> dict[str, object]:
    """The monitoring rules written in a measure or in the agreement's `monitoring`."""
    if not isinstance(node, Mapping):
        return {}
    found: dict[str, object] = {}
    for key in ("averaging", "from"):
        listed = node.get(key)
        if listed is not None:
            items = listed.items if isinstance(listed, Sequence) else (listed,)
            found[key] = tuple(i.text for i in items if isinstance(i, Scalar))
    for key in ("non_detect", "compare"):
        one = node.get(key)
        if isinstance(one, Scalar):
            found[key] = one.text
    order = node.get("prevails")
    if order is not None:
        items = order.items if isinstance(order, Sequence) else (order,)
        found["prevails"] = Prevails(tuple(dict.fromkeys(i.text for i in items if isinstance(i, Scalar))))
    for key, read in (("valid", _valid), ("joint", _joint)):
        block = node.get(key)
        if isinstance(block, Mapping):
            found[key] = read(block)
    return found


def _valid(node: Mapping) -> Valid:
    def count(key: str) -> int | None:
        found = node.get(key)
        return read_count(found.text) if isinstance(found, Scalar) else None

    days = node.get("days")
    share = parse_quantity(days.text) if isinstance(days, Scalar) else None
    own = {kind: _valid(block) for kind in SOURCES if isinstance(block := node.get(kind), Mapping)}
    return Valid(count("months"), count("samples"), share.value if share else None, MappingProxyType(own))


def _joint(node: Mapping) -> Joint:
    def word(key: str) -> str:
        found = node.get(key)
        return found.text if isinstance(found, Scalar) else ""

    stated = node.get("tolerance")
    items = stated.items if isinstance(stated, Mapping) else ()
    written = {_indicator(k.text): v.text for k, v in items if isinstance(v, Scalar)} or {"": word("tolerance")}
    limits = {name: found for name, text in written.items() if (found := parse_quantity(text)) is not None}
    return Joint(MappingProxyType(limits), word("deviation") or None, word("agreed"), read_span(word("within")) or 0)


def _indicator(name: str) -> str:
    found = find(name)
    return found.id if found else name

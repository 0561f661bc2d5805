"""The key under which the language writes a field of the model; empty where its parts stand in the entry itself."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from ecoflow.agreement import model

_KEYS: Mapping[tuple[type, str], str] = MappingProxyType({
    (model.Agreement, "first_year"): "term.from",
    (model.Agreement, "last_year"): "term.to",
    (model.Pool, "carries"): "closes",
    (model.Section, "roles"): "",
    (model.Fact, "kind"): "type",
    (model.Rules, "sources"): "from",
    (model.Exemption, "sections"): "at",
    (model.Exemption, "window"): "from",
    (model.Measure, "sections"): "at",
    (model.Measure, "per_section"): "at",
    (model.Measure, "rules"): "",
    (model.Measure, "rounding"): "round",
    (model.QuantityDef, "rounding"): "round",
    (model.Pay, "payer"): "from",
    (model.Pay, "payee"): "to",
    (model.MoneyRules, "step"): "round",
})


def key_of(owner: object, name: str) -> str:
    """The key of a field."""
    if isinstance(owner, model.Measure) and name in {"kind", "indicators", "per_indicator"}:
        return "by" if owner.kind in {"class", "compliance"} and name == "per_indicator" else owner.kind
    if name in {"name", "cited"} and not isinstance(owner, model.Example):
        return ""
    return _KEYS.get((type(owner), name), name)


_OWN_PATH = frozenset({"cases", "pays", "exemptions", "examples", "exempt"})
_TOLD_APART = frozenset({"kind", "indicators", "per_indicator", "per_section"})


def label_of(owner: object, name: str) -> str:
    """What a change of the field is filed under: its key, but for fields that share one; empty for lists of entries."""
    if name in _OWN_PATH:
        return ""
    return name if isinstance(owner, model.Measure) and name in _TOLD_APART else key_of(owner, name)

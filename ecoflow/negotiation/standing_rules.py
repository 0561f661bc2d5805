"""What an agreement states for all its measures and all its payments: the rules of monitoring and of money."""

from __future__ import annotations

from collections.abc import Iterator
from types import MappingProxyType

from ecoflow.agreement.model import Measure, MoneyRules, Ruling
from ecoflow.agreement.rules import DEFAULTS
from ecoflow.negotiation.change import Change, Spot
from ecoflow.negotiation.meaning import Reader
from ecoflow.negotiation.weight import Kind

STATED, DEFAULT = "monitoring", "default"
_FIELDS = MappingProxyType({"from": "sources"})
_MONEY = MappingProxyType({"round": "step", "mode": "mode", "remainder": "remainder"})


def monitoring_rules(old: Reader, new: Reader, spot: Spot) -> Iterator[Change]:
    """The rules for all measures, each with the measures of the new agreement it reaches.

    A rule that reaches none changes no payment, nor does stating what held by default; the papers say either.
    """
    for key in DEFAULTS:
        left, right = (_ruling(reader, key) for reader in (old, new))
        same = old.of(left.value) == new.of(right.value)
        if same and left.origin == right.origin:
            continue
        reached = tuple(m.id for m in new.agreement.measures.values() if _reaches(key, m))
        kind: Kind = "money" if reached and not same else "words"
        said = spot.into("monitoring").into(key).said(left, right, kind, "changed")
        yield Change(kind, said.what, said.block, "", (key,), left, right, said.old_place, said.new_place,
                     () if same else reached)


def _ruling(reader: Reader, key: str) -> Ruling:
    stated = reader.agreement.stated
    return Ruling(stated[key], STATED) if key in stated else Ruling(DEFAULTS[key], DEFAULT)


def _reaches(key: str, measure: Measure) -> bool:
    """Whether a measure has the rule from the agreement; a limit of the standard follows none."""
    ruling: Ruling = getattr(measure.rules, _FIELDS.get(key, key))
    return measure.kind != "limit" and ruling.origin != "measure"


def money_rules(old: Reader, new: Reader, spot: Spot) -> Iterator[Change]:
    """The rules of payments."""
    before, after = old.agreement.money, new.agreement.money
    for key, name in _MONEY.items():
        same = old.field(before, name) == new.field(after, name)
        left, right = (_of(rules, key, name) for rules in (before, after))
        if not same or left.origin != right.origin:
            here = spot.into(key).said(left, right, "words" if same else "money", "changed")
            yield Change(here.kind, here.what, here.block, "", (key,), left, right, here.old_place, here.new_place)


def _of(rules: MoneyRules, key: str, name: str) -> Ruling:
    return Ruling(getattr(rules, name), STATED if key in rules.stated else DEFAULT)

"""The rule two parties' records are held against each other by: the agreement's, with what was asked in its place."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct
from msgspec.structs import replace

from ecoflow.agreement.check_monitoring import reads_joint
from ecoflow.agreement.model import Agreement, Joint
from ecoflow.measures.joint import Rule, rule_of
from ecoflow.standards.indicators import INDICATORS
from ecoflow.standards.units import Quantity

_NON_DETECT = "half"


class Asked(Struct, frozen=True):
    """What was asked in place of what an agreement states; None leaves it as it is. `within` is in seconds."""

    tolerance: Quantity | None = None
    deviation: str | None = None
    within: int | None = None


def rules_for(agreement: Agreement | None, asked: Asked) -> Mapping[str, Rule]:
    """The rule of every indicator that has a tolerance; empty where neither says anything of joint monitoring."""
    found: dict[str, Rule] = {}
    for indicator in INDICATORS:
        stated, non_detect = _stated(agreement, indicator)
        joint = _joint(stated, asked)
        rule = None if joint is None else rule_of(joint, indicator, non_detect)
        if rule is not None:
            found[indicator] = rule
    return MappingProxyType(found)


def _stated(agreement: Agreement | None, indicator: str) -> tuple[Joint | None, str]:
    """The rule of the first measure that reads the indicator by one, else that of the whole agreement."""
    if agreement is None:
        return None, _NON_DETECT
    for measure in agreement.measures.values():
        joint = reads_joint(measure)
        if joint is not None and indicator in measure.indicators:
            return joint, str(measure.rules.non_detect.value)
    for_all = agreement.stated.get("joint")
    return for_all if isinstance(for_all, Joint) else None, str(agreement.stated.get("non_detect", _NON_DETECT))


def _joint(stated: Joint | None, asked: Asked) -> Joint | None:
    if stated is None and asked.tolerance is None:
        return None
    found = stated or Joint(MappingProxyType({}), None, "mean")
    if asked.tolerance is not None:
        found = replace(found, tolerance=MappingProxyType({"": asked.tolerance}))
    within = found.within if asked.within is None else asked.within
    return replace(found, deviation=asked.deviation or found.deviation, within=within)

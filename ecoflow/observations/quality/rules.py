"""All quality rules, in the order they are told. A new rule is one entry in a file and its file in this list."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from ecoflow.observations.quality import (
    bounds,
    clock,
    digits,
    duplicates,
    flow,
    laboratories,
    names,
    published,
    repeats,
    schedule,
    slips,
    targets,
    unusual,
    words,
)
from ecoflow.observations.quality.rule import Rule

RULES: Final[Mapping[str, Rule]] = MappingProxyType({
    rule.id: rule
    for module in (words, duplicates, bounds, slips, unusual, repeats, schedule, clock, laboratories, flow, published,
                   targets, digits, names)
    for rule in module.RULES
})
"""Every rule by its id."""

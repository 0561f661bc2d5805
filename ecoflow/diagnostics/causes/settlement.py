"""The accounts of the codes of a settlement: what keeps it from being made, E401 to E430, and what it notes."""

from __future__ import annotations

from types import MappingProxyType

from ecoflow.diagnostics.causes import settlement_data, settlement_money, settlement_sources
from ecoflow.diagnostics.causes.cause import Cause

CAUSES: MappingProxyType[str, Cause] = MappingProxyType(
    dict(sorted({**settlement_data.CAUSES, **settlement_money.CAUSES, **settlement_sources.CAUSES}.items()))
)
"""An example is what the agreement says, then what else matters: the facts file under a line `# facts.yaml`, the rows in
question under `# observations`, and the command, where it is not the plain one, in a comment of its own or alone."""

"""The accounts of the codes about the sense of an agreement, E250 to E297, and of its warnings."""

from __future__ import annotations

from types import MappingProxyType

from ecoflow.diagnostics.causes import sense_clauses, sense_measures, sense_values
from ecoflow.diagnostics.causes.cause import Cause

CAUSES: MappingProxyType[str, Cause] = MappingProxyType(
    dict(sorted({**sense_clauses.CAUSES, **sense_measures.CAUSES, **sense_values.CAUSES}.items()))
)
"""The examples are blocks as they stand in an agreement file."""

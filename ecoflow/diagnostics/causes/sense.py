"""What lies behind E250–E299 and W3xx, the sense of clauses, measures and examples."""

from __future__ import annotations

from types import MappingProxyType

from ecoflow.diagnostics.causes.cause import Cause

CAUSES: MappingProxyType[str, Cause] = MappingProxyType({})

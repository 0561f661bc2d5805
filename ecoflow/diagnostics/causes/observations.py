"""What lies behind E3xx, observations."""

from __future__ import annotations

from types import MappingProxyType

from ecoflow.diagnostics.causes.cause import Cause

CAUSES: MappingProxyType[str, Cause] = MappingProxyType({})

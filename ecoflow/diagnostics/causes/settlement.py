"""What lies behind E4xx and N4xx, settlement."""

from __future__ import annotations

from types import MappingProxyType

from ecoflow.diagnostics.causes.cause import Cause

CAUSES: MappingProxyType[str, Cause] = MappingProxyType({})

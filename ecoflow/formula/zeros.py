"""A bare 0 beside amounts, concentrations, volumes: nothing is nothing in any unit."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace

from ecoflow.formula.tree import Literal, Node
from ecoflow.formula.types import Type

UNLIKE = frozenset({"tier", "brackets", "rank", "run", "streak"})
"""Functions whose arguments are not of one kind and unit."""


def with_zeros(nodes: Sequence[Node], types: Sequence[Type]) -> list[Type]:
    """The types side by side; a bare 0 has the unit of the others, for nothing is nothing in any unit."""
    zero = [isinstance(n, Literal) and n.value == 0 and n.unit is not None and n.unit.is_plain for n in nodes]
    unit = next((t.unit for t, z in zip(types, zero, strict=True) if t.unit is not None and not z), None)
    return [replace(t, unit=unit) if z and unit is not None else t for t, z in zip(types, zero, strict=True)]

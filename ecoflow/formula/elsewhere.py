"""Which of its arguments a call looks at from one cell, and at which cell: another section, another month, one branch."""

from __future__ import annotations

from collections.abc import Mapping

from ecoflow.formula.exact import Absent, evaluate
from ecoflow.formula.grid import Grid
from ecoflow.formula.neighbours import following
from ecoflow.formula.tree import Call, Node, names
from ecoflow.formula.types import TIMES

At = Mapping[str, str]


def looked_at(node: Call, at: At, values: Mapping[str, Grid]) -> list[tuple[Node, At]]:
    """(argument, cell) for those looked at; every argument at this very cell where nothing else can be said."""
    first, *rest = node.arguments
    if node.function == "if":
        holds = _holds(first, at, values)
        taken = rest if holds is None else rest[:1] if holds else rest[1:]
        return [(first, at), *((branch, at) for branch in taken)]
    if node.function == "inflow" and "section" in at:
        above = dict(node.pairs).get(at["section"])
        return [(first, {**at, "section": above})] if above else [(rest[0], at)]
    if node.function == "before":
        return _before(node, at, values)
    return [(argument, at) for argument in node.arguments]


def _holds(condition: Node, at: At, values: Mapping[str, Grid]) -> bool | None:
    """Whether a condition holds at a cell; None where it has no value there, or several."""
    try:
        found = evaluate(condition, values).at(at)
    except (ArithmeticError, Absent):
        return None
    value = found.cells.get(()) if not found.dims else None
    return value if isinstance(value, bool) else None


def _before(node: Call, at: At, values: Mapping[str, Grid]) -> list[tuple[Node, At]]:
    first, second = node.arguments
    dim = next((d for d in TIMES if d in at), "")
    grids = [values[n] for n in names(first) if n in values and dim in values[n].dims]
    if not grids:
        return [(first, at), (second, at)]
    steps = sorted({step for grid in grids for step in grid.everyone(dim)})
    if at[dim] == steps[0]:
        return [(second, at)]
    earlier = next((step for step, later in following(steps).items() if later == at[dim]), None)
    return [(first, {**at, dim: earlier})] if earlier else [(first, at)]

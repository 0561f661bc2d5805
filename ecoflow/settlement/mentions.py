"""Which cells of which names a formula looks at, for one cell of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ecoflow.formula.functions import FUNCTIONS
from ecoflow.formula.grid import Grid
from ecoflow.formula.tree import Call, Name, Node, children

At = Mapping[str, str]
Mention = tuple[str, At]


def mentions(node: Node, at: At, values: Mapping[str, Grid]) -> Iterator[Mention]:
    """(name, cell) in reading order: what a reduction runs over is not fixed, what is picked is."""
    if isinstance(node, Name):
        if node.id in values:
            yield node.id, _cell(values[node.id], node.members, at)
        return
    if isinstance(node, Call) and len(node.arguments) == 1 and FUNCTIONS[node.function].reduces:
        at = {d: m for d, m in at.items() if node.over and d not in node.over}
    for child in children(node):
        yield from mentions(child, at, values)


def within(name: str, at: At, values: Mapping[str, Grid]) -> Mention:
    """A name at a cell, by the dimensions it has."""
    return name, {d: m for d, m in at.items() if d in values[name].dims}


def _cell(grid: Grid, members: tuple[str, ...], at: At) -> At:
    found: dict[str, str] = {d: at[d] for d in grid.dims if d in at}
    picked: set[str] = set()
    for member in members:
        dim = next((d for d in sorted(grid.dims) if d not in picked and member in grid.members(d)), None)
        if dim is not None:
            picked.add(dim)
            found[dim] = member
    return found

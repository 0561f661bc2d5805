"""Which cells of which names a formula looks at, for one cell of its own."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ecoflow.formula.elsewhere import looked_at
from ecoflow.formula.functions import FUNCTIONS
from ecoflow.formula.grid import Grid
from ecoflow.formula.tree import Call, Name, Node, children
from ecoflow.formula.types import TIMES

At = Mapping[str, str]
Mention = tuple[str, At]


def mentions(node: Node, at: At, values: Mapping[str, Grid]) -> Iterator[Mention]:
    """(name, cell) in reading order: what a reduction runs over is not fixed, what is picked is."""
    if isinstance(node, Name):
        if node.id in values:
            yield node.id, _cell(values[node.id], node.members, at)
        return
    if isinstance(node, Call):
        for child, here in _looked_at(node, at, values):
            yield from mentions(child, here, values)
        return
    for child in children(node):
        yield from mentions(child, at, values)


def _looked_at(node: Call, at: At, values: Mapping[str, Grid]) -> Iterator[tuple[Node, At]]:
    """The parts of a call and the cells they are looked at: not fixed where it runs over them, elsewhere for `inflow`."""
    if len(node.arguments) > 1:
        yield from looked_at(node, at, values)
    elif not (FUNCTIONS[node.function].reduces or node.function in {"rank", "streak"}):
        yield node.arguments[0], at
    elif node.by and "party" in at:
        held = [section for section, party in node.pairs if party == at["party"]]
        left = {d: m for d, m in at.items() if d != "party" and d not in node.over}
        yield from ((node.arguments[0], {**left, "section": section}) for section in held)
    else:
        gone = () if node.over else TIMES if node.function in {"run", "streak"} else tuple(at)
        yield node.arguments[0], {d: m for d, m in at.items() if d not in (*node.over, *gone)}


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

"""`inflow` and `before`: a value looked up elsewhere, one section up the river or one step back in time."""

from __future__ import annotations

from msgspec.structs import replace

from ecoflow.formula.grid import Grid, Scalar, combine
from ecoflow.formula.pieces import put_together, relabelled, spread, where
from ecoflow.formula.tree import Call
from ecoflow.formula.types import TIMES
from ecoflow.standards.succession import number_of


def inflow(call: Call, x: Grid, y: Grid) -> Grid:
    """The first at each section's inflow section; the second at sections that name none.

    Where the second runs over sections, those are the ones asked for.
    """
    sections = (y if "section" in y.dims else x).everyone("section")
    above = {s: up for s, up in call.pairs if s in sections}
    below: dict[str, list[str]] = {}
    for section, up in above.items():
        below.setdefault(up, []).append(section)
    first = _only(y, "section", tuple(s for s in sections if s not in above))
    found = put_together(spread(relabelled(x, "section", below), y), spread(first, x), (x, y))
    return replace(found, whole={**found.whole, "section": sections})


def before(_: Call, x: Grid, y: Grid) -> Grid:
    """The first one step earlier along its dimension of time; the second for the first step of all."""
    dim = time_of(x)
    steps = sorted(x.everyone(dim))
    after = {name: [later] for name, later in following(steps).items()}
    return put_together(spread(relabelled(x, dim, after), y), spread(_only(y, dim, tuple(steps[:1])), x), (x, y))


def time_of(grid: Grid) -> str:
    """The dimension of time a grid runs over; the type checker has seen that there is one."""
    return next(d for d in grid.dims if d in TIMES)


def following(steps: list[str]) -> dict[str, str]:
    """Each step that is followed by its neighbour, and that neighbour."""
    known = {number_of(name): name for name in steps}
    return {name: known[n + 1] for n, name in known.items() if n + 1 in known}


def _only(grid: Grid, dim: str, members: tuple[str, ...]) -> Grid:
    """The grid at these members of a dimension; one that does not run over it holds for each of them."""
    there: dict[tuple[str, ...], Scalar] = {(m,): True for m in members}
    if dim in grid.dims:
        found = where(grid, dim, lambda m: m in members)
    else:
        found = combine(lambda value, _: value, grid, Grid((dim,), there))
    return replace(found, exempt=grid.exempt.within((dim,), there)) if grid.exempt else found

"""Grids cut, relabelled and put together: what `if`, `inflow` and `before` are made of."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from msgspec.structs import replace

from ecoflow.formula.grid import Cell, Grid, Scalar, combine


def where(grid: Grid, dim: str, wanted: Callable[[str], bool]) -> Grid:
    """The cells whose member of a dimension is wanted."""
    at = grid.dims.index(dim)
    return replace(grid, cells={cell: value for cell, value in grid.cells.items() if wanted(cell[at])})


def relabelled(grid: Grid, dim: str, names: dict[str, list[str]]) -> Grid:
    """The cells with a member of a dimension under the names it is given: none, one, or several."""
    at = grid.dims.index(dim)
    cells = {(*cell[:at], name, *cell[at + 1 :]): value
             for cell, value in grid.cells.items() for name in names.get(cell[at], ())}
    return Grid(grid.dims, cells, grid.whole, grid.exempt.relabelled(dim, names) if grid.exempt else grid.exempt)


def spread(grid: Grid, *others: Grid) -> Grid:
    """The grid repeated for every member of the dimensions that only the others have."""
    for other in others:
        more = tuple(d for d in other.dims if d not in grid.dims)
        if more:
            grid = combine(lambda value, _: value, grid, _shadow(other, more))
    return grid


def _shadow(grid: Grid, dims: tuple[str, ...]) -> Grid:
    """True at every combination of members of some dimensions that the grid has a cell at."""
    places = [grid.dims.index(d) for d in dims]
    cells: dict[Cell, Scalar] = {tuple(cell[n] for n in places): True for cell in grid.cells}
    return Grid(dims, cells, {d: m for d, m in grid.whole.items() if d in dims})


def put_together(first: Grid, second: Grid, like: Iterable[Grid]) -> Grid:
    """Both grids' cells as one, members in the order of `like`; they run over the same dimensions, no cell in common."""
    turned = [second.dims.index(d) for d in first.dims]
    cells = {**first.cells, **{tuple(cell[n] for n in turned): value for cell, value in second.cells.items()}}
    known = tuple(like)
    members = (dict.fromkeys(m for g in known if d in g.dims for m in g.everyone(d)) for d in first.dims)
    order = [{m: n for n, m in enumerate(found)} for found in members]
    in_order = sorted(cells, key=lambda cell: [o[m] for o, m in zip(order, cell, strict=True)])
    exempt = first.exempt.or_(second.exempt)
    return Grid(first.dims, {cell: cells[cell] for cell in in_order}, {**second.whole, **first.whole}, exempt)

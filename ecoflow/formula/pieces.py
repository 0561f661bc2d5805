"""Grids cut, relabelled and put together: what `if`, `inflow` and `before` are made of."""

from __future__ import annotations

from collections.abc import Callable

from ecoflow.formula.grid import Cell, Grid, Scalar, combine


def where(grid: Grid, dim: str, wanted: Callable[[str], bool]) -> Grid:
    """The cells whose member of a dimension is wanted."""
    at = grid.dims.index(dim)
    return Grid(grid.dims, {cell: value for cell, value in grid.cells.items() if wanted(cell[at])}, grid.whole)


def relabelled(grid: Grid, dim: str, names: dict[str, list[str]]) -> Grid:
    """The cells with a member of a dimension under the names it is given: none, one, or several."""
    at = grid.dims.index(dim)
    cells = {(*cell[:at], name, *cell[at + 1 :]): value
             for cell, value in grid.cells.items() for name in names.get(cell[at], ())}
    return Grid(grid.dims, cells, grid.whole)


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


def put_together(first: Grid, second: Grid) -> Grid:
    """Both grids' cells as one; they run over the same dimensions and have no cell in common."""
    turned = [second.dims.index(d) for d in first.dims]
    more = {tuple(cell[n] for n in turned): value for cell, value in second.cells.items()}
    return Grid(first.dims, {**first.cells, **more}, {**second.whole, **first.whole})

"""Values over named dimensions, exactly: a number per section and month is a grid of section x month."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from fractions import Fraction

from msgspec import Struct, field

from ecoflow.formula.exempted import NOTHING, Exempted
from ecoflow.standards.gb3838 import WaterClass

Scalar = Fraction | WaterClass | bool
Cell = tuple[str, ...]


class NothingLeft(ArithmeticError):  # noqa: N818 - the name says what happened
    """Raised when a reduction has no cell to run over (every month exempted, say): nothing is not zero."""

    def __init__(self, function: str) -> None:
        self.function = function
        super().__init__(f"{function} of nothing")


class Grid(Struct, frozen=True):
    """Cells by their members, in the order of `dims`. A cell that is not there takes no part (it was exempted).

    `whole` lists the members a dimension was meant to have, also those without any value, where that is known;
    `exempt` tells which cells are not there because they were exempted. One that is not told there is missing.
    """

    dims: tuple[str, ...]
    cells: Mapping[Cell, Scalar]
    whole: Mapping[str, Cell] = field(default_factory=dict)
    exempt: Exempted = NOTHING

    def only(self) -> Scalar:
        """The single value of a grid without dimensions."""
        return self.cells[()]

    def members(self, dim: str) -> tuple[str, ...]:
        """The members of one dimension, in order of appearance."""
        at = self.dims.index(dim)
        return tuple(dict.fromkeys(cell[at] for cell in self.cells))

    def everyone(self, dim: str) -> tuple[str, ...]:
        """The members of one dimension, also those without a value where they are known."""
        return self.whole.get(dim) or self.members(dim)

    def at(self, where: Mapping[str, str]) -> Grid:
        """The cells at these members, with those dimensions gone; members of other dimensions are ignored."""
        fixed = {n: where[d] for n, d in enumerate(self.dims) if d in where}
        left = tuple(d for n, d in enumerate(self.dims) if n not in fixed)
        found = {
            tuple(m for n, m in enumerate(cell) if n not in fixed): value
            for cell, value in self.cells.items()
            if all(cell[n] == member for n, member in fixed.items())
        }
        return Grid(left, found, _whole(left, self), self.exempt.at(where) if self.exempt else NOTHING)

    def pick(self, member: str) -> Grid:
        """The cells of one member, whichever dimension it belongs to (by name the first, as the type checker picks).

        Raises KeyError when no cell has that member.
        """
        for dim in sorted(self.dims):
            if member in self.members(dim):
                return self.at({dim: member})
        raise KeyError(member)

    def items(self) -> Iterable[tuple[dict[str, str], Scalar]]:
        """(dimension -> member, value) of every cell."""
        for cell, value in self.cells.items():
            yield dict(zip(self.dims, cell, strict=True)), value


def scalar(value: Scalar) -> Grid:
    """A grid without dimensions."""
    return Grid((), {(): value})


def combine(operation: Callable[..., Scalar], *grids: Grid) -> Grid:
    """The operation cell by cell, matching dimensions by name; a cell missing on one side is missing after."""
    joined = _Joined((), {(): ()})
    for grid in grids:
        joined = joined.with_(grid)
    cells = {cell: operation(*values) for cell, values in joined.rows.items()}
    exempt = NOTHING
    for grid in grids:
        exempt = exempt.or_(grid.exempt)
    return Grid(joined.dims, cells, _whole(joined.dims, *grids), exempt)


def _whole(dims: tuple[str, ...], *grids: Grid) -> dict[str, Cell]:
    """The members of these dimensions that every one of the grids that know them has."""
    found: dict[str, Cell] = {}
    for grid in grids:
        for dim, members in grid.whole.items():
            if dim in dims:
                known = found.get(dim)
                found[dim] = members if known is None or known == members else tuple(m for m in known if m in members)
    return found


class _Joined(Struct, frozen=True):
    """Rows of values side by side, each with its members in the order of `dims`."""

    dims: tuple[str, ...]
    rows: Mapping[Cell, tuple[Scalar, ...]]

    def with_(self, grid: Grid) -> _Joined:
        shared = [(self.dims.index(d), n) for n, d in enumerate(grid.dims) if d in self.dims]
        new = [n for n, d in enumerate(grid.dims) if d not in self.dims]
        # cells by the members both sides share, so that a join of large grids stays linear
        matching: dict[Cell, list[tuple[Cell, Scalar]]] = {}
        for cell, value in grid.cells.items():
            found = matching.setdefault(tuple(cell[n] for _, n in shared), [])
            found.append((tuple(cell[n] for n in new), value))
        rows = {
            (*cell, *more): (*values, value)
            for cell, values in self.rows.items()
            for more, value in matching.get(tuple(cell[n] for n, _ in shared), ())
        }
        return _Joined((*self.dims, *(grid.dims[n] for n in new)), rows)


def reduce(operation: Callable[[list[Scalar]], Scalar], name: str, grid: Grid, over: Iterable[str]) -> Grid:
    """The operation over all cells that agree in the other dimensions; raises NothingLeft when there is none."""
    gone = set(over)
    left = tuple(d for d in grid.dims if d not in gone)
    groups: dict[Cell, list[Scalar]] = {}
    for where, value in grid.items():
        groups.setdefault(tuple(where[d] for d in left), []).append(value)
    if not groups:
        raise NothingLeft(name)
    exempt = exempt_without(grid, gone)
    return Grid(left, {cell: operation(values) for cell, values in groups.items()}, _whole(left, grid), exempt)


def exempt_without(grid: Grid, over: Collection[str]) -> Exempted:
    """What is exempt once these dimensions are gone: the cells that were exempt at every member of them."""
    left = any(d not in over for d in grid.dims)
    return grid.exempt.without(sorted(over), grid.everyone) if left and grid.exempt else NOTHING

"""Values over named dimensions, exactly: a number per section and month is a grid of section x month."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from fractions import Fraction

from ecoflow.standards.gb3838 import WaterClass

Scalar = Fraction | WaterClass | bool
Cell = tuple[str, ...]


class NothingLeft(ArithmeticError):
    """Raised when a reduction has no cell to run over (every month exempted, say): nothing is not zero."""

    def __init__(self, function: str) -> None:
        self.function = function
        super().__init__(f"{function} of nothing")


@dataclass(frozen=True, slots=True)
class Grid:
    """Cells by their members, in the order of `dims`. A cell that is not there takes no part (it was exempted)."""

    dims: tuple[str, ...]
    cells: Mapping[Cell, Scalar]

    def only(self) -> Scalar:
        """The single value of a grid without dimensions."""
        return self.cells[()]

    def members(self, dim: str) -> tuple[str, ...]:
        """The members of one dimension, in order of appearance."""
        at = self.dims.index(dim)
        return tuple(dict.fromkeys(cell[at] for cell in self.cells))

    def at(self, where: Mapping[str, str]) -> Grid:
        """The cells at these members, with those dimensions gone; members of other dimensions are ignored."""
        fixed = {n: where[d] for n, d in enumerate(self.dims) if d in where}
        left = tuple(d for n, d in enumerate(self.dims) if n not in fixed)
        found = {
            tuple(m for n, m in enumerate(cell) if n not in fixed): value
            for cell, value in self.cells.items()
            if all(cell[n] == member for n, member in fixed.items())
        }
        return Grid(left, found)

    def pick(self, member: str) -> Grid:
        """The cells of one member, whichever dimension it belongs to."""
        for dim in self.dims:
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
    """The operation cell by cell, matching dimensions by name."""
    dims = tuple(dict.fromkeys(d for grid in grids for d in grid.dims))
    rows: list[tuple[dict[str, str], tuple[Scalar, ...]]] = [({}, ())]
    for grid in grids:
        rows = [
            (where | place, (*values, value))
            for where, values in rows
            for place, value in grid.items()
            if all(where.get(d, m) == m for d, m in place.items())
        ]
    return Grid(dims, {tuple(where[d] for d in dims): operation(*values) for where, values in rows})


def reduce(operation: Callable[[list[Scalar]], Scalar], name: str, grid: Grid, over: Iterable[str]) -> Grid:
    """The operation over all cells that agree in the other dimensions; raises NothingLeft when there is none."""
    gone = set(over)
    left = tuple(d for d in grid.dims if d not in gone)
    groups: dict[Cell, list[Scalar]] = {}
    for where, value in grid.items():
        groups.setdefault(tuple(where[d] for d in left), []).append(value)
    if not groups:
        raise NothingLeft(name)
    return Grid(left, {cell: operation(values) for cell, values in groups.items()})

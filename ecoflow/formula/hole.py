"""A cell that has no value because it would divide by zero: known of, and fatal only where somebody looks at it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any, cast

from msgspec import Struct

from ecoflow.formula.grid import Grid


class Hole(Struct, frozen=True):
    """Stands in a cell while a formula is worked out; `at` is the divisor's character in the formula."""

    at: int


def guarded(operation: Callable[..., Any], at: int) -> Callable[..., Any]:
    """The operation over single values; a division by zero, or a hole among them, is a hole."""
    def work(*found: Any) -> Any:
        for value in found:
            if type(value) is Hole:
                return value
        try:
            return operation(*found)
        except ZeroDivisionError:
            return Hole(at)

    return work


def listed(operation: Callable[[list[Any]], Any]) -> Callable[[list[Any]], Any]:
    """The operation over a list of values; a hole in the list is a hole."""
    def work(found: list[Any]) -> Any:
        hole = first_hole(found)
        return operation(found) if hole is None else hole

    return work


def first_hole(values: Iterable[object]) -> Hole | None:
    """The first hole among values, if any."""
    return next((v for v in values if type(v) is Hole), None)


def hole_of(grid: Grid) -> Hole | None:
    """The first hole of a grid, if any."""
    return first_hole(cast("Iterable[object]", grid.cells.values()))

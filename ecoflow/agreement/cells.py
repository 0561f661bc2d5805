"""The cells a name has in one period: its sections, indicators and parties, and the months (weeks, years) of its window."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from typing import cast

from ecoflow.agreement.model import Agreement
from ecoflow.agreement.times import named_window
from ecoflow.formula.functions import FUNCTIONS
from ecoflow.formula.grid import Grid, Scalar
from ecoflow.formula.tree import Call, Name, Node, children
from ecoflow.formula.types import DIMENSIONS, TIMES
from ecoflow.standards.calendar import Grain, Period
from ecoflow.standards.indicators import INDICATORS

Cell = Mapping[str, str]


def cells(agreement: Agreement, name: str, period: Period) -> tuple[Cell, ...]:
    """Every cell of a fact, measure or quantity in a period; one without members for a name with a single value."""
    dims = agreement.types[name].dims
    space = [(dim, tuple(INDICATORS) if known is None else known) for dim, known in dims if dim not in TIMES]
    places = [dict(zip((d for d, _ in space), found, strict=True)) for found in product(*(m for _, m in space))]
    times = _times(tuple(d for d, _ in dims), _window(agreement, name, period))
    return tuple({**place, **time} for place in places for time in times)


def members(agreement: Agreement, name: str, dim: str, period: Period) -> tuple[str, ...]:
    """The members of one of its dimensions in a period."""
    return tuple(dict.fromkeys(cell[dim] for cell in cells(agreement, name, period)))


def everywhere(agreement: Agreement, name: str, period: Period, value: Scalar) -> Grid:
    """One value in every cell of a name."""
    dims = dims_of(agreement, name)
    return Grid(dims, {tuple(cell[d] for d in dims): value for cell in cells(agreement, name, period)})


def dims_of(agreement: Agreement, name: str) -> tuple[str, ...]:
    """The dimensions of a name in the order of the language: sections before indicators before months."""
    order = {dim: n for n, dim in enumerate(DIMENSIONS)}
    return tuple(sorted(agreement.types[name].dim_names, key=lambda d: (order.get(d, len(order)), d)))


def _times(dims: tuple[str, ...], window: Period) -> list[Cell]:
    """The parts of a window by name, cut ever finer: each month of each year."""
    found: list[tuple[Cell, Period]] = [({}, window)]
    for grain in TIMES:
        if grain in dims:
            found = [({**at, grain: part.name}, part.clipped(stretch))
                     for at, stretch in found for part in stretch.parts(cast("Grain", grain))]
    return [at for at, _ in found]


def _window(agreement: Agreement, name: str, period: Period) -> Period:
    """The days whose parts name the cells: of a measure its window, of a quantity the one of what it is made from."""
    if name in agreement.measures:
        return named_window(agreement.measures[name].over, period)
    times = set(agreement.types[name].dim_names) & set(TIMES)
    quantity = agreement.quantities.get(name)
    if not times or quantity is None or quantity.formula.tree is None:
        return period
    used = (n for n in _kept(quantity.formula.tree, times)
            if n in agreement.types and times & set(agreement.types[n].dim_names))
    return next((_window(agreement, n, period) for n in used), period)


def _kept(node: Node, times: set[str]) -> Iterator[str]:
    """The names that still run over these times where they stand: not what is summed over them."""
    if isinstance(node, Name):
        yield node.id
    if isinstance(node, Call) and FUNCTIONS[node.function].reduces and len(node.arguments) == 1:
        times = times - set(node.over) if node.over else set()
    if times:
        for child in children(node):
            yield from _kept(child, times)

"""What an example or a facts file gives, as grids: by month, by section, or one value for all."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from ecoflow.agreement.answers import bounds_words
from ecoflow.agreement.cells import Cell, cells, dims_of
from ecoflow.agreement.model import Agreement, Keyed, Value
from ecoflow.agreement.times import years_of
from ecoflow.diagnostics.finding import Finding, Phrase
from ecoflow.formula.exempted import NOTHING
from ecoflow.formula.grid import Grid, Scalar
from ecoflow.formula.types import TIMES, Type
from ecoflow.measures.exempt import exempt_cells
from ecoflow.measures.windows import covers
from ecoflow.settlement.values import NoValue, grid_of
from ecoflow.standards.calendar import Period
from ecoflow.standards.units import ONE


def given_values(agreement: Agreement, period: Period, given: Mapping[str, Value | Keyed]) -> dict[str, Grid]:
    """The values by name; what is given once holds in every cell the name has in this period.

    A measure or quantity may be given for some months only: the others have no value, like months that do not count.
    So may a fact with a default, which holds for the rest; it is not among the given where nothing falls in the period.
    Raises NoValue for another fact that lacks a value, and for a dated value that lacks the year.
    """
    found = {name: _grid(agreement, name, value, period) for name, value in given.items()}
    return {name: grid for name, grid in found.items() if grid.cells or not _has_default(agreement, name)}


def given_once(agreement: Agreement, name: str, grid: Grid, period: Period) -> Scalar | None:
    """The one value a grid holds everywhere, so that saying it once says it all; None where they differ."""
    values = set(grid.cells.values())
    return values.pop() if len(values) == 1 and len(grid.cells) == len(cells(agreement, name, period)) else None


def leaves(name: str, value: Value | Keyed, kind: Type, period: Period,
           at: Cell | None = None, *, partial: bool = False) -> Iterator[tuple[Cell, Scalar]]:
    """(members it was written for, value) of every single value; years of a name without them are picked by the period.

    Raises NoValue when the year is not there, unless what is given may be `partial`.
    """
    at = at or {}
    if not isinstance(value, Keyed):
        yield at, grid_of(name, value, kind, period).only()
    elif value.dim == "year" and "year" not in kind.dim_names:
        key = next((k for k in value.values if covers(k, period.year)), None)
        if key is not None:
            yield from leaves(name, value.values[key], kind, period, at, partial=partial)
        elif not partial:
            raise NoValue(Finding("E406", None, {"name": name, "year": str(period.year)}))
    else:
        for key, part in value.values.items():
            for member in years_of(key) if value.dim == "year" else (key,):
                yield from leaves(name, part, kind, period, {**at, value.dim: member}, partial=partial)


def out_of_bounds(agreement: Agreement, given: Mapping[str, Grid]) -> Iterator[Finding]:
    """Every number among the facts that is less or more than the agreement says it can be."""
    for name, grid in given.items():
        fact = agreement.facts.get(name)
        if fact is None or fact.kind != "number":
            continue
        least, most = fact.bounds()
        for at, value in grid.items():
            if isinstance(value, Fraction) and (value < least or (most is not None and value > most)):
                where = f" [{', '.join(at.values())}]" if at else ""
                details: dict[str, Phrase] = {"name": name, "at": where, "value": (fact.unit or ONE).show(value),
                                              "bounds": bounds_words(fact)}
                yield Finding("E430", None, details, {"fact": name, **at})


def _grid(agreement: Agreement, name: str, value: Value | Keyed, period: Period) -> Grid:
    dims, everywhere, partial = dims_of(agreement, name), cells(agreement, name, period), _has_default(agreement, name)
    found: dict[tuple[str, ...], Scalar] = {}
    for at, one in leaves(name, value, agreement.types[name], period, partial=partial):
        found |= {tuple(c[d] for d in dims): one for c in everywhere if at.items() <= c.items()}
    if name in agreement.facts and not partial:
        _complete(name, dims, found, everywhere)
    measure = agreement.measures.get(name)
    exempt = exempt_cells(measure, period, agreement.exemptions) if measure else NOTHING
    if exempt:
        # what would not have been measured is not there when it is given either
        found = {cell: value for cell, value in found.items() if not exempt.has(dict(zip(dims, cell, strict=True)))}
    return Grid(dims, found, exempt=exempt)


def _has_default(agreement: Agreement, name: str) -> bool:
    """Whether it is a fact that has a value also where none is given."""
    return name in agreement.facts and agreement.facts[name].default is not None


def _complete(name: str, dims: tuple[str, ...], found: Mapping[tuple[str, ...], Scalar],
              everywhere: tuple[Cell, ...]) -> None:
    """A fact that runs over time has a value for all of it; raises NoValue for what is missing."""
    if not set(dims) & set(TIMES):
        return
    timeless = [n for n, d in enumerate(dims) if d not in TIMES]
    spots = {tuple(cell[n] for n in timeless) for cell in found}
    lacking = [cell for c in everywhere if (cell := tuple(c[d] for d in dims)) not in found
               and (not spots or tuple(cell[n] for n in timeless) in spots)]
    when = dict.fromkeys(cell[n] for cell in lacking for n in range(len(dims)) if n not in timeless)
    if when:
        raise NoValue(Finding("E429", None, {"name": name, "when": ", ".join(when)}))

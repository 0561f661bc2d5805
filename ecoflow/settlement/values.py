"""Every name's value for one period: terms by date, facts as given, measures from the cube, quantities by formula."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import cast, get_args

from msgspec.structs import replace

from ecoflow.agreement.cells import everywhere
from ecoflow.agreement.model import Agreement, Keyed, Measure, Rounding, Value
from ecoflow.agreement.table_keys import SEASON, season_months
from ecoflow.diagnostics.finding import Finding
from ecoflow.formula.exact import Absent, Undefined, evaluate
from ecoflow.formula.grid import Grid, NothingLeft, Scalar, combine, scalar
from ecoflow.formula.types import TIMES, Type
from ecoflow.measures.exempt import exempt_cells
from ecoflow.measures.windows import covers, parts_of, window_of
from ecoflow.standards.calendar import Grain, Period
from ecoflow.standards.rounding import Mode, round_figures, round_places
from ecoflow.standards.units import ONE, Quantity


class NoValue(LookupError):  # noqa: N818 - the name says what is missing
    """Raised where a dated term has no value for the year; carries the finding."""

    def __init__(self, finding: Finding) -> None:
        self.finding = finding
        super().__init__(finding.message("en"))


def grid_of(name: str, value: Value | Keyed, kind: Type, period: Period) -> Grid:
    """A written value as a grid: years picked by the period, other keys as dimensions.

    A bare number given for a name with a unit is read in that unit. Raises NoValue when the year is not there.
    """
    if isinstance(value, Keyed):
        if value.dim == "year":
            key = next((k for k in value.values if covers(k, period.year)), None)
            if key is None:
                raise NoValue(Finding("E406", None, {"name": name, "year": str(period.year)}))
            return grid_of(name, value.values[key], kind, period)
        if value.dim == SEASON:
            return _seasonal(name, value, kind, period)
        parts = {k: grid_of(name, v, kind, period) for k, v in value.values.items()}
        inner = next(iter(parts.values())).dims
        return Grid((value.dim, *inner), {(k, *cell): v for k, g in parts.items() for cell, v in g.cells.items()})
    if isinstance(value, Quantity):
        bare = value.unit is ONE and kind.unit is not None
        return scalar(value.value * kind.unit.scale if bare and kind.unit else value.value)
    if isinstance(value, str):
        raise TypeError(value)
    return scalar(value)


def _seasonal(name: str, value: Keyed, kind: Type, period: Period) -> Grid:
    """A table by season: one value for each month of the period, or the one that holds in a period of a single month."""
    months = {m.name: next(k for k in value.values if m.first.month in season_months(k)) for m in period.months()}
    seasons = {key: grid_of(name, value.values[key], kind, period) for key in dict.fromkeys(months.values())}
    if len(months) == 1:
        return next(iter(seasons.values()))
    inner = next(iter(seasons.values())).dims
    cells = {(month, *cell): found for month, key in months.items() for cell, found in seasons[key].cells.items()}
    return Grid(("month", *inner), cells)


def whole(agreement: Agreement, measure: Measure, period: Period, grid: Grid) -> Grid:
    """A measure's grid that also knows the sections, months ... it has no value for, and which of these are exempt."""
    found: dict[str, tuple[str, ...]] = {"section": measure.sections, "indicator": measure.indicators}
    stretches = [at for at, _ in parts_of(measure, window_of(measure, period))]
    for dim in (d for d in grid.dims if d in TIMES):
        own = tuple(dict.fromkeys(m for at in stretches for d, m in at if d == dim))
        # last year's months may stand under the names of this year's
        named = tuple(p.name for p in period.parts(cast("Grain", dim))) if dim in get_args(Grain) else ()
        found[dim] = next((names for names in (own, named) if set(grid.members(dim)) <= set(names)), ())
    known = {d: found[d] for d in grid.dims if found.get(d)}
    return replace(grid, whole=known, exempt=exempt_cells(measure, period, agreement.exemptions))


def stated_values(agreement: Agreement, period: Period, names: Iterable[str],
                  given: Mapping[str, Grid]) -> tuple[dict[str, Grid], list[Finding]]:
    """Terms and facts among the names; a fact that is neither given nor has a default is a finding."""
    values: dict[str, Grid] = {}
    problems: list[Finding] = []
    for name in names:
        if name in given:
            values[name] = given[name]
        elif name in agreement.terms:
            try:
                values[name] = grid_of(name, agreement.terms[name].value, agreement.types[name], period)
            except NoValue as error:
                problems.append(error.finding)
        elif name in agreement.facts:
            fact = agreement.facts[name]
            if fact.default is None:
                label = (fact.name.say("zh"), fact.name.say("en"))
                problems.append(Finding("E404", None, {"name": name, "label": label}, {"fact": name}))
            else:
                values[name] = _default(agreement, name, period)
    return values, problems


def _default(agreement: Agreement, name: str, period: Period) -> Grid:
    """A fact's default, for every member of the dimensions it is given by."""
    fact = agreement.facts[name]
    if fact.default is None:
        raise TypeError(name)
    return everywhere(agreement, name, period, grid_of(name, fact.default, agreement.types[name], period).only())


def add_quantities(agreement: Agreement, names: Iterable[str], values: dict[str, Grid],
                   unrounded: dict[str, Grid]) -> list[Finding]:
    """Evaluate the quantities among the names, in order, into `values`; what has no value is a finding.

    `unrounded` receives the value before the quantity's own rounding.
    """
    wanted = set(names)
    problems: list[Finding] = []
    for name in agreement.order:
        quantity = agreement.quantities[name]
        if name not in wanted or name in values or quantity.formula.tree is None:
            continue
        try:
            found = evaluate(quantity.formula.tree, values)
        except Absent:
            continue  # an example gives only what its clauses come to; the posting says what it misses
        except (Undefined, NothingLeft) as error:
            problem = ("除数为零", "division by zero") if isinstance(error, Undefined) else (
                "所有时段均已豁免", "every month it rests on is exempted")
            problems.append(Finding("E409", quantity.place, {"name": name, "problem": problem}))
            break
        unrounded[name] = found
        unit = agreement.types[name].unit or ONE
        values[name] = combine(lambda v, r=quantity.rounding, s=unit.scale: _rounded(v, r, s), found)
    return problems


def _rounded(value: Scalar, rule: Rounding | None, scale: Fraction) -> Scalar:
    """A quantity rounded in the unit it is shown in, once, before anything uses it."""
    if rule is None or not isinstance(value, Fraction):
        return value
    own, mode = value / scale, cast("Mode", rule.mode)
    if rule.figures is not None:
        return round_figures(own, rule.figures, mode) * scale
    return round_places(own, rule.places or 0, mode) * scale

"""Every name's value for one period: terms by date, facts as given, measures from the cube, quantities by formula."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
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
from ecoflow.standards.rounding import Mode, round_figures, round_places, round_step
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
    """A table by season: a value for each part of the period its type runs over, or the one of a single month."""
    grain = cast("Grain", kind.times[0]) if kind.times else None
    parts = period.parts(grain) if grain else (period,)
    keys = {part.name: next(k for k in value.values if _month(part) in season_months(k)) for part in parts}
    seasons = {key: grid_of(name, value.values[key], kind, period) for key in dict.fromkeys(keys.values())}
    if grain is None:
        return next(iter(seasons.values()))
    inner = next(iter(seasons.values())).dims
    cells = {(part, *cell): found for part, key in keys.items() for cell, found in seasons[key].cells.items()}
    return Grid((grain, *inner), cells)


def _month(part: Period) -> int:
    """The month of the year a month, week or day lies in: of a week that of its middle day, the Thursday (ISO 8601)."""
    return (part.first + timedelta(days=part.days // 2)).month


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
    """Terms and facts among the names; a default fills what is not given of a fact, a fact with neither is a finding."""
    values: dict[str, Grid] = {}
    problems: list[Finding] = []
    for name in names:
        if name in given:
            values[name] = _filled(agreement, name, period, given[name])
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


def _filled(agreement: Agreement, name: str, period: Period, given: Grid) -> Grid:
    """What is given, and a fact's default in its other cells."""
    if name not in agreement.facts or agreement.facts[name].default is None:
        return given
    rest = _default(agreement, name, period)
    return replace(rest, cells={**rest.cells, **given.cells})


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
            problem = error.why if isinstance(error, Undefined) else (
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
    if rule.step is not None:
        return round_step(value, rule.step.value, mode)
    if rule.figures is not None:
        return round_figures(own, rule.figures, mode) * scale
    return round_places(own, rule.places or 0, mode) * scale

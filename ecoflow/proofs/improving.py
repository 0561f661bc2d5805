"""Made-up inputs with one party's water made cleaner: does the party have less then?"""

from __future__ import annotations

from collections.abc import Callable
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from ecoflow.agreement.model import Agreement, Clause, Measure
from ecoflow.formula.direction import Direction
from ecoflow.formula.grid import Grid, Scalar
from ecoflow.proofs.inputs import Names
from ecoflow.proofs.trial import Trial, Trials
from ecoflow.standards.gb3838 import WaterClass

PAIRS = 6
"""So many pairs of inputs are compared."""
_NUMBERS = 700


class Pair(Struct, frozen=True):
    """Two runs that differ in the party's own water only, and what it had of one clause in each."""

    dirtier: Trial
    cleaner: Trial
    more: Fraction
    less: Fraction


def improved(clauses: tuple[Clause, ...], party: str, agreement: Agreement, trials: Trials,
             direction: Callable[[Measure], Direction]) -> Pair | None:
    """A pair in which cleaner water leaves the party with less of some clauses; None when none was found."""
    protected = {s.id for s in agreement.sections.values() if party in {s.roles.get("upstream"), s.roles.get("responsible")}}
    for trial in trials.first(trials.affordable(PAIRS, _NUMBERS)):
        if trial.problems:
            continue
        inputs = {name: _cleaned(grid, agreement.measures[name], protected, direction, trials.names)
                  if name in agreement.measures else grid for name, grid in trial.inputs.items()}
        other = trials.run(trial.period, inputs, clauses)
        before, after = (_had(run, clauses, party) for run in (trial, other))
        if not other.problems and after < before:
            return Pair(trial, other, before, after)
    return None


def _had(run: Trial, clauses: tuple[Clause, ...], party: str) -> Fraction:
    own = (p for p in run.payments if p.clause in {c.id for c in clauses})
    return sum((p.amount * ((p.payee == party) - (p.payer == party)) for p in own), Fraction(0))


def _cleaned(grid: Grid, measure: Measure, protected: set[str], direction: Callable[[Measure], Direction],
             names: Names) -> Grid:
    way = direction(measure)
    if not way:
        return grid
    domain = names.domain(measure.id, {})
    own = not measure.per_section and not protected.isdisjoint(measure.sections)
    cells = {cell: _step(value, way) if own or protected & set(cell) else value for cell, value in grid.cells.items()}
    return replace(grid, cells={c: v if domain.holds(v) else grid.cells[c] for c, v in cells.items()})


def _step(value: Scalar, way: int) -> Scalar:
    """One step cleaner: a class better, a fifth lower (of what dirt lowers, half way up to the whole)."""
    if isinstance(value, WaterClass):
        return WaterClass(max(1, value - 1))
    if not isinstance(value, Fraction):
        return value
    return value * Fraction(4, 5) if way > 0 else value + max(1 - value, Fraction(0)) / 2

"""Made-up inputs with one party's water made cleaner: does the party have less then?"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
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
ALONE = 24
"""So many single changes are tried to say which of them matters."""
_NUMBERS = 700


class Pair(Struct, frozen=True):
    """Two runs that differ in the party's own water only, and what it had of one clause in each."""

    dirtier: Trial
    cleaner: Trial
    more: Fraction
    less: Fraction


class Cleaned(Struct, frozen=True):
    """How measured values get cleaner at the sections that are `protected`."""

    protected: set[str]
    direction: Callable[[Measure], Direction]
    names: Names
    step: Callable[[Scalar, int], Scalar]

    def grid(self, grid: Grid, measure: Measure) -> Grid:
        """The values of a measure, those of protected sections cleaner as far as there are such values."""
        way = self.direction(measure)
        if not way:
            return grid
        domain = self.names.domain(measure.id, {})
        own = not measure.per_section and not self.protected.isdisjoint(measure.sections)
        cells = {c: self.step(value, way) if own or self.protected & set(c) else value for c, value in grid.cells.items()}
        return replace(grid, cells={c: v if domain.holds(v) else grid.cells[c] for c, v in cells.items()})


def improved(clauses: tuple[Clause, ...], party: str, agreement: Agreement, trials: Trials,
             direction: Callable[[Measure], Direction]) -> Pair | None:
    """A pair in which cleaner water leaves the party with less of some clauses; None when none was found."""
    protected = {s.id for s in agreement.sections.values() if party in {s.roles.get("upstream"), s.roles.get("responsible")}}
    for n, trial in enumerate(trials.first(trials.affordable(PAIRS, _NUMBERS))):
        if trial.problems:
            continue
        cleaned = Cleaned(protected, direction, trials.names, (_step, _far)[n % 2])
        inputs = {name: cleaned.grid(grid, agreement.measures[name]) if name in agreement.measures else grid
                  for name, grid in trial.inputs.items()}
        found = _pair(trial, inputs, clauses, party, trials)
        if found is not None:
            alone = (_pair(trial, one, clauses, party, trials) for one in _one_by_one(trial.inputs, inputs))
            return next((pair for pair in alone if pair is not None), found)
    return None


def _pair(trial: Trial, inputs: Mapping[str, Grid], clauses: tuple[Clause, ...], party: str, trials: Trials) -> Pair | None:
    """The run beside one on cleaner inputs, where that leaves the party with less."""
    other = trials.run(trial.period, inputs, clauses)
    before, after = (_had(run, clauses, party) for run in (trial, other))
    return Pair(trial, other, before, after) if not other.problems and after < before else None


def _one_by_one(inputs: Mapping[str, Grid], cleaner: Mapping[str, Grid]) -> Iterator[Mapping[str, Grid]]:
    """The inputs with a single value made cleaner, for the first of those that differ."""
    changed = [(name, cell) for name, grid in inputs.items() for cell, value in grid.cells.items()
               if cleaner[name].cells[cell] != value]
    for name, cell in changed[:ALONE]:
        grid = inputs[name]
        yield {**inputs, name: replace(grid, cells={**grid.cells, cell: cleaner[name].cells[cell]})}


def _had(run: Trial, clauses: tuple[Clause, ...], party: str) -> Fraction:
    own = (p for p in run.payments if p.clause in {c.id for c in clauses})
    return sum((p.amount * ((p.payee == party) - (p.payer == party)) for p in own), Fraction(0))


def _step(value: Scalar, way: int) -> Scalar:
    """One step cleaner: a class better, a fifth lower (of what dirt lowers, half way up to the whole)."""
    if isinstance(value, WaterClass):
        return WaterClass(max(1, value - 1))
    if not isinstance(value, Fraction):
        return value
    return value * Fraction(4, 5) if way > 0 else value + max(1 - value, Fraction(0)) / 2


def _far(value: Scalar, way: int) -> Scalar:
    """As clean as can be: the best class, a tenth, the whole."""
    if isinstance(value, WaterClass):
        return WaterClass.I
    if not isinstance(value, Fraction):
        return value
    return value / 10 if way > 0 else max(value, Fraction(1))

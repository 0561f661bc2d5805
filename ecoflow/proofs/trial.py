"""Trying an agreement on made-up inputs with the exact engine, to find one that shows what cannot be proved.

The inputs are drawn from a fixed sequence, so that the same file gives the same witness on every machine.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from itertools import count
from random import Random
from typing import cast

from msgspec import Struct
from msgspec.structs import replace

from ecoflow.agreement.cells import cells, dims_of
from ecoflow.agreement.model import Agreement, Clause, Keyed, Value
from ecoflow.diagnostics.finding import Finding
from ecoflow.formula.domain import Domain
from ecoflow.formula.grid import Grid, Scalar
from ecoflow.proofs.inputs import YEAR, Names
from ecoflow.settlement.ledger import balance, open_pools, openings
from ecoflow.settlement.model import Payment
from ecoflow.settlement.needs import needed
from ecoflow.settlement.post import Posting
from ecoflow.settlement.values import add_quantities, stated_values
from ecoflow.standards.calendar import Grain, Period, years
from ecoflow.standards.units import Quantity, Unit

TRIES = 48
"""How many made-up inputs are tried."""

_FEW = 12
_NUMBERS = 4000
"""So many made-up numbers are drawn for one agreement, in all its runs."""

_FACTORS = tuple(Fraction(n, 100) for n in (0, 5, 15, 37, 50, 99, 100, 101, 150, 200, 333, 1000))


class Trial(Struct, frozen=True):
    """One run: what went in, and what came out or why nothing did."""

    period: Period
    inputs: Mapping[str, Grid]
    values: Mapping[str, Grid]
    payments: tuple[Payment, ...]
    problems: tuple[Finding, ...]


class Trials:
    """Runs of one agreement, made when they are asked for and kept."""

    def __init__(self, agreement: Agreement, names: Names) -> None:
        self.agreement, self.names = agreement, names
        self._kept: list[Trial] = []
        self._pools: dict[tuple[str, Domain], tuple[Fraction, ...]] = {}
        self._rest = self._all()

    def first(self, number: int) -> tuple[Trial, ...]:
        """The first runs."""
        while len(self._kept) < number:
            self._kept.append(next(self._rest))
        return tuple(self._kept[:number])

    def affordable(self, number: int, numbers: int) -> int:
        """So many runs, or fewer where they would need more than so many made-up numbers (daily data of many sections)."""
        return min(number, numbers // max(self._size, 1))

    @cached_property
    def _size(self) -> int:
        period = a_period(self.agreement, self.agreement.first_year)
        return sum(len(cells(self.agreement, name, period)) for name in self._wanted)

    @cached_property
    def _wanted(self) -> tuple[str, ...]:
        """The facts and measures a settlement needs."""
        agreement = self.agreement
        wanted = needed(agreement, (), every_quantity=False)
        return tuple(n for n in wanted if n in agreement.facts or n in agreement.measures)

    @property
    def made(self) -> tuple[Trial, ...]:
        """All runs, those with the shortest numbers first: one of them may become a witness."""
        runs = self.first(max(2, self.affordable(TRIES, _NUMBERS)))
        return tuple(sorted(runs, key=_length))

    @property
    def few(self) -> tuple[Trial, ...]:
        """Some of the runs, where an error shows in many of them or in none."""
        return tuple(sorted(self.first(max(2, self.affordable(_FEW, _NUMBERS // 4))), key=_length))

    def _all(self) -> Iterator[Trial]:
        dice = Random(3838)  # noqa: S311 - a fixed sequence, not a secret
        span = range(self.agreement.first_year, self.agreement.last_year + 1)
        for n in count():
            period = a_period(self.agreement, span[n % len(span)])
            yield self.run(period, self._inputs(period, dice))

    def _inputs(self, period: Period, dice: Random) -> dict[str, Grid]:
        """A value for every fact and measure in all its cells, sometimes the same in all of them."""
        agreement = self.agreement
        made = {}
        for name in self._wanted:
            dims, alike = dims_of(agreement, name), dice.random() < 1 / 2
            one = self._draw(name, {}, period, dice)
            made[name] = Grid(dims, {tuple(cell[d] for d in dims): one if alike else self._draw(name, cell, period, dice)
                                     for cell in cells(agreement, name, period)})
        return made

    def _draw(self, name: str, cell: Mapping[str, str], period: Period, dice: Random) -> Scalar:
        domain = self.names.domain(name, {**cell, YEAR: str(period.year)})
        if domain.few is not None:
            return dice.choice(sorted(domain.few))
        unit = self.agreement.types[name].unit
        if dice.random() < 1 / 4:
            odd = self._odd(domain, unit, dice)
            if domain.holds(odd):
                return odd
        return dice.choice(self._pool(name, domain, unit) or (Fraction(1),))

    @staticmethod
    def _odd(domain: Domain, unit: Unit | None, dice: Random) -> Fraction:
        """A number that ends with a tenth of a fen, or nowhere near a fen."""
        if domain.least is not None and domain.most is not None:
            part = Fraction(dice.randrange(1, 99991), dice.choice([10**5, 99991]))
            return domain.least + (domain.most - domain.least) * part
        return Fraction(dice.randrange(1, 10**6), dice.choice([1000, 997])) * (unit.scale if unit else 1)

    def _pool(self, name: str, domain: Domain, unit: Unit | None) -> tuple[Fraction, ...]:
        """Numbers at and around those the agreement states in the same unit."""
        if (name, domain) not in self._pools:
            near = [c * f for c in self._constants.get(unit.powers if unit else (), ()) for f in _FACTORS]
            plain = [f * (unit.scale if unit else 1) for f in _FACTORS]
            self._pools[name, domain] = tuple(v for v in (*near, *plain) if domain.holds(v))
        return self._pools[name, domain]

    @cached_property
    def _constants(self) -> Mapping[object, tuple[Fraction, ...]]:
        """Every number of the terms, by the powers of its unit."""
        found: dict[object, dict[Fraction, None]] = {}
        for term in self.agreement.terms.values():
            for value, unit in _numbers(term.value):
                found.setdefault(unit.powers, {})[value] = None
        return {powers: tuple(values) for powers, values in found.items()}

    def run(self, period: Period, inputs: Mapping[str, Grid], only: tuple[Clause, ...] = ()) -> Trial:
        """The agreement (or only these clauses, whatever is left in pools) settled on inputs that are whole."""
        agreement = replace(self.agreement, clauses=only) if only else self.agreement
        wanted = needed(agreement, inputs, every_quantity=False)
        values, problems = stated_values(agreement, period, [n for n in wanted if n not in agreement.measures], inputs)
        values |= {n: g for n, g in inputs.items() if n in agreement.measures}
        problems += add_quantities(agreement, wanted, values, {})
        if problems:
            return Trial(period, inputs, values, (), tuple(problems))
        opened, unfit = openings(agreement, values)
        posting = Posting(agreement, values, dict(opened))
        payments = posting.post()
        problems = [*unfit, *posting.problems]
        if not problems and not only:
            problems = open_pools(agreement, balance(agreement, payments, opened))
        return Trial(period, inputs, values, payments, tuple(problems))


def _length(run: Trial) -> int:
    values = {v for grid in run.inputs.values() for v in grid.cells.values() if isinstance(v, Fraction)}
    return sum(len(str(v)) for v in values)


def a_period(agreement: Agreement, year: int) -> Period:
    """A settlement period of a year: the year, its second quarter, its June."""
    parts = years(year, year).parts(cast("Grain", agreement.settle))
    return parts[(len(parts) - 1) // 2]


def _numbers(value: Value | Keyed) -> Iterator[tuple[Fraction, Unit]]:
    if isinstance(value, Keyed):
        for inner in value.values.values():
            yield from _numbers(inner)
    elif isinstance(value, Quantity):
        yield value.value, value.unit

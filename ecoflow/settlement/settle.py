"""The pipeline from an agreement and its observations to a settlement, one step a line."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Protocol

from msgspec import Struct, field
from msgspec.structs import replace

from ecoflow import __version__
from ecoflow.agreement.exempting import dated, refusals
from ecoflow.agreement.exempting import written as as_written
from ecoflow.agreement.model import Agreement, Exemption, Keyed, Value
from ecoflow.diagnostics.finding import Finding
from ecoflow.formula.grid import Grid, Scalar
from ecoflow.measures.cube import NO_CUBE, Cube
from ecoflow.measures.measure import measure
from ecoflow.measures.plan import Plan, indicators_of, plan
from ecoflow.measures.result import Measured
from ecoflow.settlement import gate
from ecoflow.settlement.given import given_once, given_values, out_of_bounds
from ecoflow.settlement.ledger import Balances, balance, open_pools, openings
from ecoflow.settlement.model import Carried, Evidence, Fired, Index, Payment, Provenance, Settlement
from ecoflow.settlement.needs import needed
from ecoflow.settlement.post import Posting
from ecoflow.settlement.provenance import provenance
from ecoflow.settlement.values import NoValue, add_quantities, stated_values, whole
from ecoflow.standards.calendar import Period
from ecoflow.standards.gb3838 import WaterClass
from ecoflow.standards.units import ONE, Unit


class Observations(Protocol):
    """Anything that can scan a plan into a cube: DuckDB here, a cluster elsewhere."""

    def scan(self, plan: Plan, as_of: date | None = None) -> Cube:
        """The exact cube of the plan's needs."""


class Wish(Struct, frozen=True):
    """What is asked of one settlement besides agreement, period and data.

    `given` are facts, or in an example also measures and quantities; `any_year` asks what the terms would have paid
    outside the agreement's own years; `exempt` are days that do not count, of reasons the agreement admits; `also` are
    quantities wanted though no clause rests on them. `carried` says which of the facts came from the period before, and
    `refused` what keeps this one from being settled after it.
    """

    given: Mapping[str, Value | Keyed] = field(default_factory=dict)
    exempt: tuple[Exemption, ...] = ()
    as_of: date | None = None
    official: bool = False
    every_quantity: bool = True
    also: tuple[str, ...] = ()
    any_year: bool = False
    carried: Carried = field(default_factory=Carried)
    refused: tuple[Finding, ...] = ()


def settle(agreement: Agreement, period: Period, observations: Observations | None,
           wish: Wish | None = None) -> Settlement:
    """Settle one agreement for one period.

    The outcome says `cannot-settle` with its reasons whenever anything is missing; nothing is ever filled in.
    Without observations, only what is `given` can be settled (an example that states its index).
    """
    wish = wish or Wish()
    run = _Run(agreement, agreement, period, wish)
    run.refuse(gate.judge_period(agreement, period, any_year=wish.any_year))
    if not run.problems:
        run.exempt()
    if not run.problems:
        run.state()
    if not run.problems:
        run.measure(observations)
    run.refuse([*wish.refused])
    if not run.problems:
        run.evaluate()
    if not run.problems:
        run.post()
    return run.settlement()


class _Run(Struct):
    """The values of one run as they come to be; `problems` ends it.

    `written` is the agreement as it stands in its file, `agreement` the same with the exempt days that were given.
    """

    written: Agreement
    agreement: Agreement
    period: Period
    wish: Wish
    problems: list[Finding] = field(default_factory=list)
    names: tuple[str, ...] = ()
    given: dict[str, Grid] = field(default_factory=dict)
    values: dict[str, Grid] = field(default_factory=dict)
    unrounded: dict[str, Grid] = field(default_factory=dict)
    measured: Mapping[str, Measured] = field(default_factory=dict)
    cube: Cube | None = None
    fired: tuple[Fired, ...] = ()
    payments: tuple[Payment, ...] = ()
    balances: Balances = field(default_factory=lambda: Balances({}, {}, {}))
    seen: Mapping[str, Mapping[str, Grid]] = field(default_factory=dict)
    leaning: Provenance = field(default_factory=lambda: Provenance("published", ()))

    def refuse(self, problems: list[Finding]) -> None:
        """Note what keeps the run from settling."""
        self.problems += problems

    def exempt(self) -> None:
        """The days given as exempt, where the agreement admits them; from here on they are like its own."""
        self.refuse(refusals("E428", self.agreement.exemptions, self.wish.exempt))
        if not self.problems:
            self.agreement = replace(self.agreement, exemptions=dated(self.agreement.exemptions, self.wish.exempt))

    def state(self) -> None:
        """Terms by date, facts as given."""
        try:
            self.given = given_values(self.agreement, self.period, self.wish.given)
        except NoValue as error:
            self.refuse([error.finding])
            return
        self.refuse([*out_of_bounds(self.agreement, self.given)])
        self.names = needed(self.agreement, self.given, every_quantity=self.wish.every_quantity, also=self.wish.also)
        # an opening that could not be carried on is neither asked for again nor the default
        unknown = {p.about.get("fact") for p in self.wish.refused} - {*self.given}
        known = [n for n in self.names if n not in unknown]
        self.values, problems = stated_values(self.agreement, self.period, known, self.given)
        self.refuse(problems)

    def measure(self, observations: Observations | None) -> None:
        """One scan for all measures, then the gate. What stands in the standard is there without observations."""
        wanted = [n for n in self.names if n in self.agreement.measures and n not in self.given]
        monitored = [n for n in wanted if indicators_of(self.agreement.measures[n])]
        if monitored and observations is not None:
            self.cube = observations.scan(plan(self.agreement, self.period, monitored), self.wish.as_of)
        elif monitored:
            wanted = [n for n in wanted if n not in monitored]
        cube = NO_CUBE if self.cube is None else self.cube
        self.measured = measure(self.agreement, cube, self.period, wanted)
        self.refuse(gate.judge_data(self.agreement, cube, self.measured))
        self.values |= {name: whole(self.agreement, self.agreement.measures[name], self.period, found.grid)
                        for name, found in self.measured.items()}

    def evaluate(self) -> None:
        """The quantities, in order."""
        self.refuse(add_quantities(self.agreement, self.names, self.values, self.unrounded))

    def post(self) -> None:
        """The clauses, the ledger, and what the outcome leans on."""
        opened, problems = openings(self.agreement, self.values)
        posting = Posting(self.agreement, self.values, dict(opened))
        payments = posting.post()
        self.seen = posting.seen
        self.leaning = provenance(self.agreement, posting.fired, self._stated(), self.wish.carried.weak)
        self.refuse([*problems, *posting.problems])
        if not self.problems:
            self.balances = balance(self.agreement, payments, opened)
            self.refuse(open_pools(self.agreement, self.balances))
        if self.wish.official:
            self.refuse(self._not_official())
        if not self.problems:
            self.fired, self.payments = tuple(posting.fired), payments

    def _stated(self) -> list[str]:
        """The names given in all their cells: of a fact given in some, the rest leans on its default."""
        return [n for n, g in self.given.items() if n not in self.values or g.cells.keys() == self.values[n].cells.keys()]

    def _not_official(self) -> list[Finding]:
        weak = ", ".join(f"{w.id} ({w.confidence})" for w in self.leaning.weak)
        refused = [Finding("E418")] if self.agreement.status == "draft" else []
        refused += [Finding("E411", None, {"names": weak})] if weak else []
        return refused + ([Finding("E417")] if self.evidence().synthetic else [])

    def settlement(self) -> Settlement:
        """The outcome, frozen."""
        done = not self.problems
        return Settlement(
            agreement=self.written, period=self.period, status="settled" if done else "cannot-settle",
            indices=self._indices(), fired=self.fired, payments=self.payments,
            net=MappingProxyType(dict(self.balances.net) if done else {}),
            pools=MappingProxyType(dict(self.balances.pools) if done else {}),
            values=MappingProxyType(self.values), measured=MappingProxyType(dict(self.measured)),
            given=MappingProxyType(self.given), provenance=self.leaning, evidence=self.evidence(),
            problems=tuple(self.problems),
            notes=tuple(gate.notes(self.agreement, self.period, self.cube, self.measured)),
            openings=MappingProxyType(dict(self.balances.openings) if done else {}),
            seen=MappingProxyType(dict(self.seen)), exempted=self.wish.exempt,
            carried=self.wish.carried,
        )

    def _indices(self) -> tuple[Index, ...]:
        found: list[Index] = []
        for name in self.agreement.order:
            rounding = self.agreement.quantities[name].rounding
            places = rounding.places if rounding else None
            for at, value in self.values[name].items() if name in self.values else ():
                exact = self.unrounded[name].at(at).only() if name in self.unrounded else value
                found.append(Index(name, MappingProxyType(at), value, exact, self.agreement.types[name].unit, places))
        return tuple(found)

    def evidence(self) -> Evidence:
        """What the run was made from."""
        cube = self.cube
        facts = {n: _as_text(v, given_once(self.agreement, n, v, self.period), self.agreement.types[n].unit)
                 for n, v in self.given.items()}
        if self.wish.exempt:
            facts["exempt"] = f"[{', '.join(map(as_written, self.wish.exempt))}]"
        return Evidence(
            agreement_sha256=self.agreement.sha256, data_sha256=cube.sha256 if cube else None,
            engine=cube.engine if cube else None, rows=cube.rows if cube else 0,
            sources=cube.sources if cube else (), facts=MappingProxyType(facts),
            as_of=self.wish.as_of.isoformat() if self.wish.as_of else None, version=__version__,
        )


def _as_text(grid: Grid, once: Scalar | None, unit: Unit | None) -> str:
    """What was given, as it may be written in a facts file: `true`, `II`, `20000万元`, `jiekou: II, maotai: III`."""
    def one(value: Scalar) -> str:
        if isinstance(value, bool):
            return "true" if value else "false"
        return value.en if isinstance(value, WaterClass) else (unit or ONE).show(value)

    if once is not None:
        return one(once)
    return ", ".join(f"{' '.join(at.values())}: {one(value)}" for at, value in grid.items())

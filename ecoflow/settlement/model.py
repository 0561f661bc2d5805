"""A settlement: who pays whom, from which numbers, on which evidence. Frozen; every report is written from it."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from msgspec import Struct, field

from ecoflow.agreement.model import Agreement, Case, Clause, Exemption, Pay
from ecoflow.diagnostics.finding import Finding
from ecoflow.formula.grid import Grid, Scalar
from ecoflow.measures.cube import is_synthetic
from ecoflow.measures.result import Measured
from ecoflow.standards.calendar import Period
from ecoflow.standards.units import Unit

Value = Scalar


class Index(Struct, frozen=True):
    """One value of a quantity. `exact` is the value before the agreement's rounding to `places` decimals."""

    id: str
    at: Mapping[str, str]
    value: Value
    exact: Value
    unit: Unit | None
    places: int | None


class Payment(Struct, frozen=True):
    """One movement of money, exact to the agreement's step: `payer` and `payee` are parties or pools."""

    clause: str
    case: int
    payer: str
    payee: str
    amount: Fraction
    at: Mapping[str, str]


class Fired(Struct, frozen=True):
    """A case that held: its payments and, when it pays nothing, the fact that it held all the same."""

    clause: Clause
    case: Case
    at: Mapping[str, str]
    payments: tuple[tuple[Pay, tuple[Payment, ...]], ...]


class Weak(Struct, frozen=True):
    """Something below `published` that this settlement leans on: a term, measure, quantity, fact or clause."""

    block: str
    id: str
    confidence: str


class Provenance(Struct, frozen=True):
    """What the settlement leans on; `lowest` is `published` when nothing is weaker."""

    lowest: str
    weak: tuple[Weak, ...]


class Carried(Struct, frozen=True):
    """The facts that were not given but carried on by the settlement of the period `since`, and its `weak` entries."""

    facts: tuple[str, ...] = ()
    since: str = ""
    weak: tuple[Weak, ...] = ()


class Evidence(Struct, frozen=True):
    """What the settlement was made from."""

    agreement_sha256: str
    data_sha256: str | None
    engine: str | None
    rows: int
    sources: tuple[str, ...]
    facts: Mapping[str, str]
    as_of: str | None
    version: str

    @property
    def synthetic(self) -> bool:
        """Whether any row is synthetic."""
        return any(is_synthetic(s) for s in self.sources)


class Settlement(Struct, frozen=True):
    """The outcome for one agreement and period.

    `status` is `settled` or `cannot-settle`; in the latter there are no payments and `problems` says what is missing.
    `values` holds every grid a formula could see, `notes` the defaults and exemptions that applied. Net receipts and
    what is left in the pools sum to what they opened with. `seen` is, by clause, what the pools it mentions held before
    it; `exempted` the days that were given and do not count.
    """

    agreement: Agreement
    period: Period
    status: str
    indices: tuple[Index, ...]
    fired: tuple[Fired, ...]
    payments: tuple[Payment, ...]
    net: Mapping[str, Fraction]
    pools: Mapping[str, Fraction]
    values: Mapping[str, Grid]
    measured: Mapping[str, Measured]
    given: Mapping[str, Grid]
    provenance: Provenance
    evidence: Evidence
    problems: tuple[Finding, ...]
    notes: tuple[Finding, ...]
    openings: Mapping[str, Fraction] = field(default_factory=dict)
    seen: Mapping[str, Mapping[str, Grid]] = field(default_factory=dict)
    exempted: tuple[Exemption, ...] = ()
    carried: Carried = field(default_factory=Carried)

    def seen_by(self, clause: Clause) -> Mapping[str, Grid]:
        """Every value a clause sees: a pool is what it held before the clause."""
        return {**self.values, **self.seen.get(clause.id, {})}

    @property
    def settled(self) -> bool:
        """Whether payments were determined."""
        return self.status == "settled"

"""The agreement as the rest of the engine sees it: frozen nouns of the trade, each with where it was written."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from msgspec import Struct, field

from ecoflow.diagnostics.finding import Place
from ecoflow.formula.tree import Node
from ecoflow.formula.types import Type
from ecoflow.standards.calendar import Period
from ecoflow.standards.gb3838 import WaterClass
from ecoflow.standards.units import ONE, Quantity, Unit

_NOWHERE = Place("", 1, 1)


class Written(Struct, frozen=True):
    """Where the keys and the values of an entry stand, by path (`at.0`, `value.TP`); `cut` is what was wrong in it.

    An entry with something cut out is kept for its name; what was cut out is not judged a second time.
    """

    place: Place = _NOWHERE
    keys: Mapping[str, Place] = field(default_factory=dict)
    values: Mapping[str, Place] = field(default_factory=dict)
    cut: frozenset[str] = frozenset()

    def key(self, path: str) -> Place:
        """The place of the key, or of what encloses it when it is not written."""
        return self.keys.get(path) or self.value(path.rpartition(".")[0])

    def value(self, path: str) -> Place:
        """The place of the value, or of what encloses it when it is not written."""
        while path and path not in self.values:
            path = path.rpartition(".")[0]
        return self.values.get(path, self.place)


class Words(Struct, frozen=True):
    """A text in Chinese and English; either stands in for the other when it is missing."""

    zh: str
    en: str

    def say(self, lang: str) -> str:
        """The text in the reader's language."""
        return (self.zh or self.en) if lang == "zh" else (self.en or self.zh)


class Citation(Struct, frozen=True):
    """Where a number or a rule stands and how sure it is; `confidence` is None where nothing is claimed."""

    source: str | None = None
    clause: str | None = None
    confidence: str | None = None
    note: Words | None = None

    @property
    def is_weak(self) -> bool:
        """Whether this leans on anything below an official text."""
        return self.confidence not in {None, "published"}


Value = Quantity | WaterClass | bool | str
"""A single value; text is a reference to a declared name."""


class Keyed(Struct, frozen=True):
    """Values by year (`dim` is `year`), by season (`season`) or by the members of a dimension; one may itself be keyed."""

    dim: str
    values: Mapping[str, Value | Keyed]


class Formula(Struct, frozen=True):
    """A formula as written, its tree (None when it does not parse), and the raw stretch of the file it came from."""

    text: str
    tree: Node | None
    place: Place
    raw: str


class Party(Struct, frozen=True):
    """One that pays or is paid."""

    id: str
    name: Words
    written: Written = field(default_factory=Written)


class Pool(Struct, frozen=True):
    """A fund; must end a settlement at zero unless it `carries` over. `opening` names what is in it at the start."""

    id: str
    name: Words
    carries: bool
    written: Written = field(default_factory=Written)
    opening: str | None = None


class Section(Struct, frozen=True):
    """A monitoring section; `roles` maps a role (upstream, downstream ...) to a party, `inflow` is the section above."""

    id: str
    name: Words
    river: str
    water: str
    roles: Mapping[str, str]
    known_as: tuple[str, ...]
    place: Place
    written: Written = field(default_factory=Written)
    inflow: str = ""
    cited: Citation = field(default_factory=Citation)
    monitored_by: Words | None = None


class Source(Struct, frozen=True):
    """A document."""

    id: str
    title: str
    publisher: str
    date: str
    url: str
    written: Written = field(default_factory=Written)
    note: Words | None = None


class Term(Struct, frozen=True):
    """A number of the agreement; one by season has a value for each month, week or day, as `by` says."""

    id: str
    name: Words
    value: Value | Keyed
    cited: Citation
    place: Place
    written: Written = field(default_factory=Written)
    by: str = "month"


class Fact(Struct, frozen=True):
    """Something monitoring cannot tell; `default` is None when it must be given.

    A number lies from `least` (zero when not stated) to `most`, both in coherent units.
    """

    id: str
    name: Words
    kind: str
    unit: Unit | None
    by: tuple[str, ...]
    default: Value | None
    cited: Citation
    place: Place
    written: Written = field(default_factory=Written)
    least: Value | None = None
    most: Value | None = None

    def bounds(self) -> tuple[Fraction, Fraction | None]:
        """The least and the most a number may be, in coherent units; a bare number is read in the fact's unit."""
        def coherent(value: Value | None) -> Fraction | None:
            if not isinstance(value, Quantity):
                return None
            return value.value * self.unit.scale if self.unit is not None and value.unit is ONE else value.value

        return coherent(self.least) or Fraction(0), coherent(self.most)


class Valid(Struct, frozen=True):
    """What makes a month valid (`samples`, share of `days`) and a window (`months` a year); None is not asked.

    A month that rests on one kind of source asks what `of` states for that kind, where it states something.
    """

    months: int | None = None
    samples: int | None = None
    days: Fraction | None = None
    of: Mapping[str, Valid] = field(default_factory=dict)

    def for_source(self, kind: str) -> Valid:
        """The rule of a month that rests on this kind of source."""
        own = self.of.get(kind)
        return self if own is None else Valid(self.months, own.samples, own.days)


class Prevails(Struct, frozen=True):
    """The kinds of source in the order in which they prevail; none: all count together."""

    order: tuple[str, ...] = ()


class Joint(Struct, frozen=True):
    """When two parties' records of one sample agree, and on what.

    `tolerance` is by indicator, or for all under the empty name: a share, or a difference in the indicator's own unit.
    `deviation` (None: not stated) is what a share is of, `within` the seconds two records of one sample may be apart.
    """

    tolerance: Mapping[str, Quantity]
    deviation: str | None
    agreed: str
    within: int = 0


class Ruling(Struct, frozen=True):
    """One monitoring rule as it applies to a measure, and who stated it: `measure`, `monitoring` or `default`."""

    value: object
    origin: str


class Rules(Struct, frozen=True):
    """How a measure reads observations; every rule says who stated it."""

    averaging: Ruling
    non_detect: Ruling
    valid: Ruling
    sources: Ruling
    compare: Ruling
    prevails: Ruling
    joint: Ruling

    @property
    def order(self) -> tuple[str, ...]:
        """The kinds of source in the order in which they prevail; empty where none does."""
        return self.prevails.value.order if isinstance(self.prevails.value, Prevails) else ()


class Exemption(Struct, frozen=True):
    """Days that do not count, and why. Empty sections or indicators mean all.

    Without a `window` the agreement admits the reason, and the days are given with the facts. With `whole` a month is
    exempt altogether when one of its days is.
    """

    sections: tuple[str, ...]
    indicators: tuple[str, ...]
    window: Period | None
    reason: str
    cited: Citation
    written: Written = field(default_factory=Written)
    whole: str = ""


class Rounding(Struct, frozen=True):
    """Rounding to places, to significant figures, to a step, or (all None) to the standard's evaluation decimals."""

    places: int | None = None
    figures: int | None = None
    mode: str = "half-even"
    step: Quantity | None = None


class Measure(Struct, frozen=True):
    """A number made from observations. A dimension is there when a list was written, not when a single name was."""

    id: str
    name: Words
    kind: str
    indicators: tuple[str, ...]
    per_indicator: bool
    sections: tuple[str, ...]
    per_section: bool
    over: str | Period
    by: tuple[str, ...]
    unit: Unit | None
    target: Value | Keyed | None
    method: str | None
    rounding: Rounding | None
    rules: Rules
    cited: Citation
    place: Place
    written: Written = field(default_factory=Written)


class QuantityDef(Struct, frozen=True):
    """A named formula; its value is rounded, if at all, before anything uses it."""

    id: str
    name: Words
    formula: Formula
    rounding: Rounding | None
    unit: Unit | None
    cited: Citation
    place: Place
    written: Written = field(default_factory=Written)


class Shares(Struct, frozen=True):
    """A ratio written out: party -> its number in the ratio."""

    parts: tuple[tuple[str, Fraction], ...]
    percent: bool = False
    """Whether every number is written as a percentage: then they are parts of the whole."""


Side = str | Shares


class Pay(Struct, frozen=True):
    """One payment of a case; `from` and `to` are a party, a role, a pool, a quantity over parties, or shares."""

    payer: Side
    payee: Side
    amount: Formula
    signed: bool
    place: Place
    written: Written = field(default_factory=Written)


class Case(Struct, frozen=True):
    """A condition and what is paid when it holds; `when` is None for `otherwise` and where no condition stands."""

    number: int
    name: Words
    when: Formula | None
    pays: tuple[Pay, ...]
    place: Place
    written: Written = field(default_factory=Written)


class Clause(Struct, frozen=True):
    """A payment clause: `pick` is `choose`, `each` or `first`; with a single condition it is `each` of one case.

    One that repeats for sections applies `at` these only; at all there are when it names none.
    """

    id: str
    name: Words
    text: Words
    for_each: tuple[str, ...]
    pick: str
    cases: tuple[Case, ...]
    cited: Citation
    place: Place
    written: Written = field(default_factory=Written)
    at: tuple[str, ...] = ()
    allow: tuple[str, ...] = ()


class Expectation(Struct, frozen=True):
    """What an example must give."""

    status: str
    net: Mapping[str, Quantity]
    indices: Mapping[str, Value | Keyed]
    fired: tuple[str, ...] | None
    pools: Mapping[str, Quantity] = field(default_factory=dict)


class Example(Struct, frozen=True):
    """A published result to replay."""

    name: str
    period: Period
    given: Mapping[str, Value | Keyed]
    expect: Expectation
    source: str
    confidence: str | None
    assumes: Words | None
    place: Place
    written: Written = field(default_factory=Written)
    exempt: tuple[Exemption, ...] = ()
    note: Words | None = None


class MoneyRules(Struct, frozen=True):
    """How payments are rounded and who takes the remainder of a split; `stated` names the rules the file states."""

    step: Fraction
    mode: str
    remainder: str
    stated: frozenset[str]
    written: Written = field(default_factory=Written)
    cited: Citation = field(default_factory=Citation)


class Agreement(Struct, frozen=True):
    """One agreement, checked. `types` gives the type of every name a formula may use, `head` where the articles and the
    rules of monitoring stand (`articles.breach`, `monitoring.valid`), `stated` the monitoring rules stated for all
    measures; each measure has those that reach it.
    """

    id: str
    title: Words
    first_year: int
    last_year: int
    settle: str
    status: str
    rule: Words | None
    note: Words | None
    articles: Mapping[str, Words]
    parties: Mapping[str, Party]
    pools: Mapping[str, Pool]
    sections: Mapping[str, Section]
    sources: Mapping[str, Source]
    monitoring: Citation
    exemptions: tuple[Exemption, ...]
    money: MoneyRules
    terms: Mapping[str, Term]
    facts: Mapping[str, Fact]
    measures: Mapping[str, Measure]
    quantities: Mapping[str, QuantityDef]
    clauses: tuple[Clause, ...]
    examples: tuple[Example, ...]
    types: Mapping[str, Type]
    order: tuple[str, ...]
    file: str
    text: str
    sha256: str
    head: Written = field(default_factory=Written)
    monitored_by: Words | None = None
    stated: Mapping[str, object] = field(default_factory=dict)

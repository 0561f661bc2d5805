"""What the parts of an agreement mean, however they are written: two with equal meanings settle alike.

`1亿元` and `10000万元`, `75%` and `0.75`, `III` and `Ⅲ`, `2016..2018: 65%` and three single years, a formula with
brackets it does not need: each pair means the same. Every field of the model takes part, unless it is listed here as a
place, a spelling, or made from other fields; so what the model learns to hold is compared without another word.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from msgspec import Struct, field
from msgspec.structs import fields

from ecoflow.agreement import model
from ecoflow.agreement.table_keys import SEASON, season_months
from ecoflow.agreement.times import years_of
from ecoflow.formula.steps import read_step
from ecoflow.negotiation.formula_meaning import formula_meaning
from ecoflow.standards.calendar import Period
from ecoflow.standards.gb3838 import WaterClass
from ecoflow.standards.units import ONE, YUAN, Quantity, Unit

_PLACES = frozenset({"written", "place", "head"})
_ELSEWHERE: MappingProxyType[type, frozenset[str]] = MappingProxyType({
    # what is made from other fields, is the spelling of the file, or (the id of an entry) is what it is found by
    model.Agreement: frozenset({"types", "order", "file", "text", "sha256"}),
    model.Case: frozenset({"number"}),
    **dict.fromkeys((model.Party, model.Pool, model.Section, model.Source, model.Term, model.Fact, model.Measure,
                     model.QuantityDef, model.Clause), frozenset({"id"})),
})
NAMES, SOURCES, CLAUSES = "names", "sources", "clauses"
_REFERS: MappingProxyType[tuple[type, str], str] = MappingProxyType({
    (model.Citation, "source"): SOURCES, (model.Example, "source"): SOURCES, (model.Expectation, "fired"): CLAUSES,
    **dict.fromkeys((
        (model.Pool, "opening"), (model.Section, "roles"), (model.Section, "inflow"), (model.Term, "value"),
        (model.Measure, "sections"), (model.Measure, "target"), (model.Exemption, "sections"), (model.Pay, "payer"),
        (model.Pay, "payee"), (model.Clause, "at"), (model.MoneyRules, "remainder"), (model.Example, "given"),
        (model.Expectation, "net"), (model.Expectation, "pools"), (model.Expectation, "indices"),
    ), NAMES),
})
"""The fields that hold names of other entries, and of which kind: there a renamed entry goes by its new name."""


def compared(kind: type[Struct]) -> tuple[str, ...]:
    """The fields of a struct of the model that are compared."""
    left_out = _PLACES | _ELSEWHERE.get(kind, frozenset())
    return tuple(f.name for f in fields(kind) if f.name not in left_out)


class Reader(Struct, frozen=True):
    """Reads one agreement for its meaning; `renamed` gives, by kind of name, what the other agreement calls an entry."""

    agreement: model.Agreement
    renamed: Mapping[str, Mapping[str, str]] = field(default_factory=dict)

    def called(self, name: str, kind: str = NAMES) -> str:
        """The name by which the other agreement knows an entry."""
        return self.renamed.get(kind, {}).get(name, name)

    def field(self, owner: Struct, name: str) -> Hashable:
        """What one field of a struct means."""
        special = _SPECIAL.get((type(owner), name))
        if special is not None:
            return special(self, owner)
        return self.of(getattr(owner, name), _REFERS.get((type(owner), name), ""))

    def of(self, value: object, refers: str = "", unit: Unit = ONE) -> Hashable:
        """What a value means; a bare number is read in `unit`, a text that `refers` is the name of an entry."""
        if isinstance(value, Struct) and type(value).__module__ == model.__name__:
            return self._entry(value, refers, unit)
        match value:
            case bool() | WaterClass():
                found: Hashable = type(value).__name__, int(value)
            case str():
                found = self.called(value, refers) if refers else value
            case Quantity():
                found = _number(value, unit)
            case Unit():
                found = value.scale, value.powers
            case Period():
                found = value.first, value.last
            case Mapping():
                found = frozenset((self.called(k, refers), self.of(v, refers, unit)) for k, v in value.items())
            case tuple() | frozenset():
                found = self._listed(value, refers)
            case _:
                found = value if isinstance(value, Hashable) else repr(value)
        return found

    def _entry(self, value: Struct, refers: str, unit: Unit) -> Hashable:
        """What a struct of the model means."""
        match value:
            case model.Formula():
                return None if value.tree is None else formula_meaning(value.tree, self.called)
            case model.Keyed():
                return value.dim, frozenset((key, self.of(part, refers, unit)) for key, _, part in self.cells(value))
            case model.Shares():
                return self._shares(value)
            case _:
                return type(value).__name__, *((name, self.field(value, name)) for name in compared(type(value)))

    def given(self, name: str, value: model.Value | model.Keyed) -> Hashable:
        """What an example gives or expects for a name, a bare number in the name's own unit."""
        found = self.agreement.types.get(name)
        return self.of(value, NAMES, (found.unit if found else None) or ONE)

    def cells(self, table: model.Keyed) -> Iterator[tuple[Hashable, str, model.Value | model.Keyed]]:
        """(what the key means, the key as written, its value) of a table; runs of years and months cut into single ones."""
        for key, part in table.values.items():
            for one in _members(table.dim, key):
                yield (self.called(one) if isinstance(one, str) else one), key, part

    def _listed(self, value: tuple[object, ...] | frozenset[object], refers: str) -> Hashable:
        """A list of words is a set of them, in every list of the language; of entries the order is kept."""
        parts = (self.of(v, refers) for v in value)
        return tuple(parts) if any(isinstance(v, Struct) for v in value) else frozenset(parts)

    def _shares(self, shares: model.Shares) -> Hashable:
        """A ratio: 3 to 7 is 30% to 70%; who comes first takes the last step of a split where parts are equal."""
        whole = sum((n for _, n in shares.parts), Fraction(0))
        return tuple((self.called(who), n / whole if whole else n) for who, n in shares.parts)


def _number(value: Quantity, unit: Unit) -> Hashable:
    if value.unit.is_plain and not unit.is_plain:
        return value.value * unit.scale, unit.powers
    return value.value, value.unit.powers


def _members(dim: str, key: str) -> tuple[Hashable, ...]:
    """What a key of a table stands for: every year or month of a run, the bound of a step, else itself."""
    if dim == "year":
        return years_of(key)
    if dim == SEASON:
        return season_months(key)
    bound = read_step(key) if dim == "tier" else None
    return (bound.order if bound is not None else key,)


def named(entry: Any) -> model.Words:
    """The name of an entry; empty where its id stands in for one."""
    return model.Words("", "") if entry.name == model.Words(entry.id, entry.id) else entry.name


def _words(reader: Reader, entry: Any) -> Hashable:
    return reader.of(named(entry))


def _window(reader: Reader, measure: model.Measure) -> Hashable:
    """`over: year` of what settles by year is the period, which is also the default."""
    return "period" if measure.over == reader.agreement.settle else reader.of(measure.over)


def _method(_: Reader, measure: model.Measure) -> Hashable:
    return measure.method or ("monthly" if measure.kind == "load" else None)


def _ruling(reader: Reader, ruling: model.Ruling) -> Hashable:
    """A rule of a measure's own; what reaches it from the agreement is said there, once for all measures."""
    return reader.of(ruling.value) if ruling.origin == "measure" else None


def _own(_: Reader, ruling: model.Ruling) -> Hashable:
    return ruling.origin == "measure"


def case_name(case: model.Case) -> model.Words:
    """The name of a case; one written without a list of cases has the keys, and so the name, of its clause."""
    return model.Words("", "") if "id" in case.written.keys else case.name


def _case(_: Reader, case: model.Case) -> Hashable:
    name = case_name(case)
    return name.zh, name.en


def _pays(reader: Reader, case: model.Case) -> Hashable:
    """The payments of a case, in whatever order: all of them see the same."""
    return frozenset(Counter(map(reader.of, case.pays)).items())


def _expected(name: str) -> Callable[[Reader, model.Expectation], Hashable]:
    def amounts(reader: Reader, expect: model.Expectation) -> Hashable:
        return reader.of(getattr(expect, name), NAMES, YUAN)

    return amounts


def _indices(reader: Reader, expect: model.Expectation) -> Hashable:
    return frozenset((reader.called(name), reader.given(name, value)) for name, value in expect.indices.items())


def _rounding(reader: Reader, quantity: model.QuantityDef) -> Hashable:
    """Decimals are those of the unit the quantity is in; of significant figures only its digits matter."""
    rule, unit = quantity.rounding, reader.agreement.types[quantity.id].unit or ONE
    if rule is None:
        return None
    scale = unit.scale if rule.places is not None else _digits(unit.scale) if rule.figures is not None else None
    return reader.of(rule), scale


def _digits(scale: Fraction) -> Fraction:
    """A scale without its powers of ten: 10000 has none, 2000/3 has 2/3."""
    while scale >= 1:
        scale /= 10
    while scale * 10 < 1:
        scale *= 10
    return scale


def _default(reader: Reader, fact: model.Fact) -> Hashable:
    return reader.of(fact.default, "", fact.unit or ONE)


def _given(reader: Reader, example: model.Example) -> Hashable:
    return frozenset((reader.called(name), reader.given(name, value)) for name, value in example.given.items())


_SPECIAL: MappingProxyType[tuple[type, str], Callable[[Reader, Any], Hashable]] = MappingProxyType({
    **dict.fromkeys(((kind, "name") for kind in (model.Party, model.Pool, model.Section, model.Term, model.Fact,
                                                  model.Measure, model.QuantityDef, model.Clause)), _words),
    (model.Measure, "over"): _window,
    (model.Measure, "method"): _method,
    (model.Ruling, "value"): _ruling,
    (model.Ruling, "origin"): _own,
    # in no other list of words does the order matter
    (model.Prevails, "order"): lambda _, prevails: prevails.order,
    (model.Case, "name"): _case,
    (model.Case, "pays"): _pays,
    (model.QuantityDef, "rounding"): _rounding,
    (model.Fact, "default"): _default,
    (model.Example, "given"): _given,
    (model.Expectation, "net"): _expected("net"),
    (model.Expectation, "pools"): _expected("pools"),
    (model.Expectation, "indices"): _indices,
})

"""What every name of an agreement means to a formula: terms, facts, measures and quantities with their types."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from types import MappingProxyType

from ecoflow.agreement.model import Fact, Formula, Keyed, Measure, QuantityDef, Section, Term, Value
from ecoflow.agreement.places import finding_of
from ecoflow.diagnostics.finding import Finding, Phrase, Place
from ecoflow.formula.check import Check, nearest
from ecoflow.formula.parse import Fault, parse
from ecoflow.formula.tree import names
from ecoflow.formula.types import BOOLEAN, CLASS, NUMBER, UNKNOWN, Dims, Type
from ecoflow.standards.gb3838 import WaterClass
from ecoflow.standards.indicators import INDICATORS, find
from ecoflow.standards.units import CUBIC_METRE, Quantity, Unit, parse_unit

_TONNE = parse_unit("t")


@dataclass(slots=True)
class Scope:
    """The members of every dimension and, growing as it is built, the type of every name."""

    sections: Mapping[str, Section]
    parties: tuple[str, ...]
    broken: frozenset[str]
    types: dict[str, Type] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    referred: set[str] = field(default_factory=set)

    def say(self, code: str, place: Place, **details: Phrase) -> None:
        """Note a finding."""
        self.findings.append(Finding(code, place, details))

    def keyed(self, value: Value | Keyed, place: Place) -> Value | Keyed:
        """The value with the dimension of its keys found and indicator aliases replaced by their ids."""
        if not isinstance(value, Keyed):
            return value
        keys = tuple(value.values)
        dim = value.dim or self._dimension(keys, place)
        if dim == "indicator":
            keys = tuple(i.id if (i := find(k)) else k for k in keys)
        inner = {k: self.keyed(v, place) for k, v in zip(keys, value.values.values(), strict=True)}
        return Keyed(dim, MappingProxyType(inner))

    def _dimension(self, keys: Iterable[str], place: Place) -> str:
        rooms = (
            ("section", lambda k: k in self.sections),
            ("party", lambda k: k in self.parties),
            ("indicator", lambda k: find(k) is not None),
        )
        for dim, knows in rooms:
            if all(knows(k) for k in keys):
                return dim
        dim = next((d for d, knows in rooms if any(knows(k) for k in keys)), "")
        knows = dict(rooms).get(dim, lambda _: False)
        odd = next((k for k in keys if not knows(k)), "")
        known = {"section": tuple(self.sections), "party": self.parties}.get(
            dim, (*self.sections, *self.parties, *INDICATORS))
        near = nearest(odd, known)
        self.say("E230", place, key=odd, **({"near": near} if near else {}))
        return ""

    def type_of_value(self, value: Value | Keyed, place: Place) -> Type:
        """The type of a term's value; years are not a dimension, the period picks one of them."""
        if isinstance(value, Quantity):
            return Type("number", value.unit)
        if isinstance(value, WaterClass):
            return CLASS
        if isinstance(value, bool):
            return BOOLEAN
        if isinstance(value, str):
            self.say("E231", place, text=value)
            return UNKNOWN
        if not value.dim or not value.values:
            return UNKNOWN
        inner = [self.type_of_value(v, place) for v in value.values.values()]
        for other in inner[1:]:
            if "unknown" not in {other.kind, inner[0].kind} and not _same(inner[0], other):
                self.say("E236", place, left=inner[0].words(), right=other.words())
                return UNKNOWN
        if value.dim == "year":
            return inner[0]
        return inner[0].over(tuple(sorted([*inner[0].dims, (value.dim, tuple(value.values))])))

    def add_term(self, term: Term) -> Term:
        """Declare a term."""
        value = self.keyed(term.value, term.place)
        self.types[term.id] = self.type_of_value(value, term.place)
        return replace(term, value=value)

    def add_fact(self, fact: Fact) -> None:
        """Declare a fact."""
        kinds = {"boolean": BOOLEAN, "class": CLASS, "number": NUMBER}
        base = kinds[fact.kind]
        if fact.kind == "number" and fact.unit is not None:
            base = Type("number", fact.unit)
        members = {"section": tuple(self.sections), "party": self.parties, "indicator": None}
        self.types[fact.id] = base.over(tuple(sorted((d, members[d]) for d in fact.by)))

    def add_measure(self, measure: Measure, terms: Mapping[str, Term]) -> Measure:
        """Declare a measure; `weight.indicators` becomes the indicators the term is keyed by."""
        if len(measure.indicators) == 1 and measure.indicators[0].endswith(".indicators"):
            measure = self._refer(measure, measure.indicators[0].removesuffix(".indicators"), terms)
        if measure.target is not None and not isinstance(measure.target, str):
            measure = replace(measure, target=self.keyed(measure.target, measure.place))
        self.types[measure.id] = self._measured(measure)
        return measure

    def _refer(self, measure: Measure, name: str, terms: Mapping[str, Term]) -> Measure:
        self.referred.add(name)
        term = terms.get(name)
        value = self.keyed(term.value, term.place) if term else None
        if isinstance(value, Keyed) and value.dim == "indicator":
            return replace(measure, indicators=tuple(value.values))
        if f"terms.{name}" not in self.broken:
            self.say("E266", measure.place, name=name)
        return replace(measure, indicators=())

    def _measured(self, measure: Measure) -> Type:
        dims: Dims = ()
        if measure.per_section:
            dims += (("section", measure.sections),)
        if measure.per_indicator:
            dims += (("indicator", measure.indicators),)
        dims += tuple((d, None) for d in measure.by)
        return self._measured_kind(measure).over(tuple(sorted(dims)))

    def _measured_kind(self, measure: Measure) -> Type:
        if measure.kind == "class":
            return CLASS
        if measure.kind == "compliance" or not measure.indicators:
            return NUMBER if measure.kind == "compliance" else UNKNOWN
        natural = _natural_unit(measure)
        if natural is None:
            return UNKNOWN
        if measure.unit is not None and not measure.unit.fits(natural):
            self.say("E264", measure.place, unit=measure.unit.symbol, kind=measure.kind)
            return UNKNOWN
        return Type("number", measure.unit or natural)

    def add_quantities(self, quantities: Mapping[str, QuantityDef]) -> tuple[str, ...]:
        """Declare all quantities, each after what it uses; gives that order."""
        order: list[str] = []
        state: dict[str, bool] = {}

        def visit(name: str, trail: tuple[str, ...]) -> None:
            if name in trail:
                circle = trail[trail.index(name):]
                self.say("E240", quantities[name].place, names=" → ".join((*circle, name)))
                self.types[name] = UNKNOWN
                return
            if state.get(name):
                return
            tree = quantities[name].formula.tree
            for used in names(tree) if tree else ():
                if used in quantities:
                    visit(used, (*trail, name))
            if name not in self.types:
                self.types[name] = self._quantity(quantities[name])
            if not state.get(name):
                order.append(name)
            state[name] = True

        for name in quantities:
            visit(name, ())
        return tuple(order)

    def _quantity(self, quantity: QuantityDef) -> Type:
        found = self.check(quantity.formula)
        if quantity.unit is None or found.kind == "unknown":
            return found
        if found.unit is None or not quantity.unit.fits(found.unit):
            self.say("E242", quantity.place, found=found.words(), unit=quantity.unit.symbol)
            return UNKNOWN
        return replace(found, unit=quantity.unit)

    def check(self, formula: Formula, wanted: Type | None = None, allowed: Iterable[str] | None = None) -> Type:
        """The type of a formula; its faults become findings at their characters."""
        if formula.tree is None:
            fault = parse(formula.text)
            if isinstance(fault, Fault):
                self.findings.append(finding_of(fault, formula))
            return UNKNOWN
        check = Check(dict(self.types) | dict.fromkeys(self._broken_names(), UNKNOWN))
        found = check.type_of(formula.tree)
        if wanted is not None:
            check.expect(formula.tree, found, wanted, allowed)
        self.findings.extend(finding_of(f, formula) for f in check.faults)
        return found

    def _broken_names(self) -> tuple[str, ...]:
        blocks = ("terms.", "facts.", "measures.", "quantities.")
        return tuple(b.split(".", 1)[1] for b in self.broken if b.startswith(blocks))


def _same(left: Type, right: Type) -> bool:
    units = left.unit is None or right.unit is None or left.unit.fits(right.unit)
    return left.kind == right.kind and units and left.dims == right.dims


def _natural_unit(measure: Measure) -> Unit | None:
    if measure.kind == "volume":
        return CUBIC_METRE
    if measure.kind == "load":
        return _TONNE
    known = [INDICATORS[i] for i in measure.indicators if i in INDICATORS]
    return parse_unit(known[0].unit) if known else None

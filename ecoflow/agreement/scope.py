"""What every name of an agreement means to a formula: terms, facts, measures and quantities with their types."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterable, Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from ecoflow.agreement.language import ROLES
from ecoflow.agreement.members import Members, is_seasonal
from ecoflow.agreement.model import Fact, Formula, Keyed, Measure, QuantityDef, Term
from ecoflow.agreement.places import finding_of, locate
from ecoflow.agreement.reading_order import reading_order
from ecoflow.diagnostics.near import listed
from ecoflow.formula.check import Check
from ecoflow.formula.parse import Fault, parse
from ecoflow.formula.tree import Name, names, walk
from ecoflow.formula.types import BOOLEAN, CLASS, MONEY, NUMBER, UNKNOWN, Dims, Type
from ecoflow.standards.indicators import INDICATORS, find
from ecoflow.standards.units import CUBIC_METRE, ONE, Unit, parse_unit

_BLOCKS = ("terms", "facts", "measures", "quantities", "pools")
LONGEST_CHAIN = 50
"""Quantities that use each other one after the other; the longest in a shipped agreement is five."""

_TONNE = parse_unit("t")


class Scope(Members, Struct):
    """The members of every dimension and, growing as it is built, the type of every name.

    `referred` holds the names used outside formulas (`weight.indicators`), `mentioned` the words of what was cut out,
    `pools` the names that only clauses may use.
    """

    types: dict[str, Type] = field(default_factory=dict)
    referred: set[str] = field(default_factory=set)
    mentioned: frozenset[str] = frozenset()
    pools: frozenset[str] = frozenset()

    def add_term(self, term: Term) -> Term:
        """Declare a term."""
        value = self.keyed(term.value, term.written, "value")
        found = self.type_of_value(value, term.written, "value", term.by)
        if "by" in term.written.keys and found.kind != "unknown" and not is_seasonal(value):
            self.say("E296", term.written.key("by"), name=term.id)
        self.types[term.id] = UNKNOWN if term.written.cut else found
        return replace(term, value=value)

    def add_fact(self, fact: Fact) -> None:
        """Declare a fact."""
        kinds = {"boolean": BOOLEAN, "class": CLASS, "number": NUMBER}
        base = kinds[fact.kind]
        if fact.kind == "number" and fact.unit is not None:
            base = Type("number", fact.unit)
        # of indicators there are as many as the standards know, of months as many as the period has
        members: dict[str, Dims] = {"section": (("section", tuple(self.sections)),), "party": (("party", self.parties),)}
        members |= {role: (("party", self._holding(role)),) for role in ROLES}
        dims = dict(dim for d in fact.by for dim in members.get(d, ((d, None),)))
        whole = base.over(tuple(sorted(dims.items())))
        unsure = self.sections_unsure and not set(ROLES).isdisjoint(fact.by)
        self.types[fact.id] = UNKNOWN if fact.written.cut or unsure else whole

    def _holding(self, role: str) -> tuple[str, ...]:
        """The parties that hold a role at some section, in the order of the file."""
        held = {s.roles.get(role) for s in self.sections.values()}
        return tuple(p for p in self.parties if p in held)

    def add_measure(self, measure: Measure, terms: Mapping[str, Term]) -> Measure:
        """Declare a measure; `weight.indicators` becomes the indicators the term is keyed by."""
        if len(measure.indicators) == 1 and measure.indicators[0].endswith(".indicators"):
            measure = self._refer(measure, measure.indicators[0].removesuffix(".indicators"), terms)
        if measure.target is not None and not isinstance(measure.target, str):
            measure = replace(measure, target=self.keyed(measure.target, measure.written, "target"))
        found = self._measured(measure)
        # whoever misspells a section or an indicator is told so there, and not where its values meet others
        known = all(map(find, measure.indicators)) and all(s in self.sections for s in measure.sections)
        self.types[measure.id] = found if known and measure.indicators and not measure.written.cut else UNKNOWN
        return measure

    def _refer(self, measure: Measure, name: str, terms: Mapping[str, Term]) -> Measure:
        """The measure with the indicators of a term; with none when the term is not there or not whole."""
        self.referred.add(name)
        term = terms.get(name)
        if term is not None and isinstance(term.value, Keyed) and term.value.dim == "indicator":
            return replace(measure, indicators=() if term.written.cut else tuple(term.value.values))
        faulty = term is not None and (term.written.cut or self.types[name].kind == "unknown")
        if not faulty and not self.lost("terms", name):
            self.say("E266", measure.written.value(measure.kind), name=name)
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
        natural = _natural_unit(measure)
        if natural is None:
            return UNKNOWN
        if measure.unit is not None and not measure.unit.fits(natural):
            self.say("E264", measure.written.value("unit"), unit=measure.unit.symbol, kind=measure.kind)
            return UNKNOWN
        return Type("number", measure.unit or natural)

    def add_quantities(self, quantities: Mapping[str, QuantityDef]) -> tuple[str, ...]:
        """Declare all quantities, each after what it uses; gives that order."""
        # a name another block has declared means that other one; the repetition has a finding of its own
        fresh = {name: quantity for name, quantity in quantities.items() if name not in self.types}
        order, circles = reading_order(fresh)
        for circle in circles:
            place = quantities[circle[0]].written.value("formula")
            self.say("E240", place, names=listed((*circle, circle[0]), " → "))
            self.types.update(dict.fromkeys(circle, UNKNOWN))
        too_far = _too_far(order, fresh)
        for name in (*order, *(n for n in quantities if n not in fresh)):
            found = self._quantity(quantities[name])
            if name in too_far:
                self.say("E298", quantities[name].written.value("formula"), name=name, most=str(LONGEST_CHAIN))
            self.types.setdefault(name, found)
        return order

    def add_pools(self, pools: Iterable[str]) -> None:
        """Declare the pools, after the quantities: what one holds is known only from clause to clause."""
        for name in pools:
            self.types.setdefault(name, MONEY)

    def _quantity(self, quantity: QuantityDef) -> Type:
        if self._uses_pool(quantity.formula):
            return UNKNOWN
        found = self.check(quantity.formula)
        if quantity.written.cut:
            return UNKNOWN
        if found.kind == "unknown":
            return found
        if quantity.unit is not None:
            if found.unit is None or not quantity.unit.fits(found.unit):
                self.say("E242", quantity.written.value("unit"), found=found.words(), unit=quantity.unit.symbol)
                return UNKNOWN
            found = replace(found, unit=quantity.unit)
        self._check_step(quantity, found)
        return found

    def _check_step(self, quantity: QuantityDef, found: Type) -> None:
        """A quantity is rounded to multiples of a step of its own unit; a bare number is no step of a percentage."""
        step = quantity.rounding.step if quantity.rounding else None
        if step is None:
            return
        shown, place = found.unit, quantity.written.value("round.step")
        if shown is None or not step.unit.fits(shown):
            self.say("E297", place, step=step.text, found=found.over(()).words())
        elif step.unit is ONE and shown.scale != 1:
            self.say("E297", place, step=step.text, found=(f"数值（{shown.symbol}）", f"number in {shown.symbol}"))

    def _uses_pool(self, formula: Formula) -> bool:
        used = [n for n in walk(formula.tree) if isinstance(n, Name)] if formula.tree else []
        pools = [n for n in used if n.id in self.pools and n.id not in self.types]
        for node in pools[:1]:
            self.say("E290", locate(formula, node.at), name=node.id)
        return bool(pools)

    def check(self, formula: Formula, wanted: Type | None = None, allowed: Iterable[str] | None = None,
              at: Iterable[str] = ()) -> Type:
        """The type of a formula; its faults become findings at their characters. `at` are the only sections it is for."""
        if formula.tree is None:
            fault = parse(formula.text)
            if isinstance(fault, Fault):
                self.findings.append(finding_of(fault, formula))
            return UNKNOWN
        lost = {n: UNKNOWN for n in names(formula.tree) if any(self.lost(block, n) for block in _BLOCKS)}
        check = Check(ChainMap(self.types, lost), unsure=self.sections_unsure, at=frozenset(at))
        found = check.type_of(formula.tree)
        if wanted is not None:
            check.expect(formula.tree, found, wanted, allowed)
        self.findings.extend(finding_of(f, formula) for f in check.faults)
        return found


def _too_far(order: Iterable[str], quantities: Mapping[str, QuantityDef]) -> frozenset[str]:
    """The quantities that are the first in their chain to have too many others below them; what uses them is not said."""
    depth: dict[str, int] = {}
    for name in order:
        tree = quantities[name].formula.tree
        depth[name] = 1 + max((depth.get(n, 0) for n in names(tree)), default=0) if tree else 0
    return frozenset(name for name, levels in depth.items() if levels == LONGEST_CHAIN + 1)


def _natural_unit(measure: Measure) -> Unit | None:
    if measure.kind == "compliance":
        return NUMBER.unit
    if measure.kind == "volume":
        return CUBIC_METRE
    if measure.kind == "load":
        return _TONNE
    known = [INDICATORS[i] for i in measure.indicators if i in INDICATORS]
    return parse_unit(known[0].unit) if known else None

"""What values each name of an agreement may have: terms as written, facts and measures as nature and language allow."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType
from typing import cast

from ecoflow.agreement.model import Agreement, Fact, Keyed, Measure, QuantityDef, Value
from ecoflow.formula.canonical import canonical
from ecoflow.formula.domain import EVERYTHING, UNDECIDED, Domain, listed, mapped, stretch
from ecoflow.formula.range_inputs import At, Reading
from ecoflow.formula.ranges import Ranges
from ecoflow.formula.tree import names, walk
from ecoflow.formula.types import Type
from ecoflow.measures.windows import covers
from ecoflow.standards.gb3838 import WaterClass, limit
from ecoflow.standards.indicators import INDICATORS
from ecoflow.standards.rounding import Mode, round_figures, round_places, round_step
from ecoflow.standards.units import ONE, Quantity, parse_unit

YEAR = "term year"
"""The member of `at` that says which year of the agreement is meant; without it, any of them."""

CLASSES = listed(WaterClass)
_NOT_NEGATIVE = stretch(Fraction(0), None)
_POSITIVE = stretch(Fraction(0), None, low_in=False)
_SHARE = stretch(Fraction(0), Fraction(1))

_MOST: Mapping[str, Mapping[str, int]] = MappingProxyType({
    # how many parts a settlement period has at most
    "year": MappingProxyType({"year": 1, "quarter": 4, "month": 12, "week": 54, "day": 366}),
    "quarter": MappingProxyType({"quarter": 1, "month": 3, "week": 15, "day": 92}),
    "month": MappingProxyType({"month": 1, "week": 6, "day": 31}),
})


class Names:
    """The names of one agreement, as the ranges reading asks for them.

    With `detected` no concentration is zero: what a sceptic cannot rule out, but nobody wants to read at every division.
    """

    def __init__(self, agreement: Agreement, *, detected: bool = False) -> None:
        self.agreement = agreement
        self.detected = detected
        self.ranges = Ranges(self)
        self._found: dict[tuple[str, tuple[tuple[str, str], ...]], Domain] = {}

    @property
    def types(self) -> Mapping[str, Type]:
        """The type of every name."""
        return self.agreement.types

    def most(self, dim: str) -> int | None:
        """How many parts of time a settlement has at most; windows over other years may have any number."""
        windows = {m.over for m in self.agreement.measures.values() if dim in m.by}
        inside = all(w in {"period", "year", "quarter", "month"} for w in windows)
        return _MOST[self.agreement.settle].get(dim) if inside else None

    @cached_property
    def whole(self) -> bool:
        """Whether every section and indicator always has a value: nothing can be exempt."""
        return not self.agreement.exemptions

    def ladders(self, at: At) -> tuple[At, ...]:
        """`at` once for each year whose tables may have steps of their own."""
        if not self._own_steps or YEAR in at:
            return (at,)
        return tuple({**at, YEAR: str(year)} for year in years_of(self.agreement))

    @cached_property
    def _own_steps(self) -> bool:
        """Whether a term has tables by step whose steps differ from year to year."""
        return any(isinstance(t.value, Keyed) and _is_dated(t.value) and "tier" in dict(self.types[t.id].dims)
                   for t in self.agreement.terms.values())

    def domain(self, name: str, at: At) -> Domain:
        """The values of a name at these members; at every member of a dimension that is not fixed."""
        found = self.agreement.types.get(name)
        if found is None:
            return EVERYTHING
        dims = (*found.dim_names, YEAR)
        key = (name, tuple((d, at[d]) for d in dims if d in at))
        if key not in self._found:
            self._found[key] = self._domain(name, dict(key[1]))
        return self._found[key]

    def narrowed(self, name: str, at: At, ranges: Reading) -> Domain:
        """The same where more is known: a quantity is read again with what `ranges` knows."""
        quantity = self.agreement.quantities.get(name)
        if quantity is None or quantity.formula.tree is None or not self._rests[name] & ranges.known.keys():
            return self.domain(name, at)
        return rounded(quantity, ranges.of(quantity.formula.tree, at), self.agreement.types[name])

    @cached_property
    def _rests(self) -> Mapping[str, frozenset[str]]:
        """The canonical texts of all that stands in a quantity, and in the quantities it is made from."""
        found: dict[str, frozenset[str]] = {}
        for name in self.agreement.order:
            tree = self.agreement.quantities[name].formula.tree
            own = {canonical(node) for node in walk(tree)} if tree is not None else set()
            within = (found.get(n, frozenset()) for n in (names(tree) if tree is not None else ()))
            found[name] = frozenset(own).union(*within)
        return found

    def _domain(self, name: str, at: At) -> Domain:
        agreement = self.agreement
        if name in agreement.terms:
            values = tuple(_written(agreement.terms[name].value, at, agreement))
            return listed(map(_plain, values))
        if name in agreement.facts:
            return _of_fact(agreement.facts[name])
        if name in agreement.measures:
            return _of_measure(agreement.measures[name], self, at)
        if name in agreement.quantities:
            quantity = agreement.quantities[name]
            tree = quantity.formula.tree
            return EVERYTHING if tree is None else rounded(quantity, self.ranges.of(tree, at), agreement.types[name])
        return EVERYTHING


def years_of(agreement: Agreement) -> range:
    """The years of an agreement that may differ: all of them when a number of it is dated, else the first for all."""
    written = [t.value for t in agreement.terms.values()] + [m.target for m in agreement.measures.values()]
    dated = any(v is not None and _is_dated(v) for v in written)
    return range(agreement.first_year, (agreement.last_year if dated else agreement.first_year) + 1)


def _is_dated(value: Value | Keyed) -> bool:
    return isinstance(value, Keyed) and (value.dim == "year" or any(map(_is_dated, value.values.values())))


def _written(value: Value | Keyed, at: At, agreement: Agreement) -> Iterator[Value]:
    """The single values of a term that these members leave."""
    if not isinstance(value, Keyed):
        yield value
        return
    for key, inner in value.values.items():
        if value.dim == "year":
            years = (int(at[YEAR]),) if YEAR in at else range(agreement.first_year, agreement.last_year + 1)
            if any(covers(key, year) for year in years):
                yield from _written(inner, at, agreement)
        elif at.get(value.dim, key) == key:
            yield from _written(inner, at, agreement)


def _plain(value: Value) -> Fraction | WaterClass | bool:
    if isinstance(value, Quantity):
        return value.value
    if isinstance(value, str):
        raise TypeError(value)
    return value


def _of_fact(fact: Fact) -> Domain:
    """A number lies in its bounds: a settlement refuses any other."""
    return stretch(*fact.bounds()) if fact.kind == "number" else {"boolean": UNDECIDED, "class": CLASSES}[fact.kind]


def _of_measure(measure: Measure, names: Names, at: At) -> Domain:
    match measure.kind:
        case "class":
            return CLASSES
        case "compliance":
            return _SHARE
        case "limit":
            return _limits(measure, names, at)
        case "volume" | "load" | "total":
            return _NOT_NEGATIVE
    better = {INDICATORS[i].better for i in measure.indicators if i in INDICATORS}
    # a dry river, a non-detect counted as zero: neither is below zero, as water temperature may be
    if "none" in better:
        return _evaluated(measure, _NOT_NEGATIVE if measure.indicators == ("Q",) else EVERYTHING)
    return _evaluated(measure, _POSITIVE if names.detected else _NOT_NEGATIVE)


def _evaluated(measure: Measure, own: Domain) -> Domain:
    """A mean rounded to decimals lies on their lattice, in the indicator's own unit."""
    rounding = measure.rounding
    if rounding is None or rounding.places is None or len(measure.indicators) != 1:
        return own
    unit = parse_unit(INDICATORS[measure.indicators[0]].unit) or ONE
    step = Fraction(1, 10**rounding.places) * unit.scale
    return mapped(own, lambda v: round_step(v, step), step)


def _limits(measure: Measure, names: Names, at: At) -> Domain:
    """The limits of the target class; of any class when the target differs from place to place."""
    target = measure.target
    if isinstance(target, str):
        grades = names.domain(target, at)
    else:
        grades = CLASSES if target is None else listed(map(_plain, _written(target, at, names.agreement)))
    waters = {s.water for n, s in names.agreement.sections.items() if n in measure.sections and at.get("section", n) == n}
    wanted = [i for i in measure.indicators if at.get("indicator", i) == i]
    found = [limit(i, WaterClass(int(g)), w or "river") * (parse_unit(INDICATORS[i].unit) or ONE).scale  # type: ignore[arg-type]
             for i in wanted for g in grades.few or () if g != WaterClass.WORSE_THAN_V for w in waters]
    return listed(found) if found else _POSITIVE


def rounded(quantity: QuantityDef, own: Domain, kind: Type) -> Domain:
    """The values of a quantity after its own rounding."""
    rule = quantity.rounding
    if rule is None or kind.kind != "number":
        return own
    scale = (kind.unit or ONE).scale
    if rule.figures is not None:
        return mapped(own, lambda v: round_figures(v / scale, rule.figures or 1, cast("Mode", rule.mode)) * scale, None)
    mode = cast("Mode", rule.mode)
    if rule.step is not None:
        step = rule.step.value
        return mapped(own, lambda v: round_step(v, step, mode), step)
    places = rule.places or 0
    return mapped(own, lambda v: round_places(v / scale, places, mode) * scale, scale / 10**places)

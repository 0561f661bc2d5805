"""Examples refer to things that exist, with values of their kind."""

from __future__ import annotations

from collections.abc import Iterable

from ecoflow.agreement.model import Agreement, Example, Keyed, Value
from ecoflow.agreement.scope import Scope
from ecoflow.diagnostics.finding import Phrase
from ecoflow.formula.check import nearest
from ecoflow.formula.types import Type
from ecoflow.standards.calendar import Period
from ecoflow.standards.gb3838 import WaterClass
from ecoflow.standards.units import Quantity


def check_examples(agreement: Agreement, scope: Scope) -> None:
    """Every example can be replayed: its period is one the agreement settles, its names exist, its values fit."""
    for example in agreement.examples:
        if agreement.first_year and not settles(agreement, example.period):
            scope.say("E271", example.place, period=example.period.name, settle=agreement.settle)
        givable = {*agreement.facts, *agreement.measures, *agreement.quantities}
        for name, value in example.given.items():
            if name not in givable:
                scope.say("E272", example.place, name=name, **_near(name, givable))
            else:
                _check_given(name, value, example, scope)
        _check_expected(agreement, example, scope)


def settles(agreement: Agreement, period: Period) -> bool:
    """Whether the period is of the agreement's settlement cycle and inside its term."""
    cycle = len(period.months()) == {"year": 12, "quarter": 3, "month": 1}[agreement.settle]
    return cycle and agreement.first_year <= period.first.year and period.last.year <= agreement.last_year


def _check_given(name: str, value: Value | Keyed, example: Example, scope: Scope) -> None:
    wanted = scope.types[name]
    read = scope.keyed(value, example.place)
    for leaf in _leaves(read):
        found = _kind(leaf)
        if wanted.kind not in {found.kind, "unknown"} or not _fits(wanted, found):
            scope.say("E274", example.place, name=name, wanted=wanted.over(()).words(), found=found.words())
            return
    keys = dict(_keys(read))
    for dim, members in wanted.dims:
        missing = [m for m in members or () if dim in keys and m not in keys[dim]]
        if missing:
            scope.say("E275", example.place, name=name, members=", ".join(missing))


def _keys(value: Value | Keyed) -> Iterable[tuple[str, tuple[str, ...]]]:
    if isinstance(value, Keyed):
        yield value.dim, tuple(value.values)
        for inner in value.values.values():
            yield from _keys(inner)


def _leaves(value: Value | Keyed) -> Iterable[Value]:
    if isinstance(value, Keyed):
        for inner in value.values.values():
            yield from _leaves(inner)
    else:
        yield value


def _kind(value: Value) -> Type:
    if isinstance(value, Quantity):
        return Type("number", value.unit)
    if isinstance(value, WaterClass):
        return Type("class")
    return Type("boolean") if isinstance(value, bool) else Type("unknown")


def _fits(wanted: Type, found: Type) -> bool:
    """A bare number may stand for a number with a unit: it is read in the unit the name is shown in."""
    if wanted.unit is None or found.unit is None:
        return True
    return found.unit.is_plain or found.unit.fits(wanted.unit)


def _check_expected(agreement: Agreement, example: Example, scope: Scope) -> None:
    for party in example.expect.net:
        if party not in agreement.parties:
            scope.say("E273", example.place, name=party, **_near(party, agreement.parties))
    for name in example.expect.indices:
        if name not in agreement.quantities and name not in agreement.measures:
            scope.say("E273", example.place, name=name, **_near(name, (*agreement.quantities, *agreement.measures)))
    ids = tuple(c.id for c in agreement.clauses)
    for clause in example.expect.fired or ():
        if clause not in ids:
            scope.say("E273", example.place, name=clause, **_near(clause, ids))


def _near(word: str, known: Iterable[str]) -> dict[str, Phrase]:
    names = tuple(sorted(known))
    near = nearest(word, names)
    return {"known": ", ".join(names) or "-", **({"near": near} if near else {})}

"""What each kind of measure can be asked: its own keys, the parts it can be cut into, targets that have a limit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from types import MappingProxyType

from ecoflow.agreement.members import Members
from ecoflow.agreement.model import Agreement, Keyed, Measure, Value
from ecoflow.standards.gb3838 import WaterClass
from ecoflow.standards.indicators import INDICATORS
from ecoflow.standards.units import CUBIC_METRE, YUAN, Unit, parse_unit

_RULES = ("averaging", "non_detect", "valid", "from", "compare", "prevails", "joint")

_USELESS: Mapping[str, tuple[str, ...]] = MappingProxyType({
    "max": ("round", "compare"),
    "min": ("round", "compare"),
    "total": ("round", "compare", "averaging"),
    "limit": ("over", "by", "round", *_RULES),
})
"""Keys that would say nothing in a measure of this kind."""

ROUNDLESS = frozenset(kind for kind, keys in _USELESS.items() if "round" in keys)
"""Kinds that are not rounded at all."""

_OF_MONTHS = frozenset({"compliance", "load", "total"})
"""Kinds made from whole months: a week has no share of months, and no rule says that a day's report is complete."""

_COARSE_FIRST = ("year", "quarter", "month", "week", "day")
_JUDGED_BY = frozenset({"section", "year"})


def check_kind(measure: Measure, agreement: Agreement, scope: Members) -> None:
    """Every key of a measure means something for its kind, and its target can be used."""
    for key in _USELESS.get(measure.kind, ()):
        if key in measure.written.keys:
            scope.say("E262", measure.written.key(key), kind=measure.kind, key=key)
    _check_parts(measure, scope)
    if measure.kind in {"compliance", "limit"}:
        _check_target(measure, agreement, scope)
    for n, name in enumerate(measure.indicators):
        place = measure.written.value(f"{measure.kind}.{n}")
        if measure.kind == "limit" and name == "pH":
            scope.say("E283", place)
        if measure.kind == "total" and name in INDICATORS and not _adds_up(parse_unit(INDICATORS[name].unit)):
            scope.say("E285", place, name=name, unit=INDICATORS[name].unit)


def _check_parts(measure: Measure, scope: Members) -> None:
    """A measure of months is not cut into weeks; an extreme is not of means longer than the part it is the extreme of."""
    fine = [grain for grain in ("week", "day") if grain in measure.by]
    if fine and measure.kind in _OF_MONTHS:
        scope.say("E280", measure.written.value("by"), kind=measure.kind, by=fine[0])
    ruling, cuts = measure.rules.averaging, [_COARSE_FIRST.index(grain) for grain in measure.by]
    if measure.kind in {"max", "min"} and ruling.origin == "measure" and isinstance(ruling.value, tuple) and cuts:
        finest = _COARSE_FIRST[max(cuts)]
        longer = [level for level in ruling.value if _COARSE_FIRST.index(level) < max(cuts)]
        if longer:
            scope.say("E281", measure.written.value("averaging"), kind=measure.kind, level=longer[0], by=finest)


def _check_target(measure: Measure, agreement: Agreement, scope: Members) -> None:
    """A target is one class at a section in a year, and where its limit is asked for, a class that has one."""
    target, place = measure.target, measure.written.value("target")
    if isinstance(target, str):
        target = agreement.terms[target].value if target in agreement.terms else None
    if target is None or any(cut.startswith("target") for cut in measure.written.cut):
        return
    odd = [dim for dim in _dims(target) if dim and dim not in _JUDGED_BY]
    if odd:
        scope.say("E284", place, dims=", ".join(odd))
    elif measure.kind == "limit" and WaterClass.WORSE_THAN_V in _leaves(target):
        scope.say("E282", place)


def _dims(value: Value | Keyed) -> dict[str, None]:
    if not isinstance(value, Keyed):
        return {}
    return dict.fromkeys((value.dim, *(dim for inner in value.values.values() for dim in _dims(inner))))


def _leaves(value: Value | Keyed) -> Iterator[Value]:
    if isinstance(value, Keyed):
        for inner in value.values.values():
            yield from _leaves(inner)
    else:
        yield value


def _adds_up(unit: Unit | None) -> bool:
    """Whether values of this unit are amounts: mass, volume or money, not a concentration or a rate."""
    tonne = parse_unit("t")
    return unit is not None and tonne is not None and any(unit.fits(amount) for amount in (tonne, CUBIC_METRE, YUAN))

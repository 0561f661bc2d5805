"""The sense of measures: indicators and sections exist, classes exist for them, options belong to the kind."""

from __future__ import annotations

from ecoflow.agreement.check_kinds import ROUNDLESS, check_kind
from ecoflow.agreement.members import Members
from ecoflow.agreement.model import Agreement, Measure, Rounding
from ecoflow.agreement.scope import Scope
from ecoflow.diagnostics.near import suggestion
from ecoflow.formula.types import CLASS, Type
from ecoflow.standards.calendar import Period
from ecoflow.standards.gb3838 import WaterClass, has_class
from ecoflow.standards.indicators import INDICATORS, find
from ecoflow.standards.units import Unit, parse_unit

_GRAINS = ("day", "week", "month", "quarter", "year")
_ONE_UNIT = frozenset({"mean", "max", "min", "total", "limit"})
"""Kinds whose numbers bear the unit of the indicator, so that all of a list have one."""


def check_measures(agreement: Agreement, scope: Scope) -> None:
    """Every measure can be made from observations."""
    for measure in agreement.measures.values():
        _check_sections(measure, scope)
        _check_indicators(measure, scope)
        _check_options(measure, scope)
        check_kind(measure, agreement, scope)
        _check_target(measure, agreement, scope)
        _check_window(measure, agreement.settle, scope)
        _check_baseline(measure, agreement, scope)


def _check_sections(measure: Measure, scope: Members) -> None:
    if not measure.sections and not scope.lost("sections"):
        scope.say("E265", measure.place)
    for n, name in enumerate(measure.sections):
        if name not in scope.sections and not scope.lost("sections", name):
            scope.say("E253", measure.written.value(f"at.{n}"), name=name, **suggestion(name, scope.sections))


def _check_indicators(measure: Measure, scope: Members) -> None:
    units: list[Unit] = []
    for n, name in enumerate(measure.indicators):
        place = measure.written.value(f"{measure.kind}.{n}")
        if find(name) is None:
            scope.say("E254", place, name=name, **suggestion(name, INDICATORS))
            continue
        if measure.kind in {"class", "compliance", "limit"}:
            _check_class(measure, name, n, scope)
        if measure.rounding == Rounding() and INDICATORS[name].evaluation_places is None:
            scope.say("E277", place, name=name)
        unit = parse_unit(INDICATORS[name].unit)
        if measure.kind in _ONE_UNIT and unit is not None and (measure.kind, name) != ("limit", "pH"):
            units.append(unit)
            if not unit.fits(units[0]):
                left, right = Type("number", units[0]), Type("number", unit)
                scope.say("E236", place, left=left.words(), right=right.words())


def _check_class(measure: Measure, name: str, n: int, scope: Members) -> None:
    waters = {scope.sections[s].water for s in measure.sections if s in scope.sections}
    for water in sorted(waters):
        if not has_class(name, "lake" if water == "lake" else "river"):
            words = ("湖库", "lake") if water == "lake" else ("河流", "river")
            scope.say("E255", measure.written.value(f"{measure.kind}.{n}"), name=name, water=words)


def _check_options(measure: Measure, scope: Members) -> None:
    judging = {"compliance", "limit"}
    if measure.kind in judging and measure.target is None and "target" not in measure.written.cut:
        scope.say("E263", measure.place, kind=measure.kind)
    for key, kinds, given in (("target", judging, measure.target), ("method", {"load"}, measure.method)):
        if given is not None and measure.kind not in kinds:
            scope.say("E262", measure.written.key(key), kind=measure.kind, key=key)
    if measure.rounding and measure.rounding.step and measure.kind not in ROUNDLESS:
        scope.say("E262", measure.written.key("round.step"), kind=measure.kind, key="step")
    if measure.kind == "volume" and measure.indicators not in {(), ("Q",)} and all(map(find, measure.indicators)):
        scope.say("E267", measure.written.value("volume"), kind=measure.kind)


def _check_target(measure: Measure, agreement: Agreement, scope: Scope) -> None:
    if measure.target is None or measure.kind not in {"compliance", "limit"} or measure.written.cut:
        return
    place = measure.written.value("target")
    if isinstance(measure.target, WaterClass):
        return
    if isinstance(measure.target, str):
        if measure.target not in agreement.terms:
            if not scope.lost("terms", measure.target):
                scope.say("E210", place, name=measure.target, **suggestion(measure.target, agreement.terms))
            return
        found = scope.types[measure.target]
    else:
        found = scope.type_of_value(measure.target, measure.written, "target")
    if found.kind not in {"class", "unknown"}:
        scope.say("E215", place, wanted=CLASS.words(), found=found.words())


def _check_baseline(measure: Measure, agreement: Agreement, scope: Members) -> None:
    """Warn of years that are over only after the last settlement."""
    years = measure.over
    if isinstance(years, Period) and 0 < agreement.last_year < years.last.year:
        last = str(agreement.last_year)
        scope.say("W307", measure.written.value("over"), over=years.name, last=last)


def _check_window(measure: Measure, settle: str, scope: Members) -> None:
    """A window in words is as long as the settlement period, and can be cut only into something shorter.

    A longer one would pay the whole year every month; a shorter one would not say which month of the year is meant.
    """
    if measure.over not in _GRAINS or scope.lost("settle"):
        return
    beyond = _GRAINS.index(measure.over) - _GRAINS.index(settle)
    if beyond and "over" not in measure.written.cut:
        scope.say("E278" if beyond > 0 else "E279", measure.written.value("over"), over=measure.over, settle=settle)
        return
    for by in measure.by:
        if _GRAINS.index(by) >= _GRAINS.index(measure.over) and by != measure.over:
            scope.say("E268", measure.written.value("by"), over=measure.over, by=by)

"""The lines a month's mean is read against: the baseline of the same indicator, and limits the agreement compares with."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from ecoflow.agreement.model import Agreement
from ecoflow.formula.tree import Call, Comparison, Literal, Name, Node, walk
from ecoflow.measures.months import Series
from ecoflow.report.chart import Reference
from ecoflow.report.names import Names
from ecoflow.report.numbers import concentration, indicator_unit
from ecoflow.report.words import say
from ecoflow.settlement.model import Settlement
from ecoflow.standards.gb3838 import NoClassLimit, Water, WaterClass, limit

Pairs = Iterator[tuple[str, Node]]


def references(settlement: Settlement, series: Series, names: Names) -> tuple[Reference, ...]:
    """The reference lines of one series, each value once; values are in the indicator's unit."""
    scale = indicator_unit(series.indicator).scale
    found: dict[Fraction, str] = {}
    for label, value in (*_baselines(settlement, series, names), *_limits(settlement, series, names)):
        found.setdefault(value / scale, label)
    return tuple(
        Reference(label, value, concentration(value * scale, series.indicator)) for value, label in found.items()
    )


def _baselines(settlement: Settlement, series: Series, names: Names) -> Iterator[tuple[str, Fraction]]:
    for name, outcome in settlement.measured.items():
        if settlement.agreement.measures[name].kind != "mean":
            continue
        for part in outcome.parts:
            same = any((s.section, s.indicator) == (series.section, series.indicator) for s in part.series)
            before = part.window.last < series.window.first and len(part.window.months()) > 1
            if same and before and isinstance(part.value, Fraction):
                yield names.of(name), part.value


def _limits(settlement: Settlement, series: Series, names: Names) -> Iterator[tuple[str, Fraction]]:
    """Terms and classes that a measure of this series is compared with in some formula."""
    agreement = settlement.agreement
    reading = {
        m.id for m in agreement.measures.values() if series.indicator in m.indicators and series.section in m.sections
    }
    for measure, other in _compared(agreement):
        if measure not in reading:
            continue
        if agreement.measures[measure].kind in {"class", "compliance"}:
            yield from _class_limit(settlement, series, other, names)
        elif isinstance(other, Name) and agreement.types[other.id].unit is not None:
            yield from _term(settlement, series, other, names)
    for name in reading:
        target = agreement.measures[name].target
        if isinstance(target, str):
            yield from _class_limit(settlement, series, Name(0, target), names)
        elif isinstance(target, WaterClass):
            yield from _class_limit(settlement, series, Literal(0, target, None, ""), names)


def _compared(agreement: Agreement) -> Pairs:
    """(measure, what stands on the other side) in comparisons and in `exceedance(C, limit)`."""
    trees = [q.formula.tree for q in agreement.quantities.values()]
    trees += [case.when.tree for c in agreement.clauses for case in c.cases if case.when is not None]
    for node in (n for tree in trees if tree is not None for n in walk(tree)):
        sides: tuple[Node, ...] = ()
        if isinstance(node, Comparison):
            sides = node.sides
        elif isinstance(node, Call) and node.function == "exceedance":
            sides = node.arguments
        for one, two in pairwise(sides):
            for left, right in ((one, two), (two, one)):
                if (
                    isinstance(left, Name)
                    and left.id in agreement.measures
                    and not (isinstance(right, Name) and right.id in agreement.measures)
                ):
                    yield left.id, right


def _term(settlement: Settlement, series: Series, other: Name, names: Names) -> Iterator[tuple[str, Fraction]]:
    value = _value(settlement, series, other)
    fits = settlement.agreement.types[other.id].unit
    if isinstance(value, Fraction) and fits is not None and fits.fits(indicator_unit(series.indicator)):
        yield names.of(other.id), value


def _class_limit(settlement: Settlement, series: Series, other: Node, names: Names) -> Iterator[tuple[str, Fraction]]:
    grade = (
        other.value
        if isinstance(other, Literal)
        else _value(settlement, series, other)
        if isinstance(other, Name)
        else None
    )
    if not isinstance(grade, WaterClass):
        return
    water: Water = "lake" if settlement.agreement.sections[series.section].water == "lake" else "river"
    try:
        own = limit(series.indicator, grade, water)
    except NoClassLimit:
        return
    label = say("class_limit", names.lang, grade=grade.zh if names.lang == "zh" else grade.en)
    yield label, own * indicator_unit(series.indicator).scale


def _value(settlement: Settlement, series: Series, name: Name) -> object:
    """The value of a term for this section and indicator; None where it has none."""
    grid = settlement.values.get(name.id)
    if grid is None:
        return None
    cell = grid.at({"section": series.section, "indicator": series.indicator})
    return cell.cells.get(()) if not cell.dims else None

"""The lines a month's mean is read against: the indicator's baseline, and limits the agreement compares with."""

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
    return tuple(Reference(label, value, concentration(value * scale, series.indicator)) for value, label in found.items())


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
    """Terms and classes that a measure of this series is compared with in some formula, or has as its target."""
    agreement = settlement.agreement
    for measure, other in (*_compared(agreement), *_targets(agreement)):
        reads = agreement.measures[measure]
        if series.indicator not in reads.indicators or series.section not in reads.sections:
            continue
        if reads.kind in {"class", "compliance"}:
            yield from _class_limit(settlement, series, other, names)
        elif isinstance(other, Name) and agreement.types[other.id].unit is not None:
            yield from _term(settlement, series, other, names)


def _targets(agreement: Agreement) -> Pairs:
    """(measure, its target class); targets that differ by year or section are left to the tables."""
    for name, measure in agreement.measures.items():
        if isinstance(measure.target, str):
            yield name, Name(0, measure.target)
        elif isinstance(measure.target, WaterClass):
            yield name, Literal(0, measure.target, None, "")


def _compared(agreement: Agreement) -> Pairs:
    """(measure, what stands on the other side) in comparisons and in `exceedance(C, limit)`."""
    for node in _nodes(agreement):
        for one, two in pairwise(_sides(node)):
            for left, right in ((one, two), (two, one)):
                if _is_measure(left, agreement) and isinstance(left, Name) and not _is_measure(right, agreement):
                    yield left.id, right


def _nodes(agreement: Agreement) -> Iterator[Node]:
    """Every node of every quantity and condition."""
    formulas = [q.formula for q in agreement.quantities.values()]
    formulas += [case.when for c in agreement.clauses for case in c.cases if case.when is not None]
    for formula in formulas:
        if formula.tree is not None:
            yield from walk(formula.tree)


def _sides(node: Node) -> tuple[Node, ...]:
    if isinstance(node, Comparison):
        return node.sides
    return node.arguments if isinstance(node, Call) and node.function == "exceedance" else ()


def _is_measure(node: Node, agreement: Agreement) -> bool:
    """Whether it is made from observations; a limit of the standard is something to compare them with."""
    return isinstance(node, Name) and node.id in agreement.measures and agreement.measures[node.id].kind != "limit"


def _term(settlement: Settlement, series: Series, other: Name, names: Names) -> Iterator[tuple[str, Fraction]]:
    value = _value(settlement, series, other)
    fits = settlement.agreement.types[other.id].unit
    if isinstance(value, Fraction) and fits is not None and fits.fits(indicator_unit(series.indicator)):
        yield names.of(other.id), value


def _class_limit(settlement: Settlement, series: Series, other: Node, names: Names) -> Iterator[tuple[str, Fraction]]:
    grade = (
        other.value if isinstance(other, Literal) else _value(settlement, series, other) if isinstance(other, Name) else None
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

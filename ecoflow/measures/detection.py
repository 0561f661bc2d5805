"""Detection limits above the limit of the class that decides: such a value cannot tell whether the class is kept."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from ecoflow.agreement.model import Measure
from ecoflow.diagnostics.finding import Finding
from ecoflow.measures.compliance import target_of
from ecoflow.measures.joint import own_unit
from ecoflow.measures.months import Month, Series
from ecoflow.measures.reading import Reading
from ecoflow.measures.result import Measured
from ecoflow.measures.water_class import water_of
from ecoflow.standards.calendar import Period
from ecoflow.standards.gb3838 import Water, WaterClass, judge_non_detect, limit
from ecoflow.standards.indicators import INDICATORS
from ecoflow.standards.rounding import plain_text

_Doubt = tuple[str, str, WaterClass, Water, Fraction]
"""section, indicator, class, kind of water, highest detection limit in the indicator's unit."""


def cannot_tell(reading: Reading, measure: Measure, found: Measured) -> tuple[Finding, ...]:
    """A note for each section, indicator and class, with the months whose detection limit lies above the class limit.

    The class that decides is the one an indicator was given, or the target of a compliance share.
    """
    doubts: dict[_Doubt, set[str]] = {}
    for series, window, grade, water in _judged(reading, measure, found):
        for month in series.within(window):
            highest = _highest(month) if month.counts else None
            if highest is None:
                continue
            own = highest / own_unit(series.indicator)
            if judge_non_detect(series.indicator, own, grade, water) is None:
                key = (series.section, series.indicator, grade, water, own)
                doubts.setdefault(key, set()).add(f"{month.period.first:%Y-%m}")
    return tuple(_note(doubt, sorted(months)) for doubt, months in doubts.items())


def _judged(reading: Reading, measure: Measure, found: Measured) -> Iterator[tuple[Series, Period, WaterClass, Water]]:
    if measure.kind == "class":
        for part in found.parts:
            water: Water = "lake" if reading.agreement.sections[part.series[0].section].water == "lake" else "river"
            for series, judged in zip(part.series, part.judged, strict=True):
                yield series, part.window, judged.grade, water
    if measure.kind == "compliance" and found.parts:
        for spot in reading.cells(measure) if measure.per_indicator else reading.places(measure):
            target = target_of(reading, measure, spot)
            for series in spot.series if isinstance(target, WaterClass) else ():
                yield series, spot.window, target, water_of(reading, spot)  # type: ignore[misc]


def _highest(month: Month) -> Fraction | None:
    """The highest detection limit of a month's non-detects, in coherent units; None where there is none."""
    limits = [c.limits / c.below if c.highest_limit is None else c.highest_limit for c in month.cells.values() if c.below]
    return max(limits, default=None)


def _note(doubt: _Doubt, months: list[str]) -> Finding:
    section, indicator, grade, water, highest = doubt
    unit = INDICATORS[indicator].unit
    about = {"section": section, "indicator": indicator, "month": ", ".join(months)}
    return Finding("N406", None, {
        **about, "month": ("、".join(months), ", ".join(months)), "limit": f"{plain_text(highest)} {unit}",
        "grade": (grade.zh, grade.en), "bound": f"{plain_text(limit(indicator, grade, water))} {unit}"}, about)

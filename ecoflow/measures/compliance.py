"""Compliance share: in how many of the months the class meets the target.

    compliance: [CODMn, NH3N, TP]     at: [liheqiao, shaheqiao]     over: year     target: III

A month meets the target when the worst class among the indicators' monthly means is at or better than it. The share is
of the months that count: exempted months are in neither number.
"""

from __future__ import annotations

from fractions import Fraction

from ecoflow.agreement.model import Keyed, Measure
from ecoflow.measures.reading import Reading, Spot
from ecoflow.measures.result import Judged, Measured, Part, gather
from ecoflow.measures.water_class import judge, water_of
from ecoflow.standards.gb3838 import WaterClass, worst


def measure_compliance(reading: Reading, measure: Measure) -> Measured:
    """The share of months on target for each section and stretch; problems where an indicator lacks valid data."""
    parts: list[Part] = []
    for spot in reading.places(measure):
        target = target_of(reading, measure, spot)
        months = [m.period for m in spot.series[0].within(spot.window)
                  if all(reading.usable(s, m.period) for s in spot.series)]
        if not months or any(s.problems for s in spot.series):
            continue
        water = water_of(reading, spot)
        judged: list[Judged] = []
        met = 0
        for month in months:
            found = [judge(s, month, measure, water) for s in spot.series]
            judged += found
            met += worst(j.grade for j in found) <= target
        parts.append(Part(spot.at, spot.window, Fraction(met, len(months)), spot.series, tuple(judged)))
    return gather(measure.id, reading.dims(measure), parts, reading.problems(measure))


def target_of(reading: Reading, measure: Measure, spot: Spot) -> WaterClass:
    """The target class at a spot: written out, a term, or by section or year."""
    target = measure.target
    if isinstance(target, str):
        target = reading.agreement.terms[target].value
    while isinstance(target, Keyed):
        key = spot.section if target.dim == "section" else str(reading.period.year)
        target = target.values[key]
    if not isinstance(target, WaterClass):
        raise TypeError(target)
    return target

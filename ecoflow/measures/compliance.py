"""Compliance share: in how many of the months the class meets the target.

    compliance: [CODMn, NH3N, TP]     at: [liheqiao, shaheqiao]     over: year     target: III

A month meets the target when the worst class among the indicators' monthly means is at or better than it. The share
is of the months that count: exempted months are in neither number. An indicator exempt for a month is not judged in
it. `by: [indicator]` gives each indicator its own share.
"""

from __future__ import annotations

from fractions import Fraction

from ecoflow.agreement.model import Keyed, Measure
from ecoflow.diagnostics.finding import Finding
from ecoflow.measures.reading import Reading, Spot
from ecoflow.measures.result import Judged, Measured, Part, gather
from ecoflow.measures.water_class import asked_in, judge, water_of
from ecoflow.measures.windows import covers
from ecoflow.standards.gb3838 import WaterClass, worst


def measure_compliance(reading: Reading, measure: Measure) -> Measured:
    """The share of months on target for each section and stretch; problems where an indicator lacks valid data."""
    parts: list[Part] = []
    problems = reading.problems(measure)
    for spot in reading.cells(measure) if measure.per_indicator else reading.places(measure):
        target = target_of(reading, measure, spot)
        if isinstance(target, Finding):
            problems.append(target)
        elif not any(s.problems for s in spot.series):
            parts += _share(reading, measure, spot, target)
    return gather(measure.id, reading.dims(measure), parts, problems)


def _share(reading: Reading, measure: Measure, spot: Spot, target: WaterClass) -> list[Part]:
    """The share of a spot; nothing when no month of it counts."""
    water = water_of(reading, spot)
    judged: list[Judged] = []
    months = met = 0
    for month in (m.period for m in spot.series[0].within(spot.window)):
        asked = asked_in(spot.series, month)
        if not asked or not all(reading.usable(s, month) for s in asked):
            continue
        found = [judge(s, month, measure, water) for s in asked]
        judged += found
        months += 1
        met += worst(j.grade for j in found) <= target
    if not months:
        return []
    return [Part(spot.at, spot.window, Fraction(met, months), spot.series, tuple(judged))]


def target_of(reading: Reading, measure: Measure, spot: Spot) -> WaterClass | Finding:
    """The target class at a spot: written out, a term, or by section or year; a finding where it has none."""
    target, name = measure.target, measure.id
    if isinstance(target, str):
        name = target
        target = reading.agreement.terms[target].value
    while isinstance(target, Keyed):
        year = reading.period.year
        if target.dim == "section":
            key = spot.section if spot.section in target.values else None
            about = {"section": spot.section}
            absent = Finding("E275", measure.place, {"name": name, "members": spot.section}, about)
        else:
            key = next((k for k in target.values if covers(k, year)), None)
            absent = Finding("E406", None, {"name": name, "year": str(year)}, {"year": str(year)})
        if key is None:
            return absent
        target = target.values[key]
    if not isinstance(target, WaterClass):
        raise TypeError(target)
    return target

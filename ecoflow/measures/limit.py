"""Limit: what GB 3838-2002 allows of an indicator in water of the target class. No observations are needed.

    limit: [COD, NH3N, TP]     at: [ford, weir]     target: III

The number of Table 1 for the class, in rivers or lakes as the section is; for dissolved oxygen the least there must
be. To be used as `exceedance(C, C0)` or `C - C0`.
"""

from __future__ import annotations

from ecoflow.agreement.model import Measure
from ecoflow.diagnostics.finding import Finding
from ecoflow.measures.compliance import target_of
from ecoflow.measures.reading import Reading, Spot
from ecoflow.measures.result import Measured, Part, gather
from ecoflow.measures.water_class import water_of
from ecoflow.standards.gb3838 import limit
from ecoflow.standards.indicators import INDICATORS
from ecoflow.standards.units import ONE, parse_unit


def measure_limit(reading: Reading, measure: Measure) -> Measured:
    """The limit of each section and indicator in coherent units; problems where a section or year has no target."""
    parts: list[Part] = []
    problems: list[Finding] = []
    for section in measure.sections:
        spot = Spot({"section": section} if measure.per_section else {}, section, reading.period, ())
        target = target_of(reading, measure, spot)
        if isinstance(target, Finding):
            problems.append(target)
            continue
        for indicator in measure.indicators:
            at = {**spot.at, "indicator": indicator} if measure.per_indicator else spot.at
            scale = (parse_unit(INDICATORS[indicator].unit) or ONE).scale
            parts.append(Part(at, spot.window, limit(indicator, target, water_of(reading, spot)) * scale, (), target=target))
    return gather(measure.id, reading.dims(measure), parts, problems)

"""Water-quality class (GB 3838-2002): the worst class among the indicators' means.

    class: [CODMn, NH3N, TP]     at: [qingshuipu, lianyuxi]     over: year

Each mean is rounded to the decimals of 环办监测函〔2020〕82号 before it is compared with the limits
(`compare: rounded`, the default), or compared as it is (`compare: full`). `by: [indicator]` gives each indicator its
own class. An indicator that is exempt over the whole stretch is not judged; the others are.
"""

from __future__ import annotations

from collections.abc import Iterable

from ecoflow.agreement.model import Measure
from ecoflow.measures.mean import FINE_PH_PLACES, mean_in
from ecoflow.measures.months import Series
from ecoflow.measures.reading import Reading, Spot
from ecoflow.measures.result import Judged, Measured, Part, gather
from ecoflow.standards.calendar import Period
from ecoflow.standards.gb3838 import Water, WaterClass, classify, evaluation_places, worst
from ecoflow.standards.indicators import INDICATORS
from ecoflow.standards.rounding import round_reported
from ecoflow.standards.units import ONE, parse_unit


def measure_class(reading: Reading, measure: Measure) -> Measured:
    """The class of each section and stretch; problems where an indicator lacks valid data."""
    parts: list[Part] = []
    for spot in reading.cells(measure) if measure.per_indicator else reading.places(measure):
        asked = asked_in(spot.series, spot.window)
        if not asked or not all(reading.usable(s, spot.window) for s in asked):
            continue
        water = water_of(reading, spot)
        judged = tuple(judge(s, spot.window, measure, water) for s in asked)
        parts.append(Part(spot.at, spot.window, worst(j.grade for j in judged), asked, judged))
    return gather(measure.id, reading.dims(measure), parts, reading.problems(measure))


def asked_in(found: Iterable[Series], window: Period) -> tuple[Series, ...]:
    """The series a stretch is judged by: those that are not exempt all through it."""
    return tuple(s for s in found if not s.exempt_in(window))


def water_of(reading: Reading, spot: Spot) -> Water:
    """Whether the section's total-phosphorus limits are the river's or the lake's."""
    return "lake" if reading.agreement.sections[spot.section].water == "lake" else "river"


def judge(series: Series, window: Period, measure: Measure, water: Water) -> Judged:
    """One indicator's mean, the value compared, and its class."""
    places, is_rounded = evaluation_places(series.indicator), measure.rules.compare.value == "rounded"
    found = mean_in(series, window, measure, places if is_rounded else FINE_PH_PLACES)
    own = found / (parse_unit(INDICATORS[series.indicator].unit) or ONE).scale
    compared = round_reported(own, places) if is_rounded else own
    grade: WaterClass = classify(series.indicator, compared, water)
    return Judged(series.indicator, found, compared, grade)

"""Water-quality class (GB 3838-2002): the worst class among the indicators' means.

    class: [CODMn, NH3N, TP]     at: [qingshuipu, lianyuxi]     over: year

Each mean is rounded to the decimals of 环办监测函〔2020〕82号 before it is compared with the limits (`compare: rounded`,
the default), or compared as it is (`compare: full`). `by: [indicator]` gives each indicator its own class.
"""

from __future__ import annotations

from ecoflow.agreement.model import Measure
from ecoflow.measures.mean import mean_in
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
    for spot in reading.places(measure):
        if not all(reading.usable(s, spot.window) for s in spot.series):
            continue
        water = water_of(reading, spot)
        judged = tuple(judge(s, spot.window, measure, water) for s in spot.series)
        if measure.per_indicator:
            parts += [Part({**spot.at, "indicator": j.indicator}, spot.window, j.grade, (s,), (j,))
                      for s, j in zip(spot.series, judged, strict=True)]
        else:
            parts.append(Part(spot.at, spot.window, worst(j.grade for j in judged), spot.series, judged))
    return gather(measure.id, reading.dims(measure), parts, reading.problems(measure))


def water_of(reading: Reading, spot: Spot) -> Water:
    """Whether the section's total-phosphorus limits are the river's or the lake's."""
    return "lake" if reading.agreement.sections[spot.section].water == "lake" else "river"


def judge(series: Series, window: Period, measure: Measure, water: Water) -> Judged:
    """One indicator's mean, the value compared, and its class."""
    places = evaluation_places(series.indicator)
    found = mean_in(series, window, measure, places)
    own = found / (parse_unit(INDICATORS[series.indicator].unit) or ONE).scale
    compared = round_reported(own, places) if measure.rules.compare.value == "rounded" else own
    grade: WaterClass = classify(series.indicator, compared, water)
    return Judged(series.indicator, found, compared, grade)

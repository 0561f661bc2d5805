"""Mean concentration: of the window, or of each day, week, month, quarter or year of it.

    mean: [CODMn, NH3N, TN, TP]     at: jiekou     over: year

The months are averaged along the stated path (samples to months, months to the year unless the agreement says
otherwise). A value below the detection limit enters as half the limit unless stated; pH is averaged through the
hydrogen ion.
"""

from __future__ import annotations

from fractions import Fraction
from typing import cast

from ecoflow.agreement.model import Measure, Rounding
from ecoflow.measures.averaging import mean as mean_along
from ecoflow.measures.averaging import mean_of_ph, path_in
from ecoflow.measures.months import Series
from ecoflow.measures.reading import Reading
from ecoflow.measures.result import Measured, Part, gather
from ecoflow.standards.calendar import Period
from ecoflow.standards.gb3838 import evaluation_places
from ecoflow.standards.indicators import INDICATORS
from ecoflow.standards.rounding import Mode, round_figures, round_places, round_reported
from ecoflow.standards.units import ONE, parse_unit

PH_PLACES = 2
"""Decimals of a mean pH for which nothing else is stated, as it is displayed."""

FINE_PH_PLACES = 12
"""Decimals of a mean pH that is irrational and is rounded or compared afterwards."""


def measure_mean(reading: Reading, measure: Measure) -> Measured:
    """The measure's values; problems where a window lacks valid data."""
    parts: list[Part] = []
    for cell in reading.cells(measure):
        series = cell.series[0]
        if reading.usable(series, cell.window):
            found = mean_in(series, cell.window, measure, _ph_places(measure.rounding))
            value = rounded(found, measure.rounding, series.indicator)
            parts.append(Part(cell.at, cell.window, value, (series,)))
    return gather(measure.id, reading.dims(measure), parts, reading.problems(measure))


def mean_in(series: Series, window: Period, measure: Measure, places: int = PH_PLACES) -> Fraction:
    """The mean over the months of the window that count, in coherent units; `places` is used for pH only."""
    buckets = [b for m in series.within(window) if m.counts for b in m.cells.items()]
    path = path_in(measure.rules.averaging.value, window)
    if series.indicator == "pH":
        return mean_of_ph(buckets, path, places)
    return mean_along(buckets, path, str(measure.rules.non_detect.value))


def _ph_places(rule: Rounding | None) -> int:
    """How finely a mean pH is made: at once to a half-even rule's places, so that nothing is rounded twice."""
    if rule is None:
        return PH_PLACES
    if rule.places is None and rule.figures is None:
        return evaluation_places("pH")
    return rule.places if rule.places is not None and rule.mode == "half-even" else FINE_PH_PLACES


def rounded(value: Fraction, rule: Rounding | None, indicator: str) -> Fraction:
    """A mean rounded as stated, in the indicator's own unit; never rounded to nothing (总站水字〔2018〕87号)."""
    if rule is None:
        return value
    unit = parse_unit(INDICATORS[indicator].unit) or ONE
    own, mode = value / unit.scale, cast("Mode", rule.mode)
    if rule.places is None and rule.figures is None:
        return round_reported(own, evaluation_places(indicator)) * unit.scale
    if rule.figures is not None:
        return round_figures(own, rule.figures, mode) * unit.scale
    places = rule.places or 0
    if mode == "half-even":
        return round_reported(own, places) * unit.scale
    return round_places(own, places, mode) * unit.scale

"""Load: the mass of an indicator that passed a section, concentration times flow.

    load: TP     at: qingshuipu     over: year     method: monthly     unit: t

1 mg/L times 1 m³/s is 1 g/s. The three methods give three numbers, so the agreement names one:

    daily    the sum over days of the day's mean concentration times the day's volume; every day needs both
    monthly  the sum over months of the month's mean concentration times the month's volume (the usual clause)
    period   the mean concentration of the window times the volume of the window
"""

from __future__ import annotations

from fractions import Fraction

from ecoflow.agreement.model import Measure
from ecoflow.diagnostics.finding import Finding
from ecoflow.measures.averaging import mean as mean_along
from ecoflow.measures.mean import mean_in
from ecoflow.measures.months import Series
from ecoflow.measures.reading import Reading
from ecoflow.measures.result import Measured, Part, gather
from ecoflow.measures.volume import SECONDS_A_DAY, daily_flows, volume_of_month
from ecoflow.standards.calendar import Period

DEFAULT_METHOD = "monthly"


def measure_load(reading: Reading, measure: Measure) -> Measured:
    """The load in grams for each section, indicator and stretch; problems where concentration or flow is missing."""
    parts: list[Part] = []
    problems = reading.problems(measure)
    for spot in reading.places(measure):
        flow = spot.series[-1]
        for concentration in spot.series[:-1]:
            if not all(reading.usable(s, spot.window) for s in (concentration, flow)):
                continue
            at = {**spot.at, "indicator": concentration.indicator} if measure.per_indicator else spot.at
            value = _load(concentration, flow, spot.window, measure)
            if isinstance(value, Finding):
                problems.append(value)
            else:
                parts.append(Part(at, spot.window, value, (concentration, flow)))
    return gather(measure.id, reading.dims(measure), parts, problems)


def _load(concentration: Series, flow: Series, window: Period, measure: Measure) -> Fraction | Finding:
    method = measure.method or DEFAULT_METHOD
    pairs = [(c, f) for c, f in zip(concentration.within(window), flow.within(window), strict=True)
             if c.exempt is None and f.exempt is None]
    unpaired = next((c for c, f in pairs if not (c.counts and f.counts)), None)
    if unpaired is not None:
        # a month with flow and no concentration carried something: it cannot be left out of a sum
        about = {"section": concentration.section, "indicator": concentration.indicator, "month": unpaired.period.name}
        return unpaired.problem or Finding("E401", None, {**about, "found": ("无任何记录", "no record at all")}, about)
    volume = sum((volume_of_month(f) for _, f in pairs), Fraction(0))
    if method == "period":
        return mean_in(concentration, window, measure) * volume
    if method == "monthly":
        return sum((mean_in(concentration, c.period, measure) * volume_of_month(f) for c, f in pairs), Fraction(0))
    return _daily(concentration, flow, window, str(measure.rules.non_detect.value))


def _daily(concentration: Series, flow: Series, window: Period, non_detect: str) -> Fraction | Finding:
    total = Fraction(0)
    for c, f in zip(concentration.within(window), flow.within(window), strict=True):
        for day, discharge in daily_flows(f).items():
            cell = c.cells.get(day)
            if cell is None or not cell.usable:
                about = {"section": concentration.section, "indicator": concentration.indicator, "month": day}
                return Finding("E401", None, {**about, "found": ("无任何记录", "no record at all")}, about)
            total += mean_along([(day, cell)], (), non_detect) * discharge * SECONDS_A_DAY
    return total

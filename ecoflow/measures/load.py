"""Load: the mass of an indicator that passed a section, concentration times flow.

    load: TP     at: qingshuipu     over: year     method: monthly     unit: t

1 mg/L times 1 m³/s is 1 g/s. The three methods give three numbers, so the agreement names one:

    daily    the sum over days of the day's mean concentration times the day's volume; every day needs both, unless a
             share of days is stated: then a month's load is its mean daily load times its days
    monthly  the sum over months of the month's mean concentration times the month's volume (the usual clause)
    period   the mean concentration of the window times the volume of the window
"""

from __future__ import annotations

from fractions import Fraction

from ecoflow.agreement.model import Measure, Valid
from ecoflow.diagnostics.finding import Finding
from ecoflow.measures.averaging import mean as mean_along
from ecoflow.measures.mean import mean_in
from ecoflow.measures.months import Month, Series
from ecoflow.measures.reading import Reading
from ecoflow.measures.result import Measured, Part, gather
from ecoflow.measures.volume import SECONDS_A_DAY, daily_flows, volume_of_month
from ecoflow.standards.calendar import Period

DEFAULT_METHOD = "monthly"

_Pair = tuple[Month, Month]


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
            elif value is not None:
                parts.append(Part(at, spot.window, value, (concentration, flow)))
    return gather(measure.id, reading.dims(measure), parts, problems)


def _load(concentration: Series, flow: Series, window: Period, measure: Measure) -> Fraction | Finding | None:
    """The load, what is missing for it, or None when every month of one of the two is exempt."""
    months = zip(concentration.within(window), flow.within(window), strict=True)
    pairs = [(c, f) for c, f in months if c.exempt is None and f.exempt is None]
    unpaired = next((c for c, f in pairs if not (c.counts and f.counts)), None)
    if unpaired is not None:
        # a month with flow and no concentration carried something: it cannot be left out of a sum
        return unpaired.problem or _nothing(concentration, unpaired.period.name)
    if not pairs:
        return None
    if measure.method == "period":
        return mean_in(concentration, window, measure) * sum((volume_of_month(f) for _, f in pairs), Fraction(0))
    if measure.method == "daily":
        loads = [_daily(concentration, pair, measure) for pair in pairs]
    else:
        loads = [mean_in(concentration, c.period, measure) * volume_of_month(f) for c, f in pairs]
    missing = next((found for found in loads if isinstance(found, Finding)), None)
    return missing or sum((found for found in loads if isinstance(found, Fraction)), Fraction(0))


def _daily(concentration: Series, pair: _Pair, measure: Measure) -> Fraction | Finding:
    """The load of one month, day by day; days exempt for either of the two are in neither."""
    c, f = pair
    gone, non_detect = c.gone | f.gone, str(measure.rules.non_detect.value)
    flows = {day: found for day, found in daily_flows(f).items() if day not in gone}
    loads = [mean_along([(day, c.cells[day])], (), non_detect) * discharge * SECONDS_A_DAY
             for day, discharge in flows.items() if day in c.cells and c.cells[day].usable]
    days, valid = c.period.days - len(gone), measure.rules.valid.value
    share = valid.days if isinstance(valid, Valid) else None
    if not loads or len(loads) < (Fraction(1) if share is None else share) * days:
        bare = (day for day in flows if day not in c.cells or not c.cells[day].usable)
        return _nothing(concentration, next(bare, c.period.name))
    return sum(loads, Fraction(0)) / len(loads) * days


def _nothing(concentration: Series, when: str) -> Finding:
    about = {"section": concentration.section, "indicator": concentration.indicator, "month": when}
    return Finding("E401", None, {**about, "found": ("无任何记录", "no record at all")}, about)

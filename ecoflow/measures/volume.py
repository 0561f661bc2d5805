"""Volume of water that passed a section: the sum of each day's mean flow times the day.

    volume: Q     at: gubeikou     over: year     unit: 亿m³

A day without a flow is not a day without water: every day is needed, unless the agreement states a share of days
(`valid: {days: 90%}`); then a month's volume is its mean daily volume times its days, and so is a week's. Exempt days
are in neither.
"""

from __future__ import annotations

from fractions import Fraction

from ecoflow.agreement.model import Measure, Valid
from ecoflow.diagnostics.finding import Finding
from ecoflow.measures.months import Month
from ecoflow.measures.reading import Reading, Spot
from ecoflow.measures.result import Measured, Part, gather

SECONDS_A_DAY = 86_400


def measure_volume(reading: Reading, measure: Measure) -> Measured:
    """The volume in cubic metres for each section and stretch; problems where days lack a flow."""
    parts: list[Part] = []
    problems = reading.problems(measure)
    for spot in reading.cells(measure):
        flow = spot.series[-1]
        if reading.usable(flow, spot.window):
            months = [m for m in flow.within(spot.window) if m.counts]
            if spot.window.is_whole_months:
                value: Fraction | Finding = sum((volume_of_month(m) for m in months), Fraction(0))
            else:
                value = _of_days(months, spot, measure)
            if isinstance(value, Finding):
                problems.append(value)
            else:
                parts.append(Part(spot.at, spot.window, value, spot.series))
    return gather(measure.id, reading.dims(measure), parts, problems)


def _of_days(months: list[Month], spot: Spot, measure: Measure) -> Fraction | Finding:
    """Volume of a week or a day; a finding where days lie in a month that no rule has been asked of and lack a flow."""
    flows = [flow for m in months for flow in daily_flows(m).values()]
    days, valid = sum(m.days for m in months), measure.rules.valid.value
    if len(flows) < days and not (isinstance(valid, Valid) and valid.days is not None):
        about = {"section": spot.section, "indicator": "Q", "month": spot.window.name}
        return Finding("E416", None, {**about, "found": str(len(flows)), "wanted": str(days)}, about)
    return sum(flows, Fraction(0)) / len(flows) * days * SECONDS_A_DAY


def daily_flows(month: Month) -> dict[str, Fraction]:
    """Mean flow of each day that has one, in m³/s."""
    return {day: c.sum("half") / c.usable for day, c in month.cells.items() if c.usable}


def volume_of_month(month: Month) -> Fraction:
    """Volume of a month in m³: its mean daily volume times the days that count."""
    flows = daily_flows(month)
    return sum(flows.values(), Fraction(0)) / len(flows) * month.days * SECONDS_A_DAY

"""Volume of water that passed a section: the sum of each day's mean flow times the day.

    volume: Q     at: gubeikou     over: year     unit: 亿m³

A day without a flow is not a day without water: every day is needed, unless the agreement states a share of days
(`valid: {days: 90%}`); then a month's volume is its mean daily volume times its days. Exempt days are in neither.
"""

from __future__ import annotations

from fractions import Fraction

from ecoflow.agreement.model import Measure
from ecoflow.measures.months import Month
from ecoflow.measures.reading import Reading
from ecoflow.measures.result import Measured, Part, gather

SECONDS_A_DAY = 86_400


def measure_volume(reading: Reading, measure: Measure) -> Measured:
    """The volume in cubic metres for each section and stretch; problems where days lack a flow."""
    parts: list[Part] = []
    for spot in reading.cells(measure):
        flow = spot.series[-1]
        if reading.usable(flow, spot.window):
            months = [m for m in flow.within(spot.window) if m.counts]
            value = sum((volume_of_month(m) for m in months), Fraction(0))
            parts.append(Part(spot.at, spot.window, value, spot.series))
    return gather(measure.id, reading.dims(measure), parts, reading.problems(measure))


def daily_flows(month: Month) -> dict[str, Fraction]:
    """Mean flow of each day that has one, in m³/s."""
    return {day: c.sum("half") / c.usable for day, c in month.cells.items() if c.usable}


def volume_of_month(month: Month) -> Fraction:
    """Volume of a month in m³: its mean daily volume times the days that count."""
    flows = daily_flows(month)
    return sum(flows.values(), Fraction(0)) / len(flows) * month.days * SECONDS_A_DAY

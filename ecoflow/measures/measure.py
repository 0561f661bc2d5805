"""From the cube to every measure a run needs."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from fractions import Fraction
from types import MappingProxyType

from msgspec.structs import replace

from ecoflow.agreement.model import Agreement, Measure
from ecoflow.measures.compliance import measure_compliance
from ecoflow.measures.cube import Cube
from ecoflow.measures.detection import cannot_tell
from ecoflow.measures.extreme import extreme_in, measure_extreme
from ecoflow.measures.limit import measure_limit
from ecoflow.measures.load import measure_load
from ecoflow.measures.mean import mean_in, measure_mean
from ecoflow.measures.months import Series
from ecoflow.measures.reading import Reading
from ecoflow.measures.result import Measured
from ecoflow.measures.total import measure_total, total_in
from ecoflow.measures.volume import measure_volume
from ecoflow.measures.water_class import measure_class
from ecoflow.standards.calendar import Period

KINDS: MappingProxyType[str, Callable[[Reading, Measure], Measured]] = MappingProxyType({
    "mean": measure_mean,
    "class": measure_class,
    "compliance": measure_compliance,
    "volume": measure_volume,
    "load": measure_load,
    "max": measure_extreme,
    "min": measure_extreme,
    "total": measure_total,
    "limit": measure_limit,
})
"""The closed list; `MEASURE_KINDS` of the language names the same kinds."""


def value_in(series: Series, window: Period, measure: Measure) -> Fraction:
    """What a stretch of a series came to as the measure takes it, in coherent units: its mean, extreme or total."""
    if measure.kind in {"max", "min"}:
        return extreme_in(series, window, measure)
    return (total_in if measure.kind == "total" else mean_in)(series, window, measure)


def measure(agreement: Agreement, cube: Cube, period: Period, wanted: Iterable[str]) -> Mapping[str, Measured]:
    """The measures by name, each with its values, the series behind them, and what keeps it from being used."""
    reading = Reading(agreement, cube, period)
    return {name: _measured(reading, agreement.measures[name]) for name in wanted}


def _measured(reading: Reading, measure: Measure) -> Measured:
    found = KINDS[measure.kind](reading, measure)
    return replace(found, series=reading.all_series(measure), notes=cannot_tell(reading, measure, found))

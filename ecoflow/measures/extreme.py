"""Highest or lowest value: of the single samples, or of the means of each day or month.

    max: [COD, NH3N]     at: ford     over: year     by: month
    min: Q               at: weir     over: year     averaging: day

x_max = max(x_1, ..., x_n) over the usable samples x_i; with `averaging: day` the x_i are the daily means. Without
`averaging` on the measure itself it is the single samples, whatever `monitoring` says of means. A value below the
detection limit counts by the `non_detect` rule, so that 0.02L is 0.01 where nothing is stated.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from ecoflow.agreement.model import Measure
from ecoflow.measures.averaging import grouped, mean, mean_of_ph, path_in
from ecoflow.measures.mean import PH_PLACES
from ecoflow.measures.months import Series
from ecoflow.measures.plan import extreme_path
from ecoflow.measures.reading import Reading
from ecoflow.measures.result import Measured, Part, gather
from ecoflow.standards.calendar import Period


def measure_extreme(reading: Reading, measure: Measure) -> Measured:
    """The measure's values; problems where a window lacks valid data."""
    parts = [Part(cell.at, cell.window, extreme_in(cell.series[0], cell.window, measure), cell.series)
             for cell in reading.cells(measure) if reading.usable(cell.series[0], cell.window)]
    return gather(measure.id, reading.dims(measure), parts, reading.problems(measure))


def extreme_in(series: Series, window: Period, measure: Measure) -> Fraction:
    """The highest (`max`) or lowest of a window's months that count, in coherent units."""
    return (max if measure.kind == "max" else min)(_candidates(series, window, measure))


def _candidates(series: Series, window: Period, measure: Measure) -> Iterator[Fraction]:
    """What the extreme is taken of: the span of each bucket's samples, or the mean of each day or month."""
    buckets = [b for m in series.within(window) if m.counts for b in m.cells.items()]
    path, non_detect = path_in(extreme_path(measure), window), str(measure.rules.non_detect.value)
    groups, finer = grouped(buckets, path)
    for group in groups:
        if not path:
            yield from (found for _, cell in group for found in cell.span(non_detect))
        elif series.indicator == "pH":
            yield mean_of_ph(group, finer, PH_PLACES)
        else:
            yield mean(group, finer, non_detect)

"""Total: the sum of the values reported over a window, for what is reported as an amount.

    total: WASTE     at: ford     over: year     unit: t
    total: GEPR      at: ford     over: year     valid: {months: 1}

x = x_1 + ... + x_n over the usable values. A month without a record is not a month without waste: every month of the
window needs one, unless the agreement states how many months a year will do; a yearly figure needs one month.
"""

from __future__ import annotations

from fractions import Fraction

from ecoflow.agreement.model import Measure
from ecoflow.measures.months import Series
from ecoflow.measures.reading import Reading
from ecoflow.measures.result import Measured, Part, gather
from ecoflow.standards.calendar import Period


def measure_total(reading: Reading, measure: Measure) -> Measured:
    """The sums in coherent units for each section, indicator and stretch; problems where a month lacks a record."""
    parts = [Part(cell.at, cell.window, total_in(cell.series[0], cell.window, measure), cell.series)
             for cell in reading.cells(measure) if reading.usable(cell.series[0], cell.window)]
    return gather(measure.id, reading.dims(measure), parts, reading.problems(measure))


def total_in(series: Series, window: Period, measure: Measure) -> Fraction:
    """The sum of a window's months that count."""
    non_detect = str(measure.rules.non_detect.value)
    cells = [c for m in series.within(window) if m.counts for c in m.cells.values()]
    return sum((c.sum(non_detect) for c in cells), Fraction(0))

"""The cube as one measure sees it: its cells in space and time, each with its series and the rules applied."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct, field

from ecoflow.agreement.model import Agreement, Measure
from ecoflow.diagnostics.finding import Finding
from ecoflow.measures.cube import Cube
from ecoflow.measures.months import Series
from ecoflow.measures.part_rule import parts_judged
from ecoflow.measures.plan import indicators_of
from ecoflow.measures.series import series
from ecoflow.measures.windows import parts_of
from ecoflow.standards.calendar import Period


class Spot(Struct, frozen=True):
    """Where and when one value of a measure is made: `at` maps dimensions to members."""

    at: Mapping[str, str]
    section: str
    window: Period
    series: tuple[Series, ...]


class Reading(Struct):
    """A cube read for one agreement and period; each series is made once."""

    agreement: Agreement
    cube: Cube
    period: Period
    _made: dict[tuple[str, str, str], Series] = field(default_factory=dict)

    def series(self, measure: Measure, section: str, indicator: str) -> Series:
        """The measure's series of one indicator at one section, over its whole window."""
        key = (measure.id, section, indicator)
        if key not in self._made:
            spot = self.agreement.sections[section], indicator
            a = self.agreement
            found = series(self.cube, measure, spot, self.period, exemptions=a.exemptions, parties=a.parties)
            self._made[key] = parts_judged(found, measure, self.period)
        return self._made[key]

    def all_series(self, measure: Measure) -> tuple[Series, ...]:
        """Every series the measure reads, section by section."""
        return tuple(self.series(measure, s, i) for s in measure.sections for i in indicators_of(measure))

    def cells(self, measure: Measure) -> Iterator[Spot]:
        """Every (section, indicator, stretch) of a measure that has a value for each indicator."""
        for spot in self.places(measure):
            for n, indicator in enumerate(measure.indicators):
                at = {**spot.at, "indicator": indicator} if measure.per_indicator else spot.at
                yield Spot(at, spot.section, spot.window, (spot.series[n],))

    def places(self, measure: Measure) -> Iterator[Spot]:
        """Every (section, stretch) of a measure, with the series of all its indicators (flow last, for a load)."""
        for section in measure.sections:
            found = tuple(self.series(measure, section, i) for i in indicators_of(measure))
            for times, part in parts_of(measure, self.period):
                at = {"section": section} if measure.per_section else {}
                yield Spot({**at, **dict(times)}, section, part, found)

    def usable(self, found: Series, part: Period) -> bool:
        """Whether a part of a series has something to work with: the window passed, and samples of it count."""
        return not found.problems and any(m.counts and m.usable for m in found.within(part))

    def problems(self, measure: Measure) -> list[Finding]:
        """All that keeps the measure from being used, each once."""
        found: dict[tuple[str, str], Finding] = {}
        for section in measure.sections:
            for indicator in indicators_of(measure):
                for problem in self.series(measure, section, indicator).problems:
                    found.setdefault((problem.code, repr(sorted(problem.about.items()))), problem)
        return list(found.values())

    def dims(self, measure: Measure) -> tuple[str, ...]:
        """The dimensions of the measure's values."""
        space = (("section",) if measure.per_section else ()) + (("indicator",) if measure.per_indicator else ())
        return space + tuple(d for d in ("year", "quarter", "month", "week", "day") if d in measure.by)

"""One section's one indicator, month by month: what counted, what did not, and why. Missing is never zero."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from ecoflow.agreement.model import Exemption
from ecoflow.diagnostics.finding import Finding
from ecoflow.measures.cube import Cell
from ecoflow.measures.joint import Judged
from ecoflow.standards.calendar import Period, stretch


class Month(Struct, frozen=True):
    """One month of one series. `problem` is None when the month counts; an exempt month has no cells and no problem.

    `gone` are its exempt days; only `exempt` (all of them are) takes the whole month out. Its cells come from the sources
    `used`; the sources `unused` have valid data too and do not count, `left` are joint samples that do not, and `decided`
    counts those that the reserve sample or a signed value decided.
    """

    period: Period
    cells: Mapping[str, Cell]
    exempt: str | None
    problem: Finding | None
    gone: frozenset[str] = frozenset()
    used: tuple[str, ...] = ()
    unused: tuple[str, ...] = ()
    left: tuple[Judged, ...] = ()
    decided: int = 0

    @property
    def counts(self) -> bool:
        """Whether the month enters the measure."""
        return self.problem is None and self.exempt is None

    @property
    def days(self) -> int:
        """Days that are not exempt."""
        return self.period.days - len(self.gone)

    def cut(self, part: Period) -> Month:
        """Its days inside a part, judged as the month is; itself where that is all of it."""
        days = stretch(max(self.period.first, part.first), min(self.period.last, part.last))
        if days.days == self.period.days:
            return self
        inside = [day.name for day in days.parts("day")]
        cells = {day: self.cells[day] for day in inside if day in self.cells}
        left = tuple(one for one in self.left if days.first <= one.sample.at.date() <= days.last)
        return replace(self, period=days, cells=cells, gone=self.gone.intersection(inside), left=left)

    @property
    def usable(self) -> int:
        """Samples that enter the mean."""
        return sum(c.usable for c in self.cells.values())

    @property
    def valid_days(self) -> int | None:
        """Days with a usable sample; None where the days were not told apart."""
        if any(len(bucket) < len("2013-06-05") for bucket in self.cells):
            return None
        return sum(c.usable > 0 for c in self.cells.values())

    @property
    def below(self) -> int:
        """Samples below the detection limit."""
        return sum(c.below for c in self.cells.values())

    @property
    def invalid(self) -> int:
        """Samples that are not valid."""
        return sum(c.invalid for c in self.cells.values())


class Series(Struct, frozen=True):
    """A section's indicator over a window, month by month, and what keeps it from being used.

    `edges` are days outside the window that its weeks reach into; no month's rule is asked of them. `let_go` are days
    (or weeks) of a measure by day or week without a usable sample, which the share of days in `valid` has room for.
    `notes` tell of joint samples that do not count.
    """

    section: str
    indicator: str
    window: Period
    months: tuple[Month, ...]
    problems: tuple[Finding, ...]
    edges: tuple[Month, ...] = ()
    let_go: tuple[str, ...] = ()
    notes: tuple[Finding, ...] = ()

    def within(self, part: Period) -> tuple[Month, ...]:
        """The months of a part of the window, in order; of a week or a day, the days of its months that lie in it."""
        found = [m for m in (*self.months, *self.edges) if part.first <= m.period.last and m.period.first <= part.last]
        return tuple(m.cut(part) for m in (sorted(found, key=lambda m: m.period) if self.edges else found))

    def exempt_in(self, part: Period) -> bool:
        """Whether all of a part of the window is exempt, so that it asks nothing of this indicator."""
        return all(m.days == 0 for m in self.within(part))


class Exempt(Struct, frozen=True):
    """Days of one series that do not count, and why."""

    window: Period
    reason: str


def exempt_at(exemptions: Iterable[Exemption], section: str, indicator: str) -> list[Exempt]:
    """The days that do not count at a section for an indicator."""
    return [Exempt(e.window, e.reason) for e in exemptions if e.window is not None
            and (not e.sections or section in e.sections) and (not e.indicators or indicator in e.indicators)]


def bare_month(period: Period, cells: Mapping[str, Cell], exemptions: list[Exempt]) -> Month:
    """The month without its exempt days, not judged yet; exempt as a whole when no other day is left."""
    touching = [e for e in exemptions if e.window.first <= period.last and period.first <= e.window.last]
    if not touching:
        return Month(period, cells, None, None)
    gone = frozenset(d.name for d in period.parts("day") if any(d.within(e.window) for e in touching))
    if len(gone) == period.days:
        return Month(period, {}, touching[0].reason, None, gone)
    return Month(period, {bucket: c for bucket, c in cells.items() if bucket not in gone}, None, None, gone)

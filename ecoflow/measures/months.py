"""One section's one indicator, month by month: what counted, what did not, and why. Missing is never zero."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from ecoflow.agreement.model import Exemption, Measure, Valid
from ecoflow.diagnostics.finding import Finding, Phrase
from ecoflow.measures.cube import Cell, Cube
from ecoflow.measures.windows import days_of, window_of
from ecoflow.standards.calendar import Period, stretch
from ecoflow.standards.rounding import plain_text

_NO_RULE = Valid()


class Month(Struct, frozen=True):
    """One month of one series. `problem` is None when the month counts; an exempt month has no cells and no problem.

    `gone` are its exempt days; only `exempt` (all of them are) takes the whole month out.
    """

    period: Period
    cells: Mapping[str, Cell]
    exempt: str | None
    problem: Finding | None
    gone: frozenset[str] = frozenset()

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
        return Month(days, cells, self.exempt, self.problem, self.gone.intersection(inside))

    @property
    def usable(self) -> int:
        """Samples that enter the mean."""
        return sum(c.usable for c in self.cells.values())

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
    """

    section: str
    indicator: str
    window: Period
    months: tuple[Month, ...]
    problems: tuple[Finding, ...]
    edges: tuple[Month, ...] = ()
    let_go: tuple[str, ...] = ()

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


class _Judge(Struct, frozen=True):
    """The validity rule of one series. `daily` asks for every day: a total has no room for a missing one."""

    section: str
    indicator: str
    rule: Valid
    daily: bool

    def month(self, found: Month) -> Month:
        """The month with what keeps it from counting."""
        return found if found.exempt is not None else replace(found, problem=self._problem(found))

    def edge(self, found: Month) -> Month:
        """Days beyond the window: they may be few, but not contradict each other."""
        return found if found.exempt is not None else replace(found, problem=self._clash(found))

    def _problem(self, month: Month) -> Finding | None:
        clash, about = self._clash(month), self._about(month)
        if clash is None and month.usable == 0:
            return Finding("E401", None, {**about, "found": _found(month.cells)}, about)
        return clash or self._too_little(month, about)

    def _clash(self, month: Month) -> Finding | None:
        clashes, about = sum(c.clashes for c in month.cells.values()), self._about(month)
        return Finding("E315", None, {**about, "count": str(clashes)}, about) if clashes else None

    def _about(self, month: Month) -> dict[str, str]:
        return {"section": self.section, "indicator": self.indicator, "month": f"{month.period.first:%Y-%m}"}

    def _too_little(self, month: Month, about: dict[str, str]) -> Finding | None:
        days = sum(c.usable > 0 for c in month.cells.values())
        rule = self.rule
        asked = Fraction(1) if self.daily and rule.days is None else rule.days
        short = asked is not None and days < asked * month.days
        if self.daily and short:
            return Finding("E416", None, {**about, "found": str(days), "wanted": str(month.days)}, about)
        if rule.samples is not None and month.usable < rule.samples:
            details = {"found": _samples(month.usable), "wanted": _samples(rule.samples)}
            return Finding("E402", None, {**about, **details}, about)
        if asked is not None and short:
            share = plain_text(asked * 100, 4)
            wanted = (f"{month.days} 天的 {share}%", f"{share}% of {month.days} days")
            return Finding("E402", None, {**about, "found": (f"{days} 天", f"{days} days"), "wanted": wanted}, about)
        return None

    def problems(self, months: tuple[Month, ...]) -> Iterable[Finding]:
        """What must be cured: each bad month; or, where only so many months are asked, the years short of them."""
        for year in dict.fromkeys(m.period.first.year for m in months):
            mine = [m for m in months if m.period.first.year == year]
            asked = [m for m in mine if m.exempt is None]
            lacking = [m for m in asked if not m.counts]
            yield from (m.problem for m in lacking if m.problem is not None and m.problem.code == "E315")
            fewest = self.rule.months if len(mine) == 12 else None
            needed = len(asked) if fewest is None else min(fewest, len(asked))
            good = len(asked) - len(lacking)
            if good >= needed:
                continue
            if fewest is not None:
                about = {"section": self.section, "indicator": self.indicator, "year": str(year)}
                details = {"found": str(good), "wanted": str(needed),
                           "months": ", ".join(m.period.name for m in lacking)}
                yield Finding("E403", None, {**about, **details}, about)
            yield from (m.problem for m in lacking if m.problem is not None)


def series(cube: Cube, measure: Measure, spot: tuple[str, str], period: Period,
           exemptions: Iterable[Exemption]) -> Series:
    """The series of a (section, indicator) for one settlement period, with the measure's validity rule applied."""
    window, days = window_of(measure, period), days_of(measure, period)
    section, indicator = spot
    sources, valid = measure.rules.sources.value, measure.rules.valid.value
    rule = valid if isinstance(valid, Valid) else _NO_RULE
    daily = measure.kind in {"volume", "load"} and indicator == "Q"
    if daily:
        # a total over eleven months is not the total of the year, whatever a mean may tolerate
        rule = replace(rule, months=None)
    judge = _Judge(section, indicator, rule, daily)
    by_month: dict[str, dict[str, Cell]] = {}
    found = cube.buckets(section, indicator, sources if isinstance(sources, tuple) else (), days)
    for bucket, cell in found.items():
        by_month.setdefault(bucket[:7], {})[bucket] = cell
    mine = exempt_at(exemptions, section, indicator)
    months = tuple(judge.month(_month(m, by_month.get(m.name, {}), mine)) for m in window.months())
    around = [stretch(max(m.first, days.first), min(m.last, days.last)) for m in days.months() if not m.within(window)]
    edges = tuple(judge.edge(_month(m, by_month.get(m.name[:7], {}), mine)) for m in around)
    problems = (*judge.problems(months), *(m.problem for m in edges if m.problem is not None))
    return Series(section, indicator, window, months, problems, edges)


def exempt_at(exemptions: Iterable[Exemption], section: str, indicator: str) -> list[Exempt]:
    """The days that do not count at a section for an indicator."""
    return [Exempt(e.window, e.reason) for e in exemptions if e.window is not None
            and (not e.sections or section in e.sections) and (not e.indicators or indicator in e.indicators)]


def _month(period: Period, cells: Mapping[str, Cell], exemptions: list[Exempt]) -> Month:
    """The month without its exempt days; exempt as a whole when no other day is left."""
    touching = [e for e in exemptions if e.window.first <= period.last and period.first <= e.window.last]
    if not touching:
        return Month(period, cells, None, None)
    gone = frozenset(d.name for d in period.parts("day") if any(d.within(e.window) for e in touching))
    if len(gone) == period.days:
        return Month(period, {}, touching[0].reason, None, gone)
    return Month(period, {bucket: c for bucket, c in cells.items() if bucket not in gone}, None, None, gone)


def _samples(count: int) -> tuple[str, str]:
    return f"{count} 个样品", f"{count} sample{'' if count == 1 else 's'}"


def _found(cells: Mapping[str, Cell]) -> Phrase:
    rows = sum(c.invalid for c in cells.values())
    if not rows:
        return "无任何记录", "no record at all"
    flags = ",".join(sorted({f for c in cells.values() for f in c.flags}))
    return (f"{rows} 条记录均无效，标记 {flags or '空值'}",
            f"{rows} records, none valid, flags {flags or 'empty value'}")

"""One section's one indicator, month by month: what counted, what did not, and why. Missing is never zero."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from fractions import Fraction

from ecoflow.agreement.model import Exemption, Measure, Valid
from ecoflow.diagnostics.finding import Finding, Phrase
from ecoflow.measures.cube import Cell, Cube
from ecoflow.measures.windows import bucket_period
from ecoflow.standards.calendar import Period
from ecoflow.standards.rounding import plain_text


@dataclass(frozen=True, slots=True)
class Month:
    """One month of one series. `problem` is None when the month counts; an exempt month has no cells and no problem."""

    period: Period
    cells: Mapping[str, Cell]
    exempt: str | None
    problem: Finding | None

    @property
    def counts(self) -> bool:
        """Whether the month enters the measure."""
        return self.problem is None and self.exempt is None

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


@dataclass(frozen=True, slots=True)
class Series:
    """A section's indicator over a window, month by month, and what keeps it from being used."""

    section: str
    indicator: str
    window: Period
    months: tuple[Month, ...]
    problems: tuple[Finding, ...]

    def within(self, part: Period) -> tuple[Month, ...]:
        """The months of a part of the window."""
        return tuple(m for m in self.months if part.first <= m.period.last and m.period.first <= part.last)


def series(cube: Cube, measure: Measure, section: str, indicator: str, window: Period,
           exemptions: Iterable[Exemption]) -> Series:
    """The series with the measure's validity rule applied."""
    sources = measure.rules.sources.value
    buckets = cube.buckets(section, indicator, sources if isinstance(sources, tuple) else (), window)
    windows = [e for e in exemptions if (not e.sections or section in e.sections)
               and (not e.indicators or indicator in e.indicators)]
    by_month: dict[str, dict[str, Cell]] = {}
    for bucket, cell in buckets.items():
        period = bucket_period(bucket)
        if not any(period.within(e.window) for e in windows):
            by_month.setdefault(bucket[:7], {})[bucket] = cell
    valid = measure.rules.valid.value
    rule = valid if isinstance(valid, Valid) else Valid()
    daily = measure.kind in {"volume", "load"} and indicator == "Q"
    if daily:
        # a total over eleven months is not the total of the year, whatever a mean may tolerate
        rule = replace(rule, months=None)
    months = tuple(_month(m, by_month.get(m.name, {}), section, indicator, rule, windows, daily=daily)
                   for m in window.months())
    return Series(section, indicator, window, months, tuple(_problems(months, section, indicator, rule)))


def _month(period: Period, cells: dict[str, Cell], section: str, indicator: str, rule: Valid,
           exemptions: list[Exemption], *, daily: bool) -> Month:
    exempt = next((e.reason for e in exemptions if period.within(e.window)), None)
    if exempt is not None:
        return Month(period, {}, exempt, None)
    about = {"section": section, "indicator": indicator, "month": period.name}
    usable = sum(c.usable for c in cells.values())
    clashes = sum(c.clashes for c in cells.values())
    problem = None
    if clashes:
        problem = Finding("E315", None, {**about, "count": str(clashes)}, about)
    elif usable == 0:
        problem = Finding("E401", None, {**about, "found": _found(cells)}, about)
    else:
        problem = _too_little(period, cells, usable, rule, about, daily=daily)
    return Month(period, cells, None, problem)


def _too_little(period: Period, cells: dict[str, Cell], usable: int, rule: Valid, about: dict[str, str], *,
                daily: bool) -> Finding | None:
    length = monthrange(period.first.year, period.first.month)[1]
    days = sum(c.usable > 0 for c in cells.values())
    share = rule.days if rule.days is not None else (Fraction(1) if daily else None)
    if daily and share is not None and days < share * length:
        return Finding("E416", None, {**about, "found": str(days), "wanted": str(length)}, about)
    if rule.samples is not None and usable < rule.samples:
        return Finding("E402", None, {**about, "found": _samples(usable), "wanted": _samples(rule.samples)}, about)
    if share is not None and days < share * length:
        wanted = plain_text(share * 100, 4)
        return Finding("E402", None, {**about, "found": (f"{days} 天", f"{days} days"),
                                      "wanted": (f"{length} 天的 {wanted}%", f"{wanted}% of {length} days")}, about)
    return None


def _samples(count: int) -> tuple[str, str]:
    return f"{count} 个样品", f"{count} sample{'' if count == 1 else 's'}"


def _found(cells: dict[str, Cell]) -> Phrase:
    rows = sum(c.invalid for c in cells.values())
    if not rows:
        return "无任何记录", "no record at all"
    flags = ",".join(sorted({f for c in cells.values() for f in c.flags}))
    return (f"{rows} 条记录均无效，标记 {flags or '空值'}", f"{rows} records, none valid, flags {flags or 'empty value'}")


def _problems(months: tuple[Month, ...], section: str, indicator: str, rule: Valid) -> Iterable[Finding]:
    """What must be cured: each bad month; or, where the agreement asks only for so many months, the years short of them."""
    for year in dict.fromkeys(m.period.first.year for m in months):
        mine = [m for m in months if m.period.first.year == year]
        asked = [m for m in mine if m.exempt is None]
        good = [m for m in asked if m.counts]
        clashing = [m.problem for m in asked if m.problem is not None and m.problem.code == "E315"]
        yield from clashing
        needed = len(asked) if rule.months is None or len(mine) < 12 else min(rule.months, len(asked))
        if len(good) >= needed:
            continue
        lacking = [m for m in asked if not m.counts]
        if rule.months is not None and len(mine) == 12:
            about = {"section": section, "indicator": indicator, "year": str(year)}
            yield Finding("E403", None, {**about, "found": str(len(good)), "wanted": str(needed),
                                         "months": ", ".join(m.period.name for m in lacking)}, about)
        yield from (m.problem for m in lacking if m.problem is not None)



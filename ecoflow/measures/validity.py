"""The validity rule of a series: what keeps a month from counting, and a year from having enough of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from ecoflow.agreement.model import Valid
from ecoflow.diagnostics.finding import Finding, Phrase
from ecoflow.measures.cube import Cell
from ecoflow.measures.disputes import Sides, in_dispute, not_counted
from ecoflow.measures.joint import Rule
from ecoflow.measures.months import Month
from ecoflow.standards.rounding import plain_text


class Validity(Struct, frozen=True):
    """The validity rule of one series. `daily` asks for every day: a total has no room for a missing one.

    `joint` is the rule by which records of the two `sides` were held against each other.
    """

    section: str
    indicator: str
    rule: Valid
    daily: bool
    sides: Sides | None = None
    joint: Rule | None = None

    def of(self, kind: str) -> Validity:
        """The rule of a month that rests on one kind of source."""
        return replace(self, rule=self.rule.for_source(kind))

    def month(self, found: Month) -> Month:
        """The month with what keeps it from counting."""
        return found if found.exempt is not None else replace(found, problem=self._problem(found))

    def edge(self, found: Month) -> Month:
        """Days beyond the window: they may be few, but not contradict each other."""
        return found if found.exempt is not None else replace(found, problem=self._clash(found))

    def _problem(self, month: Month) -> Finding | None:
        clash, about = self._clash(month), self._about(month)
        if clash is None and month.usable == 0:
            nothing = Finding("E401", None, {**about, "found": _found(month)}, about)
            return in_dispute(month, about, self.sides, self.joint) or nothing
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

    def notes(self, months: Iterable[Month]) -> Iterable[Finding]:
        """The joint samples that do not count, of months that do not fail by them."""
        found = (not_counted(m, self._about(m), self.sides, self.joint) for m in months)
        return (note for note in found if note is not None)

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


def _samples(count: int) -> tuple[str, str]:
    return f"{count} 个样品", f"{count} sample{'' if count == 1 else 's'}"


def _found(month: Month) -> Phrase:
    cells: Mapping[str, Cell] = month.cells
    rows = sum(c.invalid for c in cells.values())
    if not rows and month.unused:
        others = ", ".join(month.unused)
        return f"只有不予采用的来源：{others}", f"only of sources that do not count: {others}"
    if not rows:
        return "无任何记录", "no record at all"
    flags = ",".join(sorted({f for c in cells.values() for f in c.flags}))
    return (f"{rows} 条记录均无效，标记 {flags or '空值'}",
            f"{rows} records, none valid, flags {flags or 'empty value'}")

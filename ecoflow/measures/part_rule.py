"""A measure by day or week: each one that is not exempt needs a usable sample. Missing is never silently left out."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace

from ecoflow.agreement.model import Measure, Valid
from ecoflow.diagnostics.finding import Finding
from ecoflow.measures.months import Series
from ecoflow.measures.windows import parts_of
from ecoflow.standards.calendar import Period
from ecoflow.standards.succession import ranges


def parts_judged(found: Series, measure: Measure, period: Period) -> Series:
    """The series with the days (weeks) it lacks: as a finding; or let go, where `valid` states a share of days."""
    if {"day", "week"}.isdisjoint(measure.by):
        return found
    lacking = [part.name for part in dict.fromkeys(p for _, p in parts_of(measure, period)) if _lacks(found, part)]
    if not lacking:
        return found
    valid = measure.rules.valid.value
    if isinstance(valid, Valid) and valid.days is not None:
        return replace(found, let_go=tuple(lacking))
    problem = told_of_parts("E423", found.section, found.indicator, lacking)
    return replace(found, problems=(*found.problems, problem))


def _lacks(found: Series, part: Period) -> bool:
    """Whether a part that is not exempt has no usable sample, though a month that counts asks for it.

    A month that does not count is told of as a whole: by a finding of its own, or as one that `valid` lets go.
    """
    asked = [m for m in found.within(part) if m.days > 0]
    if not asked or any(m.counts and m.usable for m in asked):
        return False
    judged = [m for m in asked if m.period.within(found.window)]
    return not judged or any(m.counts for m in judged)


def told_of_parts(code: str, section: str, indicator: str, names: Iterable[str]) -> Finding:
    """A finding of days or weeks in order, those that follow each other as one stretch: `2024-03-05 to 2024-03-07`.

    Its detail `each` lists them one by one.
    """
    each = tuple(names)
    zh, en = (sign.join(first if first == last else f"{first}{to}{last}" for first, last in ranges(each))
              for sign, to in (("、", " 至 "), (", ", " to ")))
    about = {"section": section, "indicator": indicator}
    grain = "week" if "W" in each[0] else "day"
    return Finding(code, None, {**about, "parts": (zh, en), "each": " ".join(each)}, {**about, grain: en})

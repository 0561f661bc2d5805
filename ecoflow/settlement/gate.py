"""The gate: settle, or say what is missing. Missing is never zero."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ecoflow.agreement.model import Agreement, Measure
from ecoflow.agreement.rules import DEFAULT_WORDS
from ecoflow.diagnostics.finding import Finding
from ecoflow.measures.cube import Cube
from ecoflow.measures.result import Measured
from ecoflow.standards.calendar import Period

_CYCLE = {"year": 12, "quarter": 3, "month": 1}


def judge_period(agreement: Agreement, period: Period, *, any_year: bool = False) -> list[Finding]:
    """Whether the agreement settles this period at all; with `any_year`, years outside its term will do."""
    if len(period.months()) != _CYCLE[agreement.settle]:
        year = agreement.first_year
        example = {"year": f"{year}", "quarter": f"{year}-Q1", "month": f"{year}-01"}[agreement.settle]
        return [Finding("E413", None, {"settle": agreement.settle, "period": period.name, "example": example})]
    if not any_year and not agreement.first_year <= period.year <= agreement.last_year:
        return [Finding("E405", None, {"period": period.name, "first": str(agreement.first_year),
                                       "last": str(agreement.last_year)})]
    return []


def judge_data(agreement: Agreement, cube: Cube, measured: Mapping[str, Measured]) -> list[Finding]:
    """What is missing from the observations: a section altogether, or its indicators month by month."""
    problems: list[Finding] = []
    problems += [Finding("E414", None, {"section": s, "names": _names(agreement, s),
                                        "known": ", ".join(cube.known_sections)}, {"section": s}) for s in cube.absent]
    for section, indicator, unit in cube.bad_units:
        about = {"section": section, "indicator": indicator}
        problems.append(Finding("E314", None, {**about, "unit": unit, "wanted": indicator}, about))
    return problems + _each_once(p for m in measured.values() for p in m.problems)


def _each_once(problems: Iterable[Finding]) -> list[Finding]:
    """Two measures that lack the same month say so once; in the order of section, indicator, month."""
    found = {(p.code, tuple(sorted(p.about.items()))): p for p in problems}
    return sorted(found.values(), key=lambda p: [p.about.get(k, "") for k in ("section", "indicator", "year", "month")])


def _names(agreement: Agreement, section: str) -> str:
    known = agreement.sections[section]
    return ", ".join(dict.fromkeys((section, known.name.zh, *known.known_as)))


def notes(agreement: Agreement, cube: Cube | None, measured: Iterable[str]) -> list[Finding]:
    """What the reader must know of how the data were read: defaults where the agreement is silent, exemptions, synthetic data."""
    found: list[Finding] = []
    if cube is not None and any(s.partition(":")[0] == "synthetic" for s in cube.sources):
        found.append(Finding("N403"))
    rules = dict.fromkeys(r for name in measured for r in _defaulted(agreement.measures[name]))
    found += [Finding("N401", None, {"rule": DEFAULT_WORDS[r]}, {"rule": r}) for r in rules]
    used = {s for name in measured for s in agreement.measures[name].sections}
    for e in agreement.exemptions:
        for section in e.sections or tuple(agreement.sections):
            if section in used:
                found.append(Finding("N402", None, {"section": section, "first": str(e.window.first),
                                                    "last": str(e.window.last), "reason": e.reason}, {"section": section}))
    return found


def _defaulted(measure: Measure) -> Iterable[str]:
    rules = measure.rules
    graded = measure.kind in {"class", "compliance"}
    stated = (("averaging", rules.averaging, measure.kind != "volume"), ("non_detect", rules.non_detect, measure.kind != "volume"),
              ("valid", rules.valid, measure.kind != "volume"), ("from", rules.sources, True), ("compare", rules.compare, graded))
    return [key for key, ruling, matters in stated if matters and ruling.origin == "default"]

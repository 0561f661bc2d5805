"""The gate: settle, or say what is missing. Missing is never zero."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from ecoflow.agreement.check_monitoring import reads_joint
from ecoflow.agreement.model import Agreement, Exemption, Measure, Valid
from ecoflow.agreement.rules import DEFAULT_WORDS
from ecoflow.diagnostics.finding import Finding
from ecoflow.measures.cube import Cube, is_synthetic
from ecoflow.measures.months import Month
from ecoflow.measures.part_rule import told_of_parts
from ecoflow.measures.plan import indicators_of
from ecoflow.measures.result import Measured
from ecoflow.measures.windows import days_of
from ecoflow.settlement.sources import source_notes
from ecoflow.standards.calendar import Period
from ecoflow.standards.indicators import INDICATORS

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
    known = ", ".join(cube.known_sections)
    problems += [Finding("E414", None, {"section": s, "names": _names(agreement, s), "known": known}, {"section": s})
                 for s in cube.absent]
    for section, indicator, unit in cube.bad_units:
        about = {"section": section, "indicator": indicator}
        problems.append(Finding("E314", None, {**about, "unit": unit, "wanted": INDICATORS[indicator].unit}, about))
    return problems + _each_once(p for m in measured.values() for p in m.problems)


def _each_once(problems: Iterable[Finding]) -> list[Finding]:
    """Two measures that lack the same month say so once; in the order of section, indicator, month."""
    found = {(p.code, tuple(sorted(p.about.items())), p.message("en")): p for p in problems}
    order = ("section", "indicator", "year", "month")
    return sorted(found.values(), key=lambda p: [p.about.get(k, "") for k in order])


def _names(agreement: Agreement, section: str) -> str:
    known = agreement.sections[section]
    return ", ".join(dict.fromkeys((section, known.name.zh, *known.known_as)))


def notes(agreement: Agreement, period: Period, cube: Cube | None, measured: Mapping[str, Measured]) -> list[Finding]:
    """What the reader must know of how the data were read: made-up data, defaults, exemptions, months left out."""
    used = [agreement.measures[name] for name in measured]
    found: list[Finding] = []
    if cube is not None and any(is_synthetic(s) for s in cube.sources):
        found.append(Finding("N403"))
    rules = dict.fromkeys(r for m in used for r in _defaulted(m))
    found += [Finding("N401", None, {"rule": DEFAULT_WORDS[r]}, {"rule": r}) for r in rules]
    windows = [(e, days, section) for e in agreement.exemptions if (days := e.window) is not None
               for section in e.sections or agreement.sections]
    found += [_exempted(e, days, section) for e, days, section in windows
              if any(_touches(e, days, section, m, period) for m in used)]
    found += _left_out(agreement, measured) + _let_go(measured.values()) + source_notes(agreement, measured)
    return found + _each_once(n for m in measured.values() for n in m.notes)


def _left_out(agreement: Agreement, measured: Mapping[str, Measured]) -> list[Finding]:
    """The months that did not count and that the validity rule tolerates, by section and indicator."""
    months: dict[tuple[str, str], set[str]] = {}
    # the parts of a measure share their series
    for series, measure in {id(s): (s, agreement.measures[name]) for name, m in measured.items()
                            for p in m.parts for s in p.series}.values():
        lacking = [m for m in series.months if m.problem is not None and m.problem not in series.problems
                   and not _reported_seldom(measure, m)]
        if lacking:
            months.setdefault((series.section, series.indicator), set()).update(m.period.name for m in lacking)
    return [_tolerated(section, indicator, sorted(found)) for (section, indicator), found in months.items()]


def _reported_seldom(measure: Measure, month: Month) -> bool:
    """Whether a month is without any record of an amount whose measure says how many months of a year report it."""
    rule, origin = measure.rules.valid.value, measure.rules.valid.origin
    stated = origin == "measure" and isinstance(rule, Valid) and rule.months is not None
    return measure.kind == "total" and stated and not month.cells


def _let_go(measured: Iterable[Measured]) -> list[Finding]:
    """The days and weeks without a value that the share of days has room for, by section and indicator."""
    parts: dict[tuple[str, str, bool], set[str]] = {}
    for series in {id(s): s for m in measured for p in m.parts for s in p.series}.values():
        for name in series.let_go:
            parts.setdefault((series.section, series.indicator, "W" in name), set()).add(name)
    return [told_of_parts("N405", section, indicator, sorted(found)) for (section, indicator, _), found in parts.items()]


def _tolerated(section: str, indicator: str, months: list[str]) -> Finding:
    about = {"section": section, "indicator": indicator, "month": ", ".join(months)}
    return Finding("N404", None, {**about, "month": ("、".join(months), ", ".join(months))}, about)


def _exempted(exemption: Exemption, days: Period, section: str) -> Finding:
    details = {"section": section, "first": str(days.first), "last": str(days.last), "reason": exemption.reason}
    return Finding("N402", None, details, {"section": section})


def _touches(exemption: Exemption, days: Period, section: str, measure: Measure, period: Period) -> bool:
    """Whether a measure would otherwise have looked at what is exempt."""
    window, read = days_of(measure, period), indicators_of(measure)
    concerned = not exemption.indicators or not set(read).isdisjoint(exemption.indicators)
    return (section in measure.sections and concerned
            and days.first <= window.last and window.first <= days.last)


def _defaulted(measure: Measure) -> Iterable[str]:
    rules, kind = measure.rules, measure.kind
    if kind == "limit":
        return []
    sampled, extreme = kind != "volume", kind in {"max", "min"}
    averaged = sampled and not extreme and kind != "total"
    parts = "averaging of parts" if {"week", "day"} & {*measure.by} else "averaging"
    stated = ((parts, rules.averaging, averaged), ("non_detect", rules.non_detect, sampled),
              ("valid", rules.valid, sampled), ("from", rules.sources, not rules.order),
              ("compare", rules.compare, kind in {"class", "compliance"}))
    found = [key for key, ruling, matters in stated if matters and ruling.origin == "default"]
    joint = reads_joint(measure)
    shares = joint is not None and any(limit.unit.is_plain for name, limit in joint.tolerance.items() if name != "pH")
    if joint is not None and joint.deviation is None and shares:
        found.append("deviation")
    # what monitoring says of means does not reach an extreme
    return ["extremes", *found] if extreme and rules.averaging.origin != "measure" else found

"""What a run needs of the observations: every measure's sections, indicators and days, collected before one scan."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from msgspec import Struct

from ecoflow.agreement.model import Agreement, Measure, Valid
from ecoflow.measures.cube import Grain
from ecoflow.measures.windows import window_of
from ecoflow.standards.calendar import Period
from ecoflow.standards.indicators import INDICATORS

Stretch = tuple[date, date]


class Need(Struct, frozen=True):
    """One section's one indicator over one unbroken stretch of days, inclusive."""

    section: str
    indicator: str
    first: date
    last: date


class Plan(Struct, frozen=True):
    """All needs of a run, disjoint; `names` maps a section to every name it may have in the data."""

    needs: tuple[Need, ...]
    names: Mapping[str, tuple[str, ...]]
    grain: Grain


def plan(agreement: Agreement, period: Period, measures: Iterable[str]) -> Plan:
    """The plan for these measures of an agreement in one period. Reads nothing."""
    wanted: dict[tuple[str, str], list[Stretch]] = {}
    grain: Grain = "month"
    for name in measures:
        measure = agreement.measures[name]
        window = window_of(measure, period)
        if _needs_days(measure, agreement):
            grain = "day"
        for indicator in indicators_of(measure):
            for section in measure.sections:
                wanted.setdefault((section, indicator), []).append((window.first, window.last))
    needs = tuple(Need(s, i, *stretch) for (s, i), found in sorted(wanted.items()) for stretch in _merged(found))
    names = {s.id: tuple(dict.fromkeys(n for n in (s.id, s.name.zh, *s.known_as) if n))
             for s in agreement.sections.values()}
    return Plan(needs, names, grain)


def indicators_of(measure: Measure) -> tuple[str, ...]:
    """The indicators a measure reads; a load reads the flow as well."""
    return (*measure.indicators, "Q") if measure.kind == "load" else measure.indicators


def _needs_days(measure: Measure, agreement: Agreement) -> bool:
    valid = measure.rules.valid.value
    averaging = measure.rules.averaging.value
    by_day = isinstance(averaging, tuple) and "day" in averaging
    partial = any(days.first.day != 1 or (days.last + timedelta(days=1)).day != 1
                  for e in agreement.exemptions if (days := e.window) is not None)
    asks_days = isinstance(valid, Valid) and valid.days is not None
    return by_day or partial or asks_days or measure.kind in {"volume", "load"} or "day" in measure.by


def _merged(stretches: list[Stretch]) -> list[Stretch]:
    """The same days without overlap, so that no row is counted twice."""
    merged: list[Stretch] = []
    for first, last in sorted(stretches):
        if merged and first <= merged[-1][1] + timedelta(days=1):
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return merged


def called(indicator: str) -> tuple[str, ...]:
    """Every spelling of an indicator that observations may carry: its id, its Chinese name, its HJ 525 code."""
    known = INDICATORS[indicator]
    return tuple(dict.fromkeys(n for n in (known.id, known.zh, known.hj525) if n))

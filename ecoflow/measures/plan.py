"""What a run needs of the observations: every measure's sections, indicators and days, collected before one scan."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from datetime import date

from msgspec import Struct

from ecoflow.agreement.check_monitoring import reads_joint
from ecoflow.agreement.model import Agreement, Measure, Valid
from ecoflow.measures.averaging import Path
from ecoflow.measures.cube import Grain
from ecoflow.measures.windows import days_of
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
    """All needs of a run, disjoint; `names` maps a section to every name it may have in the data.

    `extremes` asks for the lowest and highest single value of each bucket besides their sum, `limits` for the highest
    detection limit, `joint` for the single records of joint monitoring.
    """

    needs: tuple[Need, ...]
    names: Mapping[str, tuple[str, ...]]
    grain: Grain
    extremes: bool = False
    limits: bool = False
    joint: bool = False


def plan(agreement: Agreement, period: Period, measures: Collection[str]) -> Plan:
    """The plan for these measures of an agreement in one period. Reads nothing."""
    wanted: dict[tuple[str, str], list[Stretch]] = {}
    grain: Grain = "month"
    for name in measures:
        measure = agreement.measures[name]
        window = days_of(measure, period)
        if _needs_days(measure, agreement):
            grain = "day"
        for indicator in indicators_of(measure):
            for section in measure.sections:
                wanted.setdefault((section, indicator), []).append((window.first, window.last))
    needs = tuple(Need(s, i, *stretch) for (s, i), found in sorted(wanted.items()) for stretch in _merged(found))
    names = {s.id: tuple(dict.fromkeys(n for n in (s.id, s.name.zh, *s.known_as) if n))
             for s in agreement.sections.values()}
    used = [agreement.measures[name] for name in measures]
    return Plan(needs, names, grain, any(_of_samples(m) for m in used),
                any(m.kind in {"class", "compliance"} for m in used), any(reads_joint(m) is not None for m in used))


def indicators_of(measure: Measure) -> tuple[str, ...]:
    """The indicators a measure reads from observations; a load reads the flow as well, a limit stands in the standard."""
    if measure.kind == "limit":
        return ()
    return (*measure.indicators, "Q") if measure.kind == "load" else measure.indicators


def extreme_path(measure: Measure) -> Path:
    """The means an extreme is taken of, where the measure itself states them; empty for single samples.

    What the agreement says of averaging in general is of means: a highest value has not been averaged.
    """
    ruling = measure.rules.averaging
    return ruling.value if ruling.origin == "measure" and isinstance(ruling.value, tuple) else ()


def _of_samples(measure: Measure) -> bool:
    return measure.kind in {"max", "min"} and not extreme_path(measure)


def _needs_days(measure: Measure, agreement: Agreement) -> bool:
    valid = measure.rules.valid.value
    averaging = measure.rules.averaging.value
    by_day = isinstance(averaging, tuple) and "day" in averaging
    partial = any(not days.is_whole_months for e in agreement.exemptions if (days := e.window) is not None)
    asks_days = isinstance(valid, Valid) and any(v.days is not None for v in (valid, *valid.of.values()))
    parts = not {"day", "week"}.isdisjoint(measure.by)
    return by_day or partial or asks_days or parts or measure.kind in {"volume", "load"}


def _merged(stretches: list[Stretch]) -> list[Stretch]:
    """The same days without overlap, so that no row is counted twice."""
    merged: list[Stretch] = []
    for first, last in sorted(stretches):
        if merged and (first - merged[-1][1]).days <= 1:
            merged[-1] = (merged[-1][0], max(merged[-1][1], last))
        else:
            merged.append((first, last))
    return merged


def called(indicator: str) -> tuple[str, ...]:
    """Every spelling of an indicator that observations may carry: its id, its Chinese name, its HJ 525 code."""
    known = INDICATORS[indicator]
    return tuple(dict.fromkeys(n for n in (known.id, known.zh, known.hj525) if n))

"""One section's one indicator made into a series: the sources that count, month by month, and the rule of validity.

Where the agreement names an order of sources (`prevails`), a month rests on the first kind whose own data pass the rule of
validity; contradictory data of a kind stop there, for they have to be cleared up. Where it names none, all count together.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from ecoflow.agreement.check_monitoring import kinds_of, reads_joint
from ecoflow.agreement.model import Exemption, Measure, Party, Section, Valid
from ecoflow.measures.cube import Cell, Cube, counts_among, merged
from ecoflow.measures.disputes import Sides
from ecoflow.measures.joint import UNSETTLED, Judged, Record, Rule, judge, rule_of, samples_of, sources_of
from ecoflow.measures.months import Exempt, Month, Series, bare_month, exempt_at
from ecoflow.measures.validity import Validity
from ecoflow.measures.windows import days_of, window_of
from ecoflow.standards.calendar import Period, stretch

_NO_RULE = Valid()
_JOINT = "joint"

Cells = Mapping[str, Mapping[str, Mapping[str, Cell]]]
"""source -> month -> bucket -> cell."""


class Heard(Struct, frozen=True):
    """What there is of one series: `offers` by kind of source in the order they prevail (one offer of all where none
    does), `beside` what does not count, and the samples of joint monitoring.
    """

    offers: tuple[tuple[str, Cells], ...]
    beside: Cells
    samples: tuple[Judged, ...]


def series(cube: Cube, measure: Measure, spot: tuple[Section, str], period: Period, *,
           exemptions: Iterable[Exemption], parties: Mapping[str, Party]) -> Series:
    """The series of a (section, indicator) for one settlement period, with the measure's validity rule applied."""
    window, days = window_of(measure, period), days_of(measure, period)
    section, indicator = spot
    valid = measure.rules.valid.value
    rule = valid if isinstance(valid, Valid) else _NO_RULE
    daily = measure.kind in {"volume", "load"} and indicator == "Q"
    if daily:
        # a total over eleven months is not the total of the year, whatever a mean may tolerate
        rule = replace(rule, months=None)
    joint = joint_rule(measure, indicator)
    validity = Validity(section.id, indicator, rule, daily, _sides(section, parties), joint)
    found = heard(cube, measure, section, indicator, days)
    mine = exempt_at(exemptions, section.id, indicator)
    months = tuple(_chosen(m, found, mine, validity, edge=False) for m in window.months())
    around = [stretch(max(m.first, days.first), min(m.last, days.last)) for m in days.months() if not m.within(window)]
    edges = tuple(_chosen(m, found, mine, validity, edge=True) for m in around)
    problems = (*validity.problems(months), *(m.problem for m in edges if m.problem is not None))
    return Series(section.id, indicator, window, months, problems, edges, notes=tuple(validity.notes(months)))


def _sides(section: Section, parties: Mapping[str, Party]) -> Sides | None:
    one, two = (parties.get(section.roles.get(role, "")) for role in ("upstream", "downstream"))
    return None if one is None or two is None else (one, two)


def joint_rule(measure: Measure, indicator: str) -> Rule | None:
    """The rule by which a measure holds two parties' records of an indicator against each other, if it has one."""
    joint = reads_joint(measure)
    return None if joint is None else rule_of(joint, indicator, str(measure.rules.non_detect.value))


def heard(cube: Cube, measure: Measure, section: Section, indicator: str, days: Period) -> Heard:
    """What the observations hold of a series, filed by what the measure's rules make of its source."""
    found: Cells = {s: _by_month(cells) for s, cells in cube.by_source(section.id, indicator, days).items()}
    rule, rules = joint_rule(measure, indicator), measure.rules
    samples: tuple[Judged, ...] = ()
    strangers: Cells = {}
    if rule is not None and any(_kind(s) == _JOINT for s in found):
        samples, sides = _samples(cube, section, indicator, days, rule)
        strangers = {s: c for s, c in found.items() if _kind(s) == _JOINT and s not in sides}
        found = {**{s: c for s, c in found.items() if _kind(s) != _JOINT}, _JOINT: _by_month(_cells(cube, samples))}
    kinds, named = kinds_of(rules), rules.sources.value
    order = rules.order or (kinds if len(kinds) == 1 else ("",))
    asked = rules.order or (named if isinstance(named, tuple) else ())
    counting = {s: c for s, c in found.items() if counts_among(s, asked) or (s == _JOINT and _JOINT in kinds)}
    offers = tuple((kind, {s: c for s, c in counting.items() if kind in {"", _kind(s)}}) for kind in order)
    return Heard(offers, {**strangers, **{s: c for s, c in found.items() if s not in counting}}, samples)


def _kind(source: str) -> str:
    return source.partition(":")[0]


def _samples(cube: Cube, section: Section, indicator: str, days: Period,
             rule: Rule) -> tuple[tuple[Judged, ...], frozenset[str]]:
    """The samples of joint monitoring, judged, and the sources they were made of."""
    sides = sources_of(section)
    filed: dict[str, list[Record]] = {side: [] for side in sides}
    for source, at, cell in cube.single.get((section.id, indicator), ()):
        if source in filed and days.first <= at.date() <= days.last:
            filed[source].append(Record(at, cell))
    up, down, reserve, signed = (filed[side] for side in sides)
    return tuple(judge(s, rule) for s in samples_of(up, down, reserve, signed, rule.within)), frozenset(sides)


def _by_month(cells: Mapping[str, Cell]) -> dict[str, dict[str, Cell]]:
    found: dict[str, dict[str, Cell]] = {}
    for bucket, cell in cells.items():
        found.setdefault(bucket[:7], {})[bucket] = cell
    return found


def _cells(cube: Cube, samples: Iterable[Judged]) -> dict[str, Cell]:
    return merged({cube.bucket(one.sample.at): one.cell} for one in samples)


def _chosen(period: Period, found: Heard, mine: list[Exempt], validity: Validity, *, edge: bool) -> Month:
    """The month as the first kind of source gives it that passes the rule of validity; else what speaks best for it."""
    name = f"{period.first:%Y-%m}"
    made = [_of(period, name, cells, mine, found) for _, cells in found.offers]
    judged = [validity.of(kind).edge(m) if edge else validity.of(kind).month(m)
              for m, (kind, _) in zip(made, found.offers, strict=True)]
    best = next((m for m in judged if m.exempt is not None or (m.counts and m.usable) or _clashes(m)), None)
    best = best or next((m for m in judged if m.usable), None)
    if best is None:
        together = {s: c for _, cells in found.offers for s, c in cells.items()}
        silent = _of(period, name, together, mine, found)
        best = validity.edge(silent) if edge else validity.month(silent)
    return best


def _clashes(month: Month) -> bool:
    return any(c.clashes for c in month.cells.values())


def _of(period: Period, name: str, cells: Cells, mine: list[Exempt], found: Heard) -> Month:
    """The month as these sources give it, not judged yet, with what is told of the others."""
    here = {s: by[name] for s, by in cells.items() if name in by}
    month = bare_month(period, merged(here.values()), mine)
    if month.exempt is not None:
        return month
    every = {s: by for _, offered in found.offers for s, by in offered.items()} | {**found.beside}
    usable = [s for s, by in sorted(every.items())
              if any(c.usable and b not in month.gone for b, c in by.get(name, {}).items())]
    joint = [one for one in found.samples if _in(one, period, month)]
    return replace(
        month, used=tuple(s for s in usable if s in cells), unused=tuple(s for s in usable if s not in cells),
        left=tuple(one for one in joint if one.standing in UNSETTLED),
        decided=sum(one.standing in {"reserve", "signed"} for one in joint) if _JOINT in cells else 0)


def _in(one: Judged, period: Period, month: Month) -> bool:
    day = one.sample.at.date()
    return period.first <= day <= period.last and str(day) not in month.gone

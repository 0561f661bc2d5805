"""What the observations lack, grouped so that the list can be sent to whoever can supply it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from ecoflow.diagnostics.finding import Finding, Phrase
from ecoflow.report.names import Names
from ecoflow.report.view import Cell, Column, Problem, Table
from ecoflow.report.words import pick, say
from ecoflow.settlement.model import Settlement


@dataclass(frozen=True, slots=True)
class Gap:
    """One thing missing at a section: its months (or days, or a year) in order, and a finding that speaks for them."""

    section: str
    indicator: str
    when: tuple[str, ...]
    finding: Finding


def gaps_of(settlement: Settlement) -> tuple[Gap, ...]:
    """The problems that name a section, those of one indicator and one cause together."""
    found: dict[tuple[object, ...], list[Finding]] = {}
    for problem in settlement.problems:
        about = problem.about
        if "section" in about:
            cause = tuple(sorted((k, v) for k, v in problem.details.items() if k in {"found", "wanted"}))
            found.setdefault((about["section"], about.get("indicator", ""), problem.code, cause), []).append(problem)
    return tuple(
        Gap(problems[0].about["section"], problems[0].about.get("indicator", ""),
            tuple(sorted({p.about.get("month") or p.about.get("year", "") for p in problems} - {""})), problems[0])
        for problems in found.values()
    )


def others_of(settlement: Settlement) -> tuple[Finding, ...]:
    """The problems that are not about data of a section."""
    return tuple(p for p in settlement.problems if "section" not in p.about)


def gap_table(settlement: Settlement, names: Names) -> Table | None:
    """The list of what to obtain: section, indicator, months as ranges, what was found, what would cure it."""
    lang = names.lang
    rows = tuple(
        (Cell(names.of(g.section)), Cell(names.of(g.indicator) if g.indicator else say("none", lang)),
         Cell(say("list", lang).join(_range(a, b, names) for a, b in ranges(g.when)) or say("none", lang), "gap"),
         Cell(_found(g, names)), Cell(names.finding(g.finding).hint(lang)))
        for g in gaps_of(settlement)
    )
    columns = tuple(Column(say(c, lang)) for c in ("c_section", "c_indicator", "c_months", "c_why", "c_cure"))
    return Table(say("h_gaps", lang), columns, rows) if rows else None


def problems_of(settlement: Settlement, names: Names) -> tuple[Problem, ...]:
    """The other problems, each with its cure."""
    said = [names.finding(p) for p in others_of(settlement)]
    return tuple(Problem(p.code, p.message(names.lang), p.hint(names.lang)) for p in said)


def ranges(when: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Months (`2022-07`), days or years in order as (first, last) of unbroken runs."""
    runs: list[list[str]] = []
    for name in when:
        if runs and _after(runs[-1][-1]) == name:
            runs[-1].append(name)
        else:
            runs.append([name])
    return tuple((run[0], run[-1]) for run in runs)


def _after(name: str) -> str:
    """The month, day or year that follows."""
    if len(name) == 4:
        return f"{int(name) + 1:04d}"
    if len(name) == 7:
        year, month = int(name[:4]), int(name[5:])
        return f"{year + month // 12:04d}-{month % 12 + 1:02d}"
    return (date.fromisoformat(name) + timedelta(days=1)).isoformat()


def _range(first: str, last: str, names: Names) -> str:
    if first == last:
        return first
    return say("range", names.lang, first=first, last=last)


def _found(gap: Gap, names: Names) -> str:
    """What was found, without repeating section, indicator and month; the whole sentence where there is no more to it."""
    details = gap.finding.details
    if gap.finding.code == "E401":
        return _phrase(details["found"], names)
    if gap.finding.code == "E402":
        needed = say("needed", names.lang, what=_phrase(details["wanted"], names))
        return say("bracket", names.lang, text=_phrase(details["found"], names), inside=needed)
    return names.finding(gap.finding).message(names.lang)


def _phrase(phrase: Phrase, names: Names) -> str:
    return phrase if isinstance(phrase, str) else pick(phrase, names.lang)

"""What the observations lack, grouped so that the list can be sent to whoever can supply it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from msgspec import Struct

from ecoflow.diagnostics.finding import Finding, Phrase
from ecoflow.report.names import Names
from ecoflow.report.view import Cell, Column, Problem, Table, filled
from ecoflow.report.words import pick, say
from ecoflow.settlement.model import Settlement
from ecoflow.standards.succession import ranges


class Gap(Struct, frozen=True):
    """One thing missing at a section: its months (or days, weeks, a year) in order, and a finding that speaks for them.

    `short` are the findings of years that have too few valid months, where the agreement asks for so many.
    """

    section: str
    indicator: str
    when: tuple[str, ...]
    finding: Finding
    short: tuple[Finding, ...]


def gaps_of(settlement: Settlement) -> tuple[Gap, ...]:
    """The problems that name a section, those of one indicator and one cause together."""
    grouped: dict[tuple[object, ...], list[Finding]] = {}
    short: dict[tuple[str, ...], Finding] = {}
    months = {_year(p) for p in settlement.problems if "month" in p.about}
    for problem in settlement.problems:
        about = problem.about
        if "year" in about and _year(problem) in months:
            short[_year(problem)] = problem
        elif "section" in about:
            cause = tuple(sorted((k, v) for k, v in problem.details.items() if k in {"found", "wanted", "disputes"}))
            grouped.setdefault((about["section"], about.get("indicator", ""), problem.code, cause), []).append(problem)
    return tuple(_gap(problems, short) for problems in grouped.values())


def _gap(problems: list[Finding], short: Mapping[tuple[str, ...], Finding]) -> Gap:
    about = problems[0].about
    when = sorted({name for p in problems for name in _when(p)})
    years = dict.fromkeys(_year(p) for p in problems)
    return Gap(
        about["section"],
        about.get("indicator", ""),
        tuple(when),
        problems[0],
        tuple(short[y] for y in years if y in short),
    )


def _when(problem: Finding) -> list[str]:
    """The months, days, weeks or year a finding is about."""
    each, about = problem.details.get("each"), problem.about
    named = each if isinstance(each, str) else about.get("month") or about.get("year", "")
    return named.split()


def _year(problem: Finding) -> tuple[str, ...]:
    about = problem.about
    return about.get("section", ""), about.get("indicator", ""), about.get("year") or about.get("month", "")[:4]


def others_of(settlement: Settlement) -> tuple[Finding, ...]:
    """The problems that are not about data of a section."""
    return tuple(p for p in settlement.problems if "section" not in p.about)


def gap_table(settlement: Settlement, names: Names) -> Table | None:
    """The list of what to obtain: section, indicator, months as ranges, what was found, what would cure it."""
    lang, gaps = names.lang, gaps_of(settlement)
    cures = [names.finding(g.finding).hint(lang) for g in gaps]
    # one cure for all is said once, below
    shared = cures[0] if len(set(cures)) == 1 else ""
    rows = tuple(
        (
            Cell(names.of(g.section)),
            Cell(names.of(g.indicator) if g.indicator else say("none", lang)),
            Cell(spans(g.when, names) or say("none", lang), "gap"),
            Cell(found_words(g, names)),
            Cell(supplier(settlement, g, names)),
            Cell("" if shared else cure),
        )
        for g, cure in zip(gaps, cures, strict=True)
    )
    columns = tuple(Column(say(c, lang)) for c in ("c_section", "c_indicator", "c_months", "c_why", "c_who", "c_cure"))
    note = f"{say('c_cure', lang)}{say('colon', lang)}{shared}" if shared else ""
    return filled(Table(say("h_gaps", lang), columns, rows, note)) if rows else None


def supplier(settlement: Settlement, gap: Gap, names: Names) -> str:
    """Who can supply what is missing: the party that owes a joint record, else who monitors; empty where nobody says."""
    agreement, about = settlement.agreement, gap.finding.about
    if "party" in about:
        return names.all(about["party"].split(", "))
    section = agreement.sections.get(gap.section)
    if gap.finding.code == "E431" and section is not None:
        return names.all(section.roles[role] for role in ("upstream", "downstream"))
    stated = (section.monitored_by if section is not None else None) or agreement.monitored_by
    return "" if stated is None else names.of(stated.say(names.lang))


def problems_of(settlement: Settlement, names: Names) -> tuple[Problem, ...]:
    """The other problems, each with its cure."""
    said = [names.finding(p) for p in others_of(settlement)]
    return tuple(Problem(p.code, p.message(names.lang), p.hint(names.lang)) for p in said)


def spans(when: Iterable[str], names: Names) -> str:
    """Months, days, weeks or years as a list of runs: 2022-07 至 2022-08、2022-11."""
    return say("list", names.lang).join(_range(first, last, names) for first, last in ranges(when))


def _range(first: str, last: str, names: Names) -> str:
    if first == last:
        return first
    return say("range", names.lang, first=first, last=last)


def found_words(gap: Gap, names: Names) -> str:
    """What was found, without section, indicator and month, and the years that are short of months by it."""
    said = found(gap.finding, names)
    return say("end", names.lang).join((said, *(say("short_year", names.lang, **s.details) for s in gap.short)))


def found(finding: Finding, names: Names) -> str:
    """What was found of a month, in few words; the whole sentence where there is no more to it."""
    details, lang = finding.details, names.lang
    if finding.code == "E401":
        return say("no_valid", lang, found=_phrase(details["found"], names))
    if finding.code in {"E431", "E432"}:
        return say("in_dispute" if finding.code == "E431" else "one_side", lang, found=_phrase(details["disputes"], names))
    if finding.code == "E423":
        return say("none_valid", lang)
    if finding.code == "E402":
        needed = say("needed", lang, what=_phrase(details["wanted"], names))
        return say("bracket", lang, text=_phrase(details["found"], names), inside=needed)
    return names.finding(finding).message(lang)


def _phrase(phrase: Phrase, names: Names) -> str:
    return phrase if isinstance(phrase, str) else pick(phrase, names.lang)

"""A quality check as one self-contained HTML page: counts, findings, coverage calendars; no network, no script."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cache
from itertools import groupby

from jinja2 import Environment, PackageLoader, StrictUndefined, Template
from msgspec import Struct

from ecoflow.diagnostics.finding import Finding, Lang
from ecoflow.observations.quality.check import Checked, Outcome
from ecoflow.observations.quality.coverage import Coverage
from ecoflow.observations.quality.rule import sentence
from ecoflow.report.quality_calendar import STATES, Drawing, draw
from ecoflow.report.quality_text import times
from ecoflow.report.quality_words import severity_name, word
from ecoflow.standards.indicators import INDICATORS


class Line(Struct, frozen=True):
    """One finding as the page lists it."""

    section: str
    indicator: str
    source: str
    time: str
    why: str


class Part(Struct, frozen=True):
    """One rule's findings; `listed` says how many of all are in `lines`, empty where all are."""

    id: str
    name: str
    severity: str
    grade: str
    means: str
    count: int
    results: int
    sections: int
    listed: str
    lines: tuple[Line, ...]


class Series(Struct, frozen=True):
    """One calendar and whose it is."""

    indicator: str
    source: str
    drawing: Drawing


class Page(Struct, frozen=True):
    """All the page shows."""

    lang: Lang
    errors: int
    verdict: str
    looked: str
    parts: tuple[Part, ...]
    quiet: str
    not_run: str
    warnings: tuple[str, ...]
    sections: tuple[tuple[str, tuple[Series, ...]], ...]
    some: str


def to_html(checked: Checked, coverage: Coverage, warnings: Iterable[Finding], lang: Lang) -> str:
    """The page as one HTML document; every text is escaped; the same check gives the same bytes."""
    page = _page(checked, coverage, warnings, lang)
    return _template().render(page=page, states=STATES, word=lambda key, **fill: word(key, lang, **fill))


def _page(checked: Checked, coverage: Coverage, warnings: Iterable[Finding], lang: Lang) -> Page:
    errors = checked.count("error")
    grouped = groupby(coverage.calendars, key=lambda calendar: calendar.section)
    sections = tuple(
        (section, tuple(Series(_indicator(c.indicator, lang), c.source, draw(c, lang)) for c in found))
        for section, found in grouped
    )
    quiet = [o.rule.name(lang) for o in checked.outcomes if not o.count]
    idle = [word(rule.needs, lang, rule=rule.name(lang)) for rule in checked.idle]
    join = word("join", lang)
    return Page(
        lang=lang, errors=errors,
        verdict=word("unsound", lang, n=f"{errors:,}") if errors else word("sound", lang),
        looked=word("looked", lang, rows=f"{checked.rows:,}", sections=f"{len(checked.sections):,}",
                    first=checked.first or "—", last=checked.last or "—"),
        parts=tuple(_part(outcome, lang) for outcome in checked.outcomes if outcome.count),
        quiet=word("quiet", lang, rules=join.join(quiet)) if quiet else "",
        not_run=word("not_run", lang, rules=join.join(idle)) if idle else "",
        warnings=tuple(f"{w.place}: {w.message(lang)}" for w in warnings),
        sections=sections,
        some=word("some", lang, shown=len(sections), rest=f"{coverage.left_out:,}") if coverage.left_out else "",
    )


def _part(outcome: Outcome, lang: Lang) -> Part:
    rule = outcome.rule
    lines = tuple(
        Line(hit.section or "—", _indicator(hit.indicator, lang) if hit.indicator else word("all", lang), hit.source,
             times(hit), sentence(rule, hit, lang)) for hit in outcome.hits
    )
    listed = word("listed", lang, count=f"{outcome.count:,}", listed=f"{len(lines):,}") if len(lines) < outcome.count else ""
    return Part(rule.id, rule.name(lang), severity_name(outcome.severity, lang), outcome.severity,
                rule.means[0 if lang == "zh" else 1], outcome.count, outcome.results, len(outcome.by_section), listed, lines)


def _indicator(indicator: str, lang: Lang) -> str:
    known = INDICATORS.get(indicator)
    if known is None:
        return indicator
    return f"{known.zh} {indicator}" if lang == "zh" else f"{known.en} {indicator}"


@cache
def _template() -> Template:
    environment = Environment(loader=PackageLoader("ecoflow.report"), autoescape=True, undefined=StrictUndefined,
                              trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True)
    return environment.get_template("quality.html.j2")

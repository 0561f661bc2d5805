"""A quality check in plain text: how many findings each rule has, then the first of each with its reason."""

from __future__ import annotations

from collections.abc import Iterator

from ecoflow.diagnostics.finding import Lang
from ecoflow.observations.quality.check import Checked, Outcome
from ecoflow.observations.quality.rule import Hit, sentence
from ecoflow.report.quality_words import severity_name, word
from ecoflow.report.text import printable, table_lines
from ecoflow.report.view import Cell, Column, Table


def tell(checked: Checked, lang: Lang) -> str:
    """The whole check as lines."""
    return "\n".join(_lines(checked, lang))


def _lines(checked: Checked, lang: Lang) -> Iterator[str]:
    errors = checked.count("error")
    yield word("unsound", lang, n=f"{errors:,}") if errors else word("sound", lang)
    yield word("looked", lang, rows=f"{checked.rows:,}", sections=f"{len(checked.sections):,}", first=checked.first or "—",
               last=checked.last or "—")
    spoke = [outcome for outcome in checked.outcomes if outcome.count]
    if spoke:
        yield ""
        yield from tuple(table_lines(_counts(spoke, lang)))[1:]
    for outcome in spoke:
        if outcome.hits:
            yield ""
            yield from _of_rule(outcome, lang)
    yield ""
    quiet = [o.rule.id for o in checked.outcomes if not o.count]
    if quiet:
        yield word("quiet", lang, rules=", ".join(quiet))
    if checked.idle:
        yield word("not_run", lang, rules=word("join", lang).join(word(r.needs, lang, rule=r.id) for r in checked.idle))


def _counts(outcomes: list[Outcome], lang: Lang) -> Table:
    heads = (("rule", False), ("severity", False), ("findings", True), ("results", True), ("sections", True))
    rows = tuple(
        tuple(Cell(text) for text in (
            f"{o.rule.id} {o.rule.name(lang)}", severity_name(o.severity, lang), f"{o.count:,}", f"{o.results:,}",
            f"{len(o.by_section):,}",
        )) for o in outcomes
    )
    return Table("", tuple(Column(word(key, lang), numeric) for key, numeric in heads), rows)


def _of_rule(outcome: Outcome, lang: Lang) -> Iterator[str]:
    yield f"{outcome.rule.id} {outcome.rule.name(lang)}"
    for hit in outcome.hits:
        yield f"  {printable(place(hit))}  {printable(sentence(outcome.rule, hit, lang))}"
    rest = outcome.count - len(outcome.hits)
    if rest:
        yield f"  {word('more', lang, n=f'{rest:,}')}"


def place(hit: Hit) -> str:
    """Section, indicator, source and time of a finding on one line."""
    return "  ".join(part for part in (hit.section or "—", hit.indicator, hit.source, times(hit)) if part)


def times(hit: Hit) -> str:
    """The moment of a finding, or the stretch; the day is not said twice."""
    if hit.first == hit.last:
        return hit.first
    last = hit.last[11:] if hit.first[:10] == hit.last[:10] else hit.last
    return f"{hit.first} – {last}"

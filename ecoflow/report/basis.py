"""What a settlement rests on: every term, fact and measure with its value, its source and how sure it is."""

from __future__ import annotations

from collections.abc import Iterator

from ecoflow.agreement.keywords import CONFIDENCE, KINDS
from ecoflow.agreement.model import Citation, Fact, Keyed, Measure
from ecoflow.formula.grid import Grid
from ecoflow.report.given import how
from ecoflow.report.labels import confidence, known, period_words, window_words
from ecoflow.report.names import Names
from ecoflow.report.numbers import exact, written
from ecoflow.report.view import Cell, Column, Table
from ecoflow.report.words import pick, say
from ecoflow.settlement.given import given_once
from ecoflow.settlement.model import Settlement


def basis(settlement: Settlement, names: Names) -> Table:
    """The table of terms, facts and measures; what is below published carries a mark."""
    lang = names.lang
    rows = (*_terms(settlement, names), *_facts(settlement, names), *_measures(settlement, names))
    columns = tuple(Column(say(c, lang)) for c in ("c_item", "c_value", "c_source", "c_confidence"))
    weak = any(cell.tone == "weak" for row in rows for cell in row)
    return Table(say("h_basis", lang), columns, rows, say("each_confidence", lang) if weak else "")


def confidence_table(names: Names) -> Table:
    """The five labels, each with what it means."""
    lang = names.lang
    rows = tuple((Cell(pick(label, lang)), Cell(pick(meaning, lang))) for label, meaning in CONFIDENCE.values())
    return Table(say("h_confidence", lang), (Column(say("c_confidence", lang)), Column(say("c_remark", lang))), rows)


def _terms(settlement: Settlement, names: Names) -> Iterator[tuple[Cell, ...]]:
    for term in settlement.agreement.terms.values():
        value = term.value
        if isinstance(value, Keyed) and value.dim == "year" and term.id in settlement.values:
            yield _row(names.of(term.id), _shown(settlement.values[term.id], settlement, term.id, names), term.cited, names)
        else:
            yield _row(names.of(term.id), written(value, names), term.cited, names)


def _facts(settlement: Settlement, names: Names) -> Iterator[tuple[Cell, ...]]:
    for fact in settlement.agreement.facts.values():
        if fact.id in settlement.values:
            text = say("bracket", names.lang, **_stated(settlement, fact, names))
            yield _row(names.of(fact.id), text, fact.cited, names)


def _stated(settlement: Settlement, fact: Fact, names: Names) -> dict[str, str]:
    """A fact's value and whence it is; where only some of its cells were given, these, and the default of the others."""
    given, whole = settlement.given.get(fact.id), settlement.values[fact.id]
    if given is None:
        return {"text": _shown(whole, settlement, fact.id, names), "inside": say("default", names.lang)}
    text, others = _shown(given, settlement, fact.id, names), [v for c, v in whole.cells.items() if c not in given.cells]
    if others:
        rest = exact(others[0], settlement.agreement.types[fact.id].unit, names.lang)
        return {"text": text, "inside": say("given_else", names.lang, value=rest)}
    return {"text": text, "inside": how(settlement, fact.id, names)}


def _measures(settlement: Settlement, names: Names) -> Iterator[tuple[Cell, ...]]:
    for measure in settlement.agreement.measures.values():
        if measure.id in settlement.measured:
            yield _row(names.of(measure.id), described(measure, names), measure.cited, names)


def described(measure: Measure, names: Names) -> str:
    """A measure in words: what of which indicators, where, over which time."""
    over = measure.over
    said = window_words(over, names.lang) if isinstance(over, str) else period_words(over.name, names.lang)
    if measure.kind == "limit" and measure.target is not None:
        said = written(measure.target, names)
    return say(
        "measure_words",
        names.lang,
        kind=known(KINDS, measure.kind, names.lang),
        indicators=names.all(measure.indicators),
        sections=names.all(measure.sections),
        window=said,
    )


def _shown(grid: Grid, settlement: Settlement, name: str, names: Names) -> str:
    """The values that held in this period."""
    unit = settlement.agreement.types[name].unit
    once = given_once(settlement.agreement, name, grid, settlement.period)
    if once is not None:
        return exact(once, unit, names.lang)
    colon = say("colon", names.lang)
    return say("end", names.lang).join(
        (f"{names.where(at)}{colon}" if at else "") + exact(value, unit, names.lang) for at, value in grid.items()
    )


def _row(item: str, value: str, cited: Citation, names: Names) -> tuple[Cell, ...]:
    lang = names.lang
    tone = "weak" if cited.is_weak else ""
    sure = confidence(cited.confidence, lang)
    marked = f"{say('mark', lang)} {sure}" if cited.is_weak else sure
    if cited.note is not None:
        marked = say("bracket", lang, text=marked, inside=cited.note.say(lang).rstrip("。."))
    return (Cell(item, tone), Cell(value), Cell(names.cited(cited) or say("none", lang)), Cell(marked, tone))

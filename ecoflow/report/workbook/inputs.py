"""Terms and facts: what the agreement and the parties state, each in a cell that may be changed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from msgspec import Struct

from ecoflow.agreement.model import Citation, Words
from ecoflow.formula.grid import Scalar
from ecoflow.formula.workbook_piece import Piece
from ecoflow.report.given import how
from ecoflow.report.labels import confidence
from ecoflow.report.words import say as said
from ecoflow.report.workbook.book import Box, Page, shown
from ecoflow.report.workbook.forms import form_of, scale_of, unit_word
from ecoflow.report.workbook.making import Making, class_name, pieces_like
from ecoflow.standards.gb3838 import WaterClass

VALUE = 3
"""The column of the values."""


def inputs(making: Making) -> Page:
    """The page of terms, facts and whatever else was given; fills the grids of their pieces."""
    book, lang = making.book, making.lang
    page = book.page(making.say("p_inputs"), (16, 30, 26, 18, 12, 8, 44, 22, 40), making.say("n_inputs"))
    page.head(
        making.say("c_id"),
        making.say("c_meaning"),
        said("c_for", lang),
        making.say("c_value"),
        making.say("c_unit"),
        making.say("c_shown"),
        said("c_source", lang),
        said("c_confidence", lang),
        said("c_remark", lang),
    )
    for entry in _stated(making):
        _rows(making, page, entry)
    return page


class Entry(Struct, frozen=True):
    """Something that is stated, not calculated."""

    id: str
    name: Words
    cited: Citation
    remark: str = ""


def _stated(making: Making) -> Iterator[Entry]:
    """Everything that is not calculated."""
    agreement, settlement, lang = making.settlement.agreement, making.settlement, making.lang
    for term in agreement.terms.values():
        yield Entry(term.id, term.name, term.cited)
    for fact in agreement.facts.values():
        remark = how(settlement, fact.id, making.names) if fact.id in settlement.given else said("default", lang)
        yield Entry(fact.id, fact.name, fact.cited, remark)
    for block in (agreement.measures, agreement.quantities):
        for name, entry in block.items():
            if name in settlement.given:
                yield Entry(name, entry.name, entry.cited, how(settlement, name, making.names))


def _rows(making: Making, page: Page, entry: Entry) -> None:
    grid = making.settlement.values.get(entry.id)
    if grid is None:
        return
    cells: dict[tuple[str, ...], Piece] = {}
    for cell, value in grid.cells.items():
        at = dict(zip(grid.dims, cell, strict=True))
        cells[cell] = _row(making, page, entry, at, value)
    making.book.pieces[entry.id] = pieces_like(grid, cells)


def _row(making: Making, page: Page, entry: Entry, at: Mapping[str, str], value: Scalar) -> Piece:
    lang, unit, cited, name = making.lang, making.unit(entry.id), entry.cited, entry.id
    scale, spot = scale_of(unit, lang), page.spot(page.next, VALUE)
    weak = "weak" if cited.is_weak else "text"
    note = cited.note.say(lang) if cited.note else ""
    sure = confidence(cited.confidence, lang)
    page.add(
        {
            0: Box(name, look="id"),
            1: Box(entry.name.say(lang) or name),
            2: Box(making.names.where(at)),
            3: Box(shown(value, scale), look="input", form=form_of(value, unit)),
            4: Box(unit_word(value, unit, lang)),
            **({5: class_name(spot, value, making)} if isinstance(value, WaterClass) else {}),
            6: Box(making.names.cited(cited)),
            7: Box(f"{said('mark', lang)} {sure}" if cited.is_weak else sure, look=weak),
            8: Box(said("end", lang).join(p for p in (entry.remark, note) if p)),
        }
    )
    return making.book.named(spot, Piece("", value, scale), name, at)

"""What every page of a workbook is made from, and the row in which a calculated value stands."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from ecoflow.diagnostics.finding import Lang
from ecoflow.formula.grid import Grid
from ecoflow.formula.workbook_piece import Piece, Spot, at_scale
from ecoflow.report.formulas import Speaker
from ecoflow.report.names import Names
from ecoflow.report.words import say as said
from ecoflow.report.workbook.book import Book, Box, Page, cell_of, live, shown
from ecoflow.report.workbook.forms import class_names, form_of, scale_of, unit_word
from ecoflow.report.workbook.rounding import Way, rounded, scaled
from ecoflow.report.workbook.words import say
from ecoflow.settlement.model import Settlement
from ecoflow.standards.gb3838 import WaterClass
from ecoflow.standards.indicators import INDICATORS
from ecoflow.standards.units import Unit

CALC_WIDTHS = (16, 22, 24, 44, 16, 16, 18, 10, 8, 8, 36)
RAW, STEP, USED, CLASS = 4, 5, 6, 8
"""Columns of a calculated row: before rounding, at the step of the rounding, the value used, the class it is in."""


class Making(Struct):
    """A settlement on its way into a book. `steps` is the page of parts of formulas, `owner` whose formula is written."""

    settlement: Settlement
    names: Names
    speaks: Speaker
    book: Book
    steps: Page
    owner: str = ""

    @property
    def lang(self) -> Lang:
        """The reader's language."""
        return self.names.lang

    def say(self, key: str, **fill: object) -> str:
        """A fixed word of the workbook, in the reader's language."""
        return say(key, self.lang, **fill)

    def unit(self, name: str) -> Unit | None:
        """The unit a name is shown in."""
        return self.settlement.agreement.types[name].unit

    def indicator(self, name: str) -> str:
        """The name of an indicator; a term or measure that has an indicator's id does not take its place."""
        known = INDICATORS[name]
        return known.zh if self.lang == "zh" else known.en

    def step(self, piece: Piece) -> Piece:
        """A cell of its own for a part of a formula."""
        row = self.steps.next
        self.steps.add({0: Box(self.owner), 1: Box(float(row - self.steps.heads[0]), form="0"), 2: live(piece)})
        return cell_of(self.steps.spot(row, 2), piece)

    def words(self, tree: Any) -> str:
        """A formula in words."""
        return self.speaks.words(tree)


def calc_page(making: Making, title: str) -> Page:
    """A page of calculated values."""
    page, lang = making.book.page(making.say(title), CALC_WIDTHS, making.say("n_calc")), making.lang
    page.head(
        making.say("c_id"),
        making.say("c_meaning"),
        said("c_for", lang),
        making.say("c_formula"),
        said("c_exact", lang),
        making.say("c_scaled"),
        said("c_final", lang),
        making.say("c_unit"),
        making.say("c_class_no"),
        making.say("c_shown"),
        said("c_remark", lang),
    )
    return page


class Row(Struct, frozen=True):
    """What stands beside a calculated value."""

    name: str
    meaning: str
    at: Mapping[str, str]
    formula: str = ""
    unit: Unit | None = None
    remark: str = ""
    fixed: bool = False


def calculated(making: Making, page: Page, row: Row, piece: Piece, way: Way | None = None, *, used: Any = None) -> Piece:
    """Write a value with its formula, rounded in a `way`; gives the reference to the value that is used.

    `used` is the value after rounding; the piece's own where nothing is rounded.
    """
    number, lang = page.next, making.lang
    if not isinstance(piece.value, bool | WaterClass):
        piece = at_scale(piece, scale_of(row.unit, lang))
    final = piece.value if used is None else used
    spot = page.spot(number, USED)
    form = form_of(final, row.unit)
    look = "fixed" if row.fixed else "result"
    boxes = {
        0: Box(row.name, look="id"),
        1: Box(row.meaning),
        2: Box(making.names.where(row.at)),
        3: Box(row.formula, look="wrapped"),
        7: Box(unit_word(final, row.unit, lang)),
        10: Box(row.remark),
    }
    if way is None:
        boxes[USED] = Box(shown(final, piece.scale), look=look, form=form) if row.fixed else live(piece, look, form)
    else:
        boxes |= _rounding(spot, piece, way, Box(shown(final, piece.scale), look="result", form=form))
    if isinstance(final, WaterClass):
        boxes[9] = class_name(spot, final, making)
    page.add(boxes)
    result = Piece(spot.text, final, piece.scale, off=0.0 if way else piece.off, spot=spot)
    return making.book.named(spot, result, row.name, row.at) if row.name else result


def _rounding(spot: Spot, piece: Piece, way: Way, final: Box) -> dict[int, Box]:
    raw, step = replace(spot, column=RAW).text, replace(spot, column=STEP).text
    taken = float(piece.value / piece.scale * (way.factor or 1))
    if way.figures and taken:
        taken *= 10.0 ** (way.figures - 1 - math.floor(math.log10(abs(taken))))
    return {
        RAW: live(piece, form=final.form),
        STEP: Box(taken, scaled(raw, way)),
        USED: replace(final, formula=rounded(raw, step, way)),
    }


def class_name(spot: Spot, grade: WaterClass, making: Making) -> Box:
    """The name of the class whose number stands in a cell."""
    return Box(grade.zh if making.lang == "zh" else grade.en, f"CHOOSE({spot.text},{class_names(making.lang)})")


def pieces_like(grid: Grid, cells: Mapping[tuple[str, ...], Piece]) -> Grid:
    """A grid of pieces with the dimensions, members and exempt cells of a grid of values."""
    found: Any = dict(cells)
    return Grid(grid.dims, found, grid.whole, grid.exempt)

"""A workbook before it is written: pages of cells, the names of cells, and where every number of a settlement stands."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Any

from msgspec import Struct, field

from ecoflow.formula.grid import Grid
from ecoflow.formula.hole import Hole
from ecoflow.formula.workbook_piece import Piece, Spot
from ecoflow.report.workbook.defined import Defined

Shown = str | float | bool | None


class Box(Struct, frozen=True):
    """One cell: what it shows, its formula (without `=`; empty for what is typed), its look and its number format.

    Of a formula `value` is the engine's result, for viewers that do not calculate.
    """

    value: Shown
    formula: str = ""
    look: str = "text"
    form: str = ""


class Line(Struct, frozen=True):
    """A line of a chart: its label, and the cells of its values."""

    label: str
    first: Spot
    last: Spot


class Chart(Struct, frozen=True):
    """A native chart beside the cells; `kind` is `line` or `column`, `at` the cell of its upper left corner."""

    kind: str
    title: str
    unit: str
    labels: Line
    lines: tuple[Line, ...]
    at: Spot


class Page(Struct):
    """One sheet while it is filled, a row after the other. `heads` are rows of headings; the last of them is frozen."""

    title: str
    widths: tuple[int, ...]
    rows: list[Mapping[int, Box]] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    charts: list[Chart] = field(default_factory=list)
    filtered: bool = False

    @property
    def next(self) -> int:
        """The number of the row that is added next."""
        return len(self.rows)

    def add(self, boxes: Mapping[int, Box] | Iterable[Box | None]) -> int:
        """Add a row, by column or from the left; gives its number."""
        if isinstance(boxes, Mapping):
            self.rows.append(boxes)
        else:
            self.rows.append({n: box for n, box in enumerate(boxes) if box is not None})
        return len(self.rows) - 1

    def more(self, row: int, boxes: Mapping[int, Box]) -> None:
        """Add cells to a row that is there."""
        self.rows[row] = {**self.rows[row], **boxes}

    def say(self, *texts: str, look: str = "note") -> int:
        """Add a row of text, from the left."""
        return self.add([Box(text, look=look) for text in texts])

    def head(self, *titles: str) -> int:
        """Add a row of headings."""
        self.heads.append(self.say(*titles, look="head"))
        return self.heads[-1]

    def spot(self, row: int, column: int) -> Spot:
        """A cell of the page."""
        return Spot(self.title, row, column)


class Book(Struct):
    """The pages in order, the names of cells, and where every name's values stand: a grid of pieces for each."""

    pages: list[Page] = field(default_factory=list)
    defined: Defined = field(default_factory=Defined)
    pieces: dict[str, Grid] = field(default_factory=dict)

    def page(self, title: str, widths: tuple[int, ...], note: str = "") -> Page:
        """A new page with its title, and a remark below it."""
        page = Page(title, widths)
        page.say(title, look="title")
        page.say(note)
        self.pages.append(page)
        return page

    def named(self, spot: Spot, piece: Piece, name: str, at: Mapping[str, str], off: float | None = None) -> Piece:
        """A reference to a cell that holds a piece, by a name of its own."""
        text = self.defined.define(name, tuple(at.values()), spot)
        return Piece(text, piece.value, piece.scale, off=piece.off if off is None else off, spot=spot)


def cell_of(spot: Spot, piece: Piece, off: float | None = None) -> Piece:
    """A reference to a cell that holds a piece."""
    return Piece(spot.text, piece.value, piece.scale, off=piece.off if off is None else off, spot=spot)


def shown(value: Any, scale: Fraction) -> Shown:
    """A value as its cell holds it: in the cell's own unit, a class by its number."""
    if isinstance(value, bool):
        return value
    if isinstance(value, Hole):
        return "#DIV/0!"
    return float(value / scale) if isinstance(value, Fraction) else int(value)


def live(piece: Piece, look: str = "formula", form: str = "") -> Box:
    """A cell with a formula and the engine's result."""
    return Box(shown(piece.value, piece.scale), piece.text, look, form)

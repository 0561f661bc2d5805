"""The quantities: every formula of the agreement, live, with its words beside it."""

from __future__ import annotations

from ecoflow.formula.workbook import read
from ecoflow.formula.workbook_piece import Piece
from ecoflow.report.workbook.forms import scale_of
from ecoflow.report.workbook.making import Making, Row, calc_page, calculated, pieces_like
from ecoflow.report.workbook.rounding import way
from ecoflow.standards.units import ONE


def quantities(making: Making) -> None:
    """Every quantity with a value, in the order they rest on each other."""
    page = calc_page(making, "p_quantities")
    settlement = making.settlement
    for name in settlement.agreement.order:
        quantity, grid = settlement.agreement.quantities[name], settlement.values.get(name)
        tree = quantity.formula.tree
        if grid is None or tree is None or name in settlement.given:
            continue
        making.owner = name
        found = read(tree, making.book.pieces, making.step)
        unit, words = making.unit(name), making.words(tree)
        scale = scale_of(unit, making.lang)
        how = way(quantity.rounding, scale, (unit or ONE).scale) if quantity.rounding else None
        cells: dict[tuple[str, ...], Piece] = {}
        for cell, value in grid.cells.items():
            at = dict(zip(grid.dims, cell, strict=True))
            piece = found.cells[tuple(at[d] for d in found.dims)]
            if not isinstance(piece, Piece):
                raise TypeError(piece)
            row = Row(name, quantity.name.say(making.lang) or name, at, words, unit, making.names.cited(quantity.cited))
            cells[cell] = calculated(making, page, row, piece, how, used=value)
        making.book.pieces[name] = pieces_like(grid, cells)

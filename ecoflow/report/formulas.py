"""Formulas in words, and with the numbers of one settlement put in."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct

from ecoflow.formula.grid import Grid
from ecoflow.formula.tree import Node
from ecoflow.formula.tree import names as mentioned
from ecoflow.formula.types import Type
from ecoflow.formula.words import Words, show
from ecoflow.report.names import Names
from ecoflow.report.numbers import reader_types
from ecoflow.report.words import say
from ecoflow.settlement.model import Settlement

_MOST_CELLS = 12
"""Values of one name that are written out beside a formula; more stand in tables of their own."""


class Speaker(Struct, frozen=True):
    """Says the formulas of one settlement in the reader's language."""

    names: Names
    values: Mapping[str, Grid]
    types: Mapping[str, Type]

    def words(self, tree: Node) -> str:
        """The formula with the names of its parts."""
        return Words(self.names.lang, self.names.labels).say(tree)

    def numbers(self, tree: Node, at: Mapping[str, str]) -> str:
        """The formula at one cell with its numbers put in, and the values a name still has for several members."""
        here = {n: self.values[n].at(at) for n in mentioned(tree) if n in self.values}
        said = Words(self.names.lang, self.names.labels, here, self.types).say(tree)
        spread = [
            self._spread(n, grid)
            for n, grid in here.items()
            if grid.dims and 0 < len(grid.cells) <= _MOST_CELLS and self.names.of(n) in said
        ]
        return say("end", self.names.lang).join((said, *spread))

    def _spread(self, name: str, grid: Grid) -> str:
        """What a name that still has several values here is, member by member."""
        unit, lang = self.types[name].unit, self.names.lang
        cells = (f"{self.names.where(at)} {show(value, unit, lang)}" for at, value in grid.items())
        return f"{self.names.of(name)}{say('colon', lang)}{say('list', lang).join(cells)}"


def speaker(settlement: Settlement, names: Names) -> Speaker:
    """The speaker of a settlement."""
    return Speaker(names, settlement.values, reader_types(settlement.agreement.types, names.lang))

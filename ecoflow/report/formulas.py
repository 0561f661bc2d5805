"""Formulas in words, and with the numbers of one settlement put in."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from msgspec import Struct

from ecoflow.agreement.model import Clause
from ecoflow.formula.grid import Grid
from ecoflow.formula.reader import reader_types
from ecoflow.formula.tree import Comparison, Name, Node, walk
from ecoflow.formula.tree import names as mentioned
from ecoflow.formula.types import Type
from ecoflow.formula.words import Words, show
from ecoflow.report.names import Names
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
        said = Words(self.names.lang, self.names.labels, self.values, self.types, at).say(tree)
        spread = [
            self._spread(n, grid)
            for n, grid in here.items()
            if grid.dims and 0 < len(grid.cells) <= _MOST_CELLS and self.names.of(n) in said
        ]
        return say("end", self.names.lang).join((said, *spread))

    def named(self, tree: Node, at: Mapping[str, str]) -> str:
        """The formula at one cell on one line; what is compared keeps its name before its number: worst 0.45 ≤ 1."""
        told = {n: self._told(n, at) for n in _compared(tree)}
        labels = {**self.names.labels, **{n: text for n, text in told.items() if text}}
        values = {n: self.values[n] for n in mentioned(tree) if n in self.values and not told.get(n)}
        return Words(self.names.lang, labels, values, self.types, at).say(tree)

    def _told(self, name: str, at: Mapping[str, str]) -> str:
        """The name with its number here; empty where it has no single number, or is a term, which says it all itself."""
        agreement, grid = self.names.agreement, self.values.get(name)
        if grid is None or name in agreement.terms:
            return ""
        here = grid.at(at)
        value = here.cells.get(()) if not here.dims else None
        if isinstance(value, bool) or not isinstance(value, Fraction):
            return ""
        shown = show(value, self.types[name].unit, self.names.lang)
        return say("named_value", self.names.lang, name=self.names.of(name), value=shown)

    def _spread(self, name: str, grid: Grid) -> str:
        """What a name that still has several values here is, member by member."""
        unit, lang = self.types[name].unit, self.names.lang
        cells = (f"{self.names.where(at)} {show(value, unit, lang)}" for at, value in grid.items())
        return f"{self.names.of(name)}{say('colon', lang)}{say('list', lang).join(cells)}"


def _compared(tree: Node) -> set[str]:
    """The names that stand alone on a side of a comparison, and nowhere else in the formula."""
    alone = {s.id for n in walk(tree) if isinstance(n, Comparison) for s in n.sides if isinstance(s, Name) and not s.members}
    sides = [s for n in walk(tree) if isinstance(n, Comparison) for s in n.sides]
    elsewhere = [n.id for n in walk(tree) if isinstance(n, Name) and not any(n is s for s in sides)]
    return alone - {*elsewhere}


def speaker(settlement: Settlement, names: Names, clause: Clause | None = None) -> Speaker:
    """The speaker of a settlement; of a clause, with what the pools held before it."""
    values = settlement.values if clause is None else settlement.seen_by(clause)
    return Speaker(names, values, reader_types(settlement.agreement.types, names.lang))

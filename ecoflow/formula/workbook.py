"""The workbook reading of a formula: for every cell a live formula that Excel 2010, WPS and LibreOffice all calculate.

The reading runs over grids of pieces as the exact reading runs over grids of numbers, and takes the same cells: what is
exempt is not there. Each piece carries the exact value, so that a workbook can be held against the settlement.

Spreadsheets calculate in doubles. What is only compared, or cut to whole steps, is first freed of their last digits
(`ROUND(a-b,12)<=0`), to decimals that leave a thousandfold room for numbers that grow by an edit.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from ecoflow.formula.exact import ORDER, REDUCE, Absent
from ecoflow.formula.grid import Grid, NothingLeft, combine
from ecoflow.formula.neighbours import before, inflow
from ecoflow.formula.tree import Binary, Call, Comparison, Literal, Name, Node, Unary
from ecoflow.formula.workbook_branch import branched
from ecoflow.formula.workbook_each import BINARY, EACH, UNARY
from ecoflow.formula.workbook_lookups import bracketed, tiered
from ecoflow.formula.workbook_order import longest, ranked, streaked
from ecoflow.formula.workbook_piece import COMPARE, UNIT, Piece, ordered, typed, worked
from ecoflow.formula.workbook_reduced import reduced

Step = Callable[[Piece], Piece]
"""Gives a piece a cell of its own, and returns the reference to it."""

LONGEST = 900
"""Characters of a formula before a part of it gets a cell of its own; Excel takes 8192, a reader far fewer."""

_SIGN: Mapping[str, str] = {"=": "=", "!=": "<>", "worse than": ">", "better than": "<", "at or worse than": ">=",
                            "at or better than": "<="}


def read(node: Node, values: Mapping[str, Grid], step: Step) -> Grid:
    """The formula's text over the grids of its names, cell by cell.

    The grids hold pieces. What gets long, or is needed several times, gets a cell of its own by `step`. Raises Absent and
    NothingLeft where the exact reading does; a division by zero is an error of the cell in which it stands.
    """
    return _Reading(values, step).of(node)


class _Reading:
    """One reading of one formula."""

    def __init__(self, values: Mapping[str, Grid], step: Step) -> None:
        self._values, self._step = values, step

    def of(self, node: Node) -> Grid:
        """The node's pieces, none of them longer than a reader bears."""
        return combine(self._fitted, self._read(node))

    def _fitted(self, piece: Any) -> Any:
        return self._step(piece) if len(piece.text) > LONGEST else piece

    def _short(self, piece: Any) -> Any:
        """A piece that may be written several times: a name, a cell or a number."""
        return piece if piece.text.replace("_", "").replace(".", "").isalnum() or piece.spot else self._step(piece)

    def _read(self, node: Node) -> Grid:
        match node:
            case Literal():
                scale = node.unit.scale if node.unit is not None and not node.unit.is_plain else UNIT
                return _one(typed(node.value, scale))
            case Name():
                return self._picked(node)
            case Unary():
                return combine(UNARY[node.sign], self.of(node.of))
            case Binary():
                return combine(BINARY[node.sign], self.of(node.left), self.of(node.right))
            case Comparison():
                return self._chain(node)
            case Call():
                return self._call(node)

    def _picked(self, node: Name) -> Grid:
        found = self._values.get(node.id)
        if found is None:
            raise Absent(node.id)
        for member in node.members:
            try:
                found = found.pick(member)
            except KeyError:
                raise NothingLeft(f"{node.id}[{member}]") from None
        return found

    def _chain(self, node: Comparison) -> Grid:
        sides = [self.of(side) for side in node.sides]
        middle = [sides[0], *(combine(self._short, s) for s in sides[1:-1]), sides[-1]]

        def compared(*found: Any) -> Any:
            pairs = zip(node.signs, found[:-1], found[1:], strict=True)
            value = worked(lambda *v: all(ORDER[s](a, b) for s, a, b in zip(node.signs, v[:-1], v[1:], strict=True)), *found)
            texts = [ordered(a, _SIGN.get(s, s), b) for s, a, b in pairs]
            return Piece(texts[0], value, strength=COMPARE) if len(texts) == 1 else Piece(f"AND({','.join(texts)})", value)

        return combine(compared, *middle)

    def _call(self, node: Call) -> Grid:
        if node.function == "if":
            return self._branch(node)
        grids = [self.of(a) for a in node.arguments]
        if node.function in {"inflow", "before"}:
            return (inflow if node.function == "inflow" else before)(node, *grids)
        if node.function in {"tier", "brackets"}:
            x = combine(self._short, grids[0])
            return tiered(x, grids[1]) if node.function == "tier" else bracketed(x, grids[1])
        if node.function in {"rank", "run", "streak"}:
            ordering = {"rank": ranked, "run": longest, "streak": streaked}[node.function]
            return ordering(node, combine(self._short, grids[0]), self._step)
        if len(grids) == 1 and node.function in REDUCE:
            return reduced(node, grids[0])
        if node.function == "exceedance":
            grids[1] = combine(self._short, grids[1])
        return combine(EACH[node.function], *grids)

    def _branch(self, node: Call) -> Grid:
        condition = self.of(node.arguments[0])
        found: list[Grid | None] = []
        for branch in node.arguments[1:]:
            try:
                found.append(self.of(branch))
            except (Absent, NothingLeft):
                found.append(None)
        if found[0] is None and found[1] is None:
            raise NothingLeft("if")
        return branched(condition, *found)


def _one(piece: Piece) -> Grid:
    cells: Any = {(): piece}
    return Grid((), cells)

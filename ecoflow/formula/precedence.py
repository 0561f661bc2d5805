"""A flat run of operands and operators to a tree: which operator holds its neighbours more strongly.

Weakest to strongest: or, and, not, comparisons, + and -, * and /, unary minus. Operators of one strength hold from the
left; comparisons stand in chains, `0.95 < P <= 1`.
"""

from __future__ import annotations

import re

from msgspec import Struct

from ecoflow.formula.fault import Broken
from ecoflow.formula.tree import Binary, Comparison, Node, Unary

_STRENGTH = {"or": 1, "and": 2, "+": 5, "-": 5, "*": 6, "/": 6}
_NOT, _COMPARISON, _MINUS = 3, 4, 7


class Token(Struct, frozen=True):
    """A sign or a word where it stands in the text."""

    at: int
    text: str


def tree_of(items: list[Node | Token]) -> Node:
    """The tree of a run such as `- a + b * c`; Broken where a weak prefix stands inside a strong operator (`a + not b`)."""
    return _Run(items).tree(0)


class _Run:
    def __init__(self, items: list[Node | Token]) -> None:
        self.items, self.next = items, 0

    def tree(self, least: int) -> Node:
        """The longest tree from here whose operators are at least this strong."""
        left = self._operand(least)
        while (sign := self._sign()) is not None and (strength := _strength(sign)) >= least:
            if strength == _COMPARISON:
                left = self._chain(left)
            else:
                self.next += 1
                left = Binary(left.at, sign.text, left, self.tree(strength + 1))
        return left

    def _sign(self) -> Token | None:
        item = self.items[self.next] if self.next < len(self.items) else None
        return item if isinstance(item, Token) else None

    def _operand(self, least: int) -> Node:
        item = self.items[self.next]
        self.next += 1
        if not isinstance(item, Token):
            return item
        strength = _NOT if item.text == "not" else _MINUS
        if strength < least:
            raise Broken("E201", item.at, text=item.text)
        return Unary(item.at, item.text, self.tree(strength))

    def _chain(self, left: Node) -> Node:
        sides, signs = [left], list[Token]()
        while (sign := self._sign()) is not None and _strength(sign) == _COMPARISON:
            self.next += 1
            signs.append(sign)
            sides.append(self.tree(_COMPARISON + 1))
        written = tuple(re.sub(r"\s+", " ", s.text) for s in signs)
        return Comparison(left.at, tuple(sides), written, tuple(s.at for s in signs))


def _strength(sign: Token) -> int:
    return _STRENGTH.get(sign.text, _COMPARISON)

"""Formula text to tree, or one finding at the right character."""

from __future__ import annotations

import re
from functools import lru_cache

from parsy import ParseError

from ecoflow.formula.fault import Broken, Fault
from ecoflow.formula.grammar import CLASSES, FORMULA, KEYWORDS, LONGEST_SHOWN, MOST_OPERATORS
from ecoflow.formula.tree import Node, children

__all__ = ["DEEPEST", "LONGEST", "RESERVED", "Fault", "parse"]

LONGEST = 2_000
"""Characters in one formula: far above any agreement's, far below what could exhaust the parser."""

DEEPEST = 16
"""Nested brackets in one formula."""

RESERVED = frozenset({*CLASSES, *KEYWORDS})
"""Words no term, fact, measure, quantity, section, indicator or party may be called."""


# what people type where the language has a plain sign for it
_INSTEAD = {
    "≤": "<=", "≥": ">=", "≠": "!=", "×": "*", "÷": "/", "−": "-", "＋": "+", "－": "-", "＊": "*", "／": "/",
    "＜": "<", "＞": ">", "＝": "=", "（": "(", "）": ")", "，": ",", "且": "and", "或": "or", "非": "not",
}


@lru_cache(maxsize=1024)
def parse(text: str) -> Node | Fault:
    """The tree of a formula, or the first thing that breaks it (a grammar cannot go on after one)."""
    fault = _too_large(text)
    if fault:
        return fault
    try:
        tree: Node = FORMULA.parse(text)
    except ParseError as error:
        return _explain(text, error.index)
    except Broken as broken:
        return broken.fault
    return Fault("E203", 0, (("most", str(MOST_OPERATORS)),)) if _height(tree) > MOST_OPERATORS else tree


def _too_large(text: str) -> Fault | None:
    if len(text) > LONGEST:
        return Fault("E203", 0, (("most", str(LONGEST)),))
    depth = 0
    for at, character in enumerate(text):
        depth += (character in "([") - (character in ")]")
        if depth > DEEPEST:
            return Fault("E203", at, (("most", str(DEEPEST)),))
    return None


def _height(tree: Node) -> int:
    """Levels of the tree, counted without recursion: it may be too tall for that."""
    level, height = [tree], 0
    while level:
        height += 1
        level = [child for node in level for child in children(node)]
    return height


def _explain(text: str, at: int) -> Fault:
    """What stands where reading stopped: nothing more, a number gone wrong, or something out of place."""
    if not text[at:].strip():
        return Fault("E202", max(len(text.rstrip()) - 1, 0))
    if text[at] in _INSTEAD:
        return Fault("E206", at, (("text", text[at]), ("instead", _INSTEAD[text[at]])))
    word = re.compile(r"[\w.]*\w|[<>=!]+|.", re.DOTALL).match(text, at)
    shown = word[0] if word else text
    number = shown.lstrip(".")[:1].isdigit() and _operand_may_stand(text[:at].rstrip())
    return Fault("E204" if number else "E201", at, (("text", shown[:LONGEST_SHOWN]),))


def _operand_may_stand(before: str) -> bool:
    """Whether an operand could follow: then digits are a number gone wrong, not a number too many."""
    return not before or not (before[-1].isalnum() or before[-1] in "_)[]%³")

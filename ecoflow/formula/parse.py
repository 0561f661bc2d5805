"""Formula text to tree, or one finding at the right character."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from lark import Lark, Token, Transformer, Tree, v_args
from lark.exceptions import UnexpectedCharacters, UnexpectedInput, UnexpectedToken, VisitError
from lark.tree import Meta

from ecoflow.formula.tree import Binary, Call, Comparison, Literal, Name, Node, Unary
from ecoflow.standards.gb3838 import WaterClass
from ecoflow.standards.units import ONE, parse_number, parse_quantity

LONGEST = 2_000
"""Characters in one formula: far above any agreement's, far below what could exhaust the parser."""

DEEPEST = 40
"""Nested brackets in one formula."""

TALLEST = 100
"""Operators one above the other, such as the terms of one long sum: every reading of a formula walks them."""

_CLASSES = {"I": WaterClass.I, "II": WaterClass.II, "III": WaterClass.III, "IV": WaterClass.IV, "V": WaterClass.V,
            "worse_than_V": WaterClass.WORSE_THAN_V}

RESERVED = frozenset({*_CLASSES, "and", "or", "not", "over", "true", "false", "otherwise"})
"""Words no term, fact, measure, quantity, section, indicator or party may be called."""


@dataclass(frozen=True, slots=True)
class Fault:
    """What the formula's text breaks, and at which character; `code` is an entry of the table of codes."""

    code: str
    at: int
    details: tuple[tuple[str, str | tuple[str, str]], ...] = ()


class _Stop(Exception):  # noqa: N818 - never leaves this file
    def __init__(self, code: str, at: int, text: str) -> None:
        self.fault = Fault(code, at, (("text", text),))


def parse(text: str) -> Node | Fault:
    """The tree of a formula, or the first thing that breaks it (a grammar cannot go on after one)."""
    fault = _too_large(text)
    if fault:
        return fault
    try:
        read = _grammar().parse(text)
        if _height(read) > TALLEST:
            return Fault("E203", 0, (("most", str(TALLEST)),))
        return _Trees().transform(read)
    except UnexpectedInput as error:
        return _explain(text, error)
    except VisitError as error:
        if isinstance(error.orig_exc, _Stop):
            return error.orig_exc.fault
        raise


def _too_large(text: str) -> Fault | None:
    if len(text) > LONGEST:
        return Fault("E203", 0, (("most", str(LONGEST)),))
    depth = 0
    for at, character in enumerate(text):
        depth += (character in "([") - (character in ")]")
        if depth > DEEPEST:
            return Fault("E203", at, (("most", str(DEEPEST)),))
    return None


def _height(tree: Tree[Token]) -> int:
    """Levels of the tree, counted without recursion: it may be too tall for that."""
    level: list[Tree[Token]] = [tree]
    height = 0
    while level:
        height += 1
        level = [child for node in level for child in node.children if isinstance(child, Tree)]
    return height


@cache
def _grammar() -> Lark:
    text = files("ecoflow.formula").joinpath("grammar.lark").read_text("utf-8")
    return Lark(text, parser="lalr", lexer="basic", propagate_positions=True)


def _explain(text: str, error: UnexpectedInput) -> Fault:
    if isinstance(error, UnexpectedToken) and error.token.type != "$END":
        return Fault("E201", error.token.start_pos or 0, (("text", str(error.token)),))
    at = error.pos_in_stream or 0
    if isinstance(error, UnexpectedCharacters):
        word = re.compile(r"[\w.]*\w|.", re.DOTALL).match(text, at)
        shown = word[0] if word else text
        return Fault("E204" if shown.lstrip(".")[:1].isdigit() else "E201", at, (("text", shown[:_LONGEST_SHOWN]),))
    return Fault("E202", max(len(text.rstrip()) - 1, 0))


_LONGEST_SHOWN = 40


def _start(meta: Meta) -> int:
    return int(meta.start_pos)


@v_args(meta=True)
class _Trees(Transformer[Token, Node]):
    """Lark's rule names to our nodes; one method a rule of grammar.lark."""

    def quantity(self, meta: Meta, parts: list[Token]) -> Node:
        read = parse_quantity(str(parts[0]))
        if read is None:
            raise _Stop("E204", _start(meta), str(parts[0])[:_LONGEST_SHOWN])
        return Literal(_start(meta), read.value, read.unit, str(parts[0]))

    def number(self, meta: Meta, parts: list[Token]) -> Node:
        value = parse_number(str(parts[0]))
        if value is None:
            raise _Stop("E204", _start(meta), str(parts[0])[:_LONGEST_SHOWN])
        return Literal(_start(meta), value, ONE, str(parts[0]))

    def true(self, meta: Meta, _: list[Token]) -> Node:
        return Literal(_start(meta), value=True, unit=None, text="true")

    def false(self, meta: Meta, _: list[Token]) -> Node:
        return Literal(_start(meta), value=False, unit=None, text="false")

    def name(self, meta: Meta, parts: list[Token]) -> Node:
        word = str(parts[0])
        if word in _CLASSES:
            return Literal(_start(meta), _CLASSES[word], None, word)
        if word in RESERVED:
            raise _Stop("E201", _start(meta), word)
        return Name(_start(meta), word)

    def index(self, meta: Meta, parts: list[Token]) -> Node:
        word, *members = parts
        return Name(_start(meta), str(word), tuple(map(str, members)), tuple(m.start_pos or 0 for m in members))

    def over(self, _: Meta, parts: list[Token]) -> list[Token]:
        return parts

    def call(self, meta: Meta, parts: list[Token | Node | list[Token]]) -> Node:
        word, *rest = parts
        over = rest.pop() if isinstance(rest[-1], list) else []
        arguments = tuple(rest)
        return Call(_start(meta), str(word), arguments, tuple(map(str, over)),  # type: ignore[arg-type]
                    tuple(o.start_pos or 0 for o in over))  # type: ignore[union-attr]

    def compare(self, meta: Meta, parts: list[Token | Node]) -> Node:
        signs = [p for p in parts if isinstance(p, Token)]
        sides = tuple(p for p in parts if not isinstance(p, Token))
        written = tuple(re.sub(r"\s+", " ", str(s)) for s in signs)
        return Comparison(_start(meta), sides, written, tuple(s.start_pos or 0 for s in signs))

    def negate(self, meta: Meta, parts: list[Node]) -> Node:
        return Unary(_start(meta), "-", parts[0])

    def not_(self, meta: Meta, parts: list[Node]) -> Node:
        return Unary(_start(meta), "not", parts[0])

    def _binary(self, sign: str, meta: Meta, parts: list[Node]) -> Node:
        return Binary(_start(meta), sign, parts[0], parts[1])

    def add(self, meta: Meta, parts: list[Node]) -> Node:
        return self._binary("+", meta, parts)

    def subtract(self, meta: Meta, parts: list[Node]) -> Node:
        return self._binary("-", meta, parts)

    def multiply(self, meta: Meta, parts: list[Node]) -> Node:
        return self._binary("*", meta, parts)

    def divide(self, meta: Meta, parts: list[Node]) -> Node:
        return self._binary("/", meta, parts)

    def and_(self, meta: Meta, parts: list[Node]) -> Node:
        return self._binary("and", meta, parts)

    def or_(self, meta: Meta, parts: list[Node]) -> Node:
        return self._binary("or", meta, parts)

"""The grammar of formulas, in parsy. It is total: no loops, no definitions, no calls but the listed functions.

    run       operand (operator operand)*
    operand   ("-" | "not")* atom
    atom      quantity | number | name[member, ...] | name(run, ... over) | true | false | name | (run)
    over      nothing | "over" dimension, ... | "over" dimension, ... "by" role

`precedence` makes the tree of a run. A combinator costs a cold start nothing; a table-driven parser of this grammar took
longer to build than a whole agreement takes to settle.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from msgspec.structs import replace
from parsy import Parser, Result, alt, forward_declaration, regex, seq

from ecoflow.formula.fault import Broken
from ecoflow.formula.precedence import Token, tree_of
from ecoflow.formula.tree import Call, Literal, Name, Node
from ecoflow.standards.gb3838 import WaterClass
from ecoflow.standards.units import ONE, parse_number, parse_quantity

MOST_OPERATORS = 100
"""Operators side by side or one above the other: far above any agreement's; every reading of a formula walks them."""

LONGEST_SHOWN = 40
"""Characters of the guilty text that a finding repeats."""

CLASSES = {"I": WaterClass.I, "II": WaterClass.II, "III": WaterClass.III, "IV": WaterClass.IV, "V": WaterClass.V,
           "worse_than_V": WaterClass.WORSE_THAN_V}
KEYWORDS = ("and", "or", "not", "over", "true", "false", "otherwise")

_UNIT = (
    r"((亿|万)?元|[mμµu]?g|kg|万?t)/(mg/L|[A-Za-zμµ]+[²³23]?|百分点|%|吨)"
    r"|(亿|万)?元|百分点|%|(mg|μg|µg|ug|g)/(L|m³|m3)|(亿|万)?(m³|m3)(/s)?|万?t|吨|天"
)
# The class comparisons read as the agreements do: 劣于, 优于, 达到或优于.
_COMPARE = r"<=|>=|!=|==|<|>|=|at\s+or\s+(?:better|worse)\s+than\b|(?:better|worse)\s+than\b"

_Suffix = Callable[[Token], Node]
"""What stands after a name, waiting for the name."""


def _token(pattern: str) -> Parser:
    """A word or sign and the space after it: one match, where three parsers in a row would take thrice as long."""
    match = re.compile(rf"({pattern})\s*").match

    def token(text: str, at: int) -> Result:
        found = match(text, at)
        return Result.success(found.end(), Token(at, found[1])) if found else Result.failure(at, pattern)

    return Parser(token)


def _quantity(token: Token) -> Node:
    read = parse_quantity(token.text)
    if read is None:
        raise Broken("E204", token.at, text=token.text[:LONGEST_SHOWN])
    return Literal(token.at, read.value, read.unit, token.text)


def _number(token: Token) -> Node:
    value = parse_number(token.text)
    if value is None:
        raise Broken("E204", token.at, text=token.text[:LONGEST_SHOWN])
    return Literal(token.at, value, ONE, token.text)


def _word(token: Token) -> Node:
    if token.text in CLASSES:
        return Literal(token.at, CLASSES[token.text], None, token.text)
    return Name(token.at, token.text)


def _truth(token: Token) -> Node:
    return Literal(token.at, token.text == "true", None, token.text)


def _picked(members: list[Token]) -> _Suffix:
    return lambda name: Name(name.at, name.text, tuple(m.text for m in members), tuple(m.at for m in members))


def _called(arguments: list[Node], over: tuple[list[Token], Token | None]) -> _Suffix:
    return lambda name: _call(name, arguments, *over)


def _call(name: Token, arguments: list[Node], dims: list[Token], by: Token | None) -> Node:
    call = Call(name.at, name.text, tuple(arguments), tuple(d.text for d in dims), tuple(d.at for d in dims))
    return call if by is None else replace(call, by=by.text, by_at=by.at)


def _prefixed(signs: list[Token], atom: Node) -> list[Node | Token]:
    return [*signs, atom]


def _tree(first: list[Node | Token], rest: list[tuple[Token, list[Node | Token]]]) -> Node:
    items = [*first, *(item for sign, operand in rest for item in (sign, *operand))]
    if len(items) > 2 * MOST_OPERATORS + 1:
        raise Broken("E203", 0, most=str(MOST_OPERATORS))
    return tree_of(items)


def _named(text: str, at: int) -> Result:
    """A name and what its bracket holds, one look ahead: a choice of parsers would stand at every level of brackets."""
    name = _name(text, at)
    suffix = {"[": _members, "(": _arguments}.get(text[name.index : name.index + 1]) if name.status else None
    if suffix is None:
        return Result.success(name.index, _word(name.value)) if name.status else name
    found = suffix(text, name.index)
    return Result.success(found.index, found.value(name.value)).aggregate(found) if found.status else found


_run = forward_declaration()
_name = _token(rf"(?!(?:{'|'.join(KEYWORDS)})\b)[^\W\d]\w*")
_comma, _open, _close = _token(","), _token(r"\("), _token(r"\)")
_names = _name.sep_by(_comma, min=1)
_by = (_token(r"by\b") >> _name).optional()
_over = seq(_token(r"over\b") >> _names, _by).map(tuple).optional(([], None))
_members = (_token(r"\[") >> _names << _token(r"\]")).map(_picked)
_arguments = seq(_open >> _run.sep_by(_comma, min=1), _over << _close).combine(_called)
_atom = alt(
    _token(rf"\d+(\.\d+)?\s*({_UNIT})(?!\w)").map(_quantity),
    _token(r"\d+(\.\d+)?(?![\w.])").map(_number),
    _token(r"(?:true|false)\b").map(_truth),
    Parser(_named),
    _open >> _run << _close,
)
_operand = seq(_token(r"-|not\b").many(), _atom).combine(_prefixed)
_operator = _token(rf"{_COMPARE}|[-+*/]|(?:and|or)\b")
_run.become(seq(_operand, seq(_operator, _operand).many()).combine(_tree))

FORMULA: Parser = regex(r"\s*") >> _run
"""Reads a whole formula to its tree; raises parsy's ParseError at the character it cannot read on from, or Broken."""

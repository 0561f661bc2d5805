"""The words reading of a formula: as a person would write it, and with its numbers put in."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction

from msgspec import Struct, field
from msgspec.structs import replace

from ecoflow.formula.elsewhere import looked_at
from ecoflow.formula.exact import Absent, evaluate
from ecoflow.formula.functions import FUNCTIONS
from ecoflow.formula.grid import Grid, NothingLeft, Scalar
from ecoflow.formula.pieces import where
from ecoflow.formula.tree import Binary, Call, Comparison, Literal, Name, Node, Unary
from ecoflow.formula.types import DIMENSION_WORDS, ROLE_WORDS, Type
from ecoflow.standards.gb3838 import WaterClass
from ecoflow.standards.rounding import plain_text
from ecoflow.standards.units import ONE, Unit

_MOST_TERMS = 12
"""A sum over more cells than this is shown by its symbol and its value: a page is read by people."""

_SIGNS = {
    "*": ("×", "×"), "/": ("÷", "÷"), "+": ("+", "+"), "-": ("−", "−"), "and": ("且", "and"), "or": ("或", "or"),
    "<": ("<", "<"), "<=": ("≤", "≤"), ">": (">", ">"), ">=": ("≥", "≥"), "=": ("=", "="), "!=": ("≠", "≠"),
    "worse than": ("劣于", "worse than"), "better than": ("优于", "better than"),
    "at or worse than": ("达到或劣于", "at or worse than"), "at or better than": ("达到或优于", "at or better than"),
}
_STRENGTH = {"or": 1, "and": 2, "+": 5, "-": 5, "*": 6, "/": 6}
_IF, _OR, _NOT, _COMPARE, _NEGATE, _ATOM = 0, 1, 3, 4, 7, 9


def show(value: Scalar, unit: Unit | None, lang: str) -> str:
    """One value as text in its unit; `…` follows a number that does not end (six figures, or two decimals)."""
    if isinstance(value, bool):
        return {("zh", True): "是", ("zh", False): "否", ("en", True): "yes", ("en", False): "no"}[lang, value]
    if isinstance(value, WaterClass):
        return value.zh if lang == "zh" else value.en
    unit = unit or ONE
    in_unit = value / unit.scale
    text = plain_text(in_unit, max(6, len(str(abs(int(in_unit)))) + 2))
    shown = unit.show(Fraction(text) * unit.scale)
    if Fraction(text) != in_unit:
        shown = shown.replace(text, f"{text}…", 1)
    return _grouped(shown) if unit.is_money else shown


def _grouped(text: str) -> str:
    found = re.fullmatch(r"(-?)([0-9]+)(.*?)( CNY)?", text)
    if not found:
        return text
    grouped = f"{found[1]}{int(found[2]):,}{found[3]}"
    # the currency stands before an amount, as everywhere else on paper
    return f"CNY {grouped}" if found[4] else grouped


class Words(Struct, frozen=True):
    """How to say a formula: labels of names and members, and, to put the numbers in, their values and types.

    `where` fixes the members of dimensions, as inside one term of a sum that is written out.
    """

    lang: str
    labels: Mapping[str, str]
    values: Mapping[str, Grid] | None = None
    types: Mapping[str, Type] | None = None
    where: Mapping[str, str] = field(default_factory=dict)

    def say(self, node: Node) -> str:
        """The formula as text; with values given, every name that has one number is replaced by it."""
        return self._say(node)[0]

    def _say(self, node: Node) -> tuple[str, int]:
        match node:
            case Literal():
                text = node.text if node.unit is not None else show(node.value, None, self.lang)
                return text, _ATOM
            case Name():
                return self._name(node)
            case Unary():
                return self._unary(node)
            case Binary():
                return self._binary(node)
            case Comparison():
                return self._comparison(node)
            case Call():
                return self._call(node)

    def _name(self, node: Name) -> tuple[str, int]:
        value = self._value(node)
        if isinstance(value, Fraction):
            declared = (self.types or {}).get(node.id)
            text = show(value, declared.unit if declared else None, self.lang)
            return (f"−{text[1:]}", _NEGATE) if text.startswith("-") else (text, _ATOM)
        label = self.labels.get(node.id, node.id)
        picked = ", ".join(self.labels.get(m, m) for m in node.members)
        said = f"{label}[{picked}]" if picked else label
        if value is None:
            return said, _ATOM
        # a bare "no" or "V" among words would say nothing: the name stays
        known = show(value, None, self.lang)
        return (f"{said}（{known}）" if self.lang == "zh" else f"{said} ({known})"), _ATOM

    def _value(self, node: Name) -> Scalar | None:
        """The single value of a name here; None when it has none, or one for each of several members."""
        if self.values is None or node.id not in self.values:
            return None
        try:
            grid = evaluate(node, self.values).at(self.where)
        except NothingLeft:
            return None
        return None if grid.dims or not grid.cells else grid.only()

    def _unary(self, node: Unary) -> tuple[str, int]:
        strength = _NEGATE if node.sign == "-" else _NOT
        inner = self._within(node.of, strength, after=node.sign == "-")
        if node.sign == "-":
            return f"−{inner}", _NEGATE
        return (f"非{inner}" if self.lang == "zh" else f"not {inner}"), _NOT

    def _within(self, node: Node, strength: int, *, strict: bool = False, after: bool = False) -> str:
        """The node as an operand: in brackets when it binds weaker, or when a minus would follow another sign."""
        text, own = self._say(node)
        weaker = own < strength or (strict and own == strength)
        return f"({text})" if weaker or (after and text.startswith("−")) else text

    def _binary(self, node: Binary) -> tuple[str, int]:
        strength = _STRENGTH[node.sign]
        left = self._within(node.left, strength)
        right = self._within(node.right, strength, strict=node.sign in {"-", "/"}, after=True)
        return f"{left} {_SIGNS[node.sign][self._pick]} {right}", strength

    def _comparison(self, node: Comparison) -> tuple[str, int]:
        text = self._within(node.sides[0], _COMPARE + 1)
        for sign, side in zip(node.signs, node.sides[1:], strict=True):
            text += f" {_SIGNS[sign][self._pick]} {self._within(side, _COMPARE + 1)}"
        return text, _COMPARE

    def _call(self, node: Call) -> tuple[str, int]:
        expanded = self._expanded(node)
        if expanded is not None:
            return expanded
        if node.function == "if":
            return self._branch(node)
        listed = self._terms(node) if node.function == "rank" else None
        inside = listed or [words._within(a, _OR) for a, words in self._arguments(node)]  # noqa: SLF001 - the same class
        over = self._over(node)
        name = "Σ" if node.function == "sum" else FUNCTIONS[node.function].zh if self.lang == "zh" else node.function
        return f"{name}({', '.join(inside)}{over})", _ATOM

    def _branch(self, node: Call) -> tuple[str, int]:
        condition, yes, no = (self._within(a, _OR) for a in node.arguments)
        zh, en = f"若 {condition}，则 {yes}，否则 {no}", f"if {condition} then {yes} else {no}"
        return (zh if self.lang == "zh" else en), _IF

    def _over(self, node: Call) -> str:
        """What a call runs over, and whose sections it puts together."""
        if not node.over:
            return ""
        zh, en = ROLE_WORDS.get(node.by, (node.by, node.by))
        if self.lang == "zh":
            return "，按" + "、".join(DIMENSION_WORDS.get(d, d) for d in node.over) + (f"归到{zh}" if node.by else "")
        return f" over {', '.join(node.over)}" + (f" by {en}" if node.by else "")

    def _arguments(self, node: Call) -> list[tuple[Node, Words]]:
        """The arguments, each said where it is looked at; of `inflow` and `before`, with numbers, only the one that is."""
        if self.values is None or node.function not in {"inflow", "before"}:
            return [(a, self) for a in node.arguments]
        return [(a, replace(self, where=at)) for a, at in looked_at(node, self.where, self.values)]

    def _expanded(self, node: Call) -> tuple[str, int] | None:
        """`Σ` written out term by term, each with its numbers, when the numbers are known and few."""
        terms = self._terms(node) if node.function == "sum" else None
        if terms is None:
            return None
        return " + ".join(terms), (_STRENGTH["+"] if len(terms) > 1 else _STRENGTH["*"])

    def _terms(self, node: Call) -> list[str] | None:
        """What a call runs over, each with its numbers and its member, when the numbers are known and few."""
        if self.values is None or (node.by and "party" not in self.where):
            return None
        of = node.arguments[0]
        try:
            whole = evaluate(of, self.values)
        except (ArithmeticError, Absent):
            return None
        # what the sum runs over is its own, also inside the term of another sum
        over = node.over or whole.dims
        outside = {d: m for d, m in self.where.items() if d not in over and not (node.by and d == "party")}
        grid = whole.at(outside)
        if node.by:
            held = {section for section, party in node.pairs if party == self.where["party"]}
            grid = where(grid, "section", lambda section: section in held)
        if not 1 <= len(grid.cells) <= _MOST_TERMS or set(over) != set(grid.dims):
            return None
        terms: list[str] = []
        for cell in grid.cells:
            here = dict(zip(grid.dims, cell, strict=True))
            inside = replace(self, where=outside | here)
            text = inside._within(of, _STRENGTH["+"], after=bool(terms))  # noqa: SLF001 - the same class
            terms.append(f"{text} [{', '.join(self.labels.get(m, m) for m in here.values())}]")
        return terms

    @property
    def _pick(self) -> int:
        return 0 if self.lang == "zh" else 1

"""The words reading of a formula: as a person would write it, and with its numbers put in."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction

from ecoflow.formula.exact import evaluate
from ecoflow.formula.functions import FUNCTIONS
from ecoflow.formula.grid import Grid, Scalar
from ecoflow.formula.tree import Binary, Call, Comparison, Literal, Name, Node, Unary
from ecoflow.formula.types import Type
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
_NOT, _COMPARE, _NEGATE, _ATOM = 3, 4, 7, 9


def show(value: Scalar, unit: Unit | None, lang: str) -> str:
    """One value as text in its unit; `…` follows a number that does not end."""
    if isinstance(value, bool):
        return {("zh", True): "是", ("zh", False): "否", ("en", True): "yes", ("en", False): "no"}[lang, value]
    if isinstance(value, WaterClass):
        return value.zh if lang == "zh" else value.en
    unit = unit or ONE
    in_unit = value / unit.scale
    text = plain_text(in_unit, 6)
    shown = unit.show(value) if Fraction(text) == in_unit else unit.show(Fraction(text) * unit.scale).replace(
        text, f"{text}…", 1)
    return _grouped(shown) if unit.is_money else shown


def _grouped(text: str) -> str:
    digits = len(text) - len(text.lstrip("-0123456789"))
    head = text[:digits]
    return f"{int(head):,}{text[digits:]}" if head.strip("-") else text


@dataclass(frozen=True, slots=True)
class Words:
    """How to say a formula: labels of the names, and, to put the numbers in, their values and types."""

    lang: str
    labels: Mapping[str, str]
    values: Mapping[str, Grid] | None = None
    types: Mapping[str, Type] | None = None

    def say(self, node: Node) -> str:
        """The formula as text; with values given, every name that has one value is replaced by it."""
        return self._say(node)[0]

    def _say(self, node: Node) -> tuple[str, int]:
        match node:
            case Literal():
                text = node.text if node.unit is not None else show(node.value, None, self.lang)
                return text, _ATOM
            case Name():
                return self._name(node), _ATOM
            case Unary():
                return self._unary(node)
            case Binary():
                return self._binary(node)
            case Comparison():
                return self._comparison(node)
            case Call():
                return self._call(node)

    def _name(self, node: Name) -> str:
        if self.values is not None and node.id in self.values:
            grid = evaluate(node, self.values)
            if not grid.dims and grid.cells:
                declared = (self.types or {}).get(node.id)
                return show(grid.only(), declared.unit if declared else None, self.lang)
        label = self.labels.get(node.id, node.id)
        return f"{label}[{', '.join(self.labels.get(m, m) for m in node.members)}]" if node.members else label

    def _unary(self, node: Unary) -> tuple[str, int]:
        strength = _NEGATE if node.sign == "-" else _NOT
        inner = self._within(node.of, strength)
        if node.sign == "-":
            return f"−{inner}", _NEGATE
        return (f"非{inner}" if self.lang == "zh" else f"not {inner}"), _NOT

    def _within(self, node: Node, strength: int, *, strict: bool = False) -> str:
        text, own = self._say(node)
        weaker = own < strength or (strict and own == strength)
        return f"({text})" if weaker else text

    def _binary(self, node: Binary) -> tuple[str, int]:
        strength = _STRENGTH[node.sign]
        left = self._within(node.left, strength)
        right = self._within(node.right, strength, strict=node.sign in {"-", "/"})
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
        inside = ", ".join(self._say(a)[0] for a in node.arguments)
        over = ("" if not node.over else f"，按{'、'.join(node.over)}" if self.lang == "zh"
                else f" over {', '.join(node.over)}")
        name = FUNCTIONS[node.function].zh if self.lang == "zh" else node.function
        if node.function == "sum":
            name = "Σ"
        return f"{name}({inside}{over})", _ATOM

    def _expanded(self, node: Call) -> tuple[str, int] | None:
        """`Σ` written out term by term, each with its numbers, when the numbers are known and few."""
        if node.function != "sum" or self.values is None:
            return None
        grid = evaluate(node.arguments[0], self.values)
        if not 1 <= len(grid.cells) <= _MOST_TERMS or set(node.over or grid.dims) != set(grid.dims):
            return None
        terms = []
        for where, _ in grid.items():
            here = {n: g.at(where) for n, g in self.values.items()}
            inner = Words(self.lang, self.labels, here, self.types)
            terms.append(f"{inner._within(node.arguments[0], _STRENGTH['+'])} [{', '.join(where.values())}]")
        return " + ".join(terms), (_STRENGTH["+"] if len(terms) > 1 else _STRENGTH["*"])

    @property
    def _pick(self) -> int:
        return 0 if self.lang == "zh" else 1

"""Every small mistake a drafter could make in an agreement: one change of the text, the rest byte for byte.

The places come from PyYAML's own node graph and the kinds of scalar from the declaration of the language, so that what
a finding must say is worked out apart from the code that makes it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import NamedTuple

import yaml
from mutant import Mutant, end_of

from ecoflow.agreement.language import AGREEMENT
from ecoflow.agreement.shape import Either, Later, Leaf, Listing, Record, Shape, Table

Entry = tuple[yaml.ScalarNode, yaml.Node]
Edit = tuple[int, int, str]


def mutants(text: str) -> Iterator[Mutant]:
    """Every mutant of an agreement's text, in the order of the file."""
    root = yaml.compose(text, Loader=yaml.CSafeLoader)
    yield from _Walk(text).node(root, AGREEMENT, (), root.start_mark.index)


class _Walk(NamedTuple):
    text: str

    def node(self, node: yaml.Node, shape: Shape, path: tuple[str, ...], owner: int) -> Iterator[Mutant]:
        match shape:
            case Later():
                yield from self.node(node, shape.get(), path, owner)
            case Either():
                scalar = isinstance(node, yaml.ScalarNode)
                yield from self.node(node, shape.scalar if scalar else shape.mapping, path, owner)
            case Listing():
                yield from self._listing(node, shape, path, owner)
            case Record() | Table():
                yield from self._mapping(node, shape, path, owner)
            case Leaf():
                yield from self._leaf(node, shape, path)

    def made(self, kind: str, what: str, edit: Edit, codes: str = "", at: int | None = None, *, name: str = "") -> Mutant:
        start, end, new = edit
        text = self.text[:start] + new + self.text[end:]
        return Mutant(kind, what, text, start if at is None else at, frozenset(codes.split()), name)

    def _listing(self, node: yaml.Node, shape: Listing, path: tuple[str, ...], owner: int) -> Iterator[Mutant]:
        if not isinstance(node, yaml.SequenceNode):
            yield from self.node(node, shape.of, path, owner)
            return
        for n, item in enumerate(node.value):
            label = f"{'.'.join(path)}.{n}"
            cut = self._cut([(i.start_mark.index, end_of(i)) for i in node.value], n)
            called = (
                item.value
                if isinstance(item, yaml.ScalarNode)
                else next((v.value for k, v in item.value if k.value == "id"), "")
            )
            yield self.made("delete item", label, cut, name=str(called))
            if node.flow_style:
                again = self.text[item.start_mark.index : end_of(item)]
                yield self.made("duplicate item", label, (end_of(item), end_of(item), f", {again}"), at=end_of(item) + 2)
            yield from self.node(item, shape.of, (*path, str(n)), item.start_mark.index)

    def _cut(self, spans: list[tuple[int, int]], n: int) -> Edit:
        if n + 1 < len(spans):
            return spans[n][0], spans[n + 1][0], ""
        return (spans[n - 1][1] if n else spans[n][0]), spans[n][1], ""

    def _mapping(self, node: yaml.Node, shape: Record | Table, path: tuple[str, ...], owner: int) -> Iterator[Mutant]:
        spans = [(k.start_mark.index, end_of(v)) for k, v in node.value]
        for n, (key, value) in enumerate(node.value):
            here = (*path, key.value)
            if len(spans) > 1 or node.flow_style:
                yield self._deleted(node, shape, here, owner, self._cut(spans, n))
            yield from self._repeated(node, key, value, here)
            yield from self._renamed(shape, key, here)
            inner = shape.of if isinstance(shape, Table) else shape.field(key.value).shape
            yield from self.node(value, inner, here, key.start_mark.index)
        yield from self._swapped(node, shape, path)

    def _deleted(
        self, node: yaml.Node, shape: Record | Table, path: tuple[str, ...], owner: int, cut: Edit
    ) -> Mutant:
        key = path[-1]
        codes = ""
        if isinstance(shape, Record):
            required = shape.field(key).required
            codes = "E112" if required else "E118" if key in shape.one_of else ""
        elif len(node.value) == 1 and shape.least:
            codes = "E115"
        at = node.start_mark.index if codes == "E115" else owner
        # what stands before the cut keeps its place; an owner is never behind what it owns
        kind = "delete key" if isinstance(shape, Record) else "delete entry"
        return self.made(kind, ".".join(path), cut, codes, at if codes else cut[0], name=key)

    def _repeated(self, node: yaml.Node, key: yaml.ScalarNode, value: yaml.Node, path: tuple[str, ...]) -> Iterator[Mutant]:
        if isinstance(value, yaml.ScalarNode) and value.style in {"|", ">"}:
            return
        start, end = key.start_mark.index, end_of(value)
        between = ", " if node.flow_style else "\n" + " " * key.start_mark.column
        yield self.made(
            "duplicate key", ".".join(path), (end, end, between + self.text[start:end]), "E102", end + len(between)
        )

    def _renamed(self, shape: Record | Table, key: yaml.ScalarNode, path: tuple[str, ...]) -> Iterator[Mutant]:
        start, end = key.start_mark.index, key.end_mark.index
        if isinstance(shape, Record):
            yield self.made("misspelt key", ".".join(path), (start, end, f"{key.value}x"), "E111", name=key.value)
        elif len(path) == 2 and shape.key in {"name", "id"}:
            yield self.made("rename entry", ".".join(path), (start, end, f"{key.value}_x"), name=key.value)
        elif re.fullmatch(r"[0-9]{4}", key.value) and path[0] == "terms":
            yield self.made("year out of term", ".".join(path), (start, end, "2099"), name=path[1])
        elif key.value.startswith(("up to ", "below ")):
            other = key.value.replace("up to", "below", 1) if key.value[0] == "u" else key.value.replace("below", "up to", 1)
            yield self.made("bound of a step", ".".join(path), (start, end, other))
            yield self.made("number of a step", ".".join(path), (start, end, re.sub(r"([0-9])", r"9\1", other, count=1)))

    def _swapped(self, node: yaml.Node, shape: Record | Table, path: tuple[str, ...]) -> Iterator[Mutant]:
        values = {k.value: v for k, v in node.value}
        pairs = (
            [("from", "to"), ("upstream", "downstream")]
            if isinstance(shape, Record)
            else list(pairwise(values))
            if path[0] == "terms" and len(path) > 2
            else []
        )
        for left, right in pairs:
            if left in values and right in values:
                a, b = sorted((values[left], values[right]), key=lambda v: v.start_mark.index)
                sa, ea, sb, eb = a.start_mark.index, end_of(a), b.start_mark.index, end_of(b)
                if self.text[sa:ea] == self.text[sb:eb]:
                    continue
                new = self.text[sb:eb] + self.text[ea:sb] + self.text[sa:ea]
                codes, at = ("E270", eb - (ea - sa)) if path == ("term",) else ("", sa)
                what = f"{'.'.join(path)}: {left}, {right}"
                yield self.made("swap", what, (sa, eb, new), codes, at, name="".join(path[-1:]))

    def _leaf(self, node: yaml.Node, leaf: Leaf, path: tuple[str, ...]) -> Iterator[Mutant]:
        start, end = node.start_mark.index, node.end_mark.index
        raw, label = self.text[start:end], ".".join(path)
        for kind, pattern, change, codes in _CHANGES.get(leaf.kind, ()):
            if leaf.kind == "choice" and path == ("ecoflow",):
                continue
            for found in re.finditer(pattern, raw):
                for new in change(found[0]) if callable(change) else change:
                    at = start + found.start()
                    edit = (at, start + found.end(), new)
                    what = f"{label}: {found[0]} -> {new}"
                    # a value that is none is found where the value begins, a word of a formula where the word does
                    stands = start if codes and leaf.kind != "formula" else at
                    name = found[0] if leaf.kind == "formula" else "".join(path[1:2])
                    yield self.made(kind, what, edit, codes, stands, name=name)


_WORDS = r"(?!(?:and|or|not|over|by|true|false|otherwise|at|better|worse|than|worse_than_V|I|II|III|IV|V)\b)"
_NAME = rf"(?<![\w.\"'\\/])(?<![0-9] ){_WORDS}[A-Za-z_]\w*(?!\w)"
_NUMBER = r"(?<![\w.\-])[0-9]+(?:\.[0-9]+)?(?![\w.]*\])"
_BOUNDS = {"<=": "<", "<": "<=", ">=": ">", ">": ">="}
_ORDERS = {"better": "worse", "worse": "better"}
_FUNCTIONS = {
    "max": "min",
    "min": "max",
    "sum": "mean",
    "mean": "sum",
    "floor": "ceil",
    "ceil": "floor",
    "any": "all",
    "all": "any",
    "worst": "best",
    "best": "worst",
    "and": "or",
    "or": "and",
}
_UNITS = {
    "万元": ("亿元", "元", "mg/L", ""),
    "亿元": ("万元", "元", "t", ""),
    "元": ("万元", "mg/L", ""),
    "%": ("", "元"),
    "mg/L": ("μg/L", "m³/s", "元", ""),
    "μg/m³": ("mg/L", "元"),
    "t": ("kg", "元"),
    "百分点": ("", "元"),
    "亿m³": ("万m³", "亿元"),
    "m³/s": ("m³", "mg/L"),
}
_UNIT = "(?:" + "|".join(sorted(map(re.escape, _UNITS), key=len, reverse=True)) + ")(?![\\w/])"
_CLASSES = {"I": "II", "II": "III", "III": "IV", "IV": "V", "V": "IV"}
_CLASS = r"(?<![\w.])(?:III|II|IV|I|V)(?![\w.])"

_OF_NUMBERS = (
    ("number", _NUMBER, lambda n: (f"{n}0" if "." not in n else n.replace(".", "", 1).lstrip("0") or "1", f"9{n}"), ""),
    ("sign", rf"{_NUMBER}", lambda n: (f"-{n}",), ""),
    ("unit", _UNIT, lambda u: _UNITS[u], ""),
    ("class", _CLASS, lambda c: (_CLASSES[c],), ""),
)
_NO_NUMBERS = (
    ("letter O", rf"{_NUMBER}", lambda n: (n[:-1] + "O",), "E114 E116 E231 E261 E210"),
    ("full width", rf"{_NUMBER}", lambda n: (n.translate({c: c + 0xFEE0 for c in range(48, 58)}),), "E114 E116"),
    ("two points", rf"{_NUMBER}", lambda n: (f"{n}.0.0",), "E114 E116"),
)
_CHANGES = {
    "formula": (
        ("misspelt name", _NAME, lambda n: (f"{n}q",), "E210 E211 E214 E219 E227 E201"),
        ("bound", r"<=|>=|(?<![-])[<>](?!=)", lambda b: (_BOUNDS[b],), ""),
        ("thresholds", r"\w+ <=? \w+ <=? \w+", lambda c: (" ".join(reversed(c.split(" "))),), ""),
        ("order", r"\b(?:better|worse)\b", lambda o: (_ORDERS[o],), ""),
        ("at or", r"\bat or (?=better|worse)", ("",), ""),
        ("function", r"\b(?:max|min|sum|mean|floor|ceil|any|all|worst|best|and|or)\b", lambda f: (_FUNCTIONS[f],), ""),
        ("operator", r"[-+*/](?= )", {"-": ("+",), "+": ("-",), "*": ("/",), "/": ("*",)}.get, ""),
        *_OF_NUMBERS,
    ),
    "value": (*_OF_NUMBERS, *_NO_NUMBERS),
    "quantity": (*_OF_NUMBERS, *_NO_NUMBERS),
    "amount": (*_OF_NUMBERS, *_NO_NUMBERS),
    "share": (*_OF_NUMBERS, *_NO_NUMBERS),
    "step": (*_OF_NUMBERS, *_NO_NUMBERS),
    "places": (("number", _NUMBER, lambda n: (f"{int(n) + 1}",), ""), *_NO_NUMBERS[1:]),
    "months": (("number", _NUMBER, lambda n: (f"{n}0",), ""), *_NO_NUMBERS[1:]),
    "year": (("year", r"[0-9]{4}", lambda y: (str(int(y) - 1), str(int(y) + 1)), ""), *_NO_NUMBERS),
    "period": (("year out of term", r"^[0-9]{4}", ("2099",), "E271"), *_NO_NUMBERS),
    "window": (
        ("window", r"[0-9]{4}", lambda y: (str(int(y) + 1),), ""),
        ("misspelt window", r"[A-Za-z]+$", lambda w: (f"{w}x",), "E114"),
    ),
    "choice": (("misspelt choice", r".+", lambda c: (f"{c}x",), "E117"),),
    "unit": (
        ("unit", r"[^\"\']+", lambda u: _UNITS.get(u, ("元",)), ""),
        ("no unit", r"[^\"\']+", lambda u: (f"{u}x",), "E114"),
    ),
    "indicator": (("misspelt indicator", r"[A-Za-z]+[A-Za-z0-9]*$", lambda i: (f"{i}x",), "E114 E254"),),
    "name": (("misspelt name", r".+", lambda n: (f"{n}q",), "E210 E235 E250 E251 E253 E259 E291"),),
    "date": (("no date", r"[0-9]{4}.*", lambda d: (f"{d}-99",), "E114 E116"),),
    "boolean": (("no boolean", r".+", lambda b: (f"{b}x",), "E114 E116"),),
    "text": (),
}
"""Kind of scalar -> (kind of mutant, what is changed, into what, what must be found there)."""

"""The sense of a mapping: names that exist, units that fit, words that mean one thing. What is wrong, with its place."""

from __future__ import annotations

import re
from collections.abc import Iterator
from fractions import Fraction
from typing import Final

from ecoflow.agreement.scalars import read_day
from ecoflow.agreement.yaml_tree import Mapping as Block
from ecoflow.agreement.yaml_tree import Node, Scalar, Sequence, short
from ecoflow.diagnostics.finding import Finding, Phrase
from ecoflow.diagnostics.near import suggestion
from ecoflow.observations.schema import FLAGS, is_source
from ecoflow.observations.text_rules import folded
from ecoflow.observations.text_units import factor
from ecoflow.standards.indicators import INDICATORS, find
from ecoflow.standards.units import parse_quantity, parse_unit

_PARTS: Final = (("year", 1900, 2199), ("month", 1, 12), ("day", 1, 31))


def check(root: Block) -> Iterator[Finding]:
    """Every fault of sense in a mapping whose shape is right."""
    yield from _header(root.get("header"))
    yield from _sources(root.get("source"))
    yield from _recorded(root.get("recorded"))
    yield from _time(root.get("time"))
    yield from _columns(root)
    yield from _long(root.get("long"))
    yield from _words(root.get("values"))
    yield from _used_twice(root)


def limit_of(name: str, amount: str) -> int | None:
    """A detection limit in millionths of its indicator's unit; None when it is none."""
    indicator, quantity = find(name), parse_quantity(amount)
    unit = parse_unit(indicator.unit) if indicator else None
    if quantity is None or unit is None or not quantity.unit.fits(unit):
        return None
    size = quantity.value / unit.scale * 10**6
    return int(size) if size.denominator == 1 and 0 < size < 10**18 else None


def _items(node: Node | None) -> tuple[tuple[Scalar, Node], ...]:
    return node.items if isinstance(node, Block) else ()


def _scalars(node: Node | None) -> Iterator[tuple[Scalar, Scalar]]:
    for key, value in _items(node):
        if isinstance(value, Scalar):
            yield key, value


def _header(node: Node | None) -> Iterator[Finding]:
    rows = {key.text: (value, int(value.text)) for key, value in _scalars(node)}
    if "units" in rows and "row" in rows and rows["units"][1] <= rows["row"][1]:
        yield Finding("E316", rows["units"][0].place, {"units": str(rows["units"][1]), "row": str(rows["row"][1])})


def _sources(node: Node | None) -> Iterator[Finding]:
    words = node.get("words") if isinstance(node, Block) else None
    for one in (node,) if isinstance(node, Scalar) else (value for _, value in _scalars(words)):
        if not is_source(one.text.strip()):
            yield Finding("E317", one.place, {"text": short(one.text)})


def _recorded(node: Node | None) -> Iterator[Finding]:
    if isinstance(node, Scalar) and node.text.strip() != "file-day" and read_day(node.text.strip(), last=True) is None:
        yield Finding("E318", node.place, {"text": short(node.text)})


def _time(node: Node | None) -> Iterator[Finding]:
    if not isinstance(node, Block):
        return
    for key, least, most in _PARTS:
        part = node.get(key)
        word = part.text.strip() if isinstance(part, Scalar) else "file"
        named = word == "file" and key != "day"
        number = int(word) if re.fullmatch("[0-9]{1,4}", word, re.ASCII) else -1
        if isinstance(part, Scalar) and not named and not least <= number <= most:
            file = ("", "") if key == "day" else ("、file", ", file")
            said: dict[str, Phrase] = {"text": short(word), "key": key, "least": str(least), "most": str(most), "file": file}
            yield Finding("E319", part.place, said)
    if node.get("column") is None and (node.get("year") is None or node.get("month") is None):
        yield Finding("E320", node.place)


def _indicators(node: Scalar) -> Iterator[Finding]:
    if find(node.text) is None:
        yield Finding("E321", node.place, {"text": short(node.text), **suggestion(node.text, sorted(INDICATORS))})


def _columns(root: Block) -> Iterator[Finding]:
    columns, long = root.get("columns"), root.get("long")
    for key, value in _items(columns):
        indicator, unit = (value.get(k) if isinstance(value, Block) else None for k in ("indicator", "unit"))
        if not isinstance(indicator, Scalar):
            continue
        if long is not None:
            yield Finding("E322", key.place, {"column": short(key.text)})
        known = find(indicator.text)
        if known is None:
            yield from _indicators(indicator)
        elif isinstance(unit, Scalar) and not isinstance(factor(unit.text, known.unit), Fraction):
            yield Finding("E323", unit.place, {"unit": short(unit.text), "indicator": known.id, "wanted": known.unit})


def _long(node: Node | None) -> Iterator[Finding]:
    for _, value in _scalars(node.get("names") if isinstance(node, Block) else None):
        yield from _indicators(value)


def _words(node: Node | None) -> Iterator[Finding]:
    if not isinstance(node, Block):
        return
    below = node.get("below")
    lists = (node.get("missing"), node.get("not_measured"), below.get("words") if isinstance(below, Block) else None)
    seen: dict[str, Scalar] = {}
    for word in (*(w for found in lists for w in _listed(found)), *(key for key, _ in _scalars(node.get("flags")))):
        first = seen.setdefault(folded(word.text), word)
        if first is not word:
            yield Finding("E325", word.place, {"text": short(word.text), "line": str(first.place.line)})
    for _, code in _scalars(node.get("flags")):
        if code.text.strip() not in FLAGS:
            yield Finding("E324", code.place, {"text": short(code.text), **suggestion(code.text, [f for f in FLAGS if f])})
    for name, amount in _scalars(below.get("limits") if isinstance(below, Block) else None):
        if find(name.text) is None:
            yield from _indicators(name)
        elif limit_of(name.text, amount.text) is None:
            yield Finding("E326", amount.place, {"text": short(amount.text), "indicator": name.text})


def _listed(node: Node | None) -> tuple[Scalar, ...]:
    items = node.items if isinstance(node, Sequence) else (node,)
    return tuple(item for item in items if isinstance(item, Scalar))


def _used_twice(root: Block) -> Iterator[Finding]:
    """Two uses of one column, as far as the mapping itself shows it."""
    long = root.get("long")
    uses = [key for key, _ in _items(root.get("columns"))]
    uses += [value for key, value in _scalars(long) if key.text != "unit"]
    for block in ("time", "section", "source", "recorded"):
        node = root.get(block)
        named = (node,) if isinstance(node, Scalar) and block in {"time", "section"} else ()
        uses += [value for key, value in _scalars(node) if key.text in {"column", "clock"}] + list(named)
    seen: dict[str, Scalar] = {}
    for use in sorted(uses, key=lambda use: use.place):
        first = seen.setdefault(use.text.strip(), use)
        if first is not use:
            yield Finding("E327", use.place, {"column": short(use.text), "line": str(first.place.line)})

"""YAML text to a tree of plain nodes with places, built from parser events: no tags, no anchors, no guessed types.

This is the only file that knows YAML. Every scalar stays the text that was written (`no`, `1_000`, `12:30`, `0.10`),
so that the shape of the agreement, not YAML, says what it means.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from functools import cache
from types import MappingProxyType
from typing import Any

import yaml
from msgspec import Struct

from ecoflow.agreement.yaml_slips import merge_conflict, wide_colon
from ecoflow.diagnostics.finding import Finding, Phrase, Place

LARGEST = 1_000_000
"""Bytes in one agreement file; the longest shipped agreement has a fiftieth of it."""

BOM = "\ufeff"
"""The mark some editors write before the first character of a file."""

MOST_NODES = 50_000
"""Keys and values in one file; the longest shipped agreement has a thirtieth of it."""

DEEPEST = 24
"""Nested blocks; the language itself needs eight."""


class Scalar(Struct, frozen=True):
    """A leaf: its text, whether it was quoted or a block, and where it begins and ends in the file's text."""

    text: str
    style: str
    place: Place
    start: int
    end: int


class Sequence(Struct, frozen=True):
    """A list; `cut` says that items of it were wrong and have been cut out."""

    items: tuple[Node, ...]
    place: Place
    cut: bool = False


class Mapping(Struct, frozen=True):
    """Keys and values in the order of the file; a repeated key has been reported and is kept once (the first).

    `flow` says it was written in braces; `cut` names the keys whose values were wrong and have been cut out.
    """

    items: tuple[tuple[Scalar, Node], ...]
    place: Place
    flow: bool = False
    cut: frozenset[str] = frozenset()

    def get(self, key: str) -> Node | None:
        """The value of a key, or None."""
        return next((v for k, v in self.items if k.text == key), None)

    def key(self, key: str) -> Scalar | None:
        """The key itself, for its place."""
        return next((k for k, _ in self.items if k.text == key), None)


Node = Scalar | Sequence | Mapping


class _Stop(Exception):  # noqa: N818 - carries the one finding after which reading cannot go on
    def __init__(self, finding: Finding) -> None:
        self.finding = finding


def read(text: str, file: str) -> tuple[Node | None, list[Finding]]:
    """The tree of the file's single document (None when it has none or cannot be read) and what is wrong with it."""
    findings: list[Finding] = []
    if len(text) > LARGEST or len(text.encode("utf-8", "surrogatepass")) > LARGEST:
        return None, [too_large(file)]
    unread = _hidden_character(text, file) or merge_conflict(text, file)
    if unread:
        return None, [unread]
    try:
        # the C parser is four times faster; both give the same events
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        tree = _Reader(yaml.parse(text, Loader=loader), file, findings).document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = _place_of(mark, text, file) if mark else Place(file, 1, 1)
        problem = _problem(str(error.problem or error.context or ""),
                           text[mark.index : mark.index + 1] if mark else "")
        return None, [*findings, wide_colon(text, place) or Finding("E101", place, {"problem": problem})]
    except _Stop as stop:
        return None, [*findings, stop.finding]
    return tree, findings


def _place_of(mark: Any, text: str, file: str) -> Place:
    """Where a mark of the parser points; past the end it is the last character of the file."""
    lines = text.split("\n")
    if mark.line >= len(lines) or (mark.line == len(lines) - 1 and not lines[-1] and len(lines) > 1):
        last = max(n for n, line in enumerate(lines) if line or n == 0)
        return Place(file, last + 1, max(len(lines[last]), 1))
    return Place(file, mark.line + 1, mark.column + 1)


_PROBLEMS: MappingProxyType[str, tuple[str, str]] = MappingProxyType({
    "mapping values are not allowed in this context": ("此处不能有冒号", "a colon does not belong here"),
    "did not find expected key": ("缩进不一致，或前一项没有写完",
                                  "the indentation differs, or the entry before is not finished"),
    "did not find expected '-' indicator": ("此处应为以 - 开头的一项", "an item beginning with - belongs here"),
    "did not find expected ',' or '}'": ("花括号没有闭合，或缺逗号", "a brace is not closed, or a comma is missing"),
    "did not find expected ',' or ']'": ("方括号没有闭合，或缺逗号",
                                         "a bracket is not closed, or a comma is missing"),
    "could not find expected ':'": ("缺冒号", "a colon is missing"),
    "found unexpected end of stream": ("引号没有闭合", "a quote is not closed"),
})


def _problem(problem: str, character: str) -> Phrase:
    """The parser's complaint in plain words, where it is one people meet."""
    if problem == "found character that cannot start any token":
        if character == "\t":
            return "行首是制表符", "a tab where spaces belong"
        return f"值不能以 {character} 开头", f"a value cannot begin with {character}"
    if problem == "did not find expected ',' or '}'" and character == "[":
        return "花括号内含 [ ] 的公式要加引号", "inside braces, a formula with [ ] needs quotes around it"
    return _PROBLEMS.get(problem, problem)


def too_large(file: str) -> Finding:
    """The finding of a file that is longer than any agreement."""
    return Finding("E104", Place(file, 1, 1), {"most": f"{LARGEST:,}"})


_INVISIBLE = re.compile("[\u034f\u115f\u1160\u17b4\u17b5\u180b-\u180f\u2065\u3164\ufdd0-\ufdef\ufe00-\ufe0f\uffa0"
                        "\ufff0-\ufff8\U000e0000-\U000e0fff]")
"""Letters and marks without a shape (Unicode, Default_Ignorable_Code_Point), and codes that are no characters."""

_LAST_OF_A_PLANE = 0xFFFE
"""The last two codes of each of the 17 planes are no characters."""

_INVISIBLE_KINDS = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
"""Controls, formats (order of display, zero width), halves of a character, breaks no editor shows as a line."""


@cache
def _hides(character: str) -> bool:
    """Whether a character reorders or hides text: what a reviewer sees would not be what is settled."""
    if character in "\n\t":
        return False
    if unicodedata.category(character) in _INVISIBLE_KINDS or _INVISIBLE.match(character):
        return True
    return ord(character) & _LAST_OF_A_PLANE == _LAST_OF_A_PLANE


def _hidden_character(text: str, file: str) -> Finding | None:
    if text.isascii() and text.replace("\r\n", "").replace("\n", "").replace("\t", "").isprintable():
        return None
    # a file has few different characters: each is asked about once
    seen = set(text.replace("\r\n", "\n"))
    first = min((at for c in seen if _hides(c) and (at := _stands(c, text)) is not None), default=None)
    if first is None:
        return None
    place = Place(file, text.count("\n", 0, first) + 1, first - text.rfind("\n", 0, first))
    return Finding("E107", place, {"character": f"U+{ord(text[first]):04X}"})


def _stands(character: str, text: str) -> int | None:
    """Where a character first stands, a carriage return only where no line ends with it."""
    found = re.search(r"\r(?!\n)", text) if character == "\r" else re.search(re.escape(character), text)
    return found.start() if found else None


class _Reader:
    """Events to nodes; one method a kind of node."""

    def __init__(self, events: Iterator[Any], file: str, findings: list[Finding]) -> None:
        self.events, self.file, self.findings = events, file, findings
        self.nodes = 0

    def document(self) -> Node | None:
        """The first document; a second one is an error."""
        tree = None
        seen = 0
        for event in self.events:
            if isinstance(event, yaml.DocumentStartEvent):
                seen += 1
                if seen > 1:
                    self.findings.append(Finding("E106", self._place(event)))
                    return tree
            elif isinstance(event, yaml.NodeEvent):
                tree = self._node(event, 0)
        return tree

    def _place(self, event: Any) -> Place:
        return Place(self.file, event.start_mark.line + 1, event.start_mark.column + 1)

    def _node(self, event: Any, depth: int) -> Node:
        self.nodes += 1
        if self.nodes > MOST_NODES:
            raise _Stop(Finding("E123", self._place(event), {"most": f"{MOST_NODES:,}"}))
        if event.anchor is not None:
            raise _Stop(Finding("E103", self._place(event)))
        if event.tag is not None and event.tag != "!":
            raise _Stop(Finding("E105", self._place(event),
                                {"tag": short(event.tag.replace("tag:yaml.org,2002:", "!!"))}))
        if depth > DEEPEST:
            raise _Stop(Finding("E108", self._place(event), {"most": str(DEEPEST)}))
        if isinstance(event, yaml.ScalarEvent):
            return self._scalar(event)
        if isinstance(event, yaml.SequenceStartEvent):
            return Sequence(tuple(self._items(depth)), self._place(event))
        return self._mapping(event, depth)

    def _scalar(self, event: Any) -> Scalar:
        # an escape in double quotes may spell what must not stand in the file itself
        hidden = next(filter(_hides, event.value), None) if event.style == '"' else None
        if hidden is not None:
            self.findings.append(Finding("E107", self._place(event), {"character": f"U+{ord(hidden):04X}"}))
        start, end = event.start_mark.index, event.end_mark.index
        return Scalar(event.value, event.style or "", self._place(event), start, end)

    def _items(self, depth: int) -> Iterator[Node]:
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            yield self._node(event, depth + 1)

    def _mapping(self, start: Any, depth: int) -> Mapping:
        items: dict[str, tuple[Scalar, Node]] = {}
        refused = False
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self._node(event, depth + 1)
            value = self._node(next(self.events), depth + 1)
            if not isinstance(key, Scalar) or not key.text.strip():
                self.findings.append(Finding("E109", key.place))
                refused = True
            elif key.text in items:
                first = items[key.text][0].place.line
                self.findings.append(Finding("E102", key.place, {"key": short(key.text), "line": str(first)}))
            else:
                items[key.text] = (key, value)
        return Mapping(tuple(items.values()), self._place(start), bool(start.flow_style),
                       frozenset({""} if refused else ()))


def short(text: str) -> str:
    """The text on one line, not longer than a message can hold."""
    line = " ".join(text.split())
    return line if len(line) <= _LONGEST_SHOWN else line[: _LONGEST_SHOWN - 3] + "..."


_LONGEST_SHOWN = 40


def write(tree: object) -> str:
    """Plain mappings of texts as YAML this file reads back: block style, keys sorted, one entry a line."""
    return yaml.safe_dump(tree, allow_unicode=True, default_flow_style=False, sort_keys=True, width=10_000)

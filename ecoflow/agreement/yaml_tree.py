"""YAML text to a tree of plain nodes with places, built from parser events: no tags, no anchors, no guessed types.

This is the only file that knows YAML. Every scalar stays the text that was written (`no`, `1_000`, `12:30`, `0.10`),
so that the shape of the agreement, not YAML, says what it means.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import yaml

from ecoflow.diagnostics.finding import Finding, Place

LARGEST = 1_000_000
"""Bytes in one agreement file; the longest shipped agreement has a fiftieth of it."""

DEEPEST = 24
"""Nested blocks; the language itself needs eight."""


@dataclass(frozen=True, slots=True)
class Scalar:
    """A leaf: its text, whether it was quoted or a block, and where it begins and ends in the file's text."""

    text: str
    style: str
    place: Place
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list."""

    items: tuple[Node, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys and values in the order of the file; a repeated key has been reported and is kept once (the first)."""

    items: tuple[tuple[Scalar, Node], ...]
    place: Place

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
    if len(text.encode("utf-8", "replace")) > LARGEST:
        return None, [Finding("E104", Place(file, 1, 1), {"most": f"{LARGEST:,}"})]
    hidden = _hidden_character(text, file)
    if hidden:
        return None, [hidden]
    try:
        # the C parser is four times faster; both give the same events
        loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
        tree = _Reader(yaml.parse(text, Loader=loader), file, findings).document()
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        place = Place(file, mark.line + 1, mark.column + 1) if mark else Place(file, 1, 1)
        return None, [*findings, Finding("E101", place, {"problem": str(error.problem or error.context or "")})]
    except yaml.YAMLError as error:
        return None, [*findings, Finding("E101", Place(file, 1, 1), {"problem": str(error).splitlines()[0]})]
    except _Stop as stop:
        return None, [*findings, stop.finding]
    return tree, findings


_HIDDEN = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\u200e\u200f\u061c\u200b\u2060\ufeff")
"""Characters that reorder or hide text: what a reviewer sees would not be what is settled."""


def _hidden_character(text: str, file: str) -> Finding | None:
    for at, character in enumerate(text):
        if character in _HIDDEN and not (at == 0 and character == "\ufeff"):
            line = text.count("\n", 0, at) + 1
            column = at - text.rfind("\n", 0, at)
            return Finding("E107", Place(file, line, column), {"character": f"U+{ord(character):04X}"})
    return None


class _Reader:
    """Events to nodes; one method a kind of node."""

    def __init__(self, events: Iterator[Any], file: str, findings: list[Finding]) -> None:
        self.events, self.file, self.findings = events, file, findings

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
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise _Stop(Finding("E103", self._place(event)))
        if getattr(event, "tag", None) not in {None, "!"}:
            raise _Stop(Finding("E105", self._place(event), {"tag": str(event.tag)}))
        if depth > DEEPEST:
            raise _Stop(Finding("E108", self._place(event), {"most": str(DEEPEST)}))
        if isinstance(event, yaml.ScalarEvent):
            return Scalar(event.value, event.style or "", self._place(event), event.start_mark.index, event.end_mark.index)
        if isinstance(event, yaml.SequenceStartEvent):
            return Sequence(tuple(self._items(depth)), self._place(event))
        return self._mapping(event, depth)

    def _items(self, depth: int) -> Iterator[Node]:
        while not isinstance(event := next(self.events), yaml.SequenceEndEvent):
            yield self._node(event, depth + 1)

    def _mapping(self, start: Any, depth: int) -> Mapping:
        items: dict[str, tuple[Scalar, Node]] = {}
        while not isinstance(event := next(self.events), yaml.MappingEndEvent):
            key = self._node(event, depth + 1)
            value = self._node(next(self.events), depth + 1)
            if not isinstance(key, Scalar):
                raise _Stop(Finding("E109", key.place))
            if key.text in items:
                first = items[key.text][0].place.line
                self.findings.append(Finding("E102", key.place, {"key": key.text, "line": str(first)}))
            else:
                items[key.text] = (key, value)
        return Mapping(tuple(items.values()), self._place(start))

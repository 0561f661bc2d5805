"""One changed agreement: what was changed, where, what must be told of it, and where else it may be."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

import yaml


class Mutant(NamedTuple):
    """A changed text. `at` is where in it the change stands; `name` the word that lost its meaning, if one did.

    `codes` are the findings that must be at `at`, one of them; with none, the change may be valid.
    """

    kind: str
    what: str
    text: str
    at: int
    codes: frozenset[str] = frozenset()
    name: str = ""

    @property
    def place(self) -> tuple[int, int]:
        """Line and column of the change."""
        return place(self.text, self.at)


def may_stand(mutant: Mutant, line: int) -> bool:
    """Whether an error of a mutant may stand on a line: that of the change, or one that speaks of what was changed.

    That is the entry the change is in, the entries that use it and so on, and every other line with one of their names.
    """
    written = mutant.text.split("\n")[line - 1]
    path = mutant.what.partition(":")[0].split(".")
    if len(path) == 1 or path[0] in {"term", "settle"}:
        # a block that is gone, or what the whole agreement rests on: whoever named something in it
        return True
    concerned = {mutant.name, *path[1:]} - {"", "value", *map(str, range(1_000))}
    entries = [*_entries(mutant.text)]
    concerned |= {e.name for e in entries if e.first <= mutant.place[0] <= e.last}
    grown = True
    while grown:
        users = {e.name for e in entries if any(_speaks(e.text, word) for word in concerned)}
        grown = not users <= concerned
        concerned |= users
    return (
        line == mutant.place[0]
        or any(e.first <= line <= e.last for e in entries if e.name in concerned)
        or any(_speaks(written, word) for word in concerned)
    )


def _speaks(text: str, word: str) -> bool:
    return word in text and re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) is not None


class _Written(NamedTuple):
    name: str
    text: str
    first: int
    last: int


def _entries(text: str) -> Iterator[_Written]:
    """Every entry of a block by its name, clauses by their id and examples by a name of their own, with text and lines."""
    try:
        root = yaml.compose(text, Loader=yaml.CSafeLoader)
    except yaml.YAMLError:
        return
    for key, block in root.value:
        if isinstance(block, yaml.MappingNode):
            items = [(str(k.value), k, v) for k, v in block.value]
        elif key.value in {"clauses", "examples"}:
            items = [
                (next((str(v.value) for k, v in c.value if k.value == "id"), f"no. {n}"), c, c)
                for n, c in enumerate(block.value)
                if isinstance(c, yaml.MappingNode)
            ]
        else:
            continue
        for name, first, last in items:
            start, end = first.start_mark.index, end_of(last)
            yield _Written(name, text[start:end], place(text, start)[0], place(text, end)[0])


def place(text: str, at: int) -> tuple[int, int]:
    """Line and column of a character, both from 1."""
    return text.count("\n", 0, at) + 1, at - text.rfind("\n", 0, at)


def end_of(node: yaml.Node) -> int:
    """Where a node's text ends; a block ends with its last leaf."""
    if isinstance(node, yaml.ScalarNode) or node.flow_style or not node.value:
        return node.end_mark.index
    last = node.value[-1]
    return end_of(last[1] if isinstance(last, tuple) else last)

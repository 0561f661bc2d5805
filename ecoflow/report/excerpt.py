"""The stretch of a file a finding is about: its line, and how far along the line it goes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from ecoflow.diagnostics.finding import Finding

_READ = 1_000_000
"""Characters of a file that are looked at again; no agreement is longer."""

_BREAK = re.compile("\r\n|[\n\r\x85\u2028\u2029]")
"""Where YAML ends a line; places count lines by the same rule."""

_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|' r"'(?:[^']|'')*'|" r"[+-]?\w+(?:\.\w+)*%?|[<>=!]+")
"""A quoted scalar, a word or number, a sign of comparison; a bracket or any other sign stands for itself."""


class Excerpt(Struct, frozen=True):
    """A line as it stands in the file, and the characters of it, `first` to before `end`, counted from 0."""

    line: str
    first: int
    end: int


class Sources(Struct, frozen=True):
    """The lines of files, by file name: split once, however many findings point into them."""

    lines: Mapping[str, Sequence[str]]

    def excerpt(self, finding: Finding) -> Excerpt | None:
        """What the finding is about; None when it has no place, or the file has no such line."""
        place = finding.place
        known = self.lines.get(place.file, ()) if place else ()
        if place is None or not 0 < place.line <= len(known):
            return None
        line, first = known[place.line - 1], place.column - 1
        return Excerpt(line, first, first + _length(finding, line[first:]))


def sources(texts: Mapping[str, str]) -> Sources:
    """The lines of files; `texts` is file name -> its text."""
    return Sources({file: _BREAK.split(text) for file, text in texts.items()})


def source_texts(findings: Iterable[Finding]) -> dict[str, str]:
    """File name -> text of every file a finding points into, as far as it can be read."""
    texts = {}
    for file in sorted({f.place.file for f in findings if f.place}):
        # a pipe has been read already, and would be waited for without end
        if Path(file).is_file():
            with suppress(OSError), Path(file).open(encoding="utf-8-sig", errors="replace") as opened:
                texts[file] = opened.read(_READ)
    return texts


def _length(finding: Finding, rest: str) -> int:
    """Characters from the place on: the detail that stands there in these very words, else the scalar or word there."""
    details = [d for d in finding.details.values() if isinstance(d, str) and d and rest.startswith(d)]
    whole = [len(d) for d in details if not re.match(r"\w\w", rest[len(d) - 1 : len(d) + 1])]
    token = _TOKEN.match(rest)
    return max(whole, default=token.end() if token else 1)

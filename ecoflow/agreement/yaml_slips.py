"""Slips in the text of a file that YAML itself tells only later, or in words that hide them."""

from __future__ import annotations

import re

from ecoflow.diagnostics.finding import Finding, Place

_MARKER = re.compile(r"^(?:(?:<{7}|>{7}|\|{7})(?:[ ].*)?|={7})\r?$", re.MULTILINE)
"""What git leaves at the beginning of a line where two versions could not be joined."""

WIDE = re.compile(r"[ \t]*(?:：|:[ \t]*\u3000)")
"""A colon, or the space after one, as a Chinese keyboard writes it."""

_WIDE_KEY = re.compile(rf"^([ \t]*(?:- +)*)([A-Za-z_][\w.-]*){WIDE.pattern}")


def merge_conflict(text: str, file: str) -> Finding | None:
    """The finding at the first marker of a merge that was not resolved (E128)."""
    found = _MARKER.search(text)
    return Finding("E128", Place(file, text.count("\n", 0, found.start()) + 1, 1)) if found else None


def wide_colon(text: str, place: Place) -> Finding | None:
    """The finding at a key with a full-width colon or space that the parser complained of at `place` (E122).

    The parser reads on to the next line before it misses the colon.
    """
    lines = text.split("\n")[: place.line]
    before = next((n for n in range(len(lines) - 2, -1, -1) if lines[n].split("#")[0].strip()), None)
    for number in (len(lines) - 1, before):
        found = _WIDE_KEY.match(lines[number]) if number is not None else None
        if found and number is not None:
            return Finding("E122", Place(place.file, number + 1, len(found[1]) + 1), {"key": found[2]})
    return None

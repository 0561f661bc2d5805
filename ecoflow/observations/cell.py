"""One cell of the platform's table: the shown text and the tooltip, taken from its HTML."""

from __future__ import annotations

from functools import lru_cache
from html.parser import HTMLParser
from typing import Final

from msgspec import Struct

_LONGEST: Final = 10_000
"""Characters of the longest cell that is taken apart; no cell of the platform is near it."""

_RAW: Final = "原始值"
_COLONS: Final = (":", "：")


class Cell(Struct, frozen=True):
    """What a reader sees (`shown`) and what the tooltip says; both stripped, tooltip empty when there is none."""

    shown: str
    tooltip: str = ""

    @property
    def raw(self) -> str | None:
        """The exact value of a tooltip `原始值：2.1645` as text; None without one."""
        name, value = _split(self.tooltip)
        return value if name == _RAW else None

    def note(self, name: str) -> str:
        """The value of one line of the tooltip, as in `所在地市:密云区`; empty when there is no such line."""
        for line in self.tooltip.splitlines():
            found, value = _split(line)
            if found == name:
                return value
        return ""


class _Parser(HTMLParser):
    """Gathers the text of a fragment and its first tooltip."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.text: list[str] = []
        self.tooltip = ""

    def begin(self) -> None:
        self.reset()
        self.text = []
        self.tooltip = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:  # noqa: ARG002
        for name, value in attrs:
            if name == "title" and value and not self.tooltip:
                self.tooltip = value

    def handle_data(self, data: str) -> None:
        self.text.append(data)


_parser = _Parser()


def parse(html: str) -> Cell:
    """The cell of one HTML fragment; plain text has no tooltip. Never fails: odd HTML becomes odd text."""
    if ("<" not in html and "&" not in html) or len(html) > _LONGEST:
        return Cell(html.strip())
    _parser.begin()
    try:
        _parser.feed(html)
        _parser.close()
    except AssertionError:  # the standard parser's answer to `<![word`
        return Cell(html.strip())
    return Cell("".join(_parser.text).strip(), _parser.tooltip.strip())


parse_known = lru_cache(maxsize=65_536)(parse)
"""`parse` for cells that come back day after day (section names, headings)."""


def _split(line: str) -> tuple[str, str]:
    for colon in _COLONS:
        name, found, value = line.partition(colon)
        if found:
            return name.strip(), value.strip()
    return line.strip(), ""

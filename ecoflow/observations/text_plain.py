"""One way of writing for what people and programs type: width, minus signs, exponents, spaces, markup.

Only what keeps its meaning is changed. Unicode's own folding (NFKC) is not used on values: it would turn `10⁴` into
`104` and `0.05①` into `0.051`.
"""

from __future__ import annotations

import re
from types import MappingProxyType
from typing import Final

from ecoflow.observations.cell import Cell, parse

LONGEST: Final = 500
"""Characters of the longest text that is read; longer ones hold no single value, time, unit or heading."""

_SUPERSCRIPTS: Final = dict(zip("⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻", "0123456789+-", strict=True))
_RAISED = re.compile(f"[{''.join(_SUPERSCRIPTS)}]+")
_MARKUP = re.compile(r"<\s*/?\s*[a-z][a-z0-9]*(?:\s[^<>]*)?/?\s*>|&(?:#?[a-z0-9]{2,8});", re.IGNORECASE | re.ASCII)
_RAISED_MARKUP = re.compile(r"<sup>\s*([+\-−]?)\s*(\d+)\s*</sup>", re.IGNORECASE | re.ASCII)
_SPACES = re.compile(r"\s+")


def _folding() -> dict[int, str]:
    """Full-width ASCII to ASCII, the kinds of minus and space to one, invisible characters to nothing."""
    table = {code: chr(code - 0xFEE0) for code in range(0xFF01, 0xFF5F)}
    table |= dict.fromkeys((0x2010, 0x2011, 0x2012, 0x2013, 0x2212, 0xFE58, 0xFE63), "-")
    table |= dict.fromkeys((0x301C, 0x223C, 0x02DC), "~") | dict.fromkeys((0x2015, 0x2500), "—")
    table |= dict.fromkeys(map(ord, "\u200b\u200c\u200d\u200e\u200f\u2060\ufeff\u00ad"), "")
    table |= {ord("µ"): "μ", ord("。"): ".", ord("【"): "[", ord("】"): "]", ord("〔"): "(", ord("〕"): ")"}
    return table | {ord("⩽"): "≤", ord("≦"): "≤", ord("⩾"): "≥", ord("≧"): "≥", ord("﹤"): "<", ord("﹥"): ">"}


_FOLDING: Final = MappingProxyType(_folding())


def plain(text: str) -> str:
    """The text in one spelling, without spaces at its ends and with single spaces inside; never fails.

    Full-width characters become ASCII (`０．０５` is `0.05`), raised figures an exponent (`10⁴` is `10^4`), the kinds of
    minus one minus, a full stop `。` a point. Circled figures and fractions stay what they are.
    """
    folded = text
    if not text.isascii():
        folded = _RAISED.sub(_exponent, text).translate(_FOLDING)
    return _SPACES.sub(" ", folded).strip()


def cell(text: str) -> Cell:
    """The shown text and the tooltip of a cell that may hold HTML, both in one spelling; never fails.

    Only what looks like a tag or an entity is taken for HTML: `<0.05` and `<MDL` stay text.
    """
    if ("<" in text or "&" in text) and len(text) <= LONGEST and _MARKUP.search(text):
        found = parse(_RAISED_MARKUP.sub(r"^\1\2", text))
        return Cell(plain(found.shown), found.tooltip)
    return Cell(plain(text))


def _exponent(raised: re.Match[str]) -> str:
    return "^" + "".join(_SUPERSCRIPTS[sign] for sign in raised[0])

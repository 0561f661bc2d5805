"""Names of cells that every spreadsheet takes: no cell's address, no sign but the underscore, each once."""

from __future__ import annotations

import re

from msgspec import Struct, field

from ecoflow.formula.workbook_piece import Spot

MOST_EACH = 120
"""Cells of one name that are named; of more (days of a year at many sections) formulas give the addresses."""

_ADDRESS = re.compile(r"[A-Za-z]{1,3}[0-9]+|[RrCc]([0-9]*)([RrCc][0-9]*)?|(?i:true|false)")
_LONGEST = 200


class Defined(Struct):
    """The names given so far. Spreadsheets do not tell capitals from small letters."""

    spots: dict[str, Spot] = field(default_factory=dict)
    _taken: set[str] = field(default_factory=set)
    _counts: dict[str, int] = field(default_factory=dict)

    def define(self, name: str, members: tuple[str, ...], spot: Spot) -> str:
        """Name a cell after what it holds, `C_TP_jiekou`; gives the text by which formulas refer to it."""
        self._counts[name] = self._counts.get(name, 0) + 1
        if self._counts[name] > MOST_EACH:
            return spot.text
        text = self._free(acceptable("_".join((name, *members))))
        self._taken.add(text.casefold())
        self.spots[text] = spot
        return text

    def _free(self, text: str) -> str:
        number, found = 1, text
        while found.casefold() in self._taken:
            number += 1
            found = f"{text}_{number}"
        return found


def acceptable(text: str) -> str:
    """The text as a name: `k0` is a cell's address to some programs, and `C` a column's, so they become `k0_` and `C_`."""
    plain = re.sub(r"[^0-9A-Za-z_\u4e00-\u9fff]", "_", text)[:_LONGEST]
    if not re.match(r"[A-Za-z_\u4e00-\u9fff]", plain):
        plain = f"_{plain}"
    return f"{plain}_" if _ADDRESS.fullmatch(plain) else plain

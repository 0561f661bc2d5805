"""The limits of GB 3838-2002 that a settlement judges by, and the class of a value by them."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from ecoflow.formula.workbook_piece import Piece, Spot, letters
from ecoflow.report.words import say as said
from ecoflow.report.workbook.book import Box
from ecoflow.report.workbook.making import Making
from ecoflow.standards.gb3838 import NoClassLimit, Water, WaterClass, limit
from ecoflow.standards.gb3838_table import PH_BAND
from ecoflow.standards.indicators import INDICATORS

_FIRST = 2
"""The column of class I."""

Kept = dict[tuple[str, Water], Spot]
"""(indicator, water) -> the cell of its limit of class I; of pH the lower end of its band."""


def limits(making: Making) -> Kept:
    """The page of limits, where any is needed; gives where they stand."""
    needed = sorted(set(_needed(making)))
    if not needed:
        return {}
    book, lang = making.book, making.lang
    page = book.page(making.say("p_limits"), (22, 12, 10, 10, 10, 10, 10), making.say("n_limits"))
    page.head(said("c_indicator", lang), "", *(c.zh if lang == "zh" else c.en for c in [*WaterClass][:-1]))
    found: Kept = {}
    for indicator, water in needed:
        numbers = _row(indicator, water)
        if numbers:
            found[indicator, water] = page.spot(page.next, _FIRST)
            kind = {"river": ("河流", "river"), "lake": ("湖库", "lake")}[water][lang == "en"]
            page.add([Box(making.indicator(indicator)), Box(kind), *(Box(float(n), look="input") for n in numbers)])
    return found


def _needed(making: Making) -> Iterator[tuple[str, Water]]:
    agreement = making.settlement.agreement
    for name in making.settlement.measured:
        measure = agreement.measures[name]
        if measure.kind in {"class", "compliance", "limit"}:
            for section in measure.sections:
                for indicator in measure.indicators:
                    yield indicator, water_at(making, section)


def water_at(making: Making, section: str) -> Water:
    """Which limits apply at a section."""
    return "lake" if making.settlement.agreement.sections[section].water == "lake" else "river"


def _row(indicator: str, water: Water) -> list[Fraction]:
    if indicator == "pH":
        return [Fraction(bound) for bound in PH_BAND]
    try:
        return [limit(indicator, grade, water) for grade in [*WaterClass][:-1]]
    except NoClassLimit:
        return []


def grading(value: str, indicator: str, first: Spot) -> str:
    """The formula of the class of a value: one more than the limits it does not keep."""
    if indicator == "pH":
        high = Spot(first.sheet, first.row, first.column + 1)
        return f"IF(AND({value}>={first.text},{value}<={high.text}),1,6)"
    sign = ">" if INDICATORS[indicator].better == "higher" else "<"
    return f"1+SUMPRODUCT(--({five(first)}{sign}{value}))"


def five(first: Spot) -> str:
    """The range of five limits."""
    return f"{first.text}:${letters(first.column + 4)}${first.row + 1}"


def of_class(first: Spot, target: Piece) -> str:
    """The formula of the limit of a class."""
    return f"INDEX({five(first)},1,{target.text})"

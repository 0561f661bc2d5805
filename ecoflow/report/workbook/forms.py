"""Number formats by unit, and the unit a name's cells stand in."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from ecoflow.diagnostics.finding import Lang
from ecoflow.formula.reader import reader_unit
from ecoflow.formula.workbook_piece import UNIT
from ecoflow.report.numbers import unit_text
from ecoflow.standards.gb3838 import WaterClass
from ecoflow.standards.units import Unit

MONEY, PERCENT, PLAIN, COUNT = "#,##0.00", "0.00####%", "General", "0"


def scale_of(unit: Unit | None, lang: Lang) -> Fraction:
    """How many coherent units the cells of a name count in; a percentage is a bare number with a format."""
    found = reader_unit(unit, lang)
    return UNIT if found is None or found.is_plain else found.scale


def form_of(value: Any, unit: Unit | None) -> str:
    """The number format of a value."""
    if isinstance(value, bool):
        return ""
    if isinstance(value, WaterClass):
        return COUNT
    if unit is not None and unit.is_plain and unit.scale != 1:
        return PERCENT
    return MONEY if unit is not None and unit.is_money and unit.scale == 1 else PLAIN


def unit_word(value: Any, unit: Unit | None, lang: Lang) -> str:
    """The unit beside a value; of a class or a truth value there is none, and a percent sign stands in the format."""
    if not isinstance(value, Fraction) or unit is None or unit.is_plain:
        return ""
    return unit_text(unit, lang)


def class_names(lang: Lang) -> str:
    """The names of the six classes as arguments of CHOOSE."""
    return ",".join(f'"{c.zh if lang == "zh" else c.en}"' for c in WaterClass)

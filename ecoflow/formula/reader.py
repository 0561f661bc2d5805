"""Units as the reader of a language knows them: in English, money is CNY and what only Chinese names is coherent."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from msgspec.structs import replace

from ecoflow.diagnostics.finding import Lang
from ecoflow.formula.types import Type
from ecoflow.standards.units import PERCENT, Unit, coherent


def reader_unit(unit: Unit | None, lang: Lang) -> Unit | None:
    """The unit as the reader knows it: in English, money is CNY and what only Chinese names is coherent."""
    if unit is None or lang == "zh" or unit.symbol.isascii() or not any("\u4e00" <= c <= "\u9fff" for c in unit.symbol):
        return unit
    if unit.is_money:
        return Unit(" CNY", Fraction(1), unit.powers)
    if unit.is_plain:
        return PERCENT
    plain = coherent(unit.powers)
    return replace(plain, symbol=plain.symbol.replace("元", "CNY"))


def reader_types(types: Mapping[str, Type], lang: Lang) -> dict[str, Type]:
    """The types of all names, each with a unit the reader can read."""
    return {name: replace(t, unit=reader_unit(t.unit, lang)) for name, t in types.items()}

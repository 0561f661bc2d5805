"""Single values that someone writes or gives: their type, and what they may stand for."""

from __future__ import annotations

from ecoflow.agreement.model import Fact, Value
from ecoflow.formula.types import BOOLEAN, CLASS, Type
from ecoflow.standards.gb3838 import WaterClass
from ecoflow.standards.units import ONE, Quantity


def type_of_answer(value: Value) -> Type | None:
    """The type of a single value someone gives; None for a mere word."""
    match value:
        case Quantity():
            return Type("number", value.unit)
        case WaterClass():
            return CLASS
        case bool():
            return BOOLEAN
        case str():
            return None


def may_stand_for(found: Type, wanted: Type) -> bool:
    """Whether the value fits; a bare number may stand for one with a unit: it is read in the unit of the name."""
    if wanted.kind == "unknown":
        return True
    if found.kind != wanted.kind:
        return False
    if wanted.unit is None or found.unit is None:
        return True
    return found.unit.is_plain or found.unit.fits(wanted.unit)


def bounds_words(fact: Fact) -> tuple[str, str]:
    """What a number may be, in Chinese and English: `不小于 0`, `from 0.8 to 1.2`."""
    unit = fact.unit or ONE
    least, most = fact.bounds()
    if most is None:
        return f"不小于 {unit.show(least)}", f"at least {unit.show(least)}"
    return f"{unit.show(least)} 至 {unit.show(most)}", f"from {unit.show(least)} to {unit.show(most)}"

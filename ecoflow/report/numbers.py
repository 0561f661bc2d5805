"""Numbers as the papers show them: values whole, concentrations to six figures, money in words."""

from __future__ import annotations

import re
from fractions import Fraction

from ecoflow.agreement.model import Keyed, Value
from ecoflow.agreement.table_keys import SEASON, season_words
from ecoflow.diagnostics.finding import Lang
from ecoflow.formula.grid import Scalar
from ecoflow.formula.reader import reader_unit
from ecoflow.formula.words import show
from ecoflow.report.names import Names
from ecoflow.report.words import say
from ecoflow.standards.indicators import INDICATORS
from ecoflow.standards.money import money
from ecoflow.standards.rounding import decimal_text, plain_text, round_figures, round_places
from ecoflow.standards.units import ONE, Quantity, Unit, parse_unit

FIGURES = 6
"""Significant figures of a concentration on paper."""

FEN = 2
"""Decimals of yuan."""

_LONG, _SHORT_FRACTION = 12, 24
_NUMBER = re.compile(r"[0-9][0-9,]*(?:\.[0-9]+)?")


def indicator_unit(indicator: str) -> Unit:
    """The unit an indicator is shown in."""
    return parse_unit(INDICATORS[indicator].unit) or ONE


def unit_text(unit: Unit, lang: Lang) -> str:
    """The symbol of a unit; empty for a bare number."""
    shown = reader_unit(unit, lang) or ONE
    return "" if shown.symbol == "1" else shown.symbol.strip()


def figures(value: Fraction, unit: Unit) -> str:
    """A value in coherent units, shown in its unit to six significant figures, without the symbol."""
    own = value / unit.scale
    return plain_text(round_figures(own, FIGURES)) if own else "0"


def concentration(value: Fraction, indicator: str) -> str:
    """A concentration in the indicator's unit, to six significant figures, without the symbol."""
    return figures(value, indicator_unit(indicator))


def exact(value: Scalar, unit: Unit | None, lang: Lang) -> str:
    """A value as exactly as a line holds it: a decimal that ends, `5/6 ≈ 0.833333`, or twelve figures and `…`."""
    if isinstance(value, bool) or not isinstance(value, Fraction):
        return show(value, unit, lang)
    if unit is not None and unit.is_money:
        return amount(value, lang)
    unit = reader_unit(unit, lang) or ONE
    own = value / unit.scale
    text = plain_text(own, _LONG)
    if Fraction(text) == own:
        return _with_unit(text, unit)
    if len(str(own)) <= _SHORT_FRACTION:
        return _with_unit(f"{own} ≈ {plain_text(round_figures(own, FIGURES))}", unit)
    return _with_unit(f"{text}…", unit)


def amount(value: Fraction, lang: Lang) -> str:
    """An amount of money: as `money` says it, and one that does not end rounded to the fen, with `…` behind its number."""
    if Fraction(plain_text(value, _LONG)) == value:
        return money(value, lang)
    said = money(round_places(value, FEN), lang)
    return _NUMBER.sub(lambda found: f"{found[0]}…", said, count=1)


def used(value: Scalar, unit: Unit | None, places: int | None, lang: Lang) -> str:
    """The value that was used; one rounded to places keeps its zeros: 0.830."""
    if places is None or isinstance(value, bool) or not isinstance(value, Fraction):
        return exact(value, unit, lang)
    unit = unit or ONE
    if unit.is_money:
        return exact(value, unit, lang)
    own = value / unit.scale
    readable = reader_unit(unit, lang) or ONE
    return _with_unit(decimal_text(own, places), unit) if readable is unit else exact(value, unit, lang)


def written(value: Value | Keyed, names: Names) -> str:
    """A value as the agreement writes it, its keys by name."""
    lang = names.lang
    if isinstance(value, Keyed):
        colon = say("colon", lang)
        parts = ((_key(k, value.dim, names), written(v, names)) for k, v in value.values.items())
        return say("end", lang).join(f"{key}{colon}{said}" for key, said in parts)
    if isinstance(value, Quantity):
        readable = reader_unit(value.unit, lang)
        return (
            money(value.value, lang)
            if value.unit.is_money
            else value.text
            if readable is value.unit
            else exact(value.value, value.unit, lang)
        )
    if isinstance(value, str):
        return names.of(value)
    return show(value, None, lang)


def _key(key: str, dim: str, names: Names) -> str:
    return season_words(key) if dim == SEASON and names.lang == "zh" else names.of(key)


def _with_unit(text: str, unit: Unit) -> str:
    if unit.symbol in {"1", ""}:
        return text
    return f"{text}{unit.symbol}" if unit.is_money or unit.symbol == "%" else f"{text} {unit.symbol}"

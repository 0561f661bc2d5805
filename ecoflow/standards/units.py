"""Units and the numbers people write with them: `1亿元`, `0.05 mg/L`, `75%`, `3.2亿m³`.

Every number is carried in coherent units of gram, metre, second and yuan, exactly, as a Fraction: 1 mg/L is
1 g/m³ is 1. The unit a number was written in is kept for showing it again.
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache

from msgspec import Struct

from ecoflow.standards.rounding import plain_text

Powers = tuple[tuple[str, int], ...]
"""Base unit -> exponent, sorted by base unit, exponents never zero."""


class Unit(Struct, frozen=True):
    """A unit: how it is written, how many coherent units it is, and of which base units it is made."""

    symbol: str
    scale: Fraction
    powers: Powers

    @property
    def is_money(self) -> bool:
        """Whether this is an amount of yuan."""
        return self.powers == _MONEY

    @property
    def is_plain(self) -> bool:
        """Whether this is a bare number (also a percentage)."""
        return not self.powers

    def fits(self, other: Unit) -> bool:
        """Whether the two may be added and compared."""
        return self.powers == other.powers

    def show(self, value: Fraction) -> str:
        """The value in this unit, as text with the symbol."""
        text = plain_text(value / self.scale)
        if self.symbol in {"1", ""}:
            return text
        return f"{text}{self.symbol}" if self.is_money or self.symbol == "%" else f"{text} {self.symbol}"

    def times(self, other: Unit, sign: int = 1) -> Unit:
        """The coherent unit of a product (sign 1) or a quotient (sign -1); the numbers are already coherent."""
        if other.is_plain:
            return self if not self.is_plain else ONE
        total = dict(self.powers)
        for base, power in other.powers:
            total[base] = total.get(base, 0) + sign * power
        return coherent(tuple(sorted((b, p) for b, p in total.items() if p)))


class Quantity(Struct, frozen=True):
    """A number with its unit as someone wrote it; `value` is in coherent units."""

    value: Fraction
    unit: Unit
    text: str


_MONEY: Powers = (("yuan", 1),)
_VOLUME: Powers = (("metre", 3),)
_PLAIN: Powers = ()

# symbol, other spellings, coherent units in one, base units
_TABLE: tuple[tuple[str, tuple[str, ...], str, Powers], ...] = (
    ("1", ("无量纲", "-", ""), "1", _PLAIN),
    ("%", ("％",), "1/100", _PLAIN),
    ("百分点", ("pp", "个百分点"), "1/100", _PLAIN),
    ("元", ("yuan", "CNY", "人民币元"), "1", _MONEY),
    ("万元", (), "10000", _MONEY),
    ("亿元", (), "100000000", _MONEY),
    ("g", ("克",), "1", (("gram", 1),)),
    ("mg", ("毫克",), "1/1000", (("gram", 1),)),
    ("μg", ("µg", "ug", "微克"), "1/1000000", (("gram", 1),)),
    ("kg", ("千克", "公斤"), "1000", (("gram", 1),)),
    ("t", ("吨",), "1000000", (("gram", 1),)),
    ("万t", ("万吨",), "10000000000", (("gram", 1),)),
    ("m", ("米",), "1", (("metre", 1),)),
    ("km", ("千米", "公里"), "1000", (("metre", 1),)),
    ("亩", (), "2000/3", (("metre", 2),)),
    ("m²", ("m2", "平方米"), "1", (("metre", 2),)),
    ("km²", ("km2", "平方公里"), "1000000", (("metre", 2),)),
    ("L", ("l", "升"), "1/1000", _VOLUME),
    ("m³", ("m3", "立方米"), "1", _VOLUME),
    ("万m³", ("万m3", "万立方米"), "10000", _VOLUME),
    ("亿m³", ("亿m3", "亿立方米"), "100000000", _VOLUME),
    ("s", ("秒",), "1", (("second", 1),)),
    ("h", ("小时",), "3600", (("second", 1),)),
    ("d", ("天", "日"), "86400", (("second", 1),)),
    ("℃", ("degC", "°C"), "1", (("kelvin", 1),)),
    ("NTU", (), "1", (("turbidity", 1),)),
    ("μS", ("µS", "uS"), "1", (("siemens", 1),)),
    ("cm", ("厘米",), "1/100", (("metre", 1),)),
    ("cells", ("个",), "1", (("cell", 1),)),
)

_ATOMS: dict[str, Unit] = {
    name: Unit(symbol, Fraction(scale), powers) for symbol, other, scale,
    powers in _TABLE for name in (symbol, *other)
}
ONE = _ATOMS["1"]
YUAN = _ATOMS["元"]
PERCENT = _ATOMS["%"]
CUBIC_METRE = _ATOMS["m³"]
DAY = _ATOMS["d"]

_BASE_SYMBOL = {"yuan": "元", "gram": "g", "metre": "m", "second": "s", "kelvin": "℃", "cell": "cells",
                "siemens": "μS", "turbidity": "NTU"}
_NUMBER = re.compile(r"[+-]?(?:0|[1-9]\d*)(?:\.\d+)?")
_QUANTITY = re.compile(r"([+-]?[0-9.]+)(.*)")
_LONGEST = 60
"""Characters of one number; nobody writes more, and reading a long one takes time that grows with its square."""


def coherent(powers: Powers) -> Unit:
    """The coherent unit with these base units, with a symbol people can read (`g/m³`, `元`)."""
    for atom in (ONE, YUAN):
        if atom.powers == powers:
            return atom
    above = [_power(b, p) for b, p in powers if p > 0]
    below = [_power(b, -p) for b, p in powers if p < 0]
    under = "·".join(below) if len(below) < 2 else f"({'·'.join(below)})"
    return Unit(("·".join(above) or "1") + (f"/{under}" if under else ""), Fraction(1), powers)


def _power(base: str, power: int) -> str:
    return _BASE_SYMBOL.get(base, base) + {1: "", 2: "²", 3: "³"}.get(power, f"^{power}")


@lru_cache(maxsize=1024)
def parse_unit(text: str) -> Unit | None:
    """`mg/L`, `m³/s`, `元/t`, `万元/(mg/L)`, `%`, `1`; None when a part is not known.

    Each stroke divides, but a mass by volume after a stroke is one concentration: `万元/mg/L` is 万元 for each mg/L,
    the only thing anyone means by it.
    """
    whole = text.strip().replace(" ", "")
    if whole in _ATOMS:
        return _ATOMS[whole]
    made = _product(_CONCENTRATION.sub(r"/(\1)", whole))
    return None if made is None else Unit(whole, *made)


_PART = r"\([^()]+\)|[^()/·*]+"
_PRODUCT = re.compile(rf"(?:{_PART})(?:[/·*](?:{_PART}))*")
_CONCENTRATION = re.compile(r"/((?:[mμµuk]?g|[毫微千]?克|t|吨)/(?:[Ll升]|m³|m3|立方米))(?![^/·*])")


def _product(text: str) -> tuple[Fraction, Powers] | None:
    """Scale and powers of units multiplied and divided; a part in brackets is a product of its own."""
    if not _PRODUCT.fullmatch(text):
        return None
    scale, powers = Fraction(1), dict[str, int]()
    for mark, part in re.findall(rf"([/·*]?)({_PART})", text):
        made = _product(part[1:-1]) if part[0] == "(" else _atom(part)
        if made is None:
            return None
        sign = -1 if mark == "/" else 1
        scale *= made[0]**sign
        for base, power in made[1]:
            powers[base] = powers.get(base, 0) + sign * power
    return scale, tuple(sorted((b, p) for b, p in powers.items() if p))


def _atom(name: str) -> tuple[Fraction, Powers] | None:
    """One unit; "no unit" can be the whole text, never a part of it (`mg/-` is a slip)."""
    found = _ATOMS.get(name)
    return None if found is None or name == "-" else (found.scale, found.powers)


def parse_number(text: str) -> Fraction | None:
    """A plain decimal number; no exponent, no leading zeros, no separators, no full-width digits."""
    whole = text.strip()
    if len(whole) > _LONGEST or not whole.isascii():
        return None
    return Fraction(whole) if _NUMBER.fullmatch(whole) else None


@lru_cache(maxsize=4096)
def parse_quantity(text: str) -> Quantity | None:
    """A number with or without a unit; None when either part is not of the grammar."""
    found = _QUANTITY.fullmatch(text.strip())
    if not found:
        return None
    number, unit = parse_number(found[1]), parse_unit(found[2]) if found[2].strip() else ONE
    if number is None or unit is None:
        return None
    return Quantity(number * unit.scale, unit, text.strip())


def unit_spellings() -> tuple[str, ...]:
    """All spellings of single units, longest first (the formula grammar reads them in literals)."""
    return tuple(sorted((s for s in _ATOMS if s not in {"", "-"}), key=lambda s: (-len(s), s)))

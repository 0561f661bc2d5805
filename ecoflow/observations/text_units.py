"""Units as files write them, and the exact factor to the unit an indicator is kept in.

The arithmetic of units is `standards/units.py`; here are the spellings of headings and laboratories: `mg·L-1`,
`毫克每升`, `×10⁴个/L`, `MPN/100mL`, `mg/l as N`, `uS/cm @25C`. What cannot be one exact factor is refused by name: parts per
million, degrees Fahrenheit, moles, and a mass of another substance (`mg/L as NO3` for nitrogen).
"""

from __future__ import annotations

import re
from fractions import Fraction
from functools import lru_cache
from types import MappingProxyType
from typing import Final

from ecoflow.observations.text_plain import LONGEST, plain
from ecoflow.standards.units import ONE, Unit, parse_unit

_NO_UNIT: Final = frozenset({
    "", "1", "-", "--", "—", "/", "无", "无量纲", "无单位", "none", "null", "n/a", "na", "ph", "phunit", "phunits", "[ph]",
    "stdunits", "stdunit", "su", "standardunits", "unitless", "dimensionless", "ph单位", "纲量", "无纲量",
})
"""Ways to say that a number has no unit, without spaces and in lower case."""

_RELATIVE: Final = frozenset({"ppm", "ppb", "ppt", "mg/kg", "μg/kg", "ug/kg", "g/kg", "mg/g", "μg/g"})
_SCALES: Final = frozenset({"°f", "℉", "degf", "deg_f", "f", "k", "华氏度"})

# Whole units that no product of single units gives: spelling (as `_squeezed` leaves it) -> how many of which.
_WHOLE: Final = MappingProxyType({
    "℃": ("1", "℃"), "°c": ("1", "℃"), "degc": ("1", "℃"), "degreesc": ("1", "℃"), "cel": ("1", "℃"), "celsius": ("1", "℃"),
    "摄氏度": ("1", "℃"), "度": ("1", "℃"), "c": ("1", "℃"), "oc": ("1", "℃"),
    "ntu": ("1", "NTU"), "[ntu]": ("1", "NTU"), "fnu": ("1", "NTU"), "ftu": ("1", "NTU"), "ntu/fnu": ("1", "NTU"),
    "%": ("1", "%"), "{%}": ("1", "%"), "%sat": ("1", "%"), "%saturatn": ("1", "%"), "%saturation": ("1", "%"),
    "ms/m": ("10", "μS/cm"), "ms/cm": ("1000", "μS/cm"), "ds/m": ("1000", "μS/cm"), "s/m": ("10000", "μS/cm"),
    "μs/cm": ("1", "μS/cm"), "us/cm": ("1", "μS/cm"), "μs/m": ("1/100", "μS/cm"), "umho/cm": ("1", "μS/cm"),
    "μmho/cm": ("1", "μS/cm"),
    "微西/厘米": ("1", "μS/cm"), "微西门子/厘米": ("1", "μS/cm"), "毫西/米": ("10", "μS/cm"), "微西每厘米": ("1", "μS/cm"),
    "ft3/s": ("0.028316846592", "m3/s"), "cfs": ("0.028316846592", "m3/s"), "ft3/sec": ("0.028316846592", "m3/s"),
    "cumecs": ("1", "m3/s"), "m3/sec": ("1", "m3/s"), "立方/秒": ("1", "m3/s"), "方/秒": ("1", "m3/s"),
    "cms": ("1", "m3/s"), "mm": ("1/1000", "m"), "毫米": ("1/1000", "m"),
})
"""The international foot is 0.3048 m by definition, so a cubic foot is 0.028316846592 m³."""

_WORDS: Final = (
    ("毫克", "mg"), ("微克", "μg"), ("千克", "kg"), ("纳克", "ng"), ("克", "g"), ("毫升", "ml"), ("升", "l"),
    ("立方米", "m3"), ("米3", "m3"), ("每", "/"), ("百万个", "10^6个"), ("万个", "10^4个"), ("亿个", "10^8个"),
)
_MASS: Final = MappingProxyType({
    "kg": Fraction(1000), "g": Fraction(1), "mg": Fraction(1, 10**3), "μg": Fraction(1, 10**6), "ug": Fraction(1, 10**6),
    "mcg": Fraction(1, 10**6), "ng": Fraction(1, 10**9),
})
_ROOM: Final = MappingProxyType({
    "m3": Fraction(1), "l": Fraction(1, 10**3), "dm3": Fraction(1, 10**3), "ml": Fraction(1, 10**6),
    "cm3": Fraction(1, 10**6),
})
_CELLS: Final = frozenset({
    "个", "cells", "cell", "个细胞", "细胞", "ind", "ind.", "mpn", "cfu", "no", "no.", "#", "count", "counts",
})

_OWN: Final = frozenset({"n", "p", "o2", "o", "c", "si", "f", "cl", "so42", "so4", "cn", "s", "s2"})
"""Forms in which the standards express their indicators, so that naming one changes nothing; charges left out."""

_POWER = re.compile(r"(?:[×x*]?10\^?(?P<power>\d))(?P<rest>.*)")
_AMOUNT = re.compile(r"(?P<name>[^\d/]+)/(?P<count>\d{0,4})(?P<room>[a-z]+3?)")
_INVERSE = re.compile(r"(?<=[a-z3])[·.*]?(?P<room>m?l|[dc]?m|s|d|h)\^?-(?P<power>[13])(?![0-9])")
_BRACED = re.compile(
    r"(?<=g)\s*(?:\{(?P<a>[^{}]*)\}|\((?P<b>[^()]*)\)|(?P<c>[NPCS]|NO[23]|NH[34]|PO4|P2O5|SO4|O2|SiO2|CaCO3))(?=\s*/)",
)
_STATED = re.compile(r"(?:[\s,(]as|[\s,(]*以)\s*(?P<a>[A-Za-z][A-Za-z0-9+\-^ ]*?)\s*计?\s*\)?$", re.IGNORECASE)
_TRAILING = re.compile(r"(?<=[lL3])\s+\(?(?P<a>N|P|C|S|NO[23]|NH[34]|PO4|P2O5|SO4|O2|SiO2|CaCO3)\)?$")
_MOLES = re.compile(r"[mμun]?(?:mol|eq|m)/(?:l|m3)")
_TEMPERED = re.compile(r"\(?(?:@|\bat)\s*25\s*(?:°|deg)?\s*[c℃]?\)?$", re.IGNORECASE)


@lru_cache(maxsize=4_096)
def factor(unit_text: str, wanted: str) -> Fraction | str:
    """How many `wanted` one unit of the text is, exactly; or the reason code of a reject.

    `wanted` is an indicator's unit (`mg/L`, `1`, `cells/L`). Of a number without a unit only a number without a unit
    is wanted: a heading that names none is `no-unit` for everything else.
    """
    target = parse_unit(wanted)
    if target is None:
        raise ValueError(f"{wanted!r} is not a unit")
    found = _read(unit_text)
    if isinstance(found, str):
        return found
    if found is None:
        return Fraction(1) if target.symbol == ONE.symbol else "no-unit"
    if not found.fits(target) or found.is_plain != target.is_plain or (target.is_plain and found.symbol != target.symbol):
        return "unit-differs"
    return found.scale / target.scale


def is_unit(text: str) -> bool:
    """Whether the text says a unit, readable or refused by name (`ppm`), or that there is none (`无量纲`)."""
    return text.strip() not in {"", "1", "-", "--", "—", "/"} and not is_basis(text) and _read(text) != "unknown-unit"


def is_basis(text: str) -> bool:
    """Whether the text says only in which form a substance is expressed: `as N`, `以P计`."""
    return _STATED.fullmatch(f" {plain(text)}") is not None


def own_basis(text: str) -> bool:
    """Whether a form of `is_basis` is the one in which the standards express the indicator, so that nothing changes."""
    return _without_basis(f" {plain(text)}") is not None


def convert(millionths: int, by: Fraction) -> tuple[int, bool] | str:
    """The value times the factor, in millionths, and whether it had to be rounded; or the reason code of a reject.

    Half to even at 6 decimals. A result that is not zero never becomes zero, nor one too large for decimal(18,6): both
    are `does-not-fit`.
    """
    if by == 1:
        return millionths, False
    exact = millionths * by
    rounded = round(exact)
    if abs(rounded) >= 10**18 or (exact and not rounded):
        return "does-not-fit"
    return rounded, rounded != exact


@lru_cache(maxsize=4_096)
def _read(text: str) -> Unit | str | None:
    """The unit, None for none, or a reason code."""
    if len(text) > LONGEST:
        return "unknown-unit"
    own = _without_basis(_TEMPERED.sub("", plain(text)).strip().replace("m^", "m"))
    if own is None:
        return "other-basis"
    squeezed = _squeezed(own)
    if squeezed in _NO_UNIT:
        return None
    for known, reason in ((_RELATIVE, "relative-unit"), (_SCALES, "temperature-scale")):
        if squeezed in known:
            return reason
    if _MOLES.fullmatch(squeezed):
        return "other-basis"
    return _unit(squeezed) or parse_unit(own) or parse_unit(squeezed) or "unknown-unit"


def _without_basis(text: str) -> str | None:
    """The unit without a form such as `as N`, `mgN/L`, `{NO3}`; None when the form is another substance's."""
    forms: list[str] = []

    def taken(found: re.Match[str]) -> str:
        forms.extend(re.sub(r"[+\-^ ]", "", form).casefold() for form in found.groupdict().values() if form is not None)
        return ""

    rest = _BRACED.sub(taken, text)
    rest = _TRAILING.sub(taken, _STATED.sub(taken, rest))
    return rest.strip() if _OWN.issuperset(forms) else None


def _squeezed(text: str) -> str:
    """Lower case without spaces and enclosing brackets, Chinese words as symbols, `L-1` as `/L`."""
    short = text.casefold().replace("℃", "°c").strip()
    if short.startswith("(") and short.endswith(")") and short.count("(") == 1:
        short = short[1:-1]
    inverse = _INVERSE.sub(_stroke, re.sub(r" ?· ?|(?<=[a-z]) (?=m?l\^?-1)", "·", short))
    for word, symbol in _WORDS if not inverse.isascii() else ():
        inverse = inverse.replace(word, symbol)
    return inverse.replace(" ", "").replace("ft^3", "ft3")


def _stroke(found: re.Match[str]) -> str:
    return f"/{found['room']}{found['power'].removeprefix('1')}"


def _unit(squeezed: str) -> Unit | None:
    """A unit of the tables here; None when it is none of them."""
    known = _WHOLE.get(squeezed)
    if known is None and (power := _POWER.fullmatch(squeezed)):
        below = _unit(power["rest"].removeprefix("·").removeprefix("*"))
        return None if below is None else Unit(squeezed, below.scale * 10 ** int(power["power"]), below.powers)
    if known is not None:
        base = parse_unit(known[1]) or ONE
        return Unit(known[1], base.scale * Fraction(known[0]), base.powers)
    return _per_room(squeezed)


def _per_room(squeezed: str) -> Unit | None:
    """A mass or a count in a volume: `mg/100ml`, `mpn/l`."""
    found = _AMOUNT.fullmatch(squeezed)
    if not found or found["room"] not in _ROOM or found["count"].startswith("0"):
        return None
    room = _ROOM[found["room"]] * int(found["count"] or 1)
    if found["name"] in _MASS:
        return Unit(squeezed, Fraction(_MASS[found["name"]]) / room, (("gram", 1), ("metre", -3)))
    return Unit(squeezed, 1 / Fraction(room), (("cell", 1), ("metre", -3))) if found["name"] in _CELLS else None

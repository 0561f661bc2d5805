"""What one column heading says: the role of the column, the indicator, the unit, and what else stands there.

`氨氮 (mg/L)` also on two lines, `NH3-N mg/L`, `总磷/mg·L-1`, `高锰酸盐指数（CODMn）(mg/L)`, `w21003`, `氨氮等级`,
`ResultMeasureValue`. A heading that names two indicators, an indicator of the air in a concentration of water, a substance
in another form (`Nitrate as NO3`) or an unknown remark (`氨氮(最大值)`) is not known: it then has no role, and a mapping
file may say what it is.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from msgspec import Struct

from ecoflow.observations import text_plain
from ecoflow.observations.heading_roles import (
    CLASS_ENDS,
    FLAG_ENDS,
    LIMIT_ENDS,
    ROLE_BY_NAME,
    UNIT_ENDS,
    VALUE_ENDS,
)
from ecoflow.observations.text_units import factor, is_basis, is_unit, own_basis
from ecoflow.standards.headings import is_remark, key
from ecoflow.standards.indicators import AIR, find, named

_BREAK = re.compile(r"<br\s*/?>", re.IGNORECASE)
_TAIL = re.compile(r"(?P<name>.*?)[\s/,:、]*[(\[](?P<inside>(?:[^()\[\]]|\([^()]*\))*)[)\]]")
_STATED = re.compile(r"(?P<name>.*\S)[\s,]+(?P<basis>as\s\S+|以.+计)", re.IGNORECASE)
_STATION_CODE = re.compile(r"(?P<name>w\d{5})-(?P<end>avg|rtd|flag)", re.IGNORECASE)
_SPLITS = re.compile(r"\s*[\s/,:、_]\s*|(?<=[\u4e00-\u9fff])(?=[A-Za-zμ℃°%×])|(?<=[\u4e00-\u9fff])(?=[万个])")
_ENDS: Final = (
    ("class", CLASS_ENDS), ("flag", FLAG_ENDS), ("limit", LIMIT_ENDS), ("unit", UNIT_ENDS), ("value", VALUE_ENDS),
)
_LONGEST: Final = 200


class Heading(Struct, frozen=True):
    """A heading taken apart; empty texts for what it does not say.

    Attributes:
        indicator: The id of the indicator it names. With the role `value` the column holds its results; with `class`,
            `flag`, `limit` or `unit` what belongs to them.
        role: One of `heading_roles.ROLES`; empty when the heading is not known.
        unit: The unit as written, with a basis (`mg/L`, `mg/L 以N计`), for `text_units.factor`.
        remark: What else stands in brackets, or the whole of a heading that is not known.
    """

    indicator: str = ""
    role: str = ""
    unit: str = ""
    remark: str = ""


@lru_cache(maxsize=4_096)
def read_heading(text: str) -> Heading:
    """What a heading says. Never fails: what is not known has no role."""
    shown = text_plain.cell(_BREAK.sub(" ", text)).shown
    if not shown or len(shown) > _LONGEST:
        return Heading(remark=shown[:_LONGEST])
    for name, insides in _pieces(shown):
        heading = _known(name)
        if heading is not None:
            made = _with(heading, insides)
            return made if made.role else Heading(remark=shown)
    return Heading(remark=shown)


def _pieces(shown: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Every way to take the heading apart into a name and what stands in brackets or behind it, the whole first."""
    name, insides = shown, tuple[str, ...]()
    yield name, insides
    while (found := _TAIL.fullmatch(name)) and found["name"]:
        name, insides = found["name"], (found["inside"].strip(), *insides)
        yield name, insides
    for cut in _SPLITS.finditer(name):
        behind = name[cut.end():].strip()
        if name[:cut.start()].strip() and (is_unit(behind) or is_basis(behind)):
            yield name[:cut.start()].strip(), (behind, *insides)
    stated = _STATED.fullmatch(name)
    if stated:
        yield stated["name"], (stated["basis"], *insides)


def _known(name: str) -> Heading | None:
    """The role or indicator of a name without brackets."""
    plain = name.replace("^", "")
    indicator = named(plain)
    if indicator is not None:
        return Heading(indicator.id, "value")
    role = ROLE_BY_NAME.get(key(plain))
    if role is not None:
        return Heading(role=role)
    station = _STATION_CODE.fullmatch(plain)
    if station:
        code = named(station["name"])
        return None if code is None else Heading(code.id, "flag" if station["end"].casefold() == "flag" else "value")
    return _with_end(plain)


def _with_end(name: str) -> Heading | None:
    """`氨氮等级`, `NH3-N flag`: what belongs to an indicator's results."""
    short = name.casefold()
    for role, ends in _ENDS:
        for end in ends:
            if short.endswith(end) and len(short) > len(end):
                before = name[:-len(end)].strip(" -_:/(")
                indicator = named(before)
                if indicator is not None:
                    return Heading(indicator.id, role)
    return None


def _with(heading: Heading, insides: tuple[str, ...]) -> Heading:
    """The heading with its brackets read; without a role where they make it something else."""
    unit, basis, remarks, role = "", "", list[str](), heading.role
    for inside in (part.strip() for whole in insides for part in _parts(whole)):
        other = find(inside.replace("^", "")) if inside else None
        if is_basis(inside):
            basis = inside
        elif is_unit(inside) and not unit and (other is None or factor(inside, other.unit) == 1):
            unit = inside
        elif other is not None and other.id != heading.indicator:
            return Heading()
        elif heading.role == "value" and key(inside) in _CLASSES:
            role = "class"
        elif inside and other is None:
            remarks.append(inside)
    if heading.indicator and not all(is_remark(remark) for remark in remarks):
        return Heading()
    if basis and not own_basis(basis):
        return Heading()
    whole = f"{unit} {basis}".strip()
    if _is_air(heading.indicator, whole):
        return Heading()
    return Heading(heading.indicator, role, whole, "; ".join(remarks))


def _parts(inside: str) -> list[str]:
    """A unit is one part whatever it is made of; other brackets may list several things."""
    return [inside] if is_unit(inside) or is_remark(inside) or find(inside) else re.split(r"[,;、]", inside)


_CLASSES: Final = frozenset(key(end) for end in CLASS_ENDS)


def _is_air(indicator: str, unit: str) -> bool:
    """Whether an indicator of the air stands in a unit of water: `NO2(mg/L)` is nitrite, and not known as such."""
    known = named(indicator) if indicator else None
    return known is not None and known.unit == AIR and bool(unit) and not isinstance(factor(unit, AIR), str) and (
        "l" in unit.casefold() or "升" in unit)

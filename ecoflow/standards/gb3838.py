"""Water-quality classes of surface water, GB 3838-2002."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from enum import IntEnum
from fractions import Fraction
from functools import cache
from typing import Literal, get_args

from ecoflow.standards.gb3838_table import LAKE_LIMITS, LIMITS, PH_BAND
from ecoflow.standards.indicators import INDICATORS
from ecoflow.standards.rounding import round_reported

Water = Literal["river", "lake"]
"""Which limits of Table 1 apply; `lake` means lakes and reservoirs."""


class WaterClass(IntEnum):
    """A class of GB 3838-2002; a greater number is worse water."""

    I = 1
    II = 2
    III = 3
    IV = 4
    V = 5
    WORSE_THAN_V = 6

    @property
    def zh(self) -> str:
        """The class in Chinese, without 类: `Ⅲ`, `劣Ⅴ`."""
        return ("Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ", "Ⅴ", "劣Ⅴ")[self - 1]

    @property
    def en(self) -> str:
        """The class in English: `III`, `worse than V`."""
        return "worse than V" if self is WaterClass.WORSE_THAN_V else self.name


class NoClassLimit(LookupError):  # noqa: N818 - the name says what is missing
    """The standard sets no class limit for this indicator in this water."""


_CLASS = re.compile(r"(?:[Cc]lass )?(I|II|III|IV|V) ?类?")
_WORSE = re.compile(r"劣 ?V ?类?|(?i:worse than|inferior(?: to)?) (?i:class )?V")


def parse_class(text: str) -> WaterClass | None:
    """The class a text names: `Ⅲ`, `III类`, `劣Ⅴ`, `worse than V`; None for anything else, also digits."""
    plain = " ".join(unicodedata.normalize("NFKC", text).split())
    if _WORSE.fullmatch(plain):
        return WaterClass.WORSE_THAN_V
    found = _CLASS.fullmatch(plain)
    return WaterClass[found[1]] if found else None


def has_class(indicator: str, water: Water) -> bool:
    """Whether Table 1 classes this indicator (an id) in this water; total nitrogen only in lakes."""
    return indicator == "pH" or _limits(indicator, water) is not None


def limit(indicator: str, water_class: WaterClass, water: Water) -> Fraction:
    """The limit of a class, in the indicator's unit; it still belongs to the class.

    Raises:
        NoClassLimit: No limit is set, the class is `WORSE_THAN_V`, or the indicator is pH (a band).
    """
    limits = _limits(indicator, water)
    if limits is None:
        raise NoClassLimit(_no_limit(indicator, water))
    if water_class is WaterClass.WORSE_THAN_V:
        raise NoClassLimit(f"worse than V has no limit of its own ({indicator})")
    return limits[water_class - 1]


def classify(indicator: str, value: Fraction, water: Water) -> WaterClass:
    """The best class whose limit the value keeps; a value on a limit has the better class.

    Args:
        indicator: An indicator id (`NH3N`).
        value: In the indicator's unit; compared as it is, not rounded. Marks such as -1 for "not monitored"
            are not values and must not come this far.
        water: Decides the limits of total phosphorus, and whether total nitrogen is classed at all.

    Raises:
        NoClassLimit: Table 1 does not class this indicator in this water.
    """
    if indicator == "pH":
        low, high = (Fraction(bound) for bound in PH_BAND)
        return WaterClass.I if low <= value <= high else WaterClass.WORSE_THAN_V
    limits = _limits(indicator, water)
    if limits is None:
        raise NoClassLimit(_no_limit(indicator, water))
    higher = INDICATORS[indicator].better == "higher"
    keeps = [value >= bound if higher else value <= bound for bound in limits]
    kept = (number for number, keeping in enumerate(keeps, 1) if keeping)
    return WaterClass(next(kept, WaterClass.WORSE_THAN_V))


def evaluation_places(indicator: str) -> int:
    """Decimals of a value to be classified (环办监测函〔2020〕82号).

    Raises:
        NoClassLimit: The rule states no decimals for this indicator.
    """
    known = INDICATORS.get(indicator)
    if known is None or known.evaluation_places is None:
        raise NoClassLimit(f"no evaluation decimals are set for {indicator}")
    return known.evaluation_places


def classify_mean(indicator: str, value: Fraction, water: Water) -> WaterClass:
    """The class of a mean: rounded to the evaluation decimals first, then compared (修约值比较法).

    Raises:
        NoClassLimit: Table 1 does not class this indicator in this water.
    """
    if not has_class(indicator, water):
        raise NoClassLimit(_no_limit(indicator, water))
    return classify(indicator, round_reported(value, evaluation_places(indicator)), water)


def worst(classes: Iterable[WaterClass]) -> WaterClass:
    """The worst of the classes: single-factor evaluation, 环办〔2011〕22号.

    Raises:
        ValueError: There is none; no data is no class.
    """
    found = max(classes, default=None)
    if found is None:
        raise ValueError("no class to take the worst of")
    return found


def judge_non_detect(
    indicator: str, detection_limit: Fraction, target: WaterClass, water: Water,
) -> bool | None:
    """Whether a value below the detection limit keeps the target class; None if that cannot be known.

    Where less is better it does when the detection limit is not above the class limit. Dissolved oxygen and
    pH have a lower bound: a value below a detection limit that is not above the bound misses it.

    Raises:
        NoClassLimit: Table 1 does not class this indicator in this water.
    """
    if not has_class(indicator, water):
        raise NoClassLimit(_no_limit(indicator, water))
    if target is WaterClass.WORSE_THAN_V:
        return True
    if indicator == "pH":
        return False if detection_limit <= Fraction(PH_BAND[0]) else None
    if detection_limit > limit(indicator, target, water):
        return None
    return INDICATORS[indicator].better == "lower"


@cache
def _limits(indicator: str, water: Water) -> tuple[Fraction, ...] | None:
    """The five limits of an indicator, from class I to V; None if Table 1 has none for this water."""
    if water not in get_args(Water):
        raise ValueError(f"water is river or lake, not {water!r}")
    row = LIMITS.get(indicator) if water == "river" else LAKE_LIMITS.get(indicator, LIMITS.get(indicator))
    return None if row is None else tuple(Fraction(text) for text in row)


def _no_limit(indicator: str, water: Water) -> str:
    """The message of a missing class limit."""
    return f"GB 3838-2002 sets no class limit for {indicator} in a {water}"

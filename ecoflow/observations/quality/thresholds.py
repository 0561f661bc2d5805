"""The numbers of a rule for every series: the rules file's most particular word, else the rule's own, else none."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from msgspec import Struct

from ecoflow.observations.quality.rule import Rule, Threshold
from ecoflow.observations.quality.settings import Setting, Settings
from ecoflow.standards.indicators import INDICATORS
from ecoflow.standards.units import parse_unit

_STEP: Final = 1_000_000


class Series(Struct, frozen=True):
    """One series: its number in the batch, and what it is of."""

    id: int
    section: str
    indicator: str
    source: str
    unit: str


def scale(indicator: str, unit: str) -> Fraction | None:
    """How many of the series' units one of the indicator's is; None when the unit is not one of the indicator."""
    known = INDICATORS.get(indicator)
    own = parse_unit(known.unit) if known else None
    given = parse_unit(unit or "1")
    return own.scale / given.scale if own and given and own.fits(given) else None


class Numbers:
    """The numbers of one rule under the settings of a run."""

    def __init__(self, rule: Rule, settings: Settings) -> None:
        self.rule = rule
        said: dict[tuple[str, str, str], Setting] = {}
        for setting in settings.numbers:
            if setting.rule == rule.id:
                said[(*setting.spot, setting.key)] = setting
        self._said: Mapping[tuple[str, str, str], Setting] = MappingProxyType(said)
        self._made: dict[tuple[str, str, str], tuple[Decimal | None, ...] | None] = {}

    def of(self, series: Series) -> tuple[Decimal | None, ...] | None:
        """One number a threshold, in their order, in the unit of the series; None where the rule is switched off."""
        section = series.section if any(key[0] == series.section for key in self._said) else ""
        key = (section, series.indicator, series.unit)
        if key not in self._made:
            self._made[key] = self._make(section, series.indicator, series.unit)
        return self._made[key]

    def _make(self, section: str, indicator: str, unit: str) -> tuple[Decimal | None, ...] | None:
        on = self._setting(section, indicator, "on")
        if on is not None and not on.value:
            return None
        return tuple(self._one(t, section, indicator, unit) for t in self.rule.thresholds)

    def _one(self, threshold: Threshold, section: str, indicator: str, unit: str) -> Decimal | None:
        said = self._setting(section, indicator, threshold.key)
        text = threshold.by.get(indicator, threshold.default)
        if said is not None:
            value = Fraction(said.value)
        elif text:
            value = Fraction(text)
        else:
            return None
        if threshold.scaled:
            factor = scale(indicator, unit)
            if factor is None:
                return None
            value *= factor
        # a number finer than the column is rounded to it, half to even
        return Decimal(round(value * _STEP)).scaleb(-6)

    def _setting(self, section: str, indicator: str, key: str) -> Setting | None:
        """The most particular word: of this section and indicator, of the section, of the indicator, of all."""
        spots = ((section, indicator), (section, ""), ("", indicator), ("", ""))
        return next((self._said[(*spot, key)] for spot in spots if (*spot, key) in self._said), None)


def unmet(settings: Settings, sections: Iterable[str]) -> tuple[Setting, ...]:
    """Settings for sections that the data do not hold: most likely misspelt."""
    held = frozenset(sections)
    return tuple(s for s in settings.numbers if s.spot[0] and s.spot[0] not in held)

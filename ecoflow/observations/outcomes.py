"""What becomes of one distinct cell: a result, or why there is none; by indicator, unit, text, flag and limit."""

from __future__ import annotations

from fractions import Fraction
from typing import Final, NamedTuple

from msgspec import Struct, field

from ecoflow.observations.mapping import Words
from ecoflow.observations.schema import FLAGS
from ecoflow.observations.text_rules import ValueRules
from ecoflow.observations.text_units import factor
from ecoflow.observations.text_values import NOT_MEASURED, Found, is_reason, read_flag, read_value
from ecoflow.standards.indicators import INDICATORS, find

_KEPT: Final = 400_000


class Outcome(NamedTuple):
    """A result in millionths of the indicator's unit with its flag; or the reason there is none, empty for a result."""

    reason: str
    indicator: str = ""
    value: int | None = None
    flag: str = ""
    rounded: bool = False
    unit: str = ""


class Outcomes(Struct):
    """Reads cells once; remembers what it has read, up to a bound."""

    words: Words
    names: dict[str, str] = field(default_factory=dict)
    _known: dict[tuple[str | None, ...], Outcome] = field(default_factory=dict)
    _rules: dict[tuple[str, str, str], ValueRules | str] = field(default_factory=dict)

    def of(self, cell: tuple[str | None, ...]) -> Outcome:
        """The outcome of (indicator, unit, text, flag, limit) as the file has them."""
        known = self._known.get(cell)
        if known is None:
            if len(self._known) >= _KEPT:
                self._known.clear()
            known = self._known[cell] = self._read(*cell)
        return known

    def indicator(self, name: str) -> str:
        """The id of an indicator by the file's name for it; empty when it is not known."""
        if name in self.names:
            return self.names[name]
        found = find(name)
        return found.id if found else ""

    def conversion(self, indicator: str, unit: str) -> tuple[str, Fraction] | None:
        """The unit an indicator is kept in and the factor to it; None where there is none, or nothing to convert."""
        wanted = INDICATORS[self.indicator(indicator)].unit if self.indicator(indicator) else ""
        by = factor(unit, wanted) if wanted else ""
        return (wanted, by) if isinstance(by, Fraction) and by != 1 else None

    def _read(self, name: str | None, unit: str | None, text: str | None, flag: str | None, limit: str | None) -> Outcome:
        if name is None or unit is None or text is None or flag is None or limit is None:
            return Outcome("bad-text")
        indicator = self.indicator(name)
        rules = self._rules_of(indicator, unit.strip(), limit.strip())
        found = read_value(text, rules if isinstance(rules, ValueRules) else ValueRules())
        if found == NOT_MEASURED:
            return Outcome(NOT_MEASURED)
        if isinstance(rules, str):
            return Outcome(rules if isinstance(found, Found) else found)
        found = _flagged(found, flag, rules) if flag.strip() else found
        if isinstance(found, str):
            return Outcome(found)
        return Outcome("", indicator, found.millionths, found.flag, found.rounded, INDICATORS[indicator].unit)

    def _rules_of(self, indicator: str, unit: str, limit: str) -> ValueRules | str:
        """How cells of an indicator in a unit are read, or the reason they cannot be."""
        key = (indicator, unit, limit)
        if key not in self._rules:
            self._rules[key] = self._make(indicator, unit, limit)
        return self._rules[key]

    def _make(self, indicator: str, unit: str, limit: str) -> ValueRules | str:
        if not indicator:
            return "unknown-item"
        by = factor(unit, INDICATORS[indicator].unit)
        if isinstance(by, str):
            return by
        words = self.words
        stated = words.limits.get(indicator)
        if limit:
            read = read_value(limit, ValueRules(unit=unit, factor=by))
            stated = read.millionths if isinstance(read, Found) and read.millionths else stated
        return ValueRules(words.missing, words.not_measured, words.below, words.flags, stated, unit, by)


def _flagged(found: Found | str, flag: str, rules: ValueRules) -> Found | str:
    """A result with the flag of its own column: an invalid one counts before what the cell itself says."""
    code = read_flag(flag, rules)
    if is_reason(code) or not code:
        return code or found
    if isinstance(found, str):
        nothing = found in {"missing", "blank"}
        if nothing and code == "L":
            return Found(rules.limits, "L", False) if rules.limits else "no-limit"
        return Found(None, code, False) if nothing else found
    stronger = found.flag if found.flag and FLAGS[found.flag].standing == "invalid" else code
    return Found(found.millionths, stronger, found.rounded)

"""What becomes of one distinct cell: a result, or why there is none; by indicator, unit, text, flag and limit."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction
from typing import Final, NamedTuple

import numpy as np
import numpy.typing as npt
from msgspec import Struct, field

from ecoflow.observations.account import Account
from ecoflow.observations.mapping import Words
from ecoflow.observations.schema import FLAGS
from ecoflow.observations.scratch import NO_VALUE
from ecoflow.observations.text_rules import ValueRules, folded
from ecoflow.observations.text_units import factor
from ecoflow.observations.text_values import NOT_MEASURED, Found, is_reason, read_flag, read_value
from ecoflow.standards.indicators import INDICATORS, find

_KEPT: Final = 200_000

_YES: Final = frozenset({"true", "1", "yes", "y", "是", "t"})
_DISSOLVED: Final = frozenset({"dissolved", "filtered", "filterable", "溶解态", "溶解", "可溶态"})
_ALWAYS_DISSOLVED: Final = frozenset({
    "DO", "NH3N", "NO3", "NO2N", "CL", "SO4", "F", "pH", "EC", "WT", "DOC", "CN", "Cr6",
})
"""Indicators of what is in solution anyway; of the others (TP, TN, metals) the dissolved part is another quantity."""


class Outcome(NamedTuple):
    """A result in millionths of the indicator's unit with its flag; or the reason there is none, empty for a result."""

    reason: str
    indicator: str = ""
    value: int | None = None
    flag: str = ""
    rounded: bool = False
    unit: str = ""
    factor: Fraction = Fraction(1)


class Numbers(NamedTuple):
    """An outcome in the numbers of a run; `reason` is 0 for a result, `made` the number of a conversion from 1, or 0."""

    reason: int
    indicator: int
    value: int
    flag: int
    unit: int
    rounded: int
    made: int


def _none() -> npt.NDArray[np.int64]:
    return np.zeros((0, len(Numbers._fields)), dtype=np.int64)


class Outcomes(Struct):
    """Reads cells once, in the numbers of the run's codebooks; remembers what it has read, up to a bound."""

    words: Words
    names: dict[str, str]
    account: Account
    _known: dict[tuple[str | None, ...], int] = field(default_factory=dict)
    _table: npt.NDArray[np.int64] = field(default_factory=_none)
    _rules: dict[tuple[str, str, str], ValueRules | str] = field(default_factory=dict)
    _ids: dict[str, str] = field(default_factory=dict)

    def of(self, cells: Sequence[tuple[str | None, ...]]) -> npt.NDArray[np.int64]:
        """The outcomes of cells as the file has them: a row each, as in `Numbers`.

        A cell is (indicator, unit, text, basis, flag, limit, unit of the limit, whether below it, fraction).
        """
        known = self._known
        if len(known) > _KEPT:
            known.clear()
            self._table = _none()
        places = [known.get(cell, -1) for cell in cells]
        news = []
        for at, cell in enumerate(cells) if -1 in places else ():
            if places[at] < 0:
                places[at] = known[cell] = len(known)
                news.append(self._numbers(self._read(*cell), cell))
        if news:
            self._table = np.concatenate([self._table, np.array(news, dtype=np.int64)])
        return self._table[places]

    def _numbers(self, found: Outcome, cell: tuple[str | None, ...]) -> Numbers:
        account = self.account
        if found.reason:
            return Numbers(1 + account.reasons.number(found.reason), 0, 0, 0, 0, 0, 0)
        made = 0
        if found.factor != 1:
            unit = f"{cell[1]} {cell[3]}".strip()
            made = 1 + account.made.number("\n".join((found.indicator, unit, found.unit, str(found.factor))))
        value = NO_VALUE if found.value is None else found.value
        return Numbers(0, account.indicators.number(found.indicator), value, account.flags.number(found.flag),
                       account.units.number(found.unit), int(found.rounded), made)

    def indicator(self, name: str) -> str:
        """The id of an indicator by the file's name for it; empty when it is not known."""
        known = self._ids.get(name)
        if known is None:
            found = find(name)
            known = self._ids[name] = self.names.get(name) or (found.id if found else "")
        return known

    def _read(self, *cell: str | None) -> Outcome:
        known = [text for text in cell if text is not None]
        if len(known) < len(cell):
            return Outcome("bad-text")
        name, unit, text, basis, flag, limit, of_limit, below, fraction = known
        unit, limit = f"{unit} {basis}".strip(), f"{limit} {of_limit}".strip() if limit.strip() else ""
        indicator = self.indicator(name)
        rules = self._rules_of(indicator, unit, limit)
        found = read_value(text, rules if isinstance(rules, ValueRules) else ValueRules())
        if found == NOT_MEASURED:
            return Outcome(NOT_MEASURED)
        if isinstance(rules, str):
            return Outcome(rules if isinstance(found, Found) else found)
        if folded(fraction) in _DISSOLVED and indicator not in _ALWAYS_DISSOLVED:
            return Outcome("other-fraction")
        found = _flagged(found, flag, rules, below=folded(below) in _YES) if flag.strip() or below.strip() else found
        if isinstance(found, str):
            return Outcome(found)
        return Outcome("", indicator, found.millionths, found.flag, found.rounded, INDICATORS[indicator].unit, rules.factor)

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


def _flagged(found: Found | str, flag: str, rules: ValueRules, *, below: bool) -> Found | str:
    """A result with the flag of its own column: an invalid one counts before what the cell itself says."""
    code = read_flag(flag, rules) or ("L" if below else "")
    if is_reason(code) or not code:
        return code or found
    if isinstance(found, str):
        nothing = found in {"missing", "blank"}
        if nothing and code == "L":
            return Found(rules.limits, "L", False) if rules.limits else "no-limit"
        return Found(None, code, False) if nothing else found
    stronger = found.flag if found.flag and FLAGS[found.flag].standing == "invalid" else code
    return Found(found.millionths, stronger, found.rounded)

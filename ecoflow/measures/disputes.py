"""Joint samples that do not count, in words: what each side found, how far apart, and who has to act."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from ecoflow.agreement.model import Party
from ecoflow.diagnostics.finding import Finding, Phrase
from ecoflow.measures.cube import Cell
from ecoflow.measures.joint import Judged, Record, Rule, own_unit
from ecoflow.measures.months import Month
from ecoflow.standards.indicators import INDICATORS
from ecoflow.standards.rounding import plain_text

_FIGURES = 4

Sides = tuple[Party, Party]
"""The upstream and the downstream party."""


def in_dispute(month: Month, about: Mapping[str, str], sides: Sides | None, rule: Rule | None) -> Finding | None:
    """Why a month without a usable sample has none, where joint samples are to blame; None where they are not."""
    if not month.left or rule is None or sides is None:
        return None
    details: dict[str, Phrase] = {**about, "disputes": told(month.left, sides, rule)}
    if any(one.standing == "apart" for one in month.left):
        return Finding("E431", None, details, about)
    silent = [side.id for side, found in zip(sides, _heard(month.left), strict=True) if not found]
    party, source = ", ".join(silent), ", ".join(f"joint:{name}" for name in silent)
    return Finding("E432", None, {**details, "party": party, "source": source}, {**about, "party": party})


def not_counted(month: Month, about: dict[str, str], sides: Sides | None, rule: Rule | None) -> Finding | None:
    """The joint samples of a month that do not count though the month has others, None where there is none."""
    if not month.left or rule is None or sides is None:
        return None
    if month.problem is not None and month.problem.code in {"E431", "E432"}:
        return None
    return Finding("N408", None, {**about, "disputes": told(month.left, sides, rule)}, about)


def _heard(left: Iterable[Judged]) -> tuple[bool, bool]:
    """Whether every sample has a usable record of the one side, and of the other."""
    samples = [one.sample for one in left]
    one, two = (all(r is not None and r.cell.usable > 0 for r in side)
                for side in ([s.upstream for s in samples], [s.downstream for s in samples]))
    return one, two


def told(left: Iterable[Judged], sides: Sides, rule: Rule) -> Phrase:
    """Every sample with both values and how far they are apart: `2022-07-05 10:00 up 0.1, down 0.2 mg/L ...`."""
    zh, en = zip(*(_sample(one, sides, rule) for one in left), strict=True)
    return "；".join(zh), "; ".join(en)


def _sample(one: Judged, sides: Sides, rule: Rule) -> tuple[str, str]:
    found = (one.sample.upstream, one.sample.downstream)
    zh = "，".join(f"{side.name.say('zh')} {_value(r, rule.indicator)[0]}" for side, r in zip(sides, found, strict=True))
    en = ", ".join(f"{side.name.say('en')} {_value(r, rule.indicator)[1]}" for side, r in zip(sides, found, strict=True))
    at = f"{one.sample.at:%Y-%m-%d %H:%M}"
    if one.apart is None:
        return f"{at} {zh}", f"{at} {en}"
    apart, limit = shown(one.apart, rule), shown(rule.limit, rule)
    return f"{at} {zh}，相差 {apart}，允许 {limit}", f"{at} {en}, {apart} apart, {limit} allowed"


def shown(apart: Fraction, rule: Rule) -> str:
    """How far two results are apart, as the rule measures it: a percentage, or a difference in the indicator's unit."""
    if rule.over:
        # as short as is not mistaken for the tolerance itself
        figures = next(f for f in (_FIGURES, 12) if f == 12 or apart == rule.limit
                       or plain_text(apart * 100, f) != plain_text(rule.limit * 100, f))
        return f"{plain_text(apart * 100, figures)}%"
    return f"{plain_text(apart / own_unit(rule.indicator))} {_unit(rule.indicator)}".strip()


def _value(record: Record | None, indicator: str) -> tuple[str, str]:
    if record is None:
        return "无记录", "no record"
    text = value_text(record.cell, indicator)
    if not text:
        flags = ",".join(record.cell.flags)
        return f"无效（{flags or '空值'}）", f"not valid ({flags or 'empty value'})"
    return text, text


def value_text(cell: Cell, indicator: str) -> str:
    """The one usable value of a cell in the indicator's unit, `<` before a detection limit; empty where there is none."""
    if not cell.usable:
        return ""
    number = (cell.limits if cell.below else cell.total) / own_unit(indicator)
    return f"{'<' if cell.below else ''}{plain_text(number)} {_unit(indicator)}".strip()


def _unit(indicator: str) -> str:
    unit = INDICATORS[indicator].unit
    return "" if unit == "1" else unit

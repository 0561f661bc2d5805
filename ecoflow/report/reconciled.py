"""Two parties' records held against each other, as text, JSON and CSV."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Any

from msgspec import Struct, field

from ecoflow.diagnostics.finding import Lang
from ecoflow.measures.disputes import shown, value_text
from ecoflow.measures.joint import Record, own_unit
from ecoflow.measures.reconcile import STATUSES, Compared, Reconciled
from ecoflow.observations.rejects import neutral
from ecoflow.report.text import table_lines
from ecoflow.report.view import Cell, Column, Table, filled
from ecoflow.report.words import Pair, pick
from ecoflow.standards.rounding import plain_text

_STATUS: Mapping[str, Pair] = {
    "agreed": ("一致", "agreed"), "reserve": ("备样裁定", "decided by the reserve sample"),
    "signed": ("商定", "value agreed on"), "dispute": ("有争议", "in dispute"),
    "clash": ("同一时刻有两个值", "two values of one moment"), "only-a": ("只有甲方", "only A"),
    "only-b": ("只有乙方", "only B"), "none": ("双方均无有效值", "no valid value of either"),
}
_OVER: Mapping[str, Pair] = {
    "sum": ("|a − b| / (a + b)", "|a − b| / (a + b)"), "mean": ("|a − b| / 均值", "|a − b| / mean"),
    "larger": ("|a − b| / 较大者", "|a − b| / larger"), "": ("|a − b|", "|a − b|"),
}
_UNREAD: Mapping[str, Pair] = {
    "indicator": ("指标不明", "of an unknown indicator"), "unit": ("单位不明", "in a unit that does not fit"),
    "source": ("非联合监测记录", "not of joint monitoring"),
}
_HEADS: tuple[Pair, ...] = (
    ("断面", "Section"), ("指标", "Indicator"), ("采样时间", "Sampled at"), ("甲方", "A"), ("乙方", "B"),
    ("相差", "Apart"), ("允许", "Allowed"), ("结论", "Outcome"), ("取值", "Value"),
)
_MOST = 40


class Sides(Struct, frozen=True):
    """What A and B are called, and the sections and indicators by name."""

    a: str
    b: str
    labels: Mapping[str, str] = field(default_factory=dict)

    def of(self, name: str) -> str:
        """The name of a section or indicator."""
        return self.labels.get(name, name)


def to_text(found: Reconciled, sides: Sides, lang: Lang) -> str:
    """The counts, the rules applied, the open disputes, and what only one side has."""
    counts = found.counts()
    lines = [pick((f"甲方 {sides.a}，乙方 {sides.b}", f"A {sides.a}, B {sides.b}"), lang), *_rules(found, sides, lang)]
    lines.append(pick(("样品", "samples"), lang) + f" {len(found.compared)}: " + ", ".join(
        f"{pick(_STATUS[s], lang)} {counts[s]}" for s in STATUSES if counts[s]))
    for title, statuses in ((("未决争议", "Open disputes"), {"dispute", "clash"}),
                            (("只有一方有有效记录", "Records of one side only"), {"only-a", "only-b"})):
        rows = tuple(_row(c, found, sides, lang) for c in found.compared if c.status in statuses)
        if rows:
            columns = tuple(Column(pick(head, lang)) for head in _HEADS)
            lines += ["", *table_lines(filled(Table(pick(title, lang), columns, rows[:_MOST])))]
        if len(rows) > _MOST:
            lines.append(pick((f"……另有 {len(rows) - _MOST} 行，见 --format csv",
                               f"… {len(rows) - _MOST} more rows, see --format csv"), lang))
    return "\n".join([*lines, *_left_out(found, lang)]) + "\n"


def _rules(found: Reconciled, sides: Sides, lang: Lang) -> Iterator[str]:
    known: dict[str, list[str]] = {}
    for indicator in dict.fromkeys(c.indicator for c in found.compared):
        rule = found.rules[indicator]
        known.setdefault(f"{pick(_OVER[rule.over], lang)} ≤ {shown(rule.limit, rule)}", []).append(sides.of(indicator))
    yield from (f"{', '.join(names)}: {text}" for text, names in known.items())


def _left_out(found: Reconciled, lang: Lang) -> Iterator[str]:
    for side, unread in zip("AB", found.unread, strict=True):
        yield from (pick((f"{'甲方' if side == 'A' else '乙方'}未比对的记录（{_UNREAD[why][0]}）：{count}",
                          f"records of {side} not compared, {_UNREAD[why][1]}: {count}"), lang)
                    for why, count in unread.items())
    if found.unruled:
        names = ", ".join(found.unruled)
        yield pick((f"没有允许偏差、未比对的指标：{names}", f"not compared, no tolerance stated: {names}"), lang)


def _row(one: Compared, found: Reconciled, sides: Sides, lang: Lang) -> tuple[Cell, ...]:
    rule = found.rules[one.indicator]
    apart = "" if one.judged.apart is None else shown(one.judged.apart, rule)
    limit = "" if one.judged.apart is None else shown(rule.limit, rule)
    return tuple(Cell(text) for text in (
        sides.of(one.section), sides.of(one.indicator), f"{one.judged.sample.at:%Y-%m-%d %H:%M}",
        *(_value(r, one.indicator, lang) for r in one.pair), apart, limit, pick(_STATUS[one.status], lang),
        value_text(one.judged.cell, one.indicator)))


def _value(record: Record | None, indicator: str, lang: Lang) -> str:
    if record is None:
        return ""
    if record.cell.clashes:
        return pick(_STATUS["clash"], lang)
    return value_text(record.cell, indicator) or pick(("无效", "not valid"), lang)


def to_csv(found: Reconciled, sides: Sides, lang: Lang) -> str:
    """Every sample, one a row; UTF-8 with a byte order mark, no cell can start a formula."""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(pick(head, lang) for head in _HEADS)
    for one in found.compared:
        writer.writerow(neutral(cell.text) for cell in _row(one, found, sides, lang))
    return "\ufeff" + text.getvalue()


def to_json(found: Reconciled, sides: Sides) -> str:
    """The whole comparison; numbers are decimal text in the indicator's own unit, a share where the rule is one."""
    document = {
        "ecoflow": 1, "a": sides.a, "b": sides.b, "counts": found.counts(),
        "rules": {i: {"over": r.over or None, "limit": _number(r.limit if r.over else r.limit / own_unit(i)),
                      "agreed": r.agreed, "within_seconds": int(r.within.total_seconds())}
                  for i, r in found.rules.items() if any(c.indicator == i for c in found.compared)},
        "samples": [_sample(c, found) for c in found.compared],
        "not_compared": {"a": dict(found.unread[0]), "b": dict(found.unread[1]), "indicators": list(found.unruled)},
    }
    return json.dumps(document, ensure_ascii=False, indent=2)


def _sample(one: Compared, found: Reconciled) -> dict[str, Any]:
    rule, sample, unit = found.rules[one.indicator], one.judged.sample, own_unit(one.indicator)
    apart = one.judged.apart
    return {
        "section": one.section, "indicator": one.indicator, "observed_at": sample.at.isoformat(),
        **{name: _record(r, unit) for name, r in zip(
            ("a", "b", "reserve", "agreed"), (*one.pair, sample.reserve, sample.signed), strict=True)},
        "apart": None if apart is None else _number(apart if rule.over else apart / unit),
        "status": one.status,
        "value": _number((one.judged.cell.limits if one.judged.cell.below else one.judged.cell.total) / unit)
        if one.judged.cell.usable else None,
        "below": bool(one.judged.cell.below),
    }


def _record(record: Record | None, unit: Fraction) -> dict[str, Any] | None:
    if record is None:
        return None
    cell = record.cell
    value = (cell.limits if cell.below else cell.total) / unit if cell.usable else None
    return {"observed_at": record.at.isoformat(), "value": None if value is None else _number(value),
            "below": bool(cell.below), "valid": bool(cell.usable)}


def _number(value: Fraction) -> str:
    text = plain_text(value)
    return text if Fraction(text) == value else str(value)

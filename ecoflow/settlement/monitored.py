"""What a measure was made from, as steps: the parts of a cell, their series, months and single monitoring rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from msgspec import Struct, field

from ecoflow.agreement.keywords import KINDS, REASONS
from ecoflow.agreement.model import Measure
from ecoflow.formula.types import TIMES
from ecoflow.formula.words import show
from ecoflow.measures.measure import value_in
from ecoflow.measures.months import Month, Series
from ecoflow.measures.result import Judged, Measured, Part
from ecoflow.observations.schema import SOURCES
from ecoflow.settlement.said import At, Said
from ecoflow.standards.calendar import Period
from ecoflow.standards.gb3838 import evaluation_places
from ecoflow.standards.indicators import INDICATORS
from ecoflow.standards.rounding import decimal_text, plain_text, round_places
from ecoflow.standards.units import parse_unit

_TAKEN = MappingProxyType({"max": KINDS["max"], "min": KINDS["min"], "total": KINDS["total"]})
_PLAIN = 12
_ORIGINS = MappingProxyType({"synthetic": "合成数据", **{source: zh for source, (zh, _) in SOURCES.items()}})


class Step(Struct, frozen=True):
    """One line of an explanation and what it rests on."""

    text: str
    under: tuple[Step, ...] = field(default=())


Rows = Mapping[tuple[str, str, str], list[tuple[Any, ...]]]
"""(section, indicator, month) -> rows (observed_at, value, unit, flag, source)."""


class Monitored(Struct, frozen=True):
    """Tells measures from their monitoring; `rows` are the single rows, where they were asked for."""

    said: Said
    rows: Rows

    def measure(self, found: Measured, at: At) -> Step:
        """The parts of a measure that lie in a cell, or what keeps it from being used."""
        measure = self.said.agreement.measures[found.measure]
        zh, en = KINDS[measure.kind]
        name, kind = measure.name.say(self.said.lang), self.said.either(zh, en)
        remark = kind if name in {"", measure.id, kind} else self.said.either(f"{name}，{kind}", f"{name}; {kind}")
        head = f"{measure.id}[{self.said.where(at)}]" if at else measure.id
        parts = [p for p in found.parts if all(p.at.get(d) == m for d, m in at.items())]
        problems = (Step(f"{p.code} {self.said.finding(p)}", (Step(self.said.hint(p)),)) for p in found.problems)
        under = (*problems, *(self._part(measure, p) for p in parts))
        return Step(f"{self.said.inside(head, remark)}{self.said.cited(measure.cited)}", under)

    def _part(self, measure: Measure, part: Part) -> Step:
        # the window says when
        spot = {d: m for d, m in part.at.items() if d not in TIMES}
        place = self.said.where(spot or {"section": measure.sections[0]})
        value = self.said.value(part.value, self.said.agreement.types[measure.id].unit)
        # of a share of months the classes are those of many months, and the share says how many
        judged = part.judged if len(part.judged) <= len(part.series) else ()
        under = (*(self._judged(j, measure) for j in judged),
                 *(self._series(s, part.window, measure) for s in part.series))
        if part.target is not None:
            value = self.said.inside(value, self.said.either(f"{part.target.zh}类限值", f"limit of class {part.target.en}"))
        # the days a value was made of may be those of a year before the one it stands for
        named = next((part.at[d] for d in reversed(TIMES) if d in part.at), part.window.name)
        when = part.window.name if named == part.window.name else self.said.inside(
            part.window.name, self.said.either(f"作为 {named}", f"as {named}"))
        return Step(f"{place} {when} = {value}", under)

    def _judged(self, judged: Judged, measure: Measure) -> Step:
        indicator = self.said.labels.get(judged.indicator, judged.indicator)
        mean = show(judged.mean, parse_unit(INDICATORS[judged.indicator].unit), self.said.lang)
        compared = _compared(judged, measure)
        return Step(self.said.either(
            f"{indicator}：均值 {mean}，比较值 {compared}，{judged.grade.zh}类",
            f"{indicator}: mean {mean}, compared {compared}, class {judged.grade.en}"))

    def _series(self, series: Series, window: Period, measure: Measure) -> Step:
        months = series.within(window)
        spot = " ".join(self.said.labels.get(m, m) for m in (series.section, series.indicator))
        lines = tuple(self._month(series, m, window, measure) for m in months)
        if len(lines) == 1:
            return Step(f"{spot} {lines[0].text}", lines[0].under)
        used = [m for m in months if m.counts]
        counted = [_counted(sum(m.usable for m in used), "个样品", "sample")]
        if window.is_whole_months:
            counted.insert(0, _counted(len(used), "个有效月", "valid month"))
        zh, en = ("，".join(c for c, _ in counted), ", ".join(c for _, c in counted))
        return Step(f"{spot} {self.said.either(f'{window.name}：{zh}', f'{window.name}: {en}')}", lines)

    def _month(self, series: Series, month: Month, window: Period, measure: Measure) -> Step:
        return Step(f"{month.period.name}{self.said.either('：', ': ')}{self._found(series, month, measure)}",
                    tuple(self._rows(series, month, window)))

    def _found(self, series: Series, month: Month, measure: Measure) -> str:
        """What a month came to, or why it does not count."""
        if month.exempt is not None:
            zh, en = REASONS.get(month.exempt, (month.exempt, month.exempt))
            return self.said.either(f"豁免（{zh}）", f"exempt ({en})")
        if month.problem is not None:
            return self.said.finding(month.problem)
        if not month.usable:
            return self.said.either("无值", "no value")
        own, taken = parse_unit(INDICATORS[series.indicator].unit), _TAKEN.get(measure.kind, ("均值", "mean"))
        value = show(value_in(series, month.period, measure), own, self.said.lang)
        zh, en = _counted(month.usable, "个样品", "sample")
        return self.said.either(
            f"{taken[0]} {value}，{zh}（未检出 {month.below}，无效 {month.invalid}）",
            f"{taken[1]} {value}, {en} ({month.below} below detection, {month.invalid} not valid)")

    def _rows(self, series: Series, month: Month, window: Period) -> Iterator[Step]:
        for row in self.rows.get((series.section, series.indicator, f"{month.period.first:%Y-%m}"), []):
            if month.exempt is None and window.first <= row[0].date() <= window.last:
                yield Step(self._row(row, series.indicator))

    def _row(self, row: tuple[Any, ...], indicator: str) -> str:
        observed_at, value, unit, flag, source = row
        text = "" if value is None else plain_text(Fraction(value)) + (f" {unit}" if unit not in {"", "1", "-"} else "")
        if value is None:
            none = self.said.either("无值", "no value")
            text = none + (self.said.either(f"，标记 {flag}", f", flag {flag}") if flag else "")
        elif flag == "L" and indicator != "pH":
            text = f"<{text}"
        elif flag:
            text = self.said.inside(text, self.said.either(f"无效：{flag}", f"not valid: {flag}"))
        origin = _ORIGINS.get(source, source) if self.said.lang == "zh" else source
        return f"{observed_at:%Y-%m-%d %H:%M}  {text}  {origin or ''}".rstrip()


def _counted(count: int, zh: str, en: str) -> tuple[str, str]:
    return f"{count} {zh}", f"{count} {en}{'' if count == 1 else 's'}"


def _compared(judged: Judged, measure: Measure) -> str:
    """The value compared with the limits, with the decimals it was rounded to: 2.0."""
    places = evaluation_places(judged.indicator)
    if measure.rules.compare.value == "rounded" and round_places(judged.compared, places) == judged.compared:
        return decimal_text(judged.compared, places)
    text = plain_text(judged.compared, _PLAIN)
    return text if Fraction(text) == judged.compared else f"{text}…"


def rows_by_month(samples: Iterable[tuple[Any, ...]]) -> Rows:
    """Single rows as an engine gives them, filed by section, indicator and month."""
    found: dict[tuple[str, str, str], list[tuple[Any, ...]]] = {}
    for section, indicator, observed_at, value, unit, flag, source, *_ in samples:
        key = (section, indicator, f"{observed_at:%Y-%m}")
        found.setdefault(key, []).append((observed_at, value, unit or "", flag or "", source))
    return found

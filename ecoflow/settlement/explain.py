"""How a number or a payment was made, as a tree from the verdict down to the monitoring rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from msgspec import Struct, field

from ecoflow.agreement.model import Citation, Fact, Party, Pay, Pool, Section
from ecoflow.diagnostics.finding import Finding, Lang
from ecoflow.formula.grid import Grid
from ecoflow.formula.tree import names
from ecoflow.formula.words import Words, show
from ecoflow.measures.averaging import mean as mean_along
from ecoflow.measures.averaging import mean_of_ph
from ecoflow.measures.months import Month, Series
from ecoflow.measures.result import Measured, Part
from ecoflow.settlement.model import Fired, Payment, Settlement
from ecoflow.standards.gb3838 import WaterClass
from ecoflow.standards.indicators import INDICATORS
from ecoflow.standards.units import ONE, YUAN, parse_unit


class Step(Struct, frozen=True):
    """One line of an explanation and what it rests on."""

    text: str
    under: tuple[Step, ...] = field(default=())


Rows = Mapping[tuple[str, str, str], list[tuple[Any, ...]]]
"""(section, indicator, month) -> rows (observed_at, value, unit, flag, source)."""


class Explanation(Struct, frozen=True):
    """Explains one settlement in one language; `rows` are the monitoring rows, where they were asked for."""

    settlement: Settlement
    lang: Lang
    rows: Rows = field(default_factory=dict)

    def everything(self) -> Step:
        """The whole settlement: every clause that held, and what could not be settled."""
        s = self.settlement
        title = f"{s.agreement.title.say(self.lang)} {s.period.name}"
        if not s.settled:
            return Step(f"{title}: {self._say('不能结算', 'cannot be settled')}", self._problems(s.problems))
        return Step(title, tuple(self._fired(f) for f in s.fired))

    def name(self, wanted: str) -> Step | None:
        """One quantity, measure, term, fact or clause; None when the agreement has no such name."""
        clauses = [self._fired(f) for f in self.settlement.fired if f.clause.id == wanted]
        if clauses:
            return Step(wanted, tuple(clauses)) if len(clauses) > 1 else clauses[0]
        a = self.settlement.agreement
        known = wanted in {*a.terms, *a.facts, *a.measures, *a.quantities, *(c.id for c in a.clauses)}
        if known and not self.settlement.settled and wanted not in self.settlement.values:
            return self.everything()
        if wanted in self.settlement.values:
            return self._name(wanted, ())
        if not known:
            return None
        idle = self._say("本期未适用", "does not come into play in this period")
        return Step(f"{wanted}: {idle}")

    def _problems(self, found: Iterable[Finding]) -> tuple[Step, ...]:
        return tuple(Step(f"{p.code} {p.message(self.lang)}", (Step(p.hint(self.lang)),)) for p in found)

    def _say(self, zh: str, en: str) -> str:
        return zh if self.lang == "zh" else en

    def _labels(self) -> dict[str, str]:
        a = self.settlement.agreement
        blocks: tuple[Mapping[str, Party | Pool | Section | Fact], ...] = (a.parties, a.pools, a.sections, a.facts)
        return {k: v.name.say(self.lang) for block in blocks for k, v in block.items()}

    def _fired(self, fired: Fired) -> Step:
        clause, labels = fired.clause, self._labels()
        where = f" [{', '.join(labels.get(m, m) for m in fired.at.values())}]" if fired.at else ""
        under = [*self._condition(fired), *(step for pay, paid in fired.payments for step in self._paid(pay, paid))]
        if not fired.payments:
            under.append(Step(self._say("此情形不支付", "nothing is paid in this case")))
        number = f".{fired.case.number}" if len(clause.cases) > 1 else ""
        title = f"{self._say('条款', 'clause')} {clause.id}{number}{where}{self._cited(clause.cited)}"
        return Step(title, tuple(under))

    def _condition(self, fired: Fired) -> Iterator[Step]:
        tree = fired.case.when.tree if fired.case.when is not None else None
        if tree is None:
            return
        values = {n: g.at(fired.at) for n, g in self.settlement.values.items()}
        symbolic = Words(self.lang, self._labels()).say(tree)
        numbers = Words(self.lang, self._labels(), values, self.settlement.agreement.types).say(tree)
        holds = self._say(f"条件成立：{symbolic}，即 {numbers}", f"condition holds: {symbolic}, that is {numbers}")
        yield Step(holds, self._uses(names(tree), ()))

    def _paid(self, pay: Pay, payments: Iterable[Payment]) -> list[Step]:
        labels, tree = self._labels(), pay.amount.tree
        sides = [s for s in (pay.payer, pay.payee) if isinstance(s, str)]
        used = self._uses([*(names(tree) if tree is not None else ()), *sides], ())
        verb = self._say("付给", "pays")
        sides_of = [(labels.get(p.payer, p.payer), labels.get(p.payee, p.payee), p.amount) for p in payments]
        steps = [Step(f"{payer} {verb} {payee} {YUAN.show(amount)}", used) for payer, payee, amount in sides_of]
        return steps or [Step(self._say("金额为零，不支付", "the amount is zero: nothing is paid"))]

    def _uses(self, used: Iterable[str], trail: tuple[str, ...]) -> tuple[Step, ...]:
        known = self.settlement.values
        return tuple(self._name(n, trail) for n in dict.fromkeys(used) if n in known and n not in trail)

    def _name(self, name: str, trail: tuple[str, ...]) -> Step:
        a = self.settlement.agreement
        if name in self.settlement.given:
            return Step(f"{self._values(name)} ({self._say('给定', 'given')})")
        if name in a.quantities:
            return self._quantity(name, (*trail, name))
        if name in self.settlement.measured:
            return self._measure(self.settlement.measured[name])
        entry = a.terms.get(name) or a.facts[name]
        label = entry.name.say(self.lang)
        return Step(f"{self._values(name)}{f' ({label})' if label != name else ''}{self._cited(entry.cited)}")

    def _quantity(self, name: str, trail: tuple[str, ...]) -> Step:
        a, s = self.settlement.agreement, self.settlement
        tree = a.quantities[name].formula.tree
        if tree is None:
            return Step(name)
        lines = [f"{name} = {Words(self.lang, self._labels()).say(tree)}"]
        under: list[Step] = []
        for index in (i for i in s.indices if i.id == name):
            values = {n: g.at(index.at) for n, g in s.values.items()}
            numbers = Words(self.lang, self._labels(), values, a.types).say(tree)
            exact, shown = show(index.exact, index.unit, self.lang), show(index.value, index.unit, self.lang)
            where = f"[{', '.join(index.at.values())}] " if index.at else ""
            rounding = "" if exact == shown else self._say(f"，修约为 {shown}", f", rounded to {shown}")
            under.append(Step(f"{where}= {numbers} = {exact}{rounding}"))
        return Step(lines[0] + self._cited(a.quantities[name].cited), (*under, *self._uses(names(tree), trail)))

    def _values(self, name: str) -> str:
        grid: Grid = self.settlement.values[name]
        unit = self.settlement.agreement.types[name].unit
        if not grid.dims:
            return f"{name} = {show(grid.only(), unit, self.lang)}"
        inside = ", ".join(f"{', '.join(at.values())}: {show(v, unit, self.lang)}" for at, v in grid.items())
        return f"{name} = {{{inside}}}"

    def _cited(self, cited: Citation) -> str:
        a = self.settlement.agreement
        parts = []
        if cited.source:
            source = a.sources.get(cited.source)
            parts.append(source.title if source else cited.source)
        if cited.clause:
            parts.append(cited.clause)
        if cited.confidence:
            parts.append(cited.confidence)
        return f" — {', '.join(parts)}" if parts else ""

    def _measure(self, measured: Measured) -> Step:
        definition = self.settlement.agreement.measures[measured.measure]
        under = (*self._problems(measured.problems), *(self._part(measured, p) for p in measured.parts))
        return Step(f"{measured.measure} ({definition.kind}){self._cited(definition.cited)}", under)

    def _part(self, measured: Measured, part: Part) -> Step:
        unit = self.settlement.agreement.types[measured.measure].unit
        where = ", ".join(self._labels().get(m, m) for m in part.at.values()) or measured.measure
        under = [*self._judged(part), *(self._series(s, measured.measure) for s in part.series)]
        return Step(f"{where} {part.window.name} = {show(part.value, unit, self.lang)}", tuple(under))

    def _judged(self, part: Part) -> Iterator[Step]:
        if len(part.judged) > len(part.series):
            return
        for j in part.judged:
            mean = show(j.mean, parse_unit(INDICATORS[j.indicator].unit), self.lang)
            compared = show(j.compared, ONE, self.lang)
            grade: WaterClass = j.grade
            yield Step(self._say(f"{j.indicator} 均值 {mean}，比较值 {compared}，{grade.zh}类",
                                 f"{j.indicator}: mean {mean}, compared {compared}, class {grade.en}"))

    def _series(self, series: Series, measure: str) -> Step:
        used = [m for m in series.months if m.counts]
        total = sum(m.usable for m in used)
        head = self._say(
            f"{series.section} {series.indicator} {series.window.name}：{len(used)} 个有效月，{total} 个样品",
            f"{series.section} {series.indicator} {series.window.name}: {len(used)} valid months, {total} samples")
        rules = self.settlement.agreement.measures[measure].rules
        return Step(head, tuple(self._month(series, m, str(rules.non_detect.value), rules.averaging.value)
                                for m in series.months))

    def _month(self, series: Series, month: Month, non_detect: str, path: object) -> Step:
        if month.exempt is not None:
            return Step(f"{month.period.name}: {self._say('豁免', 'exempt')} ({month.exempt})")
        if month.problem is not None:
            return Step(f"{month.period.name}: {month.problem.message(self.lang)}")
        unit = parse_unit(INDICATORS[series.indicator].unit)
        level = path if isinstance(path, tuple) else ()
        found = (mean_of_ph(month.cells.items(), level, 2) if series.indicator == "pH"
                 else mean_along(month.cells.items(), level, non_detect))
        mean = show(found, unit, self.lang)
        tail = self._say(
            f"{month.usable} 个样品（未检出 {month.below}，无效 {month.invalid}）",
            f"{month.usable} samples ({month.below} below detection, {month.invalid} not valid)")
        rows = self.rows.get((series.section, series.indicator, month.period.name), [])
        head = f"{month.period.name}: {self._say('均值', 'mean')} {mean}, {tail}"
        return Step(head, tuple(Step(_row(r)) for r in rows))


def _row(row: tuple[Any, ...]) -> str:
    observed_at, value, unit, flag, source = row
    text = "-" if value is None else format(value, "f")
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return f"{observed_at:%Y-%m-%d %H:%M}  {text}{flag} {unit}  {source}".rstrip()


def rows_by_month(samples: Iterable[tuple[Any, ...]]) -> Rows:
    """Single rows as an engine gives them, filed by section, indicator and month."""
    found: dict[tuple[str, str, str], list[tuple[Any, ...]]] = {}
    for section, indicator, observed_at, value, unit, flag, source, *_ in samples:
        key = (section, indicator, f"{observed_at:%Y-%m}")
        found.setdefault(key, []).append((observed_at, value, unit or "", flag, source))
    return found

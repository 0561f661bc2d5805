"""The formulas, conditions, values and findings of one settlement in the reader's language."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from ecoflow.agreement.keywords import CONFIDENCE
from ecoflow.agreement.model import Agreement, Case, Citation
from ecoflow.diagnostics.finding import Finding, Lang, Phrase
from ecoflow.formula.exact import evaluate
from ecoflow.formula.grid import Grid, NothingLeft, Scalar
from ecoflow.formula.reader import reader_types, reader_unit
from ecoflow.formula.steps import step_words
from ecoflow.formula.tree import Node
from ecoflow.formula.types import Type
from ecoflow.formula.words import Words, show
from ecoflow.standards.indicators import INDICATORS
from ecoflow.standards.money import money
from ecoflow.standards.rounding import plain_text
from ecoflow.standards.units import Unit

At = Mapping[str, str]
_MOST_CELLS = 12
"""More cells than this that are all alike are said as one value."""


class Said(Struct, frozen=True):
    """Says things of one agreement with these values; names and units are the reader's."""

    agreement: Agreement
    values: Mapping[str, Grid]
    lang: Lang
    labels: Mapping[str, str]
    types: Mapping[str, Type]

    def either(self, zh: str, en: str) -> str:
        """The one of two texts that is the reader's."""
        return zh if self.lang == "zh" else en

    def inside(self, text: str, more: str) -> str:
        """A text with a remark in brackets."""
        return self.either(f"{text}（{more}）", f"{text} ({more})")

    def formula(self, tree: Node) -> str:
        """The formula by its names."""
        return Words(self.lang, self.labels).say(tree)

    def numbers(self, tree: Node, at: At) -> str:
        """The formula with its numbers at one cell put in."""
        return Words(self.lang, self.labels, self.values, self.types, at).say(tree)

    def judged(self, tree: Node, at: At) -> str:
        """A condition, its numbers, and whether it holds: `worst ≤ 0.1 (0.45 ≤ 0.1: no)`."""
        symbols, numbers = self.formula(tree), self.numbers(tree, at)
        try:
            found = evaluate(tree, self.values).at(at).cells.get(())
        except (ArithmeticError, LookupError, NothingLeft):
            found = None
        verdict = self.either("无值", "no value") if found is None else show(found, None, self.lang)
        if numbers in {symbols, self.inside(symbols, verdict)}:
            return self.inside(symbols, verdict)
        return self.inside(symbols, self.either(f"{numbers}：{verdict}", f"{numbers}: {verdict}"))

    def value(self, found: Scalar, unit: Unit | None) -> str:
        """One value in the unit the reader knows; amounts that end as decimals as papers say them: 2亿元, CNY 200,000."""
        if isinstance(found, Fraction) and unit is not None and unit.is_money and Fraction(plain_text(found)) == found:
            return money(found, self.lang)
        return show(found, reader_unit(unit, self.lang), self.lang)

    def named_value(self, name: str, at: At) -> str:
        """A name and its value or values at one cell: `class[清水铺] = III`."""
        grid, unit = self.values[name].at(at), self.agreement.types[name].unit
        head = f"{name}[{self.where(at)}]" if at else name
        said = {self.value(v, unit) for v in grid.cells.values()}
        if not grid.cells:
            return f"{head}: {self.either('无值', 'no value')}"
        if len(said) == 1 and (not grid.dims or len(grid.cells) > _MOST_CELLS):
            return f"{head} = {said.pop()}"
        return f"{head} = {{{', '.join(f'{self.where(m)}: {self.value(v, unit)}' for m, v in grid.items())}}}"

    def where(self, at: At) -> str:
        """The members of a cell, by name."""
        return ", ".join(self.labels.get(m, m) for m in at.values())

    def confidence(self, label: str) -> str:
        """How sure, in words."""
        zh, en = CONFIDENCE[label][0]
        return self.either(zh, en)

    def cited(self, cited: Citation) -> str:
        """Where it stands and how sure it is, after a dash; empty when nothing is said."""
        source = self.agreement.sources.get(cited.source or "")
        sure = self.confidence(cited.confidence) if cited.confidence else ""
        parts = [p for p in (source.title if source else cited.source, cited.clause, sure) if p]
        return f" — {', '.join(parts)}" if parts else ""

    def finding(self, finding: Finding) -> str:
        """The sentence of a finding, its section, indicator and cell by name."""
        return self._named(finding).message(self.lang)

    def hint(self, finding: Finding) -> str:
        """What to do about it."""
        return self._named(finding).hint(self.lang)

    def _named(self, finding: Finding) -> Finding:
        details: dict[str, Phrase] = dict(finding.details)
        for key in {"section", "indicator", "pool"} & details.keys():
            told = details[key]
            details[key] = self.labels.get(told, told) if isinstance(told, str) else told
        if details.get("at") and finding.about:
            details["at"] = f" [{self.where(finding.about)}]"
        return replace(finding, details=details)


def said(agreement: Agreement, values: Mapping[str, Grid], lang: Lang) -> Said:
    """The speech of one agreement with these values."""
    return Said(agreement, values, lang, dict(_labels(agreement, lang)), reader_types(agreement.types, lang))


def _labels(a: Agreement, lang: Lang) -> Iterator[tuple[str, str]]:
    """Parties, pools, sections and facts by name; indicators have no shorter name than their id in English."""
    if lang == "zh":
        yield from ((i, known.zh) for i, known in INDICATORS.items() if i not in a.types)
    for declared in a.types.values():
        for dim, members in declared.dims:
            if dim in {"tier", "class"}:
                yield from ((m, step_words(m, lang)) for m in members or ())
    for block in (a.parties, a.pools, a.sections, a.facts):
        yield from ((k, entry.name.say(lang) or k) for k, entry in block.items())


def conditions(agreement: Agreement, values: Mapping[str, Grid], cases: tuple[Case, ...], at: At) -> Phrase:
    """The conditions of these cases with their numbers and whether they hold, in both languages."""
    trees = [c.when.tree for c in cases if c.when is not None and c.when.tree is not None]
    zh, en = (said(agreement, values, lang) for lang in ("zh", "en"))
    return "；".join(zh.judged(t, at) for t in trees), "; ".join(en.judged(t, at) for t in trees)

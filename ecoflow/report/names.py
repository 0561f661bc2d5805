"""The names of one agreement in the reader's language: parties, pools, sections, indicators, and everything declared."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from ecoflow.agreement.model import Agreement, Citation, Words
from ecoflow.diagnostics.finding import Finding, Lang, Phrase
from ecoflow.report.words import DIMENSIONS, REASONS, known, period_words, pick, say
from ecoflow.standards.indicators import INDICATORS


@dataclass(frozen=True, slots=True)
class Names:
    """What to call the ids of an agreement. A name that the agreement does not give is its id."""

    agreement: Agreement
    lang: Lang
    labels: Mapping[str, str]
    """Id -> name, as the words reading of a formula takes it."""

    def of(self, id: str) -> str:
        """The name of a party, pool, section, indicator, term, fact, measure or quantity."""
        return self.labels.get(id, id)

    def clause(self, id: str) -> str:
        """The name of a clause, which may have the id of a term."""
        return next((c.name.say(self.lang) or id for c in self.agreement.clauses if c.id == id), id)

    def all(self, ids: Iterable[str]) -> str:
        """Several names as a list."""
        return say("list", self.lang).join(self.of(i) for i in ids)

    def where(self, at: Mapping[str, str]) -> str:
        """The cell of a grid: 街口，氨氮，2013年6月."""
        times = {"year", "quarter", "month", "day"}
        return say("separator", self.lang).join(
            period_words(member, self.lang) if dim in times else self.of(member) for dim, member in at.items())

    def source(self, cited: Citation) -> str:
        """The document, by its title."""
        if not cited.source:
            return ""
        found = self.agreement.sources.get(cited.source)
        return found.title if found else cited.source

    def cited(self, cited: Citation) -> str:
        """The document and the article in it."""
        return say("separator", self.lang).join(p for p in (self.source(cited), cited.clause or "") if p)

    def finding(self, finding: Finding) -> Finding:
        """The finding with names in the place of ids."""
        return replace(finding, details={k: self._detail(k, v) for k, v in finding.details.items()})

    def _detail(self, key: str, value: Phrase) -> Phrase:
        if not isinstance(value, str):
            return value
        if key in {"section", "indicator", "pool"}:
            return self.of(value)
        if key == "clause":
            return self.clause(value)
        if key == "reason":
            return known(REASONS, value, self.lang)
        if key == "settle":
            return known(DIMENSIONS, value, self.lang)
        if key == "at" and value:
            return f" [{', '.join(self.of(m) for m in value.strip(' []').split(', '))}]"
        return value


def names_of(agreement: Agreement, lang: Lang) -> Names:
    """The names of an agreement in one language."""
    labels = {i.id: pick((i.zh, i.en), lang) for i in INDICATORS.values()}
    declared: list[Mapping[str, Words]] = [
        {k: v.name for k, v in agreement.parties.items()}, {k: v.name for k, v in agreement.pools.items()},
        {k: v.name for k, v in agreement.sections.items()}, {k: v.name for k, v in agreement.terms.items()},
        {k: v.name for k, v in agreement.facts.items()}, {k: v.name for k, v in agreement.measures.items()},
        {k: v.name for k, v in agreement.quantities.items()},
    ]
    for block in declared:
        labels |= {k: name.say(lang) or k for k, name in block.items()}
    return Names(agreement, lang, MappingProxyType(labels))

"""The names of one agreement in the reader's language."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from types import MappingProxyType

from ecoflow.agreement.model import Agreement, Citation, Words
from ecoflow.diagnostics.finding import Finding, Lang, Phrase
from ecoflow.report.labels import DIMENSIONS, REASONS, known, period_words
from ecoflow.report.words import pick, say
from ecoflow.standards.indicators import INDICATORS


@dataclass(frozen=True, slots=True)
class Names:
    """What to call the ids of an agreement. A name that the agreement does not give is its id."""

    agreement: Agreement
    lang: Lang
    labels: Mapping[str, str]
    """Id -> name, as the words reading of a formula takes it."""

    def of(self, name: str) -> str:
        """The name of a party, pool, section, indicator, term, fact, measure or quantity."""
        return self.labels.get(name, name)

    def clause(self, name: str) -> str:
        """The name of a clause, which may have the id of a term."""
        return next((c.name.say(self.lang) or name for c in self.agreement.clauses if c.id == name), name)

    def all(self, ids: Iterable[str]) -> str:
        """Several names as a list."""
        return say("list", self.lang).join(self.of(i) for i in ids)

    def where(self, at: Mapping[str, str]) -> str:
        """The cell of a grid: 街口，氨氮，2013年6月."""
        times = {"year", "quarter", "month", "day"}
        return say("separator", self.lang).join(
            period_words(member, self.lang) if dim in times else self.of(member) for dim, member in at.items()
        )

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
        if not isinstance(value, str) or not value:
            return value
        say_detail = {
            "section": self.of,
            "indicator": self.of,
            "pool": self.of,
            "clause": self.clause,
            "at": self._cell,
            "reason": lambda v: known(REASONS, v, self.lang),
            "settle": lambda v: known(DIMENSIONS, v, self.lang),
        }.get(key)
        return say_detail(value) if say_detail else value

    def _cell(self, text: str) -> str:
        """A cell as findings write it, ` [jiekou, 2013-06]`, by names."""
        return f" [{', '.join(self.of(m) for m in text.strip(' []').split(', '))}]"


def names_of(agreement: Agreement, lang: Lang) -> Names:
    """The names of an agreement in one language."""
    labels = {i.id: pick((i.zh, i.en), lang) for i in INDICATORS.values()}
    declared: list[Mapping[str, Words]] = [
        {k: v.name for k, v in agreement.parties.items()},
        {k: v.name for k, v in agreement.pools.items()},
        {k: v.name for k, v in agreement.sections.items()},
        {k: v.name for k, v in agreement.terms.items()},
        {k: v.name for k, v in agreement.facts.items()},
        {k: v.name for k, v in agreement.measures.items()},
        {k: v.name for k, v in agreement.quantities.items()},
    ]
    for block in declared:
        labels |= {k: name.say(lang) or k for k, name in block.items()}
    return Names(agreement, lang, MappingProxyType(labels))

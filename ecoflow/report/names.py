"""The names of one agreement in the reader's language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from types import MappingProxyType
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from ecoflow.agreement.keywords import CONFIDENCE, MONITORING, REASONS
from ecoflow.agreement.model import Agreement, Citation, Words
from ecoflow.diagnostics.finding import Finding, Lang, Phrase
from ecoflow.formula.steps import step_words
from ecoflow.report.labels import DIMENSIONS, confidence, known, period_words
from ecoflow.report.words import pick, say
from ecoflow.standards.indicators import INDICATORS


class _Named(Protocol):
    @property
    def name(self) -> Words:
        """What it is called."""


class Names(Struct, frozen=True):
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
        times = {"year", "quarter", "month", "week", "day"}
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
        # whoever has to write a fact needs its id; and E414 lists the spellings that were looked for
        keep = {"E404": {"name"}, "E414": {"names"}}.get(finding.code, set())
        return replace(finding, details={k: v if k in keep else self._detail(k, v) for k, v in finding.details.items()})

    def _detail(self, key: str, value: Phrase) -> Phrase:
        if not isinstance(value, str) or not value:
            return value
        by_name: dict[str, Callable[[str], str]] = {
            "section": self.of,
            "indicator": self.of,
            "pool": self.of,
            "party": lambda ids: say("list", self.lang).join(self.of(i) for i in ids.split(", ")),
            "clause": self.clause,
            "name": self.of,
            "names": self._weak,
            "at": self._cell,
            "reason": lambda word: known(REASONS, word, self.lang),
            "settle": lambda word: known(DIMENSIONS, word, self.lang),
        }
        return by_name[key](value) if key in by_name else value

    def _weak(self, text: str) -> str:
        """What is below published as findings write it, `k0 (recalled), C0 (assumed)`, by names."""
        told = []
        for name, bracket, label in (part.partition(" (") for part in text.split(", ")):
            sure = label.rstrip(")")
            told.append(
                say("bracket", self.lang, text=self.of(name), inside=confidence(sure, self.lang))
                if bracket and sure in CONFIDENCE
                else self.of(name)
            )
        return say("list", self.lang).join(told)

    def _cell(self, text: str) -> str:
        """A cell as findings write it, ` [jiekou, 2013-06]`, by names."""
        return f" [{', '.join(self.of(m) for m in text.strip(' []').split(', '))}]"


def names_of(agreement: Agreement, lang: Lang) -> Names:
    """The names of an agreement in one language."""
    labels = {i.id: pick((i.zh, i.en), lang) for i in INDICATORS.values()}
    labels |= {m: step_words(m, lang) for t in agreement.types.values() for dim, members in t.dims
               if dim in {"tier", "class"} for m in members or ()}
    labels["monitoring"] = pick(MONITORING, lang)
    a = agreement
    named: tuple[Mapping[str, _Named], ...] = (
        a.parties,
        a.pools,
        a.sections,
        a.terms,
        a.facts,
        a.measures,
        a.quantities,
    )
    for block in named:
        labels |= {k: entry.name.say(lang) or k for k, entry in block.items()}
    return Names(agreement, lang, MappingProxyType(labels))

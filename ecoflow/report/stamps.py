"""What a reader must know before trusting a paper: synthetic data, unpublished terms, drafts, given values."""

from __future__ import annotations

from collections.abc import Iterable

from ecoflow.report.given import given_lines
from ecoflow.report.labels import confidence
from ecoflow.report.names import Names
from ecoflow.report.view import Stamp
from ecoflow.report.words import say
from ecoflow.settlement.model import Settlement, Weak


def stamps(settlement: Settlement, names: Names) -> tuple[Stamp, ...]:
    """The stamps of a settlement, the gravest first."""
    agreement = settlement.agreement
    found: list[Stamp] = []
    if settlement.evidence.synthetic:
        found.append(_stamp("synthetic", names))
    weak = settlement.provenance.weak
    if weak:
        found.append(_stamp("unpublished", names, weak_items(weak, names), count=len(weak)))
    if outside_term(settlement):
        found.append(_stamp("outside", names, first=agreement.first_year, last=agreement.last_year))
    if agreement.status == "draft":
        found.append(_stamp("draft", names))
    told = _given(settlement, names)
    if told:
        found.append(_stamp("given", names, told))
    return tuple(found)


def weak_items(weak: Iterable[Weak], names: Names) -> tuple[str, ...]:
    """What is below published, by name, each with how sure it is."""
    return tuple(
        say(
            "bracket",
            names.lang,
            text=names.clause(w.id) if w.block == "clauses" else names.of(w.id),
            inside=confidence(w.confidence, names.lang),
        )
        for w in weak
    )


def outside_term(settlement: Settlement) -> bool:
    """Whether the period is outside the years the agreement was made for."""
    return not settlement.agreement.first_year <= settlement.period.year <= settlement.agreement.last_year


def _stamp(kind: str, names: Names, items: tuple[str, ...] = (), **fill: object) -> Stamp:
    return Stamp(kind, say(f"stamp_{kind}", names.lang), say(f"stamp_{kind}_text", names.lang, **fill), items)


def _given(settlement: Settlement, names: Names) -> tuple[str, ...]:
    """Measures and quantities that were stated instead of measured; a fact is always stated."""
    agreement = settlement.agreement
    told: list[str] = []
    for name, grid in settlement.given.items():
        if name not in agreement.facts:
            told += given_lines(settlement, name, grid, names)
    return tuple(told)

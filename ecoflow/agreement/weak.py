"""What an agreement holds that rests on less than an official text, entry by entry."""

from __future__ import annotations

from collections.abc import Iterator

from ecoflow.agreement.gap import Gap
from ecoflow.agreement.keywords import CONFIDENCE, MONITORING
from ecoflow.agreement.model import Agreement, Citation, Written
from ecoflow.diagnostics.finding import Finding, Phrase, Place


def weak(agreement: Agreement) -> Iterator[Gap]:
    """A gap (N533) for each entry whose confidence is below `published`, at the confidence.

    Examples are not among them: nothing that is paid rests on one.
    """
    for block in ("terms", "facts", "measures", "quantities"):
        for entry in getattr(agreement, block).values():
            yield from _weak(f"{block}.{entry.id}", entry.id, entry.cited, entry.written)
    for section in agreement.sections.values():
        yield from _weak(f"sections.{section.id}", (f"断面 {section.id}", f"section {section.id}"), section.cited,
                         section.written)
    for clause in agreement.clauses:
        name = f"条款 '{clause.id}'", f"clause '{clause.id}'"
        yield from _weak(f"clauses.{clause.id}", name, clause.cited, clause.written)
    monitoring = MONITORING[0], "monitoring"
    yield from _gap("monitoring", monitoring, agreement.monitoring, agreement.head.value("monitoring.confidence"))
    for exemption in agreement.exemptions:
        span = exemption.window.name if exemption.window else exemption.reason
        yield from _weak(f"monitoring.exempt.{span}", (f"豁免 {span}", f"the exemption {span}"), exemption.cited,
                         exemption.written)
    yield from _weak("money", ("金额规则", "money"), agreement.money.cited, agreement.money.written)


def _weak(subject: str, name: Phrase, cited: Citation, written: Written) -> Iterator[Gap]:
    if cited.is_weak:
        yield from _gap(subject, name, cited, written.value("confidence"))


def _gap(subject: str, name: Phrase, cited: Citation, place: Place) -> Iterator[Gap]:
    if cited.is_weak and cited.confidence is not None:
        details: dict[str, Phrase] = {"name": name, "confidence": CONFIDENCE[cited.confidence][0]}
        yield Gap("N533", subject, cited.confidence, Finding("N533", place, details))

"""The order of those among whom a payment is split: who is named first takes a step that is left over in a tie."""

from __future__ import annotations

from collections.abc import Iterator

from ecoflow.agreement.model import Agreement
from ecoflow.negotiation.change import Change
from ecoflow.negotiation.meaning import Reader


def orders(old: Reader, new: Reader) -> Iterator[Change]:
    """A change for every term or quantity that divides payments in both and now names the same parties in another order."""
    before, after = (_divided(reader.agreement) for reader in (old, new))
    for name, parties in before.items():
        other = old.called(name)
        left = tuple(p for p in map(old.called, parties) if p in after.get(other, ()))
        right = tuple(p for p in after.get(other, ()) if p in left)
        if left != right:
            block = "terms" if other in new.agreement.terms else "quantities"
            places = (getattr(r.agreement, block)[n].written.place for r, n in ((old, name), (new, other)))
            yield Change("money", "order", block, other, (), left, right, *places)


def _divided(agreement: Agreement) -> dict[str, tuple[str, ...]]:
    """The names payments are divided by, each with its parties in order."""
    sides = {s for c in agreement.clauses for case in c.cases for pay in case.pays for s in (pay.payer, pay.payee)
             if isinstance(s, str)}
    found = {name: dict(agreement.types[name].dims).get("party") for name in (*agreement.terms, *agreement.quantities)
             if name in sides}
    return {name: parties for name, parties in found.items() if parties}

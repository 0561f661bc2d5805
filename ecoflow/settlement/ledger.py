"""The ledger: every payment debited and credited once; balances of parties and pools, summing to zero."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from msgspec import Struct

from ecoflow.agreement.model import Agreement
from ecoflow.diagnostics.finding import Finding
from ecoflow.settlement.model import Payment
from ecoflow.standards.money import money


class Balances(Struct, frozen=True):
    """Net receipt of each party and what is left in each pool, in yuan."""

    net: Mapping[str, Fraction]
    pools: Mapping[str, Fraction]


def balance(agreement: Agreement, payments: Iterable[Payment]) -> Balances:
    """The balances of all parties (also those that move nothing) and pools; they sum to zero by construction."""
    held = dict.fromkeys((*agreement.parties, *agreement.pools), Fraction(0))
    for payment in payments:
        held[payment.payer] -= payment.amount
        held[payment.payee] += payment.amount
    if sum(held.values()) != 0:
        raise AssertionError("the ledger does not balance")
    return Balances({p: held[p] for p in agreement.parties}, {p: held[p] for p in agreement.pools})


def open_pools(agreement: Agreement, balances: Balances) -> list[Finding]:
    """Pools that should have ended at zero and did not."""
    return [
        Finding("E408", None, {"pool": name, "left": (money(left, "zh"), money(left, "en"))})
        for name, left in balances.pools.items()
        if left and not agreement.pools[name].carries
    ]

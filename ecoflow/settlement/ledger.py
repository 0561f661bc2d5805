"""The ledger: every payment debited and credited once; balances of parties and pools, summing to zero."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from msgspec import Struct

from ecoflow.agreement.model import Agreement
from ecoflow.diagnostics.finding import Finding, Phrase
from ecoflow.formula.grid import Grid
from ecoflow.settlement.model import Payment
from ecoflow.standards.money import money


class Balances(Struct, frozen=True):
    """Net receipt of each party, what is left in each pool, and what was in it at the start, in yuan."""

    net: Mapping[str, Fraction]
    pools: Mapping[str, Fraction]
    openings: Mapping[str, Fraction]


def openings(agreement: Agreement, values: Mapping[str, Grid]) -> tuple[dict[str, Fraction], list[Finding]]:
    """What is in each pool at the start, zero where none is stated; what no fund can hold is a finding."""
    found: dict[str, Fraction] = {}
    problems: list[Finding] = []
    for pool in agreement.pools.values():
        amount = values[pool.opening].only() if pool.opening is not None else Fraction(0)
        if not isinstance(amount, Fraction):
            raise TypeError(amount)
        found[pool.id] = amount
        if amount < 0 or (amount * 100).denominator != 1:
            details: dict[str, Phrase] = {"pool": pool.id, "amount": (money(amount, "zh"), money(amount, "en"))}
            problems.append(Finding("E427", pool.written.value("opening"), details))
    return found, problems


def balance(agreement: Agreement, payments: Iterable[Payment], opened: Mapping[str, Fraction]) -> Balances:
    """The balances of all parties (also those that move nothing) and pools.

    Net receipts and what is left sum to what the pools opened with, by construction.
    """
    held = dict.fromkeys((*agreement.parties, *agreement.pools), Fraction(0)) | dict(opened)
    for payment in payments:
        held[payment.payer] -= payment.amount
        held[payment.payee] += payment.amount
    if sum(held.values()) != sum(opened.values()):
        raise AssertionError("the ledger does not balance")
    return Balances({p: held[p] for p in agreement.parties}, {p: held[p] for p in agreement.pools}, opened)


def open_pools(agreement: Agreement, balances: Balances) -> list[Finding]:
    """Pools that should have ended at zero and did not, and pools that would carry on a debt."""
    return [
        Finding("E426" if agreement.pools[name].carries else "E408", None,
                {"pool": name, "left": (money(left, "zh"), money(left, "en"))})
        for name, left in balances.pools.items()
        if left < 0 or (left and not agreement.pools[name].carries)
    ]

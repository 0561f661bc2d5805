"""A split can always be made: no share falls below zero, and not all are zero; or the input that shows otherwise."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from msgspec import Struct

from ecoflow.agreement.model import Clause, Pay, Side
from ecoflow.formula.domain import Domain
from ecoflow.formula.range_inputs import At
from ecoflow.proofs.amounts import Context
from ecoflow.proofs.choosing import Verdict, places_of
from ecoflow.proofs.inputs import Names
from ecoflow.proofs.picking import TooMany
from ecoflow.proofs.trial import Trial


class Split(Struct, frozen=True):
    """What is known of the shares one payment is split by; `path` is the side they stand on, `from` or `to`."""

    clause: Clause
    pay: Pay
    path: str
    side: str
    verdict: Verdict
    trial: Trial | None = None


def splits(context: Context) -> Iterator[Split]:
    """The verdict on every table of shares that a payment is split by. A fact is refused when it is given."""
    for clause in context.agreement.clauses:
        for pay in (p for case in clause.cases for p in case.pays):
            for path, side in (("from", pay.payer), ("to", pay.payee)):
                if isinstance(side, str) and side in context.agreement.types and side not in context.agreement.facts:
                    yield from _split(clause, pay, path, side, context)


def _split(clause: Clause, pay: Pay, path: str, side: str, context: Context) -> Iterator[Split]:
    if side in context.agreement.pools:
        return
    try:
        places = list(places_of(clause, context.names))
    except TooMany:
        yield Split(clause, pay, path, side, "open")
        return
    found = [parts(side, at, context.names) for at in places]
    if all(_is_sound(d) for d in found):
        yield Split(clause, pay, path, side, "proved")
        return
    trial = next((t for t in context.trials.few for p in t.problems
                  if p.code == "E412" and p.details["clause"] == clause.id), None)
    certain = any(all(d.only is not None for d in shares.values()) and not _is_sound(shares) for shares in found)
    yield Split(clause, pay, path, side, "refuted" if trial is not None or certain else "open", trial)


def parts(side: Side, at: At, names: Names) -> dict[str, Domain]:
    """Party -> the values its share can have at one place."""
    if not isinstance(side, str):
        return {}
    members = dict(names.types[side].dims).get("party") or ()
    return {who: names.domain(side, {**at, "party": who}) for who in members}


def _is_sound(shares: dict[str, Domain]) -> bool:
    """Whether no share can be negative, and one of them cannot be zero."""
    return not any(d.can_be_negative for d in shares.values()) and not all(d.holds(Fraction(0)) for d in shares.values())

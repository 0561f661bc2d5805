"""No amount falls below zero, unless the payment is signed; or the input at which it does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from msgspec import Struct

from ecoflow.agreement.model import Agreement, Case, Clause, Pay
from ecoflow.diagnostics.finding import Phrase
from ecoflow.formula.domain import NO_VALUE, Domain, within
from ecoflow.formula.range_inputs import At
from ecoflow.formula.ranges import Ranges
from ecoflow.formula.tree import Node
from ecoflow.proofs.choosing import Choice, Verdict, places_of
from ecoflow.proofs.expanding import written_out
from ecoflow.proofs.inputs import Names
from ecoflow.proofs.picking import TooMany, picking
from ecoflow.proofs.pools import Pooled
from ecoflow.proofs.reaching import is_free
from ecoflow.proofs.trial import Trial, Trials

_LEVELS = 3


class Amount(Struct, frozen=True):
    """What is known of one amount: its values where its case applies, and whether it stays at or above zero."""

    clause: Clause
    case: Case
    pay: Pay
    domain: Domain
    verdict: Verdict
    shown: Phrase | None = None
    trial: Trial | None = None


class Context(Struct, frozen=True):
    """What the proofs about one agreement share: `choices` by clause, and what the pools hold before each."""

    agreement: Agreement
    names: Names
    trials: Trials
    choices: Mapping[str, Choice]
    held: Mapping[str, Mapping[str, Domain]]
    pooled: tuple[Pooled, ...] = ()


def amounts(context: Context) -> Iterator[Amount]:
    """The verdict on every payment that is not signed."""
    for clause in context.agreement.clauses:
        for case in clause.cases:
            for pay in case.pays:
                if pay.amount.tree is not None and not pay.signed:
                    yield _amount(clause, case, pay, pay.amount.tree, context)


def _amount(clause: Clause, case: Case, pay: Pay, tree: Node, context: Context) -> Amount:
    whole = _near(clause, case, tree, context, {})
    if whole is None or not whole.can_be_negative:
        return Amount(clause, case, pay, whole or NO_VALUE, "proved")
    try:
        places = places_of(clause, context.names)
    except TooMany:
        near = [whole]
    else:
        near = [d for at in places if (d := _near(clause, case, tree, context, at)) is not None]
    if not any(d.can_be_negative for d in near):
        return Amount(clause, case, pay, whole, "proved")
    for trial in context.trials.made:
        for found in (p for p in trial.problems if p.code == "E410" and p.place == pay.place):
            return Amount(clause, case, pay, whole, "refuted", found.details["amount"], trial)
    always = any(isinstance(d.only, Fraction) and d.only < 0 for d in near)
    free = case.when is None and len(clause.cases) == 1 and is_free((tree,), context.names, {})
    return Amount(clause, case, pay, whole, "refuted" if always or free else "open")


def _near(clause: Clause, case: Case, tree: Node, context: Context, at: At) -> Domain | None:
    """The values of an amount at one place, with ever more quantities written out as long as they may fall below zero.

    None where its case never applies.
    """
    known = _known(clause, case, context, at)
    if known is None:
        return None
    ranges = Ranges(context.names, {**context.held.get(clause.id, {}), **known})
    domain = ranges.of(tree, at)
    for _ in range(_LEVELS):
        expanded = written_out(tree, context.agreement)
        if not domain.can_be_negative or expanded == tree:
            break
        tree, domain = expanded, within(domain, ranges.of(expanded, at))
    return domain


def _known(clause: Clause, case: Case, context: Context, at: At) -> dict[str, Domain] | None:
    """What is known at a place where a case applies; None where it never does."""
    conditions = {c.number: c.when.tree for c in clause.cases if c.when is not None and c.when.tree is not None}
    if not conditions:
        return {}
    try:
        found = picking(clause, conditions, context.names.ranges, at)
    except TooMany:
        return {}
    return found.known(case) if case.number in found.reached else None

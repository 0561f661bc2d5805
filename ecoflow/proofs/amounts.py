"""No amount falls below zero, unless the payment is signed; or the input at which it does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from msgspec import Struct

from ecoflow.agreement.model import Agreement, Case, Clause, Pay
from ecoflow.diagnostics.finding import Phrase
from ecoflow.formula.domain import Domain
from ecoflow.formula.ranges import At, Ranges
from ecoflow.formula.tree import Node
from ecoflow.proofs.choosing import Choice, Verdict, places_of
from ecoflow.proofs.expanding import leaves, written_out
from ecoflow.proofs.inputs import Names
from ecoflow.proofs.picking import TooMany, picking
from ecoflow.proofs.pools import Pooled
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
    names, held = context.names, context.held.get(clause.id, {})
    known = context.choices[clause.id].picking.known(case) if clause.id in context.choices else {}
    domain = Ranges(names, {**held, **known}).of(tree, {}) if known or held else names.ranges.of(tree, {})
    if not domain.can_be_negative:
        return Amount(clause, case, pay, domain, "proved")
    near = [near for at in places_of(clause, context.agreement) for near in _near(clause, case, tree, context, at)]
    if not any(d.can_be_negative for d in near):
        return Amount(clause, case, pay, domain, "proved")
    trial = next((t for t in context.trials.made for p in t.problems
                  if p.code == "E410" and p.details["clause"] == clause.id and p.place == pay.place), None)
    if trial is not None:
        shown = next(p.details["amount"] for p in trial.problems if p.code == "E410" and p.place == pay.place)
        return Amount(clause, case, pay, domain, "refuted", shown, trial)
    constant = next((d.only for d in near if isinstance(d.only, Fraction) and d.only < 0), None)
    used = leaves(tree, context.agreement)
    pooled = any(name in context.agreement.pools for name, _ in used)
    free = all(times == 1 for times in used.values()) and not known and not pooled
    return Amount(clause, case, pay, domain, "refuted" if constant is not None or free else "open")


def _near(clause: Clause, case: Case, tree: Node, context: Context, at: At) -> Iterator[Domain]:
    """The values of an amount at one place, with ever more quantities written out as long as they may fall below zero."""
    conditions = {c.number: c.when.tree for c in clause.cases if c.when is not None and c.when.tree is not None}
    try:
        known = picking(clause, conditions, context.names.ranges, at).known(case) if conditions else {}
    except TooMany:
        known = {}
    if conditions and not known:
        return  # the case does not apply here
    known = {**context.held.get(clause.id, {}), **known}
    domain = Ranges(context.names, known).of(tree, at)
    for _ in range(_LEVELS):
        if not domain.can_be_negative:
            return
        expanded = written_out(tree, context.agreement)
        if expanded == tree:
            break
        tree, domain = expanded, Ranges(context.names, known).of(expanded, at)
    yield domain

"""The clauses: what the agreement says, which cases held and what they paid, and which did not and why."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ecoflow.agreement.model import Case, Clause, Pay
from ecoflow.formula.exact import Absent, evaluate
from ecoflow.report.formulas import Speaker, speaker
from ecoflow.report.money import money
from ecoflow.report.names import Names
from ecoflow.report.view import ClauseView, Held
from ecoflow.report.words import say
from ecoflow.settlement.model import Fired, Payment, Settlement

_MOST_IDLE = 12
"""Cells of one clause that did not hold and are written out; the rest are counted."""


def clauses(settlement: Settlement, names: Names) -> tuple[ClauseView, ...]:
    """Every clause in the order of the agreement; none when nothing could be settled."""
    if not settlement.settled:
        return ()
    speaks = speaker(settlement, names)
    return tuple(_clause(clause, settlement, names, speaks) for clause in settlement.agreement.clauses)


def _clause(clause: Clause, settlement: Settlement, names: Names, speaks: Speaker) -> ClauseView:
    fired = [f for f in settlement.fired if f.clause.id == clause.id]
    idle = list(_idle(clause, fired, settlement, names, speaks))
    if len(idle) > _MOST_IDLE:
        idle = [*idle[:_MOST_IDLE], say("more_cells", names.lang, count=len(idle) - _MOST_IDLE)]
    held = tuple(_held(f, names, speaks) for f in fired)
    return ClauseView(names.of(clause.id), clause.text.say(names.lang), names.cited(clause.cited), held, tuple(idle))


def _held(fired: Fired, names: Names, speaks: Speaker) -> Held:
    case = fired.case
    tree = case.when.tree if case.when else None
    paid = [line for pay, payments in fired.payments for line in _paid(pay, payments, fired.at, names, speaks)]
    return Held(
        case.name.say(names.lang), names.where(fired.at), _condition(fired.clause, case, names, speaks),
        speaks.numbers(tree, fired.at) if tree is not None else "",
        tuple(paid) or (say("pays_nothing", names.lang),),
    )


def _condition(clause: Clause, case: Case, names: Names, speaks: Speaker) -> str:
    if case.when is None or case.when.tree is None:
        return say("otherwise" if len(clause.cases) > 1 else "always", names.lang)
    return speaks.words(case.when.tree)


def _paid(pay: Pay, payments: tuple[Payment, ...], at: Mapping[str, str], names: Names, speaks: Speaker) -> Iterator[str]:
    if not payments:
        yield say("amount_zero", names.lang)
    for p in payments:
        yield say("pay_line", names.lang, payer=names.of(p.payer), payee=names.of(p.payee), amount=money(p.amount, names.lang))
    if pay.amount.tree is not None:
        formula, numbers = speaks.words(pay.amount.tree), speaks.numbers(pay.amount.tree, at)
        key = "amount_short" if formula == numbers else "amount_line"
        yield say(key, names.lang, formula=formula, numbers=numbers)


def _idle(clause: Clause, fired: list[Fired], settlement: Settlement, names: Names, speaks: Speaker) -> Iterator[str]:
    """One line for every case and cell with a condition of its own that did not apply."""
    applied = {(f.case.number, _key(f.at)) for f in fired}
    for case in clause.cases:
        if case.when is None or case.when.tree is None:
            continue
        try:
            grid = evaluate(case.when.tree, settlement.values)
        except (ArithmeticError, Absent):
            continue
        for at, holds in grid.items():
            if (case.number, _key(at)) not in applied:
                reason = "taken_before" if holds else "does_not_hold"
                text = say(reason, names.lang, numbers=speaks.numbers(case.when.tree, at))
                title = say("separator", names.lang).join(p for p in (case.name.say(names.lang), names.where(at)) if p)
                condition = speaks.words(case.when.tree)
                yield say("colon", names.lang).join((title or condition, text))


def _key(at: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(at.items()))

"""The clauses: what the agreement says, which cases held and what they paid, and which did not and why."""

from __future__ import annotations

from collections.abc import Iterator

from ecoflow.agreement.model import Case, Clause, Pay
from ecoflow.report.formulas import Speaker, speaker
from ecoflow.report.idle import idle_lines
from ecoflow.report.names import Names
from ecoflow.report.reasons import numbers_of
from ecoflow.report.view import Cell, ClauseView, Column, Held, Table, filled
from ecoflow.report.words import say
from ecoflow.settlement.model import Fired, Payment, Settlement
from ecoflow.standards.money import money


def clauses(settlement: Settlement, names: Names) -> tuple[ClauseView, ...]:
    """Every clause in the order of the agreement; none when nothing could be settled."""
    if not settlement.settled:
        return ()
    return tuple(_clause(clause, settlement, names) for clause in settlement.agreement.clauses)


def _clause(clause: Clause, settlement: Settlement, names: Names) -> ClauseView:
    speaks = speaker(settlement, names, clause)
    fired = [f for f in settlement.fired if f.clause.id == clause.id]
    by_case: dict[int, list[Fired]] = {}
    for one in fired:
        by_case.setdefault(one.case.number, []).append(one)
    held = tuple(_repeated(c, names, speaks) if clause.for_each else _held(c[0], names, speaks) for c in by_case.values())
    idle = tuple(idle_lines(clause, fired, names, speaks))
    return ClauseView(names.clause(clause.id), clause.text.say(names.lang), names.cited(clause.cited), held, idle)


def _title(clause: Clause, case: Case, names: Names) -> str:
    """The name of a case, where the clause has several."""
    return case.name.say(names.lang) if len(clause.cases) > 1 else ""


def _held(fired: Fired, names: Names, speaks: Speaker) -> Held:
    case = fired.case
    paid = tuple(line for _, payments in fired.payments for line in _paid(payments, names))
    amounts = tuple(line for pay, _ in fired.payments for line in _amount(pay, speaks, names))
    return Held(
        _title(fired.clause, case, names),
        _condition(fired.clause, case, names, speaks),
        numbers_of(fired.clause, case, {}, names, speaks),
        paid or (say("pays_nothing", names.lang),),
        amounts,
        None,
    )


def _repeated(cells: list[Fired], names: Names, speaks: Speaker) -> Held:
    """One case of a clause that repeats: what it says once, and a row for each cell it held for."""
    clause, case, lang = cells[0].clause, cells[0].case, names.lang
    trees = [p.amount.tree for p in case.pays if p.amount.tree is not None]
    rows = tuple(
        (
            Cell(names.where(f.at)),
            Cell(numbers_of(clause, case, f.at, names, speaks)),
            Cell(say("end", lang).join(speaks.numbers(t, f.at) for t in trees)),
            Cell(say("end", lang).join(line for _, payments in f.payments for line in _paid(payments, names))),
        )
        for f in cells
    )
    columns = tuple(Column(say(c, lang)) for c in ("c_for", "condition", "c_amount", "c_payments"))
    formulas = tuple(say("amount_formula", lang, formula=speaks.words(t)) for t in trees)
    return Held(
        _title(clause, case, names),
        _condition(clause, case, names, speaks),
        "",
        () if case.pays else (say("pays_nothing", lang),),
        formulas,
        filled(Table(names.clause(clause.id), columns, rows)),
    )


def _condition(clause: Clause, case: Case, names: Names, speaks: Speaker) -> str:
    if case.when is None or case.when.tree is None:
        return say("otherwise" if len(clause.cases) > 1 else "always", names.lang)
    return speaks.words(case.when.tree)


def _paid(payments: tuple[Payment, ...], names: Names) -> Iterator[str]:
    if not payments:
        yield say("amount_zero", names.lang)
    for p in payments:
        yield say(
            "pay_line",
            names.lang,
            payer=names.of(p.payer),
            payee=names.of(p.payee),
            amount=money(p.amount, names.lang),
        )


def _amount(pay: Pay, speaks: Speaker, names: Names) -> Iterator[str]:
    """How an amount was made; nothing where it is written as a number."""
    if pay.amount.tree is not None:
        formula, numbers = speaks.words(pay.amount.tree), speaks.numbers(pay.amount.tree, {})
        if formula != numbers:
            yield say("amount_line", names.lang, formula=formula, numbers=numbers)

"""How a replay came to a number that differs: the formula with its numbers, or the clauses with what each paid."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from ecoflow.agreement.model import Clause
from ecoflow.diagnostics.finding import Lang
from ecoflow.report.formulas import speaker
from ecoflow.report.names import Names, names_of
from ecoflow.report.replayed import phrase
from ecoflow.report.words import say
from ecoflow.settlement.coverage import case_name
from ecoflow.settlement.model import Fired, Settlement
from ecoflow.settlement.replay import Difference, Replay
from ecoflow.settlement.said import conditions
from ecoflow.standards.money import money

_MOST = 20
"""Lines told of one example; the rest are counted."""


def working(replay: Replay, lang: Lang) -> tuple[str, ...]:
    """Lines that lead to the first thing that differs; none for an example that came out."""
    difference = replay.difference
    if difference is None:
        return ()
    names = names_of(replay.agreement, lang)
    lines = tuple(_lines(difference, replay.settlement, names))
    more = len(lines) - _MOST
    return lines if more <= 1 else (*lines[:_MOST], say("more_clauses", lang, count=more))


def _lines(difference: Difference, settlement: Settlement, names: Names) -> Iterator[str]:
    if difference.kind == "status":
        for problem in settlement.problems:
            yield f"{problem.code} {names.finding(problem).message(names.lang)}"
    if difference.kind == "index":
        yield from _formula(difference, settlement, names)
    elif settlement.settled:
        for clause in settlement.agreement.clauses:
            yield from _clause(clause, settlement, names)


def _formula(difference: Difference, settlement: Settlement, names: Names) -> Iterator[str]:
    """`P = sum(c) ÷ x = (0.2 + 0.5) ÷ 1`; nothing for what is measured or was given."""
    quantity = settlement.agreement.quantities.get(difference.name)
    tree = quantity.formula.tree if quantity else None
    if tree is None or difference.name in settlement.given or difference.name not in settlement.values:
        return
    speaks = speaker(settlement, names)
    symbols, numbers = speaks.words(tree), speaks.numbers(tree, difference.at)
    yield f"{difference.what} = {symbols}" + (f" = {numbers}" if numbers != symbols else "")


def _clause(clause: Clause, settlement: Settlement, names: Names) -> Iterator[str]:
    """What each case paid, and for a clause of one cell the numbers that decided between its cases."""
    colon = say("colon", names.lang)
    fired = [f for f in settlement.fired if f.clause is clause]
    for case in clause.cases:
        cells = [f for f in fired if f.case is case]
        if cells:
            yield f"{case_name(clause, case)}{colon}{_paid(cells, names)}"
            yield from _amounts(cells, settlement, names)
    if not fired:
        yield f"{clause.id}{colon}{say('no_case', names.lang)}"
    if not clause.for_each:
        for case in (c for c in clause.cases if c.when is not None):
            judged = conditions(settlement.agreement, settlement.seen_by(clause), (case,), {})
            yield f"  {phrase(judged, names.lang)}"


def _paid(cells: list[Fired], names: Names) -> str:
    """Who was paid how much by one case: over all the cells it held for."""
    sums: dict[tuple[str, str], Fraction] = {}
    for payment in (p for f in cells for _, payments in f.payments for p in payments):
        sides = (payment.payer, payment.payee)
        sums[sides] = sums.get(sides, Fraction(0)) + payment.amount
    lines = [say("pay_line", names.lang, payer=names.of(a), payee=names.of(b), amount=money(amount, names.lang))
             for (a, b), amount in sums.items()]
    told = say("end", names.lang).join(lines) or say("amount_zero" if cells[0].payments else "pays_nothing", names.lang)
    return told if len(cells) == 1 else say("places", names.lang, text=told, count=len(cells))


def _amounts(cells: list[Fired], settlement: Settlement, names: Names) -> Iterator[str]:
    """How the amounts were made, where a case held once and its amount is more than a number."""
    if len(cells) > 1:
        return
    speaks = speaker(settlement, names, cells[0].clause)
    for tree in (pay.amount.tree for pay, _ in cells[0].payments if pay.amount.tree is not None):
        formula, numbers = speaks.words(tree), speaks.numbers(tree, cells[0].at)
        if formula != numbers:
            yield "  " + say("amount_line", names.lang, formula=formula, numbers=numbers)

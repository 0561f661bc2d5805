"""What a settlement needs to know: the names its clauses rest on, and what those rest on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ecoflow.agreement.model import Agreement, Clause
from ecoflow.formula.tree import Node, names


def clause_names(clauses: Iterable[Clause]) -> tuple[str, ...]:
    """The names the clauses mention in conditions, amounts and sides, each once."""
    return tuple(dict.fromkeys(_mentioned(clauses)))


def formula_names(clauses: Iterable[Clause]) -> frozenset[str]:
    """The names the clauses mention in conditions and amounts."""
    pays = [(case, pay) for clause in clauses for case in clause.cases for pay in (None, *case.pays)]
    return frozenset(n for case, pay in pays for n in _of(pay.amount.tree if pay else case.when.tree if case.when else None))


def _mentioned(clauses: Iterable[Clause]) -> Iterator[str]:
    for clause in clauses:
        for case in clause.cases:
            yield from _of(case.when.tree if case.when else None)
            for pay in case.pays:
                yield from _of(pay.amount.tree)
                yield from (side for side in (pay.payer, pay.payee) if isinstance(side, str))


def _of(tree: Node | None) -> tuple[str, ...]:
    return names(tree) if tree is not None else ()


def closure(agreement: Agreement, start: Iterable[str], given: Iterable[str]) -> tuple[str, ...]:
    """The names and all they rest on, quantities after what they use; what is given rests on nothing."""
    stop = frozenset(given)
    seen: dict[str, None] = {}

    def visit(name: str) -> None:
        if name in seen or name not in agreement.types:
            return
        if name not in stop and name in agreement.quantities:
            for used in _of(agreement.quantities[name].formula.tree):
                visit(used)
        if name not in stop and name in agreement.measures:
            target = agreement.measures[name].target
            if isinstance(target, str):
                visit(target)
        opening = agreement.pools[name].opening if name in agreement.pools else None
        if opening is not None:
            visit(opening)
        seen[name] = None

    for name in start:
        visit(name)
    return tuple(seen)


def needed(agreement: Agreement, given: Iterable[str], *, every_quantity: bool,
           also: Iterable[str] = ()) -> tuple[str, ...]:
    """All names a run evaluates: what clauses and pools rest on, `also` these, and perhaps every declared quantity."""
    start = (*agreement.pools, *clause_names(agreement.clauses), *also)
    return closure(agreement, (*start, *(agreement.order if every_quantity else ())), given)

"""Clauses to payments: which cases hold, for whom, and how much, exact to the agreement's step."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from fractions import Fraction
from itertools import product

from msgspec import Struct, field

from ecoflow.agreement.model import Agreement, Case, Clause, Formula, Pay, Shares, Side
from ecoflow.diagnostics.finding import Finding, Phrase, Place
from ecoflow.formula.exact import Absent, Undefined, evaluate
from ecoflow.formula.grid import Grid, NothingLeft, Scalar, scalar
from ecoflow.formula.tree import Node
from ecoflow.settlement.model import Fired, Payment
from ecoflow.settlement.needs import formula_names
from ecoflow.settlement.said import conditions
from ecoflow.settlement.split import match, split, to_step
from ecoflow.standards.money import money

At = Mapping[str, str]

_GAP: tuple[Phrase, Phrase] = (
    ("没有一种情形成立，应恰有一种", "no case holds, exactly one must"),
    ("条件之间有空缺：补一种情形，或加 otherwise", "the conditions leave a gap: add a case, or otherwise"),
)


def _overlap(count: int) -> tuple[Phrase, Phrase]:
    return ((f"{count} 种情形同时成立，应恰有一种", f"{count} cases hold at once, exactly one must"),
            ("条件重叠：改正界限（≤ 还是 <），或改用 first",
             "the conditions overlap: mend their bounds (≤ or <), or write first"))


class _Refused(Exception):  # noqa: N818 - never leaves this file
    def __init__(self, finding: Finding) -> None:
        self.finding = finding


class Posting(Struct):
    """One pass over the clauses with the values of a period; `problems` is empty when everything could be posted.

    `held` is what each pool holds, at first its opening, and moves on after every clause; `seen` is what the pools held
    that a clause mentions, before it. All cells of a clause see the same.
    """

    agreement: Agreement
    values: Mapping[str, Grid]
    held: dict[str, Fraction] = field(default_factory=dict)
    fired: list[Fired] = field(default_factory=list)
    problems: list[Finding] = field(default_factory=list)
    seen: dict[str, Mapping[str, Grid]] = field(default_factory=dict)
    _grids: dict[int, Grid] = field(default_factory=dict)

    def post(self) -> tuple[Payment, ...]:
        """The payments of all clauses, in the order of the file."""
        for clause in self.agreement.clauses:
            try:
                self._clause(clause)
            except _Refused as refused:
                self.problems.append(refused.finding)
        return tuple(p for f in self.fired for _, payments in f.payments for p in payments)

    def _clause(self, clause: Clause) -> None:
        used = formula_names([clause])
        self.seen[clause.id] = {p: scalar(amount) for p, amount in self.held.items() if p in used}
        conditions = [(case, self._grid(case.when, clause)) for case in clause.cases]
        nothing_left = not clause.for_each and not all(g.cells for _, g in conditions)
        if nothing_left:
            # in a clause that repeats, an exempt cell takes no part; a clause of one cell cannot just fall silent
            raise _exempted(clause, clause.place)
        for at in self._cells(clause, [g for _, g in conditions]):
            for case in self._holding(clause, conditions, at):
                paid = tuple((pay, self._pay(pay, clause, case, at)) for pay in case.pays)
                self.fired.append(Fired(clause, case, at, paid))
        self._move(clause)

    def _move(self, clause: Clause) -> None:
        """The pools after a clause."""
        for payment in (p for f in self.fired if f.clause is clause for _, paid in f.payments for p in paid):
            for pool, amount in ((payment.payer, -payment.amount), (payment.payee, payment.amount)):
                if pool in self.held:
                    self.held[pool] += amount

    def _values(self, clause: Clause) -> Mapping[str, Grid]:
        """Every value the clause sees."""
        return {**self.values, **self.seen[clause.id]}

    def _grid(self, formula: Formula | None, clause: Clause) -> Grid:
        """A formula's values, made once however often the clause repeats."""
        if formula is None or formula.tree is None:
            return scalar(value=True)
        if id(formula) not in self._grids:
            self._grids[id(formula)] = self._evaluated(formula, formula.tree, clause)
        return self._grids[id(formula)]

    def _evaluated(self, formula: Formula, tree: Node, clause: Clause) -> Grid:
        try:
            return evaluate(tree, self._values(clause))
        except Absent as absent:
            raise _Refused(Finding("E421", formula.place, {"name": absent.name, "clause": clause.id})) from None
        except Undefined as error:
            raise _Refused(Finding("E409", formula.place, {"name": clause.id, "problem": error.why})) from None
        except NothingLeft:
            raise _exempted(clause, formula.place) from None

    def _cells(self, clause: Clause, conditions: list[Grid]) -> list[dict[str, str]]:
        """Every combination the clause repeats for; one empty combination for a clause that does not repeat."""
        grids = [*conditions, *self._amounts(clause)]
        members: list[tuple[str, ...]] = []
        for dim in clause.for_each:
            known = tuple(dict.fromkeys(m for g in grids if dim in g.dims for m in g.members(dim)))
            everyone = {"section": tuple(self.agreement.sections), "party": tuple(self.agreement.parties)}
            every = known or everyone.get(dim, ())
            members.append(tuple(m for m in every if m in clause.at) if dim == "section" and clause.at else every)
        cells = [dict(zip(clause.for_each, combination, strict=True)) for combination in product(*members)]
        return [at for at in cells if all(_at(g, at) is not None for g in conditions)]

    def _amounts(self, clause: Clause) -> list[Grid]:
        """The amounts that have a value; one that has none matters only when its case holds."""
        if not clause.for_each:
            return []
        found = []
        for pay in (p for c in clause.cases for p in c.pays):
            with suppress(_Refused):
                found.append(self._grid(pay.amount, clause))
        return found

    def _holding(self, clause: Clause, conditions: list[tuple[Case, Grid]], at: At) -> list[Case]:
        stated = [case for case, grid in conditions if case.when is not None and _at(grid, at)]
        left = [case for case, _ in conditions if case.when is None]
        if clause.pick == "first":
            return (stated or left)[:1]
        if clause.pick == "each":
            return [case for case, _ in conditions if case in stated or case in left]
        holding = stated or left
        if len(holding) != 1:
            raise self._undecided(clause, holding, at)
        return holding

    def _undecided(self, clause: Clause, holding: list[Case], at: At) -> _Refused:
        """No case of a choice holds, or more than one does: which, and with what numbers."""
        problem, cure = _overlap(len(holding)) if holding else _GAP
        judged = conditions(self.agreement, self._values(clause), clause.cases, at)
        details: dict[str, Phrase] = {"clause": clause.id, "at": _where(at), "problem": problem, "cure": cure,
                                      "conditions": judged}
        place = holding[1].place if holding else clause.cases[0].place
        return _Refused(Finding("E407", place, details, dict(at)))

    def _pay(self, pay: Pay, clause: Clause, case: Case, at: At) -> tuple[Payment, ...]:
        exact = _at(self._grid(pay.amount, clause), at)
        if exact is None and not clause.for_each:
            raise _exempted(clause, pay.amount.place)
        if exact is None:
            return ()
        if not isinstance(exact, Fraction):
            raise TypeError(exact)
        rules = self.agreement.money
        amount = to_step(exact, rules.step, rules.mode)
        payer, payee = pay.payer, pay.payee
        if amount < 0:
            if not pay.signed:
                shown: Phrase = (money(amount, "zh"), money(amount, "en"))
                details = {"clause": clause.id, "at": _where(at), "amount": shown}
                raise _Refused(Finding("E410", pay.place, details, dict(at)))
            payer, payee, amount = payee, payer, -amount
        if amount == 0:
            return ()
        sides = [split(amount, self._side(side, clause, at), rules.step, rules.remainder) for side in (payer, payee)]
        return tuple(Payment(clause.id, case.number, a, b, moved, at) for a, b, moved in match(*sides) if a != b)

    def _side(self, side: Side, clause: Clause, at: At) -> list[tuple[str, Fraction]]:
        """Who stands on one side of a payment, with weights."""
        if isinstance(side, Shares):
            return list(side.parts)
        if side in self.agreement.parties or side in self.agreement.pools:
            return [(side, Fraction(1))]
        if side in self.values:
            return self._shares(side, clause, at)
        if side in self.agreement.types:
            raise _Refused(Finding("E421", clause.place, {"name": side, "clause": clause.id}))
        if side == "party":
            return [(at["party"], Fraction(1))]
        section = at.get("section") or next(iter(self.agreement.sections))
        return [(self.agreement.sections[section].roles[side], Fraction(1))]

    def _shares(self, name: str, clause: Clause, at: At) -> list[tuple[str, Fraction]]:
        here = {dim: member for dim, member in at.items() if dim != "party"}
        parts = [(where["party"], value) for where, value in self.values[name].at(here).items()
                 if isinstance(value, Fraction)]
        if any(w < 0 for _, w in parts) or not any(w for _, w in parts):
            raise _Refused(Finding("E412", clause.place, {"clause": clause.id, "at": _where(at)}))
        return [(party, weight) for party, weight in parts if weight]


def _at(grid: Grid, at: At) -> Scalar | None:
    """The one value of a grid whose dimensions are all in hand; None: exempted, or too little data."""
    return grid.cells.get(tuple(at[dim] for dim in grid.dims))


def _exempted(clause: Clause, place: Place) -> _Refused:
    problem: Phrase = ("所有时段均已豁免", "every month it rests on is exempted")
    return _Refused(Finding("E409", place, {"name": clause.id, "problem": problem}))


def _where(at: At) -> str:
    return f" [{', '.join(at.values())}]" if at else ""

"""Which clauses and which of their cases the examples of an agreement reach."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Protocol

from msgspec import Struct

from ecoflow.agreement.model import Agreement, Case, Clause
from ecoflow.settlement.model import Settlement


class _Replayed(Protocol):
    @property
    def settlement(self) -> Settlement:
        """What an example came to."""


class Coverage(Struct, frozen=True):
    """The clauses of an agreement and their cases (`clause.case`), and those its examples reached."""

    cases: tuple[str, ...]
    reached: tuple[str, ...]
    clauses: tuple[str, ...]
    clauses_reached: tuple[str, ...]
    missed: tuple[tuple[Clause, Case], ...]


class Totals(Struct, frozen=True):
    """How many clauses and cases several agreements have, and how many their examples reach."""

    cases: int
    reached: int
    clauses: int
    clauses_reached: int

    @property
    def least(self) -> Fraction:
        """The smaller of the two shares, of cases and of clauses, in percent; 100 where there is nothing to reach."""
        shares = ((self.reached, self.cases), (self.clauses_reached, self.clauses))
        return min(Fraction(100 * done, every) if every else Fraction(100) for done, every in shares)


def coverage(agreement: Agreement, replays: Iterable[_Replayed]) -> Coverage:
    """What the examples reached: a case by holding somewhere, a clause by one of its cases."""
    fired = {(f.clause.id, f.case.number) for r in replays for f in r.settlement.fired}
    every = [(clause, case) for clause in agreement.clauses for case in clause.cases]
    with_one = {clause for clause, _ in fired}
    return Coverage(
        cases=tuple(case_name(clause, case) for clause, case in every),
        reached=tuple(case_name(clause, case) for clause, case in every if (clause.id, case.number) in fired),
        clauses=tuple(clause.id for clause in agreement.clauses),
        clauses_reached=tuple(clause.id for clause in agreement.clauses if clause.id in with_one),
        missed=tuple((clause, case) for clause, case in every if (clause.id, case.number) not in fired),
    )


def case_name(clause: Clause, case: Case) -> str:
    """`wager.2`: the second case of the clause `wager`."""
    return f"{clause.id}.{case.number}"


def totals(coverages: Mapping[str, Coverage]) -> Totals:
    """The sums over several agreements."""
    every = coverages.values()
    return Totals(
        sum(len(c.cases) for c in every), sum(len(c.reached) for c in every),
        sum(len(c.clauses) for c in every), sum(len(c.clauses_reached) for c in every),
    )

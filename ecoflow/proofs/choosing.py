"""In every choice exactly one case holds; every case of a clause can apply; or the input that shows the contrary."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from math import prod
from typing import Literal

from msgspec import Struct

from ecoflow.agreement.model import Agreement, Case, Clause
from ecoflow.formula.exact import Absent, evaluate
from ecoflow.formula.grid import Scalar
from ecoflow.formula.tree import Node
from ecoflow.proofs.expanding import written_out
from ecoflow.proofs.inputs import YEAR, Names, years_of
from ecoflow.proofs.picking import Picking, Situation, TooMany, picking
from ecoflow.proofs.reaching import can_be
from ecoflow.proofs.trial import Trial, Trials

Verdict = Literal["proved", "refuted", "open"]

_PLACES = 600
"""So many combinations of section, indicator and year are looked at one by one when one reading for all does not decide."""

_LEVELS = 4


class Choice(Struct, frozen=True):
    """What is known of one clause: its picking, and where it is refuted the situation or the run that shows it."""

    clause: Clause
    picking: Picking
    verdict: Verdict
    situation: Situation | None = None
    trial: Trial | None = None
    dead: tuple[Case, ...] = ()
    holding: tuple[Case, ...] = ()
    """The cases that hold at once in that situation or run."""

    @property
    def beside(self) -> Case:
        """The case whose bound lies beside the gap: it applies when one variable moves to its next value."""
        shown = [s.value for s in self.situation.stands] if self.situation is not None else []
        near = [s.applies[0] for s in self.picking.situations if s.applies
                and sum(a.value != b for a, b in zip(s.stands, shown, strict=False)) <= 1
                and _is_beside(s, shown, self.picking)]
        return min(near, key=lambda c: c.number, default=self.clause.cases[0])


def _is_beside(other: Situation, shown: list[Scalar], found: Picking) -> bool:
    """Whether the one variable that differs has moved by one value only."""
    for n, (stand, value) in enumerate(zip(other.stands, shown, strict=True)):
        if stand.value != value:
            order = [s.value for s in found.variables[n].stands]
            return abs(order.index(stand.value) - order.index(value)) == 1
    return False


def choices(agreement: Agreement, names: Names, trials: Trials) -> Iterator[Choice]:
    """The verdict on every clause that has a condition."""
    for clause in agreement.clauses:
        conditions = {c.number: c.when.tree for c in clause.cases if c.when is not None and c.when.tree is not None}
        if conditions:
            yield _choice(clause, conditions, agreement, names, trials)


def _choice(clause: Clause, conditions: Mapping[int, Node], agreement: Agreement, names: Names, trials: Trials) -> Choice:
    try:
        first = picking(clause, conditions, names.ranges, {})
    except TooMany:
        return _tried(clause, Picking(clause, {}, (), ()), (), trials)
    if not first.situations:
        return _tried(clause, first, (), trials)
    dead = tuple(c for c in clause.cases if c.number not in first.reached)
    if not first.wrong:
        return Choice(clause, first, "proved", dead=dead)
    for found in _closer(clause, conditions, agreement, names):
        if found is None:
            return Choice(clause, first, "proved", dead=dead)
        wrong = next((s for s in found.wrong if can_be(found.values(s), names, found.at)), None)
        if wrong is not None:
            return Choice(clause, found, "refuted", wrong, dead=dead, holding=wrong.holding)
    return _tried(clause, first, dead, trials)


def _tried(clause: Clause, found: Picking, dead: tuple[Case, ...], trials: Trials) -> Choice:
    """What no reading decides is tried: a run in which no case of a choice held, or more than one."""
    if clause.pick != "choose":
        return Choice(clause, found, "proved", dead=dead)
    for trial in trials.made:
        for problem in (p for p in trial.problems if p.code == "E407" and p.details["clause"] == clause.id):
            held = tuple(c for c in clause.cases if _held(c, trial, problem.about))
            return Choice(clause, found, "refuted", trial=trial, dead=dead, holding=held)
    return Choice(clause, found, "open", dead=dead)


def _held(case: Case, trial: Trial, at: Mapping[str, str]) -> bool:
    if case.when is None or case.when.tree is None:
        return False
    try:
        return evaluate(case.when.tree, trial.values).at(at).only() is True
    except Absent:  # what a pool held is not kept
        return False


def _closer(clause: Clause, conditions: Mapping[int, Node], agreement: Agreement, names: Names) -> Iterator[Picking | None]:
    """Ever closer readings of what could not be decided: place by place, then with quantities written out.

    Gives each reading that still shows a gap or overlap, and None as soon as one shows that there is none.
    """
    try:
        places = list(places_of(clause, names))
        for _ in range(_LEVELS):
            left = []
            for at in places:
                found = picking(clause, conditions, names.ranges, at)
                if found.wrong:
                    left.append((at, found))
            if not left:
                yield None
                return
            yield from (found for _, found in left)
            places = [at for at, _ in left]
            expanded = {n: written_out(c, agreement) for n, c in conditions.items()}
            if expanded == conditions:
                return
            conditions = expanded
    except TooMany:
        return


def places_of(clause: Clause, names: Names) -> tuple[dict[str, str], ...]:
    """Every member of what a clause repeats for, as far as the file knows them, in every year of the agreement.

    Raises TooMany when they cannot all be looked at.
    """
    spaces = [[(dim, m) for m in _members(dim, clause, names)] for dim in clause.for_each]
    years = [(YEAR, str(y)) for y in years_of(names.agreement)]
    kept = [s for s in spaces if s]
    if len(years) * prod(len(s) for s in kept) > _PLACES:
        raise TooMany
    return tuple(dict(place) for place in product(years, *kept))


def _members(dim: str, clause: Clause, names: Names) -> tuple[str, ...]:
    """The members a clause repeats for: those its formulas run over, else all there are; none where nobody knows."""
    trees = [f.tree for c in clause.cases for f in (c.when, *(p.amount for p in c.pays)) if f is not None and f.tree]
    own = dict.fromkeys(m for tree in trees for m in dict(names.ranges.dims(tree)).get(dim) or ())
    everyone = {"section": tuple(names.agreement.sections), "party": tuple(names.agreement.parties)}
    members = tuple(own) or everyone.get(dim, ())
    return tuple(m for m in members if m in clause.at) if dim == "section" and clause.at else members

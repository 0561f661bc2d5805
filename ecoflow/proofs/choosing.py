"""In every choice exactly one case holds; every case of a clause can apply; or the input that shows the contrary."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from itertools import product
from typing import Literal

from msgspec import Struct

from ecoflow.agreement.model import Agreement, Case, Clause, Keyed, Value
from ecoflow.formula.grid import Scalar
from ecoflow.formula.tree import Node
from ecoflow.proofs.expanding import leaves, written_out
from ecoflow.proofs.inputs import YEAR, Names
from ecoflow.proofs.picking import Picking, Situation, TooMany, picking
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
        return Choice(clause, Picking(clause, {}, (), ()), "open", trial=_failing(clause, trials))
    dead = tuple(c for c in clause.cases if c.number not in first.reached and c.when is not None)
    if not _wrong(first):
        return Choice(clause, first, "proved", dead=dead)
    for found in _closer(clause, conditions, agreement, names):
        if found is None:
            return Choice(clause, first, "proved", dead=dead)
        wrong = _wrong(found)
        if wrong is not None and is_free(found, agreement):
            return Choice(clause, found, "refuted", wrong, dead=dead)
    failing = _failing(clause, trials)
    return Choice(clause, first, "refuted" if failing else "open", _wrong(first), failing, dead)


def _wrong(found: Picking) -> Situation | None:
    return found.overlap or found.gap


def _closer(clause: Clause, conditions: Mapping[int, Node], agreement: Agreement, names: Names) -> Iterator[Picking | None]:
    """Ever closer readings of what could not be decided: place by place, then with quantities written out.

    Gives each reading that still shows a gap or overlap, and None as soon as one shows that there is none.
    """
    places = list(places_of(clause, agreement))
    for _ in range(_LEVELS):
        left = []
        for at in places:
            try:
                found = picking(clause, conditions, names.ranges, at)
            except TooMany:
                return
            if _wrong(found):
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


def places_of(clause: Clause, agreement: Agreement) -> Iterator[dict[str, str]]:
    """Every member of what a clause repeats for, as far as the file knows them, in every year of the agreement."""
    known = {"section": clause.at or tuple(agreement.sections), "party": tuple(agreement.parties)}
    spaces = [[(dim, m) for m in _members(dim, clause, agreement, known)] for dim in clause.for_each]
    years = [(YEAR, str(y)) for y in years_of(agreement)]
    for n, place in enumerate(product(years, *(s for s in spaces if s))):
        if n >= _PLACES:
            return
        yield dict(place)


def years_of(agreement: Agreement) -> range:
    """The years of an agreement that may differ: all of them when a term is dated, else the first for all."""
    dated = any(_is_dated(t.value) for t in agreement.terms.values())
    return range(agreement.first_year, (agreement.last_year if dated else agreement.first_year) + 1)


def _is_dated(value: Value | Keyed) -> bool:
    return isinstance(value, Keyed) and (value.dim == "year" or any(map(_is_dated, value.values.values())))


def _members(dim: str, clause: Clause, agreement: Agreement, known: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    """The members a clause repeats for: those its formulas run over, else all there are."""
    own: dict[str, None] = {}
    trees = [f.tree for c in clause.cases for f in (c.when, *(p.amount for p in c.pays)) if f is not None and f.tree]
    for name in (n for tree in trees for n, _ in leaves(tree, agreement)):
        own |= dict.fromkeys(dict(agreement.types[name].dims).get(dim) or () if name in agreement.types else ())
    allowed = known.get(dim)
    return tuple(m for m in own if allowed is None or m in allowed) if own else allowed or ()


def is_free(found: Picking, agreement: Agreement) -> bool:
    """Whether the variables can stand in any way at once: no two share an input, none has the same input twice.

    Each is then a continuous function of inputs of its own, and reaches all of its range (the intermediate value theorem).
    """
    total: Counter[tuple[str, tuple[str, ...]]] = Counter()
    for variable in found.variables:
        total += leaves(variable.node, agreement)
    return all(times == 1 for times in total.values())


def _failing(clause: Clause, trials: Trials) -> Trial | None:
    """A run in which no case of the clause held, or more than one."""
    return next((t for t in trials.made for p in t.problems if p.code == "E407" and p.details["clause"] == clause.id), None)

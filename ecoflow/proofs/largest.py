"""The most each party can have to pay, and the most it can receive, in one settlement."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from msgspec import Struct

from ecoflow.agreement.model import Agreement, Case, Clause, Pay, Shares, Side
from ecoflow.formula.domain import Domain
from ecoflow.formula.range_inputs import At
from ecoflow.formula.ranges import Ranges
from ecoflow.proofs.amounts import Context
from ecoflow.proofs.choosing import places_of
from ecoflow.proofs.inputs import YEAR, Names, years_of
from ecoflow.proofs.picking import Picking, TooMany, picking
from ecoflow.proofs.shares import parts
from ecoflow.settlement.split import to_step

NIL = Fraction(0)
Most = Fraction | None
"""An amount nothing exceeds, in yuan; None where there is no such amount."""


class Largest(Struct, frozen=True):
    """Of one party: the most it pays and receives; of the sides without an end, the formula that has none."""

    party: str
    pays: Most
    receives: Most
    endless_pays: str = ""
    endless_receives: str = ""


class _Flow(Struct, frozen=True):
    """What moves to or from one party at most, and the formula of what has no end."""

    most: Most = NIL
    endless: str = ""

    def plus(self, other: _Flow) -> _Flow:
        if self.most is None or other.most is None:
            return _Flow(None, self.endless or other.endless)
        return _Flow(self.most + other.most)

    def larger(self, other: _Flow) -> _Flow:
        if self.most is None or other.most is None:
            return _Flow(None, self.endless or other.endless)
        return self if self.most >= other.most else other

    def times(self, many: int | None, text: str) -> _Flow:
        if not self.most:
            return self
        return _Flow(None, text) if many is None else _Flow(self.most * many)


def largest(context: Context) -> tuple[Largest, ...]:
    """Of every party, over all years of the agreement; an upper bound, reached where each input stands in formulas once."""
    years: dict[str, dict[tuple[str, bool], _Flow]] = {}
    for clause in context.agreement.clauses:
        for at in _places(clause, context):
            for year in (at[YEAR],) if YEAR in at else map(str, years_of(context.agreement)):
                found = years.setdefault(year, {})
                for key, flow in _clause(clause, at, context).items():
                    found[key] = found.get(key, _Flow()).plus(flow)

    def over_years(party: str, *, pays: bool) -> _Flow:
        found = _Flow()
        for year in years.values():
            found = found.larger(year.get((party, pays), _Flow()))
        return found

    return tuple(_of(p, over_years(p, pays=True), over_years(p, pays=False)) for p in context.agreement.parties)


def _places(clause: Clause, context: Context) -> tuple[At, ...]:
    """The places of a clause; one for all where they are too many to look at."""
    try:
        return places_of(clause, context.names)
    except TooMany:
        return ({},)


def _of(party: str, pays: _Flow, receives: _Flow) -> Largest:
    return Largest(party, pays.most, receives.most, pays.endless, receives.endless)


def _clause(clause: Clause, at: At, context: Context) -> dict[tuple[str, bool], _Flow]:
    """(party, whether it pays) -> the most of one clause at one place, over all its times."""
    conditions = {c.number: c.when.tree for c in clause.cases if c.when is not None and c.when.tree is not None}
    try:
        picked = picking(clause, conditions, context.names.ranges, at)
    except TooMany:
        picked = Picking(clause, at, (), ())
    found: dict[tuple[str, bool], _Flow] = {}
    for case in clause.cases:
        if conditions and picked.situations and case.number not in picked.reached:
            continue
        own = _case(case, clause, at, picked, context)
        for key in {*found, *own}:
            a, b = found.get(key, _Flow()), own.get(key, _Flow())
            found[key] = a.plus(b) if clause.pick == "each" else a.larger(b)
    many: int | None = 1
    for dim in (d for d in clause.for_each if d not in at):
        most = context.names.most(dim)
        many = None if many is None or most is None else many * most
    return {key: flow.times(many, clause.id) for key, flow in found.items()}


def _case(case: Case, clause: Clause, at: At, picked: Picking, context: Context) -> dict[tuple[str, bool], _Flow]:
    ranges = Ranges(context.names, {**context.held.get(clause.id, {}), **picked.known(case)})
    found: dict[tuple[str, bool], _Flow] = {}
    for pay in (p for p in case.pays if p.amount.tree is not None):
        domain = ranges.of(pay.amount.tree, at) if pay.amount.tree is not None else None
        for party, pays, flow in _pay(pay, domain, at, context.names) if domain is not None else ():
            found[party, pays] = found.get((party, pays), _Flow()).plus(flow)
    return found


def _pay(pay: Pay, domain: Domain, at: At, names: Names) -> Iterator[tuple[str, bool, _Flow]]:
    """Both sides of one payment, rounded and split as it will be; of a signed one also the other way round."""
    rules = names.agreement.money
    ways = [(domain.high[0] == 1, domain.most, False)]
    if pay.signed:
        ways.append((domain.low[0] == -1, None if domain.least is None else -domain.least, True))
    for endless, most, turned in ways:
        amount = to_step(max(most or NIL, NIL), rules.step, rules.mode)
        for side, pays in ((pay.payer, not turned), (pay.payee, turned)):
            for party, part, others in (p for p in _parts(side, at, names) if p[1]):
                own = _share(amount * part, others if rules.remainder != "largest" else min(others, 1), rules.step)
                yield party, pays, _Flow(None, pay.amount.text) if endless else _Flow(min(own, amount))


def _share(exact: Fraction, others: int, step: Fraction) -> Fraction:
    """The most of one share in whole steps: each of the others may leave it a step."""
    steps = exact / step
    return math.ceil(steps) * step if others <= 1 else (math.floor(steps) + others) * step


def _parts(side: Side, at: At, names: Names) -> list[tuple[str, Fraction, int]]:
    """Who stands on a side, with which part at most, beside how many."""
    if isinstance(side, Shares):
        whole = sum(w for _, w in side.parts)
        return [(who, w / whole, len(side.parts) - 1) for who, w in side.parts]
    shares = parts(side, at, names) if side in names.types and side not in names.agreement.pools else {}
    if shares:
        return [(who, _largest_part(who, shares), len(shares) - 1) for who in shares]
    return [(who, Fraction(1), 0) for who in _whole(side, at, names.agreement)]


def _largest_part(party: str, shares: Mapping[str, Domain]) -> Fraction:
    """The largest part a share can be of all: its own most beside the least of the others."""
    own, others = shares[party].most, [max(d.least or NIL, NIL) for who, d in shares.items() if who != party]
    beside = sum(others, NIL)
    if own is None or own <= 0:
        return Fraction(own is None or not beside)
    return own / (own + beside)


def _whole(side: str, at: At, agreement: Agreement) -> Iterable[str]:
    """Who may stand on a side that is not written out."""
    if side in agreement.pools:
        return ()
    if side in agreement.parties:
        return (side,)
    if side in agreement.types:
        return dict(agreement.types[side].dims).get("party") or agreement.parties
    if side == "party":
        return (at["party"],) if "party" in at else agreement.parties
    here = agreement.sections.get(at.get("section", ""))
    sections = agreement.sections.values() if here is None else (here,)
    return dict.fromkeys(s.roles[side] for s in sections if side in s.roles)

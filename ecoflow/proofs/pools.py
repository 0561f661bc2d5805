"""A pool ends as it must for every input: what is paid in is paid out, as an identity between formulas.

The clauses are followed in order with what the pool holds as a sum of products of inputs, like terms collected: once
exactly, and once with every payment rounded as it will be. Where cases differ, every way they can fall is followed;
the same condition falls the same way wherever it stands.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from msgspec import Struct, field
from msgspec.structs import replace

from ecoflow.agreement.model import Agreement, Case, Clause, Pay, Pool
from ecoflow.formula.canonical import canonical
from ecoflow.formula.domain import EVERYTHING, Domain, join, mapped, stretch, within
from ecoflow.formula.domain import plus as plus_domain
from ecoflow.formula.linear import Linear, Sum, plus, sum_domain
from ecoflow.formula.tree import Binary, Call, Comparison, Literal, Name, Node, Unary, children
from ecoflow.formula.tree import names as names_in
from ecoflow.proofs.choosing import Verdict, places_of
from ecoflow.proofs.expanding import rebuilt
from ecoflow.proofs.falls import falls, told
from ecoflow.proofs.inputs import YEAR, Names, years_of
from ecoflow.proofs.picking import TooMany
from ecoflow.proofs.trial import Trial, Trials
from ecoflow.settlement.split import to_step

_MOST = 32
"""More ways for the cases to fall than this are not followed."""

At = Mapping[str, str]

FEN = Fraction(1, 100)
"""A pool holds whole fen."""


class Pooled(Struct, frozen=True):
    """What is known of one pool: how it ends, and what it holds before each clause (by the clause's id)."""

    pool: Pool
    verdict: Verdict
    before: Mapping[str, Domain]
    trial: Trial | None = None


def pools(agreement: Agreement, names: Names, trials: Trials) -> Iterator[Pooled]:
    """The verdict on every pool."""
    for pool in agreement.pools.values():
        follow = _Follow(agreement, names, pool)
        closed = follow.all_years()
        trial = None if closed else next((t for t in trials.made for p in t.problems
                                          if p.code in {"E408", "E426"} and p.details["pool"] == pool.id), None)
        verdict: Verdict = "proved" if closed else "refuted" if trial else "open"
        yield Pooled(pool, verdict, {clause: join(*found) for clause, found in follow.before.items()}, trial)


class _Way(Struct, frozen=True):
    """One way the cases have fallen so far: what is held, exactly and as rounded, and which conditions held."""

    exact: Sum
    rounded: Sum
    fell: Mapping[str, bool] = field(default_factory=dict)


class _Lost(Exception):  # noqa: N818 - never leaves this file
    """Raised where nobody can follow: payments repeated for months only the data know, too many ways."""


class _Follow:
    """One pool followed through the clauses."""

    def __init__(self, agreement: Agreement, names: Names, pool: Pool) -> None:
        self.agreement, self.names, self.pool = agreement, names, pool
        self.before: dict[str, list[Domain]] = {}
        self._domains: dict[str, Domain] = {}
        self._amounts: dict[str, Sum] = {}

    def all_years(self) -> bool:
        """Whether the pool ends as it must in every year: at nothing, or, where it carries, not below it."""
        found = [self._closes(str(year)) for year in years_of(self.agreement)]
        return all(found)

    def _closes(self, year: str) -> bool:
        start: Sum = {}
        if self.pool.opening is not None:
            start = {(self.pool.opening,): Fraction(1)}
            self._domains[self.pool.opening] = self.names.domain(self.pool.opening, {})
        ways: list[_Way] | None = [_Way(start, start)]
        for clause in self.agreement.clauses:
            self.before.setdefault(clause.id, []).append(self._held(ways))
            try:
                if self._takes_all(clause):
                    ways = [_Way({}, {})]
                elif ways is not None:
                    ways = self._after(clause, ways, year)
            except _Lost:
                ways = None
        if ways is None:
            return False
        if self.pool.carries:
            return all(not self._values(w).can_be_negative for w in ways)
        return not any(w.exact or w.rounded for w in ways)

    def _held(self, ways: list[_Way] | None) -> Domain:
        return EVERYTHING if ways is None else join(*map(self._values, ways))

    def _takes_all(self, clause: Clause) -> bool:
        """Whether a clause pays out whatever is left, always: then nothing before it matters."""
        flows = [(c, p) for c in clause.cases for p in c.pays if self.pool.id in {p.payer, p.payee}]
        if clause.for_each or len(clause.cases) != 1 or len(flows) != 1 or clause.cases[0].when is not None:
            return False
        pay = flows[0][1]
        out = pay.payer == self.pool.id and pay.payee != self.pool.id and self.agreement.money.step == FEN
        return out and isinstance(pay.amount.tree, Name) and pay.amount.tree.id == self.pool.id

    def _after(self, clause: Clause, ways: list[_Way], year: str) -> list[_Way]:
        if not any(self.pool.id in {p.payer, p.payee} for c in clause.cases for p in c.pays):
            return ways
        try:
            places = [at for at in places_of(clause, self.names) if at[YEAR] == year]
        except TooMany:
            raise _Lost from None
        if any(dim not in at for at in places for dim in clause.for_each):
            raise _Lost
        before = {id(w): w for w in ways}
        from_here = [(w, w) for w in ways]
        for at in places:
            from_here = _different([(start, after) for start, way in from_here
                                    for after in self._cell(clause, before[id(start)], way, at)])
            if len(from_here) > _MOST:
                raise _Lost
        return [way for _, way in from_here]

    def _cell(self, clause: Clause, start: _Way, way: _Way, at: At) -> Iterator[_Way]:
        """What the pool may hold after a clause was applied once; `start` is what all its cells see."""
        for cases in falls(clause):
            fell = {**way.fell, **{self._condition(c, clause, at): held for c, held in told(clause, cases)}}
            if any(way.fell.get(key, held) is not held for key, held in fell.items()):
                continue
            if not cases and self._is_empty_then(clause, start):
                yield replace(way, exact={}, rounded={}, fell=fell)
                continue
            yield self._paid(cases, clause, start, replace(way, fell=fell), at)

    def _condition(self, case: Case, clause: Clause, at: At) -> str:
        tree = case.when.tree if case.when is not None else None
        return f"when {self._key(tree, clause, at)}" if tree is not None else ""

    def _is_empty_then(self, clause: Clause, start: _Way) -> bool:
        """Whether a clause did not apply because nothing was left: `when: fund > 0`."""
        if len(clause.cases) != 1 or self._values(start).can_be_negative:
            return False
        match clause.cases[0].when.tree if clause.cases[0].when is not None else None:
            case Comparison(sides=(Name(id=name), zero), signs=(">",)) if name == self.pool.id:
                return self.names.ranges.of(zero, {}).only == 0
        return False

    def _paid(self, cases: tuple[Case, ...], clause: Clause, start: _Way, way: _Way, at: At) -> _Way:
        exact, rounded = way.exact, way.rounded
        for pay in (p for c in cases for p in c.pays):
            sign = (pay.payee == self.pool.id) - (pay.payer == self.pool.id)
            untouched = (exact, rounded) == (start.exact, start.rounded)
            if sign < 0 and untouched and self._is_what_there_is(pay):
                key = f"left after {clause.id}"
                self._domains[key] = stretch(Fraction(0), self._values(start).most)
                exact = rounded = {(key,): Fraction(1)}
            elif sign and pay.amount.tree is not None:
                exact = plus(exact, self._amount(pay.amount.tree, start.exact, clause, at), sign)
                rounded = plus(rounded, self._rounded(pay.amount.tree, start, clause, at), sign)
        return replace(way, exact=exact, rounded=rounded)

    def _is_what_there_is(self, pay: Pay) -> bool:
        """Whether a payment takes no more than there is: `min(due, fund)`."""
        match pay.amount.tree:
            case Call(function="min", arguments=parts) if not pay.signed and self.agreement.money.step == FEN:
                return any(isinstance(p, Name) and p.id == self.pool.id for p in parts)
        return False

    def _rounded(self, tree: Node, start: _Way, clause: Clause, at: At) -> Sum:
        """The amount as it will be paid: what the pool holds is whole fen already, another amount is one rounded number."""
        rules = self.agreement.money
        if isinstance(tree, Name) and tree.id == self.pool.id and rules.step == FEN:
            return start.rounded
        amount = self._amount(tree, start.exact, clause, at)
        if all(not p and (c / rules.step).denominator == 1 for p, c in amount.items()):
            return amount
        key = f"rounded {sorted(amount.items())}"
        self._amounts[key] = amount
        exact = sum_domain(amount, self._domains)
        self._domains[key] = mapped(exact, lambda v: to_step(v, rules.step, rules.mode), rules.step)
        return {(key,): Fraction(1)}

    def _values(self, way: _Way) -> Domain:
        """What the pool may hold: read from what is paid exactly, and off by as much as rounding may take and give."""
        if way.exact == way.rounded:
            return sum_domain(way.exact, self._domains)
        if self._is_one_out_of_another(way):
            return stretch(Fraction(0), sum_domain(way.exact, self._domains).most)
        rules = self.agreement.money
        each = rules.step if rules.mode in {"up", "down"} else rules.step / 2
        off = each * sum((abs(c) for p, c in way.rounded.items() if p and p[0] in self._amounts), Fraction(0))
        near = plus_domain(sum_domain(way.exact, self._domains), stretch(-off, off))
        return within(near, sum_domain(way.rounded, self._domains))

    def _is_one_out_of_another(self, way: _Way) -> bool:
        """Whether one amount was paid in and one no larger was paid out: rounding keeps their order."""
        signs = sorted((c, p[0]) for p, c in way.rounded.items() if len(p) == 1)
        if len(signs) != len(way.rounded) or [c for c, _ in signs] != [-1, 1]:
            return False
        return all(k in self._amounts for _, k in signs) and not sum_domain(way.exact, self._domains).can_be_negative

    def _amount(self, tree: Node, held: Sum, clause: Clause, at: At) -> Sum:
        def constant(node: Node) -> Fraction | None:
            only = None if isinstance(node, Binary | Unary) else self.names.ranges.of(node, at).only
            return only if isinstance(only, Fraction) else None

        def inside(node: Node) -> Node | None:
            quantity = self.agreement.quantities.get(node.id) if isinstance(node, Name) and not node.members else None
            return quantity.formula.tree if quantity is not None and quantity.rounding is None else None

        linear = Linear(constant, inside)
        found: Sum = {}
        for factors, own in linear.of(tree).items():
            keys = tuple(sorted(self._key(linear.nodes[f], clause, at) for f in factors if f != self.pool.id))
            mine: Sum = {keys: own}
            for _ in range(factors.count(self.pool.id)):
                mine = {tuple(sorted((*p, *q))): a * b for p, a in mine.items() for q, b in held.items()}
            found = plus(found, mine, 1)
        return found

    def _told(self, node: Node, here: At) -> Node:
        """The formula with the value of whatever has only one: 1 and a term that is 1 are the same."""
        only = self.names.ranges.of(node, here).only if isinstance(node, Name) else None
        if only is not None:
            return Literal(node.at, only, None, "")
        return rebuilt(node, tuple(self._told(c, here) for c in children(node)))

    def _key(self, node: Node, clause: Clause, at: At) -> str:
        """What tells one value from another: the formula and its place; where it holds a pool, also the moment."""
        own = {d for d, _ in self.names.ranges.dims(node)}
        here = {d: m for d, m in at.items() if d in own or d == YEAR}
        moment = f" before {clause.id}" if any(n in self.agreement.pools for n in names_in(node)) else ""
        key = f"{canonical(self._told(node, here))} {sorted(here.items())}{moment}"
        self._domains[key] = self.names.ranges.of(node, here)
        return key


def _different(ways: list[tuple[_Way, _Way]]) -> list[tuple[_Way, _Way]]:
    seen = {(id(start), repr(sorted(way.exact.items())), repr(sorted(way.rounded.items())), repr(sorted(way.fell.items()))):
            (start, way) for start, way in ways}
    return list(seen.values())

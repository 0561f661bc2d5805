"""Cleaner water never pays the protecting side less; or the two situations that show it does."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from ecoflow.agreement.model import Agreement, Case, Clause, Measure, Pay
from ecoflow.diagnostics.finding import Place
from ecoflow.formula.direction import Direction, Directions
from ecoflow.formula.domain import Domain, apply, listed, plus, times
from ecoflow.formula.grid import Scalar
from ecoflow.formula.range_inputs import At
from ecoflow.formula.ranges import Ranges
from ecoflow.formula.tree import Name
from ecoflow.proofs.amounts import Context
from ecoflow.proofs.choosing import Verdict, places_of
from ecoflow.proofs.improving import Pair, improved
from ecoflow.proofs.inputs import Names
from ecoflow.proofs.picking import Picking, Situation, TooMany, picking
from ecoflow.proofs.reaching import is_free
from ecoflow.proofs.sides import PROTECTS, USES, gain_of, is_monitored, is_own, moving, part_of, protector
from ecoflow.proofs.stepping import Step, steps
from ecoflow.settlement.needs import formula_names
from ecoflow.standards.calendar import Period
from ecoflow.standards.indicators import INDICATORS

NOTHING = listed((Fraction(0),))


class Reversal(Struct, frozen=True):
    """The verdict on one clause; refuted by two situations, the first cleaner, the second paying more."""

    clause: Clause
    verdict: Verdict
    party: str = ""
    picking: Picking | None = None
    cleaner: Situation | None = None
    dirtier: Situation | None = None
    less: Fraction | None = None
    more: Fraction | None = None
    place: Place | None = None
    pair: Pair | None = None
    step: Step | None = None


def reversals(context: Context) -> Iterator[Reversal]:
    """The verdict on every clause that pays, or is paid by, a protecting side for what is monitored."""
    for clause in context.agreement.clauses:
        choice = context.choices.get(clause.id)
        decided = choice is None or choice.verdict != "refuted"
        if decided and "cleaner-pays-less" not in clause.allow:
            found = _clause(clause, context)
            if found is not None:
                yield found


def _clause(clause: Clause, context: Context) -> Reversal | None:
    """One reading for all places; place by place where that does not decide."""
    whole = _at(clause, {}, context)
    if whole is None or whole.verdict == "proved":
        return whole
    try:
        places = places_of(clause, context.names)
    except TooMany:
        return Reversal(clause, "open", whole.party)
    verdicts = []
    for at in places:
        found = _at(clause, at, context)
        if found is not None:
            if found.verdict == "refuted":
                return found
            verdicts.append(found)
    undecided = next((v for v in verdicts if v.verdict == "open"), None)
    return _tried(undecided, context) if undecided is not None else verdicts[0] if verdicts else None


def _tried(found: Reversal, context: Context) -> Reversal:
    """What no reading decides is tried."""
    sections = [s for s in context.agreement.sections.values() if not found.clause.at or s.id in found.clause.at]
    keeping = dict.fromkeys(s.roles[r] for s in sections for r in PROTECTS if r in s.roles)
    having = {s.roles[r] for s in sections for r in USES if r in s.roles}
    for party in (p for p in keeping if p not in having):
        pair = improved(_together(found.clause, context.agreement), party, context.agreement, context.trials, _of_measure)
        if pair is not None:
            return replace(found, verdict="refuted", party=party, pair=pair)
    return found


def _together(clause: Clause, agreement: Agreement) -> tuple[Clause, ...]:
    """A clause that rests on what a pool holds, with all that move the pool."""
    pools = formula_names((clause,)) & set(agreement.pools)
    beside = {c.id for pool in pools for c in moving(pool, agreement)}
    return tuple(c for c in agreement.clauses if c is clause or c.id in beside)


def _at(clause: Clause, at: At, context: Context) -> Reversal | None:
    """The verdict at one place; None where no protecting side is paid or pays, or nothing monitored matters."""
    agreement, ranges = context.agreement, context.names.ranges
    party = protector(clause, at, agreement)
    sides = [s for c in clause.cases for p in c.pays for s in (p.payer, p.payee)]
    shared = party is not None and any(part_of(s, party, at, context.names) is None for s in sides)
    if party is None or not (shared or any(part_of(s, party, at, context.names) for s in sides)):
        return None
    conditions = {c.number: c.when.tree for c in clause.cases if c.when is not None and c.when.tree is not None}
    try:
        found = picking(clause, conditions, ranges, at)
    except TooMany:
        return Reversal(clause, "open", party)
    of_name = _of_name(clause, party, context.names)
    ways = [Directions(ranges, at, of_name).of(v.node) for v in found.variables]
    steady, moved = not shared, any(ways) or (shared and is_monitored(clause, agreement))
    for case in clause.cases:
        reading = Directions(Ranges(context.names, found.known(case)), at, of_name)
        for pay in (p for p in case.pays if p.amount.tree is not None):
            direction = reading.of(pay.amount.tree) if pay.amount.tree is not None else 0
            moved = moved or direction != 0
            if not _steady(pay, direction, party, at, context.names):
                stepped = _stepped(pay, case, party, found, context)
                if isinstance(stepped, Reversal):
                    return stepped
                steady = steady and stepped
    return _compared(clause, party, found, ways, context, steady=steady) if moved or None in ways else None


def _stepped(pay: Pay, case: Case, party: str, found: Picking, context: Context) -> Reversal | bool:
    """An amount on one input, step by step: whether what the party has never rises with dirt, or where it does."""
    clause = found.clause
    if pay.amount.tree is None or case.when is not None:
        return False  # under a condition the input is not free
    ways = {m.id: _of_measure(m) for m in context.agreement.measures.values()}
    found_steps = steps(pay.amount.tree, found.at, context.names, context.held.get(clause.id, {}), ways)
    gain = gain_of(pay, party, found.at, context.names)
    if found_steps is None or not gain:
        return False
    wrong = next((s for s in found_steps.found if (s.after - s.before) * gain > 0), None)
    if wrong is None:
        return found_steps.every
    return Reversal(clause, "refuted", party, found, less=wrong.before * gain, more=wrong.after * gain,
                    place=pay.amount.place, step=wrong)


def _steady(pay: Pay, direction: Direction, party: str, at: At, names: Names) -> bool:
    """Whether what the party has of one payment does not rise with dirt."""
    gain = gain_of(pay, party, at, names)
    return not gain or direction == 0 or (direction is not None and (direction < 0) == (gain > 0))


def _compared(clause: Clause, party: str, found: Picking, ways: list[Direction], context: Context, *,
              steady: bool) -> Reversal:
    """Every situation beside the one that differs in a single variable by one step towards dirt."""
    by_values = {tuple(s.value for s in one.stands): one for one in found.situations}
    verdict: Verdict = "proved" if steady and None not in ways else "open"
    nets: dict[int, Domain] = {}
    for one in found.situations:
        for n, way in enumerate(ways):
            if not way:
                continue
            other = _next(one, n, way, found, by_values)
            if other is None or other.applies == one.applies:
                continue
            clean, dirty = (nets.setdefault(id(s), _net(s, party, found, context)) for s in (one, other))
            if dirty.low > clean.high and is_free((v.node for v in found.variables), context.names, found.at):
                place = _told(one, other, clause)
                return Reversal(clause, "refuted", party, found, one, other, clean.most, dirty.least, place)
            if dirty.high > clean.low:
                verdict = "open"
    return Reversal(clause, verdict, party)


def _next(one: Situation, n: int, way: int, found: Picking,
          known: Mapping[tuple[Scalar, ...], Situation]) -> Situation | None:
    """The situation one step dirtier in one variable."""
    stands = found.variables[n].stands
    at = next(i for i, s in enumerate(stands) if s.value == one.stands[n].value) + way
    if not 0 <= at < len(stands):
        return None
    values = [s.value for s in one.stands]
    values[n] = stands[at].value
    return known.get(tuple(values))


def _net(one: Situation, party: str, found: Picking, context: Context) -> Domain:
    """What the party has of a situation: received less paid."""
    known = {v.key: s.of for v, s in zip(found.variables, one.stands, strict=True)}
    ranges = Ranges(context.names, {**context.held.get(found.clause.id, {}), **known})
    total = NOTHING
    for pay in (p for c in one.applies for p in c.pays if p.amount.tree is not None):
        gain = gain_of(pay, party, found.at, context.names)
        if gain and pay.amount.tree is not None:
            own = ranges.of(pay.amount.tree, found.at)
            part = apply(lambda a, g=gain: a * g, lambda a, g=gain: times(a, listed((g,))), own)
            total = apply(lambda a, b: a + b, plus, total, part)
    return total


def _of_name(clause: Clause, party: str, names: Names) -> Callable[[Name, Directions], Direction]:
    agreement = names.agreement

    def of(name: Name, reading: Directions) -> Direction:
        quantity = agreement.quantities.get(name.id)
        if quantity is not None and quantity.formula.tree is not None:
            return reading.picked(name).of(quantity.formula.tree)
        if name.id in agreement.pools:
            return 0 if is_own(name.id, party, clause, names) else None
        measure = agreement.measures.get(name.id)
        return 0 if measure is None or reading.picked(name).stays(name) else _of_measure(measure)

    return of


def _of_measure(measure: Measure) -> Direction:
    """Dirt raises concentrations and classes and lowers compliance; what was measured in earlier years stays."""
    if isinstance(measure.over, Period) or measure.over.startswith("previous"):
        return 0
    if measure.kind in {"class", "load"}:
        return 1
    if measure.kind == "compliance":
        return -1
    if measure.kind in {"volume", "total", "limit"}:
        return 0
    better = {INDICATORS[i].better for i in measure.indicators if i in INDICATORS}
    # of a band, such as pH, neither direction is cleaner
    return {"lower": 1, "higher": -1, "none": 0, "band": 0}.get(next(iter(better))) if len(better) == 1 else None


def _told(one: Situation, other: Situation, clause: Clause) -> Place:
    """The case that pays the dirtier water more."""
    cases: tuple[Case, ...] = other.applies or one.applies or clause.cases
    return cases[0].pays[0].place if cases[0].pays else cases[0].place



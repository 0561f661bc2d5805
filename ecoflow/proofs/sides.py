"""Who protects the water of a clause, and which part of a payment is whose."""

from __future__ import annotations

from fractions import Fraction

from ecoflow.agreement.model import Agreement, Clause, Pay, Section, Shares, Side
from ecoflow.formula.range_inputs import At
from ecoflow.proofs.expanding import leaves
from ecoflow.proofs.inputs import Names
from ecoflow.settlement.needs import clause_names, closure, formula_names

PROTECTS, USES = ("upstream", "responsible"), ("downstream", "beneficiary")
"""The roles of the side that keeps the water clean, and of the side that has it."""

PROTECTING = "protecting"
"""Whoever protects at the section in hand, in a reading for all sections at once."""


def gain_of(pay: Pay, party: str, at: At, names: Names) -> Fraction:
    """What the party has of one yuan of a payment; parts that nobody knows count as none."""
    return (part_of(pay.payee, party, at, names) or Fraction(0)) - (part_of(pay.payer, party, at, names) or Fraction(0))


def part_of(side: Side, party: str, at: At, names: Names) -> Fraction | None:
    """Which part of a side is the party's, None where that differs; of a role, for all sections, whether it protects."""
    agreement = names.agreement
    if isinstance(side, Shares):
        own = sum((w for who, w in side.parts if who == party), Fraction(0))
        return own / sum(w for _, w in side.parts)
    if side in agreement.types and side not in agreement.pools:
        return _tabled(side, party, at, names)
    if party == PROTECTING or side in (*PROTECTS, *USES):
        section = agreement.sections.get(at.get("section", ""))
        if section is None and len(agreement.sections) == 1:
            section = next(iter(agreement.sections.values()))
        return Fraction(side in PROTECTS if party == PROTECTING or section is None else section.roles.get(side) == party)
    return Fraction(side == party or (side == "party" and at.get("party") == party))


def _tabled(side: str, party: str, at: At, names: Names) -> Fraction | None:
    """Which part of a table of shares is the party's; None where that is not always the same."""
    members = dict(names.types[side].dims).get("party") or ()
    shares = {who: names.domain(side, {**at, "party": who}).only for who in members}
    whole = sum((v for v in shares.values() if isinstance(v, Fraction)), Fraction(0))
    if party != PROTECTING and party not in members:
        return Fraction(0)
    own = shares.get(party)
    return own / whole if isinstance(own, Fraction) and whole and None not in shares.values() else None


def protector(clause: Clause, at: At, agreement: Agreement) -> str | None:
    """The one party that keeps the water clean at every section a clause looks at, and has it at none of them.

    In a reading for all sections of a clause that repeats for them, whoever that is at each.
    """
    sections = [agreement.sections[at["section"]]] if "section" in at else _looked_at(clause, agreement)
    keeping = [{s.roles[r] for r in PROTECTS if r in s.roles} for s in sections if s.roles]
    having = {s.roles[r] for s in sections for r in USES if r in s.roles}
    if "section" in clause.for_each and "section" not in at:
        named = {s for c in clause.cases for p in c.pays for s in (p.payer, p.payee) if isinstance(s, str)}
        return None if not keeping or named & set().union(*keeping) else PROTECTING
    common = set.intersection(*keeping) - having if keeping else set()
    return next(iter(sorted(common)), None)


def _looked_at(clause: Clause, agreement: Agreement) -> list[Section]:
    """The sections whose water a clause rests on, also through what a pool holds; all of them when none is named."""
    found: set[str] = set()
    for own in (clause, *(c for pool in formula_names((clause,)) & set(agreement.pools) for c in moving(pool, agreement))):
        trees = [f.tree for c in own.cases for f in (c.when, *(p.amount for p in c.pays)) if f is not None and f.tree]
        for name, members in (leaf for t in trees for leaf in leaves(t, agreement)):
            measured = agreement.measures[name].sections if name in agreement.measures else ()
            found |= {m for m in members if m in agreement.sections} or set(measured)
    return [s for s in agreement.sections.values() if not found or s.id in found]


def is_monitored(clause: Clause, agreement: Agreement) -> bool:
    """Whether a clause rests on what is monitored."""
    return any(n in agreement.measures for n in closure(agreement, clause_names((clause,)), ()))


def moving(pool: str, agreement: Agreement) -> tuple[Clause, ...]:
    """The clauses that pay into a pool or out of it."""
    return tuple(c for c in agreement.clauses if any(pool in {p.payer, p.payee} for case in c.cases for p in case.pays))


def is_own(pool: str, party: str, beside: Clause, names: Names) -> bool:
    """Whether a pool moves with the water only by what the party itself pays in, or has of it.

    What it then has of the rest never makes up for that: a clause about the rest need not be judged by itself.
    """
    agreement = names.agreement
    others = (c for c in moving(pool, agreement) if c is not beside and is_monitored(c, agreement))
    flows = [(c, p.payer if p.payee == pool else p.payee) for c in others for case in c.cases for p in case.pays
             if pool in {p.payer, p.payee}]
    places = [(side, {"section": s}) for c, side in flows for s in c.at or agreement.sections or ("",)]
    return all(part_of(side, party, at, names) == 1 for side, at in places)

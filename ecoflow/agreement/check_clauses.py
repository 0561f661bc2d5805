"""The sense of clauses: conditions are conditions, amounts are money, every side is someone."""

from __future__ import annotations

from collections.abc import Iterator

from ecoflow.agreement.language import PICKS, ROLES
from ecoflow.agreement.model import Agreement, Case, Clause, Pay, Shares
from ecoflow.agreement.scope import Scope
from ecoflow.diagnostics.finding import Place
from ecoflow.diagnostics.near import listed, suggestion
from ecoflow.formula.types import BOOLEAN, MONEY, Type


def check_clauses(agreement: Agreement, scope: Scope) -> None:
    """Every clause can be applied: ids are unique, conditions and amounts have their types, both sides exist."""
    seen: set[str] = set()
    for clause in agreement.clauses:
        if clause.id in seen:
            scope.say("E252", clause.place, name=clause.id)
        seen.add(clause.id)
        _check_otherwise(clause, scope)
        found = [t for case in clause.cases for t in _check_case(case, clause, agreement, scope)]
        _check_for_each(clause, found, agreement, scope)
        _check_at(clause, found, agreement, scope)


def _check_otherwise(clause: Clause, scope: Scope) -> None:
    pick = next((p for p in PICKS if p in clause.written.keys), None)
    if pick is None:
        if "when" in clause.written.keys and clause.cases and clause.cases[0].when is None:
            scope.say("E258", clause.written.value("when"))
        return
    if "when" in clause.written.keys:
        scope.say("E119", clause.written.key("when"), block="clause", keys=f"when, {pick}")
    if clause.written.cut:
        return
    for case in clause.cases[:-1]:
        if case.when is None:
            scope.say("E257", case.written.value("when"))
    if clause.pick == "each" and clause.cases[-1].when is None:
        scope.say("E258", clause.cases[-1].written.value("when"))


def _check_for_each(clause: Clause, found: list[Type], agreement: Agreement, scope: Scope) -> None:
    """A clause repeated for a dimension has something in it that differs from member to member."""
    if clause.written.cut:
        return
    sides = {s for c in clause.cases for p in c.pays for s in (p.payer, p.payee) if isinstance(s, str)}
    for n, dim in enumerate(clause.for_each):
        used = any(dim in t.dim_names or t.kind == "unknown" for t in found)
        stands = {"section": set(ROLES), "party": {"party"}}.get(dim, set())
        if not used and not stands & (sides - set(agreement.parties)):
            scope.say("E256", clause.written.value(f"for_each.{n}"), dim=dim)
    spans = list({t.times: t.times_words() for t in found if t.times}.values())
    if len(spans) > 1:
        scope.say("E228", clause.written.value("for_each"), left=spans[0], right=spans[1])


def _check_at(clause: Clause, found: list[Type], agreement: Agreement, scope: Scope) -> None:
    """The sections a clause applies at are there, it repeats for sections, and what it looks at has values there."""
    if not clause.at or clause.written.cut:
        return
    if "section" not in clause.for_each:
        scope.say("E292", clause.written.key("at"))
        return
    measured = [members for t in found for dim, members in t.dims if dim == "section" and members is not None]
    for n, name in enumerate(clause.at):
        place = clause.written.value(f"at.{n}")
        if name not in agreement.sections:
            if not scope.lost("sections", name):
                scope.say("E253", place, name=name, **suggestion(name, agreement.sections))
            continue
        without = next((members for members in measured if name not in members), None)
        if without is not None:
            scope.say("E293", place, name=name, known=listed(without))


def _check_case(case: Case, clause: Clause, agreement: Agreement, scope: Scope) -> Iterator[Type]:
    if "at" in clause.written.cut:
        return  # nobody knows for which sections
    # who misspells a dimension means it
    repeats = None if "for_each" in clause.written.cut else clause.for_each
    at = tuple(s for s in clause.at if s in agreement.sections)
    if case.when is not None:
        yield scope.check(case.when, BOOLEAN, repeats, at)
    for pay in case.pays:
        yield scope.check(pay.amount, MONEY, repeats, at)
        yield from _check_sides(pay, clause, agreement, scope)


def _check_sides(pay: Pay, clause: Clause, agreement: Agreement, scope: Scope) -> Iterator[Type]:
    """The types of sides that are quantities over parties, after every side has been looked up."""
    for key, side in (("from", pay.payer), ("to", pay.payee)):
        if isinstance(side, Shares):
            _check_shares(side, key, pay, agreement, scope)
            continue
        if _is_someone(side, clause, agreement):
            continue
        if _is_shares(side, clause, scope):
            yield scope.types[side]
        else:
            _check_role(side, pay.written.value(key), clause, agreement, scope)
    if isinstance(pay.payer, str) and pay.payer == pay.payee:
        scope.say("E261", pay.written.value("to"), name=pay.payer)


def _check_shares(shares: Shares, key: str, pay: Pay, agreement: Agreement, scope: Scope) -> None:
    for party, part in shares.parts:
        if party not in agreement.parties and not scope.lost("parties", party):
            place = pay.written.key(f"{key}.{party}")
            scope.say("E259", place, name=party, **suggestion(party, agreement.parties))
        if part <= 0:
            scope.say("E260", pay.written.value(f"{key}.{party}"))


def _is_someone(side: str, clause: Clause, agreement: Agreement) -> bool:
    if side in agreement.parties or side in agreement.pools:
        return True
    return side == "party" and ("party" in clause.for_each or "for_each" in clause.written.cut)


def _is_shares(side: str, clause: Clause, scope: Scope) -> bool:
    """Whether the side is a number for each party, in every cell the clause repeats for."""
    found = scope.types.get(side)
    if found is None or found.kind != "number":
        return found is not None and found.kind == "unknown"
    return "party" in found.dim_names and set(found.dim_names) <= {"party", *clause.for_each}


def _check_role(side: str, place: Place, clause: Clause, agreement: Agreement, scope: Scope) -> None:
    sections = agreement.sections.values()
    roles = {r for s in sections for r in s.roles}
    if side in roles:
        in_hand = "section" in clause.for_each or len(agreement.sections) == 1 or "for_each" in clause.written.cut
        filled = all(side in s.roles or s.written.cut for s in sections if not clause.at or s.id in clause.at)
        if not (in_hand and (filled or "at" in clause.written.cut)) and not scope.lost("sections"):
            scope.say("E251", place, name=side)
        return
    unread = side in ROLES and (any(s.written.cut for s in sections) or scope.lost("sections"))
    blocks = ("parties", "pools", "terms", "facts", "measures", "quantities")
    if not unread and not any(scope.lost(block, side) for block in blocks):
        known = (*agreement.parties, *agreement.pools, *sorted(roles))
        scope.say("E250", place, name=side, **suggestion(side, known))

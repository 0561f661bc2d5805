"""The sense of an agreement: every name refers to something, every number is cited, every payment has two sides."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from ecoflow.agreement.model import Agreement, Case, Clause, Formula, Keyed, Measure, Pay, Shares, Side, Term
from ecoflow.agreement.places import locate
from ecoflow.agreement.scope import Scope
from ecoflow.diagnostics.finding import Phrase, Place
from ecoflow.formula.check import nearest
from ecoflow.formula.tree import Literal, names, walk
from ecoflow.formula.types import BOOLEAN, MONEY, Type
from ecoflow.standards.gb3838 import has_class
from ecoflow.standards.indicators import INDICATORS, find

_PLAIN_NUMBERS = frozenset({Fraction(0), Fraction(1), Fraction(100)})
"""Numbers a formula may hold without a source: nothing, the whole, per cent."""


def _near(word: str, known: Iterable[str]) -> dict[str, Phrase]:
    names_known = tuple(known)
    near = nearest(word, names_known)
    return {"known": ", ".join(names_known) or "-", **({"near": near} if near else {})}


def check_term_of_agreement(agreement: Agreement, scope: Scope, place: Place) -> None:
    """The agreement does not end before it begins."""
    if agreement.first_year > agreement.last_year:
        scope.say("E270", place)


def check_names(agreement: Agreement, scope: Scope) -> None:
    """Terms, facts, measures and quantities share one namespace; a name is declared once."""
    seen: dict[str, str] = {}
    for block in ("terms", "facts", "measures", "quantities"):
        for name, entry in getattr(agreement, block).items():
            if name in seen:
                scope.say("E241", entry.place, name=name, block=seen[name])
            seen.setdefault(name, block)


def check_sections(agreement: Agreement, scope: Scope) -> None:
    """Every role of a section is a party."""
    for section in agreement.sections.values():
        for party in section.roles.values():
            if party not in agreement.parties:
                scope.say("E259", section.place, name=party, **_near(party, agreement.parties))
    for exemption in agreement.exemptions:
        for name in exemption.sections:
            if name not in agreement.sections:
                place = next(iter(agreement.sections.values())).place if agreement.sections else None
                if place:
                    scope.say("E253", place, name=name, **_near(name, agreement.sections))


def check_citations(agreement: Agreement, scope: Scope) -> None:
    """Every term has a confidence and a source (an assumed one has none to give); every source named exists."""
    for term in agreement.terms.values():
        if term.cited.confidence is None:
            scope.say("E232", term.place, name=term.id)
        elif term.cited.source is None and term.cited.confidence != "assumed":
            scope.say("E234", term.place, name=term.id)
    for entry in _cited(agreement):
        source = entry.cited.source
        if source is not None and source not in agreement.sources:
            scope.say("E235", entry.place, name=source, **_near(source, agreement.sources))


def _cited(agreement: Agreement) -> Iterator[Term | Measure | Clause]:
    for block in (agreement.terms, agreement.facts, agreement.measures, agreement.quantities):
        yield from block.values()  # type: ignore[misc]
    yield from agreement.clauses


def check_dates(agreement: Agreement, scope: Scope) -> None:
    """A term given by year has a value for every year of the agreement."""
    if not agreement.first_year:  # the term itself is broken and has been reported
        return
    years = [str(y) for y in range(agreement.first_year, agreement.last_year + 1)]
    for term in agreement.terms.values():
        for table in _tables(term.value):
            missing = [y for y in years if table.dim == "year" and not any(_covers(k, y) for k in table.values)]
            if missing:
                scope.say("E233", term.place, name=term.id, years=", ".join(missing))


def _covers(key: str, year: str) -> bool:
    first, _, last = key.partition("..")
    return first.strip() <= year <= (last or first).strip()


def _tables(value: object) -> Iterator[Keyed]:
    if isinstance(value, Keyed):
        yield value
        for inner in value.values.values():
            yield from _tables(inner)


def check_measures(agreement: Agreement, scope: Scope) -> None:
    """Indicators and sections exist, classes exist for them, options belong to the kind."""
    for measure in agreement.measures.values():
        _check_parts(measure, agreement, scope)
        if measure.kind == "compliance" and measure.target is None:
            scope.say("E263", measure.place)
        if measure.kind != "compliance" and measure.target is not None:
            scope.say("E262", measure.place, kind=measure.kind, key="target")
        if measure.kind != "load" and measure.method is not None:
            scope.say("E262", measure.place, kind=measure.kind, key="method")
        if measure.kind == "volume" and measure.indicators != ("Q",):
            scope.say("E267", measure.place, kind=measure.kind)
        _check_target(measure, agreement, scope)
        _check_window(measure, scope)


def _check_target(measure: Measure, agreement: Agreement, scope: Scope) -> None:
    if isinstance(measure.target, str):
        if measure.target not in agreement.terms:
            scope.say("E210", measure.place, name=measure.target, **_near(measure.target, agreement.terms))
        elif scope.types[measure.target].kind not in {"class", "unknown"}:
            scope.say("E215", measure.place, wanted=("水质类别", "water-quality class"),
                      found=scope.types[measure.target].words())


def _check_parts(measure: Measure, agreement: Agreement, scope: Scope) -> None:
    if not measure.sections:
        scope.say("E265", measure.place)
    for name in measure.sections:
        if name not in agreement.sections and f"sections.{name}" not in scope.broken:
            scope.say("E253", measure.place, name=name, **_near(name, agreement.sections))
    for name in measure.indicators:
        if find(name) is None:
            scope.say("E254", measure.place, name=name, **_near(name, INDICATORS))
        elif measure.kind in {"class", "compliance"}:
            waters = {agreement.sections[s].water for s in measure.sections if s in agreement.sections}
            for water in sorted(waters):
                if not has_class(name, "lake" if water == "lake" else "river"):
                    words = ("湖库", "lake") if water == "lake" else ("河流", "river")
                    scope.say("E255", measure.place, name=name, water=words)


_GRAINS = ("day", "month", "quarter", "year")


def _check_window(measure: Measure, scope: Scope) -> None:
    """A window in words can be cut only into something shorter."""
    if not isinstance(measure.over, str) or measure.over in {"period", "year to date", "previous year"}:
        return
    for by in measure.by:
        if _GRAINS.index(by) >= _GRAINS.index(measure.over) and by != measure.over:
            scope.say("E268", measure.place, over=measure.over, by=by)


def check_clauses(agreement: Agreement, scope: Scope) -> None:
    """Ids are unique; conditions are conditions; amounts are money; every side is someone."""
    seen: set[str] = set()
    for clause in agreement.clauses:
        if clause.id in seen:
            scope.say("E252", clause.place, name=clause.id)
        seen.add(clause.id)
        _check_otherwise(clause, scope)
        found = [t for case in clause.cases for t in _check_case(case, clause, agreement, scope)]
        for dim in clause.for_each:
            used = any(dim in t.dim_names or t.kind == "unknown" for t in found)
            roles = dim == "section" and any(isinstance(s, str) and s not in agreement.parties
                                             for c in clause.cases for p in c.pays for s in (p.payer, p.payee))
            if not used and not roles:
                scope.say("E256", clause.place, dim=dim)


def _check_otherwise(clause: Clause, scope: Scope) -> None:
    for case in clause.cases[:-1]:
        if case.when is None and len(clause.cases) > 1:
            scope.say("E257", case.place)
    if clause.pick == "each" and len(clause.cases) > 1 and clause.cases[-1].when is None:
        scope.say("E258", clause.cases[-1].place)


def _check_case(case: Case, clause: Clause, agreement: Agreement, scope: Scope) -> Iterator[Type]:
    if case.when is not None:
        yield scope.check(case.when, BOOLEAN, clause.for_each)
    for pay in case.pays:
        yield scope.check(pay.amount, MONEY, clause.for_each)
        for side in (pay.payer, pay.payee):
            _check_side(side, pay, clause, agreement, scope)
        if isinstance(pay.payer, str) and pay.payer == pay.payee:
            scope.say("E261", pay.place, name=pay.payer)


def _check_side(side: Side, pay: Pay, clause: Clause, agreement: Agreement, scope: Scope) -> None:
    if isinstance(side, Shares):
        for party, part in side.parts:
            if party not in agreement.parties:
                scope.say("E259", pay.place, name=party, **_near(party, agreement.parties))
            if part <= 0:
                scope.say("E260", pay.place)
        return
    if side in agreement.parties or side in agreement.pools:
        return
    shares = scope.types.get(side)
    if shares is not None and (shares.kind == "unknown" or (shares.kind == "number" and shares.dim_names == ("party",))):
        return
    roles = {r for s in agreement.sections.values() for r in s.roles}
    if side == "party" and "party" in clause.for_each:
        return
    if side in roles:
        settled = "section" in clause.for_each or len(agreement.sections) == 1
        if not settled or not all(side in s.roles for s in agreement.sections.values()):
            scope.say("E251", pay.place, name=side)
        return
    known = (*agreement.parties, *agreement.pools, *sorted(roles))
    if not any(b.endswith(f".{side}") for b in scope.broken):
        scope.say("E250", pay.place, name=side, **_near(side, known))


def check_numbers(agreement: Agreement, scope: Scope) -> None:
    """Warn of numbers inside formulas: a number of the agreement belongs among its terms, with its source."""
    for formula in _formulas(agreement):
        for node in walk(formula.tree) if formula.tree else ():
            plain = isinstance(node, Literal) and node.unit is not None and node.value in _PLAIN_NUMBERS
            if isinstance(node, Literal) and node.unit is not None and not plain:
                scope.say("W301", locate(formula, node.at), text=node.text)


def _formulas(agreement: Agreement) -> Iterator[Formula]:
    for quantity in agreement.quantities.values():
        yield quantity.formula
    for clause in agreement.clauses:
        for case in clause.cases:
            if case.when is not None:
                yield case.when
            for pay in case.pays:
                yield pay.amount


def check_used(agreement: Agreement, scope: Scope) -> None:
    """Warn of terms and facts that nothing refers to: usually a misspelt use somewhere else."""
    used = {n for f in _formulas(agreement) if f.tree for n in names(f.tree)}
    used |= {s for c in agreement.clauses for case in c.cases for p in case.pays
             for s in (p.payer, p.payee) if isinstance(s, str)}
    used |= {m.target for m in agreement.measures.values() if isinstance(m.target, str)}
    used |= scope.referred
    entries: Mapping[str, Term] = {**agreement.terms, **agreement.facts}  # type: ignore[dict-item]
    for name, entry in entries.items():
        if name not in used:
            scope.say("W302", entry.place, name=name)

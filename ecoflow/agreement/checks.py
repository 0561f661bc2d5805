"""The sense of an agreement's entries: every name refers to something, every number is cited, nothing is unused."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import accumulate

from ecoflow.agreement.answers import bounds_words, may_stand_for, type_of_answer
from ecoflow.agreement.exempting import faults
from ecoflow.agreement.model import Agreement, Fact, Formula, Keyed, Term, Value
from ecoflow.agreement.places import locate
from ecoflow.agreement.scope import Scope
from ecoflow.agreement.yaml_tree import Mapping as Tree
from ecoflow.agreement.yaml_tree import Node, Scalar, Sequence
from ecoflow.diagnostics.near import listed, suggestion
from ecoflow.formula.tree import Literal, names, walk
from ecoflow.standards.calendar import parse_years
from ecoflow.standards.units import ONE, Quantity

PLAIN_NUMBERS = frozenset({Fraction(0), Fraction(1), Fraction(100)})
"""Numbers a formula may hold without a source: nothing, the whole, per cent."""

LONGEST_TERM = 100
"""Years of an agreement; every one is checked by itself."""

_REMAINDER_RULES = ("largest", "first", "last")


def check_years(agreement: Agreement, root: Tree, scope: Scope) -> None:
    """The agreement does not end before it begins, nor in another age."""
    term = root.get("term")
    if term is not None and agreement.first_year > agreement.last_year:
        last = term.get("to") if isinstance(term, Tree) else None
        scope.say("E270", last.place if last else term.place)
    count = agreement.last_year - agreement.first_year + 1
    if isinstance(term, Tree) and agreement.first_year and count > LONGEST_TERM:
        last = term.get("to") or term
        scope.say("E127", last.place, count=f"{count:,}", most=str(LONGEST_TERM))


def check_names(agreement: Agreement, scope: Scope) -> None:
    """Each name means one thing: papers call it by one label, formulas and payments by one id."""
    seen: dict[str, str] = {}
    for block in ("parties", "pools", "sections", "terms", "facts", "measures", "quantities"):
        for name, entry in getattr(agreement, block).items():
            if name in seen:
                scope.say("E241", entry.written.place, name=name, block=seen[name])
            seen.setdefault(name, block)


def check_sections(agreement: Agreement, scope: Scope) -> None:
    """Every role of a section is a party, its inflow another section; a remainder goes to someone."""
    for section in agreement.sections.values():
        if section.inflow and section.inflow not in scope.sections and not scope.lost("sections", section.inflow):
            place = section.written.value("inflow")
            scope.say("E253", place, name=section.inflow, **suggestion(section.inflow, agreement.sections))
        if section.inflow == section.id:
            scope.say("E225", section.written.value("inflow"), name=section.id)
        for role, party in section.roles.items():
            if party not in agreement.parties and not scope.lost("parties", party):
                scope.say("E259", section.written.value(role), name=party, **suggestion(party, agreement.parties))
        below = section.roles.get("downstream", "")
        if below in agreement.parties and section.roles.get("upstream") == below:
            scope.say("E287", section.written.value("downstream"), section=section.id, name=below)
    money = agreement.money
    known = (*_REMAINDER_RULES, *agreement.parties)
    if money.remainder not in known and not scope.lost("parties", money.remainder):
        scope.say("E259", money.written.value("remainder"), name=money.remainder,
                  **suggestion(money.remainder, known))


def check_section_names(agreement: Agreement, scope: Scope) -> None:
    """No two sections share a name by which observations are matched: a row would belong to both."""
    holder: dict[str, str] = {}
    for section in agreement.sections.values():
        where = [(section.id, section.place), (section.name.zh, section.written.value("zh"))]
        where += [(name, section.written.value(f"known_as.{n}")) for n, name in enumerate(section.known_as)]
        for name, place in where:
            other = holder.setdefault(name, section.id) if name else section.id
            if other != section.id:
                scope.say("E288", place, name=name, section=other)


def check_exemptions(agreement: Agreement, scope: Scope) -> None:
    """Every exemption is at known sections and for known indicators, of days in order or of none."""
    for exemption in agreement.exemptions:
        scope.findings += faults(exemption, agreement.sections, lambda name: scope.lost("sections", name))


def check_citations(agreement: Agreement, scope: Scope) -> None:
    """Every term has a confidence and a source (an assumed one has none to give)."""
    for term in agreement.terms.values():
        if "confidence" in term.written.cut or "source" in term.written.cut:
            continue
        if term.cited.confidence is None:
            scope.say("E232", term.place, name=term.id)
        elif term.cited.source is None and term.cited.confidence != "assumed":
            scope.say("E234", term.place, name=term.id)


def check_sources(agreement: Agreement, root: Tree, scope: Scope) -> None:
    """Every source named anywhere exists; an example's may also be free text."""
    for key, block in root.items:
        if key.text != "examples":
            for named in _sources(block):
                if named.text not in agreement.sources and not scope.lost("sources", named.text):
                    scope.say("E235", named.place, name=named.text, **suggestion(named.text, agreement.sources))


def _sources(node: Node) -> Iterator[Scalar]:
    if isinstance(node, Tree):
        for key, value in node.items:
            if key.text == "source" and isinstance(value, Scalar):
                yield value
            yield from _sources(value)
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from _sources(item)


def check_dates(agreement: Agreement, scope: Scope) -> None:
    """A term given by year has a value for every year of the agreement."""
    too_long = agreement.last_year - agreement.first_year >= LONGEST_TERM
    if not agreement.first_year or too_long:  # the years themselves are broken and have been reported
        return
    for term in agreement.terms.values():
        for table, path in () if term.written.cut else _tables(term.value, "value"):
            missing = _without(tuple(table.values), agreement) if table.dim == "year" else ()
            if missing:
                scope.say("E233", term.written.value(path), name=term.id, years=listed(missing))


def _without(keys: tuple[str, ...], agreement: Agreement) -> tuple[str, ...]:
    """The years of the agreement that stand in no key."""
    turns: Counter[int] = Counter()
    for run in filter(None, map(parse_years, keys)):
        turns[run.first.year] += 1
        turns[run.last.year + 1] -= 1
    held = accumulate(turns[y] for y in range(agreement.last_year + 1))
    return tuple(str(y) for y, keys_here in enumerate(held) if y >= agreement.first_year and not keys_here)


def _tables(value: Value | Keyed, path: str) -> Iterator[tuple[Keyed, str]]:
    if isinstance(value, Keyed):
        yield value, path
        for key, inner in value.values.items():
            yield from _tables(inner, f"{path}.{key}")


def check_facts(agreement: Agreement, scope: Scope) -> None:
    """The default of a fact is an answer of the fact's kind and unit; its name is not one a facts file gives a meaning."""
    for fact in agreement.facts.values():
        if fact.id == "exempt":
            scope.say("E294", fact.place, name=fact.id)
        if not fact.written.cut:
            _check_answers(fact, scope)


def _check_answers(fact: Fact, scope: Scope) -> None:
    """Default and bounds are of the fact's kind; only a number has bounds, in order, and its default within them."""
    wanted = scope.types[fact.id].over(())
    sound = True
    for key, answer in (("default", fact.default), ("least", fact.least), ("most", fact.most)):
        if answer is None:
            continue
        found, place = type_of_answer(answer), fact.written.value(key)
        if found is None:
            scope.say("E231", place, text=str(answer))
        elif key != "default" and fact.kind != "number":
            scope.say("E207", fact.written.key(key), key=key, name=fact.id)
        elif not may_stand_for(found, wanted):
            scope.say("E274", place, name=fact.id, wanted=wanted.words(), found=found.words())
        else:
            continue
        sound = False
    if sound and fact.kind == "number":
        _check_bounds(fact, scope)


def _check_bounds(fact: Fact, scope: Scope) -> None:
    least, most = fact.bounds()
    unit = fact.unit or ONE
    if most is not None and most < least:
        scope.say("E208", fact.written.value("most"), name=fact.id, least=unit.show(least))
    elif isinstance(fact.default, Quantity):
        own = fact.default.value * unit.scale if fact.default.unit is ONE else fact.default.value
        if own < least or (most is not None and own > most):
            place = fact.written.value("default")
            scope.say("E209", place, name=fact.id, value=fact.default.text, bounds=bounds_words(fact))


def check_numbers(agreement: Agreement, scope: Scope) -> None:
    """Warn of numbers inside formulas: a number of the agreement belongs among its terms, with its source."""
    for formula in _formulas(agreement):
        for node in walk(formula.tree) if formula.tree else ():
            if isinstance(node, Literal) and node.unit is not None and node.value not in PLAIN_NUMBERS:
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
    used |= {p.opening for p in agreement.pools.values() if p.opening}
    used |= scope.referred | scope.mentioned
    used |= {near for f in scope.findings if isinstance(near := f.details.get("near"), str)}
    # a formula that does not read on may have meant any name that stands in it
    torn = " ".join(f.text for f in _formulas(agreement) if f.tree is None)
    entries: Mapping[str, Term | Fact] = {**agreement.terms, **agreement.facts}
    for name, entry in entries.items():
        if name not in used and name not in torn:
            scope.say("W302", entry.place, name=name)

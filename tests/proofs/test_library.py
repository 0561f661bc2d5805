"""The shipped agreements: all are proved without an error, and a bound taken at the wrong end is found in every choice."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

import pytest
from msgspec.structs import replace

from ecoflow.agreement.loader import load
from ecoflow.formula.tree import Binary, Call, Comparison, Node, Unary
from ecoflow.proofs.choosing import choices
from ecoflow.proofs.inputs import Names
from ecoflow.proofs.prove import prove
from ecoflow.proofs.trial import Trials

SWAPPED = {"<": "<=", "<=": "<", ">": ">=", ">=": ">",
           "better than": "at or better than", "at or better than": "better than",
           "worse than": "at or worse than", "at or worse than": "worse than"}


@pytest.fixture(scope="module")
def library(root):
    return [load(path) for path in sorted((root / "agreements").glob("*.yaml"))]


def test_every_shipped_agreement_is_proved_without_error_or_warning(library):
    assert library
    assert [(a.id, str(f.place), f.message("en")) for a in library for f in prove(a) if f.severity != "note"] == []


def swapped(node: Node) -> Iterator[Node]:
    """The condition with one sign at the wrong end, for each of its signs."""
    match node:
        case Comparison():
            for n, sign in enumerate(node.signs):
                if sign in SWAPPED:
                    yield replace(node, signs=(*node.signs[:n], SWAPPED[sign], *node.signs[n + 1 :]))
        case Unary():
            yield from (replace(node, of=of) for of in swapped(node.of))
        case Binary():
            yield from (replace(node, left=left) for left in swapped(node.left))
            yield from (replace(node, right=right) for right in swapped(node.right))
        case Call():
            for n, argument in enumerate(node.arguments):
                for other in swapped(argument):
                    yield replace(node, arguments=(*node.arguments[:n], other, *node.arguments[n + 1 :]))


def mutants(agreement):
    """(clause, agreement with one of its signs swapped), of every choice that states all its cases.

    Where there is an `otherwise`, the value at the bound changes sides and is in exactly one case still.
    """
    for at, clause in enumerate(agreement.clauses):
        if clause.pick != "choose" or any(c.when is None for c in clause.cases):
            continue
        for n, case in enumerate(clause.cases):
            for tree in swapped(case.when.tree) if case.when is not None and case.when.tree is not None else ():
                other = replace(case, when=replace(case.when, tree=tree))
                changed = replace(clause, cases=(*clause.cases[:n], other, *clause.cases[n + 1 :]))
                clauses = (*agreement.clauses[:at], changed, *agreement.clauses[at + 1 :])
                yield clause, replace(agreement, clauses=clauses)


def test_a_bound_at_the_wrong_end_is_found(library):
    tried, missed = 0, set()
    for agreement in library:
        names = Names(agreement)
        for clause, mutant in mutants(agreement):
            found = next(c for c in choices(mutant, names, Trials(mutant, names)) if c.clause.id == clause.id)
            tried += 1
            if found.verdict != "refuted":
                missed.add((agreement.id, clause.id))
    assert tried > 40
    # three million for and against, for each of three factors: an odd number of equal amounts is never nothing
    assert missed == {("guizhou-air-1", "factors")}
    assert 0 not in {sum(signs) for signs in product((1, -1), repeat=3)}


def test_a_case_left_out_is_found(library):
    """A choice without one of its cases has a gap, unless the case can never hold."""
    for agreement in library:
        names = Names(agreement)
        for at, clause in enumerate(agreement.clauses):
            if clause.pick != "choose" or len(clause.cases) < 2 or any(c.when is None for c in clause.cases):
                continue
            for n in range(len(clause.cases)):
                changed = replace(clause, cases=(*clause.cases[:n], *clause.cases[n + 1 :]))
                mutant = replace(agreement, clauses=(*agreement.clauses[:at], changed, *agreement.clauses[at + 1 :]))
                found = next(c for c in choices(mutant, names, Trials(mutant, names)) if c.clause.id == clause.id)
                assert (found.verdict, found.holding) == ("refuted", ()), (agreement.id, clause.id, n)

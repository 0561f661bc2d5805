"""Bounds a rounded number can never equal, and divisions by what monitoring may find to be zero."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import pairwise, product

from ecoflow.agreement.model import Formula
from ecoflow.agreement.places import locate
from ecoflow.diagnostics.finding import Finding, Phrase
from ecoflow.formula.canonical import canonical
from ecoflow.formula.domain import Domain, join
from ecoflow.formula.functions import FUNCTIONS
from ecoflow.formula.tree import Binary, Call, Comparison, Name, Node, children, walk
from ecoflow.proofs import witness
from ecoflow.proofs.amounts import Context
from ecoflow.proofs.expanding import leaves
from ecoflow.proofs.inputs import Names
from ecoflow.proofs.picking import MOST
from ecoflow.proofs.variables import Turns, judging
from ecoflow.standards.units import ONE, Unit

Known = Mapping[str, Domain]
"""Canonical text -> what stands under it can be."""


def thresholds(context: Context) -> Iterator[Finding]:
    """Every bound that lies between two values a rounded number can have."""
    for formula in _formulas(context):
        for node in walk(formula.tree) if formula.tree is not None else ():
            if isinstance(node, Comparison):
                yield from _bounds(node, formula, context)


def _formulas(context: Context) -> Iterator[Formula]:
    yield from (q.formula for q in context.agreement.quantities.values())
    yield from (c.when for clause in context.agreement.clauses for c in clause.cases if c.when is not None)


def _bounds(node: Comparison, formula: Formula, context: Context) -> Iterator[Finding]:
    ranges = context.names.ranges
    for n, (left, right) in enumerate(pairwise(node.sides)):
        for side, other, sign in ((left, right, node.signs[n]), (right, left, _turned(node.signs[n]))):
            own, bound = ranges.of(side, {}), ranges.of(other, {})
            if own.only is not None or own.step is None or bound.few is None:
                continue
            for value in sorted(v for v in bound.few if isinstance(v, Fraction)):
                if (value / own.step).denominator != 1:
                    unit = witness.unit_of(side, context.agreement) or ONE
                    yield Finding("W504", locate(formula, other.at), {
                        "name": _said(side), "step": unit.show(own.step), "bound": unit.show(value),
                        "acts": _acts(_said(side), sign, value / own.step, own.step, unit)})


def _acts(name: str, sign: str, steps: Fraction, step: Fraction, unit: Unit) -> Phrase:
    """The comparison with a bound between two steps, said with a bound that is one."""
    if sign == "=":
        return "永不成立的条件", "a condition that never holds"
    if sign == "!=":
        return "总是成立的条件", "a condition that always holds"
    near = math.floor(steps) if sign.startswith("<") else math.ceil(steps)
    told = f"{name} {sign[0]}= {unit.show(near * step)}"
    return f" {told}", told


def _turned(sign: str) -> str:
    return {"<": ">", "<=": ">=", ">": "<", ">=": "<="}.get(sign, sign)


def _said(node: Node) -> str:
    return witness.naming(node, "en")


def divisions(context: Context) -> Iterator[Finding]:
    """Every division by what monitoring may find to be zero: a year without water, a share that nobody reaches."""
    # that a concentration is never zero is taken for granted here, and nowhere else
    ranges = Names(context.agreement, detected=True).ranges
    for name, formula, known in _divided(context):
        for divisor in _divisors(formula.tree, known, context) if formula.tree is not None else ():
            own = ranges.of(divisor, {})
            used = [n for n, _ in leaves(divisor, context.agreement)]
            if own.few is None and own.holds(Fraction(0)) and any(n in context.agreement.measures for n in used):
                yield Finding("N510", locate(formula, divisor.at), {"name": name, "divisor": canonical(divisor)})


def _divided(context: Context) -> Iterator[tuple[str, Formula, Known]]:
    """Every formula that is computed, and what is known where it is: an amount where its case applies."""
    yield from ((q.id, q.formula, {}) for q in context.agreement.quantities.values())
    for clause in context.agreement.clauses:
        choice = context.choices.get(clause.id)
        for case in clause.cases:
            known = choice.picking.known(case) if choice is not None and not choice.picking.at else {}
            yield from ((clause.id, p.amount, known) for p in case.pays)


def _divisors(node: Node, known: Known, context: Context) -> Iterator[Node]:
    """What is divided by, save where a condition around it has said that it is not zero."""
    if isinstance(node, Call) and node.function == "if":
        condition, yes, no = node.arguments
        yield from _divisors(condition, known, context)
        for branch, wanted in ((yes, True), (no, False)):
            yield from _divisors(branch, {**known, **_where(condition, context, holds=wanted)}, context)
        return
    if isinstance(node, Binary) and node.sign == "/" and not isinstance(node.right, Name):
        told = known.get(canonical(node.right))
        if told is None or told.holds(Fraction(0)):
            yield node.right
    # what is known of the section in hand is not known of every section, nor of the one above
    around = isinstance(node, Call) and (node.function in {"inflow", "before"} or FUNCTIONS[node.function].reduces)
    for child in children(node):
        yield from _divisors(child, {} if around else known, context)


def _where(condition: Node, context: Context, *, holds: bool) -> Known:
    """What the parts of a condition can be where it holds, or where it does not; nothing where that is too much to try."""
    ranges = context.names.ranges
    turns = Turns(ranges, {})
    turns.look(condition)
    variables = turns.variables()
    if math.prod(len(v.stands) for v in variables) > MOST:
        return {}
    told = judging(condition, [v.key for v in variables], ranges, {})
    left = [stands for stands in product(*(v.stands for v in variables))
            if told({v.key: s.value for v, s in zip(variables, stands, strict=True)}) is holds]
    return {v.key: join(*(stands[n].of for stands in left)) for n, v in enumerate(variables)} if left else {}

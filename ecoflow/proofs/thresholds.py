"""Bounds a rounded number can never equal, and divisions by what monitoring may find to be zero."""

from __future__ import annotations

import math
from collections.abc import Iterator
from fractions import Fraction
from itertools import pairwise

from ecoflow.agreement.model import Formula
from ecoflow.agreement.places import locate
from ecoflow.diagnostics.finding import Finding
from ecoflow.formula.canonical import canonical
from ecoflow.formula.tree import Binary, Comparison, Name, Node, walk
from ecoflow.proofs import witness
from ecoflow.proofs.amounts import Context
from ecoflow.proofs.expanding import leaves
from ecoflow.proofs.inputs import Names
from ecoflow.standards.units import ONE


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
                    down, up = (round_ * own.step for round_ in (math.floor(value / own.step), math.ceil(value / own.step)))
                    acts = f"{'<=' if sign.startswith('<') else '>='} {unit.show(down if sign.startswith('<') else up)}"
                    yield Finding("W504", locate(formula, other.at), {
                        "name": _said(side), "step": unit.show(own.step), "bound": unit.show(value), "acts": acts})


def _turned(sign: str) -> str:
    return {"<": ">", "<=": ">=", ">": "<", ">=": "<="}.get(sign, sign)


def _said(node: Node) -> str:
    return witness.naming(node, "en")


def divisions(context: Context) -> Iterator[Finding]:
    """Every division by what monitoring may find to be zero: a year without water, a share that nobody reaches."""
    ranges = Names(context.agreement, detected=True).ranges
    for name, formula in _divided(context):
        for node in walk(formula.tree) if formula.tree is not None else ():
            if isinstance(node, Binary) and node.sign == "/" and not isinstance(node.right, Name):
                own = ranges.of(node.right, {})
                used = [n for n, _ in leaves(node.right, context.agreement)]
                if own.few is None and own.holds(Fraction(0)) and any(n in context.agreement.measures for n in used):
                    yield Finding("N510", locate(formula, node.right.at), {"name": name, "divisor": canonical(node.right)})


def _divided(context: Context) -> Iterator[tuple[str, Formula]]:
    yield from ((q.id, q.formula) for q in context.agreement.quantities.values())
    yield from ((c.id, p.amount) for c in context.agreement.clauses for case in c.cases for p in case.pays)

"""A formula as a sum of products with constant factors, like terms collected: `size - size * 40%` is `0.6 size`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction
from itertools import product

from ecoflow.formula.canonical import canonical
from ecoflow.formula.domain import Domain, apply, listed
from ecoflow.formula.domain import plus as plus_domain
from ecoflow.formula.domain import times as times_domain
from ecoflow.formula.tree import Binary, Node, Unary

Product = tuple[str, ...]
"""The canonical texts of the factors that are not constant, sorted; empty for a constant."""

Sum = dict[Product, Fraction]
"""product -> its constant factor, never zero."""

_MOST = 60
"""A sum with more products than this is left as it stands."""


class Linear:
    """Collects like terms. `constant` gives a node's value when it has one, `inside` what a name stands for, if anything."""

    def __init__(self, constant: Callable[[Node], Fraction | None], inside: Callable[[Node], Node | None]) -> None:
        self._constant, self._inside = constant, inside
        self.nodes: dict[str, Node] = {}
        """canonical text -> the factor it stands for."""

    def of(self, node: Node) -> Sum:
        """The formula as a sum of products; what cannot be taken apart is one factor."""
        known = self._constant(node)
        if known is not None:
            return {(): known} if known else {}
        match node:
            case Unary(sign="-"):
                return {p: -c for p, c in self.of(node.of).items()}
            case Binary(sign="+" | "-"):
                return plus(self.of(node.left), self.of(node.right), 1 if node.sign == "+" else -1)
            case Binary(sign="*"):
                return self._product(node)
            case Binary(sign="/"):
                divisor = self._constant(node.right)
                if divisor:
                    return {p: c / divisor for p, c in self.of(node.left).items()}
        inner = self._inside(node)
        return self._factor(node) if inner is None else self.of(inner)

    def _product(self, node: Binary) -> Sum:
        left, right = self.of(node.left), self.of(node.right)
        if len(left) * len(right) > _MOST:
            return self._factor(node)
        found: Sum = {}
        for (p, a), (q, b) in product(left.items(), right.items()):
            found = plus(found, {tuple(sorted((*p, *q))): a * b}, 1)
        return found

    def _factor(self, node: Node) -> Sum:
        key = canonical(node)
        self.nodes[key] = node
        return {(key,): Fraction(1)}


def plus(a: Sum, b: Sum, sign: int) -> Sum:
    """A + sign * b."""
    found = dict(a)
    for p, c in b.items():
        found[p] = found.get(p, Fraction(0)) + sign * c
    return {p: c for p, c in found.items() if c}


def sum_domain(terms: Sum, domains: Mapping[str, Domain]) -> Domain:
    """The values of a sum whose factors have these; a factor that all its products share is taken out first."""
    shared = tuple(sorted(set.intersection(*map(set, terms)))) if terms else ()
    found = listed((Fraction(0),))
    for factors, constant in terms.items():
        rest = [*factors]
        for factor in shared:
            rest.remove(factor)
        part = _multiplied([listed((constant,)), *(domains[f] for f in rest)])
        found = apply(lambda a, b: a + b, plus_domain, found, part)
    return _multiplied([found, *(domains[f] for f in shared)])


def _multiplied(parts: list[Domain]) -> Domain:
    whole = parts[0]
    for part in parts[1:]:
        whole = apply(lambda a, b: a * b, times_domain, whole, part)
    return whole

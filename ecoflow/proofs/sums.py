"""Shares and weights sum to what they say: percentages of a split to 100 %, weights to 1."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction

from ecoflow.agreement.model import Agreement, Keyed, Term, Value
from ecoflow.diagnostics.finding import Finding
from ecoflow.formula.tree import Binary, Call, Name, Node, walk
from ecoflow.standards.rounding import plain_text
from ecoflow.standards.units import Quantity

_KEYS = {"indicator", "section", "party"}


def sums(agreement: Agreement) -> Iterator[Finding]:
    """Percentages that divide a payment and do not sum to 100 %, and weights that do not sum to 1."""
    for clause in agreement.clauses:
        for pay in (p for c in clause.cases for p in c.pays):
            for path, side in (("from", pay.payer), ("to", pay.payee)):
                if isinstance(side, str) and side in agreement.terms:
                    yield from _percentages(agreement.terms[side])
                elif not isinstance(side, str) and side.percent and sum(w for _, w in side.parts) != 1:
                    total = sum((w for _, w in side.parts), Fraction(0))
                    yield Finding("E508", pay.written.value(path), {"name": clause.id, "total": _percent(total)})
    for name in dict.fromkeys(_weights(agreement)):
        yield from _weighed(agreement.terms[name])


def _percentages(term: Term) -> Iterator[Finding]:
    for path, parts in _tables(term.value, "value"):
        if all(isinstance(v, Quantity) and v.unit.symbol == "%" for v in parts.values()):
            total = sum((v.value for v in parts.values() if isinstance(v, Quantity)), Fraction(0))
            if total != 1:
                yield Finding("E508", term.written.value(path), {"name": term.id, "total": _percent(total)})


def _weighed(term: Term) -> Iterator[Finding]:
    for path, parts in _tables(term.value, "value"):
        numbers = [v.value for v in parts.values() if isinstance(v, Quantity) and v.unit.is_plain]
        total = sum(numbers, Fraction(0))
        if len(numbers) == len(parts) > 1 and all(0 <= n < 1 for n in numbers) and total != 1:
            at = path.removeprefix("value").replace(".", " ")
            yield Finding("W509", term.written.value(path), {"name": term.id, "at": at, "total": plain_text(total)})


def _tables(value: Value | Keyed, path: str) -> Iterator[tuple[str, Mapping[str, Value | Keyed]]]:
    """The innermost tables by indicator, section or party, with their paths."""
    if isinstance(value, Keyed):
        if value.dim in _KEYS and not any(isinstance(v, Keyed) for v in value.values.values()):
            yield path, value.values
        for key, inner in value.values.items():
            yield from _tables(inner, f"{path}.{key}")


def _weights(agreement: Agreement) -> Iterator[str]:
    """Terms that multiply what a sum runs over: `sum(weight * C / C0 over indicator)`."""
    trees = [q.formula.tree for q in agreement.quantities.values()]
    trees += [p.amount.tree for c in agreement.clauses for case in c.cases for p in case.pays]
    for tree in trees:
        for node in walk(tree) if tree is not None else ():
            if isinstance(node, Call) and node.function == "sum" and len(node.arguments) == 1 and not node.by:
                yield from _factors(node.arguments[0], agreement, set(node.over))


def _factors(node: Node, agreement: Agreement, over: set[str]) -> Iterator[str]:
    if isinstance(node, Binary) and node.sign in {"*", "/"}:
        yield from _factors(node.left, agreement, over)
        if node.sign == "*":
            yield from _factors(node.right, agreement, over)
    elif isinstance(node, Name) and node.id in agreement.terms and not node.members:
        dims = set(agreement.types[node.id].dim_names)
        if dims and (not over or dims == over):
            yield node.id


def _percent(total: Fraction) -> str:
    return f"{plain_text(total * 100)}%"

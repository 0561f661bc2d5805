"""A formula with its quantities written out, so that what two conditions share is seen to be shared."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from msgspec.structs import replace

from ecoflow.agreement.model import Agreement
from ecoflow.formula.functions import FUNCTIONS
from ecoflow.formula.tree import Binary, Call, Comparison, Name, Node, Unary, children, walk

Members = Mapping[str, str]

_DEPTH = 6
_AROUND = frozenset({"inflow", "before", "rank", "streak"})
"""Functions whose value at a cell rests on other cells."""


def written_out(node: Node, agreement: Agreement) -> Node:
    """The formula with every quantity that is not rounded replaced by its own formula, one level deep."""
    if isinstance(node, Name):
        quantity = agreement.quantities.get(node.id)
        if quantity is None or quantity.rounding is not None or quantity.formula.tree is None:
            return node
        if not node.members:
            return quantity.formula.tree
        return node if _looks_around(quantity.formula.tree) else _pushed(quantity.formula.tree, _picked(node, agreement),
                                                                       agreement)
    return rebuilt(node, tuple(written_out(c, agreement) for c in children(node)))


def whole(node: Node, agreement: Agreement) -> Node:
    """The formula with all its quantities written out, the rounded ones as they stand."""
    for _ in range(_DEPTH):
        node = written_out(node, agreement)
    return node


def _looks_around(node: Node) -> bool:
    """Whether a cell of the formula rests on other cells than its own: members cannot be picked inside then."""
    return any(isinstance(n, Call) and (n.by or n.function in _AROUND) for n in walk(node))


def _picked(node: Name, agreement: Agreement) -> Members:
    """Dimension -> member that stands in brackets after a name."""
    left, found = dict(agreement.types[node.id].dims), {}
    for member in node.members:
        dim = next((d for d in sorted(left) if member in (left[d] or ())), None) or next(iter(sorted(left)), None)
        if dim is not None:
            found[dim] = member
            del left[dim]
    return found


def _pushed(node: Node, picked: Members, agreement: Agreement) -> Node:
    """The formula with the members picked in every name that runs over their dimensions."""
    if isinstance(node, Name):
        dims = agreement.types[node.id].dim_names if node.id in agreement.types else ()
        own = {d for d in dims if d not in _picked(node, agreement)}
        return replace(node, members=(*node.members, *(m for d, m in picked.items() if d in own)))
    if isinstance(node, Call) and len(node.arguments) == 1 and FUNCTIONS[node.function].reduces:
        # what a reduction runs over is its own, whatever is picked outside
        picked = {d: m for d, m in picked.items() if node.over and d not in node.over}
    return rebuilt(node, tuple(_pushed(c, picked, agreement) for c in children(node)))


def rebuilt(node: Node, parts: tuple[Node, ...]) -> Node:
    """The same node made of other parts."""
    match node:
        case Unary():
            return replace(node, of=parts[0])
        case Binary():
            return replace(node, left=parts[0], right=parts[1])
        case Comparison():
            return replace(node, sides=parts)
        case Call():
            return replace(node, arguments=parts)
        case _:
            return node


def leaves(node: Node, agreement: Agreement) -> Counter[tuple[str, tuple[str, ...]]]:
    """How often each fact and measure stands in a formula, all its quantities written out: (name, members) -> times."""
    if isinstance(node, Name):
        if node.id in agreement.terms:
            return Counter()
        quantity = agreement.quantities.get(node.id)
        if quantity is None or quantity.formula.tree is None:
            return Counter([(node.id, node.members)])
        return leaves(_pushed(quantity.formula.tree, _picked(node, agreement), agreement), agreement)
    found: Counter[tuple[str, tuple[str, ...]]] = Counter()
    for child in children(node):
        found += leaves(child, agreement)
    return found

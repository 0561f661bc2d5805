"""Whether formulas can have certain values at once, though nobody solves them: by continuity in inputs of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction

from ecoflow.agreement.model import Agreement
from ecoflow.formula.domain import Domain, listed
from ecoflow.formula.functions import FUNCTIONS
from ecoflow.formula.grid import Scalar
from ecoflow.formula.range_inputs import At
from ecoflow.formula.ranges import Ranges
from ecoflow.formula.tree import Binary, Call, Comparison, Name, Node, Unary, children, walk
from ecoflow.proofs.expanding import leaves, whole
from ecoflow.proofs.inputs import Names

_CONTINUOUS = frozenset({"sum", "mean", "max", "min", "abs", "clamp", "exceedance", "worst", "best", "classes_better"})
"""Functions that leave out no value between two of theirs (of classes every one is listed)."""

_TRIED = (Fraction(1), Fraction(1, 2), Fraction(100))
"""Values at which an input that stands twice is held, in its own unit, where its domain has them."""


def is_free(nodes: Iterable[Node], names: Names, at: At) -> bool:
    """Whether formulas can have any of their values at once: no input stands twice, and none leaves values out.

    Each is then a continuous function of inputs of its own, perhaps rounded at the end, and reaches all of its range (the
    intermediate value theorem). A name and one of its members are the same input.
    """
    nodes = tuple(nodes)
    return not _repeated(nodes, names, at) and _are_followed(nodes, names)


def can_be(wanted: Mapping[Node, Scalar], names: Names, at: At) -> bool:
    """Whether formulas can have these values at once: also where an input stands twice, if the others alone suffice.

    What stands twice is held at some value; the ranges of the formulas are then those of inputs of their own.
    """
    nodes = tuple(wanted)
    if not _are_followed(nodes, names):
        return False
    repeated = _repeated(nodes, names, at)
    if not repeated:
        return True
    written = [whole(node, names.agreement) for node in nodes]
    picked = {n.id for node in written for n in walk(node) if isinstance(n, Name) and n.members}
    if repeated & (picked | set(names.agreement.terms)) or any(_is_around(n, w, names) for n in repeated for w in written):
        return False
    for known in _held(repeated, names, at):
        ranges = Ranges(names, known)
        if all(ranges.of(node, at).holds(value) for node, value in wanted.items()):
            return True
    return False


def _are_followed(nodes: tuple[Node, ...], names: Names) -> bool:
    agreement = names.agreement
    inputs = {name for node in nodes for name, _ in leaves(node, agreement)}
    return inputs.isdisjoint(agreement.pools) and all(_reaches(n, agreement) for n in nodes)


def _repeated(nodes: tuple[Node, ...], names: Names, at: At) -> set[str]:
    """The inputs that stand twice; the terms that differ over dimensions nobody has in hand are one input."""
    total: Counter[tuple[str, tuple[str, ...]]] = Counter()
    terms: list[str] = []
    for node in nodes:
        total += leaves(node, names.agreement)
        terms += [n.id for n in walk(whole(node, names.agreement)) if isinstance(n, Name) and n.id in names.agreement.terms
                  and names.ranges.of(n, at).only is None]
    several = Counter(name for name, _ in total)
    found = {name for (name, members), times in total.items() if times > 1 or (several[name] > 1 and not members)}
    return found | (set(terms) if len(terms) > 1 else set())


def _is_around(name: str, node: Node, names: Names) -> bool:
    """Whether an input stands for other cells than the one in hand: in a reduction, up the river, earlier."""
    calls = (c for c in walk(node) if isinstance(c, Call) and (
        c.function in {"inflow", "before"} or (FUNCTIONS[c.function].reduces and len(c.arguments) == 1)))
    return any(isinstance(n, Name) and (n.id == name or n.id in names.agreement.quantities) for c in calls for n in walk(c))


def _held(repeated: set[str], names: Names, at: At) -> Iterator[dict[str, Domain]]:
    for value in _TRIED:
        known: dict[str, Domain] = {}
        for name in sorted(repeated):
            domain, unit = names.domain(name, at), names.types[name].unit
            own = value * (unit.scale if unit else 1)
            if domain.few is not None:
                known[name] = listed((min(domain.few),))
            elif domain.holds(own):
                known[name] = listed((own,))
            else:
                return
        yield known


def _reaches(node: Node, agreement: Agreement) -> bool:
    """Whether a formula has every value of its range: it is continuous, or a step function of what is."""
    if isinstance(node, Name) and node.id in agreement.quantities:
        rounding, tree = agreement.quantities[node.id].rounding, agreement.quantities[node.id].formula.tree
        if rounding is not None and rounding.figures is not None:
            return False
        return tree is not None and (_reaches(tree, agreement) if rounding is None else _is_continuous(tree, agreement))
    if isinstance(node, Call) and node.function not in _CONTINUOUS:
        return all(_steps_through(a, agreement) for a in node.arguments)
    return _steps_through(node, agreement)


def _steps_through(node: Node, agreement: Agreement) -> bool:
    """Whether a formula is continuous, or listed: a condition, a class."""
    if isinstance(node, Comparison):
        return all(_is_continuous(s, agreement) for s in node.sides)
    if isinstance(node, Unary | Binary) and node.sign in {"not", "and", "or"}:
        return all(_steps_through(c, agreement) for c in children(node))
    return _is_continuous(node, agreement)


def _is_continuous(node: Node, agreement: Agreement) -> bool:
    if isinstance(node, Name):
        quantity = agreement.quantities.get(node.id)
        return quantity is None or (quantity.rounding is None and quantity.formula.tree is not None
                                    and _is_continuous(quantity.formula.tree, agreement))
    if isinstance(node, Call) and node.function not in _CONTINUOUS:
        return False
    return not isinstance(node, Comparison) and all(_is_continuous(c, agreement) for c in children(node))

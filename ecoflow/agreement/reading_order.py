"""The order in which quantities are worked out: each after what it uses."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from ecoflow.agreement.model import QuantityDef
from ecoflow.formula.tree import names


def reading_order(quantities: Mapping[str, QuantityDef]) -> tuple[tuple[str, ...], tuple[tuple[str, ...], ...]]:
    """All names, each after what its formula uses, and the circles found (first name first, without its return).

    The walk keeps its own stack: a chain of a thousand quantities is as good as one of three.
    """
    order: dict[str, None] = {}
    circles: list[tuple[str, ...]] = []
    for start in quantities:
        trail: dict[str, Iterator[str]] = {} if start in order else {start: _uses(quantities, start)}
        while trail:
            name, uses = next(reversed(trail.items()))
            used = next((u for u in uses if u not in order), None)
            if used is None:
                del trail[name]
                order[name] = None
            elif used in trail:
                walked = tuple(trail)
                circles.append(walked[walked.index(used):])
            else:
                trail[used] = _uses(quantities, used)
    return tuple(order), tuple(circles)


def _uses(quantities: Mapping[str, QuantityDef], name: str) -> Iterator[str]:
    tree = quantities[name].formula.tree
    return iter([n for n in names(tree) if n in quantities] if tree else ())

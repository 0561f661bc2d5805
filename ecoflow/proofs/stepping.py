"""An amount that rests on one measured number or class, followed value by value from clean to dirty."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from itertools import pairwise

from msgspec import Struct

from ecoflow.formula.canonical import canonical
from ecoflow.formula.direction import Direction
from ecoflow.formula.domain import Domain, listed
from ecoflow.formula.grid import Scalar
from ecoflow.formula.range_inputs import At
from ecoflow.formula.ranges import Ranges
from ecoflow.formula.steps import read_step
from ecoflow.formula.tree import Name, Node, walk
from ecoflow.proofs.expanding import leaves, written_out
from ecoflow.proofs.inputs import Names

_LEVELS = 4
_MOST = 40


class Step(Struct, frozen=True):
    """Two values of the input, the first cleaner, and the amount at each."""

    node: Node
    cleaner: Scalar
    dirtier: Scalar
    before: Fraction
    after: Fraction


class Steps(Struct, frozen=True):
    """The steps from clean to dirty that were tried; `every` says whether there are no others: a class has six values."""

    found: tuple[Step, ...]
    every: bool


def steps(tree: Node, at: At, names: Names, known: Mapping[str, Domain],
          way: Mapping[str, Direction]) -> Steps | None:
    """The amount along its one input; None where it rests on more than one, or cannot be told at a value.

    `way` says of each measure whether dirt raises it. Of a number, values around those the agreement states are tried.
    """
    for _ in range(_LEVELS):
        tree = written_out(tree, names.agreement)
    used = leaves(tree, names.agreement)
    moving = [leaf for leaf in used if way.get(leaf[0])]
    if len(moving) != 1 or len(used) != 1:
        return None
    node = next((n for n in walk(tree) if isinstance(n, Name) and (n.id, n.members) == moving[0]), None)
    if node is None:
        return None  # it stands in a quantity that is rounded
    domain = names.ranges.of(node, at)
    values = sorted(domain.few) if domain.few is not None else _around(tree, domain, at, names)
    found = [(value, Ranges(names, {**known, canonical(node): listed((value,))}).of(tree, at).only) for value in values]
    amounts = [(value, amount) for value, amount in found if isinstance(amount, Fraction)]
    if len(amounts) != len(found):
        return None
    ordered = amounts if (way[moving[0][0]] or 0) > 0 else amounts[::-1]
    return Steps(tuple(Step(node, a, b, before, after) for (a, before), (b, after) in pairwise(ordered)),
                 every=domain.few is not None)


def _around(tree: Node, domain: Domain, at: At, names: Names) -> list[Scalar]:
    """Values of a number at which the formula may bend: what it states, times the bounds of its tables, and between."""
    stated = {v for n in walk(tree) for v in names.ranges.of(n, at).few or () if isinstance(v, Fraction) and v > 0}
    bounds = {b.limit.value for n in walk(tree) for d, members in names.ranges.dims(n) if d == "tier"
              for m in members or () if (b := read_step(m)) is not None and b.limit is not None}
    bounds |= stated
    cuts = sorted({*bounds, *(c * b for c in stated for b in bounds), *(c * (1 + b) for c in stated for b in bounds)})
    between = [(a + b) / 2 for a, b in pairwise(cuts)]
    return sorted(v for v in (*cuts[:_MOST], *between[:_MOST], *([cuts[-1] * 2] if cuts else [])) if domain.holds(v))

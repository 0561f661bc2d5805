"""The ranges reading of a formula: all the values it may have, for every possible input.

Sound, never too narrow: what it rules out cannot happen. `at` fixes members of dimensions; a dimension that is not
fixed stands for each of its members, so one reading covers every section, month and year at once.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import product
from typing import Any, Protocol

from msgspec import Struct, field

from ecoflow.formula.canonical import canonical
from ecoflow.formula.domain import UNDECIDED, Domain, apply, join, listed, stretch, within
from ecoflow.formula.exact import ELEMENTWISE, ORDER, SIGNS
from ecoflow.formula.functions import FUNCTIONS
from ecoflow.formula.linear import Linear, sum_domain
from ecoflow.formula.range_rules import WHOLE, compared, reduced, stepped
from ecoflow.formula.tree import Binary, Call, Comparison, Literal, Name, Node, Unary, children
from ecoflow.formula.types import DIMENSIONS, TIMES, Type

At = Mapping[str, str]

_CELLS = 400
"""A reduction over more cells than this is read once for all of them instead of one by one."""


class Inputs(Protocol):
    """What the reading must know of the names."""

    @property
    def types(self) -> Mapping[str, Type]:
        """The type of every name."""

    def domain(self, name: str, at: At) -> Domain:
        """The values of a name at these members; at every member of a dimension that is not fixed."""

    def narrowed(self, name: str, at: At, ranges: Ranges) -> Domain:
        """The same where more is known: a quantity is read again with what `ranges` knows."""

    def most(self, dim: str) -> int | None:
        """How many members a dimension of time has at most; None when nobody knows."""


class Ranges(Struct):
    """One reading; `known` narrows what stands under a canonical text (a case in which P > 1 is known to hold)."""

    inputs: Inputs
    known: Mapping[str, Domain] = field(default_factory=dict)
    _found: dict[tuple[int, tuple[tuple[str, str], ...]], Domain] = field(default_factory=dict)
    _dims: dict[int, tuple[tuple[str, tuple[str, ...] | None], ...]] = field(default_factory=dict)

    def of(self, node: Node, at: At) -> Domain:
        """The values of a formula at these members."""
        if self.known:
            narrowed = self.known.get(canonical(node))
            if narrowed is not None:
                return narrowed
        own = {d for d, _ in self.dims(node)}
        key = (id(node), tuple(sorted((d, m) for d, m in at.items() if d in own or d not in DIMENSIONS)))
        if key not in self._found:
            self._found[key] = self._of(node, at)
        return self._found[key]

    def dims(self, node: Node) -> tuple[tuple[str, tuple[str, ...] | None], ...]:
        """The dimensions a formula runs over, and their members where the file knows them."""
        if id(node) not in self._dims:
            self._dims[id(node)] = tuple(sorted(self._dims_of(node).items()))
        return self._dims[id(node)]

    def _dims_of(self, node: Node) -> dict[str, tuple[str, ...] | None]:
        if isinstance(node, Name):
            found = dict(self.inputs.types[node.id].dims) if node.id in self.inputs.types else {}
            for dim in self._picked(node):
                del found[dim]
            return found
        found = {d: m for child in children(node) for d, m in self.dims(child)}
        if isinstance(node, Call):
            if node.function in {"tier", "brackets"}:
                found.pop("tier" if node.function == "brackets" or "tier" in found else "class", None)
            if FUNCTIONS[node.function].reduces and len(node.arguments) == 1:
                found = {d: m for d, m in found.items() if node.over and d not in node.over}
                if node.by:
                    found["party"] = tuple(dict.fromkeys(p for _, p in node.pairs if p))
        return found

    def _picked(self, node: Name) -> dict[str, str]:
        """Dimension -> member of what stands in brackets after a name."""
        left, found = dict(self.inputs.types[node.id].dims), {}
        for member in node.members:
            dim = next((d for d in sorted(left) if member in (left[d] or ())), None)
            dim = dim or next((d for d in sorted(left) if left[d] is None), None)
            if dim is not None:
                found[dim] = member
                del left[dim]
        return found

    def _of(self, node: Node, at: At) -> Domain:
        match node:
            case Literal():
                return listed((node.value,))
            case Name():
                here = {**at, **self._picked(node)} if node.members else at
                return self.inputs.narrowed(node.id, here, self) if self.known else self.inputs.domain(node.id, here)
            case Unary():
                return apply(SIGNS[node.sign, 1], WHOLE[node.sign, 1], self.of(node.of, at))
            case Binary():
                return self._binary(node, at)
            case Comparison():
                return self._chain(node, at)
            case Call():
                return self._call(node, at)

    def _binary(self, node: Binary, at: At) -> Domain:
        left, right = self.of(node.left, at), self.of(node.right, at)
        found = apply(SIGNS[node.sign, 2], WHOLE[node.sign, 2], left, right)
        if found.few is not None or node.sign not in {"+", "-"}:
            return found
        collected = self._collected(node, at)
        return found if collected is None else within(found, collected)

    def _collected(self, node: Binary, at: At) -> Domain | None:
        """The same sum with like terms collected: what stands in it twice is one value, not two."""
        def constant(part: Node) -> Fraction | None:
            only = None if isinstance(part, Binary | Unary) else self.of(part, at).only
            return only if isinstance(only, Fraction) else None

        linear = Linear(constant, lambda _: None)
        terms = linear.of(node)
        if sum(map(len, terms)) == len({f for p in terms for f in p}) == len(linear.nodes):
            return None  # nothing stands twice
        domains = {factor: self.of(own, at) for factor, own in linear.nodes.items()}
        return sum_domain(terms, domains)

    def _chain(self, node: Comparison, at: At) -> Domain:
        sides = [self.of(side, at) for side in node.sides]
        found = UNDECIDED
        for n, sign in enumerate(node.signs):
            link = apply(ORDER[sign], compared(sign), sides[n], sides[n + 1])
            if link.only is False:
                return link
            found = link if n == 0 or found.only is True else found
        return found

    def _call(self, node: Call, at: At) -> Domain:
        name = node.function
        if name == "if":
            return self._branch(node, at)
        if name in {"tier", "brackets"}:
            return self._table(node, at)
        if name in {"inflow", "before"}:
            gone = ("section",) if name == "inflow" else TIMES
            elsewhere = {d: m for d, m in at.items() if d not in gone}
            return join(self.of(node.arguments[0], elsewhere), self.of(node.arguments[1], at))
        if name in {"rank", "run", "streak"}:
            return stretch(Fraction(name == "rank"), self._most(node), step=Fraction(1))
        if len(node.arguments) == 1 and FUNCTIONS[name].reduces:
            return self._reduced(node, at)
        return apply(ELEMENTWISE[name], WHOLE[name, len(node.arguments)] if (name, len(node.arguments)) in WHOLE
                     else WHOLE[name, 0], *(self.of(a, at) for a in node.arguments))

    def _branch(self, node: Call, at: At) -> Domain:
        condition, yes, no = node.arguments
        holds = self.of(condition, at)
        return join(*(self.of(branch, at) for branch, wanted in ((yes, True), (no, False)) if holds.holds(wanted)))

    def _table(self, node: Call, at: At) -> Domain:
        x, table = node.arguments
        names = dict(self.dims(table))
        dim = "tier" if "tier" in names else "class"
        steps = {m: self.of(table, {**at, dim: m}) for m in names.get(dim) or ()}
        return stepped(node.function, self.of(x, at), steps)

    def _most(self, node: Call) -> Fraction | None:
        """How many members a reduction runs over at most."""
        space = self._space(node)
        counts = [self.inputs.most(d) if m is None else len(m) for d, m in space]
        return None if None in counts else Fraction(math.prod(c for c in counts if c is not None))

    def _space(self, node: Call) -> tuple[tuple[str, tuple[str, ...] | None], ...]:
        return tuple((d, m) for d, m in self.dims(node.arguments[0])
                     if (d in node.over if node.over else True)
                     and (d in TIMES or node.function not in {"run", "streak"} or d in node.over))

    def _reduced(self, node: Call, at: At) -> Domain:
        """Member by member where the file knows them, once for all where only the data do."""
        space = self._space(node)
        at = {d: m for d, m in at.items() if d not in {d for d, _ in space}}
        known = [(d, m) for d, m in space if m is not None]
        many = math.prod(self.inputs.most(d) or 0 for d, m in space if m is None)
        unknown = any(m is None for _, m in space)
        here = list(self._members(node, known, at))
        parts = [self.of(node.arguments[0], place) for place in here]
        return reduced(node.function, parts, Fraction(many) if unknown and many else None, repeats=unknown)

    def _members(self, node: Call, known: list[tuple[str, tuple[str, ...]]], at: At) -> Iterator[dict[str, str]]:
        held: Any = None
        if node.by:
            party, at = at.get("party"), {d: m for d, m in at.items() if d != "party"}
            held = {s for s, p in node.pairs if p == party} if party else {s for s, p in node.pairs if p}
        if math.prod(len(m) for _, m in known) > _CELLS:
            yield dict(at)
            return
        for cell in product(*(m for _, m in known)):
            place = dict(zip((d for d, _ in known), cell, strict=True))
            if held is None or place.get("section") in held:
                yield {**at, **place}

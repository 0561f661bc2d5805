"""The ranges reading of a formula: all the values it may have, for every possible input.

Sound, never too narrow: what it rules out cannot happen. `at` fixes members of dimensions; a dimension that is not
fixed stands for each of its members, so one reading covers every section, month and year at once.

What is known of a name is known of the cell in hand. Inside a reduction over sections, or up the river, the same name
stands for other cells, and nothing is known of them.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping
from fractions import Fraction
from itertools import product

from msgspec import Struct, field

from ecoflow.formula.canonical import canonical
from ecoflow.formula.domain import EVERYTHING, UNDECIDED, Domain, apply, join, listed, stretch, within
from ecoflow.formula.exact import ELEMENTWISE, ORDER, SIGNS
from ecoflow.formula.functions import FUNCTIONS
from ecoflow.formula.linear import Linear, sum_domain
from ecoflow.formula.range_inputs import At, Inputs
from ecoflow.formula.range_rules import WHOLE, Cells, compared, reduced, stepped
from ecoflow.formula.tree import Binary, Call, Comparison, Literal, Name, Node, Unary, children
from ecoflow.formula.types import DIMENSIONS, TIMES, Dims

_CELLS = 400
"""A reduction over more cells than this is read once for all of them instead of one by one."""


class Ranges(Struct):
    """One reading; `known` narrows what stands under a canonical text (a case in which P > 1 is known to hold).

    It is known of the cell in hand: of nothing that runs over a dimension of `apart`.
    """

    inputs: Inputs
    known: Mapping[str, Domain] = field(default_factory=dict)
    apart: frozenset[str] = frozenset()
    _found: dict[tuple[int, tuple[tuple[str, str], ...]], Domain] = field(default_factory=dict)
    _dims: dict[int, tuple[Node, Dims]] = field(default_factory=dict)
    _elsewhere: dict[frozenset[str], Ranges] = field(default_factory=dict)

    def of(self, node: Node, at: At) -> Domain:
        """The values of a formula at these members."""
        own = {d for d, _ in self.dims(node)}
        if self.known and self.apart.isdisjoint(own):
            narrowed = self.known.get(canonical(node))
            if narrowed is not None:
                return narrowed
        key = (id(node), tuple(sorted((d, m) for d, m in at.items() if d in own or d not in DIMENSIONS)))
        if key not in self._found:
            self._found[key] = self._of(node, at)
        return self._found[key]

    def elsewhere(self, dims: Iterable[str]) -> Ranges:
        """The reading at other cells of these dimensions than the one in hand."""
        apart = self.apart.union(dims)
        if not self.known or apart == self.apart:
            return self
        if apart not in self._elsewhere:
            self._elsewhere[apart] = Ranges(self.inputs, self.known, apart)
        return self._elsewhere[apart]

    def dims(self, node: Node) -> Dims:
        """The dimensions a formula runs over, and their members where the file knows them."""
        if id(node) not in self._dims:
            # the node is kept, so that no other can have its id
            self._dims[id(node)] = node, tuple(sorted(self._dims_of(node).items()))
        return self._dims[id(node)][1]

    def _dims_of(self, node: Node) -> dict[str, tuple[str, ...] | None]:
        if isinstance(node, Name):
            found = dict(self.inputs.types[node.id].dims) if node.id in self.inputs.types else {}
            for dim in self.picked(node):
                del found[dim]
            return found
        found = {d: m for child in children(node) for d, m in self.dims(child)}
        if isinstance(node, Call):
            if node.function in {"tier", "brackets"}:
                found.pop("tier" if node.function == "brackets" or "tier" in found else "class", None)
            if FUNCTIONS[node.function].reduces and len(node.arguments) == 1:
                found = {d: m for d, m in found.items() if d not in (node.over or self._run_over(node, found))}
                if node.by:
                    found["party"] = tuple(dict.fromkeys(p for _, p in node.pairs if p))
        return found

    @staticmethod
    def _run_over(node: Call, dims: Mapping[str, object]) -> Iterable[str]:
        """What a reduction that names no dimension runs over: the only one, a run the only one of time."""
        return set(dims) & set(TIMES) if node.function in {"run", "streak"} else dims

    def picked(self, node: Name) -> dict[str, str]:
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
                picked = self.picked(node) if node.members else {}
                there = self.elsewhere(picked)
                here = {**at, **picked}
                return self.inputs.narrowed(node.id, here, there) if self.known else self.inputs.domain(node.id, here)
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
        own = {"if": self._branch, "tier": self._table, "brackets": self._table, "inflow": self._inflow,
               "before": self._before}.get(name)
        if own is not None:
            return own(node, at)
        if name in {"rank", "run", "streak"}:
            return stretch(Fraction(name == "rank"), self._most(node), step=Fraction(1))
        if len(node.arguments) == 1 and FUNCTIONS[name].reduces:
            return self._reduced(node, at)
        return apply(ELEMENTWISE[name], WHOLE.get((name, len(node.arguments))) or WHOLE[name, 0],
                     *(self.of(a, at) for a in node.arguments))

    def _before(self, node: Call, at: At) -> Domain:
        there = {d: m for d, m in at.items() if d not in TIMES}
        return join(self.elsewhere(TIMES).of(node.arguments[0], there), self.of(node.arguments[1], at))

    def _inflow(self, node: Call, at: At) -> Domain:
        """The first at the inflow section, the second at sections that name none; any of them where none is in hand."""
        above, there = dict(node.pairs), self.elsewhere(("section",))
        first, second = node.arguments
        if at.get("section") in above:
            return there.of(first, {**at, "section": above[at["section"]]})
        ups = dict.fromkeys(above.values()) if "section" not in at else ()
        return join(*(there.of(first, {**at, "section": up}) for up in ups), self.of(second, at))

    def _branch(self, node: Call, at: At) -> Domain:
        condition, yes, no = node.arguments
        holds = self.of(condition, at)
        return join(*(self.of(branch, at) for branch, wanted in ((yes, True), (no, False)) if holds.holds(wanted)))

    def _table(self, node: Call, at: At) -> Domain:
        x, table = node.arguments
        names = dict(self.dims(table))
        dim = "tier" if "tier" in names else "class"
        others = [(d, m) for d, m in names.items() if d != dim and d not in at]
        if any(m is None for _, m in others) or math.prod(len(m or ()) for _, m in others) > _CELLS:
            # steps may differ where nobody can look
            values = [self.of(table, {**at, dim: m}) for m in names.get(dim) or ()]
            return join(*values) if node.function == "tier" and values else EVERYTHING
        found = []
        for year in self.inputs.ladders(at):
            for cell in product(*(m or () for _, m in others)):
                place = {**year, **dict(zip((d for d, _ in others), cell, strict=True))}
                steps = {m: self.of(table, {**place, dim: m}) for m in names.get(dim) or ()}
                found.append(stepped(node.function, self.of(x, place), {m: d for m, d in steps.items() if not d.is_empty}))
        return join(*found)

    def _most(self, node: Call) -> Fraction | None:
        """How many members a reduction runs over at most."""
        space = self._space(node)
        counts = [self.inputs.most(d) if m is None else len(m) for d, m in space]
        return None if None in counts else Fraction(math.prod(c for c in counts if c is not None))

    def _space(self, node: Call) -> Dims:
        """The dimensions a function runs over."""
        dims = self.dims(node.arguments[0])
        over = node.over or self._run_over(node, dict(dims))
        return tuple((d, m) for d, m in dims if d in over)

    def _reduced(self, node: Call, at: At) -> Domain:
        """Member by member where the file knows them, once for all where only the data do."""
        if node.by and "party" not in at:
            return join(*(self._reduced(node, {**at, "party": p}) for p in dict.fromkeys(p for _, p in node.pairs if p)))
        space, argument = self._space(node), node.arguments[0]
        gone = {d for d, _ in space} | ({"party"} if node.by else set())
        left = {d: m for d, m in at.items() if d not in gone}
        members = [(d, m) for d, m in space if m is not None]
        unknown = [self.inputs.most(d) for d, m in space if m is None]
        places = [{**left, **place} for place in _places(node, members, at)]
        if len(places) > _CELLS:
            unknown, places = [*unknown, len(places)], [left]
        most = None if None in unknown else Fraction(math.prod(n for n in unknown if n is not None))
        # a month of one section may be missing beside the same month of another
        sure = self.inputs.whole and not any(d in TIMES and d not in gone for d, _ in self.dims(argument))
        there = self.elsewhere(gone)
        return reduced(node.function, [there.of(argument, place) for place in places], Cells(most, sure))


def _places(node: Call, members: list[tuple[str, tuple[str, ...]]], at: At) -> Iterator[dict[str, str]]:
    """Every member of the dimensions run over; of sections grouped by role, those the party in hand holds."""
    held = {s for s, p in node.pairs if p == at.get("party")} if node.by else None
    for cell in product(*(m for _, m in members)):
        place = dict(zip((d for d, _ in members), cell, strict=True))
        if held is None or "section" not in place or place["section"] in held:
            yield place

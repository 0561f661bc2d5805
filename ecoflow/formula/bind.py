"""What a formula must know of the sections, put into its tree once: inflow sections, and who holds which role."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from ecoflow.formula.tree import Binary, Call, Comparison, Node, Unary, walk

Pairs = tuple[tuple[str, str], ...]


class Relations(Struct, frozen=True):
    """(section, its inflow section) and, for each role, (section, party that holds it), in the order of the file."""

    inflow: Pairs = ()
    roles: Mapping[str, Pairs] = field(default_factory=dict)

    def bind(self, tree: Node) -> Node:
        """The tree, every call that looks at relations between sections holding those it looks at."""
        return self._bound(tree) if any(isinstance(n, Call) and self._of(n) for n in walk(tree)) else tree

    def _of(self, call: Call) -> Pairs:
        return self.inflow if call.function == "inflow" else self.roles.get(call.by, ())

    def _bound(self, node: Node) -> Node:
        match node:
            case Unary():
                return replace(node, of=self._bound(node.of))
            case Binary():
                return replace(node, left=self._bound(node.left), right=self._bound(node.right))
            case Comparison():
                return replace(node, sides=tuple(self._bound(s) for s in node.sides))
            case Call():
                return replace(node, arguments=tuple(self._bound(a) for a in node.arguments), pairs=self._of(node))
            case _:
                return node

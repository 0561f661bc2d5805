"""What a formula means, however it is written: white space, brackets it does not need, and `50%` for `0.5` are no matter."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator

from msgspec import Struct
from msgspec.structs import fields

from ecoflow.formula.tree import Binary, Literal, Name, Node
from ecoflow.standards.units import Unit

_SPELLING = frozenset({"at", "over_at", "members_at", "signs_at", "by_at", "text", "pairs"})
"""Of a node: where it stands, how a literal is spelt, and what is known from the sections."""

_ONE_AFTER_ANOTHER = frozenset({"+", "*", "and", "or"})
"""Operators for which brackets around equal ones change nothing."""


def formula_meaning(node: Node, called: Callable[[str], str]) -> Hashable:
    """The meaning of a tree; `called` gives the name by which another agreement knows a name of this one."""
    if isinstance(node, Name):
        return "name", called(node.id), tuple(map(called, node.members))
    if isinstance(node, Binary) and node.sign in _ONE_AFTER_ANOTHER:
        return node.sign, *(formula_meaning(n, called) for n in _chain(node, node.sign))
    if isinstance(node, Literal) and node.unit is not None and not node.value:
        return "nothing"  # a bare 0 goes with any unit
    kept = (f.name for f in fields(type(node)) if f.name not in _SPELLING)
    return type(node).__name__, *(_part(getattr(node, name), called, ordered=name != "over") for name in kept)


def _part(part: object, called: Callable[[str], str], *, ordered: bool) -> Hashable:
    if isinstance(part, tuple):
        items = tuple(_part(p, called, ordered=True) for p in part)
        return items if ordered else frozenset(items)
    if isinstance(part, Unit):
        return part.powers
    if isinstance(part, Struct):
        return formula_meaning(part, called)  # type: ignore[arg-type]  # structs inside a node are nodes
    # a truth value and a class are no numbers, though Python counts them among these
    return type(part).__name__, part


def _chain(node: Node, sign: str) -> Iterator[Node]:
    if isinstance(node, Binary) and node.sign == sign:
        yield from _chain(node.left, sign)
        yield from _chain(node.right, sign)
    else:
        yield node

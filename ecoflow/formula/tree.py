"""The nodes of a formula. `at` is where the node begins in the formula's text, counted in characters from 0."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from msgspec import Struct

from ecoflow.standards.gb3838 import WaterClass
from ecoflow.standards.units import Unit


class Literal(Struct, frozen=True):
    """A number with its unit, a class, or a truth value, written in the formula itself."""

    at: int
    value: Fraction | WaterClass | bool
    unit: Unit | None
    text: str


class Name(Struct, frozen=True):
    """A declared term, fact, measure or quantity; with `members`, the cells of it that are picked."""

    at: int
    id: str
    members: tuple[str, ...] = ()
    members_at: tuple[int, ...] = ()


class Unary(Struct, frozen=True):
    """`-x` or `not x`."""

    at: int
    sign: str
    of: Node


class Binary(Struct, frozen=True):
    """Arithmetic (`+ - * /`) or `and`, `or`; `at` is where the left side begins."""

    at: int
    sign: str
    left: Node
    right: Node


class Comparison(Struct, frozen=True):
    """A chain such as `0.95 < P <= 1`, or of classes such as `class worse than II`; `signs_at` places the signs."""

    at: int
    sides: tuple[Node, ...]
    signs: tuple[str, ...]
    signs_at: tuple[int, ...] = ()


class Call(Struct, frozen=True):
    """A listed function; `over` names the dimensions a reduction runs over, `by` the role that groups its sections.

    `pairs` is what the function must know of the sections, put there when the file is loaded: for `inflow` (section,
    its inflow section), for `by` (section, its party, or nothing where nobody has any role).
    """

    at: int
    function: str
    arguments: tuple[Node, ...]
    over: tuple[str, ...] = ()
    over_at: tuple[int, ...] = ()
    by: str = ""
    by_at: int = 0
    pairs: tuple[tuple[str, str], ...] = ()


Node = Literal | Name | Unary | Binary | Comparison | Call


def children(node: Node) -> tuple[Node, ...]:
    """The parts a node is made of, left to right."""
    match node:
        case Unary():
            return (node.of,)
        case Binary():
            return (node.left, node.right)
        case Comparison():
            return node.sides
        case Call():
            return node.arguments
        case _:
            return ()


def walk(node: Node) -> Iterator[Node]:
    """The node and everything in it, in reading order."""
    yield node
    for child in children(node):
        yield from walk(child)


def names(node: Node) -> tuple[str, ...]:
    """The declared names a formula mentions, each once, in reading order."""
    return tuple(dict.fromkeys(n.id for n in walk(node) if isinstance(n, Name)))

"""The parts an agreement's shape is declared with. One declaration serves the loader and the JSON Schema."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct


class Leaf(Struct, frozen=True):
    """A scalar of one kind; `choices` lists the only texts allowed where the kind is `choice`."""

    kind: str
    choices: tuple[str, ...] = ()


class Field(Struct, frozen=True):
    """One key of a record: its shape, whether it must stand there, and what it means."""

    key: str
    shape: Shape
    zh: str
    en: str
    required: bool = False


class Record(Struct, frozen=True):
    """A mapping with known keys only.

    Of the keys in `one_of`, exactly one must stand there (when there are any); of those in `together`, all or none.
    """

    name: str
    fields: tuple[Field, ...]
    one_of: tuple[str, ...] = ()
    together: tuple[str, ...] = ()

    def field(self, key: str) -> Field | None:
        """The field of a key, or None."""
        return next((f for f in self.fields if f.key == key), None)


class Table(Struct, frozen=True):
    """A mapping from ids of the author's choosing to one shape, of at least `least` entries; `key` is the kind of the ids.

    Lists called `beside` are easily written in it and belong next to it.
    """

    of: Shape
    key: str = "name"
    beside: tuple[str, ...] = ()
    least: int = 0


class Listing(Struct, frozen=True):
    """A list of one shape, of at least `least` items; with `or_one`, a single item may stand without the list."""

    of: Shape
    or_one: bool = False
    least: int = 0


class Either(Struct, frozen=True):
    """A scalar in one shape, or a mapping in another."""

    scalar: Leaf
    mapping: Record | Table


class Later(Struct, frozen=True):
    """A shape that contains itself (a keyed value of dated values)."""

    get: Callable[[], Shape]


Shape = Leaf | Record | Table | Listing | Either | Later

"""One change between two agreements, and where in both files it stands."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from ecoflow.agreement.model import Agreement, Rounding, Written
from ecoflow.diagnostics.finding import Place
from ecoflow.negotiation.weight import KINDS, Kind
from ecoflow.standards.units import Unit

What = Literal["changed", "added", "removed", "renamed", "moved", "order"]
"""`moved`: the same among others, in another place; `order`: the members of a split, in another order."""


class Change(Struct, frozen=True):
    """One change.

    `block` and `entry` (the id in the new agreement, in the old one where it is gone; empty for a block that has no
    entries) say where, `path` the keys below it. `old` and `new` are values of the model, None where there is none.
    `reaches` are the measures a rule for all of them applies to.
    """

    kind: Kind
    what: What
    block: str
    entry: str
    path: tuple[str, ...]
    old: object
    new: object
    old_place: Place | None
    new_place: Place | None
    reaches: tuple[str, ...] = ()


class Changes(Struct, frozen=True):
    """Everything that changed, block by block in the order of the language; `renamed` by block, old id to new id."""

    old: Agreement
    new: Agreement
    found: tuple[Change, ...]
    renamed: dict[str, dict[str, str]]

    def of(self, kind: Kind) -> tuple[Change, ...]:
        """The changes of one kind."""
        return tuple(c for c in self.found if c.kind == kind)

    @property
    def counts(self) -> dict[str, int]:
        """How many there are of each kind."""
        return {kind: len(self.of(kind)) for kind in KINDS}


class RoundedIn(Struct, frozen=True):
    """A rounding with the unit whose decimals it keeps."""

    rule: Rounding
    unit: Unit


class Where(Struct, frozen=True):
    """A spot in one file: an entry, and the path of keys below it as they are written."""

    written: Written
    path: str = ""

    def into(self, *keys: str) -> Where:
        """The spot below."""
        return replace(self, path=".".join(p for p in (self.path, *keys) if p))

    @property
    def place(self) -> Place | None:
        """Its line and column, or those of what encloses it."""
        found = self.written.value(self.path) if self.path else self.written.place
        return found if found.file else None


class Spot(Struct, frozen=True):
    """The same spot of two agreements: the block, the entry, the keys below it, and how much a change here can matter."""

    block: str
    entry: str
    path: tuple[str, ...]
    old: Where
    new: Where
    most: Kind = "money"

    def into(self, key: str, was: str = "", now: str = "") -> Spot:
        """The spot below, `was` and `now` the keys in the files where they are others; itself for an empty key."""
        if not key:
            return self
        return replace(self, path=(*self.path, key), old=self.old.into(was or key), new=self.new.into(now or key))

    def within(self, old: Written, new: Written, *keys: str) -> Spot:
        """The spot of an entry of its own in a list, under these keys."""
        return replace(self, path=(*self.path, *keys), old=Where(old), new=Where(new))

    def said(self, old: object, new: object, kind: Kind, what: What | None = None) -> Change:
        """A change here."""
        told: What = what or ("added" if old is None else "removed" if new is None else "changed")
        return Change(kind, told, self.block, self.entry, self.path, old, new, self.old.place, self.new.place)

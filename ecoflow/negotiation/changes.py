"""What changed between two agreements, field by field of the model: nothing that means something is passed over.

Every field that `meaning` compares is gone through; wherever the meaning differs and no closer word is found, the field
itself is reported. Places, spellings and what is left at its default are no changes.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from ecoflow.agreement import model
from ecoflow.agreement.outline import outline
from ecoflow.negotiation.change import Change, Changes, RoundedIn, Spot, Where
from ecoflow.negotiation.keys import key_of, label_of
from ecoflow.negotiation.lists import order_kind, pairs_of, spot_of
from ecoflow.negotiation.meaning import Reader, case_name, compared, named
from ecoflow.negotiation.orders import orders
from ecoflow.negotiation.pairing import moved
from ecoflow.negotiation.renames import TABLES, by_kind, entries, renames
from ecoflow.negotiation.standing_rules import money_rules, monitoring_rules
from ecoflow.negotiation.table_cells import cells
from ecoflow.negotiation.weight import Kind, lighter, weight
from ecoflow.standards.units import ONE

BLOCKS = ("agreement", "articles", "parties", "pools", "sections", "sources", "monitoring", "money", "terms", "facts",
          "measures", "quantities", "clauses", "examples")
"""The blocks changes are grouped by, in the order of the language; `agreement` is the head of the file."""

_BLOCK_OF = {"monitoring": "monitoring", "exemptions": "monitoring", "stated": "monitoring", "money": "money",
             "examples": "examples", "articles": "articles", **{block: block for block in TABLES}}
_IN_PARTS = model.Citation | model.Rules | model.Expectation


def changes(old: model.Agreement, new: model.Agreement) -> Changes:
    """Everything that changed from one agreement to another, by block; empty when they mean the same."""
    known = renames(old, new)
    walk = _Walk(Reader(old, by_kind(known)), Reader(new), known)
    head = Spot("agreement", "", (), Where(outline(old)), Where(outline(new)))
    found = [change for name in compared(model.Agreement) for change in walk.block(name, head)]
    found += orders(walk.old, walk.new)
    return Changes(old, new, tuple(sorted(found, key=lambda c: BLOCKS.index(c.block))), known)


class _Walk(Struct, frozen=True):
    """Goes through two agreements side by side."""

    old: Reader
    new: Reader
    renamed: Mapping[str, Mapping[str, str]]

    def block(self, name: str, head: Spot) -> Iterator[Change]:
        """One field of the agreements as wholes."""
        old, new = self.old.agreement, self.new.agreement
        spot = replace(head, block=_BLOCK_OF.get(name, "agreement"))
        if name in TABLES:
            yield from self._table(name)
        elif name == "stated":
            yield from monitoring_rules(self.old, self.new, spot)
        elif name == "money":
            yield from money_rules(self.old, self.new, spot.into("money"))
            yield from self._struct(old.money.cited, new.money.cited, replace(spot.into("money"), path=()))
        elif name == "monitoring":
            yield from self._struct(old.monitoring, new.monitoring, replace(spot.into("monitoring"), path=()))
        else:
            yield from self._field(old, new, name, spot)

    def _table(self, block: str) -> Iterator[Change]:
        """The entries of a block with ids: changed, renamed, added, removed, and clauses moved."""
        before, after = entries(self.old.agreement, block), entries(self.new.agreement, block)
        was = {new: old for old, new in self.renamed[block].items()}
        kind = weight(model.Agreement, block)
        for name, entry in after.items():
            spot = _entry(block, name, before.get(was.get(name, name)), entry, kind)
            if name in before:
                yield from self._struct(before[name], entry, spot)
            elif name in was:
                yield spot.said(was[name], name, kind if block == "sections" else "words", "renamed")
            else:
                yield spot.said(None, entry, kind)
        for name, entry in before.items():
            if name not in after and name not in self.renamed[block]:
                yield _entry(block, name, entry, None, kind).said(entry, None, kind)
        if block == "clauses":
            yield from self._moved("clauses", replace(_ROOT, block=block), (self.old.agreement, self.new.agreement))

    def _struct(self, a: Any, b: Any, spot: Spot) -> Iterator[Change]:
        for name in compared(type(b)):
            yield from self._field(a, b, name, spot)

    def _field(self, a: Any, b: Any, name: str, spot: Spot) -> Iterator[Change]:
        """One field of two structs; where it means two things, at least one change."""
        if self.old.field(a, name) == self.new.field(b, name):
            return
        kind = weight(type(b), name, spot.most)
        here = spot.into(label_of(b, name), key_of(a, name), key_of(b, name))
        found = tuple(self._differences(a, b, name, here, kind))
        yield from found or (here.said(getattr(a, name), getattr(b, name), kind),)

    def _differences(self, a: Any, b: Any, name: str, here: Spot, kind: Kind) -> Iterator[Change]:
        left, right = getattr(a, name), getattr(b, name)
        if name == "name" and not isinstance(b, model.Example):
            yield from _words(_named(a), _named(b), here, kind)
        elif isinstance(left, model.Words) or isinstance(right, model.Words):
            yield from _words(left, right, here, kind)
        elif isinstance(right, _IN_PARTS):
            yield from self._struct(left, right, replace(here, most=kind))
        elif isinstance(right, model.Ruling):
            same = self.old.of(left.value) == self.new.of(right.value)
            yield here.said(left, right, lighter("words" if same else "money", kind), "changed")
        elif name == "rounding" and isinstance(b, model.QuantityDef):
            yield here.said(_rounded(self.old, a), _rounded(self.new, b), kind)
        elif name in {"cases", "pays", "exemptions", "examples", "exempt"}:
            yield from self._listed(name, replace(here, most=kind), (a, b))
        elif isinstance(right, Mapping):
            yield from self._mapping(left, right, here, kind)
        elif isinstance(left, model.Keyed) and isinstance(right, model.Keyed):
            yield from cells((self.old, self.new), left, right, here, kind)
        else:
            yield here.said(_present(left), _present(right), kind)

    def _listed(self, name: str, here: Spot, owners: tuple[Any, Any]) -> Iterator[Change]:
        """A list of entries without ids: pair by pair, what is new, what is gone, what stands elsewhere."""
        left, right = (getattr(owner, name) for owner in owners)
        for i, j in pairs_of(name, (self.old, owners[0]), (self.new, owners[1])):
            spot = spot_of(name, here, owners, (i, j))
            if i is not None and j is not None:
                yield from self._struct(left[i], right[j], spot)
            else:
                yield spot.said(None if i is None else left[i], None if j is None else right[j], spot.most)
        yield from self._moved(name, here, owners)

    def _moved(self, name: str, here: Spot, owners: tuple[Any, Any]) -> Iterator[Change]:
        kind = order_kind(name, owners)
        pairs = pairs_of(name, (self.old, owners[0]), (self.new, owners[1])) if kind else []
        for i, j in moved(pairs):
            yield spot_of(name, here, owners, (i, j)).said(i + 1, j + 1, lighter(kind or "words", here.most), "moved")

    def _mapping(self, left: Mapping[str, Any], right: Mapping[str, Any], here: Spot, kind: Kind) -> Iterator[Change]:
        """Values by name: what an example gives and expects, the roles of a section, the articles."""
        before = {self.old.called(name): (name, value) for name, value in left.items()}
        for name in dict.fromkeys((*right, *before)):
            was, old = before.get(name, (name, None))
            new = right.get(name)
            if old is not None and new is not None and self.old.given(was, old) == self.new.given(name, new):
                continue
            spot = here.into(name, was, name)
            if isinstance(old, model.Words) or isinstance(new, model.Words):
                yield from _words(old, new, spot, kind)
            elif isinstance(old, model.Keyed) and isinstance(new, model.Keyed):
                yield from cells((self.old, self.new), old, new, spot, kind)
            else:
                yield spot.said(old, new, kind)


_ROOT = Spot("", "", (), Where(model.Written()), Where(model.Written()))


def _entry(block: str, name: str, old: Any, new: Any, kind: Kind) -> Spot:
    """The spot of an entry with an id; the side that lacks it has no place."""
    left, right = (Where(entry.written if entry is not None else model.Written()) for entry in (old, new))
    return Spot(block, name, (), left, right, kind)


def _named(entry: Any) -> model.Words:
    found: model.Words = case_name(entry) if isinstance(entry, model.Case) else named(entry)
    return found


def _words(old: model.Words | None, new: model.Words | None, here: Spot, kind: Kind) -> Iterator[Change]:
    """A text that is the same in both languages, or each of its two."""
    a, b = old or model.Words("", ""), new or model.Words("", "")
    if a.zh == a.en and b.zh == b.en:
        yield here.said(a.zh or None, b.zh or None, kind)
        return
    for lang in ("zh", "en"):
        left, right = getattr(a, lang), getattr(b, lang)
        if left != right:
            yield here.into(lang).said(left or None, right or None, "words" if lang == "en" else kind)


def _rounded(reader: Reader, quantity: model.QuantityDef) -> RoundedIn | None:
    unit = reader.agreement.types[quantity.id].unit or ONE
    return None if quantity.rounding is None else RoundedIn(quantity.rounding, unit)


def _present(value: object) -> object:
    """None for a text or a list with nothing in it: the file does not say."""
    return None if isinstance(value, str | tuple) and not value else value

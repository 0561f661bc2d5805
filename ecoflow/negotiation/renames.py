"""Entries that have a new id and nothing else: one that is gone and one that is new, of the same meaning."""

from __future__ import annotations

from collections.abc import Hashable, Mapping

from msgspec import Struct

from ecoflow.agreement.model import Agreement, Party, Pool, Words
from ecoflow.negotiation.meaning import CLAUSES, NAMES, SOURCES, Reader, named

TABLES: Mapping[str, str] = {
    "sources": SOURCES, "parties": NAMES, "sections": NAMES, "facts": NAMES, "terms": NAMES, "pools": NAMES,
    "measures": NAMES, "quantities": NAMES, "clauses": CLAUSES,
}
"""The blocks whose entries have ids, each after those it refers to, with the kind of name these are."""


def entries(agreement: Agreement, block: str) -> Mapping[str, Struct]:
    """The entries of a block by id."""
    found = getattr(agreement, block)
    return found if isinstance(found, Mapping) else {entry.id: entry for entry in found}


def renames(old: Agreement, new: Agreement) -> dict[str, dict[str, str]]:
    """By block, the old id of every entry that only got another id, and the new one.

    An entry that says nothing at all, or has a twin, is no ground for such a claim. Quantities may use each other: the
    search goes on until it finds no more.
    """
    found: dict[str, dict[str, str]] = {block: {} for block in TABLES}
    count = -1
    while count < (count := sum(map(len, found.values()))):
        for block in TABLES:
            found[block] |= _renamed(old, new, block, found)
    return found


def by_kind(found: Mapping[str, Mapping[str, str]]) -> dict[str, dict[str, str]]:
    """The renames as a `Reader` of the old agreement takes them."""
    kinds: dict[str, dict[str, str]] = {}
    for block, names in found.items():
        kinds.setdefault(TABLES[block], {}).update(names)
    return kinds


def _renamed(old: Agreement, new: Agreement, block: str, known: Mapping[str, Mapping[str, str]]) -> dict[str, str]:
    before, after = entries(old, block), entries(new, block)
    left = _by_meaning({k: v for k, v in before.items() if k not in after}, Reader(old, by_kind(known)))
    right = _by_meaning({k: v for k, v in after.items() if k not in before}, Reader(new))
    pairs = ((ids, right[meaning]) for meaning, ids in left.items() if meaning in right)
    return {ids[0]: others[0] for ids, others in pairs if len(ids) == len(others) == 1}


def _by_meaning(found: Mapping[str, Struct], reader: Reader) -> dict[Hashable, list[str]]:
    ids: dict[Hashable, list[str]] = {}
    for name, entry in found.items():
        if not isinstance(entry, Party | Pool) or named(entry) != Words("", ""):
            ids.setdefault(reader.of(entry), []).append(name)
    return ids

"""Which entry of the old list is which of the new: by what they mean, then by what they are called, then by turn."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Hashable, Sequence
from typing import TypeVar

T = TypeVar("T")
Key = Callable[[T], Hashable]

Pairs = list[tuple[int | None, int | None]]
"""Positions in the old and in the new list; None on one side: it is only in the other."""


def paired(old: Sequence[Hashable], new: Sequence[Hashable], *, by_turn: bool = True) -> Pairs:
    """The pairs of two lists of entries, given by their keys (the surest first), in the order of the new list.

    Each entry is a tuple of keys of the same length; an empty key pairs with nothing. What no key pairs goes by turn,
    or, without `by_turn`, only where one entry is left on each side. What is only in the old list comes last.
    """
    partner: dict[int, int] = {}
    keys = [tuple(k) if isinstance(k, tuple) else (k,) for k in (*old, *new)]
    before, after = keys[: len(old)], keys[len(old):]
    for stage in range(max(map(len, keys), default=0)):
        waiting: dict[Hashable, list[int]] = {}
        for n, entry in enumerate(before):
            if n not in partner.values() and entry[stage]:
                waiting.setdefault(entry[stage], []).append(n)
        for n, entry in enumerate(after):
            if n not in partner and waiting.get(entry[stage]):
                partner[n] = waiting[entry[stage]].pop(0)
    left = [n for n in range(len(old)) if n not in partner.values()]
    fresh = [n for n in range(len(new)) if n not in partner]
    if by_turn or (len(left) == 1 and len(fresh) == 1):
        partner |= dict(zip(fresh, left, strict=False))
    gone = [n for n in range(len(old)) if n not in partner.values()]
    return [*((partner.get(n), n) for n in range(len(new))), *((n, None) for n in gone)]


def moved(pairs: Pairs) -> list[tuple[int, int]]:
    """The pairs that changed their place among the others: all but a longest run of pairs that kept their order."""
    kept = [(a, b) for a, b in pairs if a is not None and b is not None]
    stays = _longest_rise([a for a, _ in kept])
    return [pair for n, pair in enumerate(kept) if n not in stays]


def _longest_rise(numbers: list[int]) -> set[int]:
    """Positions of a longest rising run of distinct numbers (patience sorting)."""
    tops: list[int] = []
    piles: list[int] = []
    before: list[int | None] = []
    for n, number in enumerate(numbers):
        at = bisect_left(tops, number)
        before.append(piles[at - 1] if at else None)
        tops[at : at + 1], piles[at : at + 1] = [number], [n]
    found: set[int] = set()
    here = piles[-1] if piles else None
    while here is not None:
        found.add(here)
        here = before[here]
    return found

"""The cells of a grid that take no part because what they are made of is exempt: a run passes over these.

They are told by members of some dimensions: (day,) at 2024-01-05 stands for that day in every section, and joins by
dimension name as values do. A cell without a value that is not told here is missing.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from itertools import product

from msgspec import Struct, field

Members = tuple[str, ...]
_Places = dict[Members, frozenset[Members]]


class Exempted(Struct, frozen=True):
    """Dimensions, sorted by name -> the members, in that order, at which every cell is exempt."""

    places: Mapping[Members, frozenset[Members]] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.places)

    def has(self, where: Mapping[str, str]) -> bool:
        """Whether the cell at these members is exempt."""
        return any(all(d in where for d in dims) and tuple(where[d] for d in dims) in cells
                   for dims, cells in self.places.items())

    def or_(self, other: Exempted) -> Exempted:
        """What either of two is."""
        if not self or not other:
            return self or other
        found = dict(self.places)
        for dims, cells in other.places.items():
            found[dims] = found.get(dims, frozenset()) | cells
        return Exempted(found)

    def and_(self, other: Exempted) -> Exempted:
        """What both of two are."""
        found = NOTHING
        for dims, cells in self.places.items():
            found = found.or_(other.within(dims, cells))
        return found

    def within(self, dims: Members, cells: Collection[Members]) -> Exempted:
        """What of it lies at these members of some dimensions."""
        order = tuple(sorted(range(len(dims)), key=lambda n: dims[n]))
        named = tuple(dims[n] for n in order)
        there = [tuple(cell[n] for n in order) for cell in cells] if self else []
        found: dict[Members, set[Members]] = {}
        for own, mine in self.places.items():
            joined, rows = _join(own, mine, named, there)
            if rows:
                found.setdefault(joined, set()).update(rows)
        return _exempted(found)

    def at(self, where: Mapping[str, str]) -> Exempted:
        """What of it lies at these members, told by the other dimensions."""
        found: dict[Members, set[Members]] = {}
        for dims, cells in self.places.items():
            fixed = [(n, where[d]) for n, d in enumerate(dims) if d in where]
            kept = [n for n, d in enumerate(dims) if d not in where]
            here = cells if kept else cells & {tuple(where[d] for d in dims)}
            rows = {tuple(cell[n] for n in kept) for cell in here if all(cell[n] == member for n, member in fixed)}
            if rows:
                found.setdefault(tuple(dims[n] for n in kept), set()).update(rows)
        return _exempted(found)

    def relabelled(self, dim: str, names: Mapping[str, Collection[str]]) -> Exempted:
        """The same with a member of a dimension under the names it is given: none, one, or several."""
        found: dict[Members, set[Members]] = {}
        for dims, cells in self.places.items():
            if dim not in dims:
                continue
            at = dims.index(dim)
            rows = {(*c[:at], name, *c[at + 1 :]) for c in cells for name in names.get(c[at], ())}
            if rows:
                found[dims] = rows
        everywhere = Exempted({dims: cells for dims, cells in self.places.items() if dim not in dims})
        return _exempted(found).or_(everywhere.within((dim,), {(name,) for new in names.values() for name in new}))

    def without(self, over: Iterable[str], members: Callable[[str], Members]) -> Exempted:
        """What is exempt at all members of these dimensions, told by the others."""
        touched = {d for dims in self.places for d in dims}
        gone = [d for d in over if d in touched]
        if not gone:
            return self
        left: Exempted | None = None
        for found in product(*(members(d) for d in gone)):
            here = self.at(dict(zip(gone, found, strict=True)))
            left = here if left is None else left.and_(here)
            if not left:
                return NOTHING
        return left or NOTHING

    def steps(self, dim: str, where: Mapping[str, str]) -> frozenset[str]:
        """The members of a dimension that are exempt at a place in all others, where they are told one by one."""
        return frozenset(member for member, in self.at(where).places.get((dim,), ()))


NOTHING = Exempted()


def _exempted(found: Mapping[Members, Iterable[Members]]) -> Exempted:
    return Exempted({dims: frozenset(cells) for dims, cells in found.items()}) if found else NOTHING


def exempted(dims: Members, cells: Iterable[Members]) -> Exempted:
    """These members of these dimensions, in any order of the dimensions."""
    rows = frozenset(cells)
    return Exempted({(): frozenset({()})}).within(dims, rows) if rows else NOTHING


def _join(dims: Members, cells: Iterable[Members], others: Members,
          theirs: Iterable[Members]) -> tuple[Members, set[Members]]:
    """Dimensions of both, sorted, and the rows that agree where both have a dimension."""
    shared = [d for d in others if d in dims]
    joined = tuple(sorted({*dims, *others}))
    mine, other = ({d: n for n, d in enumerate(known)} for known in (dims, others))
    matching: dict[Members, list[Members]] = {}
    for row in theirs:
        matching.setdefault(tuple(row[other[d]] for d in shared), []).append(row)
    rows = {tuple(cell[mine[d]] if d in mine else row[other[d]] for d in joined)
            for cell in cells for row in matching.get(tuple(cell[mine[d]] for d in shared), ())}
    return joined, rows

"""What changed in a table of values: year by year, step by step, key by key, down to single values."""

from __future__ import annotations

from collections.abc import Hashable, Iterator

from msgspec import Struct

from ecoflow.agreement.model import Keyed, Value
from ecoflow.agreement.table_keys import MONTHS, SEASON
from ecoflow.negotiation.change import Change, Spot
from ecoflow.negotiation.meaning import NAMES, Reader
from ecoflow.negotiation.weight import Kind

Part = Value | Keyed
Readers = tuple[Reader, Reader]
"""Those of the old and of the new agreement."""


class _Cell(Struct, frozen=True):
    """One cell of either table: the keys it is written under and the values, None where there is none."""

    members: tuple[Hashable, ...]
    was: str
    now: str
    old: Part | None
    new: Part | None


def cells(readers: Readers, left: Keyed, right: Keyed, here: Spot, kind: Kind) -> Iterator[Change]:
    """A change for every value that differs; years or months that follow each other and changed alike are one.

    Tables by different dimensions have nothing in common: they changed as wholes.
    """
    if left.dim != right.dim:
        yield here.said(left, right, kind)
        return
    for cell in _runs(_cells(readers, left, right), left.dim, readers):
        spot = here.into(_label(left.dim, cell), cell.was, cell.now)
        if isinstance(cell.old, Keyed) and isinstance(cell.new, Keyed):
            yield from cells(readers, cell.old, cell.new, spot, kind)
        else:
            yield spot.said(cell.old, cell.new, kind)


def _cells(readers: Readers, left: Keyed, right: Keyed) -> list[_Cell]:
    """All cells of both tables, those of the new one first, steps from the lowest up."""
    before = {member: (key, part) for member, key, part in readers[0].cells(left)}
    after = {member: (key, part) for member, key, part in readers[1].cells(right)}
    members = list(dict.fromkeys((*after, *before)))
    if left.dim in {"tier", "year", SEASON}:
        members.sort(key=lambda m: m)  # type: ignore[arg-type,return-value]  # of one dimension: all of one kind
    none: tuple[str, None] = ("", None)
    return [_Cell((m,), *(before.get(m, none)[0], after.get(m, none)[0]), before.get(m, none)[1], after.get(m, none)[1])
            for m in members]


def _runs(found: list[_Cell], dim: str, readers: Readers) -> Iterator[_Cell]:
    """The cells that differ, neighbours in time that changed alike as one."""
    run: _Cell | None = None
    for cell in found:
        alike = run is not None and dim in {"year", SEASON} and _change(run, readers) == _change(cell, readers)
        if run is not None and alike and _follows(run.members[-1], cell.members[0]):
            run = _Cell((*run.members, *cell.members), run.was, run.now, run.old, run.new)
            continue
        if run is not None and _differs(run, readers):
            yield run
        run = cell
    if run is not None and _differs(run, readers):
        yield run


def _change(cell: _Cell, readers: Readers) -> tuple[Hashable, Hashable]:
    return readers[0].of(cell.old, NAMES), readers[1].of(cell.new, NAMES)


def _differs(cell: _Cell, readers: Readers) -> bool:
    left, right = _change(cell, readers)
    return left != right


def _follows(before: Hashable, after: Hashable) -> bool:
    return int(str(before)) + 1 == int(str(after))


def _label(dim: str, cell: _Cell) -> str:
    """The key of a cell as the language writes it; of a run its first and last."""
    if dim not in {"year", SEASON}:
        return cell.now or cell.was
    ends = tuple(dict.fromkeys((cell.members[0], cell.members[-1])))
    return "..".join(MONTHS[m - 1] if isinstance(m, int) else str(m) for m in ends)

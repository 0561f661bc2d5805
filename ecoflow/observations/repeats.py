"""The same result seen again counts once; the same key with another value is a later record, never an overwrite.

Within one key (section, indicator, time, source) the records are taken in the order they became known. A record is a
repeat when it says what one that stands says, or when it is that value as the platform shows it, rounded (the daily
pages carry raw values, the 4-hourly files only shown ones).

What became known at one and the same second in two ways is told apart by the origin. The platform shows a row until
the next one comes, so of its records the file's name and the row decide the order, and each kept one is recorded a
microsecond after the one before it. In any other file two values of one moment contradict each other: both stand, and
a settlement refuses them until a later record says which holds.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from ecoflow.observations.scratch import NO_VALUE, Records
from ecoflow.observations.value import round_millionths

Numbers = npt.NDArray[np.int32]
_KEY = ("section", "indicator", "observed", "source")
_SAME = ("value", "flag", "unit", "shown")


class Orders(Struct, frozen=True):
    """The rank of a section, indicator, source and file by its number; `known` is the file that stands for the folder.

    Rows of the file `known` were there before: they come first and stay as they are. It is -1 where there are none.
    """

    sections: Numbers
    indicators: Numbers
    sources: Numbers
    files: Numbers
    known: int = -1


class Collapsed(Struct, frozen=True):
    """Places of the rows that are kept, in file order, and how many were repeats, later records, contradictions."""

    kept: npt.NDArray[np.int64]
    repeats: int
    revisions: int
    contradictions: int


def collapse(records: Records, orders: Orders, *, apart: bool) -> Collapsed:
    """Which rows of a month stay; moves `recorded` of later records behind the one they follow.

    `apart` says that records of one second are in the order of their file, as the platform's are.
    """
    order = _order(records, orders)
    rows = records[order]
    same = _equal_to_previous(rows, _KEY)
    again = same & _equal_to_previous(rows, _SAME) & (rows["file"] != orders.known)
    deciding = _Deciding(rows, again, orders.known, apart)
    for start, stop in _differing(same, again):
        deciding.key(start, stop)
    records["recorded"][order] = rows["recorded"]
    return Collapsed(order[~again], int(again.sum()), deciding.revisions, deciding.contradictions)


def _order(records: Records, orders: Orders) -> npt.NDArray[np.int64]:
    """Rows by section, indicator, time and source; of one key what was known before, then by when it became known."""
    place = (orders.files[records["file"]].astype(np.int64) << 32) + records["row"]
    words = orders.sections[records["section"]].astype(np.int64)
    words = words * len(orders.indicators) + orders.indicators[records["indicator"]]
    sources = orders.sources[records["source"]]
    keys = [place, records["recorded"], sources, records["observed"], words]
    if orders.known >= 0:
        keys.insert(2, records["file"] != orders.known)
    return np.lexsort(keys)


def _equal_to_previous(rows: Records, names: tuple[str, ...]) -> npt.NDArray[np.bool_]:
    same = np.zeros(len(rows), dtype=bool)
    if len(rows):
        same[1:] = np.logical_and.reduce([rows[name][1:] == rows[name][:-1] for name in names])
    return same


def _differing(same: npt.NDArray[np.bool_], again: npt.NDArray[np.bool_]) -> Iterator[tuple[int, int]]:
    """From where to where each key goes whose rows do not all say the same."""
    starts = np.flatnonzero(~same)
    stops = np.append(starts[1:], len(same))
    news = np.flatnonzero(same & ~again)
    for at in np.unique(np.searchsorted(starts, news, side="right") - 1).tolist():
        yield int(starts[at]), int(stops[at])


class _Deciding(Struct):
    """Decides key by key which rows say again what stands; marks them in `again`, counts the others."""

    rows: Records
    again: npt.NDArray[np.bool_]
    known: int
    apart: bool
    revisions: int = 0
    contradictions: int = 0

    def key(self, start: int, stop: int) -> None:
        """Decide on all rows of one key."""
        rows, standing = self.rows, [start]
        self.again[start] = False
        for at in range(start + 1, stop):
            was, now = rows[standing[-1]], rows[at]
            if now["file"] == self.known:
                standing = [*standing, at] if now["recorded"] == was["recorded"] else [at]
                continue
            later = now["recorded"] > was["recorded"] or was["file"] == self.known
            # One of several that contradict each other, said again later, settles which of them holds.
            settles = later and len(standing) > 1
            self.again[at] = not settles and any(_says_the_same(rows[one], now) for one in standing)
            if self.again[at]:
                continue
            if later or self.apart:
                rows["recorded"][at] = max(int(now["recorded"]), int(was["recorded"]) + 1)
                self.revisions += 1
                standing = [at]
            else:
                self.contradictions += 1
                standing.append(at)


def _says_the_same(kept: np.void, later: np.void) -> bool:
    if kept["flag"] != later["flag"] or kept["unit"] != later["unit"]:
        return False
    if kept["value"] == later["value"]:
        return True
    known = kept["value"] != NO_VALUE and later["value"] != NO_VALUE and later["shown"] >= 0
    return bool(known and round_millionths(int(kept["value"]), int(later["shown"])) == later["value"])

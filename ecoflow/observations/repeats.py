"""The same result seen again counts once; the same key with another value is a later record, never an overwrite.

The platform shows a row until the next one comes, and goes on showing the last row of a station that is down; an
hourly copy therefore holds each result many times. Within one key (section, indicator, time) the records are taken
in the order they became known; a record is a repeat when it says what the last kept one says, or when it is that
value as the platform shows it, rounded (the daily pages carry raw values, the 4-hourly files only shown ones).
Of records that became known at the same second the file's name and the row decide the order, and each kept one is
recorded a microsecond after the one before it, so that "the latest" is never a matter of luck.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from ecoflow.observations.scratch import NO_VALUE
from ecoflow.observations.value import round_millionths

Records = npt.NDArray[np.void]


def collapse(
    records: Records,
    section_order: npt.NDArray[np.int32],
    indicator_order: npt.NDArray[np.int32],
    file_order: npt.NDArray[np.int32],
) -> tuple[Records, int, int]:
    """One month without its repeats, in file order; with the number of repeats and of later records (revisions).

    The three `*_order` arrays give the rank of a section, an indicator and a file by its number in the run.
    """
    order = np.lexsort(
        (
            records["row"],
            file_order[records["file"]],
            records["recorded"],
            records["observed"],
            indicator_order[records["indicator"]],
            section_order[records["section"]],
        ),
    )
    rows = records[order]
    same = np.zeros(len(rows), dtype=bool)
    key = ("section", "indicator", "observed")
    same[1:] = np.logical_and.reduce([rows[name][1:] == rows[name][:-1] for name in key])
    again, revisions = _again(rows, same)
    return rows[~again], int(again.sum()), revisions


def _again(rows: Records, same: npt.NDArray[np.bool_]) -> tuple[npt.NDArray[np.bool_], int]:
    """Which rows are repeats of the last kept row of their key; moves `recorded` of the kept ones apart."""
    again = np.zeros(len(rows), dtype=bool)
    revisions = 0
    kept = -1
    for at in np.flatnonzero(same).tolist():
        if not same[at - 1]:
            kept = at - 1
        if _says_the_same(rows[kept], rows[at]):
            again[at] = True
            continue
        rows["recorded"][at] = max(int(rows["recorded"][at]), int(rows["recorded"][kept]) + 1)
        revisions += 1
        kept = at
    return again, revisions


def _says_the_same(kept: np.void, later: np.void) -> bool:
    if kept["flag"] != later["flag"] or kept["unit"] != later["unit"]:
        return False
    if kept["value"] == later["value"]:
        return True
    known = kept["value"] != NO_VALUE and later["value"] != NO_VALUE and later["shown"] >= 0
    return bool(known and round_millionths(int(kept["value"]), int(later["shown"])) == later["value"])

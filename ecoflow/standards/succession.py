"""Which day, week, month, quarter or year follows which: `2024-01` follows `2023-12`."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable
from datetime import date

_FORM = re.compile(r"([0-9]{4})(?:-(?:Q([1-4])|W([0-9]{2})|([0-9]{2})(?:-([0-9]{2}))?))?")


def number_of(name: str) -> int:
    """The place of a period among all of its kind: neighbours differ by one.

    Takes `2024`, `2024-Q1`, `2024-01`, `2024-W05` (ISO 8601 weeks) and `2024-01-05`. Raises ValueError for anything else.
    """
    found = _FORM.fullmatch(name)
    if found is None:
        raise ValueError(name)
    year, quarter, week, month, day = (int(part) if part else 0 for part in found.groups())
    if day:
        return date(year, month, day).toordinal()
    if week:
        return date.fromisocalendar(year, week, 1).toordinal() // 7
    if quarter:
        return 4 * year + quarter
    return 12 * year + month if month else year


def ranges(names: Iterable[str]) -> tuple[tuple[str, str], ...]:
    """Periods in order as (first, last) of those that follow each other: days with days, weeks with weeks."""
    runs: list[tuple[str, str]] = []
    for name in names:
        last = runs[-1][1] if runs else ""
        follows = _form(last) == _form(name) and number_of(name) == number_of(last) + 1
        runs[-1:] = [(runs[-1][0], name)] if follows else [*runs[-1:], (name, name)]
    return tuple(runs)


def _form(name: str) -> str:
    return re.sub("[0-9]", "0", name)


def longest_run(names: Collection[str], passed: Collection[str] = ()) -> int:
    """The most periods of one kind that follow each other without a gap; those `passed` over neither count nor part them."""
    return max(streaks(names, passed).values(), default=0)


def streaks(names: Collection[str], passed: Collection[str] = ()) -> dict[str, int]:
    """For each period how many have followed each other up to it; those `passed` over neither count nor part them."""
    found: dict[str, int] = {}
    length, last = 0, None
    counted = {number_of(name): name for name in names}
    for number in sorted({*counted, *map(number_of, passed)}):
        if last is None or number != last + 1:
            length = 0
        if number in counted:
            length += 1
            found[counted[number]] = length
        last = number
    return found

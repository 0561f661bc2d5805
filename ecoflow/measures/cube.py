"""The exact cube: what one scan leaves of the observations, per section, indicator, source and day (or month)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType
from typing import Literal

from msgspec import Struct

from ecoflow.standards.calendar import Period

Grain = Literal["day", "month"]
Key = tuple[str, str, str, str]
"""section, indicator, source, bucket (`2013-06-05` or `2013-06`)."""


Span = tuple[Fraction, Fraction]
"""Lowest and highest."""

_SHARES: Mapping[str, Fraction] = MappingProxyType(
    {"half": Fraction(1, 2), "limit": Fraction(1), "zero": Fraction(0)})
"""How much of its detection limit a non-detect counts as."""


class Cell(Struct, frozen=True):
    """Counts and exact sums of one bucket, in coherent units.

    `valid` samples sum to `total`; `below` samples lie below their detection limits, which sum to `limits`; `invalid`
    samples carry one of `flags`; `clashes` counts moments with two contradicting values; `values` lists the single
    values only where a mean is not a sum (pH). `extremes` are the lowest and highest valid value, `limit_extremes`
    the lowest and highest detection limit, `highest_limit` the latter alone; None where there is none, or where no
    measure asked for them.
    """

    valid: int = 0
    total: Fraction = Fraction(0)
    below: int = 0
    limits: Fraction = Fraction(0)
    invalid: int = 0
    flags: tuple[str, ...] = ()
    clashes: int = 0
    values: tuple[Fraction, ...] = ()
    extremes: Span | None = None
    limit_extremes: Span | None = None
    highest_limit: Fraction | None = None

    def plus(self, other: Cell) -> Cell:
        """Both cells together (two sources of one day)."""
        return Cell(self.valid + other.valid, self.total + other.total, self.below + other.below,
                    self.limits + other.limits, self.invalid + other.invalid,
                    tuple(sorted({*self.flags, *other.flags})), self.clashes + other.clashes,
                    (*self.values, *other.values), _wider(self.extremes, other.extremes),
                    _wider(self.limit_extremes, other.limit_extremes),
                    max((x for x in (self.highest_limit, other.highest_limit) if x is not None), default=None))

    @property
    def usable(self) -> int:
        """Samples that enter a mean: valid ones and those below the detection limit."""
        return self.valid + self.below

    def sum(self, non_detect: str) -> Fraction:
        """The sum of the usable samples, a non-detect counted as half its limit, its limit, or zero."""
        return self.total + self.limits * _SHARES[non_detect]

    def span(self, non_detect: str) -> Span:
        """The lowest and highest usable sample, a non-detect counted by the rule. ValueError where there is none."""
        limits = self.limit_extremes
        counted = None if limits is None else (limits[0] * _SHARES[non_detect], limits[1] * _SHARES[non_detect])
        found = _wider(self.extremes, counted)
        if found is None:
            raise ValueError("no sample, or its extremes were not asked for")
        return found


class Cube(Struct, frozen=True):
    """All cells of a run. `single` are the records of joint monitoring one by one, each alone in a cell of its moment.

    `bad_units` lists (section, indicator, unit) that could not be read as the indicator's. `absent` are the sections
    asked for that the observations do not hold at all, in any year; then `known_sections` are some that they do hold.
    """

    grain: Grain
    cells: Mapping[Key, Cell]
    sources: tuple[str, ...]
    absent: tuple[str, ...]
    known_sections: tuple[str, ...]
    bad_units: tuple[tuple[str, str, str], ...]
    rows: int
    sha256: str
    engine: str
    single: Mapping[tuple[str, str], tuple[tuple[str, datetime, Cell], ...]] = {}
    _filed: dict[tuple[str, str], list[tuple[str, str, Cell]]] = {}  # msgspec gives each cube its own

    def __post_init__(self) -> None:
        for (section, indicator, source, bucket), cell in self.cells.items():
            self._filed.setdefault((section, indicator), []).append((source, bucket, cell))

    def by_source(self, section: str, indicator: str, window: Period) -> dict[str, dict[str, Cell]]:
        """The cells of one section and indicator inside a window, by source and bucket."""
        first, last = str(window.first), str(window.last)
        if self.grain == "month":
            first, last = first[:7], last[:7]
        found: dict[str, dict[str, Cell]] = {}
        for source, bucket, cell in self._filed.get((section, indicator), ()):
            if first <= bucket <= last:
                found.setdefault(source, {})[bucket] = cell
        return dict(sorted(found.items()))

    def bucket(self, at: datetime) -> str:
        """The bucket a moment is in."""
        return f"{at:%Y-%m-%d}" if self.grain == "day" else f"{at:%Y-%m}"


NO_CUBE = Cube("month", {}, (), (), (), (), 0, "", "")
"""What is known where nothing was read."""


def _wider(one: Span | None, other: Span | None) -> Span | None:
    """What both reach over."""
    if one is None or other is None:
        return one or other
    return min(one[0], other[0]), max(one[1], other[1])


def merged(cells: Iterable[Mapping[str, Cell]]) -> dict[str, Cell]:
    """The cells of several sources together, by bucket in order of time."""
    found: dict[str, Cell] = {}
    for one in cells:
        for bucket, cell in one.items():
            found[bucket] = found[bucket].plus(cell) if bucket in found else cell
    return dict(sorted(found.items()))


def counts_among(source: str, sources: tuple[str, ...]) -> bool:
    """Whether a source is one of these: by its name or its kind; every source where none is named."""
    return not sources or source in sources or source.partition(":")[0] in sources


def is_synthetic(source: str) -> bool:
    """Whether a source of observations says that they were made up: `synthetic`, `manual:synthetic`."""
    return "synthetic" in source.split(":")


def digest(lines: list[str]) -> str:
    """SHA-256 over the cube's canonical lines, sorted: the same on any engine and number of threads."""
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()


def canonical(*parts: object) -> str:
    """One canonical line: fields joined by tabs, decimals without trailing zeros."""
    return "\t".join(_plain(p) for p in parts)


def _plain(part: object) -> str:
    if isinstance(part, Decimal):
        text = format(part, "f")
        return text.rstrip("0").rstrip(".") if "." in text else text
    return str(part)

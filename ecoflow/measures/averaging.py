"""Means along the path an agreement states: samples to days, to months, to years, each an arithmetic mean."""

from __future__ import annotations

from collections.abc import Iterable
from fractions import Fraction
from math import lcm

from ecoflow.measures.cube import Cell
from ecoflow.standards.calendar import Period
from ecoflow.standards.ph import mean_ph

Path = tuple[str, ...]
"""The levels averaged before the window, any of `day`, `month`, `year`; empty takes all samples at once."""

_LETTERS = {"year": 4, "month": 7, "day": 10}
"""How much of a bucket's name tells the level: 2013, 2013-06, 2013-06-05."""


def path_in(stated: object, part: Period) -> Path:
    """The levels of a stated path that a part of the window has: within a week or a day there are no months."""
    path = stated if isinstance(stated, tuple) else ()
    return path if part.is_whole_months else tuple(level for level in path if level == "day")


def grouped(buckets: Iterable[tuple[str, Cell]], path: Path) -> tuple[list[list[tuple[str, Cell]]], Path]:
    """The usable buckets by the coarsest level of a path, and the levels left; one by one for an empty path."""
    usable, levels = [b for b in buckets if b[1].usable], _levels(path)
    return (_groups(usable, levels[0]), levels[1:]) if levels else ([[b] for b in usable], ())


def mean(buckets: Iterable[tuple[str, Cell]], path: Path, non_detect: str) -> Fraction:
    """The mean of the usable samples along the path; ZeroDivisionError when there is none."""
    return _fold([b for b in buckets if b[1].usable], _levels(path), non_detect)


def mean_of_ph(buckets: Iterable[tuple[str, Cell]], path: Path, places: int) -> Fraction:
    """The mean pH along the path, through the hydrogen ion, rounded half to even to `places`."""
    weighted = _weights([b for b in buckets if b[1].usable], _levels(path), Fraction(1))
    whole = lcm(*(w.denominator for _, w in weighted))
    return mean_ph([(value, int(weight * whole)) for value, weight in weighted], places)


def _levels(path: Path) -> tuple[str, ...]:
    return tuple(level for level in _LETTERS if level in path)


def _groups(buckets: list[tuple[str, Cell]], level: str) -> list[list[tuple[str, Cell]]]:
    found: dict[str, list[tuple[str, Cell]]] = {}
    for name, cell in buckets:
        found.setdefault(name[: _LETTERS[level]], []).append((name, cell))
    return list(found.values())


def _fold(buckets: list[tuple[str, Cell]], levels: tuple[str, ...], non_detect: str) -> Fraction:
    if not levels:
        return sum((c.sum(non_detect) for _, c in buckets), Fraction(0)) / sum(c.usable for _, c in buckets)
    means = [_fold(group, levels[1:], non_detect) for group in _groups(buckets, levels[0])]
    return sum(means, Fraction(0)) / len(means)


def _weights(buckets: list[tuple[str, Cell]], levels: tuple[str, ...],
             share: Fraction) -> list[tuple[Fraction, Fraction]]:
    """Every single value with its weight in the mean of means; the weights sum to `share`."""
    if not levels:
        values = [v for _, c in buckets for v in c.values]
        return [(v, share / len(values)) for v in values]
    groups = _groups(buckets, levels[0])
    return [w for group in groups for w in _weights(group, levels[1:], share / len(groups))]

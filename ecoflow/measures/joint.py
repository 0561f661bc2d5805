"""Two parties' records of one sample: which belong together, whether they agree, and on what value.

    joint: {tolerance: 20%, deviation: sum, agreed: mean, within: 30min}

Records a and b (of the section's upstream and downstream party) agree when |a - b| is within the tolerance: as a share
of a + b (`sum`, the relative deviation of parallel samples), of (a + b) / 2 (`mean`) or of the larger, or as a difference.
A value below the detection limit counts by the rule of non-detects; two of them agree, and have the downstream limit.
Beyond the tolerance the reserve sample decides, or what both sides agreed on; without either nothing counts.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from fractions import Fraction
from typing import Literal, TypeVar

from msgspec import Struct

from ecoflow.agreement.check_monitoring import AGREED, RESERVE, tolerance_of
from ecoflow.agreement.model import Joint, Section
from ecoflow.measures.cube import Cell
from ecoflow.standards.indicators import INDICATORS
from ecoflow.standards.units import ONE, parse_unit

Standing = Literal["agreed", "reserve", "signed", "apart", "one-sided", "invalid", "clash"]
"""Why a sample counts (the pair agreed, the reserve sample, a value both signed) or does not."""

UNSETTLED = frozenset({"apart", "one-sided"})
"""The standings of samples on which the two sides have still to act; they do not count."""

T = TypeVar("T")


class Record(Struct, frozen=True):
    """One result of one sample: when, a cell that holds it alone, in coherent units, and when it became known."""

    at: datetime
    cell: Cell
    known: datetime | None = None


class Sample(Struct, frozen=True):
    """The records that belong to one sample; a side without one is None."""

    upstream: Record | None = None
    downstream: Record | None = None
    reserve: Record | None = None
    signed: Record | None = None

    @property
    def at(self) -> datetime:
        """When it was taken: the earliest time recorded."""
        return min(r.at for r in self.records)

    @property
    def records(self) -> tuple[Record, ...]:
        """Those there are."""
        return tuple(r for r in (self.upstream, self.downstream, self.reserve, self.signed) if r is not None)


class Rule(Struct, frozen=True):
    """How far two results of one indicator may be apart, and the value they then have.

    `limit` is a share of what `over` names, or a difference in coherent units where that is empty.
    """

    indicator: str
    limit: Fraction
    over: str
    agreed: str
    non_detect: str
    within: timedelta = timedelta(0)


class Judged(Struct, frozen=True):
    """A sample with its standing: the cell that counts (empty where none does), and how far apart the two results are."""

    sample: Sample
    standing: Standing
    cell: Cell = Cell()
    apart: Fraction | None = None


def sources_of(section: Section) -> tuple[str, str, str, str]:
    """The sources of joint monitoring at a section: its upstream and downstream party, the reserve, what is signed."""
    up, down = (f"joint:{section.roles.get(role, '')}" for role in ("upstream", "downstream"))
    return up, down, f"joint:{RESERVE}", f"joint:{AGREED}"


def rule_of(joint: Joint, indicator: str, non_detect: str) -> Rule | None:
    """The rule for an indicator; None where the agreement states no tolerance for it."""
    limit = tolerance_of(joint, indicator)
    if limit is None:
        return None
    absolute = indicator == "pH" or not limit.unit.is_plain
    over = "" if absolute else joint.deviation or "sum"
    return Rule(indicator, limit.value, over, joint.agreed, non_detect, timedelta(seconds=joint.within))


def samples_of(upstream: Sequence[Record], downstream: Sequence[Record], reserve: Sequence[Record],
               signed: Sequence[Record], within: timedelta) -> tuple[Sample, ...]:
    """The records of one section and indicator filed as samples, in order of time; every record is in exactly one.

    The two sides' records nearest in time belong together, one to one; then the reserve samples and signed values go to
    the sample nearest to them. The order of the records and which side is which do not matter.
    """
    found = [Sample(upstream=a, downstream=b) for a, b in nearest(upstream, downstream, within, _at, _at)]
    for name, more in (("reserve", reserve), ("signed", signed)):
        joined: list[Sample] = []
        for sample, record in nearest(found, more, within, _taken, _at):
            known = sample or Sample()
            joined.append(known if record is None else Sample(
                known.upstream, known.downstream, record if name == "reserve" else known.reserve,
                record if name == "signed" else known.signed))
        found = joined
    return tuple(sorted(found, key=lambda s: s.at))


def _at(record: Record) -> datetime:
    return record.at


def _taken(sample: Sample) -> datetime:
    return sample.at


def nearest(left: Sequence[T], right: Sequence[Record], within: timedelta, when: Callable[[T], datetime],
            other: Callable[[Record], datetime]) -> list[tuple[T | None, Record | None]]:
    """Each item of both sides once: pairs no further apart than `within`, the nearest first, then what is left over."""
    ones, twos = sorted(left, key=when), sorted(right, key=other)
    times = [other(two) for two in twos]
    close: list[tuple[timedelta, datetime, datetime, int, int]] = []
    for n, one in enumerate(ones):
        at = when(one)
        for m in range(bisect_left(times, at - within), len(times)):
            if times[m] > at + within:
                break
            close.append((abs(times[m] - at), min(at, times[m]), max(at, times[m]), n, m))
    mates: dict[int, int] = {}
    taken: set[int] = set()
    for *_, n, m in sorted(close):
        if n not in mates and m not in taken:
            mates[n] = m
            taken.add(m)
    pairs: list[tuple[T | None, Record | None]] = [
        (one, twos[mates[n]] if n in mates else None) for n, one in enumerate(ones)]
    return pairs + [(None, two) for m, two in enumerate(twos) if m not in taken]


def judge(sample: Sample, rule: Rule) -> Judged:
    """What a sample comes to. A value both sides signed decides, then their agreement, then the reserve sample."""
    if any(r.cell.clashes for r in sample.records):
        return Judged(sample, "clash", Cell(clashes=sum(r.cell.clashes for r in sample.records)))
    one, two, reserve, signed = (
        r if r is not None and r.cell.usable else None
        for r in (sample.upstream, sample.downstream, sample.reserve, sample.signed))
    apart = None if one is None or two is None else deviation(one.cell, two.cell, rule)
    if signed is not None:
        return Judged(sample, "signed", signed.cell, apart)
    if one is not None and two is not None and apart is not None and apart <= rule.limit:
        return Judged(sample, "agreed", _agreed(one.cell, two.cell, rule), apart)
    if one is None and two is None:
        return _without_sides(sample)
    if reserve is not None:
        return Judged(sample, "reserve", reserve.cell, apart)
    return Judged(sample, "one-sided" if apart is None else "apart", Cell(), apart)


def _without_sides(sample: Sample) -> Judged:
    """A sample of which neither side has a usable record; a reserve sample has nothing to decide then."""
    flags = tuple(sorted({f for r in sample.records for f in r.cell.flags}))
    invalid = sum(r.cell.invalid for r in sample.records)
    return Judged(sample, "invalid" if invalid else "one-sided", Cell(invalid=invalid, flags=flags))


def deviation(one: Cell, two: Cell, rule: Rule) -> Fraction:
    """How far two results are apart: a share, or a difference where the rule is one. Two below detection agree."""
    if one.below and two.below:
        return Fraction(0)
    a, b = one.sum(rule.non_detect), two.sum(rule.non_detect)
    if not rule.over or a == b:
        return abs(a - b)
    whole = {"sum": abs(a) + abs(b), "mean": (abs(a) + abs(b)) / 2, "larger": max(abs(a), abs(b))}[rule.over]
    return abs(a - b) / whole


def _agreed(one: Cell, two: Cell, rule: Rule) -> Cell:
    """The record that two results within the tolerance stand for."""
    if rule.agreed == "upstream":
        return one
    if rule.agreed == "downstream" or (rule.agreed == "mean" and one.below and two.below):
        return two
    a, b = one.sum(rule.non_detect), two.sum(rule.non_detect)
    if rule.agreed == "worse":
        worse = (badness(rule.indicator, a), a) >= (badness(rule.indicator, b), b)
        return one if worse else two
    return single((a + b) / 2, rule.indicator)


def badness(indicator: str, value: Fraction) -> Fraction:
    """A number that grows as the water is worse: less oxygen, a pH further from 7, more of anything else."""
    better = INDICATORS[indicator].better
    return -value if better == "higher" else abs(value - 7) if better == "band" else value


def single(value: Fraction, indicator: str) -> Cell:
    """A cell of one valid value, in coherent units."""
    return Cell(valid=1, total=value, values=(value,) if indicator == "pH" else (), extremes=(value, value))


def own_unit(indicator: str) -> Fraction:
    """How many coherent units one of the indicator's own unit is."""
    return (parse_unit(INDICATORS[indicator].unit) or ONE).scale

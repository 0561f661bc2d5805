"""Two parties' observations held against each other, sample by sample, by the rule their agreement settles by."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping
from datetime import datetime
from fractions import Fraction
from typing import Any

from msgspec import Struct, field

from ecoflow.measures.cube import Cell
from ecoflow.measures.joint import Judged, Record, Rule, judge, own_unit, samples_of, single
from ecoflow.standards.indicators import find
from ecoflow.standards.units import parse_unit

Spot = tuple[str, str]
"""section, indicator."""

Rows = Iterable[tuple[Any, ...]]
"""section, observed_at, indicator, value, unit, flag, source, recorded_at: the latest record of each."""

_THIRD = ("joint:reserve", "joint:agreed")


class Side(Struct, frozen=True):
    """The records of one party by section and indicator; `unread` counts those that cannot be compared, with a reason,
    `parties` are those whose joint records they are.
    """

    records: Mapping[Spot, tuple[Record, ...]]
    reserve: Mapping[Spot, tuple[Record, ...]]
    signed: Mapping[Spot, tuple[Record, ...]]
    unread: Mapping[str, int]
    parties: tuple[str, ...] = ()


class Compared(Struct, frozen=True):
    """One sample of both parties, judged; `status` says how it ended. With `turned`, A is the downstream party there."""

    section: str
    indicator: str
    judged: Judged
    turned: bool = False

    @property
    def pair(self) -> tuple[Record | None, Record | None]:
        """The records of A and of B."""
        sample = self.judged.sample
        return (sample.downstream, sample.upstream) if self.turned else (sample.upstream, sample.downstream)

    @property
    def status(self) -> str:
        """`agreed`, `reserve`, `signed`, `dispute`, `only-a`, `only-b`, `none`, or `clash`."""
        standing = self.judged.standing
        if standing == "apart":
            return "dispute"
        if standing == "invalid":
            return "none"
        if standing != "one-sided":
            return standing
        first, second = (r is not None and r.cell.usable > 0 for r in self.pair)
        return "only-a" if first else "only-b" if second else "none"


class Reconciled(Struct, frozen=True):
    """All samples of both parties in order of section, indicator and time; and what could not be compared, by side."""

    compared: tuple[Compared, ...]
    rules: Mapping[str, Rule]
    unread: tuple[Mapping[str, int], Mapping[str, int]]
    unruled: tuple[str, ...] = ()

    @property
    def disputes(self) -> tuple[Compared, ...]:
        """The samples that are open: beyond the tolerance, or with two values of one side."""
        return tuple(c for c in self.compared if c.status in {"dispute", "clash"})

    def counts(self) -> dict[str, int]:
        """How many samples ended each way, in the order of `STATUSES`."""
        found = dict.fromkeys(STATUSES, 0)
        for one in self.compared:
            found[one.status] += 1
        return found


STATUSES = ("agreed", "reserve", "signed", "dispute", "clash", "only-a", "only-b", "none")


class _Filed(Struct):
    """Records of one side as they are read."""

    known: dict[tuple[str, Spot], list[Record]] = field(default_factory=dict)
    unread: dict[str, int] = field(default_factory=dict)
    parties: tuple[str, ...] = ()

    def add(self, kind: str, spot: Spot, record: Record) -> None:
        """File one record."""
        self.known.setdefault((kind, spot), []).append(record)

    def skip(self, why: str) -> None:
        """Count one that cannot be compared."""
        self.unread[why] = self.unread.get(why, 0) + 1

    def side(self) -> Side:
        """What was filed."""
        own, reserve, signed = (self.of(kind) for kind in ("own", *_THIRD))
        return Side(own, reserve, signed, dict(sorted(self.unread.items())), self.parties)

    def of(self, kind: str) -> dict[Spot, tuple[Record, ...]]:
        """The records of one kind; two values of one moment are a contradiction."""
        return {spot: each_once(found) for (which, spot), found in sorted(self.known.items()) if which == kind}


def side(rows: Rows, names: Mapping[str, str], party: str = "") -> Side:
    """The records of one party; `names` maps other names of sections to their ids.

    Where a party hands in joint records, only those are its word (with `party`, only its own); the reserve sample and
    signed values are both parties'.
    """
    kept = [(names.get(section, section), *row) for section, *row in rows]
    spoken = {source for *_, source, _ in kept if source.startswith("joint:") and source not in _THIRD}
    wanted = {f"joint:{party}"} if party and f"joint:{party}" in spoken else spoken
    filed = _Filed(parties=tuple(sorted(s.partition(":")[2] for s in wanted)))
    for section, at, indicator, value, unit, flag, source, recorded_at in kept:
        known = find(indicator)
        cell = None if known is None else cell_of(known.id, value, unit, flag)
        if known is None or cell is None:
            filed.skip("indicator" if known is None else "unit")
        elif wanted and source not in {*wanted, *_THIRD}:
            filed.skip("source")
        else:
            filed.add(source if source in _THIRD else "own", (section, known.id), Record(at, cell, recorded_at))
    return filed.side()


def cell_of(indicator: str, value: Any, unit: str, flag: str) -> Cell | None:
    """One result alone in a cell, in coherent units; None where its unit is not one of the indicator."""
    if value is None or flag not in {"", "L"} or (flag == "L" and indicator == "pH"):
        return Cell(invalid=1, flags=(flag,) if flag else ())
    found, own = parse_unit(unit or "1"), own_unit(indicator)
    wanted = parse_unit(_unit(indicator))
    if found is None or wanted is None or not found.fits(wanted) or not own:
        return None
    number = Fraction(value) * found.scale
    return Cell(below=1, limits=number) if flag == "L" else single(number, indicator)


def _unit(indicator: str) -> str:
    known = find(indicator)
    return known.unit if known is not None else "1"


def each_once(records: Iterable[Record]) -> tuple[Record, ...]:
    """The records of one side by moment: once where they say the same, a contradiction where they do not."""
    found: dict[datetime, list[Record]] = {}
    for record in records:
        found.setdefault(record.at, []).append(record)
    return tuple(Record(at, _one([r.cell for r in same]), max((r.known for r in same if r.known), default=None))
                 for at, same in sorted(found.items()))


def _one(cells: list[Cell]) -> Cell:
    return cells[0] if all(c == cells[0] for c in cells) else Cell(clashes=1)


def reconcile(one: Side, two: Side, rules: Mapping[str, Rule], turned: Container[str] = ()) -> Reconciled:
    """Every record of both sides in exactly one sample, judged; `rules` by indicator.

    The first side is the upstream party, but at the sections that are `turned`. Indicators without a rule are not compared
    and are named.
    """
    spots = sorted({*one.records, *two.records, *one.reserve, *two.reserve, *one.signed, *two.signed})
    compared = tuple(c for spot in spots if spot[1] in rules
                     for c in _spot(spot, one, two, rules[spot[1]], turned=spot[0] in turned))
    unruled = tuple(dict.fromkeys(i for _, i in spots if i not in rules))
    return Reconciled(compared, rules, (one.unread, two.unread), unruled)


def _spot(spot: Spot, one: Side, two: Side, rule: Rule, *, turned: bool) -> Iterator[Compared]:
    reserve, signed = (each_once([*a.get(spot, ()), *b.get(spot, ())])
                       for a, b in ((one.reserve, two.reserve), (one.signed, two.signed)))
    first, second = (s.records.get(spot, ()) for s in ((two, one) if turned else (one, two)))
    found = samples_of(first, second, reserve, signed, rule.within)
    return (Compared(*spot, judge(sample, rule), turned) for sample in found)

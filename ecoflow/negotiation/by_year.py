"""Two agreements side by side by calendar year: what each party would have received, and how much more under the second."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from itertools import groupby

from msgspec import Struct

from ecoflow.negotiation.compare import Comparison
from ecoflow.settlement.model import Settlement

Nets = Mapping[str, Fraction]


class Year(Struct, frozen=True):
    """One year: the net receipts in yuan under both; None where a period of the year cannot be settled."""

    year: int
    old: Nets | None
    new: Nets | None

    def difference(self, party: str) -> Fraction | None:
        """What the party receives more under the second; None when one of the two cannot be settled."""
        if self.old is None or self.new is None:
            return None
        return self.new.get(party, Fraction(0)) - self.old.get(party, Fraction(0))


class Yearly(Struct, frozen=True):
    """A comparison by year. A party that only got another id is one party, under its new id."""

    comparison: Comparison
    parties: tuple[str, ...]
    years: tuple[Year, ...]

    @property
    def compared(self) -> tuple[Year, ...]:
        """The years that both could settle whole; the totals rest on them."""
        return tuple(y for y in self.years if y.old is not None and y.new is not None)

    def totals(self, party: str) -> tuple[Fraction, Fraction] | None:
        """Net receipt under both over the years compared; None when there is none."""
        if not self.compared:
            return None
        sides = zip(*((y.old or {}, y.new or {}) for y in self.compared), strict=True)
        old, new = (sum((nets.get(party, Fraction(0)) for nets in side), Fraction(0)) for side in sides)
        return old, new

    @property
    def moving(self) -> tuple[str, ...]:
        """The parties that pay or receive anything in any year; all of them when none does."""
        found = tuple(p for p in self.parties if any(n.get(p) for y in self.years for n in (y.old, y.new) if n))
        return found or self.parties


def by_year(found: Comparison, renamed: Mapping[str, str]) -> Yearly:
    """The comparison by year; `renamed` gives the new id of a party that has only got another one."""
    parties = tuple(dict.fromkeys((*found.right.parties, *(renamed.get(p, p) for p in found.left.parties))))
    return Yearly(found, parties, tuple(_years(found, renamed)))


def _years(found: Comparison, renamed: Mapping[str, str]) -> Iterator[Year]:
    for year, pairs in groupby(found.pairs, key=lambda pair: pair.period.year):
        both = list(pairs)
        yield Year(year, _nets([p.left for p in both], renamed), _nets([p.right for p in both], {}))


def _nets(settlements: list[Settlement], renamed: Mapping[str, str]) -> Nets | None:
    if not all(s.settled for s in settlements):
        return None
    sums: dict[str, Fraction] = {}
    for party, amount in ((renamed.get(p, p), a) for s in settlements for p, a in s.net.items()):
        sums[party] = sums.get(party, Fraction(0)) + amount
    return sums

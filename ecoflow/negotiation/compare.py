"""The same observations under two agreements or drafts: what would each have paid, period by period."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from msgspec import Struct
from msgspec.structs import replace

from ecoflow.agreement.model import Agreement, Keyed, Value
from ecoflow.negotiation.caveats import Caveats, caveats
from ecoflow.settlement.chain import settle_in_order
from ecoflow.settlement.model import Settlement
from ecoflow.settlement.settle import Observations, Wish
from ecoflow.standards.calendar import Period


class Pair(Struct, frozen=True):
    """One period under both."""

    period: Period
    left: Settlement
    right: Settlement

    def difference(self, party: str) -> Fraction | None:
        """What the party receives more under the second; None when one of the two cannot be settled."""
        if not (self.left.settled and self.right.settled):
            return None
        return self.right.net.get(party, Fraction(0)) - self.left.net.get(party, Fraction(0))


class Comparison(Struct, frozen=True):
    """Two agreements side by side. `parties` are those of either, in the order of the first."""

    left: Agreement
    right: Agreement
    parties: tuple[str, ...]
    pairs: tuple[Pair, ...]

    def name(self, party: str, lang: str) -> str:
        """The party's name."""
        found = self.left.parties.get(party) or self.right.parties[party]
        return found.name.say(lang)

    def total(self, party: str) -> Fraction | None:
        """The sum of the differences over the periods both could settle; None when there is none."""
        found = [d for p in self.pairs if (d := p.difference(party)) is not None]
        return sum(found, Fraction(0)) if found else None

    @property
    def caveats(self) -> tuple[Caveats, Caveats]:
        """What must be known of the first and of the second."""
        return (caveats(self.left, (p.left for p in self.pairs)), caveats(self.right, (p.right for p in self.pairs)))

    @property
    def synthetic(self) -> bool:
        """Whether any run read synthetic data."""
        return any(side.evidence.synthetic for p in self.pairs for side in (p.left, p.right))

    @property
    def compared(self) -> tuple[Period, ...]:
        """The periods that both could settle, and the totals rest on."""
        return tuple(p.period for p in self.pairs if p.left.settled and p.right.settled)


def compare(left: Agreement, right: Agreement, periods: Iterable[Period], observations: Observations,
            given: Mapping[str, Value | Keyed] | None = None) -> Comparison:
    """Settle every period under both, also outside the term of either: the question is what they would have paid.

    The periods are in order of time; what a pool carries on from one opens the next.
    """
    wishes = (Wish(given={n: v for n, v in (given or {}).items() if n in side.facts}) for side in (left, right))
    return side_by_side((left, next(wishes)), (right, next(wishes)), periods, observations)


def side_by_side(left: tuple[Agreement, Wish], right: tuple[Agreement, Wish], periods: Iterable[Period],
                 observations: Observations) -> Comparison:
    """As `compare`, each agreement with what is given for it."""
    asked = tuple(periods)

    def under(agreement: Agreement, wish: Wish) -> tuple[Settlement, ...]:
        return settle_in_order(agreement, asked, observations, replace(wish, any_year=True))

    pairs = tuple(map(Pair, asked, under(*left), under(*right)))
    return Comparison(left[0], right[0], tuple(dict.fromkeys((*left[0].parties, *right[0].parties))), pairs)

"""Several periods of one agreement, one after the other: a pool opens with what the period before carried on."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction

from msgspec.structs import replace

from ecoflow.agreement.model import Agreement, Keyed, Pool, Value
from ecoflow.diagnostics.finding import Finding, Phrase
from ecoflow.measures.windows import covers
from ecoflow.settlement.given import given_values
from ecoflow.settlement.model import Carried, Settlement
from ecoflow.settlement.settle import Observations, Wish, settle
from ecoflow.standards.calendar import Period
from ecoflow.standards.money import money
from ecoflow.standards.units import YUAN, Quantity


def settle_in_order(agreement: Agreement, periods: Iterable[Period], observations: Observations | None,
                    wish: Wish | None = None) -> tuple[Settlement, ...]:
    """Settle the periods, given in order of time.

    The fact that opens a carrying pool is what the period just before carried on, unless it is given for this very
    period (E425 where the two differ). A period that could not be settled hands nothing on: the next one is then
    without its opening (E419). A value given without a year is for the first of the periods.
    """
    found: list[Settlement] = []
    for period in periods:
        follows = bool(found) and (period.first - found[-1].period.last).days == 1
        asked = _after(found[-1], period, wish or Wish()) if follows else wish
        found.append(settle(agreement, period, observations, asked))
    return tuple(found)


def _after(before: Settlement, period: Period, wish: Wish) -> Wish:
    """The wish for a period that follows another, with what that one carried on among the facts."""
    given, handed, refused = dict(wish.given), [], list(wish.refused)
    for pool, fact in _opened_by_facts(before.agreement):
        own = _is_of_this(wish.given.get(fact), period)
        if not before.settled:
            if not own:
                given.pop(fact, None)
                refused.append(_unknown(pool, before, period))
        elif not own and fact not in handed:
            given[fact] = _quantity(before.agreement, fact, before.pools[pool.id])
            handed.append(fact)
        else:
            stated = given_values(before.agreement, period, {fact: given[fact]})[fact].only()
            if isinstance(stated, Fraction) and stated != before.pools[pool.id]:
                refused.append(_differs(pool, before, period, stated))
    carried = Carried(tuple(handed), before.period.name, before.provenance.weak) if handed else Carried()
    return replace(wish, given=given, refused=tuple(refused), carried=carried)


def _opened_by_facts(agreement: Agreement) -> Iterator[tuple[Pool, str]]:
    """The pools that carry on what is left and open with a fact, each with the fact."""
    for pool in agreement.pools.values():
        if pool.carries and pool.opening is not None and pool.opening in agreement.facts:
            yield pool, pool.opening


def _is_of_this(value: Value | Keyed | None, period: Period) -> bool:
    """Whether a value is given for this very period: one of its year, which only the first of its parts opens with."""
    opens_the_year = (period.first.month, period.first.day) == (1, 1)
    return (isinstance(value, Keyed) and value.dim == "year" and opens_the_year
            and any(covers(key, period.year) for key in value.values))


def _quantity(agreement: Agreement, fact: str, amount: Fraction) -> Quantity:
    """An amount of yuan in the unit of the fact."""
    unit = agreement.types[fact].unit or YUAN
    return Quantity(amount, unit, unit.show(amount))


def _unknown(pool: Pool, before: Settlement, period: Period) -> Finding:
    fact = str(pool.opening)
    return Finding("E419", None, {"pool": pool.id, "fact": fact, "period": period.name, "before": before.period.name},
                   {"fact": fact})


def _differs(pool: Pool, before: Settlement, period: Period, given: Fraction) -> Finding:
    left, fact = before.pools[pool.id], str(pool.opening)
    details: dict[str, Phrase] = {
        "pool": pool.id, "fact": fact, "period": period.name, "before": before.period.name,
        "carried": (money(left, "zh"), money(left, "en")), "given": (money(given, "zh"), money(given, "en"))}
    return Finding("E425", None, details, {"fact": fact})

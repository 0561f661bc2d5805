"""The sense of pools: what one opens with is money, stated by a term or a fact."""

from __future__ import annotations

from ecoflow.agreement.model import Agreement, Pool
from ecoflow.agreement.scope import Scope
from ecoflow.diagnostics.near import suggestion
from ecoflow.formula.types import MONEY


def check_pools(agreement: Agreement, scope: Scope) -> None:
    """Every opening is a term or fact, and a single amount of money."""
    for pool in agreement.pools.values():
        if pool.opening is not None and "opening" not in pool.written.cut:
            _check_opening(pool, pool.opening, agreement, scope)


def _check_opening(pool: Pool, name: str, agreement: Agreement, scope: Scope) -> None:
    place, known = pool.written.value("opening"), (*agreement.terms, *agreement.facts)
    if name not in known:
        if not scope.lost("terms", name) and not scope.lost("facts", name):
            scope.say("E291", place, name=name, **suggestion(name, known))
        return
    found = scope.types[name]
    is_money = found.unit is not None and found.unit.is_money and not found.dims
    if found.kind != "unknown" and not is_money:
        scope.say("E215", place, wanted=MONEY.words(), found=found.words())

"""Examples refer to things that exist, with values of their kind."""

from __future__ import annotations

from collections.abc import Mapping

from ecoflow.agreement.check_given import Values, settles
from ecoflow.agreement.exempting import faults, refusals
from ecoflow.agreement.model import Agreement, Example
from ecoflow.agreement.scope import Scope
from ecoflow.agreement.structure import beside
from ecoflow.diagnostics.near import suggestion
from ecoflow.formula.types import MONEY, Type
from ecoflow.standards.units import Quantity

_BLOCKS = ("facts", "measures", "quantities")


def check_examples(agreement: Agreement, scope: Scope) -> None:
    """Every example can be replayed: its period is one the agreement settles, its names exist, its values fit."""
    for example in agreement.examples:
        judged = 0 < agreement.first_year <= agreement.last_year and not scope.lost("settle")
        if judged and not settles(agreement, example.period):
            place = example.written.value("period")
            scope.say("E271", place, period=example.period.name, settle=agreement.settle)
        _check_given(agreement, example, scope)
        _check_exempt(agreement, example, scope)
        _check_amounts(agreement, example, scope)
        _check_indices(agreement, example, scope)
        _check_fired(agreement, example, scope)


def _check_given(agreement: Agreement, example: Example, scope: Scope) -> None:
    givable = (*agreement.facts, *agreement.measures, *agreement.quantities)
    for name, value in example.given.items():
        if name in givable:
            Values(agreement, example, scope).check(name, value, f"given.{name}")
        elif name == "exempt":
            scope.say("E116", example.written.key(f"given.{name}"), text=name, why=beside(name, "given"))
        elif not any(scope.lost(block, name) for block in _BLOCKS):
            scope.say("E272", example.written.key(f"given.{name}"), name=name, **suggestion(name, givable))


def _check_exempt(agreement: Agreement, example: Example, scope: Scope) -> None:
    """What an example exempts is well-formed, and of a reason the agreement admits."""
    found = [f for e in example.exempt for f in faults(e, agreement.sections, lambda name: scope.lost("sections", name))]
    # what was cut out of `monitoring` may have admitted it
    if not found and not any(path[0] == "monitoring" for path in scope.missing):
        found = refusals("E295", agreement.exemptions, example.exempt)
    scope.findings += found


def _check_amounts(agreement: Agreement, example: Example, scope: Scope) -> None:
    """Every net is a party's and everything left a pool's, and all of them money."""
    for key, block, known in (("net", "parties", agreement.parties), ("pools", "pools", agreement.pools)):
        amounts: Mapping[str, Quantity] = getattr(example.expect, key)
        for name, amount in amounts.items():
            path = f"expect.{key}.{name}"
            if name not in known and not scope.lost(block, name):
                scope.say("E273", example.written.key(path), name=name, **suggestion(name, known))
            elif not amount.unit.is_money and (amount.value or not amount.unit.is_plain):
                found = Type("number", amount.unit)
                scope.say("E274", example.written.value(path), name=name, wanted=MONEY.words(), found=found.words())


def _check_indices(agreement: Agreement, example: Example, scope: Scope) -> None:
    known = (*agreement.quantities, *agreement.measures)
    for name, value in example.expect.indices.items():
        path = f"expect.indices.{name}"
        if name in known:
            Values(agreement, example, scope).check(name, value, path)
        elif not scope.lost("quantities", name) and not scope.lost("measures", name):
            scope.say("E273", example.written.key(path), name=name, **suggestion(name, known))


def _check_fired(agreement: Agreement, example: Example, scope: Scope) -> None:
    ids = tuple(c.id for c in agreement.clauses)
    unread = any(path[0] == "clauses" for path in scope.missing)
    for n, clause in enumerate(example.expect.fired or ()):
        if clause not in ids and not unread:
            scope.say("E273", example.written.value(f"expect.fired.{n}"), name=clause, **suggestion(clause, ids))

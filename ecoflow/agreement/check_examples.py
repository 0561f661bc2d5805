"""Examples refer to things that exist, with values of their kind."""

from __future__ import annotations

from collections.abc import Iterator

from ecoflow.agreement.answers import may_stand_for, type_of_answer
from ecoflow.agreement.exempting import faults, refusals
from ecoflow.agreement.model import Agreement, Example, Keyed, Value
from ecoflow.agreement.scope import Scope
from ecoflow.diagnostics.near import suggestion
from ecoflow.formula.types import MONEY, Type
from ecoflow.standards.calendar import Period

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
        _check_net(agreement, example, scope)
        _check_indices(agreement, example, scope)
        _check_fired(agreement, example, scope)


def settles(agreement: Agreement, period: Period) -> bool:
    """Whether the period is of the agreement's settlement cycle and inside its term."""
    cycle = len(period.months()) == {"year": 12, "quarter": 3, "month": 1}[agreement.settle]
    return cycle and agreement.first_year <= period.first.year and period.last.year <= agreement.last_year


def _check_given(agreement: Agreement, example: Example, scope: Scope) -> None:
    givable = (*agreement.facts, *agreement.measures, *agreement.quantities)
    for name, value in example.given.items():
        if name in givable:
            _check_value(name, value, f"given.{name}", example, scope)
        elif not any(scope.lost(block, name) for block in _BLOCKS):
            scope.say("E272", example.written.key(f"given.{name}"), name=name, **suggestion(name, givable))


def _check_exempt(agreement: Agreement, example: Example, scope: Scope) -> None:
    """What an example exempts is well-formed, and of a reason the agreement admits."""
    found = [f for e in example.exempt for f in faults(e, agreement.sections, lambda name: scope.lost("sections", name))]
    # what was cut out of `monitoring` may have admitted it
    if not found and not any(path[0] == "monitoring" for path in scope.missing):
        found = refusals("E295", agreement.exemptions, example.exempt)
    scope.findings += found


def _check_net(agreement: Agreement, example: Example, scope: Scope) -> None:
    for party, amount in example.expect.net.items():
        path = f"expect.net.{party}"
        if party not in agreement.parties and not scope.lost("parties", party):
            scope.say("E273", example.written.key(path), name=party, **suggestion(party, agreement.parties))
        elif not amount.unit.is_money and amount.value:
            found = Type("number", amount.unit)
            scope.say("E274", example.written.value(path), name=party, wanted=MONEY.words(), found=found.words())


def _check_indices(agreement: Agreement, example: Example, scope: Scope) -> None:
    known = (*agreement.quantities, *agreement.measures)
    for name, value in example.expect.indices.items():
        path = f"expect.indices.{name}"
        if name in known:
            _check_value(name, value, path, example, scope)
        elif not scope.lost("quantities", name) and not scope.lost("measures", name):
            scope.say("E273", example.written.key(path), name=name, **suggestion(name, known))


def _check_fired(agreement: Agreement, example: Example, scope: Scope) -> None:
    ids = tuple(c.id for c in agreement.clauses)
    unread = any(path[0] == "clauses" for path in scope.missing)
    for n, clause in enumerate(example.expect.fired or ()):
        if clause not in ids and not unread:
            scope.say("E273", example.written.value(f"expect.fired.{n}"), name=clause, **suggestion(clause, ids))


def _check_value(name: str, value: Value | Keyed, path: str, example: Example, scope: Scope) -> None:
    """Every single value is of the name's kind, and a table has exactly the members the name has."""
    wanted = scope.types[name]
    if wanted.kind == "unknown" or any(cut.startswith(path) for cut in example.written.cut):
        return
    for leaf, at in _leaves(value, path):
        found, place = type_of_answer(leaf), example.written.value(at)
        if found is None:
            scope.say("E231", place, text=str(leaf))
        elif not may_stand_for(found, wanted):
            scope.say("E274", place, name=name, wanted=wanted.over(()).words(), found=found.words())
    for table, at in _tables(value, path):
        _check_members(name, table, at, example, scope)


def _check_members(name: str, table: Keyed, path: str, example: Example, scope: Scope) -> None:
    if not table.dim or not table.values:
        return
    dims, keys = dict(scope.types[name].dims), tuple(table.values)
    if table.dim not in dims:
        place = example.written.key(f"{path}.{keys[0]}")
        scope.say("E214", place, dim=table.dim, **suggestion(table.dim, dims))
        return
    members = dims[table.dim]
    extra = [key for key in keys if members is not None and key not in members]
    for key in extra:
        place = example.written.key(f"{path}.{key}")
        scope.say("E211", place, name=name, member=key, **suggestion(key, members or ()))
    missing = [m for m in members or () if m not in keys]
    if missing and not extra:
        scope.say("E275", example.written.value(path), name=name, members=", ".join(missing))


def _tables(value: Value | Keyed, path: str) -> Iterator[tuple[Keyed, str]]:
    if isinstance(value, Keyed):
        yield value, path
        for key, inner in value.values.items():
            yield from _tables(inner, f"{path}.{key}")


def _leaves(value: Value | Keyed, path: str) -> Iterator[tuple[Value, str]]:
    if isinstance(value, Keyed):
        for key, inner in value.values.items():
            yield from _leaves(inner, f"{path}.{key}")
    else:
        yield value, path

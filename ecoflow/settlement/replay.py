"""Replaying the published results an agreement carries, and which of its cases they reach."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from fractions import Fraction

from msgspec import Struct

from ecoflow.agreement.model import Agreement, Example
from ecoflow.formula.words import show
from ecoflow.settlement.given import leaves
from ecoflow.settlement.model import Settlement
from ecoflow.settlement.settle import Wish, settle


class Difference(Struct, frozen=True):
    """The first number of an example that differs."""

    what: str
    expected: str
    got: str


class Replay(Struct, frozen=True):
    """One example replayed; `difference` is None when everything it states came out."""

    agreement: Agreement
    example: Example
    settlement: Settlement
    difference: Difference | None

    @property
    def ok(self) -> bool:
        """Whether it came out as published."""
        return self.difference is None


class Coverage(Struct, frozen=True):
    """The cases of an agreement's clauses, and those its examples reached, as `clause.case`."""

    cases: tuple[str, ...]
    reached: tuple[str, ...]


def replay(agreement: Agreement) -> tuple[Replay, ...]:
    """Every example of an agreement, settled from what the example gives."""
    return tuple(_one(agreement, example) for example in agreement.examples)


def _one(agreement: Agreement, example: Example) -> Replay:
    wish = Wish(given=example.given, exempt=example.exempt, every_quantity=False, also=tuple(example.expect.indices))
    outcome = settle(agreement, example.period, None, wish)
    return Replay(agreement, example, outcome, next(iter(_differences(agreement, example, outcome)), None))


def _differences(agreement: Agreement, example: Example, outcome: Settlement) -> Iterable[Difference]:
    expect = example.expect
    if outcome.status != expect.status:
        why = "; ".join(p.message("en") for p in outcome.problems[:2])
        yield Difference("status", expect.status, f"{outcome.status} ({why})" if why else outcome.status)
    for what, amounts, found in (("net", expect.net, outcome.net), ("pools", expect.pools, outcome.pools)):
        for name, amount in amounts.items():
            got = found.get(name)
            if got != amount.value and outcome.settled:
                yield Difference(f"{what}.{name}", amount.text, amount.unit.show(got if got is not None else Fraction(0)))
    yield from _indices(agreement, example, outcome)
    if expect.fired is not None:
        fired = tuple(dict.fromkeys(f.clause.id for f in outcome.fired if any(p for _, p in f.payments)))
        if set(fired) != set(expect.fired):
            yield Difference("fired", ", ".join(expect.fired), ", ".join(fired) or "-")


def _indices(agreement: Agreement, example: Example, outcome: Settlement) -> Iterable[Difference]:
    for name, value in example.expect.indices.items():
        for where, number in leaves(name, value, agreement.types[name], example.period):
            found = outcome.values[name].at(where) if name in outcome.values else None
            # one value expected of a name that has several is expected of each
            odd = [v for v in found.cells.values() if v != number] if found is not None else []
            if found is None or not found.cells or odd:
                got = odd[0] if odd else None
                unit = agreement.types[name].unit
                at = f"[{', '.join(where.values())}]" if where else ""
                shown = "-" if got is None else show(got, unit, "en")
                yield Difference(f"{name}{at}", show(number, unit, "en"), shown)


def coverage(agreement: Agreement, replays: Iterable[Replay]) -> Coverage:
    """Which cases the examples reached."""
    cases = tuple(_name(c.id, case.number) for c in agreement.clauses for case in c.cases)
    reached = {_name(f.clause.id, f.case.number) for r in replays for f in r.settlement.fired}
    return Coverage(cases, tuple(c for c in cases if c in reached))


def _name(clause: str, case: int) -> str:
    return f"{clause}.{case}"


def totals(coverages: Mapping[str, Coverage]) -> tuple[int, int]:
    """(reached, all) cases over several agreements."""
    return sum(len(c.reached) for c in coverages.values()), sum(len(c.cases) for c in coverages.values())

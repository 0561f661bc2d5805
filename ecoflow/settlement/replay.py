"""Replaying the published results an agreement carries: each example settled, and what came out otherwise."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from typing import Literal

from msgspec import Struct, field

from ecoflow.agreement.model import Agreement, Example, Keyed, Value
from ecoflow.diagnostics.finding import Phrase, Place
from ecoflow.formula.grid import Scalar
from ecoflow.formula.reader import reader_unit
from ecoflow.formula.words import show
from ecoflow.settlement.coverage import Coverage, coverage, totals
from ecoflow.settlement.given import leaves
from ecoflow.settlement.model import Settlement
from ecoflow.settlement.settle import Wish, settle
from ecoflow.standards.units import ONE, Quantity, Unit

__all__ = ["Coverage", "Difference", "Replay", "coverage", "replay", "totals"]


class Difference(Struct, frozen=True):
    """One thing of an example that differs: `what` in the words of the file, and the place of what was expected.

    `name` is the quantity, party or pool, and `at` the cell of a quantity that has several.
    """

    kind: Literal["status", "index", "fired", "net", "pool"]
    what: str
    expected: Phrase
    got: Phrase
    place: Place
    name: str = ""
    at: Mapping[str, str] = field(default_factory=dict)


class Replay(Struct, frozen=True):
    """One example replayed; `differences` stand in the order of the settlement, and are empty when it is right."""

    agreement: Agreement
    example: Example
    settlement: Settlement
    differences: tuple[Difference, ...]

    @property
    def ok(self) -> bool:
        """Whether it came out as published."""
        return not self.differences

    @property
    def difference(self) -> Difference | None:
        """The first thing that differs; None when everything the example states came out."""
        return next(iter(self.differences), None)


def replay(agreement: Agreement) -> tuple[Replay, ...]:
    """Every example of an agreement, settled from what the example gives."""
    return tuple(_one(agreement, example) for example in agreement.examples)


def _one(agreement: Agreement, example: Example) -> Replay:
    wish = Wish(given=example.given, exempt=example.exempt, every_quantity=False, also=tuple(example.expect.indices))
    outcome = settle(agreement, example.period, None, wish)
    return Replay(agreement, example, outcome, tuple(_differences(agreement, example, outcome)))


def _differences(agreement: Agreement, example: Example, outcome: Settlement) -> Iterator[Difference]:
    """In the order of the settlement: an index first, then the clauses it decides, then what they come to."""
    expect = example.expect
    if outcome.status != expect.status:
        zh, en = ("; ".join(p.message(lang) for p in outcome.problems[:2]) for lang in ("zh", "en"))
        got: Phrase = (f"{outcome.status}（{zh}）", f"{outcome.status} ({en})") if en else outcome.status
        yield Difference("status", "status", expect.status, got, example.written.value("expect.status"))
    yield from _indices(agreement, example, outcome)
    if expect.fired is not None:
        fired = tuple(dict.fromkeys(f.clause.id for f in outcome.fired if any(p for _, p in f.payments)))
        if set(fired) != set(expect.fired):
            place = example.written.value("expect.fired")
            yield Difference("fired", "fired", ", ".join(expect.fired), ", ".join(fired) or "-", place)
    if outcome.settled:
        yield from _amounts(example, outcome)


def _amounts(example: Example, outcome: Settlement) -> Iterator[Difference]:
    kinds: tuple[tuple[Literal["net", "pool"], str], ...] = (("net", "net"), ("pool", "pools"))
    for kind, key in kinds:
        wanted, found = (example.expect.net, outcome.net) if kind == "net" else (example.expect.pools, outcome.pools)
        for name, amount in wanted.items():
            got = found.get(name)
            if got != amount.value:
                shown = amount.unit.show(got if got is not None else Fraction(0))
                place = example.written.value(f"expect.{key}.{name}")
                yield Difference(kind, f"{key}.{name}", amount.text, shown, place, name)


def _indices(agreement: Agreement, example: Example, outcome: Settlement) -> Iterator[Difference]:
    known = {name: n for n, name in enumerate(agreement.order)}
    # what is measured comes before every quantity
    for name in sorted(example.expect.indices, key=lambda n: known.get(n, -1)):
        unit = _written_unit(example.expect.indices[name]) or agreement.types[name].unit
        for where, number in leaves(name, example.expect.indices[name], agreement.types[name], example.period):
            found = outcome.values[name].at(where) if name in outcome.values else None
            # one value expected of a name that has several is expected of each
            cells = [*found.items()] if found is not None else []
            odd = next(((at, value) for at, value in cells if value != number), None)
            if cells and odd is None:
                continue
            at = {**where, **(odd[0] if odd else {})}
            what = f"{name}[{', '.join(at.values())}]" if at else name
            place = example.written.value(".".join(("expect", "indices", name, *where.values())))
            yield Difference("index", what, _shown(number, unit), _shown(odd[1], unit) if odd else "-", place, name, at)


def _written_unit(value: Value | Keyed) -> Unit | None:
    """The unit the file expects a value in; None where it is a bare number, or none."""
    if isinstance(value, Keyed):
        return next((unit for part in value.values.values() if (unit := _written_unit(part))), None)
    return value.unit if isinstance(value, Quantity) and value.unit is not ONE else None


def _shown(value: Scalar, unit: Unit | None) -> Phrase:
    zh, en = (show(value, reader_unit(unit, lang), lang) for lang in ("zh", "en"))
    return en if zh == en else (zh, en)

"""The lists of the model whose entries have no id: which old entry is which new one, and where each stands."""

from __future__ import annotations

from collections.abc import Callable, Hashable
from types import MappingProxyType
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from ecoflow.agreement import model
from ecoflow.negotiation.change import Spot
from ecoflow.negotiation.meaning import CLAUSES, Reader
from ecoflow.negotiation.pairing import Pairs, paired
from ecoflow.negotiation.weight import Kind

_NOWHERE = model.Written()


class Rule(Struct, frozen=True):
    """How a list is compared: the keys of an entry, whether what is left pairs by turn, and its path under its owner.

    `order` is how much the order matters, None where it means nothing.
    """

    keys: Callable[[Reader, Any], tuple[Hashable, ...]]
    by_turn: bool
    path: Callable[[Any, Any, int, bool], tuple[str, ...]]
    order: Callable[[Any, Any], Kind | None]


def pairs_of(name: str, old: tuple[Reader, Any], new: tuple[Reader, Any]) -> Pairs:
    """Which entry of a list is which in the other; `old` and `new` are each a reader and the owner of the list."""
    rule = LISTS[name]
    left, right = ([rule.keys(reader, entry) for entry in getattr(owner, name)] for reader, owner in (old, new))
    return paired(left, right, by_turn=rule.by_turn)


def spot_of(name: str, here: Spot, owners: tuple[Any, Any], pair: tuple[int | None, int | None]) -> Spot:
    """The spot of one pair of entries, numbered as in the new list (what is gone: as in the old)."""
    old, new = (None if n is None else getattr(owner, name)[n] for owner, n in zip(owners, pair, strict=True))
    last: Any = new or old
    number = next(n for n in reversed(pair) if n is not None) + 1
    if name in {"examples", "clauses"}:
        # an entry of its own: a file that lacks it has no place for it
        left, right = (_NOWHERE if entry is None else entry.written for entry in (old, new))
        return replace(here.within(left, right), entry=last.name if name == "examples" else last.id, path=())
    single = all(len(getattr(owner, name)) == 1 for owner in owners)
    return here.within(here.old.written if old is None else old.written, here.new.written if new is None else new.written,
                       *LISTS[name].path(owners[1], last, number, single))


def order_kind(name: str, owners: tuple[Any, Any]) -> Kind | None:
    """How much the order of the list matters; None where it means nothing."""
    return LISTS[name].order(*owners)


def _case_keys(reader: Reader, case: model.Case) -> tuple[Hashable, ...]:
    called, when, pays = (reader.field(case, name) for name in ("name", "when", "pays"))
    return reader.of(case), called if any(called) else "", ("when", when), ("pays", pays)  # type: ignore[arg-type]  # a pair of texts or none


def _case_path(clause: model.Clause, case: model.Case, number: int, single: bool) -> tuple[str, ...]:
    return () if single and "id" in case.written.keys else (clause.pick, str(number))


def _pay_keys(reader: Reader, pay: model.Pay) -> tuple[Hashable, ...]:
    return reader.of(pay), (reader.field(pay, "payer"), reader.field(pay, "payee")), ("amount", reader.field(pay, "amount"))


def _exempt_keys(reader: Reader, exempt: model.Exemption) -> tuple[Hashable, ...]:
    return reader.of(exempt), tuple(reader.field(exempt, name) for name in ("reason", "sections", "indicators"))


def _example_keys(reader: Reader, example: model.Example) -> tuple[Hashable, ...]:
    return reader.of(example), (example.name, example.period.name), ("name", example.name)


def _clause_keys(reader: Reader, clause: model.Clause) -> tuple[Hashable, ...]:
    return (("id", reader.called(clause.id, CLAUSES)),)


def _exempt_path(_: object, __: object, number: int, ___: bool) -> tuple[str, ...]:
    return "exempt", str(number)


def _cases_in_order(old: model.Clause, new: model.Clause) -> Kind:
    return "money" if "first" in {old.pick, new.pick} else "words"


LISTS: MappingProxyType[str, Rule] = MappingProxyType({
    "cases": Rule(_case_keys, True, _case_path, _cases_in_order),
    "pays": Rule(_pay_keys, True, lambda _, __, n, single: ("pay",) if single else ("pay", str(n)), lambda _, __: None),
    # the first entry that admits a reason is the one that counts
    "exemptions": Rule(_exempt_keys, False, _exempt_path, lambda _, __: "money"),
    "exempt": Rule(_exempt_keys, False, _exempt_path, lambda _, __: "evidence"),
    "examples": Rule(_example_keys, False, lambda *_: (), lambda _, __: "words"),
    # each clause sees in the pools what the clauses before it left there
    "clauses": Rule(_clause_keys, False, lambda *_: (), lambda a, b: "money" if a.pools or b.pools else "words"),
})
"""The lists of the model by field."""

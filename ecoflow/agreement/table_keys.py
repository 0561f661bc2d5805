"""The keys of a table by threshold, class or season: how each is written, and what makes the table whole."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from itertools import pairwise
from types import MappingProxyType

from msgspec import Struct

from ecoflow.diagnostics.finding import Phrase
from ecoflow.formula.grammar import CLASSES
from ecoflow.formula.steps import Bound, class_key, read_step
from ecoflow.formula.types import Type

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
"""The months of a year as the keys of seasons write them."""

SEASON = "season"
"""What a table by months of the year is called until the settlement period says which months those are."""

_SEASON = re.compile(rf"({'|'.join(MONTHS)})(?:\s*\.\.\s*({'|'.join(MONTHS)}))?")


class TableFault(Struct, frozen=True):
    """What a table's keys break; `key` is the guilty one, or empty where it is the whole table."""

    code: str
    key: str
    details: Mapping[str, Phrase] = MappingProxyType({})


def season_months(text: str) -> tuple[int, ...]:
    """The months (1 to 12) of `Apr`, `Jan..Jun` or `Nov..Mar`, in order; empty for anything else."""
    found = _SEASON.fullmatch(text)
    if found is None:
        return ()
    first, last = MONTHS.index(found[1]), MONTHS.index(found[2] or found[1])
    return tuple((first + n) % 12 + 1 for n in range((last - first) % 12 + 1))


def season_words(text: str) -> str:
    """A season in Chinese: `1–6月`, `11月至次年3月`; empty for anything else."""
    months = season_months(text)
    if not months:
        return ""
    if len(months) == 1:
        return f"{months[0]}月"
    wraps = months[0] > months[-1]
    return f"{months[0]}月至次年{months[-1]}月" if wraps else f"{months[0]}–{months[-1]}月"


def table_key(text: str) -> str | None:
    """The key of a step, a class or a season as the engine writes it; None for anything else."""
    if read_step(text) is not None:
        return " ".join(text.split())
    if season_months(text):
        return "".join(text.split())
    return class_key(text)


def is_step(text: str) -> bool:
    """Whether the key belongs to a table by threshold."""
    return read_step(text) is not None


def is_class(text: str) -> bool:
    """Whether the key belongs to a table by class."""
    return class_key(text) is not None


def is_season(text: str) -> bool:
    """Whether the key belongs to a table by months of the year."""
    return bool(season_months(text))


def table_faults(dim: str, keys: tuple[str, ...]) -> Iterator[TableFault]:
    """What is wrong with the keys of a table by threshold, class or season; nothing for any other."""
    if dim == "tier":
        yield from _steps([(key, bound) for key in keys if (bound := read_step(key)) is not None])
    elif dim == "class":
        lacking = [name for name in CLASSES if name not in {class_key(k) for k in keys}]
        if lacking:
            yield TableFault("E239", "", {"classes": ", ".join(lacking)})
    elif dim == SEASON:
        yield from _seasons(keys)


def _steps(steps: list[tuple[str, Bound]]) -> Iterator[TableFault]:
    """The last key and it alone is `above`; the bounds before it are of one unit and rise."""
    for key, bound in steps[:-1]:
        if bound.limit is None:
            yield TableFault("E237", key, {"key": steps[-1][0]})
            return
    last, bound = steps[-1]
    if bound.limit is not None:
        yield TableFault("E237", last, {"key": last})
        return
    for (lower, low), (upper, high) in pairwise(steps[:-1]):
        if low.limit is None or high.limit is None:
            continue
        if not high.limit.unit.fits(low.limit.unit):
            words = {"left": Type("number", low.limit.unit).words(), "right": Type("number", high.limit.unit).words()}
            yield TableFault("E243", upper, words)
            return
        if low.order >= high.order:
            yield TableFault("E238", upper, {"key": upper, "before": lower})


def _seasons(keys: tuple[str, ...]) -> Iterator[TableFault]:
    """Every month of the year stands in one key."""
    seen: dict[int, str] = {}
    for key in keys:
        twice = [m for m in season_months(key) if m in seen]
        if twice:
            month, first = MONTHS[twice[0] - 1], seen[twice[0]]
            problem: Phrase = (f"{month} 已在 '{first}' 中", f"{month} already stands in '{first}'")
            yield TableFault("E244", key, {"problem": problem})
        seen |= dict.fromkeys(season_months(key), key)
    lacking = ", ".join(name for n, name in enumerate(MONTHS, 1) if n not in seen)
    if lacking:
        yield TableFault("E244", "", {"problem": (f"缺少 {lacking}", f"it lacks {lacking}")})


def joined_steps(types: list[Type]) -> Type:
    """The first type, its steps those of all of them: tables inside a table have their own bounds each."""
    found = types[0]
    everyone = tuple(dict.fromkeys(m for t in types for m in dict(t.dims).get("tier") or ()))
    return found.over(tuple((d, everyone if d == "tier" else members) for d, members in found.dims))


def without_steps(found: Type) -> Type:
    """The type with nothing said of which steps there are."""
    return found.over(tuple((d, None if d == "tier" else members) for d, members in found.dims))

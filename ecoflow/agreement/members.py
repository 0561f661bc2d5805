"""Who and what an agreement is about: the members of every dimension, and to which one a table's keys belong."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from itertools import pairwise
from types import MappingProxyType

from msgspec import Struct, field

from ecoflow.agreement.answers import type_of_answer
from ecoflow.agreement.model import Keyed, Section, Value, Written
from ecoflow.agreement.table_keys import (
    SEASON,
    is_class,
    is_season,
    is_step,
    joined_steps,
    table_faults,
    table_key,
    without_steps,
)
from ecoflow.agreement.times import time_key
from ecoflow.diagnostics.finding import Finding, Phrase, Place
from ecoflow.diagnostics.near import nearest
from ecoflow.formula.types import DIMENSION_WORDS, TIMES, UNKNOWN, Type
from ecoflow.standards.calendar import parse_years
from ecoflow.standards.indicators import INDICATORS, find


class Members(Struct):
    """Sections and parties, what was lost while reading the file, and the findings about its sense."""

    sections: Mapping[str, Section]
    parties: tuple[str, ...]
    missing: frozenset[tuple[str, ...]] = frozenset()
    findings: list[Finding] = field(default_factory=list)
    settle: str = "year"
    sections_unsure: bool = False

    def __post_init__(self) -> None:
        """Find out whether a section has a mistake in it: then nobody knows its party or where its water comes from."""
        parties, places = {*self.parties, ""}, {*self.sections, ""}
        self.sections_unsure = any(path[0] == "sections" for path in self.missing) or any(
            s.written.cut or not parties.issuperset(s.roles.values()) or s.inflow not in places
            for s in self.sections.values())

    def say(self, code: str, place: Place, **details: Phrase) -> None:
        """Note a finding."""
        self.findings.append(Finding(code, place, details))

    def lost(self, block: str, name: str = "") -> bool:
        """Whether a block, or this entry of it, was written but cut out: the mistake has been reported there."""
        return (block,) in self.missing or (block, name) in self.missing

    def keyed(self, value: Value | Keyed, written: Written, path: str, *, times: bool = False) -> Value | Keyed:
        """The value with the dimension of its keys found and other spellings of indicators (and quarters) replaced.

        With `times`, keys may be months, quarters, weeks and days too.
        """
        if not isinstance(value, Keyed):
            return value
        dim = value.dim or self._dimension(tuple(value.values), written, path, times=times)
        if dim == "year":
            self._check_overlap(tuple(value.values), written, path)
        if not any(cut.startswith(path) for cut in written.cut):
            for fault in table_faults(dim, tuple(value.values)):
                place = written.key(f"{path}.{fault.key}") if fault.key else written.value(path)
                self.say(fault.code, place, **fault.details)
                dim = ""  # what is wrong with the table is said once, not again where it is read
        inner: dict[str, Value | Keyed] = {}
        for key, part in value.values.items():
            name = _member(dim, key)
            here = f"{path}.{key}"
            if name in inner:
                first = next(k for k in value.values if _member(dim, k) == name)
                self.say("E102", written.key(here), key=key, line=str(written.key(f"{path}.{first}").line))
            else:
                inner[name] = self.keyed(part, written, here, times=times)
        return Keyed(dim, MappingProxyType(inner))

    def _check_overlap(self, keys: tuple[str, ...], written: Written, path: str) -> None:
        """No year may stand in two keys of one table (`2016..2018` and `2017`)."""
        runs = sorted((run.first, run.last, written.key(f"{path}.{k}"), k) for k in keys if (run := parse_years(k)))
        for left, right in pairwise(runs):
            if right[0] <= left[1]:
                early, late = sorted((left, right), key=lambda run: run[2])
                self.say("E102", late[2], key=late[3], line=str(early[2].line))

    def _dimension(self, keys: tuple[str, ...], written: Written, path: str, *, times: bool) -> str:
        rooms: tuple[tuple[str, Callable[[str], bool]], ...] = (
            ("section", lambda k: k in self.sections or ("sections", k) in self.missing),
            ("party", lambda k: k in self.parties or ("parties", k) in self.missing),
            ("indicator", lambda k: find(k) is not None),
            ("year", lambda k: parse_years(k) is not None),
            ("tier", is_step),
            ("class", is_class),
            (SEASON, is_season),
            *((dim, partial(_is_time, dim)) for dim in TIMES[1:] if times),
        )
        known = {"section": tuple(self.sections), "party": self.parties, "indicator": tuple(INDICATORS)}
        # the dimension most keys belong to; of equal ones the first
        hits: dict[str, int] = {}
        for dim, knows in rooms:
            hits[dim] = sum(map(knows, keys))
            if hits[dim] == len(keys):
                return dim
        best = max(hits, key=lambda d: hits[d])
        if self.lost("sections") or self.lost("parties"):
            return ""
        knows = dict(rooms)[best] if hits[best] else lambda _: False
        odd = next(k for k in keys if not knows(k))
        names = known.get(best, ()) if hits[best] else (*self.sections, *self.parties, *INDICATORS)
        near = nearest(odd, names)
        self.say("E230", written.key(f"{path}.{odd}"), key=odd, **({"near": near} if near else {}))
        return ""

    def type_of_value(self, value: Value | Keyed, written: Written, path: str, by: str = "month") -> Type:
        """The type of a term's value; years are not a dimension, the period picks one of them.

        A table by season runs over the months (weeks, days) of the period, as `by` says.
        """
        if isinstance(value, Keyed):
            return self._type_of_table(value, written, path, by)
        found = type_of_answer(value)
        if found is None:
            self.say("E231", written.value(path), text=str(value))
            return UNKNOWN
        return found

    def _type_of_table(self, table: Keyed, written: Written, path: str, by: str) -> Type:
        inner = {k: self.type_of_value(v, written, f"{path}.{k}", by) for k, v in table.values.items()}
        broken = any(cut.startswith(path) for cut in written.cut) or (table.dim == SEASON and self.lost("settle"))
        if broken or not table.dim or not inner:
            return UNKNOWN
        first = next(iter(inner.values()))
        for key, other in inner.items():
            if "unknown" in {other.kind, first.kind}:
                return UNKNOWN
            if not _same(without_steps(first), without_steps(other)):
                self.say("E236", written.value(f"{path}.{key}"), left=first.words(), right=other.words())
                return UNKNOWN
        first = joined_steps(list(inner.values()))
        if table.dim == "year" or (table.dim == SEASON and by == self.settle):
            return first
        dim = (by, None) if table.dim == SEASON else (table.dim, tuple(table.values))
        if dim[0] in first.dim_names:
            self.say("E245", written.value(f"{path}.{next(iter(inner))}"), dim=(DIMENSION_WORDS[dim[0]], dim[0]))
            return UNKNOWN
        return first.over(tuple(sorted([*first.dims, dim])))


def _member(dim: str, key: str) -> str:
    """The member a key means: the indicator of an alias, a class by its name in formulas, `2024-Q1` of `2024Q1`."""
    if dim == "indicator":
        known = find(key)
        return known.id if known else key
    time = time_key(key) if dim in TIMES[1:] else None
    if time:
        return time[1]
    return table_key(key) or key if dim in {"tier", "class", SEASON} else key


def _is_time(dim: str, key: str) -> bool:
    found = time_key(key)
    return found is not None and found[0] == dim


def is_seasonal(value: Value | Keyed) -> bool:
    """Whether a table by months of the year stands anywhere in the value."""
    return isinstance(value, Keyed) and (value.dim == SEASON or any(map(is_seasonal, value.values.values())))


def _same(left: Type, right: Type) -> bool:
    units = left.unit is None or right.unit is None or left.unit.fits(right.unit)
    return left.kind == right.kind and units and left.dims == right.dims

"""The values an example gives and expects: each of its name's kind, and at members its name has in that period."""

from __future__ import annotations

from collections.abc import Iterator

from msgspec import Struct

from ecoflow.agreement.answers import may_stand_for, type_of_answer
from ecoflow.agreement.cells import members
from ecoflow.agreement.model import Agreement, Example, Keyed, Value
from ecoflow.agreement.scope import Scope
from ecoflow.agreement.times import years_of
from ecoflow.diagnostics.finding import Phrase
from ecoflow.diagnostics.near import listed, suggestion
from ecoflow.formula.types import TIMES
from ecoflow.standards.calendar import Period


def settles(agreement: Agreement, period: Period) -> bool:
    """Whether the period is of the agreement's settlement cycle and inside its term."""
    cycle = len(period.months()) == {"year": 12, "quarter": 3, "month": 1}[agreement.settle]
    return cycle and agreement.first_year <= period.first.year and period.last.year <= agreement.last_year


class Values(Struct, frozen=True):
    """The values of one example; findings go to the scope."""

    agreement: Agreement
    example: Example
    scope: Scope

    def check(self, name: str, value: Value | Keyed, path: str) -> None:
        """Every single value is of the name's kind, and a table has exactly the members the name has."""
        wanted = self.scope.types[name]
        nowhere = any(members == () for _, members in wanted.dims)
        if wanted.kind == "unknown" or nowhere or any(cut.startswith(path) for cut in self.example.written.cut):
            return
        for leaf, at in _leaves(value, path):
            found, place = type_of_answer(leaf), self.example.written.value(at)
            if found is None:
                self.scope.say("E231", place, text=str(leaf))
            elif not may_stand_for(found, wanted):
                self.scope.say("E274", place, name=name, wanted=wanted.over(()).words(), found=found.words())
        for table, at in _tables(value, path):
            if table.dim and table.values:
                self._members(name, table, at)

    def _members(self, name: str, table: Keyed, path: str) -> None:
        dims, fact = dict(self.scope.types[name].dims), self.agreement.facts.get(name)
        # the default of a fact fills what is not given
        filled = fact is not None and (fact.default is not None or "default" in fact.written.cut)
        if table.dim in TIMES and not settles(self.agreement, self.example.period):
            return  # the period is at fault, and has been reported
        if table.dim == "year" and "year" not in dims:
            self._dated(name, table, path)
        elif table.dim not in dims:
            self._say("E214", f"{path}.{next(iter(table.values))}", dim=table.dim, **suggestion(table.dim, dims))
        elif table.dim in TIMES:
            known = members(self.agreement, name, table.dim, self.example.period)
            # a month of a measure may be left out, as one that does not count; a fact has a value for all
            self._exactly(name, table, path, known, lacking=fact is not None and not filled)
        elif (known_members := dims[table.dim]) is not None:
            self._exactly(name, table, path, known_members, lacking=not filled)

    def _dated(self, name: str, table: Keyed, path: str) -> None:
        """Values by year of a name without years: the period picks one."""
        year = str(self.example.period.year)
        if not any(year in years_of(key) for key in table.values):
            self.scope.say("E275", self.example.written.value(path), name=name, members=year)

    def _exactly(self, name: str, table: Keyed, path: str, known: tuple[str, ...], *, lacking: bool) -> None:
        named = {key: years_of(key) if table.dim == "year" else (key,) for key in table.values}
        extra = [key for key, meant in named.items() if not set(meant) <= set(known)]
        for key in extra:
            self._say("E211", f"{path}.{key}", name=name, member=key, **suggestion(key, known))
        exempt = self._exempt() if table.dim == "section" and name not in self.agreement.facts else set()
        missing = [m for m in known if not any(m in meant for meant in named.values()) and m not in exempt]
        if missing and not extra and lacking:
            self.scope.say("E275", self.example.written.value(path), name=name, members=listed(missing))

    def _exempt(self) -> set[str]:
        """The sections with days exempt in the example's period: a measure may have no value there."""
        # what was cut out of `monitoring`, or is in another year, may have exempted any of them
        settled = settles(self.agreement, self.example.period)
        if not settled or any(path[0] == "monitoring" for path in self.scope.missing):
            return set(self.agreement.sections)
        days, period = (*self.agreement.exemptions, *self.example.exempt), self.example.period
        touching = [e for e in days if e.window and e.window.first <= period.last and period.first <= e.window.last]
        return {s for e in touching for s in e.sections or self.agreement.sections}

    def _say(self, code: str, path: str, **details: Phrase) -> None:
        self.scope.say(code, self.example.written.key(path), **details)


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

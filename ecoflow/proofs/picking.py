"""Which case of a clause holds: exactly one for every possible input? and each of them for some?"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from itertools import product
from math import prod

from msgspec import Struct

from ecoflow.agreement.model import Case, Clause
from ecoflow.formula.domain import Domain, join
from ecoflow.formula.grid import Scalar
from ecoflow.formula.range_inputs import At
from ecoflow.formula.ranges import Ranges
from ecoflow.formula.tree import Node
from ecoflow.proofs.variables import Stand, Turns, Variable, judging

MOST = 20_000
"""More situations than this are not tried one by one."""


class TooMany(Exception):  # noqa: N818 - the name says what it is
    """Raised where conditions turn on so many variables that they cannot all be tried."""


class Situation(Struct, frozen=True):
    """One way the variables can stand, the cases whose conditions hold, and the one that applies if just one does."""

    stands: tuple[Stand, ...]
    holding: tuple[Case, ...]
    applies: tuple[Case, ...]


class Picking(Struct, frozen=True):
    """All the situations of a clause read at `at`."""

    clause: Clause
    at: At
    variables: tuple[Variable, ...]
    situations: tuple[Situation, ...]

    @property
    def wrong(self) -> tuple[Situation, ...]:
        """The situations of a choice in which more than one case holds, or, after these, none."""
        if self.clause.pick != "choose":
            return ()
        several = tuple(s for s in self.situations if len(s.holding) > 1)
        return (*several, *(s for s in self.situations if not s.applies and not s.holding))

    def values(self, situation: Situation) -> dict[Node, Scalar]:
        """The formula of each variable, and its value in a situation."""
        return {v.node: s.value for v, s in zip(self.variables, situation.stands, strict=True)}

    @property
    def reached(self) -> frozenset[int]:
        """The numbers of the cases that apply in some situation."""
        return frozenset(c.number for s in self.situations for c in s.applies)

    def known(self, case: Case) -> dict[str, Domain]:
        """Canonical text -> what the variables can be where a case applies."""
        found = [s.stands for s in self.situations if case in s.applies]
        # many values stand for one stretch
        places = [{id(stands[n].of): stands[n].of for stands in found} for n in range(len(self.variables))]
        return {v.key: join(*own.values()) for v, own in zip(self.variables, places, strict=True)} if found else {}


def picking(clause: Clause, conditions: Mapping[int, Node], ranges: Ranges, at: At) -> Picking:
    """Every situation of a clause; `conditions` are those of its cases by number, perhaps with quantities written out.

    Raises TooMany when there are more situations than can be tried.
    """
    turns = Turns(ranges, at)
    for node in conditions.values():
        turns.look(node)
    variables = turns.variables()
    if prod(len(v.stands) for v in variables) > MOST:
        raise TooMany
    return Picking(clause, at, variables, tuple(_situations(clause, conditions, variables, ranges, at)))


def _situations(clause: Clause, conditions: Mapping[int, Node], variables: tuple[Variable, ...], ranges: Ranges,
                at: At) -> Iterator[Situation]:
    keys = [v.key for v in variables]
    judges = [(c, judging(conditions[c.number], keys, ranges, at)) for c in clause.cases if c.number in conditions]
    left = tuple(c for c in clause.cases if c.when is None)
    for stands in product(*(v.stands for v in variables)):
        given: dict[str, Scalar] = {key: s.value for key, s in zip(keys, stands, strict=True)}
        stated = tuple(c for c, holds in judges if holds(given))
        yield Situation(stands, stated, _applying(clause, stated, left))


def _applying(clause: Clause, stated: tuple[Case, ...], left: tuple[Case, ...]) -> tuple[Case, ...]:
    if clause.pick == "each":
        return tuple(c for c in clause.cases if c in stated or c in left)
    if clause.pick == "first":
        return (stated or left)[:1]
    found = stated or left
    return found if len(found) == 1 else ()

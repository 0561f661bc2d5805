"""How the cases of a clause may fall: which may apply together, and whose conditions have held then."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import product

from ecoflow.agreement.model import Case, Clause


def falls(clause: Clause) -> list[tuple[Case, ...]]:
    """Every set of cases that may apply together."""
    if clause.pick == "each":
        picked = [((), (case,)) if case.when is not None else ((case,),) for case in clause.cases]
        return [tuple(c for part in way for c in part) for way in product(*picked)]
    nothing = [()] if clause.pick == "first" and clause.cases[-1].when is not None else []
    return [*((case,) for case in clause.cases), *nothing]


def told(clause: Clause, cases: tuple[Case, ...]) -> Iterator[tuple[Case, bool]]:
    """Whose condition held and whose did not; of those after the first that holds nobody can tell."""
    for case in clause.cases:
        if case.when is not None:
            yield case, case in cases
        if clause.pick == "first" and case in cases:
            return

"""The cases that did not apply, each with its numbers; cells with the same numbers are told together."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from collections.abc import Set as AbstractSet

from ecoflow.agreement.model import Case, Clause
from ecoflow.formula.exact import Absent, evaluate
from ecoflow.report.formulas import Speaker
from ecoflow.report.names import Names
from ecoflow.report.words import say
from ecoflow.settlement.model import Fired

_MOST_CELLS, _MOST_REASONS = 12, 12
"""Cells named on one line, and lines of one case; the rest are counted."""


def idle_lines(clause: Clause, fired: Iterable[Fired], names: Names, speaks: Speaker) -> Iterator[str]:
    """Lines for every case with a condition of its own that did not apply somewhere, and why."""
    applied = {(f.case.number, _key(f.at)) for f in fired}
    for case in clause.cases:
        reasons = _reasons(clause, case, applied, speaks, names)
        name = case.name.say(names.lang) if len(clause.cases) > 1 else ""
        for text, cells in list(reasons.items())[:_MOST_REASONS]:
            yield say("colon", names.lang).join((name or _condition(case, speaks), _with_cells(text, cells, names)))
        if len(reasons) > _MOST_REASONS:
            yield say("more_reasons", names.lang, count=len(reasons) - _MOST_REASONS)


def _condition(case: Case, speaks: Speaker) -> str:
    return speaks.words(case.when.tree) if case.when is not None and case.when.tree is not None else ""


def _reasons(
    clause: Clause, case: Case, applied: AbstractSet[tuple[int, object]], speaks: Speaker, names: Names
) -> dict[str, list[str]]:
    """Why it did not apply -> where."""
    found: dict[str, list[str]] = {}
    if case.when is None or case.when.tree is None:
        return found
    try:
        grid = evaluate(case.when.tree, speaks.values)
    except (ArithmeticError, Absent):
        return found
    for at, holds in grid.items():
        elsewhere = clause.at and "section" in at and at["section"] not in clause.at
        if (case.number, _key(at)) not in applied and not elsewhere:
            reason = "taken_before" if holds else "does_not_hold"
            text = say(reason, names.lang, numbers=speaks.numbers(case.when.tree, at))
            found.setdefault(text, []).append(names.where(at))
    return found


def _with_cells(text: str, cells: list[str], names: Names) -> str:
    if cells == [""]:
        return text
    told = say("end", names.lang).join(cells[:_MOST_CELLS]) + (
        say("more_cells", names.lang) if len(cells) > _MOST_CELLS else ""
    )
    return say("at_cells", names.lang, text=text, count=len(cells), cells=told)


def _key(at: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    return tuple(sorted(at.items()))

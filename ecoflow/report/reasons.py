"""Why a case applied: its condition with its numbers, or, of a case `otherwise`, the conditions that did not hold."""

from __future__ import annotations

from collections.abc import Mapping

from ecoflow.agreement.model import Case, Clause
from ecoflow.report.formulas import Speaker, speaker
from ecoflow.report.names import Names
from ecoflow.report.words import say
from ecoflow.settlement.model import Fired, Settlement

MOST = 3
"""Reasons told below a verdict; the rest are counted."""


def reasons(settlement: Settlement, names: Names) -> tuple[str, ...]:
    """A line for every case that applied under a condition; cells of a clause that repeats are told together."""
    grouped: dict[tuple[str, int], list[Fired]] = {}
    for fired in settlement.fired:
        if len(fired.clause.cases) > 1 or fired.case.when is not None:
            grouped.setdefault((fired.clause.id, fired.case.number), []).append(fired)
    lines = [_line(cells, names, speaker(settlement, names, cells[0].clause)) for cells in grouped.values()]
    more = len(lines) - MOST
    # one line more costs no more room than saying that it was left out
    return tuple(lines) if more <= 1 else (*lines[:MOST], say("more_clauses", names.lang, count=more))


def numbers_of(clause: Clause, case: Case, at: Mapping[str, str], names: Names, speaks: Speaker) -> str:
    """The numbers that decided for a case at a cell; empty when it applies without condition."""
    if case.when is not None and case.when.tree is not None:
        return speaks.numbers(case.when.tree, at)
    failed = _failed(clause, case, at, speaks, named=False)
    return say("does_not_hold", names.lang, numbers=say("end", names.lang).join(failed)) if failed else ""


def _failed(clause: Clause, case: Case, at: Mapping[str, str], speaks: Speaker, *, named: bool) -> list[str]:
    """The conditions of the cases before, with their numbers."""
    trees = [c.when.tree for c in clause.cases if c.number < case.number and c.when is not None]
    tell = speaks.named if named else speaks.numbers
    return [tell(tree, at) for tree in trees if tree is not None]


def _line(cells: list[Fired], names: Names, speaks: Speaker) -> str:
    first, lang = cells[0], names.lang
    clause, case = first.clause, first.case
    if case.when is not None and case.when.tree is not None:
        numbers = speaks.named(case.when.tree, first.at)
    else:
        failed = say("end", lang).join(_failed(clause, case, first.at, speaks, named=True))
        numbers = say("bracket", lang, text=say("otherwise", lang),
                      inside=say("does_not_hold", lang, numbers=failed)) if failed else say("otherwise", lang)
    if len(cells) > 1:
        # every cell has numbers of its own, and they stand in the clause's table
        numbers = say("places", lang, text=_condition(case, speaks, names), count=len(cells))
    elif first.at:
        numbers = say("place", lang, text=numbers, cell=names.where(first.at))
    name, title = case.name.say(lang) if len(clause.cases) > 1 else "", names.clause(clause.id)
    if name:
        return say("why", lang, clause=title, case=name, numbers=numbers)
    return say("colon", lang).join((title, numbers))


def _condition(case: Case, speaks: Speaker, names: Names) -> str:
    tree = case.when.tree if case.when is not None else None
    return say("otherwise", names.lang) if tree is None else speaks.words(tree)

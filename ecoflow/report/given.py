"""What was given instead of measured, a line a value."""

from __future__ import annotations

from ecoflow.formula.grid import Grid
from ecoflow.report.labels import period_words
from ecoflow.report.names import Names
from ecoflow.report.numbers import exact
from ecoflow.report.words import say
from ecoflow.settlement.given import given_once
from ecoflow.settlement.model import Settlement


def how(settlement: Settlement, name: str, names: Names) -> str:
    """Whether a name was given, or carried on from the period before."""
    if name in settlement.carried.facts:
        return say("carried_from", names.lang, period=period_words(settlement.carried.since, names.lang))
    return say("given", names.lang)


def given_lines(settlement: Settlement, name: str, grid: Grid, names: Names) -> list[str]:
    """A name with its values, one line a cell; with one line where all cells are alike."""
    agreement, lang = settlement.agreement, names.lang
    unit, once = agreement.types[name].unit, given_once(agreement, name, grid, settlement.period)
    if once is not None:
        line = f"{names.of(name)} = {exact(once, unit, lang)}"
        return [say("bracket", lang, text=line, inside=how(settlement, name, names))
                if name in settlement.carried.facts else line]
    return [f"{names.of(name)} [{names.where(at)}] = {exact(value, unit, lang)}" for at, value in grid.items()]

"""What was given instead of measured, a line a value."""

from __future__ import annotations

from ecoflow.formula.grid import Grid
from ecoflow.report.names import Names
from ecoflow.report.numbers import exact
from ecoflow.settlement.given import given_once
from ecoflow.settlement.model import Settlement


def given_lines(settlement: Settlement, name: str, grid: Grid, names: Names) -> list[str]:
    """A name with its values, one line a cell; with one line where all cells are alike."""
    agreement, lang = settlement.agreement, names.lang
    unit, once = agreement.types[name].unit, given_once(agreement, name, grid, settlement.period)
    if once is not None:
        return [f"{names.of(name)} = {exact(once, unit, lang)}"]
    return [f"{names.of(name)} [{names.where(at)}] = {exact(value, unit, lang)}" for at, value in grid.items()]

"""What a measure gives: its values over named dimensions, and for each value the series behind it."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from msgspec import Struct

from ecoflow.diagnostics.finding import Finding
from ecoflow.formula.grid import Grid, Scalar
from ecoflow.measures.months import Series
from ecoflow.standards.calendar import Period
from ecoflow.standards.gb3838 import WaterClass


class Judged(Struct, frozen=True):
    """One indicator on its way to a class: its mean, the value compared (rounded or not), and its class."""

    indicator: str
    mean: Fraction
    compared: Fraction
    grade: WaterClass


class Part(Struct, frozen=True):
    """One value of a measure, made of the days of `window`.

    `judged` is empty unless the value is a class or rests on classes; `target` is the class whose limit the value is.
    """

    at: Mapping[str, str]
    window: Period
    value: Scalar
    series: tuple[Series, ...]
    judged: tuple[Judged, ...] = ()
    target: WaterClass | None = None


class Measured(Struct, frozen=True):
    """A measure's values, and `problems` when it cannot be used (then `grid` may lack cells).

    `series` are all it reads, also those that cannot be used; `notes` are values that tell less than they seem to.
    """

    measure: str
    grid: Grid
    parts: tuple[Part, ...]
    problems: tuple[Finding, ...]
    series: tuple[Series, ...] = ()
    notes: tuple[Finding, ...] = ()


def gather(measure: str, dims: tuple[str, ...], parts: list[Part], problems: list[Finding]) -> Measured:
    """The parts as a grid over `dims`."""
    cells = {tuple(p.at[d] for d in dims): p.value for p in parts}
    return Measured(measure, Grid(dims, cells), tuple(parts), tuple(problems))

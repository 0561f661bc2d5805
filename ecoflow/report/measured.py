"""What monitoring came to: every value of every measure, and for a class the means it was judged by."""

from __future__ import annotations

from collections.abc import Iterator

from ecoflow.agreement.model import Measure
from ecoflow.formula.reader import reader_unit
from ecoflow.measures.result import Judged, Part
from ecoflow.measures.windows import PREVIOUS
from ecoflow.report.labels import period_words
from ecoflow.report.names import Names
from ecoflow.report.numbers import concentration, exact, figures, unit_text
from ecoflow.report.view import Cell, Column, Table, compact
from ecoflow.report.words import say
from ecoflow.settlement.model import Settlement
from ecoflow.standards.gb3838 import WaterClass
from ecoflow.standards.rounding import plain_text
from ecoflow.standards.units import ONE, Unit


def measured(settlement: Settlement, names: Names) -> Table | None:
    """One row a value: measure, where, window, value, and how a class was found."""
    lang = names.lang
    rows = tuple(
        row
        for name, found in settlement.measured.items()
        if not _stands_by_month(settlement.agreement.measures[name])
        for part in found.parts
        for row in _rows(settlement, name, part, names)
    )
    columns = (
        Column(say("c_quantity", lang)),
        Column(say("c_for", lang)),
        Column(say("c_window", lang)),
        Column(say("c_value", lang), numeric=True),
        Column(say("c_remark", lang)),
    )
    return compact(Table(say("h_measured", lang), columns, rows, say("six_figures", lang))) if rows else None


def _stands_by_month(measure: Measure) -> bool:
    """Whether its values are the monthly ones that stand in the tables by month anyway; a year before is tabled by year."""
    monthly = "month" in measure.by and not {"week", "day"} & {*measure.by} and measure.over != PREVIOUS
    return monthly and measure.kind in {"mean", "max", "min", "total"} and measure.rounding is None


def _rows(settlement: Settlement, name: str, part: Part, names: Names) -> Iterator[tuple[Cell, ...]]:
    # the window has a column of its own
    cell = {dim: member for dim, member in part.at.items() if member != part.window.name}
    at = cell if "section" in cell else {"section": settlement.agreement.measures[name].sections[0], **cell}
    unit = settlement.agreement.types[name].unit
    yield (
        Cell(names.of(name)),
        Cell(names.where(at)),
        Cell(period_words(part.window.name, names.lang)),
        Cell(_value(part, unit, names)),
        Cell(_judged(part, names)),
    )


def _value(part: Part, unit: Unit | None, names: Names) -> str:
    if (
        not isinstance(part.value, bool)
        and not isinstance(part.value, WaterClass)
        and unit is not None
        and not unit.is_plain
    ):
        shown = reader_unit(unit, names.lang) or ONE
        return f"{figures(part.value, shown)} {unit_text(shown, names.lang)}"
    return exact(part.value, unit, names.lang)


def _judged(part: Part, names: Names) -> str:
    """The indicators' means with the class of each; a share of months has too many to write out. Of a limit, its class."""
    if part.target is not None:
        return say("class_limit", names.lang, grade=part.target.zh if names.lang == "zh" else part.target.en)
    if len(part.judged) > len(part.series):
        return ""
    return say("end", names.lang).join(_grade(j, names) for j in part.judged)


def _grade(judged: Judged, names: Names) -> str:
    mean, compared = concentration(judged.mean, judged.indicator), plain_text(judged.compared, 12)
    return say(
        "grade" if mean == compared else "grade_rounded",
        names.lang,
        name=names.of(judged.indicator),
        mean=mean,
        compared=compared,
        grade=judged.grade.zh if names.lang == "zh" else judged.grade.en,
    )

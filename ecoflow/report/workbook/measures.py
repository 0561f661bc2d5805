"""The measures: formulas over the rows of data, kind by kind; what no formula can make enters as a value."""

from __future__ import annotations

from fractions import Fraction

from msgspec import Struct, field

from ecoflow.agreement.model import Measure
from ecoflow.formula.types import TIMES
from ecoflow.formula.workbook_piece import Piece
from ecoflow.measures.extreme import extreme_in
from ecoflow.measures.mean import mean_in
from ecoflow.measures.months import Series
from ecoflow.measures.plan import extreme_path
from ecoflow.measures.result import Part
from ecoflow.report.basis import described
from ecoflow.report.numbers import indicator_unit
from ecoflow.report.workbook.book import Page
from ecoflow.report.workbook.classes import Judging, class_value, compliance_value, limit_value
from ecoflow.report.workbook.data import Block, Data
from ecoflow.report.workbook.limits import Kept as Limits
from ecoflow.report.workbook.making import Making, Row, calc_page, calculated, pieces_like
from ecoflow.report.workbook.means import joined, mean_piece, typed_value
from ecoflow.report.workbook.rounding import Way, way
from ecoflow.standards.calendar import Period
from ecoflow.standards.indicators import INDICATORS


class Measuring(Struct):
    """The page of measures while it is written.

    Of the measure in hand, `fine` are the windows that are no whole months, `blocks` the rows by identity of the series.
    """

    making: Making
    data: Data
    limits: Limits
    page: Page
    fine: list[Period] = field(default_factory=list)
    blocks: dict[int, Block] = field(default_factory=dict)


def measures(making: Making, data: Data, limits: Limits) -> None:
    """Every measure of the settlement, in the order of the agreement."""
    measuring = Measuring(making, data, limits, calc_page(making, "p_measures"))
    for name, found in making.settlement.measured.items():
        measure = making.settlement.agreement.measures[name]
        windows = dict.fromkeys(p.window for p in found.parts)
        measuring.fine, measuring.blocks = [w for w in windows if not w.is_whole_months], {}
        making.owner = name
        cells: dict[tuple[str, ...], Piece] = {}
        for part in found.parts:
            cells[tuple(part.at[d] for d in found.grid.dims)] = _value(measuring, measure, part)
        making.book.pieces[name] = pieces_like(making.settlement.values[name], cells)


def _value(measuring: Measuring, measure: Measure, part: Part) -> Piece:
    making = measuring.making
    piece, how, remark = _piece(measuring, measure, part)
    time = {} if any(d in TIMES for d in part.at) else {"year": part.window.name}
    section = {} if "section" in part.at or not measure.sections else {"section": measure.sections[0]}
    fixed = not piece.text
    where = making.names.where({**section, **part.at, **time})
    row = Row(
        measure.id,
        measure.name.say(making.lang) or measure.id,
        part.at,
        described(measure, making.names),
        making.unit(measure.id),
        remark or where,
        fixed,
    )
    return calculated(making, measuring.page, row, piece, how, used=part.value)


def _piece(measuring: Measuring, measure: Measure, part: Part) -> tuple[Piece, Way | None, str]:
    """The formula of a value (an empty text where it enters as a value), its rounding, and a remark."""
    making = measuring.making
    match measure.kind:
        case "class":
            return class_value(_judging(measuring, measure, part), part), None, ""
        case "compliance":
            return compliance_value(_judging(measuring, measure, part), part), None, ""
        case "limit":
            return limit_value(making, measure, part, measuring.limits), None, ""
        case "mean":
            return _mean(measuring, measure, part)
        case "load":
            return _load(measuring, measure, part)
        case _:
            return _taken(measuring, measure, part)


def _judging(measuring: Measuring, measure: Measure, part: Part) -> Judging:
    """The measure with the rows of the series behind one of its values."""
    for series in part.series:
        _own(measuring, measure, series)
    return Judging(measuring.making, measuring.page, measure, measuring.blocks, measuring.limits)


def _own(measuring: Measuring, measure: Measure, series: Series) -> Block:
    if id(series) not in measuring.blocks:
        measuring.blocks[id(series)] = measuring.data.block(measure, series, measuring.fine)
    return measuring.blocks[id(series)]


def _mean(measuring: Measuring, measure: Measure, part: Part) -> tuple[Piece, Way | None, str]:
    series, rule = part.series[0], measure.rounding
    unit = indicator_unit(series.indicator)
    if series.indicator == "pH":
        return typed_value(part.value), None, measuring.making.say("ph")
    piece = mean_piece(_own(measuring, measure, series), measure, part.window, mean_in(series, part.window, measure))
    if rule is None:
        return piece, None, ""
    scale = piece.scale
    if rule.places is None and rule.figures is None:
        places = INDICATORS[series.indicator].evaluation_places or 0
        return piece, Way(scale / unit.scale * Fraction(10) ** places, reported=True), ""
    how = way(rule, scale, unit.scale)
    reported = rule.figures is None and rule.mode == "half-even"
    return piece, Way(how.factor, how.mode, how.figures, reported), ""


def _taken(measuring: Measuring, measure: Measure, part: Part) -> tuple[Piece, Way | None, str]:
    """A volume or total is the sum of its rows, an extreme the highest or lowest of them."""
    series = part.series[0]
    block = _own(measuring, measure, part.series[-1])
    rows = block.within(part.window)
    if measure.kind in {"max", "min"}:
        plain = extreme_path(measure) in {(), ("month",), ("day",)}
        if not rows or not plain or series.indicator == "pH":
            return typed_value(extreme_in(series, part.window, measure)), None, measuring.making.say("as_value")
    if measure.kind == "volume":
        volumes = [r.volume for r in rows if r.volume is not None]
        return joined("SUM", block, rows, volumes, part.value, volume=True), None, ""
    function = {"max": "MAX", "min": "MIN"}.get(measure.kind, "SUM")
    return joined(function, block, rows, [r.value for r in rows], part.value), None, ""


def _load(measuring: Measuring, measure: Measure, part: Part) -> tuple[Piece, Way | None, str]:
    """Month by month the mean concentration times the volume, summed; by the day it enters as a value."""
    concentration, flow = part.series
    c, f = _own(measuring, measure, concentration), _own(measuring, measure, flow)
    means, volumes = c.within(part.window), f.within(part.window)
    aligned = c.last - c.first == f.last - f.first and [r.row - c.first for r in means] == [r.row - f.first for r in volumes]
    if measure.method == "daily" or not aligned or concentration.indicator == "pH" or not means:
        return typed_value(part.value), None, measuring.making.say("as_value")
    off = abs(float(part.value)) * 1e-14 if isinstance(part.value, Fraction) else 0.0
    scale = means[0].value.scale
    volume = joined("SUM", f, volumes, [r.volume for r in volumes if r.volume is not None], Fraction(0), volume=True)
    if measure.method == "period":
        mean = mean_piece(c, measure, part.window, mean_in(concentration, part.window, measure))
        text = f"({mean.text})*{volume.text}"
    else:
        text = f"SUMPRODUCT({c.span(means, 11)},{f.span(volumes, 14)})"
    return Piece(text, part.value, scale, 6 if measure.method == "period" else 9, off / float(scale)), None, ""

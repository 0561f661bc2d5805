"""Water-quality classes and compliance, indicator by indicator; and the limits the standard sets for a class."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from typing import Any, cast

from msgspec import Struct

from ecoflow.agreement.model import Keyed, Measure
from ecoflow.formula.workbook_piece import ATOM, TIMES, Piece, called, listed, typed
from ecoflow.measures.months import Series
from ecoflow.measures.result import Judged, Part
from ecoflow.measures.water_class import asked_in
from ecoflow.measures.windows import covers
from ecoflow.report.numbers import indicator_unit
from ecoflow.report.workbook.book import Box, Page, cell_of, live
from ecoflow.report.workbook.data import Block
from ecoflow.report.workbook.limits import Kept, grading, of_class, water_at
from ecoflow.report.workbook.making import CLASS, USED, Making, Row, calculated, class_name
from ecoflow.report.workbook.means import mean_piece, typed_value
from ecoflow.report.workbook.rounding import AS_IT_IS, Way
from ecoflow.standards.calendar import Period
from ecoflow.standards.gb3838 import WaterClass, evaluation_places, worst


class Judging(Struct, frozen=True):
    """A measure that rests on classes, the rows of its series by their identity, and the limits."""

    making: Making
    page: Page
    measure: Measure
    blocks: Mapping[int, Block]
    limits: Kept


def class_value(judging: Judging, part: Part) -> Piece:
    """The worst of the indicators' classes, each judged in a row of its own."""
    graded = [_judged(judging, part.window, s, j) for s, j in zip(part.series, part.judged, strict=True)]
    return Piece(called("MAX", graded), part.value)


def compliance_value(judging: Judging, part: Part) -> Piece:
    """The share of the months whose class meets the target."""
    judged, months = iter(part.judged), list(_months(part))
    graded = [[_judged(judging, month, s, next(judged)) for s in asked] for month, asked in months]
    found = [
        _month_class(judging.making, judging.page, pieces, (part.series[0].section, month))
        for pieces, (month, _) in zip(graded, months, strict=True)
    ]
    cells, target = listed(found), target_of(judging.making, judging.measure, part)
    if "," in cells or len(found) == 1:
        text = f"({'+'.join(f'({p.text}<={target.text})' for p in found)})/{len(found)}"
    else:
        text = f"SUMPRODUCT(--({cells}<={target.text}))/{len(found)}"
    return Piece(text, part.value, strength=TIMES, off=1e-15)


def _months(part: Part) -> Iterator[tuple[Period, tuple[Series, ...]]]:
    """The months that are judged, each with the series it is judged by."""
    for month in (m.period for m in part.series[0].within(part.window)):
        asked = asked_in(part.series, month)
        if asked and all(any(m.counts and m.usable for m in s.within(month)) for s in asked):
            yield month, asked


def _judged(judging: Judging, window: Period, series: Series, judged: Judged) -> Piece:
    """One indicator's mean, the value compared, and its class; gives the cell of the class."""
    making, page, measure = judging.making, judging.page, judging.measure
    unit = indicator_unit(series.indicator)
    if series.indicator == "pH":
        piece = typed_value(judged.mean)
    else:
        piece = mean_piece(judging.blocks[id(series)], measure, window, judged.mean)
    how = Way(piece.scale / unit.scale * 10 ** evaluation_places(series.indicator), reported=True)
    how = how if measure.rules.compare.value == "rounded" else AS_IT_IS
    at = {"section": series.section, "month": window.name}
    row = Row(
        "",
        making.say("judged", name=making.indicator(series.indicator)),
        at,
        "",
        unit,
        making.say("ph") if not piece.text else "",
        not piece.text,
    )
    number = page.next
    used = judged.compared * unit.scale
    calculated(making, page, row, piece, how if piece.text else None, used=used)
    first = judging.limits[series.indicator, water_at(making, series.section)]
    grade = Piece(grading(page.spot(number, USED).text, series.indicator, first), judged.grade)
    spot = page.spot(number, CLASS)
    page.more(number, {CLASS: live(grade, "result", "0"), CLASS + 1: class_name(spot, judged.grade, making)})
    return cell_of(spot, grade)


def _month_class(making: Making, page: Page, graded: Sequence[Piece], at: tuple[str, Period]) -> Piece:
    """The worst class of a month, in a row of its own."""
    found = Piece(called("MAX", graded), worst(p.value for p in graded))
    spot = page.spot(page.next, CLASS)
    page.add(
        {
            1: Box(making.say("month_class")),
            2: Box(making.names.where({"section": at[0], "month": at[1].name})),
            CLASS: live(found, "result", "0"),
            CLASS + 1: class_name(spot, found.value, making),
        }
    )
    return cell_of(spot, found)


def limit_value(making: Making, measure: Measure, part: Part, limits: Kept) -> Piece:
    """The limit of the target class: looked up in the table of limits."""
    section = part.at.get("section") or measure.sections[0]
    indicator = part.at.get("indicator") or measure.indicators[0]
    first = limits.get((indicator, water_at(making, section)))
    if first is None or part.target is None:
        return typed_value(part.value)
    text = of_class(first, target_of(making, measure, part))
    return Piece(text, part.value, indicator_unit(indicator).scale, ATOM)


def target_of(making: Making, measure: Measure, part: Part) -> Piece:
    """The target class of a value: the term's cell, or the class as the measure has it."""
    section, target = part.at.get("section") or measure.sections[0], measure.target
    if isinstance(target, str):
        found: Any = making.book.pieces[target].at({"section": section}).cells[()]
        return cast("Piece", found)
    while isinstance(target, Keyed):
        year = making.settlement.period.year
        key = section if target.dim == "section" else next(k for k in target.values if covers(k, year))
        target = target.values[key]
    if not isinstance(target, WaterClass):
        raise TypeError(target)
    return typed(target)

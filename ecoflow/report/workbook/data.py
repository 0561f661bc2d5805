"""The monitoring data, a row a month (or the week or day that a measure is cut into), as the measures use them."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from msgspec import Struct

from ecoflow.agreement.keywords import REASONS
from ecoflow.agreement.model import Measure
from ecoflow.formula.workbook_piece import Piece
from ecoflow.measures.averaging import path_in
from ecoflow.measures.cube import Cell
from ecoflow.measures.measure import value_in
from ecoflow.measures.months import Month, Series
from ecoflow.measures.plan import extreme_path
from ecoflow.measures.volume import SECONDS_A_DAY
from ecoflow.report.labels import known, period_words
from ecoflow.report.numbers import indicator_unit, unit_text
from ecoflow.report.words import WORDS as SAID
from ecoflow.report.words import say as said
from ecoflow.report.workbook.book import Box, Page, cell_of, live
from ecoflow.report.workbook.making import Making
from ecoflow.standards.calendar import Period

COUNT, SUM, LIMITS, SHARE, VALUE, DAYS, VOLUME = 7, 8, 9, 10, 11, 13, 14
_TITLES = (
    "c_section",
    "c_indicator",
    "c_window",
    "c_status",
    "c_samples",
    "c_below",
    "c_invalid",
    "c_count",
    "c_sum",
    "c_limits",
    "c_share",
    "c_mean_value",
    "c_unit",
    "c_days",
    "c_volume",
    "c_remark",
)
_WIDTHS = (18, 16, 14, 16, 9, 9, 8, 8, 14, 12, 10, 16, 9, 8, 16, 30)
_SHARES: Mapping[str, Fraction] = {"half": Fraction(1, 2), "limit": Fraction(1), "zero": Fraction(0)}
_NOISE = 1e-15

Stretch = tuple[date, date]


class Kept(Struct, frozen=True):
    """One row that counts: where it stands, its value, and, of a flow, the volume of its days."""

    row: int
    value: Piece
    volume: Piece | None = None


class Block(Struct, frozen=True):
    """A series as measures of one rule use it: its rows by their days, those that count and those that do not."""

    sheet: Page
    first: int
    last: int
    kept: Mapping[Stretch, Kept]

    def within(self, window: Period) -> list[Kept]:
        """The rows that count inside a window, in order."""
        return [k for (first, last), k in self.kept.items() if window.first <= first and last <= window.last]

    def span(self, rows: list[Kept], column: int) -> str:
        """The range from the first to the last of some rows: between them stand only empty cells."""
        first = self.sheet.spot(rows[0].row, column)
        return f"{first.text}:{self.sheet.spot(rows[-1].row, column).text.partition('!')[2]}"


class Data(Struct):
    """The page of data; a block is written when a measure first asks for it."""

    making: Making
    page: Page
    blocks: dict[tuple[str, ...], Block]
    series: dict[tuple[str, ...], tuple[Series, Measure]]

    def block(self, measure: Measure, series: Series, fine: list[Period]) -> Block:
        """The rows of a series as a measure takes it: its months, or `fine`, the measure's own windows of weeks or days."""
        mode = mode_of(measure, series)
        rules = repr(measure.rules)
        key = (series.section, series.indicator, series.window.name, rules, mode, " ".join(p.name for p in fine))
        if key not in self.blocks:
            self.blocks[key] = self._write(measure, series, fine or [m.period for m in series.months], mode)
            self.series[key] = (series, measure)
        return self.blocks[key]

    def _write(self, measure: Measure, series: Series, periods: list[Period], mode: str) -> Block:
        first = self.page.next
        kept: dict[Stretch, Kept] = {}
        for period in periods:
            found = self._row(measure, series, period, mode)
            if found is not None:
                kept[period.first, period.last] = found
        return Block(self.page, first, self.page.next - 1, kept)

    def _row(self, measure: Measure, series: Series, period: Period, mode: str) -> Kept | None:
        months = series.within(period)
        usable = any(m.counts and m.usable for m in months)
        boxes = _about(self.making, series, period, months)
        boxes[3] = Box(self._status(months, usable=usable), look="text" if usable else "gap")
        kept = self._valued(measure, series, period, mode, boxes) if usable else None
        self.page.add(boxes)
        return kept

    def _status(self, months: tuple[Month, ...], *, usable: bool) -> str:
        reason = next((m.exempt for m in months if m.exempt is not None), None)
        if usable or reason is None:
            return self.making.say("used" if usable else "left_out")
        return f"{self.making.say('exempt')} ({known(REASONS, reason, self.making.lang)})"

    def _valued(self, measure: Measure, series: Series, period: Period, mode: str, boxes: dict[int, Box]) -> Kept:
        unit, number = indicator_unit(series.indicator), self.page.next
        counted = [m for m in series.within(period) if m.counts]
        cells = [(name, c) for m in counted for name, c in m.cells.items() if c.usable]
        spot = self.page.spot(number, VALUE)
        if mode == "flow":
            return self._flow(cells, counted, boxes)
        value = value_in(series, period, measure)
        whole = _whole(measure, mode, series, period)
        if whole is None:
            boxes[VALUE] = Box(float(value / unit.scale), look="fixed")
            boxes[15] = Box(self.making.say("ph" if series.indicator == "pH" else "extreme"))
            return Kept(number, cell_of(spot, Piece("", value, unit.scale)))
        self._sums(cells, str(measure.rules.non_detect.value), unit.scale, boxes, by_day=whole == "day")
        off = abs(float(value / unit.scale)) * _NOISE
        piece = Piece(self._mean(number, total=mode == "total"), value, unit.scale, off=off)
        boxes[VALUE] = live(piece, "result")
        return Kept(number, cell_of(spot, piece))

    def _sums(
        self, cells: list[tuple[str, Cell]], non_detect: str, scale: Fraction, boxes: dict[int, Box], *, by_day: bool
    ) -> None:
        """Count, sum of valid values, sum of detection limits; of a path by day those of the days' means."""
        weights = [Fraction(1, c.usable) if by_day else Fraction(1) for _, c in cells]
        total = sum((c.total * w for (_, c), w in zip(cells, weights, strict=True)), Fraction(0))
        below = sum((c.limits * w for (_, c), w in zip(cells, weights, strict=True)), Fraction(0))
        count = len(cells) if by_day else sum(c.usable for _, c in cells)
        boxes[COUNT] = Box(float(count), look="input", form="0")
        boxes[SUM] = Box(float(total / scale), look="input")
        boxes[LIMITS] = Box(float(below / scale), look="input")
        boxes[SHARE] = Box(float(_SHARES[non_detect]), look="input")

    def _mean(self, number: int, *, total: bool) -> str:
        count, amount, limits, share = (self.page.spot(number, c).text for c in (COUNT, SUM, LIMITS, SHARE))
        whole = f"{amount}+{limits}*{share}"
        return whole if total else f"({whole})/{count}"

    def _flow(self, cells: list[tuple[str, Cell]], months: list[Month], boxes: dict[int, Box]) -> Kept:
        number, days = self.page.next, sum(m.days for m in months)
        self._sums(cells, "half", Fraction(1), boxes, by_day=True)
        flow = sum((c.sum("half") / c.usable for _, c in cells), Fraction(0)) / len(cells)
        mean = Piece(self._mean(number, total=False), flow, off=float(flow) * _NOISE)
        boxes[VALUE], boxes[DAYS] = live(mean, "result"), Box(float(days), look="input", form="0")
        text = f"{self.page.spot(number, VALUE).text}*{self.page.spot(number, DAYS).text}*{SECONDS_A_DAY}"
        volume = Piece(text, flow * days * SECONDS_A_DAY, off=float(flow * days) * SECONDS_A_DAY * _NOISE)
        boxes[VOLUME] = live(volume, "result")
        return Kept(number, cell_of(self.page.spot(number, VALUE), mean), cell_of(self.page.spot(number, VOLUME), volume))


def _about(making: Making, series: Series, period: Period, months: tuple[Month, ...]) -> dict[int, Box]:
    counts = (sum(m.usable for m in months), sum(m.below for m in months), sum(m.invalid for m in months))
    return {
        0: Box(making.names.of(series.section)),
        1: Box(making.indicator(series.indicator)),
        2: Box(period_words(period.name, making.lang)),
        **{4 + n: Box(float(count), form="0") for n, count in enumerate(counts)},
        12: Box(unit_text(indicator_unit(series.indicator), making.lang)),
    }


def mode_of(measure: Measure, series: Series) -> str:
    """What is taken of a stretch: its `mean`, its `max` or `min`, its `total`, or the `flow` and its volume."""
    if measure.kind == "volume" or (measure.kind == "load" and series.indicator == "Q"):
        return "flow"
    return measure.kind if measure.kind in {"max", "min", "total"} else "mean"


def _whole(measure: Measure, mode: str, series: Series, period: Period) -> str | None:
    """Of what a stretch's mean or total is made: `sample` or `day`; None where it cannot be made of sums."""
    if series.indicator == "pH":
        return None
    if mode in {"max", "min"}:
        path = path_in(extreme_path(measure), period)
        return "sample" if path == ("month",) else None
    if mode == "total":
        return "sample"
    return "day" if "day" in path_in(measure.rules.averaging.value, period) else "sample"


def data(making: Making) -> Data:
    """The page of data, still empty."""
    page = making.book.page(making.say("p_data"), _WIDTHS, making.say("n_data"))
    page.head(*(said(key, making.lang) if key in SAID else making.say(key) for key in _TITLES))
    page.filtered = True
    return Data(making, page, {}, {})

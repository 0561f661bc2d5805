"""Native charts of the monitoring data by month, against what the agreement reads them."""

from __future__ import annotations

from ecoflow.measures.months import Series
from ecoflow.report.numbers import indicator_unit, unit_text
from ecoflow.report.references import references
from ecoflow.report.words import say as said
from ecoflow.report.workbook.book import Box, Chart, Line, Page
from ecoflow.report.workbook.data import VALUE, Block, Data
from ecoflow.report.workbook.making import Making

_MOST = 24
"""Charts of one workbook; the data of every series stand on their page all the same."""
_HEIGHT = 18
"""Rows a chart covers."""


def charts(making: Making, data: Data) -> None:
    """The page of charts: series of two months and more, those of the settlement window first."""
    period = making.settlement.period
    blocks = [
        (data.series[key][0], block)
        for key, block in data.blocks.items()
        if key[4] != "flow" and not key[5] and len(block.kept) > 1
    ]
    wanted = sorted(blocks, key=lambda one: one[0].window.last < period.first)[:_MOST]
    if not wanted:
        return
    page = making.book.page(making.say("p_charts"), (14, 16, 16, 16, 16))
    for series, block in wanted:
        _chart(making, page, series, block)


def _chart(making: Making, page: Page, series: Series, block: Block) -> None:
    """The months with the value of each, live, and the reference lines; the chart stands beside them."""
    names, lang = making.names, making.lang
    lines = references(making.settlement, series, names)
    unit = unit_text(indicator_unit(series.indicator), lang)
    title = said(
        "series_title",
        lang,
        section=names.of(series.section),
        indicator=making.indicator(series.indicator),
        window=series.window.name,
    )
    page.say(title, look="label")
    top = page.say(said("c_month", lang), making.indicator(series.indicator), *(r.label for r in lines), look="head")
    for month in series.months:
        kept = block.kept.get((month.period.first, month.period.last))
        value = None if kept is None else float(kept.value.value / kept.value.scale)
        own = Box(value, block.sheet.spot(kept.row, VALUE).text) if kept is not None else None
        page.add([Box(month.period.name), own, *(Box(float(r.value)) for r in lines)])
    first, last = top + 1, page.next - 1
    drawn = [(making.indicator(series.indicator), 1), *((r.label, 2 + n) for n, r in enumerate(lines))]
    page.charts.append(
        Chart(
            "line",
            title,
            unit,
            Line("", page.spot(first, 0), page.spot(last, 0)),
            tuple(Line(label, page.spot(first, c), page.spot(last, c)) for label, c in drawn),
            page.spot(top, 3 + len(lines)),
        )
    )
    while page.next < top + _HEIGHT:
        page.say("")

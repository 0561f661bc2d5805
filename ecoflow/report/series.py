"""The monitoring data behind a settlement: by month for the period, by year for baselines, drawn and tabled."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from types import MappingProxyType

from msgspec import Struct

from ecoflow.agreement.keywords import REASONS
from ecoflow.agreement.model import Measure
from ecoflow.measures.measure import value_in
from ecoflow.measures.months import Month, Series
from ecoflow.report.chart import MonthChart, Point, month_chart
from ecoflow.report.gaps import found
from ecoflow.report.labels import known, period_words
from ecoflow.report.names import Names
from ecoflow.report.numbers import concentration, indicator_unit, unit_text
from ecoflow.report.references import references
from ecoflow.report.view import Cell, Column, SeriesView, Table, compact
from ecoflow.report.words import say
from ecoflow.settlement.model import Settlement
from ecoflow.standards.calendar import Period

_MEAN = {"month": "c_mean", "year": "c_year_mean", "chart": "chart_mean"}
_TAKEN: Mapping[str, Mapping[str, str]] = MappingProxyType({
    "max": {"month": "c_max", "year": "c_year_max", "chart": "chart_max"},
    "min": {"month": "c_min", "year": "c_year_min", "chart": "chart_min"},
    "total": {"month": "c_total", "year": "c_year_total", "chart": "chart_total"},
})
"""The words for what is taken of a month or a year, where that is not its mean."""


class Used(Struct, frozen=True):
    """A series as one or more measures used it, by the same rules."""

    series: Series
    measure: Measure
    by: tuple[str, ...]


def used_series(settlement: Settlement) -> tuple[Used, ...]:
    """The series behind the measures, each once; the same data read by other rules is another series."""
    grouped: dict[tuple[str, ...], tuple[Series, Measure, dict[str, None]]] = {}
    for name, outcome in settlement.measured.items():
        measure = settlement.agreement.measures[name]
        for series in (s for part in outcome.parts for s in part.series):
            key = (
                series.section,
                series.indicator,
                series.window.name,
                repr(measure.rules),
                measure.kind if measure.kind in _TAKEN or measure.kind == "volume" else "",
            )
            grouped.setdefault(key, (series, measure, {}))[2][name] = None
    return tuple(Used(series, measure, tuple(by)) for series, measure, by in grouped.values())


def current(settlement: Settlement, names: Names) -> tuple[SeriesView, ...]:
    """The series of the settlement window, month by month."""
    return tuple(_monthly(settlement, u, names) for u in used_series(settlement) if _is_current(u.series, settlement.period))


def baselines(settlement: Settlement, names: Names) -> tuple[SeriesView, ...]:
    """The series of windows that ended before the settlement period, one line a year."""
    return tuple(_yearly(u, names) for u in used_series(settlement) if not _is_current(u.series, settlement.period))


def _is_current(series: Series, period: Period) -> bool:
    return series.window.last >= period.first


def _title(used: Used, names: Names) -> str:
    window = period_words(used.series.window.name, names.lang)
    return say(
        "series_title",
        names.lang,
        section=names.of(used.series.section),
        indicator=names.of(used.series.indicator),
        window=window,
    )


def _note(used: Used, names: Names) -> str:
    return say("used_by", names.lang, names=names.all(used.by))


def _mean_title(key: str, indicator: str, names: Names) -> str:
    unit = unit_text(indicator_unit(indicator), names.lang)
    return say("mean_unit", names.lang, name=say(key, names.lang), unit=unit) if unit else say(key, names.lang)


def _taken(used: Used, of: str) -> str:
    return _TAKEN.get(used.measure.kind, _MEAN)[of]


def _columns(first: str, used: Used, names: Names) -> tuple[Column, ...]:
    lang = names.lang
    return (
        Column(say("c_month" if first == "month" else "c_year", lang)),
        Column(_mean_title(_taken(used, first), used.series.indicator, names), numeric=True),
        *(Column(say(c, lang), numeric=True) for c in ("c_samples", "c_below", "c_invalid")),
        Column(say("c_remark" if first == "month" else "c_valid_months", lang), numeric=first != "month"),
    )


def _monthly(settlement: Settlement, used: Used, names: Names) -> SeriesView:
    months = [(m, _mean(used, m)) for m in used.series.months]
    rows = tuple(_month_row(m, mean, used.series.indicator, names) for m, mean in months)
    title = _title(used, names)
    table = Table(title, _columns("month", used, names), rows, _note(used, names))
    return SeriesView(title, _chart(settlement, used, months, names), compact(table))


def _mean(used: Used, month: Month) -> Fraction | None:
    return value_in(used.series, month.period, used.measure) if month.counts else None


def _month_row(month: Month, mean: Fraction | None, indicator: str, names: Names) -> tuple[Cell, ...]:
    shown = Cell(concentration(mean, indicator)) if mean is not None else Cell(say("none", names.lang), "gap")
    return (
        Cell(month.period.name),
        shown,
        Cell(str(month.usable)),
        Cell(str(month.below)),
        Cell(str(month.invalid)),
        Cell(_why(month, names), "" if mean is not None else "gap"),
    )


def _why(month: Month, names: Names) -> str:
    if month.exempt is not None:
        return say("exempt", names.lang, reason=known(REASONS, month.exempt, names.lang))
    if month.problem is not None:
        return found(month.problem, names)
    return ""


def _yearly(used: Used, names: Names) -> SeriesView:
    title = _title(used, names)
    rows = tuple(_year_row(used, year, names) for year in used.series.window.parts("year"))
    table = Table(title, _columns("year", used, names), rows, _note(used, names))
    return SeriesView(title, None, table)


def _year_row(used: Used, year: Period, names: Names) -> tuple[Cell, ...]:
    months = used.series.within(year)
    counting = [m for m in months if m.counts]
    mean = concentration(value_in(used.series, year, used.measure), used.series.indicator) if counting else ""
    counts = (sum(m.usable for m in months), sum(m.below for m in months), sum(m.invalid for m in months))
    return (
        Cell(year.name),
        Cell(mean) if mean else Cell(say("none", names.lang), "gap"),
        *(Cell(str(n)) for n in counts),
        Cell(f"{len(counting)}/{len(months)}", "" if len(counting) == len(months) else "gap"),
    )


def _chart(
    settlement: Settlement, used: Used, months: list[tuple[Month, Fraction | None]], names: Names
) -> MonthChart | None:
    if len(months) <= 1:
        return None
    indicator = used.series.indicator
    unit = indicator_unit(indicator)
    labels = dict(_labels(used.series))
    points = [
        Point(labels[m.period.name], None if mean is None else mean / unit.scale, _words(m, mean, indicator, names))
        for m, mean in months
    ]
    lines = references(settlement, used.series, names)
    title = say(_taken(used, "chart"), names.lang, section=names.of(used.series.section), indicator=names.of(indicator))
    said = [f"{r.label} {r.words}" for r in lines]
    return month_chart(title, _described(months, indicator, said, names), unit_text(unit, names.lang), points, lines)


def _labels(series: Series) -> Iterator[tuple[str, str]]:
    """Within a year the number of the month is enough."""
    one_year = len({m.period.year for m in series.months}) == 1
    for m in series.months:
        yield m.period.name, str(m.period.first.month) if one_year else m.period.name


def _words(month: Month, mean: Fraction | None, indicator: str, names: Names) -> str:
    said = concentration(mean, indicator) if mean is not None else _why(month, names) or say("missing", names.lang)
    return f"{month.period.name}{say('colon', names.lang)}{said}"


def _described(months: list[tuple[Month, Fraction | None]], indicator: str, lines: list[str], names: Names) -> str:
    lang = names.lang
    values = [v for _, v in months if v is not None]
    if not values:
        return say("chart_empty", lang)
    said = say(
        "chart_desc",
        lang,
        count=len(months),
        valid=len(values),
        low=concentration(min(values), indicator),
        high=concentration(max(values), indicator),
        unit=unit_text(indicator_unit(indicator), lang),
    )
    gaps = [m.period.name for m, v in months if v is None]
    more = [say("chart_lines", lang, lines=say("list", lang).join(lines))] if lines else []
    more += [say("chart_gaps", lang, months=say("list", lang).join(gaps))] if gaps else []
    return ("" if lang == "zh" else " ").join([said.replace("  ", " "), *more])

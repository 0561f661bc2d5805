"""The account of the monitoring data: month by month what counted, from which source, what did not, and why."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from msgspec import Struct

from ecoflow.agreement.keywords import REASONS
from ecoflow.measures.months import Month, Series
from ecoflow.report.gaps import found
from ecoflow.report.labels import known
from ecoflow.report.names import Names
from ecoflow.report.view import Cell, Column, Table, filled
from ecoflow.report.words import pick, say
from ecoflow.settlement.model import Settlement

SOURCE_WORDS = {
    "joint": ("联合监测", "joint"), "manual": ("手工监测", "manual"), "automatic": ("自动监测", "automatic"),
    "synthetic": ("合成数据", "synthetic"), "": ("未注明", "not named"),
}
"""What the sources of observations are called."""


class Line(Struct, frozen=True):
    """One month of one series, and the measures that read it by the same rules."""

    series: Series
    month: Month
    measures: tuple[str, ...]


def lines(settlement: Settlement) -> tuple[Line, ...]:
    """Every month of every series, each once; the same data read by other rules that come to another end stand again."""
    found: dict[tuple[object, ...], tuple[Series, Month, dict[str, None]]] = {}
    for name, outcome in settlement.measured.items():
        for series in outcome.series:
            for month in series.months:
                key = (series.section, series.indicator, month.period, month.usable, month.used, month.unused, month.exempt,
                       len(month.gone), month.problem, len(month.left), month.counts)
                found.setdefault(_plain(key), (series, month, {}))[2][name] = None
    return tuple(Line(series, month, tuple(names)) for series, month, names in found.values())


def _plain(key: tuple[object, ...]) -> tuple[object, ...]:
    """The key with what cannot be hashed as text."""
    return tuple(part if part.__hash__ is not None and not isinstance(part, Struct) else repr(part) for part in key)


def account(settlement: Settlement, names: Names, *, whole: bool = False) -> Table | None:
    """The months of the series of which something is to be told; with `whole`, of all of them. None where there is none.

    A series all of whose months count, from one source and nothing left out, stands in the tables by month anyway.
    """
    every = lines(settlement)
    told = {(one.series.section, one.series.indicator) for one in every if whole or _has_a_tale(one.month)}
    rows = tuple(_row(one, names) for one in every if (one.series.section, one.series.indicator) in told)
    numeric = {"c_samples", "c_days", "c_exempt_days", "c_disputed"}
    keys = ("c_section", "c_indicator", "c_month", "c_samples", "c_days", "c_used", "c_unused", "c_exempt_days",
            "c_disputed", "c_counts", "c_why")
    columns = tuple(Column(say(key, names.lang), numeric=key in numeric) for key in keys)
    return filled(Table(say("h_account", names.lang), columns, rows, say("monthly_note", names.lang))) if rows else None


def _has_a_tale(month: Month) -> bool:
    return bool(month.unused or month.left or month.decided or month.problem or month.gone or len(month.used) > 1)


def _row(one: Line, names: Names) -> tuple[Cell, ...]:
    month, lang = one.month, names.lang
    days = month.valid_days
    why = say("end", lang).join(_why(month, names))
    return (
        Cell(names.of(one.series.section)),
        Cell(names.of(one.series.indicator)),
        Cell(month.period.name),
        Cell(str(month.usable)),
        Cell("" if days is None or not month.cells else f"{days}/{month.days}"),
        Cell(_sources(month.used, names)),
        Cell(_sources(month.unused, names)),
        Cell(str(len(month.gone)) if month.gone else ""),
        Cell(str(len(month.left)) if month.left else ""),
        Cell(say("counted" if month.counts else "not_counted", lang), "" if month.counts else "gap"),
        Cell(why, "" if month.counts else "gap"),
    )


def _why(month: Month, names: Names) -> Iterator[str]:
    if month.exempt is not None:
        yield say("exempt", names.lang, reason=known(REASONS, month.exempt, names.lang))
    if month.problem is not None:
        yield found(month.problem, names)
    if month.decided:
        yield say("decided", names.lang, count=month.decided)


def _sources(sources: tuple[str, ...], names: Names) -> str:
    return say("list", names.lang).join(source_words(s, names) for s in sources)


def source_words(source: str, names: Names) -> str:
    """A source as people call it: 手工监测, joint (Anhui)."""
    kind, _, rest = source.partition(":")
    if kind not in SOURCE_WORDS:
        return source
    word = pick(SOURCE_WORDS[kind], names.lang)
    return say("bracket", names.lang, text=word, inside=names.of(rest)) if rest else word


def as_json(settlement: Settlement) -> list[dict[str, Any]]:
    """The account as plain values: every month of every series."""
    return [
        {
            "measures": list(one.measures), "section": one.series.section, "indicator": one.series.indicator,
            "month": one.month.period.name, "samples": one.month.usable, "days": one.month.valid_days,
            "sources": list(one.month.used), "unused": list(one.month.unused), "exempt_days": len(one.month.gone),
            "in_dispute": len(one.month.left), "counts": one.month.counts,
            "why": one.month.problem.code if one.month.problem else "exempt" if one.month.exempt else None,
        }
        for one in lines(settlement)
    ]

"""What is missing and who can supply it, as a table one can send: CSV that a spreadsheet opens as it stands."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable

from ecoflow.diagnostics.finding import Lang
from ecoflow.observations.rejects import neutral
from ecoflow.report.gaps import found_words, gaps_of, others_of, spans, supplier
from ecoflow.report.names import Names, names_of
from ecoflow.report.words import say
from ecoflow.settlement.model import Settlement

_COLUMNS = ("o_agreement", "o_period", "c_section", "c_indicator", "c_months", "c_why", "c_who", "c_cure")
BOM = "\ufeff"
"""What makes a spreadsheet read the file as UTF-8."""


def missing_csv(settlement: Settlement, lang: Lang) -> str:
    """The table of one settlement that cannot be made, with a header; empty where nothing is missing.

    UTF-8 with a byte order mark, lines end CRLF (RFC 4180); a cell that would start a formula has an apostrophe before it.
    """
    names = names_of(settlement.agreement, lang)
    rows = [*_gaps(settlement, names), *_others(settlement, names)]
    if settlement.settled or not rows:
        return ""
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\r\n")
    writer.writerow(say(key, lang) for key in _COLUMNS)
    head = (settlement.agreement.title.say(lang), settlement.period.name)
    writer.writerows([neutral(cell) for cell in (*head, *row)] for row in rows)
    return BOM + text.getvalue()


def _gaps(settlement: Settlement, names: Names) -> Iterable[tuple[str, ...]]:
    for gap in gaps_of(settlement):
        indicator = names.of(gap.indicator) if gap.indicator else ""
        yield (names.of(gap.section), indicator, spans(gap.when, names), found_words(gap, names),
               supplier(settlement, gap, names) or say("not_stated", names.lang),
               names.finding(gap.finding).hint(names.lang))


def _others(settlement: Settlement, names: Names) -> Iterable[tuple[str, ...]]:
    for problem in others_of(settlement):
        said = names.finding(problem)
        yield "", "", "", said.message(names.lang), "", said.hint(names.lang)

"""A settlement as a book: page after page from the data to the payments."""

from __future__ import annotations

from ecoflow.diagnostics.finding import Lang
from ecoflow.report.formulas import speaker
from ecoflow.report.names import names_of
from ecoflow.report.workbook.balances import balances
from ecoflow.report.workbook.book import Book, Page
from ecoflow.report.workbook.charts import charts
from ecoflow.report.workbook.clauses import clauses
from ecoflow.report.workbook.data import data
from ecoflow.report.workbook.inputs import inputs
from ecoflow.report.workbook.limits import limits
from ecoflow.report.workbook.making import Making
from ecoflow.report.workbook.measures import measures
from ecoflow.report.workbook.papers import missing, provenance, remarks
from ecoflow.report.workbook.quantities import quantities
from ecoflow.report.workbook.summary import results, summary
from ecoflow.report.workbook.words import say
from ecoflow.settlement.model import Settlement

_ORDER = (
    "p_summary",
    "p_missing",
    "p_data",
    "p_measures",
    "p_limits",
    "p_inputs",
    "p_quantities",
    "p_steps",
    "p_clauses",
    "p_splits",
    "p_payments",
    "p_balances",
    "p_charts",
    "p_basis",
    "p_notes",
)


def compose(settlement: Settlement, lang: Lang) -> Book:
    """The book of a settlement; of one that cannot be settled, what is missing, and no payments."""
    names = names_of(settlement.agreement, lang)
    book = Book()
    steps = Page(say("p_steps", lang), (26, 8, 24))
    making = Making(settlement, names, speaker(settlement, names), book, steps)
    front = summary(making)
    if settlement.settled:
        _live(making, front)
    else:
        missing(making)
        inputs(making)
    provenance(making)
    remarks(making)
    order = {say(key, lang): n for n, key in enumerate(_ORDER)}
    book.pages = sorted((p for p in book.pages if p.rows[2:]), key=lambda p: order[p.title])
    return book


def _live(making: Making, front: Page) -> None:
    """Everything from the data to the payments."""
    _steps(making)
    inputs(making)
    kept = limits(making)
    rows = data(making)
    measures(making, rows, kept)
    quantities(making)
    found = clauses(making)
    results(making, front, balances(making, found.payments), found.checks)
    charts(making, rows)
    if making.steps.next > making.steps.heads[0] + 1:
        making.book.pages.append(making.steps)


def _steps(making: Making) -> None:
    making.steps.say(making.say("p_steps"), look="title")
    making.steps.say(making.say("n_steps"))
    making.steps.head(making.say("c_used_for"), making.say("c_step"), making.say("c_value"))

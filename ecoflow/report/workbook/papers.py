"""The pages that hold no formula: what is missing, what the settlement rests on, its evidence, and the notes."""

from __future__ import annotations

from ecoflow.report.basis import basis, confidence_table
from ecoflow.report.evidence import evidence, notes
from ecoflow.report.gaps import gap_table, problems_of
from ecoflow.report.view import Table
from ecoflow.report.words import say as said
from ecoflow.report.workbook.book import Box, Page
from ecoflow.report.workbook.making import Making


def missing(making: Making) -> None:
    """What keeps the period from being settled, and what would cure it."""
    page = making.book.page(making.say("p_missing"), (22, 18, 30, 50, 60))
    table = gap_table(making.settlement, making.names)
    if table is not None:
        _table(page, table)
    problems = problems_of(making.settlement, making.names)
    if problems:
        page.say(said("h_problems", making.lang), look="label")
        for problem in problems:
            page.add([Box(problem.code, look="id"), Box(problem.sentence), None, None, Box(problem.cure)])


def provenance(making: Making) -> None:
    """Every number with its source and confidence; hashes and versions."""
    page = making.book.page(making.say("p_basis"), (34, 60, 50, 40))
    for table in (
        evidence(making.settlement, making.names),
        basis(making.settlement, making.names),
        confidence_table(making.names),
    ):
        _table(page, table)


def remarks(making: Making) -> None:
    """How the workbook calculates, what of it is not live, and the notes of the settlement."""
    page = making.book.page(making.say("p_notes"), (120,))
    keys = ("live", "not_live", "doubles", "na", "record") if making.settlement.settled else ("record",)
    for key in keys:
        page.say(making.say(key), look="wrapped")
    for line in notes(making.settlement, making.names):
        page.say(line, look="wrapped")


def _table(page: Page, table: Table) -> None:
    page.say(table.caption, look="label")
    page.heads.append(page.say(*(c.title for c in table.columns), look="head"))
    for row in table.rows:
        page.add([Box(cell.text, look="weak" if cell.tone == "weak" else "wrapped") for cell in row])
    page.say(table.note)

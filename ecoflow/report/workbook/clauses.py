"""Clauses to payments: conditions, the case that applies, the amount to the agreement's step, and who pays whom."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction
from typing import Any, cast

from msgspec import Struct, field
from msgspec.structs import replace

from ecoflow.agreement.model import Case, Clause
from ecoflow.formula.grid import Grid
from ecoflow.formula.workbook_piece import Piece, Spot, at_scale
from ecoflow.report.words import say as said
from ecoflow.report.workbook.book import Box, Page, cell_of, live
from ecoflow.report.workbook.forms import MONEY
from ecoflow.report.workbook.making import Making
from ecoflow.report.workbook.payments import Payments, payments_page
from ecoflow.report.workbook.places import At, cells_of, choices, money_if, piece_at, told
from ecoflow.report.workbook.rounding import Way, by_step, rounded, scaled
from ecoflow.report.workbook.splits import Due
from ecoflow.settlement.split import to_step

HOLDS, APPLIES, AMOUNT, RAW, STEP, DUE, CHECK = range(4, 11)


class Clauses(Struct):
    """The page of clauses while it is written; `checks` are the cells that say that a choice has one case."""

    making: Making
    page: Page
    payments: Payments
    checks: list[Spot] = field(default_factory=list)


def clauses(making: Making) -> Clauses:
    """Every clause in the order of the file, and its payments."""
    lang = making.lang
    page = making.book.page(making.say("p_clauses"), (26, 28, 18, 44, 9, 9, 40, 18, 18, 18, 8), making.say("n_clauses"))
    own = (making.say(key) for key in ("c_case", "c_condition", "c_holds", "c_applies", "c_amount_formula"))
    page.head(
        said("c_clause", lang),
        said("c_for", lang),
        *own,
        said("c_exact", lang),
        making.say("c_scaled"),
        making.say("c_due"),
        making.say("c_check"),
    )
    page.filtered = True
    found = Clauses(making, page, payments_page(making))
    for clause in making.settlement.agreement.clauses:
        _clause(found, clause)
    return found


def _clause(found: Clauses, clause: Clause) -> None:
    making = found.making
    making.owner = making.names.clause(clause.id)
    held = {pool: _pool_before(found, clause, pool) for pool in making.settlement.seen.get(clause.id, {})}
    values = {**making.book.pieces, **held}
    reading = told(making, clause, values)
    for at in cells_of(making.settlement.agreement, clause, reading):
        rows = [_condition(found, clause, case, at, piece_at(grid, at)) for case, grid in reading.conditions]
        applies = choices(clause, [holds for _, holds in rows])
        spots = []
        for n, (row, _) in enumerate(rows):
            spot = found.page.spot(row, APPLIES)
            found.page.more(row, {APPLIES: live(applies[n], "result")})
            spots.append(cell_of(spot, applies[n]) if applies[n].text != "TRUE" else applies[n])
            for m, pay in enumerate(clause.cases[n].pays):
                amounts = reading.amounts[n, m]
                amount = None if amounts is None else piece_at(amounts, at)
                if amount is not None:
                    due = money_if(spots[n], at_scale(amount, Fraction(1)))
                    _pay(found, Due(clause, clause.cases[n], pay, at, due), row + m)
        if clause.pick == "choose":
            _check(found, rows[0][0], spots)


def _check(found: Clauses, row: int, applies: list[Piece]) -> None:
    """Whether exactly one case of a choice applies at a cell."""
    count = "+".join(p.text if p.spot else f"({p.text}*1)" for p in applies)
    found.page.more(row, {CHECK: Box(value=True, formula=f"({count})=1")})
    found.checks.append(found.page.spot(row, CHECK))


def _condition(found: Clauses, clause: Clause, case: Case, at: At, holds: Piece | None) -> tuple[int, Piece]:
    """The rows of a case, one a payment of it; gives the first and the cell of the condition."""
    making, lang = found.making, found.making.lang
    words = (
        making.words(case.when.tree)
        if case.when is not None
        else said("otherwise" if len(clause.cases) > 1 else "always", lang)
    )
    row = found.page.next
    holds = holds or Piece("TRUE", value=True)
    boxes: dict[int, Box] = {
        0: Box(making.names.clause(clause.id)),
        1: Box(making.names.where(at)),
        2: Box(case.name.say(lang)),
        3: Box(words, look="wrapped"),
    }
    if case.when is not None:
        boxes[HOLDS] = live(holds, "result")
        holds = cell_of(found.page.spot(row, HOLDS), holds)
    found.page.add(boxes)
    for _ in case.pays[1:]:
        found.page.add({n: boxes[n] for n in (0, 1, 2)})
    return row, holds


def _pay(found: Clauses, asked: Due, row: int) -> None:
    """The amount of one payment, rounded to the step of money; then who pays it to whom."""
    amount = asked.amount
    making, page, rules = found.making, found.page, found.making.settlement.agreement.money
    how: Way = by_step(rules.step, rules.mode)
    raw, step, spot = page.spot(row, RAW), page.spot(row, STEP), page.spot(row, DUE)
    exact = amount.value if isinstance(amount.value, Fraction) else Fraction(0)
    due = to_step(exact, rules.step, rules.mode)
    text = rounded(raw.text, step.text, how)
    if not asked.pay.signed:
        text = f"IF({step.text}<0,NA(),{text})"
    page.more(
        row,
        {
            AMOUNT: Box(making.words(asked.pay.amount.tree), look="wrapped"),
            RAW: live(amount, form=MONEY),
            STEP: Box(float(exact * how.factor), scaled(raw.text, how)),
            DUE: Box(float(due), text, "result", MONEY),
        },
    )
    found.payments.pay(replace(asked, amount=Piece(spot.text, due, spot=spot)))


def _pool_before(found: Clauses, clause: Clause, pool: str) -> Grid:
    """What a pool holds before a clause: its opening and all payments above."""
    making, page = found.making, found.page
    value = making.settlement.seen[clause.id][pool].only()
    text = found.payments.held(pool)
    piece = Piece(text, value)
    row = page.add(
        {
            0: Box(making.names.clause(clause.id)),
            3: Box(making.say("pool_before", pool=making.names.of(pool))),
            DUE: live(piece, "result", MONEY),
        }
    )
    cells: Any = {(): making.book.named(page.spot(row, DUE), piece, f"{pool}_{clause.id}", cast("Mapping[str, str]", {}))}
    return Grid((), cells)

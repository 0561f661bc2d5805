"""The balance of every party and pool, live beside what was settled."""

from __future__ import annotations

from fractions import Fraction

from msgspec import Struct

from ecoflow.formula.workbook_piece import Spot, letters
from ecoflow.report.words import say as said
from ecoflow.report.workbook.book import Box, Page
from ecoflow.report.workbook.forms import MONEY
from ecoflow.report.workbook.making import Making
from ecoflow.report.workbook.payments import Payments, columns, opened

ID, NAME, OPENING, RECEIVES, PAYS, NOW, SETTLED, CHANGE = range(8)


class Balances(Struct, frozen=True):
    """Where the balances stand: rows of parties, rows of pools."""

    page: Page
    parties: tuple[int, ...]
    pools: tuple[int, ...]

    def cell(self, row: int, column: int) -> Spot:
        """A cell of the page."""
        return self.page.spot(row, column)

    def span(self, rows: tuple[int, ...], column: int) -> str:
        """The cells of a column in some rows one below the other; `0` where there is none."""
        if not rows:
            return "0"
        return f"{self.cell(rows[0], column).text}:${letters(column)}${rows[-1] + 1}"


def balances(making: Making, payments: Payments) -> Balances:
    """The page of balances."""
    page = making.book.page(making.say("p_balances"), (16, 24, 18, 20, 20, 20, 20, 18), making.say("n_balances"))
    own = (making.say(key) for key in ("c_opening", "c_receives", "c_pays", "c_now", "c_settled", "c_change"))
    page.head(making.say("c_id"), said("c_party", making.lang), *own)
    settlement = making.settlement
    parties = tuple(_row(making, page, payments, who, net) for who, net in settlement.net.items())
    pools = tuple(_row(making, page, payments, who, left) for who, left in settlement.pools.items())
    return Balances(page, parties, pools)


def _row(making: Making, page: Page, payments: Payments, who: str, left: Fraction) -> int:
    """One party or pool. A negative amount is a receipt of the one named as payer."""
    settlement, row, cells = making.settlement, page.next, columns(payments)
    amount, payer, payee = cells["amount"], cells["payer"], cells["payee"]
    received = sum((p.amount for p in settlement.payments if p.payee == who), Fraction(0))
    paid = sum((p.amount for p in settlement.payments if p.payer == who), Fraction(0))

    def own(column: int) -> str:
        return page.spot(row, column).text

    page.add(
        [
            Box(who, look="id"),
            Box(making.names.of(who)),
            _opening(making, who) if who in settlement.pools else None,
            Box(float(received), _turnover(amount, payee, payer, who), "formula", MONEY),
            Box(float(paid), _turnover(amount, payer, payee, who), "formula", MONEY),
            Box(float(left), f"ROUND({own(OPENING)}+{own(RECEIVES)}-{own(PAYS)},4)", "result", MONEY),
            Box(float(left), look="fixed", form=MONEY),
            Box(0.0, f"ROUND({own(NOW)}-{own(SETTLED)},4)", "formula", MONEY),
        ]
    )
    making.book.defined.define(f"net_{who}", (), page.spot(row, NOW))
    return row


def _opening(making: Making, pool: str) -> Box:
    """What is in a pool at the start."""
    return Box(float(making.settlement.openings.get(pool, Fraction(0))), opened(making, pool), "formula", MONEY)


def _turnover(amount: str, along: str, against: str, who: str) -> str:
    """What goes along to someone, and what comes back against."""
    return f'SUMIFS({amount},{along},"{who}",{amount},">0")-SUMIFS({amount},{against},"{who}",{amount},"<0")'

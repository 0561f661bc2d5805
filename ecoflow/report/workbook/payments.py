"""The payments: one row for every pair that may pay each other, with its amount as a formula."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

from msgspec import Struct

from ecoflow.formula.workbook_piece import Piece, at_scale, letters
from ecoflow.report.words import say as said
from ecoflow.report.workbook.book import Box, Page
from ecoflow.report.workbook.forms import MONEY
from ecoflow.report.workbook.making import Making
from ecoflow.report.workbook.splits import Due, Share, shared, sides, splits_page

AMOUNT, PAYER, PAYEE = 5, 6, 7


class Payments(Struct):
    """The page of payments while it is written; the page of splits is made when one is needed."""

    making: Making
    page: Page
    first: int
    splits: Page | None = None

    def pay(self, due: Due) -> None:
        """Who pays whom of one amount: both sides in order, each payee served from the first payer with money left."""
        payers, payees = (
            self._shared(due, side, word) for side, word in ((due.pay.payer, "payer"), (due.pay.payee, "payee"))
        )
        for payer in payers:
            for payee in payees:
                if payer.who != payee.who:
                    self._row(
                        due,
                        payer,
                        payee,
                        _moved(payer, payee, alone=len(payers) == 1 or len(payees) == 1, one_payer=len(payers) == 1),
                    )

    def _shared(self, due: Due, side: object, word: str) -> list[Share]:
        parts = sides(self.making, due, side)  # type: ignore[arg-type]
        if len(parts) > 1 and self.splits is None:
            self.splits = splits_page(self.making)
        page = self.splits if self.splits is not None else self.page
        return shared(self.making, page, due, parts, self.making.say(word))

    def _row(self, due: Due, payer: Share, payee: Share, moved: Piece) -> None:
        making, names = self.making, self.making.names
        back = due.amount.value < 0
        text = moved.text
        if due.pay.signed:
            text = due.amount.text if text == f"ABS({due.amount.text})" else f"SIGN({due.amount.text})*{moved.text}"
        self.page.add(
            [
                Box(names.clause(due.clause.id)),
                Box(names.where(due.at)),
                Box(due.case.name.say(making.lang)),
                Box(names.of(payer.who)),
                Box(names.of(payee.who)),
                Box(float(-moved.value if back else moved.value), text, "result", MONEY),
                Box(payer.who, look="id"),
                Box(payee.who, look="id"),
            ]
        )

    def column(self, column: int) -> str:
        """The cells of a column, so far."""
        last = max(self.page.next, self.first + 1)
        return f"{self.page.spot(self.first, column).text}:${letters(column)}${last}"

    def held(self, pool: str) -> str:
        """What a pool holds by the payments so far."""
        opening = opened(self.making, pool)
        if self.page.next == self.first:
            return opening
        amount, payer, payee = (self.column(c) for c in (AMOUNT, PAYER, PAYEE))
        return f'ROUND({opening}+SUMIF({payee},"{pool}",{amount})-SUMIF({payer},"{pool}",{amount}),4)'


def opened(making: Making, pool: str) -> str:
    """The formula of what is in a pool at the start, in yuan."""
    name = making.settlement.agreement.pools[pool].opening
    if name is None:
        return "0"
    found = making.book.pieces[name].cells[()]
    if not isinstance(found, Piece):
        raise TypeError(found)
    return at_scale(found, Fraction(1)).text


def _moved(payer: Share, payee: Share, *, alone: bool, one_payer: bool) -> Piece:
    """What moves from one to the other: of several on both sides, as far as their stretches of the amount overlap."""
    if alone:
        return payee.part if one_payer else payer.part
    ends = (payer.upto, payee.upto)
    if ends[0] is None or ends[1] is None:
        raise TypeError(ends)
    upto = [e.text for e in ends if e is not None]
    parts = [payer.part.text, payee.part.text]
    text = f"ROUND(MAX(0,MIN({upto[0]},{upto[1]})-MAX({upto[0]}-{parts[0]},{upto[1]}-{parts[1]})),4)"
    low = max(ends[0].value - payer.part.value, ends[1].value - payee.part.value)
    return Piece(text, max(Fraction(0), min(ends[0].value, ends[1].value) - low))


def payments_page(making: Making) -> Payments:
    """The page of payments, still empty."""
    page = making.book.page(making.say("p_payments"), (26, 28, 18, 20, 20, 20, 14, 14), making.say("n_payments"))
    lang = making.lang
    page.head(
        said("c_clause", lang),
        said("c_for", lang),
        making.say("c_case"),
        said("c_from", lang),
        said("c_to", lang),
        making.say("c_amount"),
        making.say("c_from_id"),
        making.say("c_to_id"),
    )
    page.filtered = True
    return Payments(making, page, page.next)


def columns(payments: Payments) -> Mapping[str, str]:
    """The columns of amounts, payers and payees as ranges."""
    return {"amount": payments.column(AMOUNT), "payer": payments.column(PAYER), "payee": payments.column(PAYEE)}

"""The workbook of every shipped agreement, calculated by the small spreadsheet: what the engine settled, to the fen.

Then one concentration is changed in the workbook and in the observations: both must come to the same payments.
"""

from __future__ import annotations

import math
import re
from collections import Counter
from fractions import Fraction
from typing import Any, NamedTuple

import pytest

from ecoflow.agreement.library import shipped
from ecoflow.report.workbook.write import to_xlsx
from ecoflow.settlement.model import Settlement
from ecoflow.standards.rounding import plain_text

NAMES = sorted(p.stem for p in shipped())
SUMMARY, PAYMENTS = "Summary", "Payments"
LONGEST_FORMULA, DEEPEST = 8192, 64


class Opened(NamedTuple):
    """An agreement's settlement and its workbook."""

    name: str
    settlement: Settlement
    book: Any


@pytest.fixture(scope="module", params=NAMES)
def opened(request, library, calculator):
    settlement = library.settle(request.param)
    return Opened(request.param, settlement, calculator.opened(to_xlsx(settlement, "en")))


def test_every_formula_comes_to_what_the_engine_found(opened, told):
    settlement, book = opened.settlement, opened.book
    assert book.formulas
    for place, text in book.formulas.items():
        found, expected = book.value(place), book.cached[place]
        if isinstance(expected, int | float) and not isinstance(expected, bool):
            assert math.isclose(found, expected, rel_tol=1e-11, abs_tol=1e-11), (place, text, found, expected)
        elif expected is not None:
            assert found == expected, (place, text)
    assert told.same(book, settlement)


def test_every_payment_is_the_engines(opened):
    settlement, book = opened.settlement, opened.book
    found = Counter()
    for sheet, row, column in book.formulas:
        if sheet == PAYMENTS and column == 6:
            amount = Fraction(f"{book.value((sheet, row, 6)):.6f}")
            payer, payee = (book.cells[sheet, row, c] for c in (7, 8))
            if amount:
                found[(payer, payee, amount) if amount > 0 else (payee, payer, -amount)] += 1
    assert found == Counter((p.payer, p.payee, p.amount) for p in settlement.payments)


def test_checks_hold_and_every_spreadsheet_can_read_the_formulas(opened):
    assert None not in opened.book.cached.values()
    assert not any(isinstance(v, str) and v.startswith("#") for v in opened.book.cached.values())
    book = opened.book
    checks = [place for place in book.formulas if place[0] == SUMMARY and book.cached[place] is True]
    assert len(checks) >= 2
    assert all(book.value(place) is True for place in checks)
    assert max(map(len, book.formulas.values())) < LONGEST_FORMULA
    assert max(map(depth, book.formulas.values())) <= DEEPEST
    assert len({n.casefold() for n in book.names}) == len(book.names)
    for defined in book.names:
        assert not re.fullmatch(r"[A-Za-z]{1,3}[0-9]+|[RrCc][0-9]*([RrCc][0-9]*)?", defined), defined


def depth(text):
    found = deepest = 0
    for sign in re.sub(r'"[^"]*"', "", text):
        found += (sign == "(") - (sign == ")")
        deepest = max(deepest, found)
    return deepest


def test_a_changed_concentration_changes_the_payments_as_the_engine_does(opened, library, told):
    settlement, book = opened.settlement, opened.book
    spots = told.means(book, settlement)
    assert bool(spots) == (opened.name not in WITHOUT_MEANS)
    for (section, indicator, when), places in [*spots.items()][5:6] or [*spots.items()][:1]:
        for factor in (12, Fraction(1, 5)):
            new = Fraction(plain_text(Fraction(book.cached[places[0]]) * factor + Fraction("0.007"), 4))
            for place in places:
                book.set(place, float(new))
            after = library.edited(opened.name, section, indicator, when, new)
            if after.settled:
                assert told.same(book, after), (section, indicator, when, new)
                CHANGED[opened.name, factor] = (after.net, after.pools) != (settlement.net, settlement.pools)


CHANGED: dict[tuple[str, object], bool] = {}

WITHOUT_MEANS = {"beijing-gepr-1", "beijing-waste-1", "chitian-1", "hebei-1", "zhoukou-1"}
"""Agreements of which no mean is a month's: amounts, facts alone, highest samples, weeks."""


def test_changes_were_seen():
    """The changes above were no empty ones: many of them move money."""
    assert len(CHANGED) < 100 or sum(CHANGED.values()) > len(CHANGED) / 3

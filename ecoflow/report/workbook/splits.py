"""Splitting a payment by shares, as formulas: whole steps first, and the steps left over by the agreement's rule."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from fractions import Fraction

from msgspec import Struct

from ecoflow.agreement.model import Case, Clause, MoneyRules, Pay, Shares, Side
from ecoflow.formula.workbook_piece import Piece, letters, number_text, typed
from ecoflow.report.words import say as said
from ecoflow.report.workbook.book import Box, Page, cell_of, shown
from ecoflow.report.workbook.forms import MONEY
from ecoflow.report.workbook.making import Making
from ecoflow.report.workbook.places import At
from ecoflow.settlement.split import split
from ecoflow.standards.rounding import round_places

WEIGHT, EXACT, WHOLE, FRACTION, ORDER, EXTRA, PART, UPTO = 4, 5, 6, 7, 8, 9, 10, 11


class Due(Struct, frozen=True):
    """What is due of one payment at one cell: `amount` is the cell of it, negative where it goes the other way."""

    clause: Clause
    case: Case
    pay: Pay
    at: At
    amount: Piece


class Share(Struct, frozen=True):
    """What one party or pool has of a payment, without sign; `upto` is what all before it and it have."""

    who: str
    part: Piece
    upto: Piece | None = None


def sides(making: Making, due: Due, side: Side) -> list[tuple[str, Piece]]:
    """Who stands on one side of a payment, with weights."""
    agreement = making.settlement.agreement
    if isinstance(side, Shares):
        return [(who, typed(weight)) for who, weight in side.parts]
    if side in agreement.parties or side in agreement.pools:
        return [(side, typed(Fraction(1)))]
    if side in making.book.pieces:
        here = {dim: member for dim, member in due.at.items() if dim != "party"}
        found = making.book.pieces[side].at(here)
        return [(at["party"], piece) for at, piece in found.items() if isinstance(piece, Piece)]
    if side == "party":
        return [(due.at["party"], typed(Fraction(1)))]
    section = due.at.get("section") or next(iter(agreement.sections))
    return [(agreement.sections[section].roles[side], typed(Fraction(1)))]


def splits_page(making: Making) -> Page:
    """The page of splits, still empty."""
    page = making.book.page(making.say("p_splits"), (26, 26, 8, 20, 14, 20, 18, 12, 8, 8, 18, 18), making.say("n_splits"))
    lang = making.lang
    page.head(
        said("c_clause", lang),
        said("c_for", lang),
        making.say("c_side"),
        said("c_party", lang),
        making.say("c_weight"),
        making.say("c_exact"),
        making.say("c_floor"),
        making.say("c_fraction"),
        making.say("c_order"),
        making.say("c_extra"),
        making.say("c_part"),
        making.say("c_upto"),
    )
    return page


def shared(making: Making, page: Page, due: Due, parts: Sequence[tuple[str, Piece]], word: str) -> list[Share]:
    """The parts of a payment in rows of their own; of one party alone it is the whole, without a row."""
    if len(parts) == 1:
        text = f"ABS({due.amount.text})" if due.pay.signed else due.amount.text
        return [Share(parts[0][0], Piece(text, abs(due.amount.value)))]
    side = _Side(page, due, word, page.next, tuple(parts), making.settlement.agreement.money)
    numbers = _numbers(side)
    shares: list[Share] = []
    for n, (who, weight) in enumerate(parts):
        row, own = page.next, numbers[n]
        boxes = {
            0: Box(making.names.clause(due.clause.id)),
            1: Box(making.names.where(due.at)),
            2: Box(word),
            3: Box(making.names.of(who)),
            WEIGHT: _weight(weight),
        }
        for column, text in _texts(side, n).items():
            look, form = ("result" if column == PART else "formula"), (MONEY if column >= PART else "")
            boxes[column] = Box(float(own[column]), text, look, form)
        page.add(boxes)
        part, upto = (cell_of(page.spot(row, column), Piece("", own[column])) for column in (PART, UPTO))
        shares.append(Share(who, part, upto))
    return shares


class _Side(Struct, frozen=True):
    """A side that is split: its rows begin at `first`, one for everyone with a weight."""

    page: Page
    due: Due
    word: str
    first: int
    parts: tuple[tuple[str, Piece], ...]
    rules: MoneyRules

    @property
    def steps(self) -> Fraction:
        """The amount in steps of money, without sign."""
        amount: Fraction = abs(self.due.amount.value)
        return amount / self.rules.step


def _weight(weight: Piece) -> Box:
    text = "" if weight.spot is None else weight.text
    return Box(shown(weight.value, weight.scale), text, "formula" if text else "input")


def _numbers(side: _Side) -> list[dict[int, Fraction]]:
    """What every cell of the rows comes to now."""
    amount, rules = abs(side.due.amount.value), side.rules
    weights = [p.value / p.scale for _, p in side.parts]
    whole = sum(weights, Fraction(0))
    exact = [side.steps * w / whole if amount else Fraction(0) for w in weights]
    named = [(str(n), w) for n, w in enumerate(weights) if w]
    taker = {who: str(n) for n, (who, p) in enumerate(side.parts) if p.value}.get(rules.remainder, rules.remainder)
    found = dict(split(amount, named, rules.step, taker)) if amount else {}
    ranks = sorted(range(len(exact)), key=lambda n: (math.floor(exact[n]) - exact[n], n))
    rows: list[dict[int, Fraction]] = []
    upto = Fraction(0)
    for n, steps in enumerate(exact):
        part, floor = found.get(str(n), Fraction(0)), Fraction(math.floor(steps))
        upto += part
        rows.append(
            {
                EXACT: steps,
                WHOLE: floor,
                FRACTION: round_places(steps - floor, _digits(side.steps), "half-up"),
                ORDER: Fraction(ranks.index(n) + 1),
                EXTRA: part / rules.step - floor,
                PART: part,
                UPTO: upto,
            }
        )
    return rows


def _texts(side: _Side, n: int) -> dict[int, str]:
    """The formulas of one row: exact steps, the whole ones, and whether it gets one of those left over."""
    page, first, count = side.page, side.first, len(side.parts)
    step, digits = number_text(side.rules.step), _digits(side.steps)

    def own(column: int, row: int = n) -> str:
        return page.spot(first + row, column).text

    def each(column: int, upto: int = count) -> str:
        return f"{page.spot(first, column).text}:${letters(column)}${first + upto}"

    amount = side.due.amount.text
    total = f"ROUND(ABS({amount})/{step},0)"
    left = f"{total}-SUM({each(WHOLE)})"
    tied = f"+SUMPRODUCT(--({each(FRACTION, n)}={own(FRACTION)}))" if n else ""
    return {
        EXACT: f"IF({amount}=0,0,{total}*{own(WEIGHT)}/SUM({each(WEIGHT)}))",
        WHOLE: f"INT(ROUND({own(EXACT)},{digits}))",
        FRACTION: f"MAX(0,ROUND({own(EXACT)}-{own(WHOLE)},{digits}))",
        ORDER: f"1+SUMPRODUCT(--({each(FRACTION)}>{own(FRACTION)})){tied}",
        EXTRA: _extra(side, left, own, each, n),
        PART: f"ROUND(({own(WHOLE)}+{own(EXTRA)})*{step},{_places(side.rules.step)})",
        UPTO: f"SUM({each(PART, n + 1)})",
    }


def _extra(side: _Side, left: str, own: Callable[..., str], each: Callable[..., str], n: int) -> str:
    """How many of the steps left over go to one party; whoever has no weight takes no part."""
    rule, everyone = side.rules.remainder, [who for who, _ in side.parts]
    if rule == "largest":
        return f"IF({own(ORDER)}<={left},1,0)"
    before = f"SUM({each(WEIGHT, n)})=0," if n else ""
    is_first = f"AND({before}{own(WEIGHT)}>0)"
    if rule == "last":
        after = f"SUM({each(WEIGHT)})=SUM({each(WEIGHT, n + 1)}),"
        return f"IF(AND({after}{own(WEIGHT)}>0),{left},0)"
    if rule not in everyone:
        return f"IF({is_first},{left},0)"
    if everyone[n] == rule:
        return f"IF({own(WEIGHT)}>0,{left},0)"
    return f"IF(AND({own(WEIGHT, everyone.index(rule))}=0,{is_first}),{left},0)"


def _digits(steps: Fraction) -> int:
    """Decimals of a number of steps that doubles still tell apart, with room for an amount ten times as large."""
    return max(2, min(6, 14 - len(str(int(abs(steps))))) if steps else 3)


def _places(step: Fraction) -> int:
    """Decimals of a step of money."""
    places = 2
    while (step * 10**places).denominator != 1:
        places += 1
    return places

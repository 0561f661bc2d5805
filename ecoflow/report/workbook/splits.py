"""Splitting a payment by shares, as formulas: whole steps first, and the steps left over by the agreement's rule."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from fractions import Fraction

from msgspec import Struct

from ecoflow.agreement.model import Case, Clause, Pay, Shares, Side
from ecoflow.formula.workbook_piece import Piece, Spot, letters, number_text, typed
from ecoflow.report.words import say as said
from ecoflow.report.workbook.book import Box, Page, cell_of, shown
from ecoflow.report.workbook.forms import MONEY
from ecoflow.report.workbook.making import Making
from ecoflow.report.workbook.places import At
from ecoflow.settlement.split import split

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
        value = abs(due.amount.value)
        text = f"ABS({due.amount.text})" if due.pay.signed else due.amount.text
        return [Share(parts[0][0], Piece(text, value))]
    rules = making.settlement.agreement.money
    weights = [(who, p.value / p.scale) for who, p in parts if p.value]
    amount = abs(due.amount.value)
    found = dict(split(amount, weights, rules.step, rules.remainder)) if amount and weights else {}
    first = page.next
    shares: list[Share] = []
    upto = Fraction(0)
    for n, (who, weight) in enumerate(parts):
        part = found.get(who, Fraction(0))
        upto += part
        spot = _row(making, _Asked(page, due, word, first, [w for w, _ in parts]), n, weight, (part, upto))
        shares.append(Share(who, cell_of(spot, Piece("", part)), cell_of(page.spot(first + n, UPTO), Piece("", upto))))
    return shares


class _Asked(Struct, frozen=True):
    """A side that is split: its rows begin at `first`, one for everyone named."""

    page: Page
    due: Due
    word: str
    first: int
    everyone: list[str]


def _row(making: Making, asked: _Asked, n: int, weight: Piece, value: tuple[Fraction, Fraction]) -> Spot:
    """One party's part: its exact steps, the whole ones, and whether it gets one of those left over."""
    page, due, first, count, who = asked.page, asked.due, asked.first, len(asked.everyone), asked.everyone[n]
    rules, number = making.settlement.agreement.money, page.next
    step = number_text(rules.step)
    digits = _digits(due.amount.value / rules.step)

    def own(column: int) -> str:
        return page.spot(number, column).text

    def each(column: int, upto: int = count) -> str:
        return f"{page.spot(first, column).text}:${letters(column)}${first + upto}"

    total = f"ROUND(ABS({due.amount.text})/{step},0)"
    left = f"{total}-SUM({each(WHOLE)})"
    texts = {
        WEIGHT: "" if weight.spot is None else weight.text,
        EXACT: f"IF({due.amount.text}=0,0,{total}*{own(WEIGHT)}/SUM({each(WEIGHT)}))",
        WHOLE: f"INT(ROUND({own(EXACT)},{digits}))",
        FRACTION: f"MAX(0,ROUND({own(EXACT)}-{own(WHOLE)},{digits}))",
        ORDER: f"1+SUMPRODUCT(--({each(FRACTION)}>{own(FRACTION)}))"
        + (f"+SUMPRODUCT(--({each(FRACTION, n)}={own(FRACTION)}))" if n else ""),
        EXTRA: _extra(rules.remainder, left, own, each, (n, asked.everyone)),
        PART: f"ROUND(({own(WHOLE)}+{own(EXTRA)})*{step},{_places(rules.step)})",
        UPTO: f"SUM({each(PART, n + 1)})",
    }
    numbers = {PART: float(value[0]), UPTO: float(value[1]), WEIGHT: shown(weight.value, weight.scale)}
    boxes = {
        0: Box(making.names.clause(due.clause.id)),
        1: Box(making.names.where(due.at)),
        2: Box(asked.word),
        3: Box(making.names.of(who)),
    }
    for column, text in texts.items():
        look = "input" if column == WEIGHT and not text else "result" if column == PART else "formula"
        boxes[column] = Box(numbers.get(column), text, look, MONEY if column >= PART else "")
    page.add(boxes)
    return page.spot(number, PART)


def _extra(rule: str, left: str, own: Callable[[int], str], each: Callable[..., str], place: tuple[int, list[str]]) -> str:
    """How many of the steps left over go to one party."""
    n, everyone = place
    if rule == "largest":
        return f"IF({own(ORDER)}<={left},1,0)"
    before = f"SUM({each(WEIGHT, n)})=0," if n else ""
    is_first = f"AND({before}{own(WEIGHT)}>0)"
    if rule == "last":
        after = f"SUM({each(WEIGHT)})=SUM({each(WEIGHT, n + 1)}),"
        return f"IF(AND({after}{own(WEIGHT)}>0),{left},0)"
    if rule in everyone:
        named = own(WEIGHT).rpartition("$")[0] + f"${int(own(WEIGHT).rpartition('$')[2]) - n + everyone.index(rule)}"
        return f"IF({own(WEIGHT)}>0,{left},0)" if everyone[n] == rule else f"IF(AND({named}=0,{is_first}),{left},0)"
    return f"IF({is_first},{left},0)"


def _digits(steps: Fraction) -> int:
    """Decimals of a number of steps that doubles still tell apart, with room for an amount ten times as large."""
    return max(2, min(6, 13 - len(str(int(abs(steps))))) if steps else 3)


def _places(step: Fraction) -> int:
    """Decimals of a step of money."""
    places = 2
    while (step * 10**places).denominator != 1:
        places += 1
    return places

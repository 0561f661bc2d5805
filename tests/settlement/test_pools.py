"""Pools in formulas: what a clause sees of a pool, what one opens with, and what may be left in it."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecoflow.report.compose import compose
from ecoflow.report.json_contract import document
from ecoflow.report.text import to_text
from ecoflow.settlement.explain import Explanation
from ecoflow.standards.units import parse_quantity

FACTS = ("facts: {into: {type: number, unit: 元}, out: {type: number, unit: 元}, "
         "brought: {type: number, unit: 元, default: 0元, least: -1元}}\n")
CLAUSES = """\
clauses:
  - {id: paid-in, pay: {from: down, to: fund, amount: into}}
  - {id: paid-out, pay: {from: fund, to: third, amount: out}}
  - {id: rest, pay: {from: fund, to: up, amount: fund, signed: true}}
"""
REST = FACTS + "pools: {fund: {zh: 资金池, en: Fund, opening: brought}}\n" + CLAUSES


def run(make, text, **amounts):
    return make.settled(make.agreement(text), "2013", None, given={k: parse_quantity(v) for k, v in amounts.items()})


def moved(found):
    assert found.settled, [p.message("en") for p in found.problems]
    return [(p.clause, p.payer, p.payee, p.amount) for p in found.payments]


def told(step):
    return [step.text, *(line for under in step.under for line in told(under))]


def test_what_is_left_goes_to_one(make):
    assert moved(run(make, REST, into="90元", out="30元"))[-1] == ("rest", "fund", "up", 60)


def test_a_shortfall_is_covered_by_the_one_who_would_have_had_the_rest(make):
    found = run(make, REST, into="90元", out="100元")
    assert moved(found)[-1] == ("rest", "up", "fund", 10)
    assert found.pools == {"fund": 0}
    assert found.net == {"up": -10, "down": -90, "third": 100}


fen = st.integers(0, 10**12)


@settings(max_examples=40, deadline=None)
@given(into=fen, out=fen, brought=fen)
def test_the_rest_is_what_came_in_less_what_went_out(make, into, out, brought):
    found = run(make, REST, **{name: f"{amount // 100}.{amount % 100:02}元" for name, amount in
                               (("into", into), ("out", out), ("brought", brought))})
    assert {party: net * 100 for party, net in found.net.items()} == {
        "up": brought + into - out, "down": -into, "third": out}
    assert (found.pools, found.openings) == ({"fund": 0}, {"fund": Fraction(brought, 100)})


ORDER = FACTS + """\
pools: {fund: {zh: 资金池, closes: carry}, spare: {zh: 备用金, closes: carry}}
terms:
  cap: {value: 50元, source: plan, confidence: published}
  part: {value: 10%, source: plan, confidence: published}
clauses:
  - {id: before, when: fund < cap, pay: {from: down, to: fund, amount: into}}
  - id: each
    for_each: party
    when: fund > cap
    pay: {from: fund, to: party, amount: fund * part}
  - {id: after, when: fund > cap, pay: {from: fund, to: spare, amount: fund - cap}}
"""


def test_a_clause_sees_what_the_pool_held_before_it_in_all_its_cells(make):
    found = run(make, ORDER, into="100元")
    # three parties receive a tenth of 100 each, not of what the one before left; then 70 - 50 go on
    assert moved(found) == [("before", "down", "fund", 100), *(("each", "fund", p, 10) for p in ("up", "down", "third")),
                            ("after", "fund", "spare", 20)]
    assert found.pools == {"fund": 50, "spare": 20}
    seen = {clause: {pool: grid.only() for pool, grid in pools.items()} for clause, pools in found.seen.items()}
    assert seen == {"before": {"fund": 0}, "each": {"fund": 100}, "after": {"fund": 70}}


def test_every_word_for_it_shows_the_number_the_clause_saw(make):
    found = run(make, ORDER, into="100元")
    lines = told(Explanation(found, "en").everything())
    assert "condition holds: 资金池 < cap, that is CNY 0 < CNY 50" in lines
    assert "condition holds: 资金池 > cap, that is CNY 100 > CNY 50" in lines
    assert "condition holds: 资金池 > cap, that is CNY 70 > CNY 50" in lines
    held = [line for line in lines if "held before this" in line]
    assert list(dict.fromkeys(held)) == [f"fund = CNY {amount} (held before this)" for amount in (0, 100, 70)]
    views = {v.title: v for v in compose(found, "en").clauses}
    assert (views["before"].held[0].numbers, views["after"].held[0].numbers) == ("CNY 0 < CNY 50", "CNY 70 > CNY 50")
    assert views["after"].held[0].amounts == ("Amount = 资金池 − cap = CNY 70 − CNY 50",)


def test_a_clause_that_does_not_apply_shows_it_too(make):
    found = run(make, ORDER, into="20元")
    views = {v.title: v for v in compose(found, "en").clauses}
    assert views["after"].idle == ("资金池 > cap: does not hold: CNY 20 > CNY 50",)


def test_a_gap_between_cases_names_what_was_held(make):
    text = FACTS + ("pools: {fund: {zh: 资金池, closes: carry}}\nclauses:\n"
                    "  - {id: a, pay: {from: down, to: fund, amount: into}}\n"
                    "  - id: b\n    choose:\n      - {when: fund < out, pay: {from: fund, to: up, amount: fund}}\n")
    found = run(make, text, into="9元", out="9元")
    assert [p.message("en") for p in found.problems] == [
        "clause 'b': no case holds, exactly one must: 资金池 < out (CNY 9 < CNY 9: no)"]


CARRY = FACTS + ("pools: {fund: {zh: 资金池, en: Fund, closes: carry, opening: brought}}\n"
                 + CLAUSES.replace("  - {id: rest, pay: {from: fund, to: up, amount: fund, signed: true}}\n", ""))


def test_what_was_carried_over_is_there_and_what_is_left_is_carried_on(make):
    found = run(make, CARRY, brought="500元", into="90元", out="200元")
    assert (found.openings, found.pools, found.net) == ({"fund": 500}, {"fund": 390}, {"up": 0, "down": -90, "third": 200})
    table = compose(found, "zh").pools
    assert [c.title for c in table.columns] == ["资金池", "期初余额", "收入", "付出", "期末余额", "结转下期"]
    assert [c.text for c in table.rows[0]] == ["资金池", "500元", "90元", "200元", "390元", "390元"]
    assert (document(found, "en")["pools"], document(found, "en")["openings"]) == ({"fund": "390.00"}, {"fund": "500.00"})
    # the fund pays 110 more than it receives; the 500 it had is not a receipt
    assert to_text(found, "zh").splitlines()[1] == "第三省应收 200元"
    assert "资金池付 110元" in to_text(found, "zh")


def test_a_pool_that_was_not_touched_moves_nothing(make):
    found = run(make, CARRY, brought="500元", into="0元", out="0元")
    assert found.pools == {"fund": 500}
    assert compose(found, "en").verdict.sentence == "Nothing is to be paid"


@pytest.mark.parametrize(("text", "code", "message"), [
    (CARRY, "E426", "pool 'fund' ends below zero: CNY -10"),
    (CARRY.replace("closes: carry, ", ""), "E408", "pool 'fund' ends with CNY -10, not zero"),
])
def test_no_pool_ends_below_zero(make, text, code, message):
    found = run(make, text, brought="20元", into="60元", out="90元")
    assert [(p.code, p.message("en")) for p in found.problems] == [(code, message)]
    assert (found.payments, found.pools, found.openings) == ((), {}, {})


def test_a_pool_below_zero_for_a_while_may_be_filled_later(make):
    first, second, third = CLAUSES.splitlines()[1:]
    found = run(make, REST.split("clauses:")[0] + f"clauses:\n{second}\n{first}\n{third}\n", into="90元", out="30元")
    assert found.net == {"up": 60, "down": -90, "third": 30}


@pytest.mark.parametrize(("brought", "shown"), [("-1元", "CNY -1"), ("0.005元", "CNY 0.005")])
def test_what_no_fund_can_hold_is_refused_at_its_place(make, brought, shown):
    found = run(make, CARRY, brought=brought, into="90元", out="10元")
    (problem,) = found.problems
    assert (problem.code, problem.message("en")) == ("E427", f"pool 'fund' cannot open with {shown}")
    assert "opening" in found.agreement.text.splitlines()[problem.place.line - 1][:problem.place.column]


def test_an_opening_that_nobody_gives_is_asked_for(make):
    found = run(make, CARRY.replace(", default: 0元", ""), into="1元", out="1元")
    assert [(p.code, dict(p.about)) for p in found.problems] == [("E404", {"fact": "brought"})]


def test_an_opening_may_be_a_term_by_year_and_its_doubt_is_named(make):
    terms = "terms: {left: {value: {2012: 1元, 2013: 2元, 2014: 3元}, source: plan, confidence: recalled}}\n"
    text = terms + CARRY.replace("opening: brought", "opening: left").replace(
        ", brought: {type: number, unit: 元, default: 0元, least: -1元}", "")
    found = run(make, text, into="0元", out="0元")
    assert found.openings == {"fund": 2}
    assert [(w.block, w.id) for w in found.provenance.weak] == [("terms", "left")]

"""How a wrong number came about: the formula with its numbers, the clauses with what they paid, in both languages."""

from __future__ import annotations

import pytest

from ecoflow.report.replay_working import working
from ecoflow.settlement.replay import replay

BLOCKS = """\
terms:
  rate: {value: 200万元, source: plan, confidence: published, zh: 单价, en: rate}
  few: {value: {Jan..Jun: 1, Jul..Dec: 0}, source: plan, confidence: published}
facts: {x: {type: number, zh: 倍数, en: factor}}
quantities:
  twice: {zh: 两倍, en: twice, formula: 2 * x}
  thrice: {zh: 三倍, en: thrice, formula: twice + x}
clauses:
  - {id: each, pay: {from: down, to: up, amount: rate * thrice}}
  - {id: months, for_each: month, when: few > 0, pay: {from: up, to: down, amount: 10万元}}
  - {id: never, when: x > 100, pay: {from: up, to: down, amount: rate}}
examples:
  - {name: one, period: 2013, given: {x: 1.5}, expect: %s, source: plan}
"""
# by hand: thrice is 4.5, 200万元 times that is 900万元; six months pay back 10万元 each
RIGHT = "{net: {up: 840万元, down: -840万元}, indices: {thrice: 4.5, twice: 3}, fired: [each, months]}"


def told(make, expect, lang):
    (found,) = replay(make.agreement(BLOCKS % expect))
    return working(found, lang)


def test_an_example_that_came_out_needs_no_words(make):
    assert told(make, RIGHT, "en") == ()


PAID_ZH = (
    "each.1：下游省 → 上游省：900万元",
    "  金额 = 单价 × 三倍 = 200万元 × 4.5",
    "months.1：上游省 → 下游省：60万元，共 6 处",
    "never：没有一种情形成立",
    "  倍数 > 100（1.5 > 100：否）",
)
PAID_EN = (
    "each.1: 下游省 → 上游省: CNY 9,000,000",
    "  Amount = rate × thrice = CNY 2,000,000 × 4.5",
    "months.1: 上游省 → 下游省: CNY 600,000, in 6 places",
    "never: no case holds",
    "  factor > 100 (1.5 > 100: no)",
)


@pytest.mark.parametrize(("lang", "paid"), [("zh", PAID_ZH), ("en", PAID_EN)])
@pytest.mark.parametrize("change", [("up: 840万元", "up: 900万元"), ("fired: [each, months]", "fired: [each]")])
def test_of_a_net_amount_the_clauses_and_what_each_paid(make, change, lang, paid):
    assert told(make, RIGHT.replace(*change), lang) == paid


def test_of_a_quantity_the_formula_with_its_numbers(make):
    assert told(make, RIGHT.replace("thrice: 4.5", "thrice: 5"), "en") == ("thrice = twice + factor = 3 + 1.5",)
    assert told(make, RIGHT.replace("twice: 3", "twice: 4"), "zh") == ("twice = 2 × 倍数 = 2 × 1.5",)


def test_of_a_settlement_that_cannot_be_made_what_is_missing(make):
    (found,) = replay(make.agreement((BLOCKS % RIGHT).replace("given: {x: 1.5}", "given: {}")))
    assert working(found, "en") == ("E404 the fact 'x' (factor) is not given",)
    assert working(found, "zh") == ("E404 没有给出事实 'x'（倍数）",)


def test_a_refusal_that_was_expected_and_did_not_come(make):
    assert told(make, "{status: cannot-settle}", "en") == PAID_EN

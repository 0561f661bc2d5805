"""Which cases hold, for whom, and how much: each rule of the language on the smallest agreement that shows it."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecoflow.agreement.model import Keyed
from ecoflow.standards.gb3838 import WaterClass
from ecoflow.standards.units import parse_quantity

FACTS = ("facts: {x: {type: number, least: -1000000}, amount: {type: number, unit: 元, least: -100亿元}, "
         "yes: {type: boolean, default: true}}\n")
SHARES = "facts: {by_party: {type: number, by: party, least: -1000000}, amount: {type: number, unit: 元}}\n"


@pytest.fixture
def run(make):
    """Settle a text with facts given as people write them; keyed ones as {member: value}."""
    def with_facts(text, period="2013", **given):
        agreement = make.agreement(text)
        return make.settled(agreement, period, None, given={k: value(v, agreement) for k, v in given.items()})

    return with_facts


def value(written, agreement):
    if isinstance(written, dict):
        key = next(iter(written))
        dim = "party" if key in agreement.parties else "section" if key in agreement.sections else "year"
        return Keyed(dim, {k: value(v, agreement) for k, v in written.items()})
    if isinstance(written, bool | WaterClass):
        return written
    return parse_quantity(str(written))


def paid(settlement):
    assert settlement.settled, [p.message("en") for p in settlement.problems]
    return [(p.payer, p.payee, p.amount) for p in settlement.payments]


def codes(settlement):
    assert not settlement.settled
    assert settlement.payments == ()
    assert settlement.net == {}
    return [(p.code, p.message("en")) for p in settlement.problems]


CHOOSE = FACTS + """\
clauses:
  - id: c
    choose:
      - {when: x < 1, pay: {from: up, to: down, amount: amount}}
      - {when: x > 1 or yes and x = 5, pay: {from: down, to: up, amount: amount}}
      - {when: x = 5 and yes}
"""


def test_choose_with_a_gap_or_an_overlap(run):
    assert paid(run(CHOOSE, x="0", amount="7元")) == [("up", "down", 7)]
    gap, overlap = run(CHOOSE, x="1", amount="7元"), run(CHOOSE, x="5", amount="7元")
    told = ("x < 1 (1 < 1: no); x > 1 or yes and x = 5 (1 > 1 or yes (yes) and 1 = 5: no); "
            "x = 5 and yes (1 = 5 and yes (yes): no)")
    assert codes(gap) == [("E407", f"clause 'c': no case holds, exactly one must: {told}")]
    assert codes(overlap)[0][1].startswith("clause 'c': 2 cases hold at once, exactly one must: x < 1 (5 < 1: no); ")
    assert codes(overlap)[0][1].endswith("x = 5 and yes (5 = 5 and yes (yes): yes)")
    assert gap.problems[0].message("zh").startswith("条款 'c'：没有一种情形成立，应恰有一种：x < 1（1 < 1：否）；x > 1 或 ")
    assert "2 种情形同时成立" in overlap.problems[0].message("zh")
    assert gap.problems[0].hint("en") != overlap.problems[0].hint("en")
    # a gap points at the first case, an overlap at the second one that holds
    lines = gap.agreement.text.splitlines()
    assert "x < 1" in lines[gap.problems[0].place.line - 1]
    assert "x = 5 and yes}" in lines[overlap.problems[0].place.line - 1]
    found = run(CHOOSE, x="5", amount="7元", yes=False)
    assert paid(found) == [("down", "up", 7)]


def test_choose_otherwise(run):
    text = CHOOSE.replace("{when: x = 5 and yes}", "{when: otherwise, pay: {from: up, to: third, amount: amount}}")
    assert paid(run(text, x="1", amount="7元")) == [("up", "third", 7)]
    assert paid(run(text, x="2", amount="7元")) == [("down", "up", 7)]


PICK = FACTS + """\
clauses:
  - id: c
    %s:
      - {when: x > 1, pay: {from: up, to: down, amount: amount}}
      - {when: x > 2, pay: {from: up, to: third, amount: amount}}
"""


def test_each_and_first(run):
    assert paid(run(PICK % "each", x="3", amount="7元")) == [("up", "down", 7), ("up", "third", 7)]
    assert paid(run(PICK % "each", x="2", amount="7元")) == [("up", "down", 7)]
    assert paid(run(PICK % "each", x="0", amount="7元")) == []
    assert paid(run(PICK % "first", x="3", amount="7元")) == [("up", "down", 7)]
    otherwise = PICK % "first" + "      - {when: otherwise, pay: {from: down, to: up, amount: amount}}\n"
    assert paid(run(otherwise, x="0", amount="7元")) == [("down", "up", 7)]


def test_an_overlap_names_its_cell(make):
    text = ("measures: {c: {class: [TP], at: [s1, s2], over: year}}\n"
            "terms: {stake: {value: 1元, source: plan, confidence: published}}\n"
            "clauses:\n  - id: a\n    for_each: section\n    choose:\n"
            "      - {when: c better than III, pay: {from: upstream, to: downstream, amount: stake}}\n"
            "      - {when: c worse than III}\n")
    rows = make.every_month("0.1") + make.every_month("0.04", section="s2")  # II in a river, III in a lake
    found = make.settled(make.agreement(text), "2013", rows)
    told = "c better than III (c (III) better than III: no); c worse than III (c (III) worse than III: no)"
    assert [(p.message("en"), dict(p.about)) for p in found.problems] == [
        (f"clause 'a' [s2]: no case holds, exactly one must: {told}", {"section": "s2"})]


def test_for_each_section_and_month_with_roles(make):
    text = ("measures: {c: {mean: [TP], at: [s1, s2], over: year, by: month}}\n"
            "terms: {limit: {value: 0.2 mg/L, source: plan, confidence: published}, "
            "rate: {value: 100元/mg/L, source: plan, confidence: published}}\n"
            "clauses:\n  - {id: a, for_each: [section, month, indicator], when: c > limit,\n"
            "     pay: {from: upstream, to: downstream, amount: rate * (c - limit)}}\n")
    rows = make.every_month("0.1") + make.every_month("0.1", section="s2")
    rows[4] = make.row("2013-05-05", "0.25")
    rows[17] = make.row("2013-06-05", "0.31", section="s2")
    rows[18] = make.row("2013-07-05", "0.2", section="s2")
    found = make.settled(make.agreement(text), "2013", rows)
    assert paid(found) == [("up", "down", 5), ("down", "third", 11)]
    assert [dict(p.at) for p in found.payments] == [
        {"section": "s1", "month": "2013-05", "indicator": "TP"}, {"section": "s2", "month": "2013-06", "indicator": "TP"}]


def test_party_in_hand(run):
    text = SHARES + ("clauses: [{id: a, for_each: party, when: by_party > 0, "
                     "pay: {from: party, to: up, amount: amount * by_party}}]\n")
    found = run(text, by_party={"up": 5, "down": 2, "third": 0}, amount="10元")
    assert paid(found) == [("down", "up", 20)]  # nobody pays himself
    assert found.net == {"up": 20, "down": -20, "third": 0}


def test_signed_payments(run):
    text = FACTS + "clauses: [{id: a, pay: {from: up, to: down, amount: amount, signed: true}}]\n"
    assert paid(run(text, amount="-7元")) == [("down", "up", 7)]
    assert paid(run(text, amount="7元")) == [("up", "down", 7)]
    assert paid(run(text, amount="0元")) == []
    unsigned = text.replace(", signed: true", "")
    assert codes(run(unsigned, amount="-7元")) == [("E410", "clause 'a': the amount is negative, CNY -7")]
    assert codes(run(unsigned, amount="-0.01元"))[0][0] == "E410"


def test_signed_shares_turn_round_as_a_whole(run):
    text = FACTS + "clauses: [{id: a, pay: {from: {up: 1, down: 2}, to: third, amount: amount, signed: true}}]\n"
    assert paid(run(text, amount="-9元")) == [("third", "up", 3), ("third", "down", 6)]


MONEY = FACTS + "money: {round: %s}\nclauses: [{id: a, pay: {from: up, to: {down: 1, third: 2}, amount: amount}}]\n"


@pytest.mark.parametrize(("step", "amount", "expected"), [
    ("0.01元", "0.025元", {"down": "0.01", "third": "0.01"}),
    ("1元", "2.5元", {"down": "1", "third": "1"}), ("1元", "3.5元", {"down": "1", "third": "3"}),
    ("1万元", "45000元", {"down": "10000", "third": "30000"}), ("1万元", "5000元", {}),
    ("1万元", "55000元", {"down": "20000", "third": "40000"}),
])
def test_amounts_round_once_half_to_even_then_split(run, step, amount, expected):
    found = run(MONEY % step, amount=amount)
    assert {p.payee: p.amount for p in found.payments} == {k: Fraction(v) for k, v in expected.items()}


POOL = FACTS + "pools: {fund: {zh: 基金%s}}\n" + """\
clauses:
  - {id: in, pay: {from: {up: 1, down: 2}, to: fund, amount: amount}}
  - {id: out, pay: {from: fund, to: third, amount: amount * x}}
"""


def test_pools_close_or_carry(run):
    assert run(POOL % "", amount="90元", x="1").pools == {"fund": 0}
    assert codes(run(POOL % "", amount="90元", x="0.5")) == [("E408", "pool 'fund' ends with CNY 45, not zero")]
    assert codes(run(POOL % "", amount="90元", x="2")) == [("E408", "pool 'fund' ends with CNY -90, not zero")]
    found = run(POOL % ", closes: carry", amount="90元", x="0.5")
    assert found.net == {"up": -30, "down": -60, "third": 45}
    assert found.pools == {"fund": 45}


def test_exchange_of_deficit_for_surplus(run):
    text = SHARES.replace("facts: {", "facts: {target: {type: number}, ") + """\
quantities:
  surplus: {formula: "max(by_party - target, 0)"}
  deficit: {formula: "max(target - by_party, 0)"}
  traded: {formula: "min(sum(surplus), sum(deficit))"}
clauses: [{id: a, when: traded > 0, pay: {from: deficit, to: surplus, amount: traded * amount}}]
"""
    found = run(text, by_party={"up": 7, "down": 2, "third": 4}, target="5", amount="300元")
    # deficit 3 and 1 pay surplus 2: 600 yuan as 450 and 150
    assert found.net == {"up": 600, "down": -450, "third": -150}
    assert paid(run(text, by_party={"up": 7, "down": 5, "third": 5}, target="5", amount="300元")) == []


@pytest.mark.parametrize("shares", [{"up": 0, "down": 0, "third": 0}, {"up": -1, "down": 2, "third": 2}])
def test_shares_that_are_none(run, shares):
    text = SHARES + "clauses: [{id: a, pay: {from: third, to: by_party, amount: amount}}]\n"
    assert [c for c, _ in codes(run(text, by_party=shares, amount="1元"))] == ["E412"]


def test_division_by_zero(run):
    text = FACTS + "quantities: {q: {formula: 1 / x}}\nclauses: [{id: a, pay: {from: up, to: down, amount: amount * q}}]\n"
    assert codes(run(text, x="0", amount="1元")) == [("E409", "q has no value: division by zero")]
    text = FACTS + "clauses: [{id: a, pay: {from: up, to: down, amount: amount / x}}]\n"
    assert codes(run(text, x="0", amount="1元")) == [("E409", "a has no value: division by zero")]
    text = FACTS + "clauses: [{id: a, when: 1 / x > 1, pay: {from: up, to: down, amount: amount}}]\n"
    assert codes(run(text, x="0", amount="1元")) == [("E409", "a has no value: division by zero")]


def test_an_amount_is_asked_only_where_its_case_holds(run):
    text = FACTS + "clauses: [{id: a, when: yes, pay: {from: up, to: down, amount: amount / x}}]\n"
    assert paid(run(text, x="0", amount="1元", yes=False)) == []


def test_a_fact_without_default_must_be_given(run):
    found = run(FACTS.replace("amount: {", "amount: {zh: 金额, ")
                + "clauses: [{id: a, pay: {from: up, to: down, amount: amount}}]\n")
    assert codes(found) == [("E404", "the fact 'amount' (金额) is not given")]
    assert dict(found.problems[0].about) == {"fact": "amount"}


DATED = ("terms: {stake: {value: {2012: 1元, 2013..2014: 2元}, source: plan, confidence: published}}\n"
         "clauses: [{id: a, pay: {from: up, to: down, amount: stake}}]\n")


def test_dated_terms(make):
    agreement = make.agreement(DATED)
    assert [paid(make.settled(agreement, y))[0][2] for y in ("2012", "2013", "2014")] == [1, 2, 2]
    assert codes(make.settled(agreement, "2015")) == [("E405", "2015 is outside the term of the agreement, 2012-2014")]
    assert codes(make.settled(agreement, "2015", any_year=True)) == [("E406", "stake has no value for 2015")]


@pytest.mark.parametrize(("settle", "period", "message"), [
    ("year", "2013-Q2", "this agreement settles by year; 2013-Q2 is not one"),
    ("quarter", "2013", "this agreement settles by quarter; 2013 is not one"),
    ("month", "2013-Q1", "this agreement settles by month; 2013-Q1 is not one"),
])
def test_the_wrong_cycle(make, settle, period, message):
    found = make.settled(make.agreement(DATED, **{"settle: year": f"settle: {settle}"}), period)
    assert codes(found) == [("E413", message)]


WEAK = """\
terms:
  sure:  {value: 1元, source: plan, confidence: published}
  vague: {value: 2, source: plan, confidence: recalled}
  guess: {value: 3元, confidence: assumed}
facts: {yes: {type: boolean, default: false, confidence: derived, source: plan}, x: {type: number, default: 1}}
quantities: {q: {formula: vague * x}}
clauses:
  - {id: a, when: q < 100, pay: {from: up, to: down, amount: sure}}
  - {id: b, when: yes, pay: {from: up, to: down, amount: guess}}
"""


def test_provenance_names_only_what_the_outcome_leans_on(run):
    found = run(WEAK)
    assert {(w.id, w.confidence) for w in found.provenance.weak} == {("vague", "recalled"), ("yes", "derived")}
    assert found.provenance.lowest == "recalled"
    found = run(WEAK, yes=True)  # now the guess was paid; what is given is not the agreement's claim
    assert {(w.id, w.confidence) for w in found.provenance.weak} == {("vague", "recalled"), ("guess", "assumed")}
    assert found.provenance.lowest == "assumed"


def test_an_amount_that_came_to_zero_leans_on_its_numbers(run):
    text = ("terms: {limit: {value: 9, source: plan, confidence: recalled}, "
            "part: {value: {up: 1, down: 1}, confidence: assumed}}\n"
            "facts: {x: {type: number, default: 5}, rate: {type: number, unit: 元, default: 2元}}\n"
            'clauses: [{id: a, pay: {from: third, to: part, amount: "max(x - limit, 0) * rate"}}]\n')
    assert paid(run(text)) == []
    assert [w.id for w in run(text).provenance.weak] == ["limit"]
    assert [w.id for w in run(text, x="10").provenance.weak] == ["limit", "part"]


def test_a_given_index_leans_on_nothing_below_it(run):
    found = run(WEAK, q="5", yes=False)
    assert found.provenance.weak == ()
    assert found.provenance.lowest == "published"


def test_official_refuses_what_is_not_published(make):
    agreement = make.agreement(WEAK, draft="in-force")
    refused = make.settled(agreement, "2013", None, official=True)
    assert codes(refused) == [
        ("E411", "refused as official: this settlement leans on what is not published: vague (recalled), yes (derived)")]
    assert make.settled(agreement, "2013", None, official=True,
                        given={"q": parse_quantity("5"), "yes": False}).settled


def test_official_refuses_a_draft(make):
    given = {"q": parse_quantity("5"), "yes": False}
    refused = make.settled(make.agreement(WEAK), "2013", None, official=True, given=given)
    assert codes(refused) == [("E418", "--official does not accept a draft")]
    assert refused.problems[0].hint("en") == (
        "an official settlement needs an agreement that is in force or expired, not a draft")
    for status in ("in-force", "expired"):
        assert make.settled(make.agreement(WEAK, draft=status), "2013", None, official=True, given=given).settled


def test_weak_exemptions_are_named(make):
    text = ("monitoring: {exempt: [{at: s1, from: 2013-02, to: 2013-02, reason: ice, confidence: recalled, source: plan}]}\n"
            "measures: {c: {mean: TP, at: s1, over: year}}\n"
            "terms: {k: {value: 1元/mg/L, source: plan, confidence: published}}\n"
            "clauses: [{id: a, pay: {from: up, to: down, amount: k * c}}]\n")
    found = make.settled(make.agreement(text), "2013", make.every_month())
    assert [(w.block, w.id) for w in found.provenance.weak] == [("exemptions", "2013-02..2013-02")]


# -- any agreement ---------------------------------------------------------------------------------------------------

who = st.sampled_from(["up", "down", "third", "fund"])
parts = st.dictionaries(st.sampled_from(["up", "down", "third"]), st.integers(1, 99), min_size=1, max_size=3)
side = st.one_of(who, parts)
amounts = st.decimals(min_value=-10**9, max_value=10**9, places=4).map(lambda d: format(d, "f"))


@settings(max_examples=60, deadline=None)
@given(pays=st.lists(st.tuples(side, side, amounts), min_size=1, max_size=5),
       rule=st.sampled_from(["largest", "first", "last", "down"]), step=st.sampled_from(["0.01元", "1元", "1万元"]))
def test_the_ledger_always_balances(make, pays, rule, step):
    pays = [(a, b, m) for a, b, m in pays if a != b]
    if not pays:
        return
    given = ("start", *(f"m{n}" for n in range(len(pays))))
    facts = ", ".join(f"{m}: {{type: number, unit: 元, least: -100亿元}}" for m in given)
    clauses = "".join(f"  - {{id: c{n}, pay: {{from: {_side(a)}, to: {_side(b)}, amount: m{n}, signed: true}}}}\n"
                      for n, (a, b, _) in enumerate(pays))
    agreement = make.agreement("pools: {fund: {zh: 基金, closes: carry, opening: start}}\n"
                               f"money: {{round: {step}, remainder: {rule}}}\n"
                               f"facts: {{{facts}}}\nclauses:\n{clauses}")
    found = make.settled(agreement, "2013", None,
                         given={"start": parse_quantity("100亿元"),
                                **{f"m{n}": parse_quantity(f"{m}元") for n, (_, _, m) in enumerate(pays)}})
    assert found.settled
    assert sum(found.net.values()) + sum(found.pools.values()) == sum(found.openings.values()) == 10**10
    unit = parse_quantity(step).value
    assert all(p.amount > 0 and (p.amount / unit).denominator == 1 and p.payer != p.payee for p in found.payments)
    for n, (a, b, written) in enumerate(pays):
        moved = {}
        for p in (p for p in found.payments if p.clause == f"c{n}"):
            moved[p.payer] = moved.get(p.payer, 0) - p.amount
            moved[p.payee] = moved.get(p.payee, 0) + p.amount
        assert sum(moved.values(), Fraction(0)) == 0
        exact = Fraction(written)
        for party in {*_weights(a), *_weights(b)}:
            due = exact * (_weights(b).get(party, 0) - _weights(a).get(party, 0))
            assert abs(moved.get(party, 0) - due) < 4 * unit


def _side(written):
    return written if isinstance(written, str) else "{" + ", ".join(f"{k}: {v}" for k, v in written.items()) + "}"


def _weights(written):
    if isinstance(written, str):
        return {written: Fraction(1)}
    return {k: Fraction(v, sum(written.values())) for k, v in written.items()}

"""What looks as if it always held and does not: each with the input that belies it; and what looks wrong and is not."""

from __future__ import annotations

import pytest

from ecoflow.proofs.prove import prove
from ecoflow.standards.units import parse_quantity

CITED = "source: plan, confidence: published"
TERMS = (f"terms: {{stake: {{value: 100元, {CITED}}}, half: {{value: 50元, {CITED}}}, part: {{value: 0.3, {CITED}}}, "
         f"rest: {{value: 0.7, {CITED}}}, longest: {{value: 12, {CITED}}}, low: {{value: 0.1 mg/L, {CITED}}}}}\n")
POOL = "pools: {fund: {zh: 资金池, en: Fund%s}}\n"
FACTS = "facts: {accident: {type: boolean}, flood: {type: boolean}, size: {type: number, unit: 元}}\n"
C = "measures: {C: {mean: TP, at: [s1, s2], over: year}}\n"
WRONG = {
    "what is known of one section is not known of both": (
        # 1.5 and 0 mg/L: 100 x (1.5 - 2)
        C + "clauses: [{id: a, for_each: [section], when: C > 1 mg/L, "
            "pay: {from: upstream, to: third, amount: stake * (sum(C over section) / (1 mg/L) - 2)}}]", {}, "E505"),
    "a condition that always holds protects from nothing": (
        "clauses: [{id: a, when: stake > half, pay: {from: up, to: down, amount: half - stake}}]", {}, "E505"),
    "of first, a case that comes later may hold too": (
        POOL % "" + FACTS + "clauses:\n"
        "- {id: a, first: [{when: accident, pay: {from: up, to: fund, amount: stake}}, {when: flood}]}\n"
        "- {id: b, first: [{when: flood}, {when: accident, pay: {from: fund, to: down, amount: stake}}]}\n",
        {"accident": True, "flood": True, "size": "0元"}, "E506"),
    "a pool holds less after a clause than before": (
        POOL % "" + "clauses:\n- {id: in, pay: {from: up, to: fund, amount: stake}}\n"
        "- {id: a, choose: [{when: fund > half, pay: {from: fund, to: down, amount: half}}, "
        "{when: otherwise, pay: {from: fund, to: down, amount: stake}}]}\n"
        "- {id: b, choose: [{when: fund > half, pay: {from: fund, to: down, amount: half}}, "
        "{when: otherwise}]}\n", {}, "E506"),
    "one formula of a pool has two values": (
        # 30 are left of 100, 30 are added, and 100 are to be paid
        POOL % ", closes: carry" + FACTS + "clauses:\n- {id: a, pay: {from: up, to: fund, amount: stake}}\n"
        '- {id: b, pay: {from: fund, to: down, amount: "min(fund, size)"}}\n'
        '- {id: c, pay: {from: up, to: fund, amount: "min(fund, size)"}}\n'
        "- {id: d, pay: {from: fund, to: down, amount: stake}}\n", {"size": "70元"}, "E506"),
    "two roundings may leave a debt of a fen": (
        # 0.15: 0.04 and 0.10 come in, 0.15 goes out
        POOL % ", closes: carry" + FACTS + "clauses:\n- {id: a, pay: [{from: up, to: fund, amount: size * part}, "
        "{from: down, to: fund, amount: size * rest}]}\n- {id: b, pay: {from: fund, to: down, amount: size}}\n",
        {"size": "0.15元"}, "E506"),
    "a river may be dry": (
        ("measures: {least: {min: Q, at: s1, over: year}}\n"
        "clauses: [{id: a, choose: [{when: least > 0 m³/s, pay: {from: up, to: down, amount: stake}}]}]"),
        {"least": "0 m³/s"}, "E501"),
    "a target may differ from year to year": (
        # II of a river is 0.1 mg/L of TP in 2012, III is 0.2 in 2013
        ("measures: {T: {mean: TP, at: s1, over: year}, "
        f"allow: {{limit: TP, at: s1, target: {{2012: II, 2013: III, 2014: II}}, {CITED}}}}}\n"
        "clauses: [{id: a, allow: cleaner-pays-less, choose: [{when: T <= allow, pay: {from: up, to: down, amount: stake}}, "
        "{when: T > low, pay: {from: down, to: up, amount: stake}}]}]"), {"T": "0.15 mg/L"}, "E502"),
}
CODES = {"E505": "E410", "E506": ("E408", "E426"), "E501": "E407", "E502": "E407"}


@pytest.mark.parametrize("case", WRONG)
def test_what_an_input_belies_is_not_proved(make, case):
    text, given, code = WRONG[case]
    agreement = make.agreement(TERMS + text)
    assert code in {f.code for f in prove(agreement)}
    if case.startswith("what is known"):
        return  # a value for each section: see the arithmetic beside it
    found = make.settled(agreement, "2013", None,
                         given={k: parse_quantity(v) if isinstance(v, str) else v for k, v in given.items()})
    assert {p.code for p in found.problems if p.code[0] == "E"} <= {*CODES[code]} | {CODES[code]}
    assert not found.settled


RIGHT = {
    "two sections may each have a run of twelve months": (
        ("measures: {W: {class: [TP], at: [s1, s2], over: year, by: month}}\n"
        "clauses: [{id: a, allow: cleaner-pays-less, choose: [{when: sum(run(W worse than III) over section) <= longest}, "
        "{when: sum(run(W worse than III) over section) > longest, pay: {from: up, to: down, amount: stake}}]}]"), set()),
    "a mean is rounded in the unit of its indicator": (
        # 0.001 mg/L is 1 µg/L: nothing lies between 5 and 6, and 5.5 is never reached
        (f"terms: {{a: {{value: 5.5 μg/L, {CITED}}}, b: {{value: 6 μg/L, {CITED}}}, s: {{value: 1元, {CITED}}}}}\n"
        f"measures: {{M: {{mean: TP, at: s1, over: year, unit: μg/L, round: {{places: 3}}, {CITED}}}}}\n"
        "clauses: [{id: a, choose: [{when: M <= a, pay: {from: down, to: up, amount: s}}, "
        "{when: M >= b, pay: {from: up, to: down, amount: s}}]}]"), {"W504"}),
    "figures leave no room between neighbours": (
        (f"terms: {{a: {{value: 0.999, {CITED}}}, s: {{value: 1元, {CITED}}}, k: {{value: 1 mg/L, {CITED}}}}}\n"
        "measures: {M: {mean: TP, at: s1, over: year}}\n"
        f"quantities: {{P: {{formula: M / k, round: {{figures: 3}}, {CITED}}}}}\n"
        "clauses: [{id: a, choose: [{when: P <= a, pay: {from: down, to: up, amount: s}}, "
        "{when: P >= 1, pay: {from: up, to: down, amount: s}}]}]"), {"N511"}),
    "a section and one that is named may be the same": (
        C + "clauses: [{id: a, at: [s1], for_each: [section], allow: cleaner-pays-less, choose: ["
            '{when: "C >= C[s1]", pay: {from: upstream, to: third, amount: stake}}]}]', {"N511"}),
    "the seasons of two tables are the same seasons": (
        # 0.15 is above the one in spring and below the other in autumn, never both
        (f"terms: {{a: {{value: {{Jan..Jun: 0.1 mg/L, Jul..Dec: 0.2 mg/L}}, {CITED}}}, "
         f"b: {{value: {{Jan..Jun: 0.1 mg/L, Jul..Dec: 0.2 mg/L}}, {CITED}}}, s: {{value: 1元, {CITED}}}}}\n"
         "measures: {M: {mean: TP, at: s1, over: year, by: month}}\n"
         "clauses: [{id: c, for_each: [month], choose: [{when: M <= a, pay: {from: down, to: up, amount: s}}, "
         "{when: M > b, pay: {from: up, to: down, amount: s}}]}]"), {"N511"}),
    "what a party gets back of its own fines is no reward for dirt": (
        POOL % "" + C + 'clauses:\n- {id: fine, when: "C[s1] > low", pay: {from: up, to: fund, amount: stake}}\n'
        "- {id: back, pay: {from: fund, to: {up: 1, down: 1}, amount: fund}}\n", set()),
}


@pytest.mark.parametrize("case", RIGHT)
def test_what_holds_is_not_called_wrong(make, case):
    text, notes = RIGHT[case]
    agreement = make.agreement(text if text.startswith("terms") else TERMS + text)
    assert {f.code for f in prove(agreement)} == notes


REWARDS = {
    "fines of others, paid to the upper side": (
        POOL % "", ('- {id: fine, when: "C[s1] > low", pay: {from: third, to: fund, amount: stake}}\n'
                   "- {id: back, pay: {from: fund, to: up, amount: fund}}\n"), "back"),
    "more for dirt than a small size": (
        FACTS, ('- {id: a, choose: [{when: "C[s1] <= low", pay: {from: down, to: up, amount: size}}, '
               '{when: "C[s1] > low", pay: {from: down, to: up, amount: stake}}]}\n'), "a"),
}


@pytest.mark.parametrize("case", REWARDS)
def test_a_reward_for_dirt_is_found(make, case):
    more, clauses, wanted = REWARDS[case]
    measures = "measures: {C: {mean: TP, at: [s1], over: year}}\n"
    found = prove(make.agreement(TERMS + more + measures + "clauses:\n" + clauses))
    assert [(f.code, f.details["clause"], f.details["party"]) for f in found] == [("E507", wanted, "up")]

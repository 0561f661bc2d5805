"""The most each party pays and receives, against arithmetic by hand from the terms of the agreements."""

from __future__ import annotations

from fractions import Fraction

import pytest

from ecoflow.agreement.loader import load
from ecoflow.proofs.largest import largest
from ecoflow.proofs.prove import study

YI = 10**8
HAND = {
    # a stake of 1 either way; the centre's 3 always go to Anhui
    "xinanjiang-1": {"anhui": (1, 1 + 3), "zhejiang": (1, 1), "centre": (3, 0)},
    # Tianjin 1 and the centre 3, both only when the target is met
    "luan-tianjin-1": {"hebei": (0, 1 + 3), "tianjin": (1, 0), "centre": (3, 0)},
    # 2 paid in at 1:5:4 and out at 3:4:3; deductions of 30 %, 30 % and 40 % of the 2: the first Yunnan pays to Guizhou and
    # Sichuan by halves, the second these pay to Yunnan by halves, the third Guizhou pays to Sichuan
    "chishui-1": {"yunnan": ("0.2 + 0.6", "0.6 + 0.6"), "guizhou": ("1 + 0.3 + 0.8", "0.8 + 0.3"),
                  "sichuan": ("0.8 + 0.3", "0.6 + 0.3 + 0.8")},
}


def summed(amounts):
    return sum((Fraction(part) for part in str(amounts).split(" + ")), Fraction(0)) * YI


@pytest.mark.parametrize("agreement", HAND)
def test_the_most_of_shipped_agreements(root, agreement):
    found = largest(study(load(root / "agreements" / f"{agreement}.yaml")))
    wanted = {who: tuple(map(summed, both)) for who, both in HAND[agreement].items()}
    assert {o.party: (o.pays, o.receives) for o in found} == wanted


CITED = "source: plan, confidence: published"
STAKE = (f"terms: {{stake: {{value: 100元, {CITED}}}, more: {{value: {{2012: 1元, 2013: 7元, 2014: 3元}}, {CITED}}}, "
         f"tiny: {{value: 0.005元, {CITED}}}, odd: {{value: 0.015元, {CITED}}}}}\n")
MONTHS = "measures: {W: {class: [TP], at: [s1, s2], over: year, by: month}, P: {mean: TP, at: s1, over: year}}\n"


@pytest.mark.parametrize(("clauses", "up", "down"), [
    # up to twelve months at the one section where `up` is upstream; at the other it is `down`, and `third` is paid
    ("{id: a, for_each: [section, month], when: W worse than III, pay: {from: upstream, to: downstream, amount: stake}}",
     (1200, 0), (1200, 1200)),
    ("{id: a, pay: {from: up, to: down, amount: more}}", (7, 0), (0, 7)),
    ("{id: a, pay: {from: up, to: down, amount: odd}}", ("0.02", 0), (0, "0.02")),       # to the even fen, up
    ("{id: a, pay: {from: up, to: down, amount: tiny}}", (0, 0), (0, 0)),                # to the even fen, down
    ('{id: a, pay: {from: up, to: down, amount: "clamp(stake - stake * P / (1 mg/L), -stake, stake)", signed: true}}',
     (100, 100), (100, 100)),
    (("{id: a, each: [{when: P > 1 mg/L, pay: {from: up, to: down, amount: stake}}, "
     "{when: P > 2 mg/L, pay: {from: up, to: down, amount: more}}]}"), (107, 0), (0, 107)),
    (("{id: a, first: [{when: P > 2 mg/L, pay: {from: up, to: down, amount: stake}}, "
     "{when: P > 1 mg/L, pay: {from: up, to: down, amount: more}}]}"), (100, 0), (0, 100)),
    # a third of 100 is 33.33, and one of them has the fen that is left
    ("{id: a, pay: {from: {up: 1, third: 2}, to: down, amount: stake}}", ("33.34", 0), (0, 100)),
])
def test_the_most_of_small_agreements(make, clauses, up, down):
    found = {o.party: (o.pays, o.receives) for o in largest(study(make.agreement(f"{STAKE}{MONTHS}clauses: [{clauses}]\n")))}
    assert found["up"] == tuple(map(Fraction, up))
    assert found["down"] == tuple(map(Fraction, down))


def test_what_has_no_largest_names_the_formula(make):
    clauses = "clauses: [{id: a, pay: {from: up, to: down, amount: stake * P / (1 mg/L)}}]\n"
    (up, down, third) = largest(study(make.agreement(f"{STAKE}{MONTHS}{clauses}")))
    assert (up.pays, up.endless_pays, up.receives) == (None, "stake * P / (1 mg/L)", 0)
    assert (down.receives, down.endless_receives, down.pays) == (None, "stake * P / (1 mg/L)", 0)
    assert (third.pays, third.receives) == (0, 0)

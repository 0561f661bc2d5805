"""A clause kept to some of the sections it repeats for."""

from __future__ import annotations

from ecoflow.report.compose import compose
from ecoflow.settlement.explain import Explanation

TEXT = """\
measures: {c: {class: [TP], at: [s1, s2], over: year}}
terms: {goal: {value: II, source: plan, confidence: published}, stake: {value: 7元, source: plan, confidence: published}}
clauses:
  - id: a
    for_each: section
    %s
    when: c worse than goal
    pay: {from: %s, to: downstream, amount: stake}
"""


def settled(make, at, payer="upstream", value="0.3", **changes):
    rows = make.every_month(value) + make.every_month(value, section="s2")
    return make.settled(make.agreement(TEXT % (at, payer), **changes), "2013", rows)


def paid(found):
    return [(p.payer, p.payee, dict(p.at)) for p in found.payments]


def test_it_applies_there_and_nowhere_else(make):
    every = [("up", "down", {"section": "s1"}), ("down", "third", {"section": "s2"})]
    assert paid(settled(make, "at: [s1, s2]")) == paid(settled(make, "at: [s2, s1]")) == every
    assert paid(settled(make, "at: s2")) == every[1:]
    assert paid(settled(make, "at: [s1]")) == every[:1]


def test_a_role_must_be_filled_there_only(make):
    only_first = {"upstream: up, downstream: down": "responsible: up, downstream: down"}
    assert paid(settled(make, "at: s1", "responsible", **only_first)) == [("up", "down", {"section": "s1"})]


def test_a_clause_without_anything_by_section_pays_there_only(make):
    text = TEXT.split("clauses:", maxsplit=1)[0] + ("clauses: [{id: a, for_each: section, at: s2, "
                                        "pay: {from: upstream, to: downstream, amount: stake}}]\n")
    assert paid(make.settled(make.agreement(text), "2013")) == [("down", "third", {"section": "s2"})]


def test_a_paper_says_nothing_of_the_others(make):
    (view,) = compose(settled(make, "at: s1", value="0.01"), "en").clauses
    assert view.idle == ("c worse than goal: does not hold: c (I) worse than goal (II). In 1 places: 一号断面",)
    lines = [step.text for step in Explanation(settled(make, "at: s2"), "en").everything().under]
    assert lines == ["clause a [二号断面]"]

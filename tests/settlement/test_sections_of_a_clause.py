"""What differs from section to section: formulas of a clause kept to some, shares in each, facts of those in a role."""

from __future__ import annotations

import pytest

from ecoflow.agreement.loader import examine_text
from ecoflow.diagnostics.finding import InvalidAgreement
from ecoflow.settlement.facts import read_facts
from ecoflow.settlement.replay import replay

TERMS = "terms: {stake: {value: 7元, source: plan, confidence: published}}\n"


def codes(text):
    return [f.code for f in examine_text(text, "river-1.yaml")[1] if f.code[0] == "E"]


KEPT = TERMS + """\
measures:
  here: {class: [TP], at: [s1], over: year}
  both: {class: [TP], at: [s1, s2], over: year}
clauses:
  - id: a
    for_each: section
    %swhen: here worse than II and both worse than II
    pay: {from: upstream, to: downstream, amount: stake}
"""


def test_a_clause_kept_to_a_section_asks_nothing_of_the_others(make):
    assert codes(make.text(KEPT % "")) == ["E224"]
    agreement = make.agreement(KEPT % "at: s1\n    ")
    found = make.settled(agreement, "2013", make.every_month("0.3") + make.every_month("0.3", section="s2"))
    assert [(p.payer, p.at) for p in found.payments] == [("up", {"section": "s1"})]


def test_what_is_kept_to_must_still_be_on_both_sides(make):
    assert codes(make.text(KEPT % "at: [s1, s2]\n    ")) == ["E224"]


SHARES = """\
terms:
  stake: {value: 12元, source: plan, confidence: published}
  part: {value: {s1: {up: 1, down: 2}, s2: {up: 0, down: 5}}, source: plan, confidence: published}
clauses:
  - {id: a, for_each: section, pay: {from: part, to: third, amount: stake}}
"""


def test_shares_may_differ_from_cell_to_cell(make):
    found = make.settled(make.agreement(SHARES), "2013")
    assert {(p.at["section"], p.payer): p.amount for p in found.payments} == {
        ("s1", "up"): 4, ("s1", "down"): 8, ("s2", "down"): 12}


def test_shares_by_what_the_clause_does_not_repeat_for_are_no_side(make):
    assert "E250" in codes(make.text(SHARES.replace("for_each: section, ", "")))


ROLE = """\
terms: {stake: {value: 7元, source: plan, confidence: published}}
facts: {late: {type: boolean, by: upstream}}
measures: {c: {class: [TP], at: [s1, s2], over: year}}
quantities: {bad: {formula: any(c worse than II over section by upstream)}}
clauses:
  - {id: a, for_each: party, when: bad and late, pay: {from: party, to: third, amount: stake}}
"""


def test_a_fact_of_those_in_a_role_meets_what_is_grouped_by_it(make, tmp_path):
    agreement = make.agreement(ROLE)
    assert dict(agreement.types["late"].dims) == {"party": ("up", "down")}
    facts = tmp_path / "facts.yaml"
    facts.write_text("late: {up: true, down: false}\n", "utf-8")
    given = read_facts(facts, agreement).facts
    rows = make.every_month("0.3") + make.every_month("0.3", section="s2")
    found = make.settled(agreement, "2013", rows, given=given)
    assert [(p.payer, p.amount) for p in found.payments] == [("up", 7)]
    facts.write_text("late: {up: true, down: false, third: true}\n", "utf-8")
    with pytest.raises(InvalidAgreement):
        read_facts(facts, agreement)


def test_a_facts_file_may_serve_every_agreement_of_the_folder(make, tmp_path):
    (tmp_path / "river-1.yaml").write_text(make.text(ROLE), "utf-8")
    (tmp_path / "river-2.yaml").touch()
    from ecoflow.agreement.loader import load

    facts = tmp_path / "facts.txt"
    facts.write_text("river-1: {late: true}\nriver-2: {score: 5}\nchishui-1: {x: 1}\n", "utf-8")
    assert read_facts(facts, load(tmp_path / "river-1.yaml")).facts == {"late": True}
    facts.write_text("river-1: {late: true}\nriver-3: {score: 5}\n", "utf-8")
    with pytest.raises(InvalidAgreement) as refused:
        read_facts(facts, load(tmp_path / "river-1.yaml"))
    assert [(f.code, f.place.line) for f in refused.value.findings] == [("E422", 2)]


IDLE = TERMS + """\
measures: {c: {class: [TP], at: [s1, s2], over: year}}
quantities: {bad: {formula: count(c worse than II)}}
clauses: [{id: a, pay: {from: up, to: down, amount: stake}}]
examples: [{name: e, period: 2013, given: {c: {s1: V%s}}, expect: {indices: {bad: %s}}%s}]
"""


def test_an_example_tests_a_quantity_that_no_clause_uses(make):
    (good,) = replay(make.agreement(IDLE % (", s2: III", 2, "")))
    (bad,) = replay(make.agreement(IDLE % (", s2: III", 1, "")))
    assert (good.difference, bad.difference.expected, bad.difference.got) == (None, "1", "2")


def test_an_example_may_leave_out_a_section_that_is_exempt(make):
    exempt = "monitoring: {exempt: [{at: s2, from: 2013-01, to: 2013-12, reason: works}]}\n"
    (found,) = replay(make.agreement(exempt + IDLE % ("", 1, "")))
    assert found.ok
    assert codes(make.text(IDLE % ("", 1, ""))) == ["E275"]
    given = ", exempt: [{at: s2, from: 2013-01, to: 2013-12, reason: works}]"
    assert codes(make.text("monitoring: {exempt: [{reason: works}]}\n" + IDLE % ("", 1, given))) == []


def test_tonnes_and_days_may_stand_in_a_formula(make):
    text = TERMS + "measures: {l: {load: TP, at: s1, over: year}}\n" + """\
clauses: [{id: a, when: l > 0t and l >= 0 万t, pay: {from: up, to: down, amount: stake}}]
"""
    assert codes(make.text(text)) == []


def test_a_section_nobody_published_is_among_what_the_outcome_leans_on(make):
    text = KEPT.replace("here worse than II and both worse than II", "both worse than II") % ""
    cited = {"river: 某江, water: river": "confidence: recalled, source: plan, river: 某江, water: river"}
    rows = make.every_month("0.3") + make.every_month("0.3", section="s2")
    found = make.settled(make.agreement(text, **cited), "2013", rows)
    assert [(w.block, w.id, w.confidence) for w in found.provenance.weak] == [("sections", "s1", "recalled")]
    assert make.settled(make.agreement(text), "2013", rows).provenance.weak == ()


INLET = TERMS + """\
measures: {c: {class: [TP], at: [s1, s2], over: year}}
quantities: {bad: {formula: count(c worse than II over section by upstream)}}
clauses: [{id: a, for_each: party, when: bad > 0, pay: {from: party, to: third, amount: stake * bad}}]
"""


def test_a_section_where_nobody_has_a_role_belongs_to_no_party(make):
    only_measured = {", upstream: down, downstream: third": ""}
    rows = make.every_month("0.3") + make.every_month("0.3", section="s2")
    found = make.settled(make.agreement(INLET, **only_measured), "2013", rows)
    assert [(p.payer, p.amount) for p in found.payments] == [("up", 7)]
    # one with another role has lost this one by a slip
    assert codes(make.text(INLET, **{"upstream: down, downstream": "downstream"})) == ["E246"]
    assert codes(make.text(INLET, **only_measured, **{", upstream: up, downstream: down": ""})) == ["E246"]

"""Values by month, quarter, week and year: in examples, in expectations, in facts files; and one value for all."""

from __future__ import annotations

from fractions import Fraction
from typing import get_args

import pytest

from ecoflow.agreement.loader import examine_text
from ecoflow.diagnostics.finding import InvalidAgreement
from ecoflow.report.compose import compose
from ecoflow.settlement.explain import Explanation
from ecoflow.settlement.facts import read_facts
from ecoflow.settlement.replay import replay
from ecoflow.standards.calendar import Grain
from ecoflow.standards.gb3838 import WaterClass

MONTHS = tuple(f"2013-{m:02d}" for m in range(1, 13))
STAKE = ("terms: {goal: {value: III, source: plan, confidence: published}, "
         "one: {value: 1元, source: plan, confidence: published}}\n")
MONTHLY = STAKE + """\
measures:
  monthly: {class: [TP], at: s1, over: year, by: month}
  all: {class: [TP], at: [s1, s2], over: year, by: month}
quantities: {bad: {formula: count(monthly worse than goal)}, spots: {formula: "count(all worse than goal over section)"}}
clauses:
  - {id: each, for_each: month, when: monthly worse than goal, pay: {from: up, to: down, amount: one}}
  - {id: both, pay: {from: up, to: third, amount: sum(one * spots)}}
  - {id: never, when: bad > 99, pay: {from: up, to: down, amount: one}}
examples:
  - {name: e, period: 2013, given: %s, expect: %s}
"""


def replayed(make, given, expect="{}", text=MONTHLY):
    (found,) = replay(make.agreement(text % (given, expect)))
    return found


def by(values):
    return "{" + ", ".join(f"{k}: {v}" for k, v in values.items()) + "}"


def test_values_by_month_are_replayed_month_by_month(make):
    wet = {m: "IV" if m in {"2013-06", "2013-08"} else "II" for m in MONTHS}
    found = replayed(make, f"{{monthly: {by(wet)}, all: II}}", "{net: {down: 2元}, indices: {bad: 2}, fired: [each]}")
    assert found.ok, found.difference
    assert [p.at["month"] for p in found.settlement.payments] == ["2013-06", "2013-08"]


def test_one_value_holds_for_all_months_and_sections(make):
    found = replayed(make, "{monthly: V, all: {s1: II, s2: IV}}",
                     "{net: {down: 12元, third: 12元}, indices: {bad: 12, spots: 1, monthly: V}}")
    assert found.ok, found.difference
    assert found.settlement.evidence.facts["monthly"] == "V"
    assert len(found.settlement.values["all"].cells) == 24


def test_tables_may_mix_one_value_with_values_by_month(make):
    wet = by({m: "V" if m == "2013-07" else "I" for m in MONTHS})
    found = replayed(make, f"{{monthly: I, all: {{s1: {wet}, s2: V}}}}", "{net: {third: 13元}}")
    assert found.ok, found.difference
    turned = by({m: "{s1: V, s2: I}" if m == "2013-07" else "I" for m in MONTHS})
    assert replayed(make, f"{{monthly: I, all: {turned}}}", "{net: {third: 1元}}").ok


def test_what_is_expected_of_all_months_is_expected_of_each(make):
    wet = by({m: "IV" if m == "2013-06" else "II" for m in MONTHS})
    found = replayed(make, f"{{monthly: {wet}, all: II}}", "{indices: {monthly: II}}")
    assert (found.difference.what, found.difference.expected, found.difference.got) == (
        "monthly[2013-06]", ("Ⅱ", "II"), ("Ⅳ", "IV"))
    assert replayed(make, f"{{monthly: {wet}, all: II}}", "{indices: {monthly: {2013-06: IV, 2013-12: II}}}").ok
    dry = replayed(make, f"{{monthly: {wet}, all: II}}", "{indices: {monthly: {2013-05: IV}}}")
    assert dry.difference.got == ("Ⅱ", "II")


def test_a_month_of_a_measure_may_be_left_out(make):
    some = by(dict.fromkeys(MONTHS[:11], "IV"))
    assert replayed(make, f"{{monthly: {some}, all: II}}", "{net: {down: 11元}, indices: {bad: 11}}").ok


TIMES = STAKE + """\
measures:
  before: {mean: TP, at: s1, over: previous year, by: month}
  now: {mean: TP, at: s1, over: year, by: month}
  base: {mean: TP, at: s1, over: 2008..2010, by: year}
  part: {mean: TP, at: s1, over: year, by: quarter}
facts: {level: {type: number, by: [section, quarter], default: 4}}
quantities:
  worse: {formula: count(now > before)}
  high: {formula: max(part)}
  drift: {formula: base - min(base)}
  total: {formula: "sum(level over section, quarter)"}
clauses: [{id: a, when: %s, pay: {from: up, to: down, amount: one}}]
examples:
  - {name: e, period: 2013, given: %s, expect: {net: {down: 1元}, indices: %s}}
"""
EVERY = {m: f"{n} mg/L" for n, m in enumerate(MONTHS)}


@pytest.mark.parametrize(("when", "given", "indices"), [
    # a month of the year before has the name of the month it is compared with: 5 mg/L is more than months 0 to 4 had
    ("worse = 5", f"{{before: {by(EVERY)}, now: 5 mg/L}}", "{worse: 5}"),
    ("max(drift) < 9 mg/L", "{base: {2008: 3 mg/L, 2009..2010: 2 mg/L}}", "{drift: {2008: 1 mg/L, 2009..2010: 0}}"),
    ("max(drift) < 9 mg/L", "{base: 2 mg/L}", "{drift: 0}"),
    ("min(drift) = max(drift)", "{drift: 1}", "{drift: {2008..2010: 1 mg/L}}"),
    ("high > 1 mg/L", "{part: {2013Q1: 1, 2013-Q2: 2, 2013-Q3: 9, 2013-Q4: 3}}", "{high: 9 mg/L}"),
    ("total = 32", "{}", "{total: 32}"),
    ("total < 99", "{level: {s1: 1, s2: {2013-Q1: 1, 2013-Q2: 2, 2013-Q3: 3, 2013-Q4: 4}}}", "{total: 14}"),
])
def test_quarters_years_and_the_year_before(make, when, given, indices):
    (found,) = replay(make.agreement(TIMES % (when, given, indices)))
    assert found.ok, found.difference


def test_a_drift_given_once_has_the_years_of_what_it_is_made_from(make):
    (found,) = replay(make.agreement(TIMES % ("min(drift) = max(drift)", "{drift: 1}", "{drift: 1 mg/L}")))
    assert [cell for cell, in found.settlement.values["drift"].cells] == ["2008", "2009", "2010"]


def findings(make, text):
    return [(f.code, f.message("en")) for f in examine_text(make.text(text), "river-1.yaml")[1]]


@pytest.mark.parametrize(("given", "expected"), [
    ("{monthly: {2013-01: II, 2014-01: II}}", ("E211", "monthly has no member '2014-01'")),
    ("{monthly: {2013-Q1: II}}", ("E214", "there is no dimension 'quarter' here")),
    ("{monthly: {2013-01: II, 2013-Q1: II}}", ("E230", "key '2013-01' is no year, indicator, section or party")),
    ("{monthly: {2013-01: 2}}", ("E274", "'monthly' needs water-quality class, not plain number")),
    ("{monthly: {2012: II}}", ("E275", "'monthly' lacks 2013")),
    ("{bad: {2013-W05: 2}}", ("E214", "there is no dimension 'week' here")),
    ("{bad: {2013-02-05: 2}}", ("E214", "there is no dimension 'day' here")),
])
def test_a_key_that_is_none_of_the_name(make, given, expected):
    assert expected in findings(make, MONTHLY % (given, "{}"))


def test_a_fact_has_a_value_for_all_of_the_period(make):
    text = ("facts: {x: {type: number, unit: 元, by: month}}\n"
            "clauses: [{id: a, pay: {from: up, to: down, amount: sum(x)}}]\n"
            "examples: [{name: e, period: 2013, given: {x: %s}, expect: {net: {down: 12元}}}]\n")
    assert findings(make, text % by(dict.fromkeys(MONTHS[:11], "1元"))) == [("E275", "'x' lacks 2013-12")]
    assert findings(make, text % by(dict.fromkeys(MONTHS, "1元"))) == []
    assert replay(make.agreement(text % "1元"))[0].ok


# -- facts files -----------------------------------------------------------------------------------------------------

FACTS = """\
facts:
  flood: {type: boolean, by: [section, month], default: false}
  spell: {type: boolean, by: [section, month]}
  grade: {type: class, by: month}
  paid: {type: number, unit: 元, by: [year]}
  share: {type: number, by: quarter, default: 1}
clauses:
  - {id: a, for_each: [section, month], when: flood, pay: {from: upstream, to: downstream, amount: 1元}}
  - {id: b, pay: {from: up, to: down, amount: sum(paid) * sum(share) * count(grade worse than III)}}
"""


@pytest.fixture(scope="module")
def agreement(make):
    return make.agreement(FACTS)


@pytest.fixture
def facts(agreement, tmp_path):
    def read(text, of=agreement, **more):
        path = tmp_path / "facts.yaml"
        path.write_text(text, "utf-8")
        return read_facts(path, of, **more)

    return read


def paid(found):
    assert found.settled, [p.message("en") for p in found.problems]
    return [(p.clause, p.at.get("section"), p.at.get("month"), p.amount) for p in found.payments]


def years_of_grades():
    return by({f"{y}-{m:02d}": "V" if (y, m) in {(2012, 3), (2013, 1), (2013, 2)} else "I"
               for y in (2012, 2013) for m in range(1, 13)})


def test_a_file_serves_several_periods_each_takes_its_own_months(make, agreement, facts):
    given = facts(f"grade: {years_of_grades()}\npaid: {{2012: 10元, 2013: 100元}}\n").facts
    assert paid(make.settled(agreement, "2012", given=given)) == [("b", None, None, 40)]
    assert paid(make.settled(agreement, "2013", given=given)) == [("b", None, None, 800)]
    late = make.settled(agreement, "2014", given=given)
    assert [(p.code, p.message("en")) for p in late.problems] == [
        ("E429", f"grade has no value for {', '.join(m.replace('2013', '2014') for m in MONTHS)}")]


def test_facts_by_section_and_month(make, agreement, facts):
    months = by({m: str(m in {"2013-03", "2013-04"}).lower() for m in MONTHS})
    given = facts(f"grade: I\npaid: 1元\nflood: {{s1: {months}, s2: false}}\n").facts
    assert paid(make.settled(agreement, "2013", given=given)) == [
        ("a", "s1", "2013-03", 1), ("a", "s1", "2013-04", 1)]
    every = make.settled(agreement, "2013", given=facts("grade: I\npaid: 1元\nflood: true\n").facts)
    assert len(paid(every)) == 24
    assert every.evidence.facts == {"grade": "I", "paid": "1元", "flood": "true"}


def test_quarters_may_be_written_either_way(make, agreement, facts):
    given = facts("grade: V\npaid: 1元\nshare: {2013Q1: 0, 2013-Q2: 0, 2013-Q3: 0, 2013-Q4: 0.5}\n").facts
    assert paid(make.settled(agreement, "2013", given=given)) == [("b", None, None, Fraction(6))]


@pytest.mark.parametrize(("text", "message"), [
    ("grade: {2013-01: I, 2013-Q1: I}", "facts file: grade is not given by 2013-Q1"),
    ("grade: {2013-01: I, 2031-02: I}", "facts file: grade is not given by 2031-02"),
    ("grade: {2013-Q1: I}", "facts file: grade is not given by 2013-Q1"),
    ("grade: {2013-13: I}", "facts file: grade is not given by 2013-13"),
    ("share: {2013-Q1: 1, 2013Q1: 2}", "facts file: share is not given by 2013-Q1"),
    ("spell: {s1: {2013-01: true}}", "facts file: spell lacks s2"),
    ("flood: {2013-01: true}", "facts file: flood is also given by section"),
])
def test_what_no_month_of_the_fact_is(facts, text, message):
    with pytest.raises(InvalidAgreement) as refused:
        facts(text + "\n")
    assert [f.message("en") for f in refused.value.findings] == [message]


WEEKS = STAKE + """\
facts: {bad: {type: boolean, by: [section, week], default: false, confidence: assumed, source: plan}}
clauses: [{id: a, for_each: [section, week], when: bad, pay: {from: up, to: down, amount: one}}]
examples: [{name: e, period: 2013, given: {bad: %s}, expect: {net: {down: %s}}}]
"""
THREE = "{s1: {2013-W03: true, 2013-W04: false, 2013-W05: true}}"


def test_a_default_fills_the_weeks_that_are_not_given(make):
    (found,) = replay(make.agreement(WEEKS % (THREE, "2元")))
    assert found.ok, found.difference
    assert [(p.at["section"], p.at["week"]) for p in found.settlement.payments] == [("s1", "2013-W03"), ("s1", "2013-W05")]
    assert len(found.settlement.values["bad"].cells) == 2 * 52
    assert found.settlement.evidence.facts == {"bad": "s1 2013-W03: true, s1 2013-W04: false, s1 2013-W05: true"}
    # the other weeks rest on the default, and it is assumed
    assert [(w.block, w.id) for w in found.settlement.provenance.weak] == [("facts", "bad")]
    assert replay(make.agreement(WEEKS % ("true", "104元")))[0].settlement.provenance.weak == ()


def test_the_paper_shows_what_was_given_and_the_default_of_the_rest(make):
    found = replay(make.agreement(WEEKS % (THREE, "2元")))[0].settlement
    (told,) = [row[1].text for row in compose(found, "en").basis.rows if row[0].text == "bad"]
    assert told.count("2013") == 3
    assert told.endswith("(given; elsewhere the default of the agreement, no)")
    step = Explanation(found, "en").name("bad")
    assert step.text.endswith("(given in part, elsewhere the default of the agreement)")


def test_a_week_of_another_year_is_no_week_of_the_example(make):
    assert findings(make, WEEKS % ("{s1: {2014-W01: true}}", "1元"))[-1][0] == "E211"
    text = (WEEKS % ("{s1: {2013-W01: true}}", "1元")).replace("default: false, ", "")
    assert [code for code, _ in findings(make, text) if code != "W302"] == ["E275", "E275"]


def test_a_default_fills_months_of_a_facts_file(make, agreement, facts):
    given = facts("grade: I\npaid: 1元\nflood: {s2: {2013-03: true}}\n").facts
    assert paid(make.settled(agreement, "2013", given=given)) == [("a", "s2", "2013-03", 1)]
    # nothing of it falls in 2012: it is as if it were not given
    assert "flood" not in make.settled(agreement, "2012", given=given).evidence.facts


def test_a_default_holds_for_every_month(make, agreement, facts):
    found = make.settled(agreement, "2013", given=facts("grade: V\npaid: 1元\n").facts)
    assert len(found.values["flood"].cells) == 24
    assert paid(found) == [("b", None, None, 48)]


def test_a_file_arranged_by_agreement(facts):
    text = "river-1:\n  grade: II\n  paid: 3元\nriver-2: {grade: V, flod: 3}\nlevel: 4\n"
    found = facts(text, others={"level"}, beside={"river-1", "river-2"})
    assert found.facts["grade"] is WaterClass.II
    assert set(found.facts) == {"grade", "paid"}


@pytest.mark.parametrize(("text", "place", "message"), [
    ("river-1: {grade: II}\ngrade: III\n", "2:1", "facts file: grade is already given on line 1"),
    ("river-1: {flod: true}\n", "1:11", "'flod' is no fact of this agreement"),
    ("river-1: II\n", "1:10", "facts file: name: value is expected under river-1"),
    ("river-3: {grade: II}\n", "1:1", "'river-3' is no fact of this agreement"),
])
def test_what_does_not_fit_a_file_by_agreement(facts, text, place, message):
    with pytest.raises(InvalidAgreement) as refused:
        facts(text)
    assert [(str(f.place).partition("facts.yaml:")[2], f.message("en")) for f in refused.value.findings] == [
        (place, message)]


@pytest.mark.skipif("week" not in get_args(Grain), reason="the calendar has no weeks yet")
def test_facts_by_week(make, tmp_path):
    agreement = make.agreement(
        "facts: {spill: {type: boolean, by: week, default: false}}\n"
        "clauses: [{id: a, when: count(spill) > 1, pay: {from: up, to: down, amount: 1元}}]\n")
    weeks = by({f"2013-W{w:02d}": str(w in {5, 6}).lower() for w in range(1, 53)})
    path = tmp_path / "facts.yaml"
    path.write_text(f"spill: {weeks}\n", "utf-8")
    assert len(make.settled(agreement, "2013", given=read_facts(path, agreement).facts).payments) == 1
    path.write_text("spill: {2013-W53: true}\n", "utf-8")
    with pytest.raises(InvalidAgreement):
        read_facts(path, agreement)

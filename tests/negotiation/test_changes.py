"""What is a change and what is none, how much it matters, where it stands, and how it is said."""

from __future__ import annotations

import pytest

from ecoflow.negotiation.change_words import apart, teller
from ecoflow.negotiation.changes import changes

TERM = """\
terms: {x: {value: %s, source: plan, confidence: published}, stake: {value: 1亿元, source: plan, confidence: published}}
"""
STAKE = "terms: {stake: {value: 1亿元, source: plan, confidence: published}}\n"
ONE = STAKE + "quantities: {q: {formula: %s}}\nclauses: [{id: a, pay: {from: down, to: up, amount: q}}]\n"
PAID = "clauses: [{id: a, pay: {from: down, to: up, amount: 1亿元}}]\n"
MEASURE = "measures: {C: %s}\n" + STAKE
CASES = STAKE + """\
measures: {C: {mean: TP, at: s1}, K: {class: [TP], at: s1}}
clauses:
  - id: w
    %s:
      - {zh: 甲, en: first, when: C <= 0.1 mg/L, pay: {from: down, to: up, amount: stake}}
      - {zh: 乙, en: second, when: C > 0.1 mg/L, pay: %s}
"""


@pytest.fixture
def differ(make):
    def found(old, new, **edits):
        return changes(make.agreement(old), make.agreement(new, **edits))

    return found


def said(found, lang="en", kind=None):
    tells = teller(found, lang)
    return [tells.sentence(c) for c in found.found if kind in {None, c.kind}]


@pytest.mark.parametrize(("old", "new"), [
    (TERM % "1亿元", TERM % "10000万元"),
    (TERM % "1亿元", TERM % "'100000000元'"),
    (TERM % "75%", TERM % "0.75"),
    (TERM % "III", TERM % "Ⅲ"),
    (TERM % "0.05 mg/L", TERM % "50 μg/L"),
    (TERM % "{2012..2014: 65%}", TERM % "{2014: 65%, 2012: 65%, 2013: 0.65}"),
    (TERM % "{up to 50%: 1元, above: 2元}", TERM % "{up to 0.5: 1元, above: 2元}"),
    (TERM % "{Jan..Jun: 1, Jul..Dec: 2}", TERM % "{Jul..Dec: 2, Jan..Mar: 1, Apr..Jun: 1}"),
    (TERM % "{NH3N: 1, TP: 2}", TERM % "{w21011: 2, w21003: 1}"),
    (TERM % "{I: 6元, II: 5元, III: 4元, IV: 3元, V: 2元, 劣V: 1元}",
     TERM % "{Ⅰ类: 6元, II: 5元, III: 4元, IV: 3元, V: 2元, 劣Ⅴ: 1元}"),
    (MEASURE % "{mean: TP, at: s1}", MEASURE % "{mean: 总磷, at: s1, over: year}"),
    (MEASURE % "{mean: TP, at: s1, over: period}", "monitoring: {}\n" + MEASURE % "{mean: TP, over: year, at: s1}"),
    (MEASURE % "{mean: TP}", MEASURE % "{mean: TP, at: [s2, s1]}"),
    (MEASURE % "{mean: [TP, TN], at: s1}", MEASURE % "{mean: [TN, TP], at: s1}"),
    (MEASURE % "{mean: TP, at: s1, averaging: month}", MEASURE % "{mean: TP, at: s1, averaging: [month]}"),
    (MEASURE % "{load: TP, at: s1}", MEASURE % "{load: TP, at: s1, method: monthly}"),
    (ONE % "stake * 2 + stake", ONE % '"  ((stake*2) + (stake))"'),
    (ONE % "stake + stake + stake", ONE % "stake + (stake + stake)"),
    (ONE % "stake * 50%", ONE % "stake * 0.5"),
    (ONE % '"max(stake, 1亿元)"', ONE % '"max( stake, 10000万元 )"'),
    (STAKE + "clauses: [{id: a, zh: 甲, when: stake > 0元, pay: {from: down, to: up, amount: stake}}]\n",
     STAKE + "clauses: [{id: a, zh: 甲, each: [{when: stake > 0, pay: [{to: up, from: down, amount: stake}]}]}]\n"),
    (STAKE + "clauses: [{id: a, pay: {from: {up: 3, third: 7}, to: down, amount: stake}}]\n",
     STAKE + "clauses: [{id: a, pay: {from: {up: 30%, third: 70%}, to: down, amount: stake}}]\n"),
    (STAKE + "facts: {f: {type: number, unit: 万元, default: 5}}\n",
     STAKE + "facts: {f: {type: number, unit: 万元, default: 5万元}}\n"),
])
def test_another_spelling_is_no_change(differ, old, new):
    assert said(differ(old, new)) == said(differ(new, old)) == []


@pytest.mark.parametrize(("old", "new", "sentence", "kind"), [
    (TERM % "0.85", TERM % "0.89", "x: 0.85 → 0.89 (+4.7 %)", "money"),
    # 1/160 is 0.625 %, a tie that goes to the even digit at one decimal: 0.6; 1/800 is 0.125 %
    (TERM % "160元", TERM % "161元", "x: CNY 160 → CNY 161 (+0.6 %)", "money"),
    (TERM % "2000元", TERM % "2001元", "x: CNY 2,000 → CNY 2,001 (less than 0.1 %)", "money"),
    (TERM % "2000元", TERM % "2003元", "x: CNY 2,000 → CNY 2,003 (+0.2 %)", "money"),
    (TERM % "0元", TERM % "5元", "x: CNY 0 → CNY 5", "money"),
    (TERM % "75%", TERM % "80%", "x: 75% → 80% (+5 percentage points, +6.7 %)", "money"),
    (TERM % "III", TERM % "II", "x: III → II", "money"),
    (TERM % "{2012..2014: 65%}", TERM % "{2012: 65%, 2013..2014: 70%}",
     "x: 2013–2014: 65% → 70% (+5 percentage points, +7.7 %)", "money"),
    (TERM % "{Jan..Jun: 1, Jul..Dec: 2}", TERM % "{Jan..Mar: 1, Apr..Dec: 2}", "x: Apr..Jun: 1 → 2 (+100.0 %)", "money"),
    (MEASURE % "{mean: TP, at: s1}", MEASURE % "{mean: TP, at: [s1]}", "C: a value for each section: no → yes", "money"),
    (MEASURE % "{mean: TP, at: s1}", MEASURE % "{max: TP, at: s1}", "C: kind: mean concentration → highest value", "money"),
    (MEASURE % "{mean: TP, at: s1}", MEASURE % "{mean: TP, at: s1, over: previous year}",
     "C: window: period → previous year", "money"),
    (MEASURE % "{mean: TP, at: s1}", MEASURE % "{mean: TP, at: s1, non_detect: zero}",
     "C: non-detects: half the limit (from the rules for all) → zero", "money"),
    (MEASURE % "{mean: TP, at: s1}", MEASURE % "{mean: TP, at: s1, non_detect: half}",
     "C: non-detects: half the limit (from the rules for all) → half the limit", "words"),
    (MEASURE % "{mean: TP, at: s1}", "monitoring: {non_detect: zero}\n" + MEASURE % "{mean: TP, at: s1}",
     "non-detects: half the limit (not stated) → zero (reaches C)", "money"),
    (MEASURE % "{limit: TP, at: s1, target: III}",
     "monitoring: {non_detect: zero}\n" + MEASURE % "{limit: TP, at: s1, target: III}",
     "non-detects: half the limit (not stated) → zero (reaches no measure)", "words"),
    (MEASURE % "{mean: TP, at: s1}", "monitoring: {valid: {months: 11}}\n" + MEASURE % "{mean: TP, at: s1}",
     "validity: every month valid (not stated) → at least 11 valid months a year (reaches C)", "money"),
    (STAKE, STAKE + "monitoring: {exempt: [{at: s1, from: 2013-07, to: 2013-08, reason: works}]}\n",
     "new exemption 1: {at: s1, from: 2013-07, to: 2013-08, reason: works}", "money"),
    (STAKE, STAKE + "money: {round: 1万元}\n", "step of a payment: CNY 0.01 (not stated) → CNY 10,000", "money"),
    (ONE % "stake * 2", ONE % "stake * 3", "q: formula: stake * 2 → stake * 3", "money"),
    (ONE % "stake - (stake - stake)", ONE % "stake - stake - stake",
     "q: formula: stake - (stake - stake) → stake - stake - stake", "money"),
    (ONE % "stake, round: {places: 2}", ONE.replace("1亿元", "10000万元") % "stake, round: {places: 2}",
     "q: rounding: " + " → ".join(["rounded to 2 decimals (half to even, GB/T 8170) (CNY)"] * 2), "money"),
    (STAKE, STAKE.replace("published", "recalled"), "stake: confidence: published → recalled", "evidence"),
    (STAKE, STAKE.replace("stake: {", "stake: {zh: 金额, "), "stake (金额): new Chinese: 金额", "words"),
])
def test_one_change(differ, old, new, sentence, kind):
    found = differ(old, new)
    assert said(found) == [sentence]
    assert [c.kind for c in found.found] == [kind]


def test_a_ladder_is_told_step_by_step(differ):
    found = differ(TERM % "{up to 50%: 50万元, above: 75万元}",
                   TERM % "{up to 50%: 60万元, up to 80%: 75万元, above: 90万元}")
    assert said(found) == ["x: step up to 50%: CNY 500,000 → CNY 600,000 (+20.0 %)",
                           "x: new step up to 80%: CNY 750,000",
                           "x: step above: CNY 750,000 → CNY 900,000 (+20.0 %)"]
    assert said(found, "zh") == ["条款数值 x：档 不超过50%：50万元 → 60万元（+20.0%）",
                                 "条款数值 x：新增档 不超过80%：75万元",
                                 "条款数值 x：档 以上：75万元 → 90万元（+20.0%）"]
    # a step that moves is another step: 50% against 60%
    assert said(differ(TERM % "{up to 50%: 1元, above: 2元}", TERM % "{up to 60%: 1元, above: 2元}")) == [
        "x: gone: step up to 50%: CNY 1", "x: new step up to 60%: CNY 1"]
    # whether the bound is in the step matters
    assert said(differ(TERM % "{up to 50%: 1元, above: 2元}", TERM % "{below 50%: 1元, above: 2元}")) == [
        "x: new step below 50%: CNY 1", "x: gone: step up to 50%: CNY 1"]


def test_names_lines_and_chinese(make):
    old = make.agreement(PAID + "terms:\n"
                         "  k0: {zh: 稳定系数, en: stability factor, value: 0.85, source: plan, confidence: published}\n")
    new = make.agreement(PAID + "# moved\nterms:\n  k0:\n    zh: 稳定系数\n    en: stability factor\n    value: 0.89\n"
                         "    source: plan\n    confidence: published\n")
    found = changes(old, new)
    assert said(found) == ["k0 (stability factor): 0.85 → 0.89 (+4.7 %)"]
    assert said(found, "zh") == ["条款数值 k0（稳定系数）：0.85 → 0.89（+4.7%）"]
    change = found.found[0]
    lines = [text.splitlines() for text in (old.text, new.text)]
    assert (change.old_place.file, change.new_place.file) == (old.file, new.file)
    assert "value: 0.85" in lines[0][change.old_place.line - 1]
    assert lines[1][change.new_place.line - 1].strip() == "value: 0.89"


def test_a_new_id_and_nothing_else(differ):
    old = ONE % "stake * 2"
    found = differ(old, old.replace("stake", "sum_paid").replace("q:", "due:").replace("amount: q", "amount: due"))
    assert said(found) == ["sum_paid: renamed, otherwise the same: stake → sum_paid",
                           "due: renamed, otherwise the same: q → due"]
    assert {c.kind for c in found.found} == {"words"}
    assert said(differ(old, old.replace("stake", "sum_paid").replace("1亿元", "2亿元")))[:2] == [
        "sum_paid: added: CNY 200,000,000 (published)", "stake: removed: CNY 100,000,000 (published)"]


def test_a_party_with_a_new_id(differ):
    found = differ(ONE % "stake", (ONE % "stake").replace("to: up", "to: upper"),
                   **{"{up: {zh": "{upper: {zh", "upstream: up": "upstream: upper"})
    assert said(found) == ["upper (上游省): renamed, otherwise the same: up → upper"]


def test_a_section_with_a_new_id_may_be_missed_in_the_data(differ):
    found = differ(MEASURE % "{mean: TP, at: s1}", MEASURE % "{mean: TP, at: x1}", **{"  s1:": "  x1:"})
    assert [(c.what, c.entry, c.kind) for c in found.found] == [("renamed", "x1", "money")]


def test_twins_are_not_called_renamed(differ):
    two = "terms: {a: {value: 1, source: plan, confidence: published}, b: {value: 1, source: plan, confidence: published}}\n"
    found = differ(two + PAID, PAID + two.replace("a:", "c:").replace("b:", "d:"))
    assert sorted(c.what for c in found.found) == ["added", "added", "removed", "removed"]


def test_clauses_cases_and_payments(differ):
    back = "{from: up, to: down, amount: stake}"
    old = CASES % ("choose", back)
    assert said(differ(old, old.replace("C <= 0.1", "C <= 0.2"))) == [
        "w: case 1 (first), condition: C <= 0.1 mg/L → C <= 0.2 mg/L"]
    assert said(differ(old, CASES % ("choose", "{from: third, to: down, amount: stake}"))) == [
        "w: case 2 (second), payer: up (上游省) → third (第三省)"]
    assert said(differ(old, CASES % ("choose", f"[{back}, {{from: third, to: down, amount: 2 * stake}}]"))) == [
        "w: new case 2 (second), payment 2: 第三省 → 下游省: 2 × stake"]
    assert said(differ(old, CASES % ("each", back))) == ["w: how cases are picked: exactly one → all that hold"]
    lines = old.splitlines(keepends=True)
    swapped = "".join([*lines[:-2], lines[-1], lines[-2]])
    assert [(c.what, c.kind) for c in differ(old, swapped).found] == [("moved", "words")]
    first = [(c.what, c.kind) for c in differ(old.replace("choose", "first"), swapped.replace("choose", "first")).found]
    assert first == [("moved", "money")]


def test_clauses_added_removed_moved(differ):
    def clauses(*names, pool=""):
        made = (f"{{id: {n}, pay: {{from: down, to: up, amount: stake}}}}" for n in names)
        return STAKE + pool + f"clauses: [{', '.join(made)}]\n"

    old = clauses("a", "b", "c")
    assert said(differ(old, clauses("b", "c", "a"))) == ["a: place in the list: 1 → 3"]
    pool = "pools: {fund: {closes: carry}}\n"
    assert [c.kind for c in differ(old, clauses("b", "c", "a")).found] == ["words"]
    assert [c.kind for c in differ(clauses("a", "b", "c", pool=pool), clauses("b", "c", "a", pool=pool)).found] == ["money"]
    found = differ(old, clauses("a", "b"))
    assert said(found) == ["c: removed: applies without condition: 下游省 → 上游省: stake"]
    assert [(c.old_place is None, c.new_place is None) for c in found.found] == [(False, True)]


def test_the_order_of_a_split(differ):
    """Of equal parts the one named first takes the last fen."""
    shared = "clauses: [{id: a, pay: {from: down, to: %s, amount: stake}}]\n"
    found = differ(STAKE + shared % "{up: 1, third: 1}", STAKE + shared % "{third: 1, up: 1}")
    assert [(c.kind, c.path) for c in found.found] == [("money", ("pay", "to"))]
    parts = STAKE.replace("}}", "}, parts: {value: %s, source: plan, confidence: published}}") + shared % "parts"
    found = differ(parts % "{up: 50%, third: 50%}", parts % "{third: 50%, up: 50%}")
    assert said(found) == ["parts: order of the split: up (上游省), third (第三省) → third (第三省), up (上游省)"]
    unused = (parts % "{up: 50%, third: 50%}").replace("to: parts", "to: up"), (parts % "{third: 50%, up: 50%}").replace(
        "to: parts", "to: up")
    assert said(differ(*unused)) == []


def test_a_sections_chinese_name_is_known_to_the_data(differ):
    found = differ(STAKE, STAKE, **{"zh: 一号断面": "zh: 1号断面"})
    assert [(c.kind, c.path) for c in found.found] == [("money", ("zh",))]
    found = differ(STAKE, STAKE, **{"river: 某江, water: river": "river: 别江, water: river"})
    assert [c.kind for c in found.found] == ["words"]


def test_examples_are_evidence(differ):
    example = "examples: [{name: x, period: 2013, given: {}, expect: {net: {up: %s}}}]\n"
    found = differ(STAKE + example % "1亿元", STAKE + example % "2亿元")
    assert said(found) == ["x: net, 上游省: CNY 100,000,000 → CNY 200,000,000 (+100.0 %)"]
    assert [c.kind for c in found.found] == ["evidence"]


def test_long_texts_keep_what_differs_in_view():
    old = "the parties agree that the quality of the water at the section is judged by the mean of the year and no more"
    new = old.replace("the mean of the year", "the mean of the month")
    left, right = apart(old, new)
    assert "year" in left
    assert "month" in right
    assert max(len(left), len(right)) < 60
    assert apart("short", "shorter") == ("short", "shorter")
    for a, b in ((old, old + " x"), (old + " x", old), ("a" * 80, "a" * 90), (old, "")):
        assert apart(a, b)[0] != apart(a, b)[1]


def test_what_a_clause_repeats_for(differ):
    clause = STAKE + "measures: {C: {mean: TP, by: [month]}}\nclauses: [{id: a, for_each: [%s], %s}]\n"
    pay = "when: %s > 0.1 mg/L, pay: {from: upstream, to: downstream, amount: stake}"
    found = differ(clause % ("section", pay % "max(C over month)"), clause % ("section, month", pay % "C"))
    assert said(found) == ["a: for each: section → section, month",
                           "a: condition: max(C over month) > 0.1 mg/L → C > 0.1 mg/L"]
    assert {c.kind for c in found.found} == {"money"}

"""Which source counts: month by month the first kind that is valid by itself, the others told as not used."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

YEAR = [f"2013-{m:02d}" for m in range(1, 13)]


def mean(rules):
    return f"{{mean: TP, at: s1, over: year, {rules}}}"


def without(rows, *months):
    return [r for r in rows if f"{r['observed_at']:%Y-%m}" not in months]


def days(make, month, count, value, source):
    return [make.row(f"{month}-{d:02d}", value, source=source) for d in range(1, count + 1)]


@pytest.mark.parametrize(("order", "expected"), [
    ("[manual, automatic]", Fraction("0.1")),
    ("[automatic, manual]", Fraction("0.3")),
    ("manual", Fraction("0.1")),
])
def test_the_first_source_counts(make, order, expected):
    rows = [*make.every_month("0.1"), *make.every_month("0.3", source="automatic")]
    assert make.value(mean(f"prevails: {order}"), rows) == expected
    # without an order both count
    assert make.value(mean("valid: {months: 12}"), rows) == Fraction("0.2")


def test_a_month_the_first_source_lacks_rests_on_the_next(make):
    # eleven months of 0.3 from the station, July of 0.9 by hand: (11 * 0.3 + 0.9) / 12 = 4.2 / 12
    rows = [*without(make.every_month("0.3", source="automatic"), "2013-07"), *make.every_month("0.9")]
    assert make.value(mean("prevails: [automatic, manual]"), rows) == Fraction("0.35")


def test_each_source_is_asked_for_what_it_can_give(make):
    rule = mean("averaging: [day, month], prevails: [automatic, manual], "
                "valid: {automatic: {days: 75%}, manual: {samples: 1}}")
    by_hand = make.every_month("0.9")
    enough = [r for m in YEAR for r in days(make, m, 24, "0.3", "automatic")]
    assert make.value(rule, [*by_hand, *enough]) == Fraction("0.3")
    # 75 % of 31 days is 23.25: with 23 days July rests on the sample by hand, (11 * 0.3 + 0.9) / 12
    july = days(make, "2013-07", 23, "0.3", "automatic")
    assert make.value(rule, [*by_hand, *without(enough, "2013-07"), *july]) == Fraction("0.35")


def test_what_no_source_passes_is_told_of_the_first_that_has_something(make):
    rule = mean("averaging: [day, month], prevails: [automatic, manual], "
                "valid: {automatic: {days: 75%}, manual: {samples: 2}}")
    rows = [r for m in YEAR for r in days(make, m, 28, "0.3", "automatic")]
    short = [*without(rows, "2013-07"), *days(make, "2013-07", 3, "0.3", "automatic"), make.row("2013-07-20", "0.9")]
    _, (problem,) = make.measured(rule, short)
    assert problem.message("en") == "s1 TP: too little valid data in 2013-07 (3 days; 75% of 31 days needed)"
    _, (problem,) = make.measured(rule, [*without(rows, "2013-07"), make.row("2013-07-20", "0.9")])
    assert problem.message("en") == "s1 TP: too little valid data in 2013-07 (1 sample; 2 samples needed)"


def test_a_source_that_is_not_in_the_order_does_not_count(make):
    rows = [*without(make.every_month(), "2013-07"), make.row("2013-07-05", "0.2", source="citizen")]
    _, (problem,) = make.measured(mean("prevails: [joint, manual]"), rows)
    assert problem.message("en") == (
        "s1 TP: no valid value in 2013-07 (only of sources that do not count: citizen)")
    assert problem.message("zh").endswith("（只有不予采用的来源：citizen）")


def test_a_contradiction_of_the_first_source_is_not_passed_over(make):
    rows = [*make.every_month("0.1"), *make.every_month("0.3", source="automatic"),
            make.row("2013-07-05", "0.4", source="automatic")]
    _, (problem,) = make.measured(mean("prevails: [automatic, manual]"), rows)
    assert (problem.code, problem.about["month"]) == ("E315", "2013-07")
    assert make.value(mean("prevails: [manual, automatic]"), rows) == Fraction("0.1")


def test_invalid_values_of_the_first_source_let_the_next_count(make):
    rows = [*make.every_month("0.1"), *make.every_month("0.3", source="automatic", flag="D")]
    assert make.value(mean("prevails: [automatic, manual]"), rows) == Fraction("0.1")


def test_exempt_days_are_gone_before_a_source_is_chosen(make):
    exempt = "monitoring: {exempt: [{from: 2013-07-01, to: 2013-07-10, reason: works}]}\n"
    rows = [*without(make.every_month("0.3", source="automatic"), "2013-07"),
            make.row("2013-07-05", "9", source="automatic"), *without(make.every_month("0.9"), "2013-07"),
            make.row("2013-07-20", "0.9")]
    assert make.value(mean("prevails: [automatic, manual]"), rows, more=exempt) == Fraction("0.35")


def test_a_measure_that_says_its_sources_is_not_told_the_order(make):
    more = "monitoring: {prevails: [automatic, manual]}\n"
    rows = [*make.every_month("0.1"), *make.every_month("0.3", source="automatic")]
    assert make.value(mean("from: manual"), rows, more=more) == Fraction("0.1")
    assert make.value("{mean: TP, at: s1, over: year}", rows, more=more) == Fraction("0.3")
    assert make.value(mean("prevails: manual"), rows, more="monitoring: {from: automatic}\n") == Fraction("0.1")


def notes(make, rules, rows):
    agreement = make.agreement(f"monitoring: {{{rules}}}\nmeasures: {{C: {{mean: TP, at: s1, over: year}}}}\n"
                               "terms: {stake: {value: 1亿元, source: plan, confidence: published}}\n"
                               "quantities: {x: {formula: C, unit: mg/L}}\n")
    found = make.settled(agreement, data=rows)
    return [n.message("en") for n in found.notes if n.code not in {"N401", "N403"}]


def test_sources_that_meet_are_told(make):
    rows = [*make.every_month("0.1"), make.row("2013-03-09", "0.1", source="automatic"),
            make.row("2013-04-09", "0.1", source="automatic"), make.row("2013-08-09", "0.1", source="automatic")]
    assert notes(make, "averaging: month", rows) == [
        "s1 TP: automatic, manual all count in 2013-03 to 2013-04, 2013-08; the agreement does not say which prevails"]
    assert notes(make, "prevails: [manual, automatic]", rows) == [
        "s1 TP: manual prevails in 2013-03 to 2013-04, 2013-08; automatic not used"]
    assert notes(make, "averaging: month", make.every_month("0.1")) == []


@settings(max_examples=25, deadline=None)
@given(st.randoms(use_true_random=False), st.lists(st.sampled_from(["manual", "automatic", "both"]), min_size=12,
                                                    max_size=12))
def test_the_order_of_rows_does_not_matter_and_the_mean_is_that_of_the_chosen(make, random, has):
    by_hand, station = make.every_month("0.2"), make.every_month("0.6", source="automatic")
    rows = [r for n, kind in enumerate(has) for r in (by_hand[n], station[n])
            if kind == "both" or r["source"] == kind]
    random.shuffle(rows)
    chosen = [Fraction("0.2") if kind == "manual" else Fraction("0.6") for kind in has]
    assert make.value(mean("prevails: [automatic, manual]"), rows) == sum(chosen) / 12

"""Validity rules and exemptions: which month is missing is said exactly; what is exempt is in no number."""

from __future__ import annotations

from fractions import Fraction

import pytest

MEAN = "{mean: TP, at: s1, over: year}"
YEAR = [f"2013-{m:02d}" for m in range(1, 13)]


def said(problems):
    return [(p.code, dict(p.about), p.message("en")) for p in problems]


def about(month, indicator="TP", section="s1"):
    return {"section": section, "indicator": indicator, "month": month}


def without(rows, *months):
    return [r for r in rows if f"{r['observed_at']:%Y-%m}" not in months]


def test_a_missing_month_is_named(make):
    _, problems = make.measured(MEAN, without(make.every_month(), "2013-07"))
    assert said(problems) == [
        ("E401", about("2013-07"), "s1 TP: no valid value in 2013-07 (no record at all)")]


def test_a_month_of_invalid_rows_says_so(make):
    rows = [*without(make.every_month(), "2013-07"), make.row("2013-07-05", "1", flag="D"),
            make.row("2013-07-06", "1", flag="B"), make.row("2013-07-07", None)]
    _, problems = make.measured(MEAN, rows)
    assert said(problems) == [
        ("E401", about("2013-07"), "s1 TP: no valid value in 2013-07 (3 records, none valid, flags B,D)")]


def test_samples(make):
    rule = "{mean: TP, at: s1, over: year, valid: {samples: 2}}"
    rows = make.every_month() + [make.row(f"{m}-20", "0.3") for m in YEAR]
    assert make.value(rule, rows) == Fraction("0.2")
    _, problems = make.measured(rule, rows[:-1])
    assert said(problems) == [
        ("E402", about("2013-12"), "s1 TP: too little valid data in 2013-12 (1 sample; 2 samples needed)")]


def test_months(make):
    rule = "{mean: TP, at: s1, over: year, valid: {months: 10}}"
    rows = make.every_month()
    assert make.value(rule, without(rows, "2013-01", "2013-02")) == Fraction("0.1")
    _, problems = make.measured(rule, without(rows, "2013-01", "2013-02", "2013-05"))
    assert said(problems) == [
        ("E403", {"section": "s1", "indicator": "TP", "year": "2013"},
         "s1 TP: 2013 has 9 valid months; at least 10 are needed"),
        *[("E401", about(m), f"s1 TP: no valid value in {m} (no record at all)") for m in ("2013-01", "2013-02", "2013-05")]]
    assert problems[0].hint("en") == "obtain the missing months: 2013-01, 2013-02, 2013-05"


def test_months_are_asked_of_each_year_of_a_baseline(make):
    rule = "{mean: TP, at: s1, over: 2008..2009, valid: {months: 11}}"
    rows = make.every_month(year=2008) + make.every_month(year=2009)
    assert make.value(rule, without(rows, "2008-01", "2009-12")) == Fraction("0.1")
    _, problems = make.measured(rule, without(rows, "2008-01", "2008-02"))
    assert [(p.code, p.about.get("year")) for p in problems] == [("E403", "2008"), ("E401", None), ("E401", None)]


def test_share_of_days(make):
    rule = "{mean: TP, at: s1, over: month, valid: {days: 60%}}"
    eighteen = [make.row(f"2013-04-{d:02d}", "0.1") for d in range(1, 19)]
    assert make.value(rule, eighteen, "2013-04") == Fraction("0.1")
    _, problems = make.measured(rule, [*eighteen[:-1], make.row("2013-04-01T12:00", "0.1")], "2013-04")
    assert said(problems) == [
        ("E402", about("2013-04"), "s1 TP: too little valid data in 2013-04 (17 days; 60% of 30 days needed)")]


EXEMPT = "monitoring: {{exempt: [{{{} reason: ice}}]}}\n"


def test_a_whole_month_exempt(make):
    rows = make.every_month()
    rows[0] = make.row("2013-01-05", "99")
    found = make.value(MEAN, rows, more=EXEMPT.format("at: s1, from: 2013-01, to: 2013-01,"))
    assert found == Fraction("0.1")
    found = make.value(MEAN, rows[1:], more=EXEMPT.format("from: 2013-01-01, to: 2013-01-31,"))
    assert found == Fraction("0.1")


def test_an_exemption_of_another_section_or_indicator_exempts_nothing(make):
    for where in ("at: s2,", "indicators: [NH3N],"):
        _, problems = make.measured(MEAN, make.every_month()[1:], more=EXEMPT.format(f"{where} from: 2013-01, to: 2013-01,"))
        assert [(p.code, p.about["month"]) for p in problems] == [("E401", "2013-01")]


def test_part_of_a_month_exempt(make):
    rows = [*make.every_month(), make.row("2013-04-20", "99")]
    more = EXEMPT.format("from: 2013-04-16, to: 2013-05-02,")
    assert make.value(MEAN, rows, more=more) == Fraction("0.1")
    rows = [*without(make.every_month(), "2013-04"), make.row("2013-04-20", "99")]
    _, problems = make.measured(MEAN, rows, more=more)
    assert [(p.code, p.about["month"]) for p in problems] == [("E401", "2013-04")]


def test_two_windows_that_meet_exempt_the_month(make):
    more = ("monitoring: {exempt: [{from: 2013-04-01, to: 2013-04-15, reason: ice}, "
            "{from: 2013-04-16, to: 2013-04-30, reason: works}]}\n")
    assert make.value(MEAN, without(make.every_month(), "2013-04"), more=more) == Fraction("0.1")


def test_share_of_days_is_of_those_that_count(make):
    rule = "{mean: TP, at: s1, over: month, valid: {days: 90%}}"
    rows = [make.row(f"2013-04-{d:02d}", "0.1") for d in range(1, 10)]
    more = EXEMPT.format("from: 2013-04-11, to: 2013-04-30,")
    assert make.value(rule, rows, "2013-04", more=more) == Fraction("0.1")  # 9 of 10 days
    _, problems = make.measured(rule, rows[:-1], "2013-04", more=more)
    assert [p.message("en") for p in problems] == [
        "s1 TP: too little valid data in 2013-04 (8 days; 90% of 10 days needed)"]


def test_exempt_months_are_not_asked_of_the_year(make):
    rule = "{mean: TP, at: s1, over: year, valid: {months: 12}}"
    assert make.value(rule, make.every_month()[2:], more=EXEMPT.format("from: 2013-01, to: 2013-02,")) == Fraction("0.1")


def test_a_year_wholly_exempt_has_no_value(make):
    cells, problems = make.measured(MEAN, make.every_month(), more=EXEMPT.format("from: 2013, to: 2013,"))
    assert (cells, problems) == ({}, ())


@pytest.mark.parametrize("clauses", [
    "clauses: [{id: a, when: X > 1 mg/L, pay: {from: up, to: down, amount: stake}}]\n",
    "clauses: [{id: a, pay: {from: up, to: down, amount: stake * X / X}}]\n",
    "clauses: [{id: a, choose: [{when: X > 1 mg/L, pay: {from: up, to: down, amount: stake}}, {when: otherwise}]}]\n",
])
def test_a_clause_of_one_cell_does_not_fall_silent(make, clauses):
    agreement = make.agreement("terms: {stake: {value: 1亿元, source: plan, confidence: published}}\n"
                               + EXEMPT.format("from: 2013, to: 2013,") + f"measures: {{X: {MEAN}}}\n" + clauses)
    found = make.settled(agreement, "2013", make.every_month())
    assert [(p.code, p.details["name"]) for p in found.problems] == [("E409", "a")]


def test_exemptions_are_noted_where_they_matter(make):
    text = ("monitoring: {exempt: [{at: s1, from: 2013-02, to: 2013-02, reason: ice}]}\n"
            f"measures: {{X: {MEAN}}}\nterms: {{k: {{value: 1元/mg/L, source: plan, confidence: published}}}}\n"
            "clauses: [{id: a, pay: {from: up, to: down, amount: k * X}}]\n")
    agreement = make.agreement(text)
    for year, noted in (("2013", ["N402"]), ("2014", [])):
        found = make.settled(agreement, year, make.every_month(year=int(year)))
        assert found.settled
        assert [n.code for n in found.notes if n.code == "N402"] == noted

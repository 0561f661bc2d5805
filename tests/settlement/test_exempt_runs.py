"""Runs settled on observations: an exempt day, week or month neither counts nor ends one; by hand and by a plain loop."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ecoflow.report.markdown import to_markdown
from ecoflow.settlement.explain import Explanation
from ecoflow.settlement.replay import replay

QUARTER = [date(2013, 1, 1) + timedelta(days=n) for n in range(90)]
TERMS = ("terms: {k: {value: 1元, source: plan, confidence: published}, "
         "limit: {value: 0.2 mg/L, source: plan, confidence: published}, "
         "grade: {value: III, source: plan, confidence: published}}\n")


def clause(formula):
    return f"clauses: [{{id: a, pay: {{from: up, to: down, amount: k * {formula}}}}}]\n"


def daily(make, over, *, gone=(), indicator="TP", days=QUARTER, section="s1"):
    """0.3 mg/L on the days over, 0.1 on the others, nothing on those that are gone."""
    return [make.row(str(d), "0.3" if d in over else "0.1", indicator, section) for d in days if d not in gone]


def january(*numbers):
    return {date(2013, 1, n) for n in numbers}


def paid(settled):
    assert settled.settled, [p.message("en") for p in settled.problems]
    return settled.net["down"]


ICE = "monitoring: {exempt: [{at: s1, from: 2013-01-14, to: 2013-01-14, reason: ice}]}\n"
RUN = TERMS + "measures: {C: {mean: TP, at: s1, by: day%s}}\n" + clause("run(C > limit over day)")
OVER = january(*range(10, 14), *range(15, 19))


def test_four_over_one_frozen_four_over(make):
    """Whatever was measured on the frozen day, or nothing: the run is of eight."""
    for settle, period in (("quarter", "2013-Q1"), ("month", "2013-01")):
        agreement = make.agreement(ICE + RUN % "", settle=settle)
        for rows in (daily(make, OVER, gone=january(14)), daily(make, OVER), daily(make, OVER | january(14))):
            assert paid(make.settled(agreement, period, rows)) == 8
    plain = make.agreement(RUN % "", settle="quarter")
    assert paid(make.settled(plain, "2013-Q1", daily(make, OVER))) == 4
    assert paid(make.settled(plain, "2013-Q1", daily(make, OVER | january(14)))) == 9


def test_a_day_that_is_missing_and_tolerated_ends_the_run(make):
    rows = daily(make, OVER, gone=january(14))
    assert paid(make.settled(make.agreement(RUN % ", valid: {days: 90%}", settle="quarter"), "2013-Q1", rows)) == 4
    # two gaps: one frozen, one not reported
    over = january(*range(10, 14), *range(15, 19), *range(20, 23))
    rows = daily(make, over, gone=january(14, 19))
    agreement = make.agreement(ICE + RUN % ", valid: {days: 90%}", settle="quarter")
    found = make.settled(agreement, "2013-Q1", rows)
    assert paid(found) == 8
    assert [n.about["day"] for n in found.notes if n.code == "N405"] == ["2013-01-19"]
    assert not make.settled(make.agreement(ICE + RUN % "", settle="quarter"), "2013-Q1", rows).settled


def test_the_days_may_be_given_later(make):
    from ecoflow.agreement.model import Citation, Exemption
    from ecoflow.standards.calendar import Period

    agreement = make.agreement("monitoring: {exempt: [{reason: ice}]}\n" + RUN % "", settle="quarter")
    rows = daily(make, OVER, gone=january(14))
    assert [p.code for p in make.settled(agreement, "2013-Q1", rows).problems] == ["E423"]
    ice = Exemption((), (), Period(date(2013, 1, 14), date(2013, 1, 14), "2013-01-14"), "ice", Citation())
    found = make.settled(agreement, "2013-Q1", rows, exempt=(ice,))
    assert paid(found) == 8
    for lang in ("zh", "en"):
        assert "2013-01-14" in to_markdown(found, lang)
        assert Explanation(found, lang).everything().under


def test_only_what_is_exempt_there_is_passed_over(make):
    """At one section, for one indicator: the other series are broken by their own ordinary day."""
    more = ICE.replace("at: s1", "at: s1, indicators: [TP]")
    text = TERMS + "measures: {C: {mean: [TP, NH3N], by: day}}\n" + (
        "quantities: {long: {formula: run(C > limit over day)}}\n") + clause("sum(sum(long over section) over indicator)")
    rows = [r for i in ("TP", "NH3N") for s in ("s1", "s2") for r in daily(make, OVER, indicator=i, section=s)]
    found = make.settled(make.agreement(more + text, settle="quarter"), "2013-Q1", rows)
    assert dict(found.values["long"].cells) == {
        ("s1", "TP"): 8, ("s1", "NH3N"): 4, ("s2", "TP"): 4, ("s2", "NH3N"): 4}
    assert paid(found) == 20


def test_a_class_rests_on_the_other_indicator_and_is_passed_over_when_both_are_exempt(make):
    text = TERMS + "measures: {C: {class: [TP, NH3N], at: s1, by: day}}\n" + clause("run(C worse than grade over day)")
    one, both = ICE.replace("at: s1", "at: s1, indicators: [TP]"), ICE
    rows = daily(make, OVER) + [make.row(str(d), "0.1", "NH3N") for d in QUARTER]
    assert paid(make.settled(make.agreement(one + text, settle="quarter"), "2013-Q1", rows)) == 4
    assert paid(make.settled(make.agreement(both + text, settle="quarter"), "2013-Q1", rows)) == 8
    # exempt for one and, tolerated, without data for the other: missing
    lacking = [r for r in rows if (r["indicator"], r["observed_at"].date()) != ("NH3N", date(2013, 1, 14))]
    tolerant = make.agreement(one + text.replace("by: day", "by: day, valid: {days: 90%}"), settle="quarter")
    assert paid(make.settled(tolerant, "2013-Q1", lacking)) == 4


def test_any_of_several_is_passed_over_when_all_are_exempt(make):
    text = TERMS + "measures: {C: {mean: [TP, NH3N], at: s1, by: day}}\n" + (
        clause("run(any(C > limit over indicator) over day)"))
    rows = daily(make, OVER) + [make.row(str(d), "0.1", "NH3N") for d in QUARTER]
    assert paid(make.settled(make.agreement(ICE + text, settle="quarter"), "2013-Q1", rows)) == 8
    one = ICE.replace("at: s1", "at: s1, indicators: [TP]")
    assert paid(make.settled(make.agreement(one + text, settle="quarter"), "2013-Q1", rows)) == 4


@pytest.mark.parametrize(("kind", "condition"), [
    ("max: TP", "C > limit"), ("min: TP", "C > limit"), ("mean: TP", "C > limit"), ("class: TP", "C worse than grade")])
def test_a_frozen_week_and_a_week_with_one_day_left(make, kind, condition):
    year = [date(2013, 1, 1) + timedelta(days=n) for n in range(365)]
    over = {d for d in year if d.isocalendar().week in {10, 11, 13, 14, 15}}
    text = TERMS + f"measures: {{C: {{{kind}, at: s1, by: week}}}}\n" + clause(f"run({condition} over week)")
    frozen = "monitoring: {exempt: [{from: 2013-03-%s, to: 2013-03-24, reason: ice}]}\n"
    rows = daily(make, over, days=year)
    assert paid(make.settled(make.agreement(text), "2013", rows)) == 3
    assert paid(make.settled(make.agreement(frozen % "18" + text), "2013", rows)) == 5
    assert paid(make.settled(make.agreement(frozen % "19" + text), "2013", rows)) == 3
    without = [r for r in rows if r["observed_at"].isocalendar()[1] != 12]
    assert paid(make.settled(make.agreement(frozen % "18" + text), "2013", without)) == 5
    # two exemptions together make up the week
    two = ("monitoring: {exempt: [{from: 2013-03-20, to: 2013-03-26, reason: dry}, "
           "{from: 2013-03-13, to: 2013-03-21, reason: ice}]}\n")
    assert paid(make.settled(make.agreement(two + text), "2013", rows)) == 5


def test_a_frozen_month_and_a_frozen_quarter(make):
    text = TERMS + "measures: {C: {mean: TP, at: s1, over: 2012..2013, by: %s}}\n" + clause("run(C > limit over %s)")
    rows = [r for y in (2012, 2013) for r in make.every_month("0.3", year=y)]
    ice = "monitoring: {exempt: [{from: 2012-10, to: 2012-12, reason: ice}]}\n"
    assert paid(make.settled(make.agreement(ice + text % ("month", "month")), "2013", rows)) == 21
    assert paid(make.settled(make.agreement(ice + text % ("quarter", "quarter")), "2013", rows)) == 7
    # a month with a day that is not exempt is an ordinary one
    part = ice.replace("2012-10, to: 2012-12", "2012-10-02, to: 2012-10-31")
    tolerant = (part + text % ("month", "month")).replace("by: month", "by: month, valid: {months: 11}")
    lacking = [r for r in rows if (r["observed_at"].year, r["observed_at"].month) != (2012, 10)]
    assert paid(make.settled(make.agreement(tolerant), "2013", lacking)) == 14


def test_days_within_their_months_make_a_run_for_each_month(make):
    over = {date(2013, 1, n) for n in range(28, 32)} | {date(2013, 2, n) for n in (1, 2, 3, 5, 6)}
    ice = "monitoring: {exempt: [{from: 2013-02-04, to: 2013-02-04, reason: ice}]}\n"
    text = TERMS + "measures: {D: {mean: TP, at: s1, by: [month, day]}}\n" + (
        "quantities: {each: {formula: run(D > limit over day)}}\n") + clause("sum(each)")
    found = make.settled(make.agreement(ice + text, settle="quarter"), "2013-Q1", daily(make, over))
    assert dict(found.values["each"].cells) == {("2013-01",): 4, ("2013-02",): 5, ("2013-03",): 0}
    # a month that is frozen as a whole is passed over by the months' run
    text = text.replace("sum(each)", "run(any(D > limit over day) over month)")
    whole = ice.replace("02-04, to: 2013-02-04", "02-01, to: 2013-02-28")
    over = january(5) | {date(2013, 3, 5)}
    assert paid(make.settled(make.agreement(whole + text, settle="quarter"), "2013-Q1", daily(make, over))) == 2
    assert paid(make.settled(make.agreement(ice + text, settle="quarter"), "2013-Q1", daily(make, over))) == 1


def test_the_year_before_is_passed_over_under_the_names_of_this_year(make):
    text = TERMS + ("measures: {C: {mean: TP, at: s1, by: month}, "
                    "P: {mean: TP, at: s1, over: previous year, by: month}}\n") + clause("run(C > P over month)")
    rows = make.every_month("0.3") + make.every_month("0.1", year=2012)
    ice = "monitoring: {exempt: [{from: 2012-05, to: 2012-05, reason: ice}]}\n"
    found = make.settled(make.agreement(ice + text), "2013", rows)
    assert paid(found) == 11
    assert ("2012-05",) not in found.values["P"].cells
    # May of neither year: exempt before, tolerated as missing now, and nothing is compared
    tolerant = text.replace("C: {mean: TP, at: s1, by: month", "C: {mean: TP, at: s1, by: month, valid: {months: 11}")
    lacking = [r for r in rows if (r["observed_at"].year, r["observed_at"].month) != (2013, 8)]
    assert paid(make.settled(make.agreement(ice + tolerant), "2013", lacking)) == 6


def test_what_is_given_without_an_exempt_month_is_passed_over_too(make):
    months = ", ".join(f"2013-{m:02d}: V" for m in range(1, 13) if m not in {3, 9})
    text = ("monitoring: {exempt: [{at: s1, from: 2013-03, to: 2013-03, reason: ice}, {reason: dry}]}\n" + TERMS
            + "measures: {C: {class: TP, at: s1, by: month}}\n" + clause("run(C worse than grade over month)")
            + f"examples:\n  - {{name: a, period: 2013, given: {{C: {{{months}}}}}, expect: {{net: {{down: 7元}}}}}}\n"
            f"  - {{name: b, period: 2013, given: {{C: {{{months}}}}}, expect: {{net: {{down: 10元}}}},\n"
            "     exempt: [{from: 2013-09, to: 2013-09, reason: dry}]}\n")
    found = list(replay(make.agreement(text)))
    assert len(found) == 2
    for one in found:
        assert one.ok, one.differences


STATES = st.lists(st.sampled_from("oooou.xx"), min_size=31, max_size=31)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(states=STATES)
def test_any_pattern_of_days(make, states):
    """o over, u under, . not reported (tolerated), x exempt."""
    days = QUARTER[:31]
    at = {letter: {d for d, s in zip(days, states, strict=True) if s == letter} for letter in "ou.x"}
    if not at["o"] | at["u"]:
        return
    exempt = ", ".join(f"{{from: {d}, to: {d}, reason: ice}}" for d in sorted(at["x"]))
    more = f"monitoring: {{exempt: [{exempt}]}}\n" if exempt else ""
    agreement = make.agreement(more + RUN % ", valid: {days: 1%}", settle="month")
    found = make.settled(agreement, "2013-01", daily(make, at["o"], gone=at["."] | at["x"], days=days))
    longest = max(map(len, "".join(s for s in states if s != "x").replace(".", "u").split("u")))
    assert paid(found) == longest
    assert bool([n for n in found.notes if n.code == "N405"]) == bool(at["."])
    strict = make.agreement(more + RUN % "", settle="month")
    strictly = make.settled(strict, "2013-01", daily(make, at["o"], gone=at["."] | at["x"], days=days))
    assert strictly.settled == (not at["."])

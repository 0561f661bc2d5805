"""A day or week without data is told of, or named where the agreement lets it go; never silently left out."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ecoflow.report.markdown import to_markdown
from ecoflow.settlement.explain import Explanation

FIRST = date(2013, 1, 1)
YEAR = [FIRST + timedelta(days=n) for n in range(365)]


def without(rows, *gone):
    return [r for r in rows if str(r["observed_at"])[:10] not in gone]


def week_days(*weeks):
    return [str(date.fromisocalendar(2013, w, d)) for w in weeks for d in range(1, 8)]


def told(problems):
    return [(p.code, dict(p.about), p.message("en"), p.message("zh")) for p in problems]


KINDS = ["mean: TP", "max: TP", "min: TP", "class: TP"]


@pytest.mark.parametrize("kind", KINDS)
def test_each_day_needs_a_sample(make, kind):
    rows = make.every_day("0.1", "TP")
    cells, problems = make.measured(f"{{{kind}, at: s1, by: day}}", rows)
    assert (len(cells), problems) == (365, ())
    lost = ["2013-03-05", "2013-03-06", "2013-03-07", "2013-03-20", "2013-12-31"]
    _, problems = make.measured(f"{{{kind}, at: s1, by: day}}", without(rows, *lost))
    span = "2013-03-05 to 2013-03-07, 2013-03-20, 2013-12-31"
    assert told(problems) == [(
        "E423", {"section": "s1", "indicator": "TP", "day": span}, f"s1 TP: no valid value for {span}",
        "s1 TP：2013-03-05 至 2013-03-07、2013-03-20、2013-12-31 没有有效数据")]
    assert problems[0].hint("en") == (
        "supply them, have the parties agree an exemption, or state a share of days, valid: {days: 90%}")
    assert problems[0].hint("zh").endswith("valid: {days: 90%}")


@pytest.mark.parametrize("kind", KINDS)
def test_each_week_needs_a_sample_on_one_of_its_days(make, kind):
    rows = make.every_day("0.1", "TP")
    one_left = [d for d in week_days(20) if d != "2013-05-15"]
    lost = [*week_days(9, 10, 30), *one_left]
    cells, problems = make.measured(f"{{{kind}, at: s1, by: week}}", without(rows, *one_left))
    assert (len(cells), problems) == (52, ())
    _, problems = make.measured(f"{{{kind}, at: s1, by: week}}", without(rows, *lost))
    assert [t[:2] for t in told(problems)] == [
        ("E423", {"section": "s1", "indicator": "TP", "week": "2013-W09 to 2013-W10, 2013-W30"})]


def test_nothing_is_asked_of_months_quarters_or_years(make):
    for grain in ("month", "quarter", "year"):
        assert make.measured(f"{{mean: TP, at: s1, by: {grain}}}", make.every_month())[1] == ()


def test_a_sample_that_is_not_valid_is_no_sample_and_one_below_the_limit_is(make):
    rows = without(make.every_day("0.1", "TP"), "2013-05-01", "2013-05-02")
    rows += [make.row("2013-05-01", "0.02", flag="L"), make.row("2013-05-02", None, flag="M")]
    _, problems = make.measured("{mean: TP, at: s1, by: day}", rows)
    assert [p.about["day"] for p in problems] == ["2013-05-02"]


def test_exempt_days_ask_for_nothing(make):
    rows = make.every_day("0.1", "TP")
    more = "monitoring: {exempt: [{at: s1, from: 2013-03-05, to: 2013-03-17, reason: ice}]}\n"
    lost = [f"2013-03-{d:02d}" for d in range(5, 18)]
    assert make.measured("{mean: TP, at: s1, by: day}", without(rows, *lost), more=more)[1] == ()
    _, problems = make.measured("{mean: TP, at: s1, by: day}", without(rows, *lost, "2013-03-18"), more=more)
    assert [p.about["day"] for p in problems] == ["2013-03-18"]
    # week 11 is frozen; of week 10 the Monday is not, and one day is enough
    assert make.measured("{mean: TP, at: s1, by: week}", without(rows, *lost), more=more)[1] == ()
    _, problems = make.measured("{mean: TP, at: s1, by: week}", without(rows, *lost, "2013-03-04"), more=more)
    assert [p.about["week"] for p in problems] == ["2013-W10"]
    # an exemption of another section or indicator is none
    for other in ("at: s2", "indicators: [NH3N]"):
        _, problems = make.measured("{mean: TP, at: s1, by: day}", without(rows, *lost),
                                    more=more.replace("at: s1", other))
        assert [p.about["day"] for p in problems] == ["2013-03-05 to 2013-03-17"]


def test_a_month_that_is_missing_or_let_go_is_told_of_as_a_month(make):
    rows = make.every_day("0.1", "TP")
    lost = [str(d) for d in YEAR if d.month == 4]
    _, problems = make.measured("{mean: TP, at: s1, by: day}", without(rows, *lost, "2013-06-01"))
    assert [(p.code, p.about.get("month", p.about.get("day"))) for p in problems] == [
        ("E401", "2013-04"), ("E423", "2013-06-01")]
    cells, problems = make.measured("{mean: TP, at: s1, by: day, valid: {months: 11}}", without(rows, *lost))
    assert problems == ()
    assert len(cells) == 335
    # weeks 14 to 17 are all April, which starts on a Monday; week 18 ends on 5 May
    for by, gone in (("day", "2013-05-01"), ("week", "2013-W18")):
        more = [f"2013-05-{d:02d}" for d in ((1,) if by == "day" else range(1, 6))]
        _, problems = make.measured(f"{{mean: TP, at: s1, by: {by}, valid: {{months: 11}}}}", without(rows, *lost, *more))
        assert [(p.code, p.about[by]) for p in problems] == [("E423", gone)]
    cells, problems = make.measured("{mean: TP, at: s1, by: week, valid: {months: 11}}", without(rows, *lost))
    assert problems == ()
    assert {f"2013-W{n:02d}" for n in range(1, 53)} - {w for w, in cells} == {f"2013-W{n}" for n in range(14, 18)}


def test_every_section_and_indicator_has_its_finding(make):
    rows = [r for i in ("TP", "NH3N") for s in ("s1", "s2") for r in make.every_day("0.1", i, s)]
    rows = [r for r in rows if (r["section"], r["indicator"], str(r["observed_at"])[:10]) not in {
        ("s1", "TP", "2013-02-01"), ("s2", "NH3N", "2013-02-01"), ("s2", "NH3N", "2013-02-02")}]
    for kind in ("mean", "class"):
        _, problems = make.measured(f"{{{kind}: [TP, NH3N], by: day}}", rows)
        assert [tuple(p.about.values()) for p in problems] == [
            ("s1", "TP", "2013-02-01"), ("s2", "NH3N", "2013-02-01 to 2013-02-02")]


def test_a_volume_asks_for_every_flow_as_before_and_for_weeks_beyond_the_year(make):
    lost = without(make.every_day("1"), "2013-05-07")
    _, problems = make.measured("{volume: Q, at: s1, by: day}", lost)
    assert [(p.code, p.about["month"]) for p in problems] == [("E416", "2013-05")]
    # of week 1, which begins on 31 December 2012, all days of the year are exempt
    more = "monitoring: {exempt: [{from: 2013-01-01, to: 2013-01-06, reason: ice}]}\n"
    _, problems = make.measured("{volume: Q, at: s1, by: week}", make.every_day("1"), more=more)
    assert [(p.code, p.about["week"]) for p in problems] == [("E423", "2013-W01")]


def test_the_year_before_is_asked_for_by_its_own_days(make):
    rows = [r for y in (2012, 2013) for r in make.every_day("0.1", "TP", year=y)]
    _, problems = make.measured("{mean: TP, at: s1, over: previous year, by: day}",
                                without(rows, "2012-02-28", "2012-02-29", "2012-07-01", "2013-08-01"))
    # 29 February has no place in 2013, so nobody asks for it
    assert [p.about["day"] for p in problems] == ["2012-02-28, 2012-07-01"]
    assert make.measured("{mean: TP, at: s1, over: 2013, by: [month, day]}", rows)[1] == ()


TEXT = ("terms: {k: {value: 1万元, source: plan, confidence: published}, "
        "limit: {value: 0.2 mg/L, source: plan, confidence: published}}\n"
        "measures: {C: {mean: TP, at: s1, by: day%s}}\n"
        "clauses: [{id: a, pay: {from: up, to: down, amount: k * run(C > limit over day)}}]\n")


def test_ten_days_over_with_one_missing_are_not_two_of_five(make):
    rows = [make.row(str(d), "0.3" if date(2013, 6, 1) <= d <= date(2013, 6, 10) else "0.1") for d in YEAR]
    assert make.settled(make.agreement(TEXT % ""), "2013", rows).net["down"] == 100_000
    found = make.settled(make.agreement(TEXT % ""), "2013", without(rows, "2013-06-06"))
    assert not found.settled
    assert [p.code for p in found.problems] == ["E423"]
    said = to_markdown(found, "zh")
    assert "| 一号断面 | 总磷 | 2013-06-06 | 无有效数据 |" in said
    assert "2013-06-06" in said.splitlines()[2] + said.splitlines()[4]
    many = make.settled(make.agreement(TEXT % ""), "2013",
                        without(rows, *(f"2013-{m:02d}-05" for m in range(1, 6)), "2013-05-06"))
    assert "共 6 天" in to_markdown(many, "zh")
    assert "| 2013-01-05, 2013-02-05, 2013-03-05, 2013-04-05, 2013-05-05 to 2013-05-06 | no valid value |" in (
        to_markdown(many, "en"))


def test_what_the_share_of_days_lets_go_is_named(make):
    rows = [make.row(str(d), "0.3" if date(2013, 6, 1) <= d <= date(2013, 6, 10) else "0.1") for d in YEAR]
    agreement = make.agreement(TEXT % ", valid: {days: 90%}")
    assert [n.code for n in make.settled(agreement, "2013", rows).notes if n.code[0] == "N4"].count("N405") == 0
    found = make.settled(agreement, "2013", without(rows, "2013-06-06", "2013-11-01", "2013-11-02"))
    assert found.net["down"] == 50_000
    (note,) = (n for n in found.notes if n.code == "N405")
    assert dict(note.about) == {"section": "s1", "indicator": "TP", "day": "2013-06-06, 2013-11-01 to 2013-11-02"}
    assert note.message("en") == ("s1 TP: no valid value for 2013-06-06, 2013-11-01 to 2013-11-02; "
                                  "left out, as the agreement's share of days allows")
    assert note.message("zh").startswith("s1 TP：2013-06-06、2013-11-01 至 2013-11-02 没有有效数据")
    assert any("2013-06-06" in line for line in Explanation(found, "en").cautions())
    assert "2013-11-01 至 2013-11-02 没有有效数据" in to_markdown(found, "zh")
    # a month with too few of its days is judged as a month
    found = make.settled(agreement, "2013", without(rows, *(f"2013-06-{d:02d}" for d in range(1, 5))))
    assert [p.code for p in found.problems] == ["E402"]


def test_two_measures_that_lack_the_same_days_say_so_once(make):
    two = (TEXT % "").replace("measures: {C", "measures: {D: {max: TP, at: s1, by: day}, C").replace(
        "run(C > limit over day)", "(run(C > limit over day) + count(D > limit over day))")
    rows = without(make.every_day("0.1", "TP"), "2013-06-06")
    assert [p.code for p in make.settled(make.agreement(two), "2013", rows).problems] == ["E423"]


@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(gone=st.sets(st.integers(0, 89)), frozen=st.tuples(st.integers(0, 89), st.integers(0, 20)))
def test_every_day_is_measured_exempt_or_named(make, gone, frozen):
    days, start = YEAR[:90], frozen[0]
    exempt = set(days[start:start + frozen[1] + 1])
    more = f"monitoring: {{exempt: [{{from: {min(exempt)}, to: {max(exempt)}, reason: ice}}]}}\n"
    rows = [make.row(str(d), "0.1") for n, d in enumerate(days) if n not in gone]
    if not rows:
        return
    cells, problems = make.measured("{mean: TP, at: s1, by: day}", rows, "2013-Q1", more=more)
    named = {d for p in problems for d in p.details.get("each", "").split()}
    named |= {str(d) for p in problems if p.code == "E401" for d in days if f"{d:%Y-%m}" == p.about["month"]}
    missing = {str(d) for n, d in enumerate(days) if n in gone and d not in exempt}
    assert missing <= named
    if not missing:
        assert problems == ()
        assert {d for d, in cells} == {str(d) for d in days if d not in exempt}
    elif not any(p.code == "E401" for p in problems):
        assert named == missing

"""Weeks, days, years before: which days each value is made of, against dates counted here."""

from __future__ import annotations

from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecoflow.measures.duckdb_engine import DuckDBEngine
from ecoflow.measures.measure import measure
from ecoflow.measures.plan import plan
from ecoflow.standards.calendar import parse_period
from ecoflow.standards.gb3838 import WaterClass

START, END = date(2011, 12, 20), date(2014, 1, 20)
DAYS = [START + timedelta(days=n) for n in range((END - START).days)]


def number(day):
    """A value that tells each day from every other."""
    return (day - START).days + 1


@pytest.fixture(scope="module")
def daily(make):
    """One sample a day, two on Sundays, from before 2012 until after 2013."""
    rows = [make.row(str(d), number(d)) for d in DAYS]
    return make.data(rows + [make.row(f"{d}T20:00", number(d) + 3) for d in DAYS if d.weekday() == 6])


def samples(day):
    return [number(day), number(day) + 3] if day.weekday() == 6 else [number(day)]


def weeks_of(first, last):
    """ISO weeks whose Thursday lies between the two days, with their seven days."""
    found = {}
    for thursday in (d for d in DAYS if first <= d <= last and d.weekday() == 3):
        year, week, _ = thursday.isocalendar()
        found[f"{year}-W{week:02d}"] = [thursday + timedelta(days=n) for n in range(-3, 4)]
    return found


def mean(days):
    found = [v for d in days for v in samples(d)]
    return Fraction(sum(found), len(found))


@pytest.mark.parametrize(("period", "first", "last"), [
    ("2012", date(2012, 1, 1), date(2012, 12, 31)), ("2013", date(2013, 1, 1), date(2013, 12, 31)),
    ("2013-Q2", date(2013, 4, 1), date(2013, 6, 30)), ("2012-12", date(2012, 12, 1), date(2012, 12, 31)),
])
def test_weeks_belong_where_their_thursday_is_and_are_whole(make, daily, period, first, last):
    weeks = weeks_of(first, last)
    cells, problems = make.measured("{mean: TP, at: s1, by: week}", daily, period)
    assert problems == ()
    assert cells == {(w,): mean(days) for w, days in weeks.items()}
    cells, _ = make.measured("{max: TP, at: s1, by: week}", daily, period)
    assert cells == {(w,): max(v for d in days for v in samples(d)) for w, days in weeks.items()}
    cells, _ = make.measured("{mean: TP, at: s1, by: week, averaging: [day, month]}", daily, period)
    assert cells == {(w,): sum(mean([d]) for d in days) / 7 for w, days in weeks.items()}


def test_the_first_week_of_2013_begins_in_2012(make, daily):
    cells, _ = make.measured("{min: TP, at: s1, by: week}", daily)
    assert cells["2013-W01",] == number(date(2012, 12, 31))
    assert len(cells) == 52


def test_weeks_of_several_years_and_within_months(make, daily):
    cells, _ = make.measured("{mean: TP, at: s1, over: 2012..2013, by: week}", daily)
    assert cells == {(w,): mean(d) for w, d in weeks_of(date(2012, 1, 1), date(2013, 12, 31)).items()}
    cells, _ = make.measured("{mean: TP, at: s1, by: [week, month]}", daily)
    assert {w for _, w in cells} == set(weeks_of(date(2013, 1, 1), date(2013, 12, 31)))
    assert all(weeks_of(date(2013, int(m[5:]), 1), date(2013, 12, 31))[w] for m, w in cells)


def test_days(make, daily):
    cells, problems = make.measured("{mean: TP, at: s1, by: day}", daily, "2013-02")
    assert problems == ()
    assert cells == {(str(d),): mean([d]) for d in DAYS if (d.year, d.month) == (2013, 2)}
    cells, _ = make.measured("{min: [TP], at: s1, by: day}", daily)
    assert cells == {("TP", str(d)): number(d) for d in DAYS if d.year == 2013}


def test_a_week_without_a_sample_has_no_value_where_a_share_of_days_is_stated(make):
    rows = make.every_month()
    cells, problems = make.measured("{mean: TP, at: s1, by: week, valid: {days: 3%}}", rows)
    assert problems == ()
    assert set(cells) == {(f"2013-W{date(2013, m, 5).isocalendar().week:02d}",) for m in range(1, 13)}
    _, problems = make.measured("{mean: TP, at: s1, by: week, valid: {days: 3%}}", rows[1:])
    assert [(p.code, p.about["month"]) for p in problems] == [("E401", "2013-01")]
    # what is missing before the year is asked of nobody; what does not count has no part in a week
    rule = "{mean: TP, at: s1, by: week, valid: {months: 11, samples: 2, days: 3%}}"
    rows = [*rows, *(make.row(f"2013-{m:02d}-06", "0.3") for m in range(2, 13))]
    cells, problems = make.measured(rule, rows)
    assert problems == ()
    assert ("2013-W01",) not in cells
    assert set(cells.values()) == {Fraction("0.1"), Fraction("0.2"), Fraction("0.3")}


def test_exempt_days_are_in_no_week(make, daily):
    more = "monitoring: {exempt: [{from: 2013-03-05, to: 2013-03-17, reason: works}]}\n"
    cells, _ = make.measured("{mean: TP, at: s1, by: week}", daily, more=more)
    assert cells["2013-W10",] == number(date(2013, 3, 4))
    assert ("2013-W11",) not in cells
    cells, _ = make.measured("{mean: TP, at: s1, by: week}", daily,
                             more="monitoring: {exempt: [{from: 2012-12, to: 2012-12, reason: works}]}\n")
    assert cells["2013-W01",] == mean([date(2013, 1, d) for d in range(1, 7)])


def test_an_exempt_indicator_leaves_the_class_of_the_week_to_the_others(make):
    values = (("TP", "0.3"), ("NH3N", "0.1"))
    rows = [make.row(f"2013-{m:02d}-{d:02d}", v, i) for m in range(1, 13) for d in (4, 12) for i, v in values]
    cells, _ = make.measured("{class: [TP, NH3N], at: s1, by: week, valid: {days: 3%}}", rows)
    assert set(cells.values()) == {WaterClass.IV}
    more = "monitoring: {exempt: [{indicators: [TP], from: 2013-05-10, to: 2013-05-14, reason: works}]}\n"
    cells, _ = make.measured("{class: [TP, NH3N], at: s1, by: day, valid: {days: 3%}}", rows, more=more)
    assert cells["2013-05-12",] == WaterClass.I
    assert cells["2013-05-04",] == WaterClass.IV
    assert len(cells) == 24


def test_contradicting_values_in_a_week_beyond_the_year_are_told(make):
    rows = [*make.every_day(indicator="TP"), make.row("2012-12-31", "1"), make.row("2012-12-31", "2")]
    _, problems = make.measured("{mean: TP, at: s1, by: week}", rows)
    assert [(p.code, p.about["month"]) for p in problems] == [("E315", "2012-12")]
    assert make.measured("{mean: TP, at: s1, by: month}", rows)[1] == ()


DAY = 86_400


def test_volume_of_weeks_and_days(make):
    rows = [make.row(str(d), number(d), "Q") for d in DAYS]
    cells, problems = make.measured("{volume: Q, at: s1, by: week}", rows)
    assert problems == ()
    assert cells == {(w,): sum(map(number, d)) * DAY for w, d in weeks_of(date(2013, 1, 1), date(2013, 12, 31)).items()}
    cells, _ = make.measured("{volume: Q, at: s1, by: day}", rows)
    assert cells == {(str(d),): number(d) * DAY for d in DAYS if d.year == 2013}


def test_a_week_lacks_a_flow_beyond_the_year(make):
    rows = make.every_day("1")
    _, problems = make.measured("{volume: Q, at: s1, by: week}", rows)
    assert [(p.code, p.about["month"], p.details["found"], p.details["wanted"]) for p in problems] == [
        ("E416", "2013-W01", "6", "7")]
    cells, problems = make.measured("{volume: Q, at: s1, by: week, valid: {days: 90%}}", rows)
    assert problems == ()
    assert set(cells.values()) == {7 * DAY}
    gone = [r for r in rows if str(r["observed_at"])[:10] not in {"2013-05-07", "2013-05-08"}]
    cells, _ = make.measured("{volume: Q, at: s1, by: day, valid: {days: 90%}}", gone)
    assert len(cells) == 363


PAIRS = [("month", "2013", 12), ("quarter", "2013", 4), ("year", "2013", 1), ("month", "2013-Q3", 3),
         ("month", "2013-05", 1)]


@pytest.mark.parametrize(("grain", "period", "count"), PAIRS)
def test_the_year_before_bears_the_names_of_the_period(make, daily, grain, period, count):
    now, _ = make.measured(f"{{mean: TP, at: s1, by: {grain}}}", daily, period)
    past, _ = make.measured(f"{{mean: TP, at: s1, over: previous year, by: {grain}}}", daily, period)
    true, _ = make.measured(f"{{mean: TP, at: s1, over: {period.replace('2013', '2012')}, by: {grain}}}", daily, period
                            ) if len(period) == 4 else ({}, ())
    assert set(past) == set(now)
    assert len(past) == count
    if true:
        assert list(past.values()) == list(true.values())
    else:
        assert past == {(m,): v for (m,), v in past.items() if v == month_mean(m)}


def month_mean(name):
    return mean([d for d in DAYS if f"{d:%m}" == name[5:] and d.year == 2012])


def test_weeks_and_days_of_the_year_before(make, daily):
    cells, _ = make.measured("{mean: TP, at: s1, over: previous year, by: week}", daily)
    before = weeks_of(date(2012, 1, 1), date(2012, 12, 31))
    assert cells == {(w.replace("2012", "2013"),): mean(d) for w, d in before.items()}
    cells, _ = make.measured("{mean: TP, at: s1, over: previous year, by: week}", daily, "2013-01")
    here = weeks_of(date(2013, 1, 1), date(2013, 1, 31))
    assert set(cells) == {(w,) for w in here}
    everything = weeks_of(date(2012, 1, 1), date(2012, 3, 1))
    assert cells == {(w,): mean(everything[w.replace("2013", "2012")]) for w in here}
    cells, _ = make.measured("{mean: TP, at: s1, over: previous year, by: day}", daily)
    assert cells == {(str(d),): mean([d.replace(year=2012)]) for d in DAYS if d.year == 2013}


@pytest.mark.parametrize(("settled", "grain", "absent"), [("2016", "day", "2016-02-29"), ("2015", "week", "2015-W53")])
def test_what_the_year_before_does_not_have_is_not_there(make, settled, grain, absent):
    rows = [r for y in (int(settled) - 1, int(settled)) for r in make.every_day("1", "TP", year=y)]
    cells, problems = make.measured(f"{{mean: TP, at: s1, over: previous year, by: {grain}}}", rows, settled)
    now, _ = make.measured(f"{{mean: TP, at: s1, by: {grain}}}", rows, settled)
    assert problems == ()
    assert set(now) - set(cells) == {(absent,)}


def test_year_on_year_by_month(make, daily):
    agreement = make.agreement(
        "terms: {unit: {value: 1元, source: plan, confidence: published}}\n"
        "measures: {C: {mean: TP, at: s1, by: month}, before: {mean: TP, at: s1, over: previous year, by: month}}\n"
        "clauses: [{id: a, for_each: [month], when: C > before, pay: {from: up, to: down, amount: unit * C / before}}]\n")
    found = make.settled(agreement, "2013", daily)
    assert found.settled
    paid = {p.at["month"]: p.amount for p in found.payments}
    for m, amount in paid.items():
        exact = mean([d for d in DAYS if f"{d:%Y-%m}" == m]) / month_mean(m)
        assert abs(amount - exact) <= Fraction(1, 200)
    assert len(paid) == 12
    windows = {p.at["month"]: p.window.name for p in found.measured["before"].parts}
    assert windows == {f"2013-{m:02d}": f"2012-{m:02d}" for m in range(1, 13)}


@pytest.mark.parametrize(("over", "years"), [
    ("previous 1 year", [2012]), ("previous 2 years", [2011, 2012]), ("previous 20 years", range(1993, 2013))])
@pytest.mark.parametrize("period", ["2013", "2013-Q2", "2013-11"])
def test_whole_years_before(make, over, years, period):
    rows = [r for y in range(1990, 2015) for r in make.every_month(str(y), year=y)]
    assert make.value(f"{{mean: TP, at: s1, over: {over}}}", rows, period) == Fraction(sum(years), len(years))
    cells, _ = make.measured(f"{{mean: TP, at: s1, over: {over}, by: month}}", rows, period)
    assert cells == {(f"{y}-{m:02d}",): y for y in years for m in range(1, 13)}


def test_a_missing_month_of_the_years_before_is_missing(make):
    rows = [r for y in (2010, 2011, 2012) for r in make.every_month(year=y)]
    _, problems = make.measured("{mean: TP, at: s1, over: previous 3 years}", rows[1:])
    assert [(p.code, p.about["month"]) for p in problems] == [("E401", "2010-01")]


@pytest.mark.parametrize("by", ["week", "day"])
def test_nothing_is_read_twice_and_threads_change_nothing(make, daily, by):
    agreement = make.agreement("terms: {k: {value: 1元/mg/L, source: plan, confidence: published}}\n"
                               f"measures: {{X: {{max: TP, at: s1, by: {by}}},\n"
                               f"           Y: {{mean: TP, at: s1, over: 2012, by: {by}}}}}\n"
                               "clauses: [{id: a, pay: {from: up, to: down, amount: k * (max(X) + mean(Y))}}]\n")
    period = parse_period("2013")
    cubes = [DuckDBEngine(daily, threads=n).scan(plan(agreement, period, ["X", "Y"])) for n in (1, 2)]
    assert cubes[0] == cubes[1]
    found = measure(agreement, cubes[0], period, ["X", "Y"])
    covered = {d for m in found.values() for p in m.parts for d in p.window.parts("day")}
    read = {bucket for *_, bucket in cubes[0].cells}
    assert {d.name for d in covered} <= read | {str(d) for d in DAYS}
    assert cubes[0].rows == sum(len(samples(date.fromisoformat(b))) for b in read)


@given(st.dates(date(2, 1, 1), date(9998, 12, 31)))
def test_every_day_lies_in_one_week_of_one_year(day):
    from ecoflow.standards.calendar import parse_week, week_of, year

    week = week_of(day)
    assert week.first <= day <= week.last
    assert (week.days, week.first.weekday()) == (7, 0)
    assert parse_week(week.name) == week
    thursday = week.first + timedelta(days=3)
    assert week.name == f"{thursday:%G-W%V}" if thursday.year > 999 else week.name.endswith(f"{thursday:%V}")
    owners = [y for y in (thursday.year - 1, thursday.year, thursday.year + 1)
              if 0 < y < 10_000 and week in year(y).parts("week")]
    assert owners == [thursday.year]

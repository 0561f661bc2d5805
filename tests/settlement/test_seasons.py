"""Season tables by week and day, and quantities rounded to multiples of a step; dates and amounts worked out by hand."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecoflow.formula.grid import scalar
from ecoflow.formula.types import Type
from ecoflow.report.markdown import to_markdown
from ecoflow.settlement.explain import Explanation
from ecoflow.settlement.replay import replay
from ecoflow.settlement.values import add_quantities, grid_of
from ecoflow.standards.calendar import parse_period
from ecoflow.standards.units import ONE

FACTOR = "{Jan..Apr: 1, May..Sep: 1.2, Oct..Dec: 1.1}"
SHOWN = {**dict.fromkeys(range(1, 5), Fraction(1)), **dict.fromkeys(range(5, 10), Fraction(6, 5)),
         **dict.fromkeys(range(10, 13), Fraction(11, 10))}
TERM = "terms: {factor: {value: %s, by: %s, source: plan, confidence: published}}\n"
CLAUSE = """\
facts: {due: {type: number, unit: 元, least: -10亿元}}
clauses: [{id: a, for_each: [%s], pay: {from: up, to: down, amount: due * factor}}]
"""


def factor(make, by, period, table=FACTOR):
    """What the term comes to in a period, by cell."""
    settle = {4: "year", 7: "month"}.get(len(period.replace("-Q", "Quarter")), "quarter")
    agreement = make.agreement(TERM % (table, by) + CLAUSE % by, settle=settle)
    return grid_of("factor", agreement.terms["factor"].value, agreement.types["factor"], parse_period(period))


def stretch(period):
    found = parse_period(period)
    return [found.first + timedelta(days=n) for n in range((found.last - found.first).days + 1)]


def week(of):
    number, part, _ = of.isocalendar()
    return f"{number}-W{part:02d}"


@pytest.mark.parametrize("period", ["2013", "2012", "2013-Q2", "2013-02", "2012-09"])
def test_a_season_by_day_has_every_day_with_the_value_of_its_month(make, period):
    grid = factor(make, "day", period)
    assert grid.dims == ("day",)
    assert grid.cells == {(d.isoformat(),): SHOWN[d.month] for d in stretch(period)}


@pytest.mark.parametrize(("period", "weeks"), [("2013", 52), ("2012", 52), ("2013-Q2", 13), ("2013-05", 5), ("2013-04", 4)])
def test_a_season_by_week_takes_the_month_of_its_thursday(make, period, weeks):
    grid = factor(make, "week", period)
    assert grid.dims == ("week",)
    assert grid.cells == {(week(d),): SHOWN[d.month] for d in stretch(period) if d.isoweekday() == 4}
    assert len(grid.cells) == weeks


def test_a_week_across_two_seasons_by_hand(make):
    # 2013-04-29 is a Monday, its Thursday 2 May: a week of summer; that of Monday 30 September has its Thursday in October
    cells = factor(make, "week", "2013").cells
    assert [cells[w,] for w in ("2013-W17", "2013-W18", "2013-W39", "2013-W40")] == [
        Fraction(1), Fraction(6, 5), Fraction(6, 5), Fraction(11, 10)]


@given(st.integers(2000, 2060), st.integers(1, 12))
def test_weeks_and_days_of_the_months_make_those_of_the_year(make_once, year, month):
    value = make_once.terms["factor"].value
    for grain, kept in (("week", [d for d in _days(year, month) if d.isoweekday() == 4]), ("day", _days(year, month))):
        found = grid_of("factor", value, Type("number", ONE, ((grain, None),)), parse_period(f"{year}-{month:02d}"))
        assert found.cells == {(week(d) if grain == "week" else d.isoformat(),): SHOWN[month] for d in kept}


def _days(year, month):
    return [date(year, month, n + 1) for n in range(monthrange(year, month)[1])]


@pytest.fixture(scope="module")
def make_once(make):
    return make.agreement(TERM % (FACTOR, "day") + CLAUSE % "day")


def test_by_month_is_what_stands_without_it(make):
    year = factor(make, "month", "2013")
    assert year.cells == {(f"2013-{m:02d}",): SHOWN[m] for m in range(1, 13)}
    agreement = make.agreement(TERM % (FACTOR, "month") + CLAUSE.replace("for_each: [%s], ", ""), settle="month")
    assert agreement.types["factor"].dims == ()
    july = grid_of("factor", agreement.terms["factor"].value, agreement.types["factor"], parse_period("2013-07"))
    assert july.only() == SHOWN[7]


def test_a_season_inside_other_tables_goes_along(make):
    table = "{up: {2012: {Jan..Dec: 9}, 2013..2014: {Jan..Jun: 2, Jul..Dec: 3}}, down: {Dec..May: 4, Jun..Nov: 5}}"
    rest = TERM % (table, "week") + CLAUSE.replace("due * factor", "due * sum(factor over party)") % "week"
    agreement = make.agreement(rest, settle="quarter")
    grid = grid_of("factor", agreement.terms["factor"].value, agreement.types["factor"], parse_period("2013-Q2"))
    thursdays = [d for d in stretch("2013-Q2") if d.isoweekday() == 4]
    assert set(grid.dims) == {"party", "week"}
    at = grid.dims.index("party")
    assert {(c[at], c[1 - at]): v for c, v in grid.cells.items()} == {
        **{("up", week(d)): 2 for d in thursdays}, **{("down", week(d)): 5 if d.month == 6 else 4 for d in thursdays}}


SETTLED = TERM % ("{Jan..Apr: 0.4 mg/L, May..Sep: 0.1 mg/L, Oct..Dec: 0.4 mg/L}", "week") + """\
facts: {fine: {type: number, unit: 元, default: 10元}}
measures: {c: {mean: TP, at: s1, over: %s, by: week, valid: {days: 3%%}}}
clauses: [{id: a, for_each: [week], when: c > factor, pay: {from: up, to: down, amount: fine}}]
"""


@pytest.mark.parametrize(("settle", "period", "paid"), [
    ("year", "2013", ["2013-W18", "2013-W23", "2013-W27", "2013-W32", "2013-W36"]),
    ("quarter", "2013-Q2", ["2013-W18", "2013-W23"]), ("month", "2013-05", ["2013-W18"]), ("month", "2013-04", []),
])
def test_weekly_means_meet_a_season_by_week(make, settle, period, paid):
    # one sample on the fifth of each month, and 5 May 2013 is the Sunday of the week of 29 April
    settled = make.settled(make.agreement(SETTLED % settle, settle=settle), period, make.every_month("0.3"))
    assert settled.settled, [p.message("en") for p in settled.problems]
    assert [p.at["week"] for p in settled.payments] == paid


def test_a_quantity_over_the_weeks_of_a_term_may_be_given_and_expected(make):
    text = TERM % (FACTOR, "week") + """\
quantities: {twice: {formula: 2 * factor}, most: {formula: max(twice)}}
clauses: [{id: a, pay: {from: up, to: down, amount: one}}]
examples:
  - {name: a, period: 2013, given: {}, expect: {net: {down: 1元}, indices: {most: 2.4, twice: {2013-W18: 2.4}}}}
  - {name: b, period: 2013, given: {twice: {2013-W18: 9}}, expect: {indices: {most: 9}}}
"""
    text = text.replace("terms: {", "terms: {one: {value: 1元, source: plan, confidence: published}, ").replace(
        "amount: one", "amount: one * most / most")
    assert [r.difference for r in replay(make.agreement(text))] == [None, None]


STEP = """\
terms: {rate: {value: 1万元, source: plan, confidence: published}}
facts: {x: {type: number, least: -100}}
quantities: {due: {formula: rate * x, %sround: {step: 0.5万元%s}}}
clauses: [{id: a, pay: {from: up, to: down, amount: due, signed: true}}]
examples: [{name: a, period: 2013, given: {x: %s}, expect: {net: {down: %s万元}, indices: {due: %s万元}}}]
"""


@pytest.mark.parametrize("unit", ["", "unit: 亿元, "])
@pytest.mark.parametrize(("mode", "x", "due"), [
    ("", "1.25", "1"), ("", "1.75", "2"), ("", "-1.25", "-1"), ("", "1.2500001", "1.5"), (", mode: half-up", "1.25", "1.5"),
    (", mode: up", "1.01", "1.5"), (", mode: down", "1.49", "1"),
    (", mode: ceiling", "-1.4", "-1"), (", mode: floor", "-1.4", "-1.5"),
])
def test_a_quantity_rounded_to_a_step(make, unit, mode, x, due):
    (found,) = replay(make.agreement(STEP % (unit, mode, x, due, due)))
    assert found.ok, found.difference


def test_papers_and_explanations_say_the_step(make):
    (found,) = replay(make.agreement(STEP % ("", "", "1.26", "1.5", "1.5")))
    assert found.ok
    assert "修约到 0.5万元的整数倍（四舍六入五成双，GB/T 8170）" in to_markdown(found.settlement, "zh")
    assert "rounded to multiples of CNY 5,000 (half to even, GB/T 8170)" in to_markdown(found.settlement, "en")
    lines, left = [], [Explanation(found.settlement, "en").everything()]
    while left:
        step = left.pop()
        lines.append(step.text)
        left += step.under
    assert any(line.endswith("= CNY 12,600, rounded to CNY 15,000") for line in lines), lines


@given(st.fractions(min_value=-1000, max_value=1000, max_denominator=400), st.sampled_from(["0.5", "0.2", "3", "25%"]))
def test_a_step_of_a_plain_number_in_the_whole_engine(stepped, x, step):
    values, exact = {"x": scalar(x)}, {}
    assert add_quantities(stepped[step], ["y"], values, exact) == []
    size = Fraction(1, 4) if step == "25%" else Fraction(step)
    near = [n * size for n in range(int(x / size) - 2, int(x / size) + 3)]
    best = min(abs(n - x) for n in near)
    wanted = [n for n in near if abs(n - x) == best]
    assert values["y"].only() == (wanted[0] if len(wanted) == 1 else next(n for n in wanted if n / size % 2 == 0))
    assert exact["y"].only() == x


@pytest.fixture(scope="module")
def stepped(make):
    text = """\
terms: {stake: {value: 1元, source: plan, confidence: published}}
facts: {x: {type: number, least: -100}}
quantities: {y: {formula: x, round: {step: %s}}}
clauses: [{id: a, when: y > 0, pay: {from: up, to: down, amount: stake}}]
"""
    return {step: make.agreement(text % step) for step in ("0.5", "0.2", "3", "25%")}


def test_a_run_of_days_within_each_month(make):
    # what the hint of `by month` sends people to: the measure itself by month and day
    text = """\
terms: {cap: {value: 0.2 mg/L, source: plan, confidence: published}, fine: {value: 1元, source: plan, confidence: published}}
measures: {c: {mean: TP, at: s1, over: year, by: [month, day], valid: {days: 3%}}}
quantities: {longest: {formula: run(c > cap over day)}}
clauses: [{id: a, for_each: [month], when: longest > 0, pay: {from: up, to: down, amount: fine * longest}}]
"""
    days = ["2013-03-30", "2013-03-31", "2013-04-01", "2013-04-03", "2013-04-04", "2013-04-06"]
    # the fifth, between the last two, is clean
    rows = [*make.every_month("0.1"), *(make.row(d, "0.3") for d in days)]
    settled = make.settled(make.agreement(text), "2013", rows)
    assert settled.settled, [p.message("en") for p in settled.problems]
    assert [(p.at["month"], p.amount) for p in settled.payments] == [("2013-03", 2), ("2013-04", 2)]

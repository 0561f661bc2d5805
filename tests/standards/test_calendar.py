"""Periods of whole days, against Python's own calendar."""

from __future__ import annotations

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecoflow.standards.calendar import (
    Period,
    day,
    month,
    month_of,
    parse_period,
    parse_years,
    quarter,
    quarter_of,
    year,
    year_of,
    years,
)

days = st.dates()


@pytest.mark.parametrize(("text", "first", "last", "name"), [
    ("2013", date(2013, 1, 1), date(2013, 12, 31), "2013"),
    ("2012-02", date(2012, 2, 1), date(2012, 2, 29), "2012-02"),
    ("2013-02", date(2013, 2, 1), date(2013, 2, 28), "2013-02"),
    ("1900-02", date(1900, 2, 1), date(1900, 2, 28), "1900-02"),
    ("2013-Q1", date(2013, 1, 1), date(2013, 3, 31), "2013-Q1"),
    ("2013Q4", date(2013, 10, 1), date(2013, 12, 31), "2013-Q4"),
    (" 2013 ", date(2013, 1, 1), date(2013, 12, 31), "2013"),
    ("9999-12", date(9999, 12, 1), date(9999, 12, 31), "9999-12"),
    ("0001", date(1, 1, 1), date(1, 12, 31), "0001"),
])
def test_reading_a_period(text: str, first: date, last: date, name: str) -> None:
    assert parse_period(text) == Period(first, last, name)
    assert str(parse_period(text)) == name


@pytest.mark.parametrize("text",
                         ["", "13", "2013-13", "2013-00", "2013-2", "2013-Q0", "2013-Q5", "2013Q", "2013-06-01",
                          "2013/06", "0000", "0000-01",
                                  "２０１３", "2013年", "2012..2014", "-2013", "20130", "2013-Q11"])
def test_what_is_no_period(text: str) -> None:
    assert parse_period(text) is None


@pytest.mark.parametrize(("text", "name", "count"),
                         [("2008..2010", "2008..2010", 1096), ("2008 .. 2010", "2008..2010", 1096),
                          ("2010", "2010", 365),
                                                     ("2010..2010", "2010", 365)])
def test_reading_a_run_of_years(text: str, name: str, count: int) -> None:
    found = parse_years(text)
    assert found is not None
    assert (found.name, found.days) == (name, count)


@pytest.mark.parametrize("text",
                         ["", "2010..2008", "2010..", "..2010", "2010...2012", "10..12", "0000", "0000..2010",
                          "2010-01", "２０１０"])
def test_what_is_no_run_of_years(text: str) -> None:
    assert parse_years(text) is None


@given(days)
def test_a_day_lies_in_its_month_quarter_and_year(at: date) -> None:
    one = day(at)
    assert one.days == 1
    assert one.within(month_of(at))
    assert month_of(at).within(quarter_of(at))
    assert quarter_of(at).within(year_of(at))
    assert not year_of(at).within(one)
    assert month_of(at).year == at.year


@given(st.integers(1, 9999))
def test_parts_cover_the_year_without_gap_or_overlap(number: int) -> None:
    whole = year(number)
    for grain, count in (("quarter", 4), ("month", 12), ("year", 1), ("day", whole.days)):
        parts = whole.parts(grain)  # type: ignore[arg-type]
        assert len(parts) == count
        assert (parts[0].first, parts[-1].last) == (whole.first, whole.last)
        assert all(b.first - a.last == timedelta(days=1) for a, b in pairwise(parts))
    assert whole.months() == tuple(month(number, n) for n in range(1, 13))


def test_a_run_of_years_is_made_of_them() -> None:
    run = years(2008, 2010)
    assert run.parts("year") == (year(2008), year(2009), year(2010))
    assert len(run.parts("quarter")) == 12
    assert run.parts("quarter")[3] == quarter(2008, 4)
    assert len(run.months()) == 36
    assert run.year == 2010
    assert year(2009).within(run)
    assert not year(2011).within(run)


def test_a_period_that_cuts_a_month_touches_it() -> None:
    cut = Period(date(2021, 1, 31), date(2021, 3, 1), "winter")
    assert [m.name for m in cut.months()] == ["2021-01", "2021-02", "2021-03"]
    assert len(cut.parts("day")) == cut.days == 30


def test_periods_sort_by_their_first_day() -> None:
    assert sorted([month(2021, 3), year(2021), quarter(2021, 1), year(2020)]) == [year(2020), quarter(2021, 1),
                                                                                  year(2021), month(2021, 3)]

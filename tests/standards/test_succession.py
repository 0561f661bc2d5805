"""Which period follows which, against the calendar itself."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecoflow.standards.succession import longest_run, number_of


@pytest.mark.parametrize(("one", "next_one"), [
    ("2023", "2024"), ("2023-Q4", "2024-Q1"), ("2024-Q1", "2024-Q2"), ("2023-12", "2024-01"), ("2024-08", "2024-09"),
    ("2023-12-31", "2024-01-01"), ("2024-02-28", "2024-02-29"), ("2024-02-29", "2024-03-01"),
    # 2020 has 53 ISO weeks, 2021 has 52
    ("2020-W53", "2021-W01"), ("2021-W52", "2022-W01"), ("2024-W04", "2024-W05"),
])
def test_neighbours_differ_by_one(one: str, next_one: str) -> None:
    assert number_of(next_one) - number_of(one) == 1


@given(st.dates(date(1990, 1, 1), date(2100, 1, 1)))
def test_a_week_has_seven_days_of_one_number(day: date) -> None:
    def number(of: date) -> int:
        year, week, _ = of.isocalendar()
        return number_of(f"{year}-W{week:02d}")

    assert number(day + timedelta(days=7)) == number(day) + 1
    assert (number(day + timedelta(days=1)) != number(day)) == (day.weekday() == 6)


@pytest.mark.parametrize("text", ["", "m1", "2024-13x", "24-01", "2024-Q5", "2024-02-30"])
def test_anything_else_is_no_period(text: str) -> None:
    with pytest.raises(ValueError, match=r".*"):
        number_of(text)


@given(st.sets(st.integers(0, 60), min_size=1))
def test_the_longest_run_is_the_plain_one(months: set[int]) -> None:
    names = {f"{2020 + m // 12}-{m % 12 + 1:02d}" for m in months}
    plain = max(length for start in months for length in range(1, 62) if set(range(start, start + length)) <= months)
    assert longest_run(names) == plain


def test_no_period_is_no_run() -> None:
    assert longest_run(set()) == 0

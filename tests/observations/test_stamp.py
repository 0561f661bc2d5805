# ruff: noqa: DTZ001  (civil time, as the table has it)
from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecoflow.observations.stamp import file_day, microseconds, observed, recorded


@pytest.mark.parametrize(
    ("path", "day"),
    [
        ("2020-05/2020-05-08.json", date(2020, 5, 8)),
        ("a/realtime_20260821_p1.json", date(2026, 8, 21)),
        ("by_name/某省/某流域/201医院/2021-04/201医院.csv", date(2021, 4, 30)),
        ("2020-02/x.csv", date(2020, 2, 29)),
        ("2021-04/2021-04-02/x.json", date(2021, 4, 2)),
        ("2021-02-30/x.json", None),
        ("120210401/x.json", None),
        ("201医院.csv", None),
        ("2021/04/x.csv", None),
    ],
)
def test_the_day_of_a_file_is_in_its_path(path, day):
    assert file_day(path) == day


@pytest.mark.parametrize(
    ("stamp", "day", "expected"),
    [
        ("05-08 15:00", date(2020, 5, 8), datetime(2020, 5, 8, 15)),
        ("12-31 20:00", date(2021, 1, 1), datetime(2020, 12, 31, 20)),
        ("09-09 08:05", date(2020, 5, 8), datetime(2019, 9, 9, 8, 5)),
        ("02-29 00:00", date(2021, 1, 31), datetime(2020, 2, 29)),
        ("02-29 00:00", date(2020, 3, 1), datetime(2020, 2, 29)),
        ("02-29 00:00", date(2022, 3, 1), "bad-time"),
        ("05-09 00:00", date(2020, 5, 8), "time-ahead"),
        ("05-15 00:00", date(2020, 5, 8), "time-ahead"),
        ("05-16 00:00", date(2020, 5, 8), datetime(2019, 5, 16)),
        ("01-01 00:00", date(2020, 12, 31), "time-ahead"),
        ("01-07 00:00", date(2020, 12, 31), "time-ahead"),
        ("01-08 00:00", date(2020, 12, 31), datetime(2020, 1, 8)),
        ("--", date(2020, 5, 8), "no-time"),
        ("*", date(2020, 5, 8), "no-time"),
        ("", date(2020, 5, 8), "no-time"),
        ("13-01 00:00", date(2020, 5, 8), "bad-time"),
        ("04-31 00:00", date(2020, 5, 8), "bad-time"),
        ("04-30 24:00", date(2020, 5, 8), "bad-time"),
        ("2020-04-30 08:00", date(2020, 5, 8), "bad-time"),
    ],
)
def test_the_year_comes_from_the_file(stamp, day, expected):
    assert observed(stamp, day) == (expected if isinstance(expected, str) else microseconds(expected))


@given(st.datetimes(datetime(2005, 1, 1), datetime(2030, 1, 1)), st.integers(0, 350))
def test_any_time_up_to_350_days_old_is_read_back(when, age):
    when = when.replace(second=0, microsecond=0)
    day = (when + timedelta(days=age)).date()
    assert observed(f"{when:%m-%d %H:%M}", day) == microseconds(when)


def test_a_file_becomes_known_at_the_end_of_its_day():
    assert recorded(date(2020, 5, 8)) == microseconds(datetime(2020, 5, 8, 23, 59, 59))

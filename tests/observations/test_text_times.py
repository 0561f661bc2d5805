# ruff: noqa: DTZ001  (civil time, as the table has it)
from datetime import UTC, date, datetime, timedelta, timezone
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecoflow.observations.rejects import REASONS
from ecoflow.observations.stamp import microseconds
from ecoflow.observations.text_clocks import DAY
from ecoflow.observations.text_times import TimeHints, read_clock, read_time

MAY = datetime(2021, 5, 1)


@pytest.mark.parametrize(("text", "when"), [
    *((text, MAY.replace(hour=8)) for text in (
        "2021-05-01 08:00:00", "2021-05-01 08:00", "2021-5-1 8:00", "2021/5/1 8:00", "2021/05/01 8:00:00",
        "2021.05.01 08:00",
        "2021-05-01T08:00:00", "2021-05-01 08", "2021-05-01T08", "202105010800", "2021050108", "20210501080000",
        "20210501 0800",
        "20210501 08:00", "20210501T080000", "2021年5月1日8时", "2021年05月01日08时00分", "2021年5月1日 8:00",
        "2021年5月1日8点整",
        "2021年5月1日 上午8:00", "2021/5/1上午8:00", "2021-05-01 8:00 AM", "２０２１－０５－０１　０８：００",
        "2021-05-01 星期六 08:00",
        "2021年5月1日（周六）08:00", "1-May-2021 08:00", "01 May 2021 08:00", "May 1, 2021 08:00", "May 1 2021 8:00 am",
        "2021-05-01T00:00:00Z", "2021-05-01T08:00:00+08:00", "2021-05-01T08:00:00+0800", "2021-05-01 00:00:00 UTC",
        "2021-05-01T00:00:00.000+00:00", "2021-05-01T00:00:00.0000000Z", "2021-04-30T19:00:00-05:00", "2021-05-01T08:00+08",
        "<span title='x'>2021-05-01 08:00</span>", "\ufeff2021-05-01 08:00",
    )),
    *((text, MAY) for text in (
        "2021-05-01", "2021/5/1", "2021.5.1", "20210501", "2021年5月1日", "2021年 5月 1日", "2021年5月1号", "1 May 2021",
        "1-MAY-2021",
        "May 1st, 2021", "2021-05-01 00:00:00", "2021-04-30 24:00", "2021-05-01 星期六", "2021–05–01",
    )),
    ("2021-05-01 08:05:30.25", MAY.replace(hour=8, minute=5, second=30, microsecond=250_000)),
    ("2020-02-29 23:59:59", datetime(2020, 2, 29, 23, 59, 59)), ("1969-12-31 23:00", datetime(1969, 12, 31, 23)),
    ("2020-12-31 24:00:00", datetime(2021, 1, 1)), ("2021-01-01T02:00:00+09:00", datetime(2021, 1, 1, 1)),
])
def test_times(text, when):
    assert read_time(text) == microseconds(when)


@pytest.mark.parametrize(("text", "reason"), [
    *((text, "no-time") for text in ("", " ", "-", "--", "—", "/", "*", "null", "NaT")),
    *((text, "bad-time") for text in (
        "2021-02-30", "2021-02-29", "2021-13-01", "2021-00-01", "2021-05-00", "2021-05-01 25:00", "2021-05-01 08:60",
        "2021-05-01 24:01", "2021-05-01 23:59:60", "20210230", "2021-05/01", "1900-01-00", "1900-01-01", "2101-01-01",
        "0000-00-00",
        "2021-05-01 8:00-12:00", "2021-05-01 08:00-10:00", "2021-05-01~2021-05-03", "2021-05-01 08:00 CST", "abc",
        "2021-W05",
        "2021-121", "32 May 2021", "1 Foo 2021", "2021-05-01 上午12:00", "9" * 10**6, "2021-05-01T00:00:00+25:00", "201医院",
    )),
    *((text, "day-month-order") for text in ("5/1/2021", "13/5/2021", "05-01-2021", "5.1.2021 08:00", "5/5/2021")),
    *((text, "two-digit-year") for text in ("21-05-01", "5/1/21", "01-MAY-21", "21年5月1日")),
    *((text, "no-day-of-month") for text in ("2021-05", "2021年5月", "202105", "2021.05", "2021年5月上旬", "2021年第1季度",
    "2021Q1", "2021")),
    *((text, "no-year") for text in ("05-01 08:00", "5月1日", "5/1", "5月", "15日", "上旬", "05-01 00:00:00Z")),
    ("44317.25", "serial-number"), ("44317", "serial-number"), ("2021.5", "bad-time"),
])
def test_what_is_no_time_says_why(text, reason):
    assert read_time(text) == reason
    assert reason in REASONS


@pytest.mark.parametrize(("text", "hints", "expected"), [
    ("5/1/2021", TimeHints(order="day-month"), datetime(2021, 1, 5)), ("5/1/2021", TimeHints(order="month-day"), MAY),
    ("13/5/2021 08:00", TimeHints(order="day-month"), datetime(2021, 5, 13, 8)),
    ("13/5/2021", TimeHints(order="month-day"), "bad-time"),
    ("2021-05", TimeHints(day=15), datetime(2021, 5, 15)), ("2021年2月", TimeHints(day=30), "bad-time"),
    ("2021年5月上旬", TimeHints(day=5), datetime(2021, 5, 5)), ("2021年5月中旬", TimeHints(day=5), "no-day-of-month"),
    ("2021年5月下旬", TimeHints(day=31), datetime(2021, 5, 31)),
    ("中旬", TimeHints(year=2021, month=5, day=15), datetime(2021, 5, 15)),
    ("2021年第二季度", TimeHints(month=5, day=1), MAY), ("2021Q2", TimeHints(month=7, day=1), "no-day-of-month"),
    ("5月", TimeHints(year=2021, day=1), MAY), ("13月", TimeHints(year=2021, month=5, day=1), "bad-time"),
    ("1", TimeHints(year=2021, month=5), MAY), ("1日", TimeHints(year=2021, month=5), MAY),
    ("32", TimeHints(year=2021, month=5), "bad-time"),
    ("", TimeHints(year=2021, month=5, day=1), MAY), ("--", TimeHints(year=2021, month=5), "no-time"),
    ("2021", TimeHints(month=5, day=1), MAY), ("05-01", TimeHints(year=2021), MAY),
    ("5月1日8时", TimeHints(year=2021), MAY.replace(hour=8)),
    ("02-29", TimeHints(year=2021), "bad-time"),
    ("05-01 08:00", TimeHints(file_day=date(2021, 5, 1)), MAY.replace(hour=8)),
    ("12-31 20:00", TimeHints(file_day=date(2021, 1, 1)), datetime(2020, 12, 31, 20)),
    ("05-03 08:00", TimeHints(file_day=date(2021, 5, 1)), "time-ahead"),
    ("02-30", TimeHints(file_day=date(2021, 5, 1)), "bad-time"),
    ("2021-05-02 23:00", TimeHints(file_day=date(2021, 5, 1)), datetime(2021, 5, 2, 23)),
    ("2021-05-03 00:00", TimeHints(file_day=date(2021, 5, 1)), "in-the-future"),
    ("2021-05-01", TimeHints(clock=8 * 3_600_000_000), MAY.replace(hour=8)),
    ("2021-05-01 00:00:00", TimeHints(clock=8 * 3_600_000_000), MAY.replace(hour=8)),
    ("2021-05-01 08:00", TimeHints(clock=8 * 3_600_000_000), MAY.replace(hour=8)),
    ("2021-05-01 09:00", TimeHints(clock=8 * 3_600_000_000), "clock-differs"),
    ("44317.25", TimeHints(serial="1900"), MAY.replace(hour=6)), ("44317", TimeHints(serial="1900"), MAY),
    ("44317.0", TimeHints(serial="1900"), MAY), ("42855.25", TimeHints(serial="1904"), MAY.replace(hour=6)),
    ("44317.3333333333", TimeHints(serial="1900"), MAY.replace(hour=8)),
    ("44317.99999999", TimeHints(serial="1900"), datetime(2021, 5, 2)),
    ("20210501", TimeHints(serial="1900"), MAY), ("2021", TimeHints(serial="1900", month=5, day=1), MAY),
    ("99999999", TimeHints(serial="1900"), "bad-time"),
])
def test_hints(text, hints, expected):
    assert read_time(text, hints) == (expected if isinstance(expected, str) else microseconds(expected))
    assert not isinstance(expected, str) or expected in REASONS


@pytest.mark.parametrize(("text", "clock"), [
    ("7：50", "7:50"), ("14:34", "14:34"), ("910", "9:10"), ("1025", "10:25"), ("910.0", "9:10"), ("0910", "9:10"),
    ("091005", "9:10:05"),
    ("24:00", "24:00"), ("2400", "24:00"), ("0", "0:00"), ("9", "9:00"), ("08", "8:00"), ("8时", "8:00"),
    ("8点30分", "8:30"), ("8点半", "8:30"),
    ("8时30分15秒", "8:30:15"), ("上午9:10", "9:10"), ("下午3点", "15:00"), ("下午15:00", "15:00"), ("中午12:30", "12:30"),
    ("中午1点", "13:00"),
    ("凌晨2点", "2:00"), ("12:30 AM", "0:30"), ("12:30 PM", "12:30"), ("3:15pm", "15:15"), ("3:15 p.m.", "15:15"),
    (" 9 : 05 ", "9:05"),
])
def test_clock_times(text, clock):
    hour, minute, second = (*map(int, clock.split(":")), 0)[:3]
    assert read_clock(text) == (hour * 3600 + minute * 60 + second) * 10**6


@pytest.mark.parametrize(("text", "reason"), [
    ("", "no-time"), ("--", "no-time"),
    *((text, "bad-time") for text in ("25", "24:01", "2401", "960", "9:60", "9.10", "9:5", "91005", "23:59:60", "上午12:00",
    "凌晨9点", "0.375",
                                      "13:00 AM", "上午9:00 PM", "8-10", "abc", "9" * 10**6, "-5", "٩")),
])
def test_what_is_no_clock_time(text, reason):
    assert read_clock(text) == reason


def test_parts_of_a_day_only_where_told():
    assert read_clock("0.375", serial=True) == 9 * 3600 * 10**6
    assert read_clock("0.434027777777778", serial=True) == (10 * 60 + 25) * 60 * 10**6
    assert read_clock("910", serial=True) == read_clock("9:10")


_MOMENTS = st.datetimes(datetime(1901, 1, 2), datetime(2100, 12, 30))


@given(_MOMENTS, st.sampled_from([
    "{:%Y-%m-%d %H:%M:%S}", "{:%Y/%m/%d %H:%M:%S}", "{:%Y%m%d%H%M%S}", "{:%Y年%m月%d日%H时%M分%S秒}", "{:%Y.%m.%d %H:%M:%S}",
    "{:%Y-%m-%dT%H:%M:%S}", "{:%d-%b-%Y %H:%M:%S}", "{:%B %d, %Y %I:%M:%S %p}", "{:%Y%m%d %H%M%S}", "{:%m/%d/%Y %H:%M:%S}",
]))
def test_round_trips(when, shape):
    when = when.replace(microsecond=0)
    assert read_time(shape.format(when), TimeHints(order="month-day")) == microseconds(when)


@given(_MOMENTS, st.integers(-12 * 4, 14 * 4).map(lambda quarters: timezone(timedelta(minutes=15 * quarters))))
def test_zones_against_the_standard_library(when, zone):
    china = when.replace(tzinfo=UTC).astimezone(timezone(timedelta(hours=8))).replace(tzinfo=None)
    there = when.replace(tzinfo=UTC).astimezone(zone)
    assert read_time(there.isoformat(timespec="milliseconds")) == microseconds(china) // 1000 * 1000


@given(st.integers(10_000, 72_000), st.integers(0, 86_399))
def test_day_numbers_to_the_second(day, second):
    number = day + Fraction(second, 86_400)
    digits = f"{number.numerator * 10**10 // number.denominator}"
    when = datetime(1899, 12, 30) + timedelta(days=day, seconds=second)
    assert read_time(f"{digits[:-10]}.{digits[-10:]}", TimeHints(serial="1900")) == microseconds(when)


_SOME_HINTS = st.builds(
    TimeHints, year=st.none() | st.integers(-1, 10_000), month=st.none() | st.integers(-1, 14),
    day=st.none() | st.integers(-1, 40),
    file_day=st.none() | st.dates(date(1901, 1, 1), date(2099, 1, 1)), clock=st.none() | st.integers(0, DAY),
    order=st.sampled_from(["", "day-month", "month-day"]), serial=st.sampled_from(["", "1900", "1904"]),
)


_SIGNS = st.text("0123456789-/.: TZ年月日时分秒上中下旬午第季度QMayPA+周六()：", max_size=22)


@given(st.text(max_size=40) | _SIGNS, _SOME_HINTS)
def test_any_text_has_an_answer(text, hints):
    found = read_time(text, hints)
    assert found in REASONS if isinstance(found, str) else abs(found) < 10**16
    clock = read_clock(text)
    assert clock in REASONS if isinstance(clock, str) else 0 <= clock <= DAY

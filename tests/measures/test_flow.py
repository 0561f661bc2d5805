"""Volumes and loads: 1 mg/L times 1 m³/s is 31.536 t in 365 days."""

from __future__ import annotations

from fractions import Fraction

import pytest

DAY = 86_400
VOLUME = "{volume: Q, at: s1, over: year, unit: 亿m³}"
MORE = "monitoring: {{exempt: [{{{}}}]}}\n"


@pytest.mark.parametrize(("year", "days"), [(2013, 365), (2012, 366)])
def test_volume_of_a_year(make, year, days):
    found = make.value(VOLUME, make.every_day("10", year=year), str(year))
    assert found == 10 * days * DAY


def test_volume_is_of_daily_means(make):
    rows = [*make.every_day("10"), make.row("2013-06-05T20:00", "30"), make.row("2013-06-05T22:00", "20", "Q")]
    rows[-2] = make.row("2013-06-05T20:00", "30", "Q")
    assert make.value(VOLUME, rows) == (364 * 10 + 20) * DAY


def test_volume_with_a_list_is_by_indicator(make):
    cells, problems = make.measured("{volume: [Q], at: s1, over: year}", make.every_day("1"))
    assert (cells, problems) == ({("Q",): 365 * DAY}, ())


def test_volume_by_month(make):
    cells, _ = make.measured("{volume: Q, at: s1, over: year, by: month}", make.every_day("1", year=2012), "2012")
    lengths = [31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    assert cells == {(f"2012-{m:02d}",): n * DAY for m, n in enumerate(lengths, 1)}


def test_a_day_without_flow_is_not_a_day_without_water(make):
    rows = make.every_day("1")
    del rows[40]  # 10 February
    _, problems = make.measured(VOLUME, rows)
    assert [(p.code, p.about["month"], p.message("en")) for p in problems] == [
        ("E416", "2013-02", "s1 Q: 27 of 28 days have a flow in 2013-02")]


def test_a_stated_share_of_days(make):
    rows = [r for r in make.every_day("1") if str(r["observed_at"])[:10] not in ("2013-02-10", "2013-02-11")]
    for r in rows:
        if r["observed_at"].month == 2:
            r["value"] *= 3
    assert make.value("{volume: Q, at: s1, over: year, valid: {days: 90%}}", rows) == (337 + 3 * 28) * DAY
    _, problems = make.measured("{volume: Q, at: s1, over: year, valid: {days: 95%}}", rows)
    assert [p.code for p in problems] == ["E416"]


def test_months_do_not_excuse_a_total(make):
    rows = [r for r in make.every_day("1") if r["observed_at"].month != 2]
    _, problems = make.measured("{volume: Q, at: s1, over: year, valid: {months: 8}}", rows)
    assert [(p.code, p.about["month"]) for p in problems] == [("E401", "2013-02")]


def test_exempt_days_carry_no_water(make):
    rows = [r for r in make.every_day("1") if not (r["observed_at"].month == 2 and r["observed_at"].day > 18)]
    more = MORE.format("from: 2013-02-19, to: 2013-02-28, reason: works")
    assert make.value("{volume: Q, at: s1, over: year}", rows, more=more) == 355 * DAY
    more = MORE.format("from: 2013-02, to: 2013-02, reason: works")
    assert make.value("{volume: Q, at: s1, over: year}", rows, more=more) == 337 * DAY


@pytest.mark.parametrize("method", ["daily", "monthly", "period"])
def test_one_gram_a_second(make, method):
    rows = make.every_day("1") + make.every_day("1", "TP")
    grams = make.value(f"{{load: TP, at: s1, over: year, method: {method}, unit: t}}", rows)
    assert grams == Fraction("31.536") * 10**6


def uneven(make):
    """Days 1..31 of January: flow d, concentration d / 100 on odd days twice, on even days once."""
    rows = [make.row(f"2013-01-{d:02d}", d, "Q") for d in range(1, 32)]
    rows += [make.row(f"2013-01-{d:02d}", f"0.{d:02d}") for d in range(1, 32)]
    return rows + [make.row(f"2013-01-{d:02d}T16:00", f"0.{d:02d}") for d in range(1, 32, 2)]


@pytest.mark.parametrize(("method", "path", "grams"), [
    ("daily", "[month]", sum(Fraction(d * d, 100) for d in range(1, 32)) * DAY),
    ("monthly", "[month]", Fraction(sum(d * (1 + d % 2) for d in range(1, 32)), 4700) * sum(range(1, 32)) * DAY),
    ("monthly", "[day, month]", Fraction(16, 100) * sum(range(1, 32)) * DAY),
    ("period", "[day]", Fraction(16, 100) * sum(range(1, 32)) * DAY),
])
def test_methods_differ(make, method, path, grams):
    definition = f"{{load: TP, at: s1, over: month, method: {method}, averaging: {path}}}"
    assert make.value(definition, uneven(make), "2013-01") == grams


def test_monthly_and_period_over_two_months(make):
    rows = [make.row(f"2013-0{m}-{d:02d}", m, "Q") for m, n in ((1, 31), (2, 28), (3, 31)) for d in range(1, n + 1)]
    rows += [make.row(f"2013-0{m}-10", f"0.{m}") for m in (1, 2, 3)]
    volumes = {1: 31 * DAY, 2: 2 * 28 * DAY, 3: 3 * 31 * DAY}
    monthly = make.value("{load: TP, at: s1, over: quarter, method: monthly}", rows, "2013-Q1")
    assert monthly == sum(Fraction(m, 10) * v for m, v in volumes.items())
    period = make.value("{load: TP, at: s1, over: quarter, method: period}", rows, "2013-Q1")
    assert period == Fraction(2, 10) * sum(volumes.values())
    assert make.value("{load: TP, at: s1, over: quarter}", rows, "2013-Q1") == monthly


def test_a_daily_load_needs_both(make):
    rows = make.every_day("1") + [r for r in make.every_day("1", "TP") if str(r["observed_at"])[:10] != "2013-03-04"]
    _, problems = make.measured("{load: TP, at: s1, over: year, method: daily}", rows)
    assert [(p.code, dict(p.about)) for p in problems] == [
        ("E401", {"section": "s1", "indicator": "TP", "month": "2013-03-04"})]


def test_a_daily_load_with_a_stated_share_leaves_no_day_at_zero(make):
    gone = ("2013-03-04", "2013-03-05")
    rows = [r for r in make.every_day("1") if str(r["observed_at"])[:10] != gone[0]]
    rows += [r for r in make.every_day("1", "TP") if str(r["observed_at"])[:10] != gone[1]]
    found = make.value("{load: TP, at: s1, over: year, method: daily, valid: {days: 90%}}", rows)
    assert found == 365 * DAY


def test_an_exempt_concentration_takes_its_flow_along(make):
    rows = make.every_day("1") + [r for r in make.every_day("1", "TP") if r["observed_at"].month != 2]
    more = MORE.format("indicators: [TP], from: 2013-02, to: 2013-02, reason: works")
    for method in ("daily", "monthly", "period"):
        found = make.value(f"{{load: TP, at: s1, over: year, method: {method}}}", rows, more=more)
        assert found == 337 * DAY, method


def test_exempt_days_of_the_flow_take_the_concentration_along(make):
    rows = [r for r in make.every_day("1") if not (r["observed_at"].month == 2 and r["observed_at"].day > 18)]
    more = MORE.format("indicators: [Q], from: 2013-02-19, to: 2013-02-28, reason: works")
    found = make.value("{load: TP, at: s1, over: year, method: daily}", rows + make.every_day("1", "TP"), more=more)
    assert found == 355 * DAY


def test_a_month_with_flow_and_no_concentration_is_missing(make):
    rows = make.every_day("1") + make.every_month("1")[1:]
    _, problems = make.measured("{load: TP, at: s1, over: year, valid: {months: 8}}", rows)
    assert [(p.code, p.about["indicator"], p.about["month"]) for p in problems] == [("E401", "TP", "2013-01")]

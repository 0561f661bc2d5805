"""Stretches against the same question asked in plain Python, on data of every shape."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from itertools import groupby

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

START = datetime(2021, 1, 31)  # noqa: DTZ001 - civil time
RELAXED = settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
MINUTES = (60, 120, 240, 720, 1440, 10080)


def runs(flags):
    """(first, last) places of each run of true flags."""
    places = list(enumerate(flags))
    return [(met[0][0], met[-1][0]) for keep, group in groupby(places, key=lambda p: p[1]) if keep for met in [list(group)]]


@RELAXED
@given(minutes=st.sampled_from(MINUTES), missing=st.sets(st.integers(1, 58), max_size=20), jitter=st.integers(-3, 3))
def test_gaps_are_the_slots_that_are_missing(minutes, missing, jitter, bench, make_row):
    slots = [START + timedelta(minutes=minutes * n) for n in range(60)]
    kept = [n for n in range(60) if n not in missing]
    rows = [make_row("街口", slots[n] + timedelta(minutes=jitter if n % 5 == 4 and n < 58 else 0), "TP", f"0.0{1 + n % 7}")
            for n in kept]
    hits = bench.check(rows, "gap").outcomes[0].hits
    assert [hit.n for hit in hits] == [last - first + 1 for first, last in runs(n in missing for n in range(60))]
    if not jitter:
        told = [(hit.first, hit.last) for hit in hits]
        wanted = [(f"{slots[a]:%Y-%m-%d %H:%M}", f"{slots[b]:%Y-%m-%d %H:%M}") for a, b in
                  runs(n in missing for n in range(60))]
        assert told == wanted


@RELAXED
@given(missing=st.sets(st.integers(1, 34), max_size=9), day=st.integers(1, 28))
def test_monthly_samples_may_fall_on_any_day(missing, day, bench, make_row):
    months = [(2019 + n // 12, n % 12 + 1) for n in range(36)]
    days = [f"{year}-{month:02d}-{1 + (day + 7 * n) % 28:02d} 10:00" for n, (year, month) in enumerate(months)]
    rows = [make_row("街口", when, "TP", f"0.0{1 + n % 7}", source="manual")
            for n, when in enumerate(days) if n not in missing]
    hits = bench.check(rows, "gap").outcomes[0].hits
    wanted = [("{}-{:02d}".format(*months[a]), "{}-{:02d}".format(*months[b]), b - a + 1)
              for a, b in runs(n in missing for n in range(36))]
    assert [(hit.first[:7], hit.last[:7], hit.n) for hit in hits] == wanted


@RELAXED
@given(values=st.lists(st.integers(1, 2), min_size=1, max_size=80))
def test_stuck_sensors_are_the_long_runs(values, bench, make_row):
    rows = [make_row("街口", START + timedelta(hours=4 * n), "DO", value) for n, value in enumerate(values)]
    wanted = []
    for value in (1, 2):
        wanted += [(a, b) for a, b in runs(v == value for v in values) if b - a + 1 >= 12]
    hits = bench.check(rows, "stuck-sensor").outcomes[0].hits
    moment = [f"{START + timedelta(hours=4 * n):%Y-%m-%d %H:%M}" for n in range(len(values))]
    assert [(hit.first, hit.last, hit.n) for hit in hits] == [(moment[a], moment[b], b - a + 1) for a, b in sorted(wanted)]


@RELAXED
@given(values=st.lists(st.integers(-10**12, 10**12), min_size=31, max_size=60), times=st.integers(1, 50))
def test_robust_bounds_are_those_of_plain_integers(values, times, bench, make_row):
    """Millionths as Python integers: discrete medians, spread on either side, at least a tenth of the median."""
    from ecoflow.observations.quality.settings import read_settings

    rules = read_settings(f"ecoflow-quality: 1\nrules:\n  improbable-value: {{times: {times}}}\n", "r.yaml")
    rows = [make_row("街口", START + timedelta(days=1 + n % 27, hours=n // 27), "Q", Decimal(v).scaleb(-6), "m3/s")
            for n, v in enumerate(values)]

    def middle(numbers):
        ordered = sorted(numbers)
        return ordered[(len(ordered) + 1) // 2 - 1]

    median = middle(values)
    # a tenth of the median, in millionths, rounded as the column is: half away from zero
    least = (2 * abs(median) + 10) // 20
    above = max(middle([v - median for v in values if v >= median]), least)
    below = max(middle([median - v for v in values if v <= median]), least)
    wanted = sum(v > median + times * above or v < median - times * below for v in values)
    assert bench.check(rows, "improbable-value", settings=rules).outcomes[0].count == wanted


@pytest.mark.parametrize("minutes", [m for m in MINUTES if m < 1440])
def test_a_change_of_cadence_is_no_gap(minutes, bench, make_row):
    turn = datetime(2021, 3, 1)  # noqa: DTZ001 - civil time
    slow = [turn - timedelta(minutes=minutes * n) for n in range(20 * 1440 // minutes, 0, -1)]
    fast = [turn + timedelta(minutes=30 * n) for n in range(1400)]
    rows = [make_row("街口", when, "TP", f"0.0{1 + n % 7}") for n, when in enumerate([*slow, *fast])]
    assert bench.found(rows, "gap") == []

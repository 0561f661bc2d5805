"""Errors planted in clean data are found, each by its rule at its place, and nothing else is found."""

from __future__ import annotations

import random
from datetime import datetime, timedelta
from decimal import Decimal

import pytest

START = datetime(2021, 3, 1)  # noqa: DTZ001 - civil time
SLOTS = 30 * 6
LEVELS = {"WT": ("12.0", "0.01", "℃"), "pH": ("7.80", "0.01", "1"), "DO": ("9.00", "0.01", "mg/L"),
          "CODMn": ("2.50", "0.001", "mg/L"), "NH3N": ("0.250", "0.0001", "mg/L"), "TP": ("0.060", "0.0001", "mg/L")}
"""A level and the step of the last digit."""


def at(slot):
    return START + timedelta(hours=4 * slot)


def stamp(slot):
    return f"{at(slot):%Y-%m-%d %H:%M}"


@pytest.fixture
def clean(make_row):
    """Thirty days of four-hourly results at two sections: every value within a tenth of its level, none twice in a row."""
    rng = random.Random(20210301)  # noqa: S311 - only a generator of water
    data = {}
    for section in ("街口", "古北口"):
        for indicator, (level, step, unit) in LEVELS.items():
            before = None
            for slot in range(SLOTS):
                value = before
                while value == before:
                    steps = int(Decimal(level) / Decimal(step))
                    value = rng.randrange(steps * 9 // 10, steps * 11 // 10) * Decimal(step)
                before = value
                data[section, indicator, slot] = make_row(section, at(slot), indicator, value, unit)
    return data


def put(data, section, indicator, slot, **changes):
    data[section, indicator, slot] = {**data[section, indicator, slot], **{k: Decimal(v) if k == "value" else v
                                                                           for k, v in changes.items()}}


def test_nothing_is_found_in_clean_data(clean, bench):
    assert bench.found(list(clean.values())) == []


def one(rule, indicator, slot, n=1, last=None):
    return (rule, "街口", indicator, stamp(slot), stamp(slot if last is None else last), n)


VALUES = [
    # indicator, value planted at slot 60, the rules that speak
    ("pH", "14.2", {"impossible-value"}),
    ("DO", "20.000001", {"impossible-value"}),
    ("DO", "20", set()),
    ("NH3N", "-0.000001", {"impossible-value"}),
    ("TP", "0", {"zero-value"}),
    ("TP", "60", {"unit-slip", "improbable-value", "jump"}),
    ("NH3N", "2.5", {"unit-slip", "improbable-value", "jump"}),
    ("CODMn", "0.0025", {"unit-slip"}),
]


@pytest.mark.parametrize(("indicator", "value", "rules"), VALUES)
def test_one_value(indicator, value, rules, clean, bench):
    level, step, _ = LEVELS[indicator]
    for slot, near in ((59, 1), (61, -1)):
        put(clean, "街口", indicator, slot, value=Decimal(level) + near * Decimal(step))
    put(clean, "街口", indicator, 60, value=value)
    found = bench.found(list(clean.values()))
    assert {f[0] for f in found} == rules
    assert all(f[1:] == one("", indicator, 60)[1:] for f in found)


def test_a_cut_exponent(clean, bench):
    for slot in range(SLOTS):
        put(clean, "街口", "TP", slot, value=Decimal(f"0.0000{10 + slot % 7}"))
    put(clean, "街口", "TP", 60, value="4")
    found = bench.found(list(clean.values()))
    assert ("cut-exponent", *one("", "TP", 60)[1:]) in found
    assert {f[0] for f in found} == {"cut-exponent", "improbable-value", "jump"}


def test_two_values_of_one_moment_and_a_correction_that_is_none(clean, bench):
    rows = list(clean.values())
    first = clean["街口", "TP", 60]
    contradiction = {**first, "value": first["value"] + Decimal("0.001")}
    corrected = {**clean["街口", "TP", 90], "value": Decimal("0.0611")}
    corrected["recorded_at"] += timedelta(days=3)
    assert bench.found([*rows, contradiction, corrected]) == [one("two-values", "TP", 60, 2)]


def test_the_same_row_again(clean, bench):
    rows = list(clean.values())
    again = [clean["街口", "TP", slot] for slot in (3, 9, 9)]
    assert bench.found([*rows, *again]) == [one("same-row-again", "TP", 3, 3, 9)]


def test_a_repeated_cycle_and_a_stuck_sensor(clean, bench):
    for slot in (60, 61):
        for indicator in LEVELS:
            put(clean, "街口", indicator, slot, value=clean["街口", indicator, 59]["value"])
    for slot in range(100, 120):
        put(clean, "街口", "DO", slot, value="9.01")
    assert bench.found(list(clean.values())) == [one("repeat-cycle", "", 60, 2, 61), one("stuck-sensor", "DO", 100, 20, 119)]


def test_one_indicator_that_moves_is_no_repeated_cycle(clean, bench):
    for indicator in LEVELS:
        if indicator != "TP":
            put(clean, "街口", indicator, 60, value=clean["街口", indicator, 59]["value"])
    assert bench.found(list(clean.values())) == []


def test_a_day_said_twice(clean, bench):
    for slot in range(66, 72):
        for indicator in LEVELS:
            put(clean, "街口", indicator, slot, value=clean["街口", indicator, slot - 6]["value"])
    assert bench.found(list(clean.values())) == [one("day-shift", "", 66, 36, 71)]


def test_gaps_and_results_that_do_not_count(clean, bench):
    for slot in (50, 51, 52):
        del clean["街口", "TP", slot]
    put(clean, "街口", "NH3N", 70, flag="D")
    checked = bench.check(list(clean.values()), "gap")
    hits = {(h.indicator, h.first, h.last, h.n, dict(h.details)["invalid"]) for h in checked.outcomes[0].hits}
    assert hits == {("TP", stamp(50), stamp(52), 3, "0"), ("NH3N", stamp(70), stamp(70), 1, "1")}


def test_clocks(clean, bench):
    ahead = clean["街口", "TP", 60]
    ahead["recorded_at"] = ahead["observed_at"] - timedelta(minutes=1)
    for indicator in LEVELS:
        late = clean["古北口", indicator, 30]
        late["observed_at"] += timedelta(minutes=2)
    moved = "2021-03-06 00:02"
    assert bench.found(list(clean.values())) == [
        ("clock-ahead", "街口", "", stamp(60), stamp(60), 1), ("off-grid", "古北口", "", moved, moved, 1)]
    twin = {**clean["街口", "DO", 12], "observed_at": at(12) + timedelta(minutes=2), "value": Decimal("9.003")}
    assert ("minutes-apart", "街口", "", "2021-03-03 00:02", "2021-03-03 00:02", 1) in bench.found([*clean.values(), twin])


def test_laboratories(bench, make_row):
    day = "2021-03-05 10:00"
    rows = [make_row("街口", day, "TP", value, source=source)
            for source, value in (("joint:anhui", "0.1"), ("joint:zhejiang", "0.122223"))]
    rows += [make_row("街口", day, "NH3N", value, source=source)
             for source, value in (("joint:anhui", "0.100"), ("joint:zhejiang", "0.140"))]
    rows += [make_row("街口", "2021-03-05 09:00", "TN", "1.00", source="manual"),
             make_row("街口", "2021-03-05 08:00", "TN", "1.50")]
    # 0.022223 of a mean of 0.1111115 is just above a fifth; 0.04 of ammonia stays below the least difference that counts
    assert bench.found(rows) == [("laboratories-differ", "街口", "TN", "2021-03-05 09:00", "2021-03-05 09:00", 1),
                                 ("laboratories-differ", "街口", "TP", day, day, 1)]
    rows[1]["value"] = Decimal("0.122222")
    assert [f[2] for f in bench.found(rows)] == ["TN"]


def test_flow_words_and_units(bench, make_row):
    rows = [make_row("街口", f"2021-03-01 0{hour}:00", "Q", value, "m3/s")
            for hour, value in enumerate(("5", "-2", "-3", "4"))]
    rows += [make_row("街口", "2021-03-01 08:00", "TP", "0.1", "kg"),
             make_row("街口", "2021-03-01 08:00", "TN", "1", flag="??"),
             make_row("街口", "2021-03-01 08:00", "XYZ", "1"),
             make_row("街口", "2021-03-01 08:00", "COD", "9", source="lab 7"),
             make_row("街口", "2021-03-01 08:00", "DO", None), make_row("", "2021-03-01 08:00", "TP", "0.1")]
    moment = ("2021-03-01 08:00", "2021-03-01 08:00", 1)
    assert bench.found(rows) == [
        ("incomplete-row", "", "TP", *moment), ("no-value", "街口", "DO", *moment),
        ("reverse-flow", "街口", "Q", "2021-03-01 01:00", "2021-03-01 02:00", 2),
        ("unknown-flag", "街口", "TN", *moment), ("unknown-indicator", "街口", "XYZ", *moment),
        ("unknown-source", "街口", "", *moment), ("wrong-unit", "街口", "TP", *moment)]


def test_names(bench, make_row):
    names = ("界首七渡口", "界首七渡口(七渡口)", "七渡口", "大桥@安徽省", "大桥@江西省", "三河东大桥(老)", "三河东大桥",
             "南湖（桥)", "南湖(桥)", "北湖", "北湖村")
    rows = [make_row(name, f"2021-03-{1 + n:02d} 08:00", "TP", f"0.0{n + 1}") for n, name in enumerate(names)]
    found = {(rule, section) for rule, section, *_ in bench.found(rows)}
    renamed = ("界首七渡口(七渡口)", "七渡口", "三河东大桥", "南湖(桥)")
    assert found == {*(("renamed-section", name) for name in renamed), ("shared-name", "大桥@安徽省")}


def test_batches_do_not_change_what_is_found(clean, bench, monkeypatch):
    put(clean, "街口", "TP", 60, value="60")
    put(clean, "古北口", "pH", 20, value="15")
    rows = list(clean.values())
    whole = bench.found(rows)
    monkeypatch.setattr("ecoflow.observations.quality.batch.ROWS", 1)
    monkeypatch.setattr("ecoflow.observations.quality.batch.batches.__defaults__", (1,))
    assert bench.found(rows) == whole
    assert {f[:3] for f in whole} == {("impossible-value", "古北口", "pH"), ("improbable-value", "街口", "TP"),
                                      ("jump", "街口", "TP")}


def test_order_of_rows_changes_nothing(clean, bench):
    put(clean, "街口", "TP", 60, value="60")
    rows = list(clean.values())
    told = bench.found(rows)
    random.Random(7).shuffle(rows)  # noqa: S311 - only an order
    assert bench.found(rows) == told

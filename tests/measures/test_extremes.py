"""Highest and lowest values against Python's own max and min of what was written down."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ecoflow.measures.duckdb_engine import DuckDBEngine
from ecoflow.measures.plan import plan
from ecoflow.standards.calendar import year

# (day, value): the highest single sample is not on the day, nor in the month, with the highest mean
UNEVEN = [("2013-01-05", "0.9"), ("2013-01-05T16:00", "0.1"), ("2013-01-20", "0.2"), ("2013-02-03", "0.7"),
       ("2013-02-04", "0.55"), ("2013-03-01", "0.6"), ("2013-03-02", "0.65"), ("2013-03-02T20:00", "0.05")]


@pytest.fixture
def rows(make):
    return [make.row(at, v) for at, v in UNEVEN] + [make.row(f"2013-{m:02d}-10", "0.3") for m in range(4, 13)]


@pytest.mark.parametrize(("definition", "expected"), [
    ("max: TP", "0.9"), ("min: TP", "0.05"), ("max: TP, averaging: []", "0.9"),
    ("max: TP, averaging: day", "0.7"), ("min: TP, averaging: day", "0.2"),
    ("max: TP, averaging: month", "0.625"), ("min: TP, averaging: month", "0.3"),
    ("max: TP, averaging: [day, month]", "0.625"), ("min: TP, averaging: [day, month]", "0.3"),
])
def test_of_samples_and_of_means(make, rows, definition, expected):
    assert make.value(f"{{{definition}, at: s1}}", rows) == Fraction(expected)


def test_the_levels_differ():
    days = {}
    for at, value in UNEVEN:
        days.setdefault(at[:10], []).append(Fraction(value))
    means = [sum(v) / len(v) for v in days.values()]
    assert (max(means), min(means)) == (Fraction("0.7"), Fraction("0.2"))


def test_what_monitoring_says_of_means_does_not_reach_an_extreme(make, rows):
    for stated in ("day", "[day, month]", "month"):
        more = f"monitoring: {{averaging: {stated}}}\n"
        assert make.value("{max: TP, at: s1}", rows, more=more) == Fraction("0.9")
        assert make.value("{max: TP, at: s1, averaging: day}", rows, more=more) == Fraction("0.7")


@pytest.mark.parametrize(("policy", "lowest", "highest"), [
    ("", "0.02", "0.4"), (", non_detect: half", "0.02", "0.4"), (", non_detect: limit", "0.04", "0.8"),
    (", non_detect: zero", "0", "0.3"),
])
def test_non_detects_count_by_the_rule(make, policy, lowest, highest):
    rows = [*make.every_month("0.3"), make.row("2013-05-20", "0.04", flag="L"), make.row("2013-06-20", "0.8", flag="L"),
            make.row("2013-06-21", "99", flag="D"), make.row("2013-06-22", None)]
    assert make.value(f"{{min: TP, at: s1{policy}}}", rows) == Fraction(lowest)
    assert make.value(f"{{max: TP, at: s1{policy}}}", rows) == Fraction(highest)


def test_by_month_and_section_with_units_and_sources(make):
    rows = [make.row(f"2013-{m:02d}-05", f"0.{m:02d}", section=s) for m in range(1, 13) for s in ("s1", "s2")]
    rows += [make.row("2013-03-07", "700", section="s2", unit="μg/L"), make.row("2013-04-07", "0.9", source="automatic")]
    cells, problems = make.measured("{max: [TP], by: month}", rows)
    assert problems == ()
    special = {("s2", "TP", "2013-03"): Fraction("0.7"), ("s1", "TP", "2013-04"): Fraction("0.9")}
    assert cells == {(s, "TP", f"2013-{m:02d}"): Fraction(m, 100) for s in ("s1", "s2") for m in range(1, 13)} | special
    cells, _ = make.measured("{max: TP, at: s1, by: quarter, from: manual}", rows)
    assert cells == {(f"2013-Q{q}",): Fraction(3 * q, 100) for q in range(1, 5)}


def test_the_least_flow_of_the_days(make):
    rows = [*make.every_day("5", "Q"), make.row("2013-07-01T22:00", "1", "Q"), make.row("2013-08-01", "4", "Q"),
            make.row("2013-08-01T16:00", "2", "Q")]
    rows = [r for r in rows if not (str(r["observed_at"]) == "2013-08-01 10:00:00" and r["value"] == 5)]
    cells, _ = make.measured("{min: Q, at: s1, by: month, averaging: day}", rows)
    assert cells == {(f"2013-{m:02d}",): 3 if m in {7, 8} else 5 for m in range(1, 13)}
    assert make.value("{min: Q, at: s1}", rows) == 1


def test_ph_has_exact_extremes_and_means_through_the_hydrogen_ion(make):
    rows = [make.row("2013-01-01", "6", "pH"), make.row("2013-01-01T16:00", "7", "pH"), make.row("2013-01-02", "6.5", "pH"),
            make.row("2013-01-03", "1", "pH", flag="L")]
    assert make.value("{max: pH, at: s1}", rows, "2013-01") == 7
    assert make.value("{min: pH, at: s1}", rows, "2013-01") == 6
    # the mean of 1e-6 and 1e-7 is 5.5e-7: pH 6.26
    assert make.value("{min: pH, at: s1, averaging: day}", rows, "2013-01") == Fraction("6.26")


def test_a_missing_month_is_missing(make):
    _, problems = make.measured("{max: TP, at: s1}", make.every_month()[:-1])
    assert [(p.code, p.about["month"]) for p in problems] == [("E401", "2013-12")]
    cells, problems = make.measured("{max: TP, at: s1, by: month, valid: {months: 11}}", make.every_month()[:-1])
    assert (set(cells), problems) == ({(f"2013-{m:02d}",) for m in range(1, 12)}, ())


def test_exempt_days_are_in_no_extreme(make):
    more = "monitoring: {exempt: [{from: 2013-05-20, to: 2013-05-21, reason: works}]}\n"
    rows = [*make.every_month(), make.row("2013-05-20", "9"), make.row("2013-05-22", "2")]
    assert make.value("{max: TP, at: s1}", rows, more=more) == 2


def test_a_clash_is_no_extreme(make):
    rows = [*make.every_month(), make.row("2013-05-20", "9"), make.row("2013-05-20", "8")]
    _, problems = make.measured("{max: TP, at: s1}", rows)
    assert [(p.code, p.about["month"]) for p in problems] == [("E315", "2013-05")]


def test_a_later_record_replaces_an_earlier_one(make):
    rows = [*make.every_month(), make.row("2013-05-20", "9"), make.row("2013-05-20", "0.2", recorded="2015-02-01")]
    assert make.value("{max: TP, at: s1}", rows) == Fraction("0.2")


def cube(make, definition, rows, **engine):
    agreement = make.agreement("terms: {k: {value: 1元/mg/L, source: plan, confidence: published}}\n"
                               f"measures: {{X: {definition}, Y: {{mean: TP, at: s1}}}}\n"
                               "clauses: [{id: a, pay: {from: up, to: down, amount: k * (X + Y)}}]\n")
    return DuckDBEngine(make.data(rows), **engine).scan(plan(agreement, year(2013), ["X", "Y"]))


def test_extremes_are_read_only_where_they_are_asked_for(make):
    rows = [*make.every_month(), make.row("2013-05-20", "0.4"), make.row("2013-05-21", "0.3", flag="L")]
    plain, month, asked = (cube(make, d, rows) for d in (
        "{mean: TP, at: s1}", "{max: TP, at: s1, averaging: month}", "{max: TP, at: s1}"))
    assert plain == month
    assert all(c.extremes is None and c.limit_extremes is None for c in plain.cells.values())
    assert asked.sha256 != plain.sha256
    assert asked.cells["s1", "TP", "manual", "2013-05"].extremes == (Fraction("0.1"), Fraction("0.4"))
    assert asked.cells["s1", "TP", "manual", "2013-05"].limit_extremes == (Fraction("0.3"), Fraction("0.3"))


def test_the_digest_does_not_depend_on_threads_and_follows_an_extreme(make):
    rows = [make.row(f"2013-{m:02d}-{d:02d}", f"0.{m * d:03d}") for m in range(1, 13) for d in range(1, 29)]
    cubes = [cube(make, "{max: TP, at: s1}", r, threads=n) for n in (1, 2) for r in (rows, rows[::-1])]
    assert all(c == cubes[0] for c in cubes)
    # the same sums, another highest value
    moved = [r | {"value": r["value"] + {5: -1, 6: 1}.get(r["observed_at"].day, 0)} for r in rows]
    assert cube(make, "{mean: TP, at: s1}", moved).sha256 == cube(make, "{mean: TP, at: s1}", rows).sha256
    assert cube(make, "{max: TP, at: s1}", moved).sha256 != cubes[0].sha256


sample = st.tuples(st.integers(1, 12), st.integers(1, 28), st.integers(0, 23), st.integers(0, 10**7), st.booleans())
samples = st.lists(sample, min_size=1, max_size=30, unique_by=lambda s: s[:3])


@settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck))
@given(samples=samples, kind=st.sampled_from(["max", "min"]), rule=st.sampled_from(["half", "limit", "zero"]),
       level=st.sampled_from(["[]", "day", "month"]))
def test_any_data(make, samples, kind, rule, level):
    rows = [make.row(f"2013-{m:02d}-{d:02d}T{h:02d}:00", f"{v // 10**4}.{v % 10**4:04d}", flag="L" if low else "")
            for m, d, h, v, low in samples]
    present = {m for m, *_ in samples}
    absent = "".join(f"{{from: 2013-{m:02d}, to: 2013-{m:02d}, reason: other}}, " for m in range(1, 13) if m not in present)
    share = {"half": Fraction(1, 2), "limit": Fraction(1), "zero": Fraction(0)}[rule]
    groups = {}
    for m, d, h, v, low in samples:
        key = {"[]": (m, d, h), "day": (m, d), "month": (m,)}[level]
        groups.setdefault(key, []).append(Fraction(v, 10**4) * (share if low else 1))
    expected = (max if kind == "max" else min)(sum(g) / len(g) for g in groups.values())
    definition = f"{{{kind}: TP, at: s1, averaging: {level}, non_detect: {rule}}}"
    assert make.value(definition, rows, more=f"monitoring: {{exempt: [{absent}]}}\n") == expected

"""Means along every averaging path against sums and divisions written out here."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

# (day, value): an uneven year, so that every path gives another number
UNEVEN = [("2013-01-05", "0.1"), ("2013-01-05T16:00", "0.4"), ("2013-01-20", "0.3"),
          *((f"2013-{m:02d}-10", f"0.{m:02d}") for m in range(2, 13))]


@pytest.fixture
def uneven(make):
    return make.data([make.row(at, v) for at, v in UNEVEN])


def mean(*numbers):
    return sum(map(Fraction, numbers), Fraction(0)) / len(numbers)


REST = [f"0.{m:02d}" for m in range(2, 13)]
JANUARY_OF_SAMPLES, JANUARY_OF_DAYS = mean("0.1", "0.4", "0.3"), mean(mean("0.1", "0.4"), "0.3")


@pytest.mark.parametrize(("path", "expected"), [
    ("averaging: []", mean("0.1", "0.4", "0.3", *REST)),
    ("averaging: [day]", mean(mean("0.1", "0.4"), "0.3", *REST)),
    ("averaging: [month]", mean(JANUARY_OF_SAMPLES, *REST)),
    ("averaging: month", mean(JANUARY_OF_SAMPLES, *REST)),
    ("averaging: [day, month]", mean(JANUARY_OF_DAYS, *REST)),
    ("averaging: [month, day]", mean(JANUARY_OF_DAYS, *REST)),
    ("over: year", mean(JANUARY_OF_SAMPLES, *REST)),
])
def test_paths(make, uneven, path, expected):
    over = "" if path.startswith("over") else ", over: year"
    assert make.value(f"{{mean: TP, at: s1{over}, {path}}}", uneven) == expected


def test_paths_all_differ():
    assert len({mean("0.1", "0.4", "0.3", *REST), mean(mean("0.1", "0.4"), "0.3", *REST),
                mean(JANUARY_OF_SAMPLES, *REST), mean(JANUARY_OF_DAYS, *REST)}) == 4


def several_years(make):
    """2008 has two samples a month, 2009 and 2010 one: a mean of months weighs years alike, one of samples does not."""
    rows = make.every_month("0.1", year=2008) + [make.row(f"2008-{m:02d}-20", "0.5") for m in range(1, 13)]
    return make.data(rows + make.every_month("0.2", year=2009) + make.every_month("0.7", year=2010)
                     + [make.row("2010-12-31T23:59:59", "2.2")])


@pytest.mark.parametrize(("path", "expected"), [
    # 2010-12 has 0.7 and 2.2
    ("[]", (12 * mean("0.1", "0.5") * 2 + 12 * mean("0.2") + 12 * mean("0.7") + mean("2.2")) / 49),
    ("[month]", (12 * mean("0.3") + 12 * mean("0.2") + 11 * mean("0.7") + mean("0.7", "2.2")) / 36),
    ("[month, year]", mean("0.3", "0.2", (11 * mean("0.7") + mean("0.7", "2.2")) / 12)),
    ("[year]", mean("0.3", "0.2", (12 * mean("0.7") + mean("2.2")) / 13)),
])
def test_paths_over_several_years(make, path, expected):
    assert make.value(f"{{mean: TP, at: s1, over: 2008..2010, averaging: {path}}}", several_years(make)) == expected


@pytest.mark.parametrize(("policy", "share"), [
    ("", Fraction(1, 2)), (", non_detect: half", Fraction(1, 2)), (", non_detect: limit", 1), (", non_detect: zero", 0),
])
def test_non_detects(make, policy, share):
    rows = make.every_month("0.08")
    rows[3] = make.row("2013-04-05", "0.01", flag="L")
    expected = (11 * mean("0.08") + mean("0.01") * share) / 12
    assert make.value(f"{{mean: TP, at: s1, over: year{policy}}}", rows) == expected


@pytest.mark.parametrize("flag", ["D", "Z", "B", "F", "hd", "DEL", "X", "C", "nobody knows"])
def test_flagged_values_do_not_count(make, flag):
    rows = [*make.every_month("0.08"), make.row("2013-04-06", "99", flag=flag)]
    assert make.value("{mean: TP, at: s1, over: year}", rows) == mean("0.08")


def test_an_empty_value_is_no_zero(make):
    rows = [*make.every_month("0.08"), make.row("2013-04-06", None)]
    assert make.value("{mean: TP, at: s1, over: year}", rows) == mean("0.08")


def test_an_invalid_row_may_lack_its_unit(make):
    rows = [*make.every_month("0.08"), make.row("2013-04-06", None, flag="X", unit="")]
    assert make.value("{mean: TP, at: s1, over: year}", rows) == mean("0.08")


def test_units_are_converted(make):
    rows = make.every_month("0.08")
    rows[0] = make.row("2013-01-05", "200", unit="μg/L")
    rows[1] = make.row("2013-02-05", "300", unit="ug/L")
    assert make.value("{mean: TP, at: s1, over: year}", rows) == mean("0.2", "0.3", *["0.08"] * 10)


def test_two_units_in_one_day_are_one_mean(make):
    rows = [*make.every_month("0.1")[1:], make.row("2013-01-05", "0.2"), make.row("2013-01-06", "400", unit="μg/L")]
    assert make.value("{mean: TP, at: s1, over: year}", rows) == mean("0.3", *["0.1"] * 11)


def test_sources_are_filtered(make):
    rows = [*make.every_month("0.1", source="manual"), *make.every_month("0.3", source="automatic"),
            *make.every_month("0.8", source="joint:up")]
    folder = make.data(rows)
    for wanted, expected in (("manual", "0.1"), ("[automatic]", "0.3"), ("[joint]", "0.8"), ("[joint:up]", "0.8"),
                             ("[manual, automatic]", "0.2"), ("[]", "0.4")):
        found = make.value(f"{{mean: TP, at: s1, over: year, from: {wanted}}}", folder)
        assert found == mean(expected), wanted


def test_a_wrong_unit_is_no_value(make):
    from ecoflow.measures.duckdb_engine import DuckDBEngine
    from ecoflow.measures.plan import plan
    from ecoflow.standards.calendar import year

    agreement = make.agreement("terms: {k: {value: 1元/mg/L, source: plan, confidence: published}}\n"
                               "measures: {X: {mean: TP, at: s1, over: year}}\n"
                               "clauses: [{id: a, pay: {from: down, to: up, amount: k * X}}]\n")
    rows = [*make.every_month("0.1")[1:], make.row("2013-01-05", "0.1", unit="kg")]
    cube = DuckDBEngine(make.data(rows)).scan(plan(agreement, year(2013), ["X"]))
    assert cube.bad_units == (("s1", "TP", "kg"),)
    found = make.settled(agreement, "2013", rows)
    assert found.status == "cannot-settle"
    assert ("E314", "s1 TP: unit 'kg' cannot be read as mg/L") in [(p.code, p.message("en")) for p in found.problems]


def test_names_of_the_data_are_understood(make):
    rows = make.every_month("0.1")
    for r, (section, indicator) in zip(rows, [("一号断面", "TP"), ("一号", "总磷"), ("s1", "w21011")], strict=False):
        r |= {"section": section, "indicator": indicator}
    rows[0]["value"] *= 13
    assert make.value("{mean: TP, at: s1, over: year}", rows) == mean("0.2")


def test_by_month_quarter_and_indicator(make):
    rows = [make.row(f"2013-{m:02d}-05", f"0.{m:02d}") for m in range(1, 13)] + make.every_month("2", "CODMn")
    cells, problems = make.measured("{mean: [TP, CODMn], at: s1, over: year, by: month}", rows)
    assert problems == ()
    assert cells == {(i, f"2013-{m:02d}"): Fraction(m, 100) if i == "TP" else 2
                     for i in ("TP", "CODMn") for m in range(1, 13)}
    cells, _ = make.measured("{mean: TP, at: s1, over: year, by: quarter}", rows)
    assert cells == {(f"2013-Q{q}",): Fraction(3 * q - 1, 100) for q in range(1, 5)}
    cells, _ = make.measured("{mean: TP, at: [s1], over: year}", rows)
    assert cells == {("s1",): Fraction(65, 1000)}


def test_by_year_and_month_of_a_baseline(make):
    rows = [r for y in (2008, 2009) for r in make.every_month(f"0.{y - 2000}", year=y)]
    cells, _ = make.measured("{mean: TP, at: s1, over: 2008..2009, by: year}", rows)
    assert cells == {("2008",): Fraction("0.8"), ("2009",): Fraction("0.9")}


@pytest.mark.parametrize(("settle", "over", "period", "months"), [
    ("year", "year", "2013", [f"2013-{m:02d}" for m in range(1, 13)]),
    ("year", "previous year", "2013", [f"2012-{m:02d}" for m in range(1, 13)]),
    ("year", "2012", "2013", [f"2012-{m:02d}" for m in range(1, 13)]),
    ("quarter", "period", "2013-Q2", ["2013-04", "2013-05", "2013-06"]),
    ("quarter", "year to date", "2013-Q2", [f"2013-{m:02d}" for m in range(1, 7)]),
    ("quarter", "previous year", "2013-Q2", ["2012-04", "2012-05", "2012-06"]),
    ("month", "month", "2013-02", ["2013-02"]),
    ("month", "previous year", "2013-02", ["2012-02"]),
])
def test_windows(make, settle, over, period, months):
    del settle  # the measure's window depends on the period alone
    rows = [make.row(f"{y}-{m:02d}-28", f"0.{12 * (y - 2012) + m:02d}") for y in (2012, 2013) for m in range(1, 13)]
    expected = [f"0.{12 * (int(m[:4]) - 2012) + int(m[5:]):02d}" for m in months]
    assert make.value(f"{{mean: TP, at: s1, over: {over}}}", rows, period) == mean(*expected)


@pytest.mark.parametrize(("values", "rounding", "expected"), [
    (["0.0005", "0.0020"], "{places: 3}", "0.001"),       # 0.00125
    (["0.0025", "0.0025"], "{places: 3}", "0.002"),       # tie to even
    (["0.0035", "0.0035"], "{places: 3}", "0.004"),
    (["0.0025", "0.0025"], "{places: 3, mode: half-up}", "0.003"),
    (["0.0021", "0.0021"], "{places: 3, mode: up}", "0.003"),
    (["0.00005", "0.00005"], "{places: 3}", "0.00005"),   # never rounded to nothing
    (["0.12345", "0.12345"], "{figures: 2}", "0.12"),
    (["0.1235", "0.1235"], "evaluation", "0.124"),        # TP: three decimals
])
def test_rounding_of_means(make, values, rounding, expected):
    rows = [make.row(f"2013-01-{d:02d}", v) for d, v in enumerate(values, 1)]
    definition = f"{{mean: TP, at: s1, over: month, round: {rounding}}}"
    assert make.value(definition, rows, "2013-01") == Fraction(expected)


def test_ph_is_averaged_through_the_hydrogen_ion(make):
    # the published vector: 6.5, 7.9, 8.8, 9, 6.78, 8.87 -> 7.08
    published = ["6.5", "7.9", "8.8", "9", "6.78", "8.87"]
    rows = [make.row(f"2013-01-{d:02d}", v, "pH") for d, v in enumerate(published, 1)]
    assert make.value("{mean: pH, at: s1, over: month}", rows, "2013-01") == Fraction("7.08")
    # 6 and 7: mean of 1e-6 and 1e-7 is 5.5e-7, pH 6.2596; daily means of (6, 7) and 6: (5.5e-7 + 1e-6) / 2, 6.1107
    rows = [make.row("2013-01-01", "6", "pH"), make.row("2013-01-01T16:00", "7", "pH"), make.row("2013-01-02", "6", "pH")]
    one_by_one, by_day = "{mean: pH, at: s1, over: month}", "{mean: pH, at: s1, over: month, averaging: [day]}"
    assert make.value(one_by_one, rows, "2013-01") == Fraction("6.15")  # (1e-6 + 1e-6 + 1e-7) / 3
    assert make.value(by_day, rows, "2013-01") == Fraction("6.11")


def test_ph_is_rounded_once(make):
    # -log10((10^-7.1 + 10^-6.99) / 2) = 7.0415 -> 7.0; rounded at 7.04 first it would be 7.0 too; 7.0451 tells them apart
    rows = [make.row("2013-01-01", "7.0451", "pH")]
    assert make.value("{mean: pH, at: s1, over: month}", rows, "2013-01") == Fraction("7.05")
    assert make.value("{mean: pH, at: s1, over: month, round: {places: 1}}", rows, "2013-01") == Fraction("7.0")
    assert make.value("{mean: pH, at: s1, over: month, round: {places: 3}}", rows, "2013-01") == Fraction("7.045")
    up = "{mean: pH, at: s1, over: month, round: {places: 1, mode: up}}"
    assert make.value(up, rows, "2013-01") == Fraction("7.1")


def test_a_ph_below_detection_is_not_valid(make):
    rows = [make.row("2013-01-01", "7", "pH"), make.row("2013-01-02", "1", "pH", flag="L")]
    assert make.value("{mean: pH, at: s1, over: month}", rows, "2013-01") == 7
    _, problems = make.measured("{mean: pH, at: s1, over: month}", rows[1:], "2013-01")
    assert [p.code for p in problems] == ["E401"]


samples = st.lists(st.tuples(st.integers(1, 12), st.integers(1, 28), st.integers(0, 23), st.integers(1, 10**7)),
                   min_size=1, max_size=30, unique_by=lambda s: s[:3])


@settings(max_examples=15, deadline=None, suppress_health_check=list(HealthCheck))
@given(samples=samples, path=st.sampled_from(["[]", "[day]", "[month]", "[day, month]"]))
def test_any_data(make, samples, path):
    rows = [make.row(f"2013-{m:02d}-{d:02d}T{h:02d}:00", f"{v // 10**4}.{v % 10**4:04d}")
            for m, d, h, v in samples]
    present = {m for m, _, _, _ in samples}
    absent = "".join(f"{{from: 2013-{m:02d}, to: 2013-{m:02d}, reason: other}}, " for m in range(1, 13) if m not in present)
    levels = {"[]": [], "[day]": [2], "[month]": [1], "[day, month]": [1, 2]}[path]
    expected = fold([((m, d), Fraction(v, 10**4)) for m, d, _, v in samples], levels)
    definition = f"{{mean: TP, at: s1, over: year, averaging: {path}}}"
    assert make.value(definition, rows, more=f"monitoring: {{exempt: [{absent}]}}\n") == expected


def fold(found, levels):
    """Means of means: `levels` says how much of (month, day) each level groups by."""
    if not levels:
        return sum(v for _, v in found) / len(found)
    groups = {}
    for key, value in found:
        groups.setdefault(key[: levels[0]], []).append((key, value))
    return sum(fold(g, levels[1:]) for g in groups.values()) / len(groups)

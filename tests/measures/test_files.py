"""What the files may look like, what is refused, when a row counts, and which of its records."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from fractions import Fraction

import pytest

from ecoflow.diagnostics.finding import InvalidObservations
from ecoflow.measures.duckdb_engine import DuckDBEngine

MEAN = "{mean: TP, at: s1, over: year}"
TENTH = Fraction("0.1")
PRICED = (f"measures: {{X: {MEAN}}}\n"
          "terms: {k: {value: 1元/mg/L, source: plan, confidence: published}}\n"
          "clauses: [{id: a, pay: {from: up, to: down, amount: k * X}}]\n")


def refused(path):
    with pytest.raises(InvalidObservations) as found:
        DuckDBEngine(path)
    (finding,) = found.value.findings
    return finding.code, finding.message("en")


def test_no_file(tmp_path):
    assert refused(tmp_path) == ("E310", f"no observations found at {tmp_path}")
    assert refused(tmp_path / "none.parquet")[0] == "E310"
    (tmp_path / "notes.txt").write_text("x")
    assert refused(tmp_path)[0] == "E310"


def test_missing_columns(make):
    folder = make.data(make.every_month(), drop=("unit", "flag"))
    assert refused(folder) == ("E311", "the observations lack columns: unit, flag")


def test_source_and_recorded_at_may_be_missing(make):
    assert make.value(MEAN, make.data(make.every_month(), drop=("source", "recorded_at"))) == TENTH


def test_binary_floats_are_refused(make):
    import pyarrow as pa

    rows = [r | {"value": 0.5} for r in make.every_month()]
    for kind in (pa.float64(), pa.float32()):
        folder = make.data(rows, types={"value": kind})
        assert refused(folder) == ("E313", "column value holds binary floating-point numbers")


def test_one_float_file_among_decimals_is_refused(make):
    import pyarrow as pa

    folder = make.data(make.every_month())
    make.data([r | {"value": 0.5} for r in make.every_month()], "b.parquet", folder, types={"value": pa.float64()})
    assert refused(folder)[0] == "E313"


def test_values_as_text_are_refused(make):
    import pyarrow as pa

    folder = make.data([r | {"value": "0.1"} for r in make.every_month()], types={"value": pa.string()})
    assert refused(folder)[0] == "E312"


def test_a_damaged_file(make):
    folder = make.data(make.every_month())
    file = folder / "rows.parquet"
    file.write_bytes(file.read_bytes()[:-200])
    assert refused(folder)[0] == "E312"
    file.write_bytes(b"this is no parquet")
    assert refused(folder)[0] == "E312"


def test_values_finer_than_six_decimals_are_kept(make):
    import pyarrow as pa

    folder = make.data(make.every_month("0.1234567891"), types={"value": pa.decimal128(20, 10)})
    assert make.value(MEAN, folder) == Fraction("0.1234567891")
    folder = make.data([r | {"value": 3} for r in make.every_month()], types={"value": pa.int32()})
    assert make.value(MEAN, folder) == 3


def test_plain_and_dictionary_text_in_many_folders(make):
    rows = make.every_month()
    folder = make.folder()
    for n, r in enumerate(rows):
        make.data([r], f"year=2013/month={n + 1:02d}/part.parquet", folder, dictionary=n % 2 == 0)
    assert make.value(MEAN, folder) == TENTH


def test_what_is_set_aside_or_being_written_is_passed_by(make):
    folder = make.data(make.every_month())
    for name in ("_import/rejects.parquet", ".obs.1a2b.part/part.parquet", "year=2013/.part.parquet"):
        make.data([make.row("2013-01-06", "99")], name, folder)
    assert make.value(MEAN, folder) == TENTH


def test_a_path_is_no_pattern(make):
    folder = make.folder()
    make.data(make.every_month(), "a[1]*.parquet", folder / "d'[12]")
    make.data([make.row("2013-01-06", "99")], "a1.parquet", folder / "d1")
    assert make.value(MEAN, folder / "d'[12]") == TENTH


def test_a_section_that_is_not_there(make):
    agreement = make.agreement(PRICED)
    found = make.settled(agreement, "2013", make.every_month(section="other"))
    assert not found.settled
    first = found.problems[0]
    assert (first.code, dict(first.about)) == ("E414", {"section": "s1"})
    assert first.message("en") == "the observations hold no section s1 (s1, 一号断面, 一号)"
    assert first.hint("en") == "sections in the data: other"
    other_year = make.settled(agreement, "2013", make.every_month(year=2012))
    assert {p.code for p in other_year.problems} == {"E401"}


# -- time ------------------------------------------------------------------------------------------------------------

@pytest.mark.parametrize("resolution", ["ms", "us", "ns"])
def test_moments_are_counted_in_civil_time_of_china(make, resolution):
    import pyarrow as pa

    rows = make.every_month(year=2013) + make.every_month("0.3", year=2014)[1:]
    for r in rows:
        r["observed_at"] = r["observed_at"].replace(tzinfo=timezone(timedelta(hours=8)))
    moment = make.row("2014-01-01", "0.3") | {"observed_at": datetime(2013, 12, 31, 23, tzinfo=UTC)}
    folder = make.data([*rows, moment], types={"observed_at": pa.timestamp(resolution, tz="UTC")})
    assert make.value(MEAN, folder, "2013") == TENTH
    assert make.value(MEAN, folder, "2014") == Fraction("0.3")


def test_the_machine_s_time_zone_does_not_matter(make, monkeypatch):
    import pyarrow as pa

    monkeypatch.setenv("TZ", "America/New_York")
    folder = make.data([make.row("2014-01-01T00:30", "0.3")], "civil.parquet")
    moment = make.row("2014-01-01", "0.5") | {"observed_at": datetime(2013, 12, 31, 17, tzinfo=UTC)}
    make.data([moment], "moments.parquet", folder, types={"observed_at": pa.timestamp("us", tz="UTC")})
    assert make.value("{mean: TP, at: s1, over: month}", folder, "2014-01") == Fraction("0.4")


def test_nanosecond_moments_beside_civil_time_are_refused(make):
    import pyarrow as pa

    folder = make.data([make.row("2014-01-01T00:30", "0.3")], "civil.parquet")
    moment = make.row("2014-01-01", "0.5") | {"observed_at": datetime(2013, 12, 31, 17, tzinfo=UTC)}
    make.data([moment], "moments.parquet", folder, types={"observed_at": pa.timestamp("ns", tz="UTC")})
    assert refused(folder) == (
        "E312", "the observations cannot be read: times have a zone in some files and none in others")


def test_the_last_second_of_a_year_belongs_to_it(make):
    late = [make.row("2013-12-31T23:59:59.999999", "1.3"), make.row("2014-01-01T00:00", "99")]
    rows = make.every_month()[:-1] + late
    assert make.value(MEAN, rows) == Fraction("0.2")


# -- records ---------------------------------------------------------------------------------------------------------

def test_a_repeated_row_counts_once(make):
    rows = [*make.every_month(), make.row("2013-04-20", "0.7")]
    assert make.value(MEAN, [*rows, *(r.copy() for r in rows[3:])]) == make.value(MEAN, rows)


def test_a_repeat_under_another_name_counts_once(make):
    rows = [*make.every_month("0.1"), make.row("2013-04-20", "0.7"),
            make.row("2013-04-20", "0.7", section="一号断面") | {"indicator": "总磷"}]
    assert make.value(MEAN, rows) == (11 * TENTH + Fraction("0.4")) / 12


def test_a_correction_replaces_and_as_of_goes_back(make):
    rows = [*make.every_month(recorded="2014-01-05"), make.row("2013-04-05", "1.3", recorded="2014-02-03")]
    folder = make.data(rows)
    assert make.value(MEAN, folder) == (11 * TENTH + Fraction("1.3")) / 12
    assert make.value(MEAN, folder, as_of=date(2014, 2, 2)) == TENTH
    assert make.value(MEAN, folder, as_of=date(2014, 2, 3)) == Fraction("0.2")
    assert make.value(MEAN, folder, as_of=date.max) == Fraction("0.2")
    cells, problems = make.measured(MEAN, folder, as_of=date(2014, 1, 4))
    assert cells == {}
    assert [p.code for p in problems] == ["E401"] * 12


def test_a_correction_may_strike_out(make):
    rows = [*make.every_month(), make.row("2013-04-20", "9", recorded="2014-01-01"),
            make.row("2013-04-20", "9", flag="DEL", recorded="2014-02-01")]
    assert make.value(MEAN, rows) == TENTH


@pytest.mark.parametrize("change", [
    {"value": "0.2"}, {"flag": "D"}, {"unit": "μg/L"}, {"value": None},
])
def test_contradicting_records_of_one_age(make, change):
    rows = [*make.every_month(), make.row("2013-04-05", **({"value": "0.1"} | change))]
    _, problems = make.measured(MEAN, rows)
    assert [(p.code, dict(p.about)) for p in problems] == [
        ("E315", {"section": "s1", "indicator": "TP", "month": "2013-04"})]
    assert problems[0].message("en") == "s1 TP 2013-04: 1 samples have two different values for one moment"


def test_a_contradiction_is_not_excused_by_other_months(make):
    rows = [*make.every_month(), make.row("2013-04-05", "0.2")]
    _, problems = make.measured("{mean: TP, at: s1, over: year, valid: {months: 6}}", rows)
    assert [p.code for p in problems] == ["E315"]


def test_two_laboratories_do_not_contradict(make):
    rows = [*make.every_month(source="joint:up"), *make.every_month("0.3", source="joint:down")]
    assert make.value(MEAN, rows) == Fraction("0.2")


def test_a_file_marked_synthetic_taints_the_settlement(make):
    agreement = make.agreement(PRICED, draft="in-force")
    folder = make.data(make.every_month(), metadata={"ecoflow.synthetic": "true"})
    found = make.settled(agreement, "2013", folder)
    assert found.evidence.synthetic
    assert "N403" in [n.code for n in found.notes]
    assert [p.code for p in make.settled(agreement, "2013", folder, official=True).problems] == ["E417"]
    assert make.settled(agreement, "2013", make.every_month(), official=True).settled

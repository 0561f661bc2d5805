"""The shipped synthetic observations: they reproduce, carry their label, and are what data/README.md says."""

from __future__ import annotations

import ast
import hashlib
import importlib
import json
import shutil
import sys
from collections import Counter, defaultdict
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

DATA = Path(__file__).resolve().parent.parent / "data"
RIVERS = {
    "synthetic-xinanjiang.parquet": {"jiekou"},
    "synthetic-luan.parquet": {"liheqiao", "shaheqiao"},
    "synthetic-chishui.parquet": {"qingshuipu", "maotai", "lianyuxi"},
}
CHISHUI = RIVERS["synthetic-chishui.parquet"]
GAPS = {("jiekou", 2022, 7), ("jiekou", 2022, 8), ("shaheqiao", 2019, 2), ("qingshuipu", 2022, 3)}
YEARS = range(2008, 2025)
MONTHS = range(1, 13)
# GB 3838-2002 table 1, rivers: upper ends of classes I to V.
UPPER = {
    "CODMn": ("2", "4", "6", "10", "15"),
    "COD": ("15", "15", "20", "30", "40"),
    "NH3N": ("0.15", "0.5", "1.0", "1.5", "2.0"),
    "TP": ("0.02", "0.1", "0.2", "0.3", "0.4"),
}
PLACES = {"CODMn": 1, "COD": 0, "NH3N": 3, "TN": 2, "TP": 3, "DO": 2, "pH": 2, "Q": 2}
LIMITS = {"NH3N": Decimal("0.025"), "TP": Decimal("0.01")}
FIELDS = ["section", "observed_at", "indicator", "value", "unit", "flag", "source", "recorded_at"]


@pytest.fixture(scope="module")
def script():
    sys.path.insert(0, str(DATA))
    try:
        yield importlib.import_module("synthesize")
    finally:
        sys.path.remove(str(DATA))
        for name in ("synthesize", "synthetic_rivers"):
            sys.modules.pop(name, None)


@pytest.fixture(scope="module")
def made(script):
    return script.synthesize()


@pytest.fixture
def script_once(script, made, monkeypatch):
    """The script with its rows made beforehand, for tests that compare many times."""
    monkeypatch.setattr(script, "synthesize", lambda: made)
    return script


@pytest.fixture(scope="module")
def tables():
    return {name: pq.read_table(DATA / name).to_pylist() for name in RIVERS}


@pytest.fixture(scope="module")
def rows(tables):
    return [row for name in RIVERS for row in tables[name]]


@pytest.fixture(scope="module")
def monthly(rows):
    """(section, indicator, year, month) -> mean of the usable samples, a non-detect as half its limit."""
    cells = defaultdict(list)
    for row in rows:
        if row["flag"] in {"", "L"}:
            at = row["observed_at"]
            value = Fraction(row["value"]) / (2 if row["flag"] == "L" else 1)
            cells[row["section"], row["indicator"], at.year, at.month].append(value)
    return {key: sum(values) / len(values) for key, values in cells.items()}


@pytest.fixture(scope="module")
def yearly(monthly):
    """(section, indicator, year) -> mean of the monthly means."""
    cells = defaultdict(list)
    for (section, indicator, year, _), mean in monthly.items():
        cells[section, indicator, year].append(mean)
    return {key: sum(means) / len(means) for key, means in cells.items()}


def grade(indicator, value):
    return 1 + sum(value > Fraction(upper) for upper in UPPER[indicator])


def worst_of_month(monthly, section, year, month):
    return max(grade(i, monthly[section, i, year, month]) for i in UPPER)


def ratio(yearly, year, first, last):
    """Mean over the four indicators of the year's concentration against the mean of the base years."""
    four = ("CODMn", "NH3N", "TN", "TP")
    base = {i: sum(yearly["jiekou", i, y] for y in range(first, last + 1)) / (last - first + 1) for i in four}
    return sum(yearly["jiekou", i, year] / base[i] for i in four) / 4


# --- the same rows on any machine ---------------------------------------------------------------------------------


def test_the_shipped_files_are_what_the_script_makes(script, capsys):
    assert script.main(["--check"]) == 0
    assert capsys.readouterr().out == "synthetic observations: every row as made by this script\n"


def test_checksums_are_the_digests_of_the_shipped_rows(tables):
    expected = {}
    for name, kept in tables.items():
        lines = []
        for row in kept:
            value = "" if row["value"] is None else format(row["value"], "f")
            times = {key: row[key].strftime("%Y-%m-%dT%H:%M:%S") for key in ("observed_at", "recorded_at")}
            lines.append("\t".join({**row, **times, "value": value}[field] for field in FIELDS) + "\n")
        expected[name] = hashlib.sha256("".join(sorted(lines)).encode()).hexdigest()
    listed = (DATA / "CHECKSUMS.txt").read_text(encoding="utf-8").splitlines()
    assert {line.split("  ")[1]: line.split("  ")[0] for line in listed} == expected


def test_writing_gives_files_that_pass_the_check(script_once, tmp_path):
    assert script_once.main(["--folder", str(tmp_path)]) == 0
    assert script_once.differences(tmp_path) == []
    assert sorted(path.name for path in tmp_path.iterdir()) == ["CHECKSUMS.txt", *sorted(RIVERS)]
    assert (tmp_path / "CHECKSUMS.txt").read_bytes() == (DATA / "CHECKSUMS.txt").read_bytes()


def tampered(folder, change):
    """Copy the shipped files and let `change` rewrite the rows of the Xin'an River."""
    for name in [*RIVERS, "CHECKSUMS.txt"]:
        shutil.copy(DATA / name, folder / name)
    path = folder / "synthetic-xinanjiang.parquet"
    table = pq.read_table(path)
    pq.write_table(pa.Table.from_pylist(change(table.to_pylist()), schema=table.schema), path)


def one_value_changed(rows):
    rows[7] = {**rows[7], "value": rows[7]["value"] + Decimal("0.000001")}
    return rows


@pytest.mark.parametrize(
    ("change", "message"),
    [
        (one_value_changed, "1 rows not made here, 1 rows missing"),
        (lambda rows: rows[1:], "0 rows not made here, 1 rows missing"),
        (lambda rows: [*rows, rows[0]], "0 rows not made here, 0 rows missing"),
    ],
)
def test_a_changed_lost_or_repeated_row_is_noticed(script_once, tmp_path, change, message):
    tampered(tmp_path, change)
    assert script_once.differences(tmp_path) == [f"synthetic-xinanjiang.parquet: {message}"]


def test_a_file_without_its_label_is_noticed(script_once, tmp_path):
    tampered(tmp_path, lambda rows: rows)
    path = tmp_path / "synthetic-chishui.parquet"
    pq.write_table(pq.read_table(path).replace_schema_metadata(), path)
    assert script_once.differences(tmp_path) == ["synthetic-chishui.parquet: the file does not carry its labels"]


def test_missing_files_and_a_wrong_digest_are_noticed(script_once, tmp_path, capsys):
    tampered(tmp_path, lambda rows: rows)
    (tmp_path / "synthetic-luan.parquet").unlink()
    (tmp_path / "CHECKSUMS.txt").write_text("0  synthetic-luan.parquet\n", encoding="utf-8")
    assert script_once.main(["--check", "--folder", str(tmp_path)]) == 1
    assert capsys.readouterr().out == (
        "synthetic-luan.parquet: missing\nCHECKSUMS.txt: not the digests of these rows\n"
    )


def test_no_float_no_division_no_library_of_chance():
    for name in ("synthesize.py", "synthetic_rivers.py"):
        for node in ast.walk(ast.parse((DATA / name).read_text(encoding="utf-8"))):
            assert not (isinstance(node, ast.Constant) and isinstance(node.value, float))
            assert not (isinstance(node, ast.Name) and node.id in {"float", "hash", "round"})
            if isinstance(node, ast.BinOp) and isinstance(node.op, ast.Div):
                assert ast.unparse(node) in {"folder / name", "folder / CHECKSUMS"}
            if isinstance(node, ast.Import | ast.ImportFrom):
                names = {alias.name for alias in node.names} | {getattr(node, "module", None)}
                assert not names & {"random", "secrets", "math", "numpy", "pandas"}


def test_chance_is_sha256_of_the_written_key(script):
    key = b"ecoflow-1|jiekou|Q|2008-01-01|storm"
    assert script.draw(1000, "jiekou", "Q", date(2008, 1, 1), "storm") == (
        int(hashlib.sha256(key).hexdigest()[:16], 16) % 1000
    )
    factors = [script.spread(300, n) for n in range(2000)]
    assert 700 <= min(factors) < 800
    assert 990 < sum(factors) // 2000 < 1010
    assert 1200 < max(factors) <= 1300


@pytest.mark.parametrize(
    ("millionths", "places", "expected"),
    # GB/T 8170-2008, 修约到偶数: 0.0045 -> 0.004, 0.0035 -> 0.004, 2.5 -> 2, 3.5 -> 4, 0.0034 -> 0.003.
    [(4500, 3, 4000), (3500, 3, 4000), (2_500_000, 0, 2_000_000), (3_500_000, 0, 4_000_000), (3400, 3, 3000)],
)
def test_values_are_rounded_half_to_even(script, millionths, places, expected):
    assert script.rounded(millionths, places) == expected


# --- the table ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("name", RIVERS)
def test_schema_and_layout(name):
    file = pq.ParquetFile(DATA / name)
    metadata = {key.decode(): value.decode() for key, value in file.metadata.metadata.items()}
    assert metadata == {
        "ecoflow.schema": "1",
        "ecoflow.civil_time": "UTC+08:00",
        "ecoflow.synthetic": "true",
        "ecoflow.seed": "ecoflow-1",
    }
    assert file.schema_arrow.names == FIELDS
    types = ["string", "timestamp[us]", "string", "decimal128(18, 6)", *["string"] * 3, "timestamp[us]"]
    assert [str(field.type) for field in file.schema_arrow] == types
    assert file.schema.column(3).physical_type == "INT64"
    assert json.loads(file.schema.column(1).logical_type.to_json())["isAdjustedToUTC"] is False
    group = file.metadata.row_group(0)
    assert {group.column(i).compression for i in range(8)} == {"ZSTD"}
    described = duckdb.sql(f"describe select * from read_parquet('{(DATA / name).as_posix()}')").fetchall()
    assert [(row[0], row[1]) for row in described if row[0] in {"value", "observed_at"}] == [
        ("observed_at", "TIMESTAMP"),
        ("value", "DECIMAL(18,6)"),
    ]


def test_the_files_are_small():
    assert sum((DATA / name).stat().st_size for name in RIVERS) < 1_500_000


def test_rows_are_labelled_sorted_and_single(tables):
    for name, kept in tables.items():
        assert {row["section"] for row in kept} == RIVERS[name]
        assert {row["source"] for row in kept} == {"synthetic"}
        order = [(row["section"], row["indicator"], row["observed_at"]) for row in kept]
        assert order == sorted(set(order))


def test_indicators_units_and_times(rows):
    units = defaultdict(set)
    indicators = defaultdict(set)
    for row in rows:
        units[row["indicator"]].add(row["unit"])
        indicators[row["section"]].add(row["indicator"])
        at = row["observed_at"]
        assert at.time() == (time(8) if row["indicator"] == "Q" else time(10))
        assert row["indicator"] == "Q" or at.day in {*range(3, 8), *range(18, 23)}
        assert row["recorded_at"] == datetime.combine(at.date(), time()) + timedelta(days=5)
    assert dict(units) == {i: {"1" if i == "pH" else "m3/s" if i == "Q" else "mg/L"} for i in PLACES}
    river = {"CODMn", "COD", "NH3N", "TP", "DO", "pH", "Q"}
    assert indicators.pop("jiekou") == (river - {"COD"}) | {"TN"}
    assert dict(indicators) == dict.fromkeys(CHISHUI | RIVERS["synthetic-luan.parquet"], river)


def test_values_look_as_a_laboratory_writes_them(rows):
    for row in rows:
        value = row["value"]
        if value is not None:
            assert value > 0
            assert value == value.quantize(Decimal(1).scaleb(-PLACES[row["indicator"]]))


# --- what is missing, and how -------------------------------------------------------------------------------------


def test_only_the_declared_gaps_leave_a_month_without_a_usable_value(rows, monthly):
    expected = {(row["section"], row["indicator"]) for row in rows}
    empty = {
        (section, indicator, year, month)
        for section, indicator in expected
        for year in YEARS
        for month in MONTHS
        if (section, indicator, year, month) not in monthly
    }
    assert empty == {(s, i, y, m) for s, y, m in GAPS for section, i in expected if section == s and i != "Q"}


def test_the_gaps_hold_no_water_sample_at_all(rows):
    present = {(r["section"], r["observed_at"].year, r["observed_at"].month) for r in rows if r["indicator"] != "Q"}
    assert not present & GAPS


def test_flow_stands_on_every_day_and_is_valid(rows):
    days = (date(2025, 1, 1) - date(2008, 1, 1)).days
    flow = [row for row in rows if row["indicator"] == "Q"]
    assert {row["flag"] for row in flow} == {""}
    assert None not in {row["value"] for row in flow}
    seen = Counter(row["section"] for row in flow)
    assert seen == dict.fromkeys(set().union(*RIVERS.values()), days)


def test_some_months_have_one_sample_and_no_month_has_more_than_two(rows):
    visits = defaultdict(set)
    for row in rows:
        if row["indicator"] != "Q":
            at = row["observed_at"]
            visits[row["section"], at.year, at.month].add(at)
    count = Counter(len(times) for times in visits.values())
    assert set(count) == {1, 2}
    assert 20 < count[1] < 100


def test_flags_are_the_documented_ones_and_rare(rows):
    samples = [row for row in rows if row["indicator"] != "Q"]
    count = Counter(row["flag"] for row in samples)
    assert set(count) == {"", "L", "D", "DEL"}
    assert all((row["value"] is None) == (row["flag"] == "D") for row in samples)
    for flag in ("D", "DEL"):
        assert len(samples) // 500 < count[flag] < len(samples) // 50


def test_non_detects_carry_the_limit_and_come_at_a_plausible_rate(rows):
    found = Counter()
    for row in rows:
        if row["flag"] == "L":
            assert row["value"] == LIMITS[row["indicator"]]
            found[row["section"], row["indicator"]] += 1
        elif row["flag"] == "" and row["indicator"] in LIMITS:
            assert row["value"] >= LIMITS[row["indicator"]]
    assert 8 <= found["jiekou", "NH3N"] <= 60
    assert found["jiekou", "TP"] >= 1
    assert all(found[section, "NH3N"] >= 2 for section in CHISHUI)


# --- good years, bad years, seasons -------------------------------------------------------------------------------


def test_jiekou_keeps_its_promise_in_the_first_round(yearly):
    assert ratio(yearly, 2013, 2008, 2010) < ratio(yearly, 2012, 2008, 2010) < Fraction("0.98")
    assert ratio(yearly, 2014, 2008, 2010) < Fraction("0.95")


def test_jiekou_is_bad_in_2017_and_somewhat_worse_in_2020(yearly):
    against = {year: ratio(yearly, year, 2012, 2014) for year in range(2015, 2025)}
    assert Fraction("1.22") < against.pop(2017) < Fraction("1.28")
    assert Fraction("1.06") < against.pop(2020) < Fraction("1.11")
    assert max(against.values()) < 1


def test_luan_fails_its_months_in_2017_alone(monthly, yearly):
    for section in ("liheqiao", "shaheqiao"):
        for year in (2016, 2018):
            assert max(worst_of_month(monthly, section, year, month) for month in MONTHS) <= 3
        assert max(grade(i, yearly[section, i, 2017]) for i in UPPER) == 3
        assert min(mean for (s, i, *_), mean in monthly.items() if s == section and i == "DO") >= 5
    bad = [month for month in MONTHS if worst_of_month(monthly, "shaheqiao", 2017, month) == 4]
    assert bad == [6, 7, 8, 9, 10]
    assert max(worst_of_month(monthly, "liheqiao", 2017, month) for month in MONTHS) == 3


def test_luan_holds_class_two_in_every_month_from_2022(monthly):
    for section in ("liheqiao", "shaheqiao"):
        for year in (2022, 2023, 2024):
            assert max(worst_of_month(monthly, section, year, month) for month in MONTHS) == 2


def test_chishui_fails_once_at_either_end(yearly):
    classes = {
        (section, year): {i: grade(i, yearly[section, i, year]) for i in ("CODMn", "NH3N", "TP")}
        for section in CHISHUI
        for year in YEARS
    }
    worse = {key: {i for i, c in found.items() if c > 2} for key, found in classes.items() if max(found.values()) > 2}
    assert worse == {("qingshuipu", 2020): {"NH3N", "TP"}, ("lianyuxi", 2023): {"TP"}}
    assert max(max(found.values()) for found in classes.values()) == 3


@pytest.mark.parametrize(
    ("indicator", "high", "low"),
    [("NH3N", (12, 1, 2), (6, 7, 8)), ("TN", (12, 1, 2), (6, 7, 8)), ("TP", (6, 7, 8), (12, 1, 2)),
     ("Q", (5, 6, 7), (11, 12, 1)), ("DO", (12, 1, 2), (6, 7, 8))],
)  # fmt: skip
def test_seasons(monthly, indicator, high, low):
    for section in {key[0] for key in monthly if key[1] == indicator}:
        means = {
            months: [v for (s, i, _, m), v in monthly.items() if (s, i) == (section, indicator) and m in months]
            for months in (high, low)
        }
        assert sum(means[high]) / len(means[high]) > sum(means[low]) / len(means[low]) * Fraction("1.15")


# --- the paper that goes with them --------------------------------------------------------------------------------


def test_the_readme_names_every_file_section_gap_and_flag():
    text = (DATA / "README.md").read_text(encoding="utf-8")
    for name, sections in RIVERS.items():
        assert all(f"`{word}`" in text for word in {name, *sections})
    table = text[text.index("Where the bad years") :]
    cells = [line.split("|") for line in table.splitlines() if line.startswith("| `")]
    gaps = {line[1].strip(" `"): line[3] for line in cells}
    for section in set().union(*RIVERS.values()):
        stated = {tuple(map(int, word.split("-"))) for word in gaps[section].replace(",", " ").split() if "-" in word}
        assert stated == {(year, month) for name, year, month in GAPS if name == section}
    assert "Every value here is synthetic" in text
    assert "每一个数值都是合成的" in text
    assert all(f"| `{flag}` |" in text for flag in ("L", "D", "DEL"))

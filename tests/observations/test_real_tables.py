"""Real files of every shape, against counts and exact sums taken with pandas and openpyxl, never with our own readers."""

import datetime as dt
from collections import defaultdict
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path

import duckdb
import openpyxl
import pandas as pd
import pytest

from ecoflow.observations.import_tables import import_tables
from ecoflow.observations.mapping import Mapping
from ecoflow.observations.mapping_reader import read_mapping
from ecoflow.observations.suggest import suggest

REAL = Path(__file__).parents[3] / "shared" / "realdata"
MAPPINGS = Path(__file__).parent / "mappings"
pytestmark = pytest.mark.skipif(not REAL.exists(), reason="../shared/realdata is not here")

ZHAKOU = "cn_qiantang_zhakou_2020_2021/zhakou_2020_hourly.csv"
UNNAMED = "cn_qiantang_zhakou_2020_2021/unnamed_2021_4h.csv"
TAIHU = "cn_taihu_monthly_2007_2015/taihu_physicochem_2007_2015.xlsx"
WUXI = "cn_wuxi_manual_2025/manual_samples_437.xlsx"
APRIL = "cn_cnemc_2020_2021/cnemc_4h_2021-04_key_sections.csv"
BOUNDARY = "cn_cnemc_2020_2021/cnemc_daily_boundary_sections.csv"
SNAPSHOT = "cn_cnemc_snapshot_2026_08_21/cnemc_realtime_snapshot_20260821_p1.json"
STEP = Decimal("0.000001")


def mapped(name):
    mapping, findings = read_mapping(MAPPINGS / f"{name}.yaml")
    assert not findings
    return mapping


def imported(path, mapping, out):
    report = import_tables([REAL / path], out, mapping)
    assert report.cells().read() + sum(report.ignored.values()) == report.cells_read
    rows = duckdb.sql(
        f"SELECT section, observed_at, indicator, value, unit, flag, raw "
        f"FROM read_parquet('{out}/year=*/month=*/part.parquet', hive_partitioning=false)"
    ).fetchall()
    assert len(rows) == report.observations
    with (out / "_import/rejects.csv").open(encoding="utf-8-sig") as file:
        assert len(pd.read_csv(file, dtype=str)) == sum(report.rejects.values())
    return report, rows


def sums(rows):
    found = defaultdict(lambda: [0, Decimal(0)])
    for _, _, indicator, value, *_ in rows:
        found[indicator][0] += value is not None
        found[indicator][1] += value or 0
    return {name: tuple(pair) for name, pair in found.items()}


def rounded(text, divisor=1):
    return (Decimal(text) / divisor).quantize(STEP, ROUND_HALF_EVEN)


def column_sums(table, columns):
    """Count and exact sum of the non-empty texts of each column."""
    return {
        indicator: (len(texts), sum((rounded(t, by) for t in texts), Decimal(0)))
        for column, indicator, by in columns
        if (texts := [t for t in table[column] if t])
    }


ITEMS = [
    ("水温(℃)", "WT", 1), ("pH", "pH", 1), ("溶解氧(mg/L)", "DO", 1), ("浊度(NTU)", "TURB", 1),
    ("电导率(uS/cm)", "EC", 1), ("高锰酸盐指数(mg/L)", "CODMn", 1), ("氨氮(mg/L)", "NH3N", 1), ("总磷(mg/L)", "TP", 1),
    ("总氮(mg/L)", "TN", 1),
]


@pytest.mark.parametrize("name", ["", "zhakou"])
def test_an_hourly_station_whose_nutrients_stand_every_fourth_hour(tmp_path, name):
    table = pd.read_csv(REAL / ZHAKOU, dtype=str, keep_default_na=False)
    report, rows = imported(ZHAKOU, mapped(name) if name else Mapping(), tmp_path / "out")
    assert sums(rows) == column_sums(table, ITEMS)
    blank = int((table[[c for c, *_ in ITEMS]] == "").to_numpy().sum())
    assert (report.rejects, report.not_measured) == (({}, blank) if name else ({"blank": blank}, 0))
    hours = {text: dt.datetime.strptime(text, "%Y-%m-%d %H") for text in table["检测时间"]}  # noqa: DTZ007
    assert {row[1] for row in rows} == set(hours.values())
    assert {row[0] for row in rows} == {"闸口(国)"}
    raw = dict(zip(table["检测时间"].map(hours), table["pH"], strict=True))
    assert all(raw[at] == text for _, at, indicator, *_, text in rows if indicator == "pH")


def test_a_table_whose_header_has_lost_a_comma_is_read_by_the_numbers_of_its_columns(tmp_path):
    table = pd.read_csv(REAL / UNNAMED, dtype=str, keep_default_na=False, header=None, skiprows=1)
    report, rows = imported(UNNAMED, mapped("unnamed"), tmp_path / "out")
    names = ("WT", "pH", "DO", "CODMn", "NH3N", "TP", "TN", "EC", "TURB")
    assert report.cells_read == len(table) * len(names)
    assert not report.rejects
    unlike = {name: table[[0, at]].drop_duplicates() for at, name in enumerate(names, start=2)}
    exact = {name: set(zip(*(one[c] for c in one), strict=True)) for name, one in unlike.items()}
    assert {name: (len({(t, Decimal(v)) for t, v in pairs}), None) for name, pairs in exact.items()} == {
        name: (count, None) for name, (count, _) in sums(rows).items()
    }
    several = sum(int(one[0].duplicated().sum()) for one in (
        table[[0, at]].assign(v=table[at].map(Decimal))[[0, "v"]].drop_duplicates() for at in range(2, 11)))
    assert report.contradictions == several > 0


def test_a_workbook_of_months_with_two_units_of_mass(tmp_path):
    sheet = openpyxl.load_workbook(REAL / TAIHU).active
    heads, *body = sheet.iter_rows(values_only=True)
    texts = pd.DataFrame([["" if v in {None, "/"} else str(v) for v in row] for row in body], columns=heads)
    columns = [
        ("透明度(m)", "SD", 1), ("水深(m)", "DEPTH", 1), ("水温(℃)", "WT", 1), ("电导率(μs/cm)", "EC", 1),
        ("悬浮质(mg/L)", "SS", 1), ("溶解氧(mg/L)", "DO", 1), ("pH", "pH", 1), ("亚硝酸盐氮(μg/L)", "NO2N", 1000),
        ("硝酸盐氮(mg/L)", "NO3", 1), ("氨态氮(mg/L)", "NH3N", 1), ("化学需氧量(mg/L)", "COD", 1),
        ("总磷(mg/L)", "TP", 1), ("总氮(mg/L)", "TN", 1), ("溶解性总有机碳(mg/L)", "DOC", 1),
    ]
    report, rows = imported(TAIHU, mapped("taihu"), tmp_path / "out")
    assert sums(rows) == column_sums(texts, columns)
    missing = sum(int((texts[c] == "").sum()) for c, *_ in columns)
    assert report.rejects == {"missing": missing}
    assert set(report.ignored) == {"硅酸盐(mg/L)", "磷酸盐(mg/L)"}
    assert [(m["indicator"], m["factor"]) for m in report.converted] == [("NO2N", "1/1000")]
    assert {(r[1].day, r[0]) for r in rows} == {(15, name) for name in set(texts["观测站代码"])}
    assert (report.first, report.last) == ("2007-01-15 00:00", "2015-12-15 00:00")


def test_a_workbook_of_samples_whose_clock_is_written_in_four_ways(tmp_path):
    sheet = openpyxl.load_workbook(REAL / WUXI).worksheets[0]
    heads, *body = sheet.iter_rows(values_only=True)
    rows_ = [dict(zip(heads, row, strict=True)) for row in body if any(v is not None for v in row)]
    columns = {"COD": "COD", "氨氮": "NH3N", "总磷": "TP", "高锰酸钾": "CODMn"}
    report, rows = imported(WUXI, mapped("wuxi"), tmp_path / "out")
    wanted = set()
    named = [row for row in rows_ if row["编号"] is not None]
    values = sum(isinstance(row[c], int | float) for row in rows_ if row["编号"] is None for c in columns)
    assert report.rejects["no-section"] == values > 0
    for row in named:
        clock = row["取样时间"]
        text = clock.strftime("%H%M") if isinstance(clock, dt.time) else str(clock).removesuffix(".0")
        digits = "".join(c for c in text if c.isdigit())
        name_ = str(row["编号"]).strip().replace("（", "(").replace("）", ")")
        at = row["取样日期"]  # a day without a clock is its midnight
        at = at.replace(hour=int(digits[:-2]), minute=int(digits[-2:])) if clock is not None else at
        wanted |= {(name_, at, name, rounded(repr(row[c]))) for c, name in columns.items()
                   if isinstance(row[c], int | float) and row["编号"] is not None}  # a row without a name is rejected
    assert {(s, at, name, value) for s, at, name, value, *_ in rows} == wanted
    assert report.cells_read == len(rows_) * 4 + sum(report.ignored.values())


def test_four_hourly_rows_without_a_year(tmp_path):
    table = pd.read_csv(REAL / APRIL, dtype=str, keep_default_na=False)
    cells = table.iloc[:, 5:16]
    report, rows = imported(APRIL, mapped("april"), tmp_path / "out")
    assert report.cells_read == cells.size
    assert report.not_measured == int((cells == "*").to_numpy().sum())
    timed = ~table["监测时间"].isin(["*", "--"])
    values = cells[timed].apply(lambda column: ~column.isin(["*", "--"]))
    assert report.observations + report.repeats == int(values.to_numpy().sum())
    months = {f"2021-{text[:2]}" for text in table["监测时间"][timed]}
    assert {row[1].strftime("%Y-%m") for row in rows} <= months


def test_daily_rows_with_raw_values_and_notes_in_columns_of_their_own(tmp_path):
    table = pd.read_csv(REAL / BOUNDARY, dtype=str, keep_default_na=False)
    items = {"wt": "WT", "ph": "pH", "do": "DO", "ec": "EC", "ntu": "TURB", "codmn": "CODMn", "nh3n": "NH3N", "tp": "TP",
             "tn": "TN", "chla": "CHLA", "alg": "ALGAE"}
    report, rows = imported(BOUNDARY, mapped("boundary"), tmp_path / "out")
    timed = table[table["time"] != ""]
    seen = {(row.section.replace("（", "(").replace("）", ")"), row.time, name, rounded(value))
            for row in timed.itertuples() for item, name in items.items() if (value := getattr(row, f"{item}_raw"))}
    found = {(s.partition("@")[0], at.strftime("%Y-%m-%d %H:%M"), name, value)
             for s, at, name, value, _, flag, _ in rows if not flag}
    assert found == seen
    struck = {(row.section, row.time, name) for row in timed.itertuples() for item, name in items.items()
              if getattr(row, f"{item}_note") and name in {"CODMn", "NH3N", "TP", "TN"}}
    assert len([row for row in rows if row[5] == "X"]) == len(struck)
    assert report.rejects.keys() <= {"blank", "no-time", "missing"}


def test_a_page_of_the_platform_reads_the_same_as_a_table(tmp_path):
    from ecoflow.observations.importing import import_cnemc

    report, rows = imported(SNAPSHOT, mapped("zhakou"), tmp_path / "out")
    import_cnemc([REAL / SNAPSHOT], tmp_path / "page")
    page = duckdb.sql(
        "SELECT section, observed_at, indicator, value, unit, flag, raw "
        f"FROM read_parquet('{tmp_path}/page/year=*/month=*/part.parquet', hive_partitioning=false)"
    ).fetchall()
    assert sorted(rows, key=str) == sorted(page, key=str)
    assert report.rejects == {"missing": 1_052}


@pytest.mark.parametrize("path", [ZHAKOU, UNNAMED, TAIHU, WUXI, APRIL, BOUNDARY, SNAPSHOT])
def test_a_draft_is_sound_and_imports_what_it_was_drafted_from(tmp_path, path):
    draft = tmp_path / "draft.yaml"
    draft.write_text(suggest([REAL / path], Mapping()), "utf-8")
    mapping, findings = read_mapping(draft)
    assert not findings
    report, rows = imported(path, mapping, tmp_path / "out")
    assert rows
    assert report.unreadable_files == 0

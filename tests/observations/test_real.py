"""The national platform's real files, against counts taken from the tidy tables beside them by other means."""

from collections import Counter
from decimal import ROUND_HALF_EVEN, Decimal
from pathlib import Path

import duckdb
import pytest

from ecoflow.observations.importing import import_cnemc

REAL = Path(__file__).parents[3] / "shared" / "realdata"
CNEMC = REAL / "cn_cnemc_2020_2021"
pytestmark = pytest.mark.skipif(not CNEMC.exists(), reason="../shared/realdata is not here")

ITEMS = {
    "wt": "WT",
    "ph": "pH",
    "do": "DO",
    "ec": "EC",
    "ntu": "TURB",
    "codmn": "CODMn",
    "nh3n": "NH3N",
    "tp": "TP",
    "tn": "TN",
    "chla": "CHLA",
    "alg": "ALGAE",
}
JIEKOU = {
    "2020-08": (23, 22, 23, 23),
    "2020-09": (30, 26, 30, 30),
    "2020-10": (25, 17, 26, 26),
    "2020-11": (30, 13, 30, 30),
    "2020-12": (30, 12, 31, 31),
    "2021-01": (31, 10, 31, 30),
    "2021-02": (28, 21, 28, 28),
    "2021-03": (31, 29, 31, 31),
}


@pytest.fixture(scope="module")
def daily(tmp_path_factory):
    out = tmp_path_factory.mktemp("daily") / "out"
    return out, import_cnemc([CNEMC / "daily_json_2020-05-08_2021-04-05.tar.gz"], out)


def view(out):
    files = f"{out}/year=*/month=*/part.parquet"
    duckdb.sql(f"CREATE OR REPLACE VIEW o AS FROM read_parquet('{files}', hive_partitioning=false)")
    return "o"


def tidy():
    """The tidy table through pandas, as text: another reader than the importer's."""
    import pandas as pd

    return pd.read_parquet(CNEMC / "cnemc_daily_tidy.parquet").astype(str)


def test_jiekou_month_by_month(daily):
    out, _ = daily
    rows = duckdb.sql(
        f"""SELECT strftime(observed_at, '%Y-%m') AS month, indicator, count(DISTINCT observed_at) FROM {view(out)}
        WHERE section = '街口(鸠坑口)' AND flag = '' GROUP BY ALL""",
    ).fetchall()
    found = {(month, indicator): n for month, indicator, n in rows}
    for month, counts in JIEKOU.items():
        assert tuple(found[month, i] for i in ("CODMn", "NH3N", "TP", "TN")) == counts, month
    assert not [key for key in found if key[0] in {"2020-06", "2020-07"}]


def test_every_cell_of_330_days_is_accounted_for(daily):
    _, report = daily
    table = tidy()
    shown = Counter(cell for item in ITEMS for cell in table[item])
    extreme = sum(int((table[f"{item}_note"] == "极值过滤").sum()) for item in ITEMS)
    assert extreme == 2_861
    assert report.files == 330
    assert report.cells_read == len(table) * len(ITEMS) == report.cells().read()
    assert report.not_measured == shown["*"]
    assert report.rejects["missing"] == shown["--"] - extreme
    values = table[list(ITEMS)].apply(lambda column: ~column.isin(["*", "--"]))
    assert int(values[table["time"] == ""].to_numpy().sum()) == 0  # a row without a time holds no value here
    assert set(report.rejects) == {"missing"}
    # what is left is either written or a repeat
    timed = int(values[table["time"] != ""].to_numpy().sum())
    struck = sum(int(((table[f"{i}_note"] == "极值过滤") & (table["time"] != "")).sum()) for i in ITEMS)
    assert report.observations + report.repeats == timed + struck
    assert report.rows_not_delivered == 2 * 2 + 91 * 2


def test_every_distinct_result_is_there_with_its_raw_value(daily):
    out, _ = daily
    table = tidy()
    table = table[table["time"] != ""]
    expected = set()
    for item, indicator in ITEMS.items():
        raw = table[f"{item}_raw"]
        for section, time, value in zip(table["section"], table["time"], raw, strict=True):
            if value:
                expected.add((section.replace("（", "(").replace("）", ")"), time, indicator, value))
    rows = duckdb.sql(
        "SELECT split_part(section, '@', 1), strftime(observed_at, '%Y-%m-%d %H:%M'), indicator, value "
        f"FROM {view(out)} WHERE flag = ''",
    ).fetchall()
    step = Decimal("0.000001")
    rounded = {(s, t, i, Decimal(v).quantize(step, ROUND_HALF_EVEN)) for s, t, i, v in expected}
    assert {(s, t, i, v) for s, t, i, v in rows} == rounded


def test_the_four_hourly_files(tmp_path):
    """1,698 files: some rows twice with the same values, some with others, and 1,390 rows without a time."""
    import pandas as pd

    report = import_cnemc([CNEMC / "by_section_4h_csv_2021-04.tar.gz"], tmp_path / "out")
    table = pd.read_parquet(CNEMC / "cnemc_4h_2021-04.parquet").astype(str)
    cells = table.iloc[:, 5:16]
    timed = ~table["监测时间"].isin(["*", "--"])
    values = cells.apply(lambda column: ~column.isin(["*", "--"]))
    assert report.files == 1_698
    assert report.cells_read == cells.size == report.cells().read()
    assert report.not_measured == int((cells == "*").to_numpy().sum())
    assert report.rejects == {
        "missing": int((cells == "--").to_numpy().sum()),
        "no-time": int(values[~timed].to_numpy().sum()),
    }
    # Written: for every key, the runs of equal values in the order of the file.
    long = (
        table[timed]
        .assign(n=range(int(timed.sum())))
        .melt(
            id_vars=["省份", "流域", "断面名称", "监测时间", "n"],
            value_vars=list(cells.columns),
            var_name="item",
            value_name="text",
        )
    )
    long = long[~long["text"].isin(["*", "--"])].sort_values("n")
    key = ["省份", "流域", "断面名称", "监测时间", "item"]
    before = long.groupby(key)["text"].shift()
    assert report.observations == int((before != long["text"]).sum())
    assert report.repeats == int((before == long["text"]).sum())


def test_sections_with_one_name_in_several_provinces(daily):
    _, report = daily
    pairs = tidy()[["province", "basin", "section"]].drop_duplicates()
    shared = pairs[pairs["section"].duplicated(keep=False)]
    assert set(report.renamed) == {f"{line.section}@{line.province}" for line in shared.itertuples()}


def test_a_page_of_2026_without_state_and_with_classes_as_numbers(tmp_path):
    report = import_cnemc([REAL / "cn_cnemc_snapshot_2026_08_21"], tmp_path / "out")
    assert report.files == 1
    assert report.cells().read() == report.cells_read
    assert report.last.startswith("2026-08-2")
    assert set(report.by_indicator) == set(ITEMS.values())
    assert report.rejects == {"missing": 1_052}  # and 49 cells struck out by the day's quality control
    struck = duckdb.sql(
        f"SELECT flag, count(*), count(value) FROM {view(tmp_path / 'out')} WHERE flag <> '' GROUP BY 1"
    )
    assert struck.fetchall() == [("C", 49, 0)]

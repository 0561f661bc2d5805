"""Every distinct text of the real files, by column: read, or refused for the right reason; none is left to chance."""

import csv
import io
import json
import tarfile
from collections import Counter, defaultdict
from datetime import date
from pathlib import Path

import pytest

from ecoflow.observations.text_headings import read_heading
from ecoflow.observations.text_rules import ValueRules
from ecoflow.observations.text_times import TimeHints, read_clock, read_time
from ecoflow.observations.text_units import factor
from ecoflow.observations.text_values import NOT_MEASURED, Found, read_value
from ecoflow.standards.indicators import INDICATORS

REAL = Path(__file__).parents[3] / "shared" / "realdata"
pytestmark = pytest.mark.skipif(not REAL.exists(), reason="../shared/realdata is not here")

PLATFORM = ["WT", "pH", "DO", "EC", "TURB", "CODMn", "NH3N", "TP", "TN", "CHLA", "ALGAE"]


RULES = ValueRules()


def answers(texts):
    """Counter of what becomes of counted texts: `read`, a flag, or a reason."""
    fates = Counter()
    for text, count in texts.items():
        found = read_value(text, RULES)
        fates[(found.flag or "read") if isinstance(found, Found) else found] += count
    return fates


def columns(heads, rows):
    found = defaultdict(Counter)
    for row in rows:
        for head, text in zip(heads, row, strict=True):
            found[head][text] += 1
    return found


def sheet(path):
    """The first sheet as texts, as a workbook reader gives them: shortest numbers, dates as dates."""
    calamine = pytest.importorskip("python_calamine")
    rows = calamine.CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    texts = [[str(one).removesuffix(".0") if isinstance(one, float) else str(one) for one in row] for row in rows]
    return columns(texts[0], texts[1:])


def indicators(heads):
    return [read_heading(head).indicator for head in heads if read_heading(head).role == "value"]


def test_the_page_of_2026():
    page = json.loads(next((REAL / "cn_cnemc_snapshot_2026_08_21").glob("*.json")).read_text("utf-8"))
    assert [read_heading(head).role for head in page["thead"]] == ["province", "basin", "section", "time",
    "class"] + ["value"] * 11
    assert indicators(page["thead"]) == PLATFORM
    assert all(factor(h.unit, INDICATORS[h.indicator].unit) == 1 for h in map(read_heading, page["thead"]) if h.indicator)
    found = columns(page["thead"], page["tbody"])
    cells = sum((answers(found[head]) for head in page["thead"][5:]), Counter())
    assert set(cells) == {"read", "missing", "C"}
    assert (cells["missing"], cells["C"]) == (1_052, 49)  # as the platform's own reader counts them
    times = {read_time(text, TimeHints(file_day=date(2026, 8, 21))) for text in found["监测时间"]}
    assert times - {"no-time"} == {t for t in times if isinstance(t, int)}


def test_eleven_months_of_the_archive_in_html():
    with tarfile.open(REAL / "cn_cnemc_2020_2021" / "daily_json_2020-05-08_2021-04-05.tar.gz") as archive:
        found, times = defaultdict(Counter), Counter()
        for member in archive:
            if not member.name.endswith(".json"):
                continue
            page = json.load(archive.extractfile(member))
            day = date.fromisoformat(Path(member.name).stem[-10:])
            said = [read_heading(head) for head in page["thead"]]
            for row in page["tbody"]:
                times[type(read_time(row[3], TimeHints(file_day=day))).__name__ if row[3] else "blank"] += 1
                for heading, text in zip(said, row, strict=True):
                    if heading.role == "value":
                        found[heading.indicator][text] += 1
    assert list(found) == PLATFORM
    cells = sum((answers(texts) for texts in found.values()), Counter())
    assert set(cells) == {"read", "missing", "X", NOT_MEASURED}
    assert cells["X"] == 2_861
    assert times["str"] == 0


def test_the_four_hourly_files():
    with tarfile.open(REAL / "cn_cnemc_2020_2021" / "by_section_4h_csv_2021-04.tar.gz") as archive:
        found = defaultdict(Counter)
        for member in archive:
            if member.name.endswith(".csv"):
                rows = list(csv.reader(io.StringIO(archive.extractfile(member).read().decode("utf-8"))))
                for head, texts in columns(rows[0], rows[1:]).items():
                    found[head].update(texts)
    assert [read_heading(h).role for h in found] == ["province", "basin", "section", "time",
    "class"] + ["value"] * 11 + ["remark"]
    assert indicators(found) == PLATFORM
    for head in found:
        if read_heading(head).role == "value":
            assert set(answers(found[head])) <= {"read", "missing", NOT_MEASURED}
    day = TimeHints(file_day=date(2021, 4, 30))
    assert {text for text in found["监测时间"] if isinstance(read_time(text, day), str)} <= {"", "--", "*"}


def test_the_hourly_station_of_hangzhou():
    with (REAL / "cn_qiantang_zhakou_2020_2021" / "zhakou_2020_hourly.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    found = columns(rows[0], rows[1:])
    assert [read_heading(head).role for head in rows[0][:8]] == [
        "remark", "section", "remark", "remark", "basin", "remark", "river", "time"]
    assert indicators(rows[0]) == ["WT", "pH", "DO", "TURB", "EC", "CODMn", "NH3N", "TP", "TN"]
    assert all(isinstance(read_time(text), int) for text in found["检测时间"])
    nutrients = sum((answers(found[head]) for head in rows[0][13:]), Counter())
    assert set(nutrients) == {"read", "blank"}
    assert all(2_112 <= answers(found[head])["read"] <= 2_126 for head in rows[0][13:])


def test_the_shifted_file_without_a_section_is_not_believed():
    with (REAL / "cn_qiantang_zhakou_2020_2021" / "unnamed_2021_4h.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.reader(file))
    said = {head: read_heading(head) for head in rows[0]}
    assert said["KMnOAmmonia nitrogen"].role == said["phosphorus"].role == said["N2"].role == ""
    # What is known names no unit, so the shifted columns cannot be taken for results without a mapping.
    units = {factor(h.unit, INDICATORS[h.indicator].unit) for h in said.values() if h.indicator and h.indicator != "pH"}
    assert units == {"no-unit"}
    assert all(isinstance(read_time(row[0]), int) for row in rows[1:])
    assert set(answers(Counter(text for row in rows[1:] for text in row[2:]))) <= {"read", "blank"}


def test_the_lake_of_nine_years():
    found = sheet(REAL / "cn_taihu_monthly_2007_2015" / "taihu_physicochem_2007_2015.xlsx")
    said = {head: read_heading(head) for head in found}
    assert [h.role for h in said.values()][:4] == ["remark", "year", "month", "code"]
    # On which form silicate and phosphate are expressed is not said, so a mapping has to.
    assert {head for head, h in said.items() if not h.role} == {"硅酸盐(mg/L)", "磷酸盐(mg/L)"}
    fates = Counter()
    for head, heading in said.items():
        if heading.role == "value":
            assert not isinstance(factor(heading.unit, INDICATORS[heading.indicator].unit), str), head
            fates += answers(found[head])
    assert fates == {"read": 14 * 864 - 3 - 11, "missing": 3 + 11}  # `/` three times in transparency, eleven in depth
    for year in found["年份"]:
        for month in found["月份"]:
            assert isinstance(read_time("", TimeHints(year=int(year), month=int(month), day=15)), int)


def test_the_rivers_of_wuxi():
    found = sheet(REAL / "cn_wuxi_manual_2025" / "manual_samples_437.xlsx")
    said = {head: read_heading(head) for head in found}
    assert [(h.role, h.indicator) for h in said.values()] == [
        ("date", ""), ("time", ""), ("analysed", ""), ("remark", ""), ("river", ""), ("value", "COD"), ("class", "COD"),
        ("value", "NH3N"), ("class", "NH3N"), ("value", "TP"), ("class", "TP"), ("value", "CODMn"), ("class", "CODMn"),
        ("class", ""), ("class", ""), ("remark", ""),
    ]
    assert all(isinstance(read_time(text), int) for text in found["取样日期"])
    assert {text for text in found["取样时间"] if isinstance(read_clock(text), str)} == {""}
    for head in ("COD", "氨氮", "总磷", "高锰酸钾"):
        assert set(answers(found[head])) == {"read", "blank"}
    assert read_clock("910") == read_clock("9：10")

"""Indicators: every name leads to one indicator, headings are read with care, nothing heavy is imported."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import pytest

from ecoflow.standards.headings import is_remark, key, split_tail
from ecoflow.standards.indicators import INDICATORS, find, named
from ecoflow.standards.names_abroad import NAMES_ABROAD
from ecoflow.standards.units import parse_unit

TABLE = Path(__file__).resolve().parents[3] / "shared" / "standards" / "gb3838.csv"
IDS = (
    "CODMn", "COD", "BOD5", "NH3N", "TN", "TP", "DO", "pH", "WT", "EC", "TURB", "CHLA", "ALGAE", "Q", "Cu",
    "Zn",
    "F", "Se", "As", "Hg", "Cd", "Cr6", "Pb", "CN", "VP", "OIL", "LAS", "S2", "FC", "SO4", "CL", "NO3", "FE",
    "MN", "NO2N", "TON", "PO4P", "SS", "SD", "DEPTH", "WL", "DOSAT", "TOC", "DOC",
    "PM25", "PM10", "SO2", "NO2", "O3", "WASTE", "GEPR",
)


def test_the_ids_are_these() -> None:
    assert sorted(INDICATORS) == sorted(IDS)
    assert all(name == indicator.id for name, indicator in INDICATORS.items())


def test_no_two_indicators_share_a_name() -> None:
    owner: dict[str, str] = {}
    for indicator in INDICATORS.values():
        for name in (indicator.id, indicator.zh, indicator.en, indicator.hj525, *indicator.aliases,
                     *NAMES_ABROAD.get(indicator.id, ())):
            if name is not None:
                assert owner.setdefault(key(name), indicator.id) == indicator.id, name


def test_every_name_finds_its_indicator() -> None:
    for indicator in INDICATORS.values():
        for name in (indicator.id, indicator.id.lower(), indicator.id.upper(), indicator.zh, indicator.en,
                     indicator.hj525 or indicator.id, *indicator.aliases):
            assert find(name) is indicator, name
            assert find(f" {name} （{indicator.unit.removesuffix('1')}）") is indicator, name


def test_every_unit_is_a_unit() -> None:
    assert [i.id for i in INDICATORS.values() if parse_unit(i.unit) is None] == []


@pytest.mark.parametrize(("heading", "indicator"), [
    ("高锰酸盐指数", "CODMn"), ("CODmn", "CODMn"), ("COD_Mn", "CODMn"), ("CODMN(mg/L)", "CODMn"),
    ("高锰酸盐指数(CODMn)", "CODMn"), ("高锰酸盐指数（CODMn）（mg/L）", "CODMn"), ("氨氮", "NH3N"),
    ("NH3-N", "NH3N"),
    ("NH₃-N", "NH3N"), ("NH₃—N", "NH3N"), ("ＮＨ３－Ｎ", "NH3N"), ("氨氮(mg/L)", "NH3N"),
    ("氨氮（NH3-N）", "NH3N"),
    ("氨 氮", "NH3N"), ("氨氮/(mg·L-1)", "NH3N"), ("总磷", "TP"), ("总磷（mg/L）", "TP"),
    ("总磷(以P计)(mg/L)", "TP"),
    ("总磷(湖、库)", "TP"), ("总磷(mg/L）", "TP"), ("总氮", "TN"), ("溶解氧", "DO"), ("溶解氧 [mg/L]", "DO"),
    ("流量", "Q"), ("流量(m³/s)", "Q"), ("化学需氧量", "COD"), ("CODcr", "COD"), ("CODCr(mg/L)", "COD"),
    ("化学需氧量（CODCr）", "COD"), ("水温(℃)", "WT"), ("pH(无量纲)", "pH"), ("pH值", "pH"), ("PH", "pH"),
    ("电导率(μS/cm)", "EC"), ("电导率(µS/cm)", "EC"), ("电导率(uS/cm)", "EC"), ("浊度(NTU)", "TURB"),
    ("叶绿素α(mg/L)", "CHLA"), ("藻密度(cells/L)", "ALGAE"), ("铬(六价)", "Cr6"), ("铬（六价）(mg/L)", "Cr6"),
    ("chromium (VI)", "Cr6"), ("粪大肠菌群(个/L)", "FC"), ("PM2.5", "PM25"), ("PM₂.₅(μg/m³)", "PM25"),
    ("SO42-", "SO4"), ("硝酸盐(以N计)", "NO3"), ("Total  Phosphorus", "TP"), ("w21003", "NH3N"),
    ("W21003", "NH3N"),
    ("Mn", "MN"), ("GEP-R", "GEPR"), ("BOD₅", "BOD5"),
])
def test_headings(heading: str, indicator: str) -> None:
    found = find(heading)
    assert found is not None
    assert found.id == indicator


@pytest.mark.parametrize("heading", [
    "", " ", "()", "(mg/L)", "氨氮等级", "氨氮(水质类别)", "COD等级", "总磷(达标率)", "总磷(NH3-N)",
    "水质类别",
    "断面名称", "No.3", "No.2", "总铬", "铬", "磷酸盐", "亚硝酸盐", "COD(2)", "氨氮mg", "氨氮)mg/L(",
    "NH3-N(Ⅲ)", "w99999", "氨氮((mg/L)", "站点(总磷)",
])
def test_other_columns_are_not_indicators(heading: str) -> None:
    assert find(heading) is None


@pytest.mark.parametrize(("name", "indicator"), [
    ("Orthophosphate, reactive as P", "PO4P"), ("Nitrogen, Total Oxidised as N", "TON"), ("Ammoniacal Nitrogen as N",
                                                                                          "NH3N"),
    ("BOD : 5 Day ATU", "BOD5"), ("Conductivity at 25 C", "EC"), ("Temp Water", "WT"), ("Oxygen, Dissolved as O2", "DO"),
    ("Oxygen, Dissolved, % Saturation", "DOSAT"), ("Phosphorus, Total as P", "TP"), ("Temperature, water", "WT"),
    ("Total Phosphorus, mixed forms", "TP"), ("NH4+-N", "NH3N"), ("高锰酸钾", "CODMn"), ("亚硝酸盐氮(μg/L)", "NO2N"),
])
def test_names_of_other_countries(name: str, indicator: str) -> None:
    found = find(name)
    assert found is not None
    assert found.id == indicator


@pytest.mark.parametrize("name", [
    "Phosphorus", "Nitrogen", "Nitrate as NO3", "Ammonia un-ionised as N", "Conductivity at 20 C", "Temperature",
    "Temperature, air",
    "Phosphorus, Dissolved as P", "Ammonium as NH4", "KMnOAmmonia nitrogen", "N2", "phosphorus", "Phosphate as PO4",
])
def test_names_of_something_else_are_not_taken(name: str) -> None:
    assert find(name) is None
    assert named(name) is None


def test_a_name_in_brackets_is_part_of_the_name() -> None:
    assert named("铬(六价)") is INDICATORS["Cr6"]
    assert named("氨氮(mg/L)") is None


def test_names_abroad_are_of_known_indicators() -> None:
    assert set(NAMES_ABROAD) <= set(INDICATORS)


def test_tails() -> None:
    assert split_tail("总磷（mg/L）") == ("总磷", "mg/L")
    assert split_tail("总磷/(mg/L) ") == ("总磷", "mg/L")
    assert split_tail("总磷") is None
    assert is_remark("ＭＧ／Ｌ")
    assert not is_remark("等级")


@pytest.mark.skipif(not TABLE.is_file(), reason="needs gb3838.csv in ../shared/standards")
def test_names_codes_and_decimals_against_the_table_of_facts() -> None:
    with TABLE.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    assert len(rows) == 30
    better = {"max": "lower", "min": "higher", "range": "band", "none": "none"}
    for row in rows:
        found = find(row["item_code"])
        assert found is not None, row
        assert find(row["name_cn"]) is find(row["hj525_code"]) is find(row["name_en"]) is found, row
        assert found.hj525 == row["hj525_code"]
        assert found.better == better[row["direction"]]
        assert found.evaluation_places == (int(row["assess_decimals"]) if row["assess_decimals"] else None)
        displayed = row["auto_display_decimals"]
        assert found.display_places == (int(displayed) if displayed else None)
        assert {"-": "1", "degC": "℃", "per L": "个/L"}.get(row["unit"], row["unit"]) == found.unit


def test_tables_cannot_be_written() -> None:
    with pytest.raises(TypeError):
        INDICATORS["X"] = INDICATORS["TP"]  # type: ignore[index]
    with pytest.raises(AttributeError):
        INDICATORS["TP"].unit = "t"  # type: ignore[misc]


def test_importing_stays_light() -> None:
    code = (
        "import sys; import ecoflow.standards.gb3838, ecoflow.standards.ph, ecoflow.standards.indicators;"
        "heavy = {'csv', 'pandas', 'numpy', 'yaml', 'duckdb', 'pyarrow', 'typer', 'rich'};"
        "print(sorted(heavy & set(sys.modules)))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"

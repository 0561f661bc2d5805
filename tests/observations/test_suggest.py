"""Drafts of mappings: sound for any table, and with a question wherever the sample does not tell."""

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from ecoflow.cli.data import app
from ecoflow.observations.import_tables import import_tables
from ecoflow.observations.mapping import Mapping
from ecoflow.observations.mapping_reader import read_mapping, read_mapping_text
from ecoflow.observations.refusal import Refusal
from ecoflow.observations.suggest import suggest

WORDS = ("断面", "日期", "氨氮(mg/L)", "时间", "pH", "结果", "项目", "单位", "年", "月", "河流", "7", "", "a: b", "#", "'",
         "2021-05-01")


def draft(folder, text, name="a.csv"):
    path = Path(folder) / name
    path.write_text(text, "utf-8")
    return suggest([path], Mapping())


def test_a_draft_asks_what_the_sample_does_not_tell_and_imports_it(tmp_path):
    text = draft(tmp_path, "2021年报表,,,,\n站名,日期,氨氮,COD(mg/L),天气\n甲,05-01,0.1,3坏,晴\n乙,05-02,ND,5,雨\n")
    assert "header: {row: 2}\n" in text
    assert "time: {column: 日期, year: 2021}  # ?" in text
    assert "氨氮: {indicator: NH3N, unit: mg/L}  # ?" in text
    assert "  COD(mg/L): {indicator: COD, unit: mg/L}\n" in text
    assert "天气: ignore  # ? 晴、雨\n" in text
    assert "# ? 氨氮: ND" in text
    assert "# ? COD(mg/L): 3坏" in text
    (tmp_path / "m.yaml").write_text(text, "utf-8")
    mapping, findings = read_mapping(tmp_path / "m.yaml")
    assert not findings
    report = import_tables([tmp_path / "a.csv"], tmp_path / "out", mapping)
    assert (report.observations, report.rejects) == (2, {"no-limit": 1, "unknown-flag": 1})


@settings(max_examples=80, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(st.one_of(
    st.sampled_from(WORDS),
    st.text(st.characters(exclude_categories=["Cs"]), max_size=8),
), min_size=1, max_size=6), min_size=1, max_size=5))
def test_a_draft_of_anything_is_a_mapping_without_findings(tmp_path_factory, rows):
    import csv

    path = tmp_path_factory.mktemp("draft") / "a.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file).writerows(rows)
    try:
        text = suggest([path], Mapping())
    except Refusal:
        return
    assert read_mapping_text(text, "a.yaml")[1] == ()


def test_on_the_command_line(tmp_path):
    (tmp_path / "a.csv").write_text("断面,日期,氨氮(mg/L)\n甲,2021-05-01,1\n", "utf-8")
    printed = CliRunner().invoke(app, ["import", str(tmp_path / "a.csv"), "--suggest"])
    assert printed.exit_code == 0
    written = CliRunner().invoke(app, ["import", str(tmp_path / "a.csv"), "--suggest", "--out", str(tmp_path / "m.yaml")])
    assert (written.exit_code, written.output) == (0, "")
    assert (tmp_path / "m.yaml").read_text("utf-8") == printed.output
    taken = CliRunner().invoke(app, ["import", str(tmp_path / "a.csv"), "--mapping", str(tmp_path / "m.yaml"), "--out",
                                     str(tmp_path / "out"), "--lang", "en"])
    assert taken.exit_code == 0
    assert "table a.csv: 1 断面 → section; 2 日期 → time; 3 氨氮(mg/L) → NH3N mg/L" in taken.output


@pytest.mark.parametrize(("options", "code"), [
    (["--out", "o", "--append", "--replace"], 2), ([], 2), (["--out", "o", "--source", "lab"], 2),
    (["--out", "o", "--recorded", "soon"], 2), (["--out", "o", "--mapping", "none.yaml"], 2),
    (["--out", "o", "--mapping", "bad.yaml"], 1), (["--out", "o"], 0), (["--out", "o", "--format", "cnemc"], 1),
    (["--out", "o", "--source", "automatic", "--recorded", "2021-06-01"], 0),
])
def test_exits(tmp_path, monkeypatch, options, code):
    monkeypatch.chdir(tmp_path)
    Path("a.csv").write_text("断面,日期,氨氮(mg/L)\n甲,2021-05-01,1\n", "utf-8")
    Path("bad.yaml").write_text("ecoflow-import: 2\n", "utf-8")
    assert CliRunner().invoke(app, ["import", "a.csv", *options]).exit_code == code

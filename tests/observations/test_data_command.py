import json
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from ecoflow.cli.data import app

HEADS = ["省份", "流域", "断面名称", "监测时间", "水质类别", "氨氮(mg/L)", "pH(无量纲)"]


def row(time, value, ph="*"):
    return ["甲省", "某流域", "清溪桥", time, "Ⅱ", value, ph]


@pytest.fixture
def page(write_json):
    return write_json(
        "2021-04-01.json",
        [row("04-01 08:00", "0.1"), row("04-01 08:00", "0.1"), row("04-01 12:00", "--")],
        HEADS,
    )


def run(*words, env=None):
    return CliRunner(
        env={"ECOFLOW_LANG": "", "LC_ALL": "", "LC_MESSAGES": "", "LANG": "C"} | (env or {})
    ).invoke(app, [str(word) for word in words])


def test_import_tells_where_every_cell_went(tmp_path, page):
    found = run("import", page, "--out", tmp_path / "out")
    assert found.exit_code == 0
    lines = {" ".join(line.split()) for line in found.stdout.splitlines()}
    assert {
        "files read 1",
        "cells read 6",
        "observations 1",
        "repeats, counted once 1",
        "not measured here (*) 3",
        "rejects 1",
        "missing: The source says there is no result (such as -- or /). 1",
        f"rejects listed in {tmp_path}/out/_import/rejects.csv",
    } <= lines
    assert found.stderr == ""


def test_import_speaks_chinese_when_asked_or_when_the_environment_does(tmp_path, page):
    assert "读取单元格" in run("import", page, "--out", tmp_path / "a", "--lang", "zh").stdout
    assert "读取单元格" in run("import", page, "--out", tmp_path / "b", env={"LANG": "zh_CN.UTF-8"}).stdout
    assert (
        "cells read"
        in run("import", page, "--out", tmp_path / "c", "--lang", "en", env={"LANG": "zh_CN.UTF-8"}).stdout
    )


def test_json_is_one_document_and_nothing_else(tmp_path, page):
    report = json.loads(run("import", page, "--out", tmp_path / "out", "--json").stdout)
    assert (report["cells_read"], report["observations"], report["rejects"]) == (6, 1, {"missing": 1})
    assert report == json.loads((tmp_path / "out/_import/report.json").read_text(encoding="utf-8"))
    found = json.loads(run("describe", tmp_path / "out", "--json").stdout)
    assert found["series"] == [
        {
            "section": "清溪桥",
            "indicator": "NH3N",
            "rows": 1,
            "valid": 1,
            "below": 0,
            "invalid": 0,
            "first": "2021-04-01 08:00",
            "last": "2021-04-01 08:00",
            "empty_months": [],
        },
    ]


def test_describe_prints_a_line_per_series(tmp_path, page):
    run("import", page, "--out", tmp_path / "out")
    lines = [line.split() for line in run("describe", tmp_path / "out").stdout.splitlines()]
    assert ["清溪桥", "NH3N", "1", "1", "0", "0", "2021-04-01", "08:00", "2021-04-01", "08:00"] in lines


def test_unreadable_files_end_with_one(tmp_path, page):
    (tmp_path / "2021-04-02.json").write_text("{")
    found = run("import", page, tmp_path / "2021-04-02.json", "--out", tmp_path / "out")
    assert found.exit_code == 1
    assert "unreadable: The file cannot be read." in " ".join(found.stdout.split())


def test_nothing_imported_ends_with_one(tmp_path, write_json):
    assert run("import", write_json("2021-04-01.json", [], HEADS), "--out", tmp_path / "out").exit_code == 1


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_refusals_are_one_sentence_with_a_hint_and_two(tmp_path, page, lang):
    run("import", page, "--out", tmp_path / "out")
    said = {
        "en": [
            f"{tmp_path}/no does not exist. Name a folder, a data file (CSV, Excel, JSON) or an archive (.zip, .tar.gz).\n",
            (
                f"{tmp_path}/out already holds observations. "
                "Add --replace to replace them as a whole, or name a new folder.\n"
            ),
            f"{tmp_path}/no does not exist. Name an observations folder or a .parquet file.\n",
        ],
        "zh": [
            f"找不到 {tmp_path}/no。 请给出文件夹、数据文件（CSV、Excel、JSON）或压缩包（.zip、.tar.gz）。\n",
            f"{tmp_path}/out 已有观测数据。 加 --replace 以整体替换，或指定一个新文件夹。\n",
            f"找不到 {tmp_path}/no。 请给出观测数据文件夹或 .parquet 文件。\n",
        ],
    }[lang]
    runs = [
        run("import", tmp_path / "no", "--out", tmp_path / "x", "--lang", lang),
        run("import", page, "--out", tmp_path / "out", "--lang", lang),
        run("describe", tmp_path / "no", "--lang", lang),
    ]
    assert [(r.exit_code, r.stdout, r.stderr) for r in runs] == [(2, "", text) for text in said]


def test_a_folder_that_cannot_be_made_is_no_traceback(tmp_path, page):
    (tmp_path / "file").write_text("x")
    found = run("import", page, "--out", tmp_path / "file" / "out")
    assert found.exit_code == 2
    assert found.stderr.startswith("Cannot read or write: ")


def test_wrong_use_ends_with_two(tmp_path, page):
    assert run("import", page).exit_code == 2
    assert run("import", page, "--out", tmp_path / "o", "--format", "excel").exit_code == 2


def test_nothing_heavy_is_loaded_before_a_command_runs():
    heavy = {"pyarrow", "pandas", "duckdb", "numpy", "rich.table"}
    code = f"import sys, ecoflow.cli.data; print({heavy} & set(sys.modules))"
    found = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert found.stdout == "set()\n"

"""`ecoflow compare`: the table and the document."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from ecoflow.cli.app import app

BLOCKS = """\
terms: {rate: {value: %s, source: plan, confidence: published}}
measures: {c: {mean: TP, at: s1, over: year}}
clauses: [{id: a, pay: {from: up, to: down, amount: rate * c}}]
"""


@pytest.fixture
def room(make, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ECOFLOW_LANG", "en")
    monkeypatch.setenv("COLUMNS", "200")
    later = {"from: 2012, to: 2014": "from: 2013, to: 2015", "id: river-1": "id: river-2"}
    (tmp_path / "a.yaml").write_text(make.text(BLOCKS % "100元/mg/L"), "utf-8")
    (tmp_path / "b.yaml").write_text(make.text(BLOCKS % "{2013..2015: 250元/mg/L}", **later), "utf-8")
    rows = [r for y, v in ((2012, "0.1"), (2013, "0.2"), (2015, "0.4")) for r in make.every_month(v, year=y)]
    make.data(rows, to=tmp_path / "data")
    return tmp_path


def run(*arguments):
    return CliRunner().invoke(app, ["compare", "a.yaml", "b.yaml", "--data", "data", *arguments])


def test_document(room):
    found = run("--json")
    assert found.exit_code == 0
    document = json.loads(found.stdout)
    assert (document["ecoflow"], document["left"], document["right"]) == (1, "river-1", "river-2")
    assert [p["period"] for p in document["periods"]] == ["2012", "2013", "2014", "2015"]
    assert [p["left"]["status"] for p in document["periods"]] == ["settled", "settled", "cannot-settle", "settled"]
    assert [p["difference"] for p in document["periods"]] == [
        {}, {"up": "-30.00", "down": "30.00", "third": "0.00"}, {}, {"up": "-60.00", "down": "60.00", "third": "0.00"}]
    assert document["total_difference"] == {"up": "-90.00", "down": "90.00", "third": "0.00"}
    assert document["total_periods"] == ["2013", "2015"]
    assert document["periods"][0]["right"]["diagnostics"][0]["code"] == "E406"


def test_nothing_to_add_up(room):
    document = json.loads(run("--json", "--period", "2012").stdout)
    assert (document["total_difference"], document["total_periods"]) == ({}, [])


def test_table(room):
    pytest.importorskip("ecoflow.standards.money")
    found = run()
    assert found.exit_code == 0
    for year in ("2012", "2013", "2014", "2015"):
        assert year in found.stdout
    down = [line.split() for line in found.stdout.splitlines() if "下游省" in line]
    assert any("20" in " ".join(line) and "50" in " ".join(line) and "30" in " ".join(line) for line in down)
    assert any("90" in " ".join(line) for line in down)
    assert "2012 B: E406 rate has no value for 2012" in found.stdout
    assert "2014 A: E401 s1 TP: no valid value in 2014-01 (no record at all) (and 11 more)" in found.stdout
    assert "合计" in run("--lang", "zh").stdout


def test_different_cycles(room, make):
    quarterly = make.text(BLOCKS % "100元/mg/L", **{"settle: year": "settle: quarter"})
    (room / "b.yaml").write_text(quarterly, "utf-8")
    found = run()
    assert (found.exit_code, found.stdout) == (2, "")


def test_a_folder_is_not_one_agreement(room):
    found = CliRunner().invoke(app, ["compare", ".", "b.yaml", "--data", "data"])
    assert found.exit_code == 2

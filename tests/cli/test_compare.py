"""`ecoflow compare`: the table and the document."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ecoflow.cli.app import app

ROOT = Path(__file__).resolve().parent.parent.parent
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
    found = run("--json", "--period", "2012")
    document = json.loads(found.stdout)
    assert (document["total_difference"], document["total_periods"]) == ({}, [])
    assert found.exit_code == 1
    said = run("--period", "2012")
    assert said.exit_code == 1
    assert "Nothing could be compared: of 1 periods, there is none that both settle." in said.stdout


def test_what_must_be_known_of_each_side(room, make):
    terms = (room / "b.yaml").read_text("utf-8").replace("confidence: published", "confidence: recalled")
    (room / "b.yaml").write_text(terms.replace("status: draft", "status: in-force"), "utf-8")
    said = run().stdout
    assert "A is a draft agreement: a trial." in said
    assert "B is a draft" not in said
    assert "A leans on" not in said
    assert "B leans on what is not published: rate (recalled)" in said
    assert "A is run outside its term 2012-2014: 2015" in said
    assert "B is run outside its term 2013-2015: 2012" in said
    assert "Total covers only the periods that both settle, 2 of 4: 2013, 2015" in said
    assert "Synthetic" not in said
    document = json.loads(run("--json").stdout)
    assert document["synthetic"] is False
    assert document["caveats"] == {
        "left": {"draft": True, "unpublished": [], "outside_term": ["2015"]},
        "right": {"draft": False, "unpublished": [{"id": "rate", "confidence": "recalled"}], "outside_term": ["2012"]}}


def test_synthetic_data_are_stamped():
    arguments = ["compare", "xinanjiang-1", "xinanjiang-1", "--data", str(ROOT / "data"), "--period", "2013"]
    assert "合成数据" in CliRunner().invoke(app, [*arguments, "--lang", "zh"]).stdout
    assert "Synthetic data" in CliRunner().invoke(app, [*arguments, "--lang", "en"]).stdout
    assert json.loads(CliRunner().invoke(app, [*arguments, "--json"]).stdout)["synthetic"] is True


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
    blocks = BLOCKS.replace("over: year", "over: quarter") % "100元/mg/L"
    quarterly = make.text(blocks, **{"settle: year": "settle: quarter"})
    (room / "b.yaml").write_text(quarterly, "utf-8")
    found = run()
    assert (found.exit_code, found.stdout) == (2, "")


def test_a_folder_is_not_one_agreement(room):
    found = CliRunner().invoke(app, ["compare", ".", "b.yaml", "--data", "data"])
    assert found.exit_code == 2

"""`ecoflow settle` in process and as a program: the contract of its output, its exit codes, its cold start."""

from __future__ import annotations

import json
import os
import subprocess
import sys

import pytest
from typer.testing import CliRunner

from ecoflow.cli.app import app

CONTRACT = {"ecoflow", "agreement", "period", "status", "indices", "payments", "net", "provenance", "evidence",
            "diagnostics"}
BLOCKS = """\
terms: {rate: {value: 100元/mg/L, source: plan, confidence: published}}
facts: {accident: {type: boolean, default: false}}
measures: {c: {mean: TP, at: s1, over: year, averaging: month, non_detect: half, valid: {}, from: []}}
quantities: {P: {formula: rate * c, unit: 元}}
clauses: [{id: a, when: not accident, pay: {from: up, to: down, amount: P}}]
"""


@pytest.fixture
def room(make, tmp_path, monkeypatch):
    """A folder with `river.yaml`, and `data` for 2012 (0.1 mg/L) and 2013 (0.2 mg/L, July missing in 2014)."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ECOFLOW_LANG", "en")
    (tmp_path / "river.yaml").write_text(make.text(BLOCKS), "utf-8")
    rows = [r for y, v in ((2012, "0.1"), (2013, "0.2"), (2014, "0.3")) for r in make.every_month(v, year=y)]
    make.data([r for r in rows if f"{r['observed_at']:%Y-%m}" != "2014-07"], to=tmp_path / "data")
    return tmp_path


def run(*arguments):
    return CliRunner().invoke(app, ["settle", *arguments])


def program(*arguments, cwd, **environment):
    found = subprocess.run([sys.executable, "-m", "ecoflow", *arguments], cwd=cwd, capture_output=True, check=False,
                           env=os.environ | environment, timeout=120)
    return found.returncode, found.stdout.decode("utf-8"), found.stderr.decode("utf-8")


def test_one_settlement(room):
    found = run("river.yaml", "--period", "2013", "--data", "data", "--json")
    assert (found.exit_code, found.stderr) == (0, "")
    document = json.loads(found.stdout)
    assert set(document) >= CONTRACT
    assert document["payments"] == [
        {"clause": "a", "case": 1, "from": "up", "to": "down", "amount": "20.00", "currency": "CNY", "at": {}}]
    assert document["net"] == {"up": "-20.00", "down": "20.00", "third": "0.00"}


def test_as_a_program(room, root):
    code, out, err = program("settle", "river.yaml", "--period", "2013", "--data", "data", "--json", cwd=room,
                             PYTHONPATH=str(root), LC_ALL="C")
    assert (code, err) == (0, "")
    assert out.startswith("{\n")
    assert out.endswith("}\n")
    assert json.loads(out) == json.loads(run("river.yaml", "--period", "2013", "--data", "data", "--json").stdout)


def test_several_periods_are_an_array(room):
    for option, years in ((["--period", "2012..2013"], ["2012", "2013"]), ([], ["2012", "2013", "2014"]),
                          (["--period", "2010..2012"], ["2012"])):
        document = json.loads(run("river.yaml", *option, "--data", "data", "--json").stdout)
        assert [d["period"] for d in document] == years


def test_several_agreements_are_an_array(room):
    (room / "b.yaml").write_text((room / "river.yaml").read_text("utf-8").replace("id: river-1", "id: river-2"), "utf-8")
    found = run("river.yaml", "b.yaml", "--period", "2013", "--data", "data", "--json")
    assert [d["agreement"]["id"] for d in json.loads(found.stdout)] == ["river-1", "river-2"]
    found = run(".", "--period", "2013", "--data", "data", "--json")
    assert sorted(d["agreement"]["id"] for d in json.loads(found.stdout)) == ["river-1", "river-2"]


def test_missing_data_is_exit_1_and_named(room):
    found = run("river.yaml", "--period", "2014", "--data", "data", "--json")
    assert found.exit_code == 1
    document = json.loads(found.stdout)
    assert (document["status"], document["payments"], document["net"]) == ("cannot-settle", [], {})
    (missing,) = document["diagnostics"]
    assert (missing["section"], missing["indicator"], missing["month"]) == ("s1", "TP", "2014-07")


def test_one_broken_agreement_does_not_hide_the_others(room):
    (room / "broken.yaml").write_text((room / "river.yaml").read_text("utf-8").replace("from: up", "from: upp"), "utf-8")
    found = run("broken.yaml", "river.yaml", "--period", "2013", "--data", "data", "--json")
    assert found.exit_code == 1
    documents = json.loads(found.stdout)
    assert sorted(d["status"] for d in documents) == ["cannot-settle", "settled"]
    (broken,) = [d for d in documents if d["status"] == "cannot-settle"]
    assert broken["agreement"]["file"].endswith("broken.yaml")
    assert broken["diagnostics"][0]["code"] == "E250"
    assert set(broken) >= CONTRACT


def test_data_that_cannot_be_read_is_a_document_too(room):
    (room / "bad.parquet").write_bytes(b"PAR1 not really")
    for path, code in (("nowhere", "E310"), ("bad.parquet", "E312")):
        found = run("river.yaml", "--period", "2013", "--data", path, "--json")
        assert found.exit_code == 1
        document = json.loads(found.stdout)
        assert document["status"] == "cannot-settle"
        assert [d["code"] for d in document["diagnostics"]] == [code]


def test_outside_the_term(room):
    found = run("river.yaml", "--period", "2015", "--data", "data", "--json")
    assert found.exit_code == 1
    assert json.loads(found.stdout)["diagnostics"][0]["code"] == "E405"
    found = run("river.yaml", "--period", "1990..1995", "--data", "data", "--json")
    assert (found.exit_code, found.stdout) == (2, "")
    assert "holds no period of river-1 2012-2014" in " ".join(found.stderr.split())


@pytest.mark.parametrize("arguments", [
    ["river.yaml", "--data", "data", "--period", "20133"], ["river.yaml", "--data", "data", "--as-of", "yesterday"],
    ["river.yaml", "--data", "data", "--format", "pdf"], ["river.yaml", "--data", "data", "--lang", "fr"],
    ["nothing-1", "--data", "data"], ["river.yaml"], ["--data", "data"],
    ["river.yaml", "--data", "data", "--engine", "abacus"],
])
def test_wrong_use(room, arguments):
    found = run(*arguments, *([] if "--json" in arguments else ["--json"]))
    assert (found.exit_code, found.stdout) == (2, "")


def test_facts(room):
    (room / "facts.yaml").write_text("accident: true\n", "utf-8")
    document = json.loads(run("river.yaml", "--period", "2013", "--data", "data", "--facts", "facts.yaml", "--json").stdout)
    assert document["payments"] == []
    assert document["evidence"]["facts"] == {"accident": "true"}
    (room / "facts.yaml").write_text("acident: true\n", "utf-8")
    found = run("river.yaml", "--period", "2013", "--data", "data", "--facts", "facts.yaml", "--json")
    assert found.exit_code == 1
    (wrong,) = json.loads(found.stdout)["diagnostics"]
    assert (wrong["code"], wrong["file"], wrong["line"], wrong["column"]) == ("E422", "facts.yaml", 1, 1)
    assert wrong["hint"] == "did you mean 'accident'?"


def test_facts_of_one_agreement_do_not_stop_another(room):
    other = (room / "river.yaml").read_text("utf-8").replace("id: river-1", "id: river-2").replace("accident", "flood")
    (room / "b.yaml").write_text(other, "utf-8")
    (room / "facts.yaml").write_text("flood: true\n", "utf-8")
    found = run("river.yaml", "b.yaml", "--period", "2013", "--data", "data", "--facts", "facts.yaml", "--json")
    assert found.exit_code == 0
    assert [len(d["payments"]) for d in json.loads(found.stdout)] == [1, 0]


def test_as_of_and_official(room, make):
    make.data([make.row("2013-07-05", "2.6", recorded="2016-03-01")], "later.parquet", room / "data")
    arguments = ["river.yaml", "--period", "2013", "--data", "data", "--json"]
    assert json.loads(run(*arguments).stdout)["net"]["down"] == "40.00"
    before = json.loads(run(*arguments, "--as-of", "2016-02-29").stdout)
    assert (before["net"]["down"], before["evidence"]["as_of"]) == ("20.00", "2016-02-29")
    draft = run(*arguments, "--official")
    assert (draft.exit_code, json.loads(draft.stdout)["diagnostics"][0]["code"]) == (1, "E418")
    text = (room / "river.yaml").read_text("utf-8").replace("status: draft", "status: in-force")
    (room / "river.yaml").write_text(text, "utf-8")
    assert run(*arguments, "--official").exit_code == 0
    text = text.replace("confidence: published", "confidence: recalled")
    (room / "river.yaml").write_text(text, "utf-8")
    refused = run(*arguments, "--official")
    assert refused.exit_code == 1
    assert json.loads(refused.stdout)["diagnostics"][0]["code"] == "E411"


def test_out_writes_whole_files(room):
    found = run("river.yaml", "--data", "data", "--period", "2012..2013", "--out", "out/x", "--format", "json,json")
    assert found.exit_code == 0, found.output
    assert sorted(p.name for p in (room / "out" / "x").iterdir()) == ["river-1-2012.json", "river-1-2013.json"]
    document = json.loads((room / "out/x/river-1-2013.json").read_text("utf-8"))
    assert document == json.loads(run("river.yaml", "--data", "data", "--period", "2013", "--json").stdout)
    assert "out" in found.stdout


def test_a_report_is_replaced_or_left_as_it_was(room, monkeypatch):
    arguments = ["river.yaml", "--data", "data", "--period", "2013", "--out", "out", "--format", "json", "--json"]
    assert run(*arguments).exit_code == 0
    report = room / "out" / "river-1-2013.json"
    before = report.read_bytes()
    monkeypatch.setattr("os.fsync", lambda _: (_ for _ in ()).throw(OSError(28, "No space left on device")))
    assert run(*arguments).exit_code != 0
    assert report.read_bytes() == before


def test_two_agreements_of_one_id_would_share_a_report(room):
    (room / "copy.yaml").write_text((room / "river.yaml").read_text("utf-8"), "utf-8")
    found = run("river.yaml", "copy.yaml", "--data", "data", "--period", "2013", "--out", "out")
    assert found.exit_code == 2
    assert not (room / "out").exists()


def test_the_other_papers_are_written(room):
    pytest.importorskip("ecoflow.report.html")
    found = run("river.yaml", "--data", "data", "--period", "2013", "--out", "out", "--format", "html,md")
    assert found.exit_code == 0, found.output
    html, markdown = ((room / "out" / f"river-1-2013.{form}").read_text("utf-8") for form in ("html", "md"))
    assert html.lstrip().lower().startswith("<!doctype html")
    assert "20" in markdown


def test_the_terminal_says_who_pays(room, root):
    pytest.importorskip("ecoflow.cli.tables")
    code, out, err = program("settle", "river.yaml", "--data", "data", "--period", "2013", "--lang", "zh", cwd=room,
                             PYTHONPATH=str(root))
    assert (code, err) == (0, "")
    assert "上游省" in out
    assert "20" in out


HEAVY = ("pandas", "pyarrow", "rich", "jinja2", "numpy")


def test_a_settlement_in_json_starts_light(room, root):
    script = ("import sys\nfrom ecoflow.cli.app import main\n"
              "sys.argv = ['ecoflow', 'settle', 'river.yaml', '--period', '2013', '--data', 'data', '--json']\n"
              "try:\n    main()\nfinally:\n"
              f"    print([m for m in {HEAVY!r} if m in sys.modules], file=sys.stderr)\n")
    found = subprocess.run([sys.executable, "-c", script], cwd=room, capture_output=True, text=True, check=False,
                           env=os.environ | {"PYTHONPATH": str(root)}, timeout=120)
    assert json.loads(found.stdout)["status"] == "settled"
    assert found.stderr.strip() == "[]"


def ids(result):
    return {(s["agreement"]["id"], s["period"]) for s in json.loads(result.stdout)}


def test_a_batch_passes_over_what_does_not_settle_then():
    found = run("xinanjiang-1", "xinanjiang-3", "luan-tianjin-2", "--period", "2020", "--data", "synthetic", "--json")
    assert ids(found) == {("xinanjiang-3", "2020"), ("luan-tianjin-2", "2020")}
    assert "xinanjiang-1" in found.stderr
    # one alone is asked for by name: it says what is wrong
    alone = run("xinanjiang-1", "--period", "2020", "--data", "synthetic", "--json")
    assert (json.loads(alone.stdout)["status"], alone.exit_code) == ("cannot-settle", 1)


def test_a_year_of_an_agreement_that_settles_by_quarter_is_its_quarters():
    found = run("shandong-air-1", "--period", "2016", "--data", "synthetic", "--json")
    assert [s["period"] for s in json.loads(found.stdout)] == ["2016-Q1", "2016-Q2", "2016-Q3", "2016-Q4"]
    assert found.exit_code == 0


def test_the_invented_facts_go_by_their_word():
    found = run("chitian-1", "--period", "2023", "--data", "synthetic", "--facts", "synthetic", "--json")
    assert (json.loads(found.stdout)["status"], found.exit_code) == ("settled", 0)


def test_an_overview_gives_each_index_a_line_and_leaves_room_for_who_pays():
    said = run("henan-shandong-1", "xinanjiang-3", "--period", "2020", "--data", "synthetic", "--lang", "en").stdout
    assert "\ufffd" not in said
    lines = said.splitlines()
    first = next(n for n, line in enumerate(lines) if line.startswith("henan-shandong-1"))
    assert "Henan" in lines[first]
    assert "Shandong" in lines[first]
    assert lines[first + 1].split()[0] == "index"
    assert "/" not in lines[first + 1], "the whole fraction stands in the report"

"""`ecoflow test`: the document, the exit codes, and that nothing is counted twice or lost."""

from __future__ import annotations

import json

import pytest
from typer.testing import CliRunner

from ecoflow.cli.app import app

BLOCKS = """\
terms: {stake: {value: 1亿元, source: plan, confidence: published}}
facts: {x: {type: number}}
clauses:
  - id: w
    choose:
      - {when: x <= 1, pay: {from: down, to: up, amount: stake}}
      - {when: x > 1, pay: {from: up, to: down, amount: stake}}
examples:
  - {name: one, period: 2013, given: {x: 1}, expect: {net: {up: %s}}, source: plan, confidence: published, assumes: 假定}
"""


@pytest.fixture
def room(make, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ECOFLOW_LANG", "en")
    (tmp_path / "good.yaml").write_text(make.text(BLOCKS % "1亿元"), "utf-8")
    wrong = make.text(BLOCKS % "2亿元", **{"id: river-1": "id: river-2"})
    (tmp_path / "wrong.yaml").write_text(wrong, "utf-8")
    return tmp_path


def run(*arguments):
    return CliRunner().invoke(app, ["test", *arguments])


def test_document(room):
    found = run("good.yaml", "wrong.yaml", "--format", "json")
    assert found.exit_code == 1
    assert json.loads(found.stdout) == {
        "passed": 1, "failed": 1,
        "examples": [
            {"agreement": "river-1", "name": "one", "ok": True, "confidence": "published", "assumes": "假定"},
            {"agreement": "river-2", "name": "one", "ok": False, "confidence": "published", "assumes": "假定",
             "difference": {"what": "net.up", "expected": "2亿元", "got": "1亿元"}},
        ],
        "coverage": {"river-1": {"cases": 2, "reached": 1, "missed": ["w.2"]},
                     "river-2": {"cases": 2, "reached": 1, "missed": ["w.2"]}},
        "findings": [],
    }


def test_exit_codes(room):
    assert run("good.yaml").exit_code == 0
    assert run("wrong.yaml").exit_code == 1
    assert run("good.yaml", "--fail-under", "50").exit_code == 0
    assert run("good.yaml", "--fail-under", "51").exit_code == 1
    assert run("good.yaml", "--fail-under", "101").exit_code == 2
    assert run("nothing-1").exit_code == 2


def test_text(room):
    found = run("wrong.yaml")
    assert "river-2: 0/1 examples, 1/2 cases" in found.stdout
    assert "net.up: expected 2亿元, got 1亿元" in found.stdout
    assert "wrong.yaml:" in found.stdout
    assert "cases no example reaches: w.2" in found.stdout
    assert found.stdout.endswith("0 passed, 1 failed; 1 of 2 cases reached\n")


def test_two_drafts_of_one_id_are_both_replayed(room):
    (room / "draft.yaml").write_text((room / "wrong.yaml").read_text("utf-8").replace("river-2", "river-1"), "utf-8")
    document = json.loads(run("good.yaml", "draft.yaml", "--format", "json").stdout)
    assert (document["passed"], document["failed"]) == (1, 1)
    assert sorted(document["coverage"]) == ["draft.yaml", "good.yaml"]


def test_a_file_that_cannot_be_read_is_said(room):
    (room / "broken.yaml").write_text((room / "good.yaml").read_text("utf-8").replace("x > 1", "y > 1"), "utf-8")
    found = run("good.yaml", "broken.yaml", "--format", "json")
    assert found.exit_code == 1
    document = json.loads(found.stdout)
    assert (document["passed"], document["failed"]) == (1, 0)
    assert [(f["code"], f["file"]) for f in document["findings"]] == [("E210", "broken.yaml")]
    assert "E210" in run("good.yaml", "broken.yaml").stderr


def test_nothing_read_does_not_look_like_success(room):
    for name in ("broken", "worse"):
        (room / f"{name}.yaml").write_text((room / "good.yaml").read_text("utf-8").replace("x > 1", "y > 1"), "utf-8")
    one, two = run("broken.yaml"), run("broken.yaml", "worse.yaml", "good.yaml", "--lang", "zh")
    assert (one.exit_code, two.exit_code) == (1, 1)
    assert one.stdout == "0 passed, 0 failed; 0 of 0 cases reached\n1 file could not be read; not tested\n"
    assert two.stdout.endswith("1 个算例通过，0 个不通过；触及情形 1/2\n2 个文件无法读取，未检验\n")


def test_the_library(root):
    found = run(str(root / "agreements"), "--format", "json", "--fail-under", "100")
    assert found.exit_code == 0
    document = json.loads(found.stdout)
    assert document["failed"] == 0
    assert document["passed"] >= 20
    assert all(c["cases"] == c["reached"] for c in document["coverage"].values())

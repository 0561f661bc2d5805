"""`ecoflow test`: the document, the exit codes, and that nothing is counted twice or lost."""

from __future__ import annotations

import json

import pytest
from junitparser import Error, Failure, JUnitXml
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


MISSED = {"clause": "w", "case": 2, "condition": "x > 1", "line": 18, "column": 9}
HALF = {"cases": 2, "reached": 1, "clauses": 1, "clauses_reached": 1}


def test_document(room):
    found = run("good.yaml", "wrong.yaml", "--format", "json")
    assert found.exit_code == 1
    document = json.loads(found.stdout)
    example = {"agreement": "river-1", "name": "one", "ok": True, "confidence": "published", "period": "2013",
               "file": "good.yaml", "line": 20, "assumes": "假定"}
    differs = {"what": "net.up", "expected": "2亿元", "got": "1亿元", "file": "wrong.yaml", "line": 20, "column": 65}
    working = document["examples"][1].pop("working")
    assert document == {
        "passed": 1, "failed": 1,
        "examples": [
            example,
            {**example, "agreement": "river-2", "ok": False, "file": "wrong.yaml", "difference": differs,
             "differences": [differs]},
        ],
        "coverage": {"river-1": {**HALF, "missed": [{**MISSED, "file": "good.yaml"}]},
                     "river-2": {**HALF, "missed": [{**MISSED, "file": "wrong.yaml"}]}},
        "total": {"cases": 4, "reached": 2, "clauses": 2, "clauses_reached": 2},
        "findings": [],
    }
    assert working[0] == "w.1: 下游省 → 上游省: CNY 100,000,000"
    assert working[-2:] == ["  x ≤ 1 (1 ≤ 1: yes)", "  x > 1 (1 > 1: no)"]
    line = (room / "wrong.yaml").read_text("utf-8").splitlines()[differs["line"] - 1]
    assert line[differs["column"] - 1 :].startswith("2亿元")


def test_exit_codes(room):
    assert run("good.yaml").exit_code == 0
    assert run("wrong.yaml").exit_code == 1
    assert run("nothing-1").exit_code == 2


@pytest.mark.parametrize(("least", "code"), [
    ("0", 0), ("50", 0), ("50.0", 0), ("50.000000001", 1), ("51", 1), ("100", 1), ("100.0", 1),
    ("101", 2), ("100.1", 2), ("-1", 2), ("half", 2), ("5e1", 2), ("٥٠", 2), ("50%", 2), ("nan", 2), ("", 2),
])
def test_the_least_share_of_cases(room, least, code):
    found = run("good.yaml", f"--fail-under={least}")
    assert found.exit_code == code
    said = f"1 of 2 cases, 1 of 1 clauses reached: less than --fail-under {least}\n"
    assert found.stderr == (said if code == 1 else "") or code == 2


MORE = """\
  - {id: v, when: x > 9, pay: {from: up, to: down, amount: stake}}
examples:
"""


def test_clauses_count_as_well_as_cases(room):
    text = (room / "good.yaml").read_text("utf-8").replace("examples:\n", MORE)
    both = text + "  - {name: two, period: 2013, given: {x: 2}, expect: {net: {up: -1亿元}}, source: plan}\n"
    (room / "good.yaml").write_text(both, "utf-8")
    found = run("good.yaml", "--fail-under", "66")
    # two cases of three, but one clause of two
    assert "river-1: 2/2 examples, 2/3 cases, 1/2 clauses\n" in found.stdout
    assert found.exit_code == 1
    assert found.stderr == "2 of 3 cases, 1 of 2 clauses reached: less than --fail-under 66\n"
    assert run("good.yaml", "--fail-under", "50").exit_code == 0
    assert run("good.yaml", "--fail-under", "51", "--lang", "zh").stderr == (
        "触及情形 2/3、条款 1/2，低于 --fail-under 51\n")


def test_text(room):
    assert run("wrong.yaml").stdout == """\
river-2: 0/1 examples, 1/2 cases, 1/1 clauses
  FAIL one (published)
       net.up: expected 2亿元, got 1亿元  (wrong.yaml:20:65)
         w.1: 下游省 → 上游省: CNY 100,000,000
           Amount = stake = CNY 100,000,000
           x ≤ 1 (1 ≤ 1: yes)
           x > 1 (1 > 1: no)
  cases no example reaches:
    w.2  x > 1  (wrong.yaml:18:9)
0 passed, 1 failed; 1 of 2 cases, 1 of 1 clauses reached
"""


def test_text_in_chinese(room):
    assert run("wrong.yaml", "--lang", "zh").stdout == """\
river-2: 0/1 算例，1/2 种情形，1/1 个条款
  FAIL one (published)
       net.up：应为 2亿元，得到 1亿元  (wrong.yaml:20:65)
         w.1：下游省 → 上游省：1亿元
           金额 = stake = 1亿元
           x ≤ 1（1 ≤ 1：是）
           x > 1（1 > 1：否）
  未触及的情形：
    w.2  x > 1  (wrong.yaml:18:9)
0 个算例通过，1 个不通过；触及情形 1/2、条款 1/1
"""


def suites(found):
    return [*JUnitXml.fromstring(found.stdout.encode("utf-8"))]


def test_junit(room):
    (room / "broken.yaml").write_text((room / "good.yaml").read_text("utf-8").replace("x > 1", "y > 1"), "utf-8")
    found = run("good.yaml", "wrong.yaml", "broken.yaml", "--format", "junit")
    assert (found.exit_code, found.stderr) == (1, "")
    good, wrong, broken = suites(found)
    assert [(s.name, s.tests, s.failures, s.errors) for s in (good, wrong, broken)] == [
        ("river-1", 1, 0, 0), ("river-2", 1, 1, 0), ("broken.yaml", 1, 0, 1)]
    assert {p.name: p.value for p in wrong.properties()} == {
        "coverage.cases": "2", "coverage.cases.reached": "1", "coverage.clauses": "1", "coverage.clauses.reached": "1",
        "coverage.missed.w.2": "x > 1 (wrong.yaml:18:9)"}
    (passed,), (case,), (unread,) = good, wrong, broken
    assert passed.result == []
    assert (case.name, case.classname, case._elem.get("file"), case._elem.get("line")) == (
        "one", "river-2", "wrong.yaml", "20")
    (failure,), (error,) = case.result, unread.result
    assert isinstance(failure, Failure)
    assert failure.message == "net.up: expected 2亿元, got 1亿元"
    assert "w.1: 下游省 → 上游省: CNY 100,000,000" in failure.text
    assert isinstance(error, Error)
    assert (error.type, error.message) == ("E210", "E210 'y' is not declared")
    assert "^" in error.text


def test_nothing_to_replay_is_still_a_junit_document(room):
    text = (room / "good.yaml").read_text("utf-8").split("examples:")[0]
    (room / "good.yaml").write_text(text, "utf-8")
    (suite,) = suites(run("good.yaml", "--format", "junit"))
    assert (suite.name, suite.tests) == ("river-1", 0)
    assert run("good.yaml", "--fail-under", "1").exit_code == 1


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
    assert one.stdout == "0 passed, 0 failed; 0 of 0 cases, 0 of 0 clauses reached\n1 file could not be read; not tested\n"
    assert two.stdout.endswith("1 个算例通过，0 个不通过；触及情形 1/2、条款 1/1\n2 个文件无法读取，未检验\n")


def test_the_library(root):
    found = run(str(root / "agreements"), "--format", "json", "--fail-under", "100")
    assert found.exit_code == 0
    document = json.loads(found.stdout)
    assert document["failed"] == 0
    assert document["passed"] >= 20
    assert all(c["cases"] == c["reached"] for c in document["coverage"].values())


@pytest.mark.parametrize(("lang", "said"), [
    ("en", "no examples, nothing tested; 0 of 2 cases, 0 of 1 clauses reached"),
    ("zh", "没有算例，未作检验；触及情形 0/2、条款 0/1"),
])
def test_without_any_example_nothing_is_said_to_have_passed(room, lang, said):
    text = (room / "good.yaml").read_text("utf-8").split("examples:")[0]
    (room / "bare.yaml").write_text(text, "utf-8")
    found = run("bare.yaml", "--lang", lang)
    first = {"en": "river-1: no examples, 0/2 cases, 0/1 clauses", "zh": "river-1: 没有算例，0/2 种情形，0/1 个条款"}
    assert (found.exit_code, found.stdout.splitlines()[0], found.stdout.splitlines()[-1]) == (0, first[lang], said)
    for least in ("0.000000001", "1", "100"):
        assert run("bare.yaml", "--lang", lang, "--fail-under", least).exit_code == 1

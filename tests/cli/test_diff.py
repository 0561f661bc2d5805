"""`ecoflow diff`: exit status, formats, standard input, facts."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ecoflow.cli.app import app

ROOT = Path(__file__).resolve().parent.parent.parent
BLOCKS = """\
terms: {rate: {zh: 单价, en: price, value: %s, source: plan, confidence: %s}}
facts: {factor: {type: number}}
measures: {c: {mean: TP, at: s1, over: year}}
clauses: [{id: a, pay: {from: up, to: down, amount: factor * rate * c}}]
"""


@pytest.fixture
def room(make, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ECOFLOW_LANG", "en")
    for name, rate, sure in (("a", "100元/mg/L", "published"), ("b", "250元/mg/L", "recalled")):
        (tmp_path / f"{name}.yaml").write_text(make.text(BLOCKS % (rate, sure)), "utf-8")
    make.data(make.every_month("0.2", year=2013), to=tmp_path / "data")
    (tmp_path / "facts.yaml").write_text("factor: 2\n", "utf-8")
    return tmp_path


def run(*arguments, text=None):
    return CliRunner().invoke(app, ["diff", *arguments], input=text)


def test_differences(room):
    found = run("a.yaml", "b.yaml", "--lang", "zh")
    assert found.exit_code == 1
    assert found.stdout.splitlines() == [
        "a.yaml → b.yaml：共 2 项变化：1 项可影响金额，1 项涉及依据", "", "条款数值",
        "  [金额] 条款数值 rate（单价）：100元/mg/L → 250元/mg/L（+150.0%）", "      a.yaml:12 → b.yaml:12",
        "  [依据] 条款数值 rate（单价）：可信度：公布 → 未核实", "      a.yaml:12 → b.yaml:12"]
    said = run("a.yaml", "b.yaml").stdout.splitlines()
    assert said[0] == "a.yaml → b.yaml: 2 changes: 1 can change a payment, 1 of evidence"
    assert said[5] == "  [evidence] rate (price): confidence: published → recalled"


def test_none(room):
    text = (room / "a.yaml").read_text("utf-8")
    again = text.replace("{zh: 单价, en: price,", "{en: \"price\", zh: '单价',")
    assert again != text
    (room / "b.yaml").write_text(f"# a remark\n{again}", "utf-8")
    found = run("a.yaml", "b.yaml")
    assert (found.exit_code, found.stdout) == (0, "a.yaml → b.yaml: no changes\n")
    assert "无变化" in run("a.yaml", "b.yaml", "--lang", "zh").stdout
    document = json.loads(run("a.yaml", "b.yaml", "--format", "json").stdout)
    assert (document["same"], document["changes"]) == (True, [])


def test_standard_input_and_shipped_ids(room):
    text = (ROOT / "agreements" / "xinanjiang-2.yaml").read_text("utf-8")
    assert run("xinanjiang-2", "-", text=text).exit_code == 0
    found = run("-", "xinanjiang-2", text=text.replace("value: 0.89", "value: 0.85"))
    assert found.exit_code == 1
    assert "<stdin>:54 → " in found.stdout
    assert "0.85 → 0.89 (+4.7 %)" in found.stdout


def test_document(room):
    found = run("a.yaml", "b.yaml", "--format", "json", "--data", "data", "--facts", "facts.yaml",
                "--period", "2013..2014")
    assert found.exit_code == 1
    document = json.loads(found.stdout)
    assert list(document) == ["ecoflow", "old", "new", "same", "counts", "changes", "yuan"]
    assert document["counts"] == {"money": 1, "evidence": 1, "words": 0}
    first = document["changes"][0]
    assert list(first) == ["kind", "change", "block", "entry", "path", "old", "new", "percent", "reaches",
                           "old_at", "new_at", "sentence"]
    assert (first["kind"], first["change"], first["block"], first["entry"], first["path"], first["percent"]) == (
        "money", "changed", "terms", "rate", ["value"], "150.0")
    assert first["old_at"] == {"file": "a.yaml", "line": 12, "column": 42}
    # 2013: 2 * 100 * 0.2 = 40 yuan, and 100; 2014 has no data
    assert [(y["year"], y["difference"]) for y in document["yuan"]["years"]] == [
        (2013, {"up": "-60.00", "down": "60.00", "third": "0.00"}), (2014, {})]
    assert document["yuan"]["caveats"]["new"] == {
        "draft": True, "unpublished": [{"id": "rate", "confidence": "recalled"}], "outside_term": []}


def test_without_its_facts_nothing_is_settled(room):
    found = run("a.yaml", "b.yaml", "--data", "data", "--period", "2013")
    assert "Nothing could be compared: of 1 periods, there is none that both settle." in found.stdout
    assert "2013 old: E404" in found.stdout


def test_a_fact_with_a_new_name_is_given_to_both(room):
    text = (room / "a.yaml").read_text("utf-8")
    (room / "b.yaml").write_text(text.replace("factor", "share_of_it").replace("100元", "150元"), "utf-8")
    found = run("a.yaml", "b.yaml", "--data", "data", "--facts", "facts.yaml", "--period", "2013", "--format", "json")
    assert json.loads(found.stdout)["yuan"]["total"]["difference"]["down"] == "20.00"


def test_a_file_that_does_not_validate(room):
    text = (room / "b.yaml").read_text("utf-8")
    (room / "b.yaml").write_text(text.replace("factor * rate", "factor * rat"), "utf-8")
    found = run("a.yaml", "b.yaml")
    assert (found.exit_code, found.stdout) == (1, "")
    assert "b.yaml:15:" in found.stderr
    assert "did you mean 'rate'?" in found.stderr
    found = run("a.yaml", "-", text="id: [")
    assert found.exit_code == 1
    assert "<stdin>:1:" in found.stderr


@pytest.mark.parametrize("arguments", [
    ("a.yaml", "nowhere.yaml"), ("-", "-"), ("a.yaml", "."), ("a.yaml", "b.yaml", "--period", "2013"),
    ("a.yaml", "b.yaml", "--facts", "facts.yaml"), ("a.yaml", "b.yaml", "--format", "xml"), ("a.yaml",)])
def test_wrong_use(room, arguments):
    found = run(*arguments, text="")
    assert (found.exit_code, found.stdout) == (2, "")


def test_another_cycle_is_not_set_side_by_side(room, make):
    monthly = make.text(BLOCKS % ("100元/mg/L", "published"), settle="month").replace("over: year", "over: month")
    (room / "b.yaml").write_text(monthly, "utf-8")
    found = run("a.yaml", "b.yaml", "--data", "data")
    assert found.exit_code == 2
    assert "settled by: year → month" in run("a.yaml", "b.yaml").stdout


def test_markdown_is_no_markup(room):
    text = (room / "b.yaml").read_text("utf-8")
    (room / "b.yaml").write_text(text.replace("en: price", 'en: "<b>|price|</b>"'), "utf-8")
    page = run("a.yaml", "b.yaml", "--format", "md").stdout
    assert "## Terms" in page
    assert "<b>" not in page
    assert "&lt;b&gt;" in page


def test_the_help_says_the_exit_status():
    said = " ".join(run("--help").stdout.split())
    assert "Exit 0 when nothing differs, 1 when anything does" in said
    assert "git show HEAD~1:agreements/x.yaml | ecoflow diff - agreements/x.yaml" in said

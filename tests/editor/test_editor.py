"""Agreements in an editor: what it shows, offers and underlines, asked of the server the editors themselves run."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from ecoflow.cli.app import app

ROOT = Path(__file__).resolve().parents[2]
HEAD = "# yaml-language-server: $schema=agreement.schema.json\necoflow: 1\nid: x\n"


@pytest.fixture
def folder(tmp_path):
    """A folder as a new user has it: the schema, written by the verb, beside the files."""
    assert CliRunner().invoke(app, ["schema", "--out", str(tmp_path / "agreement.schema.json")]).exit_code == 0
    return tmp_path


def test_a_shipped_agreement_has_nothing_to_underline(editor):
    path = ROOT / "agreements" / "xinanjiang-1.yaml"
    editor.open(path, path.read_text("utf-8"))
    assert editor.problems() == []


def test_a_draft_finds_its_schema(editor, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert CliRunner().invoke(app, ["new", "--like", "chishui-1", "--out", "mine.yaml"]).exit_code == 0
    editor.open(tmp_path / "mine.yaml", (tmp_path / "mine.yaml").read_text("utf-8"))
    assert editor.problems() == []
    assert "What one settlement covers" in editor.hover("ecoflow: 1", "settle")


def test_what_is_wrong_is_underlined_with_what_is_wanted(editor, folder):
    text = (ROOT / "agreements" / "xinanjiang-1.yaml").read_text("utf-8").replace("../docs/", "")
    wrong = text.replace("from: 2012,", "from: twelve,").replace("settle: year", "settle: yearly").replace("money:", "mony:")
    editor.open(folder / "x.yaml", wrong)
    said = dict(editor.problems())
    assert said[5] == "须为 / needed: 四位年份 / a year in four digits"
    assert '"year", "quarter", "month"' in said[6]
    assert len(said) == 2


@pytest.mark.parametrize(("before", "word", "shown"), [
    ("ecoflow", "settle", ("结算周期", "What one settlement covers", "`quarter`: 每季结算一次 / once a quarter")),
    ("\nterms:", "confidence", ("可信度", "How sure it is", "`recalled`: 凭记忆，未核对 / known, not verified")),
    ("\nmeasures:", "over:", ("时段", "`year to date`: 年初至结算期末")),
    ("\nmeasures:", "at:", ("断面", "all sections when left out")),
    ("\nquantities:", "formula:", ("公式", "The formula", "sum(weight * C / C0)")),
    ("\nclauses:", "choose:", ("恰有一种情形成立", "Exactly one case holds")),
    ("\nsections:", "known_as", ("监测数据中的其他名称", "Other names of the section")),
])
def test_hover_tells_a_key_in_both_languages(editor, before, word, shown):
    path = ROOT / "agreements" / "xinanjiang-1.yaml"
    editor.open(path, path.read_text("utf-8"))
    told = editor.hover(before, word)
    assert [part for part in shown if part not in told] == []


@pytest.mark.parametrize(("before", "offered"), [
    ("", {"settle": "What one settlement covers", "parties": "当事方"}),
    ("settle: ", {"year": "每年结算一次 / once a year", "quarter": "每季", "month": "每月"}),
    ("terms:\n  k0:\n    ", {"value": "数值", "confidence": "How sure it is"}),
    ("terms:\n  k0:\n    confidence: ", {"published": "见于公布的正式文本", "assumed": "made up"}),
    ("measures:\n  C:\n    over: ", {"year": "结算期所在的年", "previous year": "the year before"}),
    ("measures:\n  C:\n    mean: ", {"NH3N": "氨氮 / ammonia nitrogen", "TP": "总磷"}),
    ("measures:\n  C: {m", {"mean": "Mean concentration", "max": "最高值"}),
    ("clauses:\n  - ", {"choose": "Exactly one case holds", "按条件支付 / a payment on a condition": ""}),
    ("clauses:\n  - id: a\n    for_each: ", {"section": "断面 / section", "month": "月 / month"}),
    ("monitoring:\n  non_detect: ", {"half": "按检出限的一半", "zero": "zero"}),
])
def test_completion_offers_what_may_stand_there_and_says_what_it_is(editor, folder, before, offered):
    editor.open(folder / "x.yaml", HEAD + before)
    given = editor.complete(HEAD + before)
    for label, told in offered.items():
        assert label in given, (label, list(given))
        assert told in given[label]


@pytest.mark.parametrize("before", ["note: ", "quantities:\n  P:\n    formula: "])
def test_no_word_of_yaml_is_offered_where_text_belongs(editor, folder, before):
    editor.open(folder / "x.yaml", HEAD + before)
    assert not {"true", "false", "null"} & {*editor.complete(HEAD + before)}

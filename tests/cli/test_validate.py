"""`ecoflow validate`: exact text in both languages, the JSON contract, exit codes."""

from __future__ import annotations

import json
import re
import unicodedata

import pytest
from typer.testing import CliRunner

from ecoflow.cli.app import app
from ecoflow.diagnostics.finding import Finding, Place
from ecoflow.report.findings import as_text, summary

GOOD = """\
ecoflow: 1
id: river-1
title: {zh: 某江协议, en: A river}
term: {from: 2012, to: 2014}
settle: year
status: draft
parties: {up: {zh: 上游省}, down: {zh: 下游省}}
sources: {plan: {title: 方案}}
terms: {stake: {value: 1亿元, source: plan, confidence: published}}
clauses:
  - {id: yearly, pay: {from: down, to: up, amount: stake}}
articles: {scope: 全江, targets: 不考核, duties: 上游负责, method: 按年, period: 三年, breach: 协商, other: 无}
"""
WARNED = GOOD.replace("id: river-1", "id: river-2").replace("amount: stake", "amount: 2 * stake")
BAD = (GOOD.replace("id: river-1", "id: river-3").replace("settle: year", "settle: yearly")
       .replace("from: down", "from: dwon"))


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("ECOFLOW_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, text in (("good", GOOD), ("warned", WARNED), ("bad", BAD)):
        (tmp_path / f"{name}.yaml").write_text(text, "utf-8")
    return tmp_path


def run(*arguments, stdin=None):
    return CliRunner().invoke(app, ["validate", *arguments], input=stdin)


def test_findings_in_english(folder):
    result = run("bad.yaml")
    assert result.exit_code == 1
    assert result.stderr == ""
    assert result.stdout == """\
bad.yaml:5:9: E117 error: 'yearly' is not one of the choices
    settle: yearly
            ^^^^^^
    hint: did you mean 'year'?
bad.yaml:11:30: E250 error: 'dwon' is no party, pool, role or quantity over parties
      - {id: yearly, pay: {from: dwon, to: up, amount: stake}}
                                 ^^^^
    hint: did you mean 'down'?
1 file, 2 errors
"""


def test_findings_in_chinese(folder):
    result = run("bad.yaml", "--lang", "zh")
    assert result.exit_code == 1
    assert result.stdout == """\
bad.yaml:5:9: E117 错误：'yearly' 不在可选之列
    settle: yearly
            ^^^^^^
    建议：是否想写 'year'？
bad.yaml:11:30: E250 错误：'dwon' 不是当事方、资金池、角色或按当事方的量
      - {id: yearly, pay: {from: dwon, to: up, amount: stake}}
                                 ^^^^
    建议：是否想写 'down'？
1 个文件，2 个错误
"""


def test_the_document_for_machines_is_the_contract(folder):
    result = run("bad.yaml", "--format", "json")
    assert (result.exit_code, result.stderr) == (1, "")
    assert json.loads(result.stdout) == {"findings": [
        {"code": "E117", "severity": "error", "file": "bad.yaml", "line": 5, "column": 9,
         "message": "'yearly' is not one of the choices", "hint": "did you mean 'year'?"},
        {"code": "E250", "severity": "error", "file": "bad.yaml", "line": 11, "column": 30,
         "message": "'dwon' is no party, pool, role or quantity over parties", "hint": "did you mean 'down'?"},
    ]}


def test_no_findings_is_a_document_too(folder):
    result = run("good.yaml", "--format", "json")
    assert (result.exit_code, json.loads(result.stdout)) == (0, {"findings": []})


@pytest.mark.parametrize("lang", ["zh", "en"])
@pytest.mark.parametrize("form", ["text", "json", "sarif", "junit", "github"])
def test_every_format_tells_the_same_findings_with_the_same_exit(folder, form, lang):
    for arguments, stdin, codes, code in (
        (["good.yaml"], None, [], 0), (["warned.yaml"], None, ["W301"], 0), (["."], None, ["E117", "E250", "W301"], 1),
        (["-"], BAD, ["E117", "E250"], 1),
    ):
        result = run(*arguments, "--format", form, "--lang", lang, stdin=stdin)
        assert (result.exit_code, result.stderr) == (code, "")
        told = _TOLD[form](result.stdout)
        assert sorted(told) == codes, arguments
        assert run(*arguments, "--format", form, "--lang", lang, stdin=stdin).stdout == result.stdout


_TOLD = {
    "text": lambda out: re.findall(r"^\S+:\d+:\d+: ([EW]\d{3}) ", out, re.MULTILINE),
    "json": lambda out: [f["code"] for f in json.loads(out)["findings"]],
    "sarif": lambda out: [r["ruleId"] for r in json.loads(out)["runs"][0]["results"]],
    "junit": lambda out: re.findall(r"\d+:\d+: ([EW]\d{3}) ", out),
    "github": lambda out: re.findall(r"^::\w+ [^:]*title=([EW]\d{3})::", out, re.MULTILINE),
}


def test_warnings_alone_are_no_failure(folder):
    result = run("warned.yaml")
    assert result.exit_code == 0
    assert "warned.yaml:11:52: W301 warning: the number 2 in this formula has no source\n" in result.stdout
    assert "\n1 file, 0 errors, 1 warning\n" in result.stdout


@pytest.mark.parametrize(("lang", "closing"), [
    ("en", "3 files, 2 errors, 1 warning"), ("zh", "3 个文件，2 个错误，1 个警告"),
])
def test_a_folder_is_all_its_files_each_once(folder, lang, closing):
    result = run(".", "good.yaml", "--lang", lang)
    assert result.exit_code == 1
    assert result.stdout.splitlines()[-1] == closing


def test_standard_input(folder):
    result = run("-", stdin=BAD)
    assert result.exit_code == 1
    assert "<stdin>:5:9: E117 error: 'yearly' is not one of the choices\n    settle: yearly\n" in result.stdout
    assert run("-", stdin=GOOD).stdout.startswith("1 file, 0 errors\nproved for every input: ")


@pytest.mark.parametrize("argument", ["gbk.yaml", "-"])
def test_what_is_not_utf8_is_a_finding_where_it_begins(folder, argument):
    (folder / "gbk.yaml").write_bytes(GOOD.encode("gbk"))
    result = run(argument, stdin=GOOD.encode("gbk"))
    name = "<stdin>" if argument == "-" else argument
    assert result.exit_code == 1
    assert result.stdout.startswith(
        f"{name}:3:14: E110 error: the file cannot be read: this character is not UTF-8 (GBK perhaps)\n"
    )


@pytest.mark.parametrize(
    "text", ["# 省\n" * 700_000, "#" * 1_000_001, "\U00020000" * 1_000_001], ids=["long", "edge", "wide"],
)
def test_a_flood_on_standard_input_is_refused(folder, text):
    result = run("-", stdin=text)
    assert result.exit_code == 1
    assert result.stdout.startswith("<stdin>:1:1: E104 error: ")


def test_a_byte_order_mark_moves_no_column(folder):
    (folder / "bom.yaml").write_bytes(b"\xef\xbb\xbf" + BAD.replace("ecoflow: 1", "ecoflow: 9").encode())
    assert "bom.yaml:1:10: E117 error: '9' is not one of the choices\n    ecoflow: 9\n             ^\n" in run(
        "bom.yaml").stdout


@pytest.mark.parametrize(("arguments", "said"), [
    (["nowhere.yaml"], "there is no file, folder or shipped agreement 'nowhere.yaml'"),
    (["nowhere.yaml", "--lang", "zh"], "没有文件、文件夹或随附协议 'nowhere.yaml'"),
    (["none"], "there is no agreement (*.yaml, *.yml) in the folder 'none'"),
    (["good.yaml", "--lang", "fr"], "Invalid value for '--lang': 'fr' is not one of zh, en"),
    (["good.yaml", "--format", "xml"], "'xml'"),
    ([], "PATH"),
])
def test_wrong_use(folder, arguments, said):
    (folder / "none").mkdir()
    result = run(*arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_one_wrong_path_checks_nothing_else(folder):
    assert run("bad.yaml", "nowhere.yaml").stdout == ""


def at(text, column, *, line=1):
    found = Finding("E210", Place("x.yaml", line, column), {"name": "x", "known": "y"})
    return as_text([found], "en", {"x.yaml": text}).splitlines()


def columns(text):
    """Columns on a terminal, counted apart from the code under test: two for wide and full-width characters."""
    return sum(1 + (unicodedata.east_asian_width(c) in "WF") for c in text)


def test_the_caret_stands_under_wide_characters():
    head, source, caret, hint = at("  甲省: {from: 乙}", 14)
    assert head == "x.yaml:1:14: E210 error: 'x' is not declared"
    assert source == "      甲省: {from: 乙}"
    assert caret == "                   ^^"
    assert hint == "    hint: known: y"
    assert columns(caret[:-2]) == columns(source[: source.index("乙")])


def test_full_width_signs_and_combining_marks_count_as_they_show():
    assert at("（ａ）x", 4)[2] == "          ^"
    assert at("e\u0301x", 3)[2] == "     ^"


def test_a_tab_is_four_columns_above_and_below():
    assert at("\ta:\tx", 5)[1:3] == ["        a:    x", "              ^"]


def test_of_a_long_line_the_part_around_the_column_is_shown():
    _, source, caret, _ = at("甲" * 300 + "x" + "乙" * 300, 301)
    assert source[caret.index("^") - 60] == "x", "60 wide characters before the caret take 60 columns more"
    assert source.startswith("    …甲")
    assert source.endswith("乙…")
    assert columns(source) < 260


@pytest.mark.parametrize(("text", "line"), [("a\r\nb: x", 2), ("a\u2028b: x", 2), ("a\rb: x", 2), ("a\n\nb: x", 3)])
def test_lines_end_where_yaml_ends_them(text, line):
    assert at(text, 4, line=line)[1:3] == ["    b: x", "       ^"]


@pytest.mark.parametrize(("text", "line"), [("a", 2), ("", 1), ("  ", 1), ("a", 0)])
def test_without_a_line_to_show_none_is_shown(text, line):
    assert len(at(text, 1, line=line)) == 2


def test_nothing_from_a_file_drives_the_terminal():
    hostile = Finding("E210", Place("x\x1b.yaml", 1, 1), {"name": "\x1b[2J\u202e", "known": "\x9b31m"})
    shown = as_text([hostile], "en", {"x\x1b.yaml": "\x1b]0;title\x07\u202e"})
    assert not set(shown) & set("\x1b\x07\x9b\u202e")
    assert shown.count("\ufffd") == 7


def test_colour_marks_the_code_only():
    found = Finding("W301", Place("x.yaml", 1, 1), {"text": "2"})
    coloured = as_text([found], "en", {}, colour=True).splitlines()[0]
    assert coloured == "x.yaml:1:1: \x1b[1;33mW301 warning\x1b[0m: the number 2 in this formula has no source"


def test_a_finding_without_a_place():
    shown = as_text([Finding("E417")], "zh", {})
    assert shown == "E417 错误：--official 不接受合成数据\n    建议：用正式监测数据结算"


def test_notes_are_counted_apart():
    found = [Finding("N403"), Finding("N403"), Finding("E417")]
    assert summary(1, found, "en") == "1 file, 1 error, 2 notes"
    assert summary(1, found, "zh") == "1 个文件，1 个错误，2 个说明"


def test_two_files_of_one_id_are_told_at_the_id_of_the_second(folder):
    (folder / "copy.yaml").write_text(WARNED.replace("id: river-2", "# a copy\nid: river-1"), "utf-8")
    result = run("good.yaml", "copy.yaml", "--format", "json", "--lang", "en")
    told = [f for f in json.loads(result.stdout)["findings"] if f["code"] == "E286"]
    assert result.exit_code == 1
    assert [(f["file"], f["line"], f["column"], f["message"], f["hint"]) for f in told] == [
        ("copy.yaml", 3, 5, "id 'river-1' is also that of good.yaml", "give one of the two agreements another id")]
    in_chinese = run("good.yaml", "copy.yaml", "--lang", "zh").stdout
    assert "copy.yaml:3:5: E286 错误：编号 'river-1' 也是 good.yaml 的编号" in in_chinese


def test_an_id_is_compared_also_where_the_file_has_other_errors(folder):
    (folder / "copy.yaml").write_text(BAD.replace("id: river-3", "id: river-1"), "utf-8")
    assert "copy.yaml:2:5: E286 error: id 'river-1' is also that of good.yaml" in run("good.yaml", "copy.yaml", "--lang",
                                                                                      "en").stdout


def test_one_file_by_two_names_is_no_second_agreement(folder):
    (folder / "link.yaml").symlink_to("good.yaml")
    assert run("good.yaml", "link.yaml", str(folder / "good.yaml")).exit_code == 0


def test_standard_input_is_another_state_of_a_file(folder):
    assert CliRunner().invoke(app, ["validate", "-", "good.yaml"], input=GOOD).exit_code == 0

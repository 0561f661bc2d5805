"""`ecoflow code`: one code told in full, all listed, and the page of the documents."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from ecoflow.cli.app import app
from ecoflow.diagnostics.codes import CODES

E205 = """\
E205 error: equality is written with a single =

== comes from programming languages. An agreement is read by people: one sign says equal, and
formulas assign nothing it could be mistaken for.

wrong:
    clauses:
      - id: wager
        source: paper
        when: P == 1
        pay: {from: valley, to: upland, amount: rate}

right:
    clauses:
      - id: wager
        source: paper
        when: P = 1
        pay: {from: valley, to: upland, amount: rate}

hint: write = instead of ==
"""


def run(*arguments):
    return CliRunner().invoke(app, ["code", *arguments])


def test_a_code_is_told_with_cause_example_and_cure():
    assert (run("E205", "--lang", "en").exit_code, run("E205", "--lang", "en").stdout) == (0, E205)


def test_lower_case_is_the_same_code_and_a_code_is_told_once():
    assert run("e205", "E205", "--lang", "en").stdout == E205


def test_in_chinese():
    said = run("E205", "--lang", "zh").stdout
    assert said.startswith("E205 错误：相等写作单个 =\n\n")
    for label in ("\n错误写法：\n", "\n正确写法：\n", "\n建议：把 == 改为 =\n"):
        assert label in said


@pytest.mark.parametrize(("lang", "group", "line"), [
    ("en", "Formulas, and the bounds of facts", "  E214  there is no dimension '…' here"),
    ("zh", "公式和事实的范围", "  E214  此值没有维度 '…'")])
def test_without_a_code_all_are_listed_once_in_groups(lang, group, line):
    said = run("--lang", lang)
    lines = said.stdout.splitlines()
    assert said.exit_code == 0
    assert group in lines
    assert line in lines
    assert sorted(text.split()[0] for text in lines if text.startswith("  ")) == sorted(CODES)


@pytest.mark.parametrize(("code", "lang", "said"), [
    ("E2205", "en", "there is no code 'E2205'; near: E225, E220, E205"),
    ("e2205", "zh", "没有代码 'e2205'；相近的有：E225、E220、E205"),
    ("unit", "en", "there is no code 'unit'; 'ecoflow code' lists them all"),
])
def test_an_unknown_code_is_wrong_use_and_near_ones_are_named(code, lang, said):
    result = run("E205", code, "--lang", lang)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_the_page_has_every_code_and_one_section_is_part_of_it(tmp_path):
    out = tmp_path / "codes.md"
    result = run("--format", "md", "--out", str(out))
    assert (result.exit_code, result.stdout) == (0, "")
    page = out.read_text("utf-8")
    assert page == run("--format", "md").stdout
    for code in CODES:
        assert page.count(f"\n## {code}\n") == page.count(f"| [{code}](#{code.lower()}) |") == 1
    section = run("e205", "--format", "md").stdout
    assert section in page
    assert "```yaml\nclauses:\n  - id: wager\n" in section
    assert "Hint: write = instead of ==" in section


def test_a_file_that_cannot_be_written_is_wrong_use(tmp_path):
    assert run("--out", str(tmp_path / "none" / "codes.md")).exit_code == 2

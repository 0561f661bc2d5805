"""`ecoflow validate --gaps` and `--baseline`: what is shown, what fails, and what is written to the file."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ecoflow.cli.app import app

ROOT = Path(__file__).resolve().parent.parent.parent
POPLAR = (ROOT / "tests" / "agreement" / "poplar.yaml").read_text("utf-8")
LINE = "poplar: 1 entry rests on less than an official text (k0 recalled); --gaps lists them\n"
KNOWN = "poplar:\n  N531:\n    articles.breach: not-public\n  N533:\n    terms.k0: recalled\n"
WORSE = POPLAR.replace("100万元, source: paper, confidence: published", "100万元, confidence: assumed")
CURED = POPLAR.replace("confidence: recalled", "confidence: published")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name in ("ECOFLOW_LANG", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    (tmp_path / "all").mkdir()
    (tmp_path / "all" / "poplar.yaml").write_text(POPLAR, "utf-8")
    (tmp_path / "known.yaml").write_text(KNOWN, "utf-8")
    return tmp_path


def run(*arguments, stdin=None):
    return CliRunner().invoke(app, ["validate", *arguments], input=stdin)


def held(*arguments):
    return run("all", "--baseline", "known.yaml", *arguments)


def test_a_single_file_ends_with_one_line_and_gaps_lists_them(folder):
    assert run("all/poplar.yaml").stdout.startswith("1 file, 0 errors\n" + LINE)
    assert run("-", stdin=POPLAR).stdout.startswith("1 file, 0 errors\n" + LINE)
    listed = run("all/poplar.yaml", "--gaps")
    assert (listed.exit_code, "1 file, 0 errors, 2 notes" in listed.stdout.splitlines()) == (0, True)
    assert "all/poplar.yaml:31:47: N533 note: k0 is recalled, not read in an official text\n" in listed.stdout
    (folder / "all" / "other.yaml").write_text(POPLAR.replace("id: poplar", "id: other"), "utf-8")
    assert run("all").stdout == "2 files, 0 errors\n"


def test_notes_are_in_the_document_for_machines_only_when_asked_for(folder):
    assert json.loads(run("all", "--format", "json").stdout) == {"findings": []}
    found = json.loads(run("all", "--format", "json", "--gaps").stdout)["findings"]
    assert [(f["code"], f["severity"], f["line"]) for f in found] == [("N531", "note", 13), ("N533", "note", 31)]


def test_a_warning_is_shown_without_being_asked_for(folder):
    (folder / "all" / "poplar.yaml").write_text(POPLAR.replace("  breach: {zh: 未见公布, en: Not public}\n", ""), "utf-8")
    found = run("all")
    assert found.exit_code == 0
    assert found.stdout.startswith("all/poplar.yaml:7:1: W531 warning: Article 17 asks for: 6. what follows a breach; ")


def test_of_a_file_with_errors_no_gaps_are_told(folder):
    (folder / "all" / "poplar.yaml").write_text(POPLAR.replace("settle: year", "settle: yearly"), "utf-8")
    assert run("all", "--gaps").stdout.splitlines()[-1] == "1 file, 1 error"
    # nor does its part of the known gaps count as closed
    assert held("--update-baseline").exit_code == 1
    assert (folder / "known.yaml").read_text("utf-8") == KNOWN


def test_known_gaps_are_silent(folder):
    assert (held().exit_code, held().stdout) == (0, "1 file, 0 errors\n")


def test_a_new_gap_is_an_error_at_its_line(folder):
    (folder / "all" / "poplar.yaml").write_text(WORSE, "utf-8")
    found = held()
    assert found.exit_code == 1
    assert found.stdout == """\
all/poplar.yaml:32:37: E534 error: a new gap: stake is assumed, not read in an official text
      stake: {value: 100万元, confidence: assumed}
                                          ^^^^^^^
    hint: state it from the official text; only a person adds a gap to the baseline, the program never does
1 file, 1 error
"""
    assert held("--update-baseline").exit_code == 1
    assert (folder / "known.yaml").read_text("utf-8") == KNOWN, "it never adds"


def test_a_closed_gap_is_an_error_at_its_line_of_the_baseline_until_it_is_taken_out(folder):
    (folder / "all" / "poplar.yaml").write_text(CURED, "utf-8")
    found = held()
    assert found.exit_code == 1
    assert found.stdout == """\
known.yaml:5:5: E535 error: gap closed: terms.k0 is no longer recalled
        terms.k0: recalled
        ^^^^^^^^
    hint: take it out of the baseline, or run with --update-baseline
1 file, 1 error
"""
    assert held("--update-baseline").stdout == "1 file, 0 errors\n"
    assert (folder / "known.yaml").read_text("utf-8") == "poplar:\n  N531:\n    articles.breach: not-public\n"
    assert held().exit_code == 0
    # and the gap cannot come back
    (folder / "all" / "poplar.yaml").write_text(POPLAR, "utf-8")
    assert "E534" in held("--update-baseline").stdout


def test_the_file_is_made_once_with_all_that_is_there(folder):
    (folder / "known.yaml").unlink()
    assert held("--update-baseline").exit_code == 0
    made = (folder / "known.yaml").read_text("utf-8")
    assert made.endswith("\n\n" + KNOWN)
    assert made.startswith("# ")
    assert held().exit_code == 0
    (folder / "all" / "poplar.yaml").write_text(WORSE, "utf-8")
    held("--update-baseline")
    assert (folder / "known.yaml").read_text("utf-8") == made


def test_an_agreement_that_was_not_looked_at_keeps_its_known_gaps(folder):
    (folder / "all" / "other.yaml").write_text(POPLAR.replace("id: poplar", "id: other"), "utf-8")
    both = KNOWN.replace("poplar", "other") + KNOWN
    (folder / "known.yaml").write_text(both, "utf-8")
    assert run("all/poplar.yaml", "--baseline", "known.yaml", "--update-baseline").exit_code == 0
    assert (folder / "known.yaml").read_text("utf-8") == both
    (folder / "all" / "other.yaml").unlink()
    assert "known.yaml:1:1: E532 error: there is no agreement 'other'\n" in held().stdout
    # nobody has seen that its gaps are closed: a person takes them out
    assert held("--update-baseline").stdout.count("E532") == 1
    assert (folder / "known.yaml").read_text("utf-8") == both


def test_a_copy_elsewhere_is_held_against_its_own_part(folder):
    (folder / "known.yaml").write_text(KNOWN.replace("poplar", "other") + KNOWN, "utf-8")
    (folder / "copy.yaml").write_text(POPLAR, "utf-8")
    assert run("copy.yaml", "--baseline", "known.yaml").stdout == "1 file, 0 errors\n"
    assert run("-", "--baseline", "known.yaml", stdin=POPLAR).stdout == "1 file, 0 errors\n"


def test_a_baseline_that_cannot_be_read_is_left_alone(folder):
    for text, code in (("- x\n", "E531"), (KNOWN + "  N534: {}\n", "E533"), ("a: &b c\n", "E103"), (KNOWN + KNOWN, "E102")):
        (folder / "known.yaml").write_text(text, "utf-8")
        found = held("--update-baseline")
        assert (found.exit_code, code in found.stdout) == (1, True), text
        assert (folder / "known.yaml").read_text("utf-8") == text


@pytest.mark.parametrize(("arguments", "said"), [
    (["all", "--baseline", "none.yaml"], "--update-baseline makes a new one"),
    (["all", "--baseline", "all"], "cannot be read"),
    (["all", "--update-baseline"], "it needs --baseline"),
    (["all", "--baseline", "none/none.yaml", "--update-baseline"], "No such file or directory"),
])
def test_wrong_use(folder, arguments, said):
    result = CliRunner().invoke(app, ["validate", *arguments], env={"COLUMNS": "200"})
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in " ".join(result.stderr.split())


def test_the_shipped_agreements_have_no_gap_that_is_not_known_and_print_no_warning():
    known = str(ROOT / "docs" / "known-gaps.yaml")
    agreements = str(ROOT / "agreements")
    assert run(agreements, "--lang", "en").stdout == "70 files, 0 errors\n"
    assert run(agreements, "--baseline", known, "--lang", "en").stdout == "70 files, 0 errors\n"

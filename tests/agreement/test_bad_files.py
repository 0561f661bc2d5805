"""Every code of an agreement file has a bad file, and beside it the exact findings a reader gets."""

from __future__ import annotations

from pathlib import Path

import pytest

from ecoflow.agreement.loader import examine, examine_text, load
from ecoflow.agreement.yaml_tree import LARGEST, MOST_NODES
from ecoflow.diagnostics.codes import CODES
from ecoflow.diagnostics.finding import MOST_LISTED, InvalidAgreement

BAD = Path(__file__).parent.parent / "bad"
FILES = sorted(BAD.glob("*.yaml"))
ELSEWHERE = {"E100", "E104", "E123", "E124", "E286"}
"""Codes whose file would be too large to keep, and that of two files (tests/cli); each has a test of its own."""


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_the_findings_are_exactly_these(path: Path) -> None:
    found = [f"{f.place.line}:{f.place.column} {f.code} {f.message('en')} | {f.hint('en')}"
             for f in examine(path)[1] if f.place]
    assert found == path.with_suffix(".txt").read_text("utf-8").splitlines()


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_one_mistake_is_one_finding_of_its_code(path: Path) -> None:
    assert [f.code for f in examine(path)[1]] == [path.stem[:4]]


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_a_chinese_reader_is_told_in_chinese(path: Path) -> None:
    for finding in examine(path)[1]:
        for text in (finding.message("zh"), finding.hint("zh")):
            assert any("\u4e00" <= c <= "\u9fff" for c in text), text


def test_every_code_of_an_agreement_file_has_a_case() -> None:
    ours = {c for c in CODES if c.startswith(("E1", "E2", "E36", "W30"))}
    assert ours - {p.stem[:4] for p in FILES} == ELSEWHERE


def test_every_bad_file_has_its_findings_beside_it() -> None:
    assert {p.stem for p in BAD.glob("*.txt")} == {p.stem for p in FILES}


def test_a_file_that_is_too_large_is_not_read(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    path.write_bytes(b"# " + b"x" * LARGEST)
    (finding,) = examine(path)[1]
    assert (finding.code, str(finding.place)) == ("E104", f"{path}:1:1")
    assert finding.message("en") == "the file is larger than 1,000,000 bytes"


def test_the_limit_counts_bytes_not_characters(tmp_path: Path) -> None:
    path = tmp_path / "large.yaml"
    path.write_text("# " + "水" * (LARGEST // 3), "utf-8")
    assert [f.code for f in examine(path)[1]] == ["E104"]
    path.write_text("#" + "水" * (LARGEST // 3), "utf-8")
    assert [f.code for f in examine(path)[1]] == ["E120"]


def test_a_file_of_too_many_entries_is_not_read_on() -> None:
    (finding,) = examine_text("note:\n" + "- 1\n" * MOST_NODES, "f")[1]
    assert (finding.code, str(finding.place)) == ("E123", f"f:{MOST_NODES - 1}:3")
    assert finding.message("en") == "the file holds more than 50,000 keys and values"


def test_of_very_many_findings_the_rest_is_counted() -> None:
    good = (BAD.parent / "agreement" / "willow.yaml").read_text("utf-8")
    found = examine_text(good + "note: 1\n" + "note: 2\n" * 1_700, "f")[1]
    assert len(found) == MOST_LISTED + 1
    assert {f.code for f in found[:-1]} == {"E102"}
    lines = good.count("\n")
    assert (found[-1].code, str(found[-1].place)) == ("E124", f"f:{lines + MOST_LISTED + 2}:1")
    assert found[-1].message("en") == "1,200 more findings are not listed"


def test_a_folder_or_a_missing_file_is_said_plainly(tmp_path: Path) -> None:
    (folder,) = examine(tmp_path)[1]
    (missing,) = examine(tmp_path / "none.yaml")[1]
    assert folder.message("en") == "the file cannot be read: Is a directory"
    assert missing.message("en") == "the file cannot be read: No such file or directory"


def test_load_raises_with_every_finding_and_lets_warnings_pass(tmp_path: Path) -> None:
    with pytest.raises(InvalidAgreement) as caught:
        load(BAD / "E210_name.yaml")
    assert [f.code for f in caught.value.findings] == ["E210"]
    assert load(BAD / "W302_term.yaml").terms["spare"].id == "spare"

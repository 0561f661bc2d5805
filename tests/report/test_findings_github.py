"""GitHub annotations: read back as the runner reads workflow commands, each finding comes out whole."""

from __future__ import annotations

import re

import pytest

from ecoflow.diagnostics.finding import Finding, Place
from ecoflow.report.artifact import STDIN
from ecoflow.report.checked import Checked
from ecoflow.report.findings_github import as_github

_UNDO = (("%0D", "\r"), ("%0A", "\n"), ("%3A", ":"), ("%2C", ","), ("%25", "%"))


def undone(text):
    """As the runner unescapes: the percent sign last, so that %250A is the text %0A."""
    for escaped, plain in _UNDO:
        text = text.replace(escaped, plain)
    return text


def read(line):
    """(command, properties, message) of a workflow command, split as the runner does."""
    head = re.fullmatch(r"::(\w+) (.*?)::(.*)", line)
    properties = dict(pair.split("=", 1) for pair in head[2].split(","))
    return head[1], {key: undone(value) for key, value in properties.items()}, undone(head[3])


@pytest.fixture(autouse=True)
def room(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_form():
    finding = Finding("E210", Place("a/x.yaml", 3, 7), {"name": "stak", "near": "stake", "known": "stake"})
    assert as_github([Checked("a/x.yaml", (finding,))], "en") == (
        "::error file=a/x.yaml,line=3,col=7,title=E210::'stak' is not declared%0Ahint: did you mean 'stake'?\n"
        "1 file, 1 error"
    )


@pytest.mark.parametrize("name", ["a,b:c=d.yaml", "100%2C.yaml", "二 三.yaml", "new\nline\r.yaml", "::error::.yaml"])
def test_what_a_file_name_holds_does_not_break_the_command(name):
    said = "50%0A, :: 甲\n::error::x"
    finding = Finding("W302", Place(name, 1, 2), {"name": said})
    command, closing = as_github([Checked(name, (finding,))], "zh").split("\n")
    kind, properties, message = read(command)
    assert (kind, properties) == ("warning", {"file": name, "line": "1", "col": "2", "title": "W302"})
    assert message == "50%0A, :: 甲\ufffd::error::x 声明后没有用到\n建议：删去，或检查拼写"
    assert closing == "1 个文件，0 个错误，1 个警告"


def test_files_are_named_from_the_working_directory(room):
    outside = str(room.parent / "y.yaml")
    names = [str(room / "x.yaml"), "./x.yaml", outside, STDIN]
    checked = [Checked(n, (Finding("E210", Place(n, 1, 1), {"name": "", "known": ""}),)) for n in names]
    lines = as_github(checked, "en").splitlines()
    assert [read(line)[1]["file"] for line in lines[:-1]] == ["x.yaml", "x.yaml", outside, STDIN]
    assert lines[-1] == "4 files, 4 errors"


def test_a_note_without_a_place_is_a_notice_about_its_file():
    line, closing = as_github([Checked("x.yaml", (Finding("N403"),)), Checked("y.yaml", ())], "en").splitlines()
    assert read(line)[:2] == ("notice", {"file": "x.yaml", "title": "N403"})
    assert closing == "2 files, 0 errors, 1 note"


def test_nothing_found_is_the_closing_line_alone():
    assert as_github([Checked("x.yaml", ())], "zh") == "1 个文件，0 个错误"

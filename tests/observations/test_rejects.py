import csv

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecoflow.observations.rejects import REASONS, Rejects, neutral


def test_the_file_opens_in_a_spreadsheet_without_running_anything(tmp_path):
    path = tmp_path / "rejects.csv"
    with Rejects(path) as rejects:
        rejects.add("=f.csv", 3, "氨氮", "=1+1", "not-a-number")
        rejects.add("a.csv", None, "", '@SUM(A1)\n,"x"', "unreadable")
        rejects.add("a.csv", 4, "pH", "9" * 500, "does-not-fit")
    assert path.read_bytes().startswith(b"\xef\xbb\xbf")
    with path.open(encoding="utf-8-sig", newline="") as file:
        lines = list(csv.reader(file))
    assert lines[0] == ["file", "row", "column", "text", "reason", "说明", "meaning"]
    assert lines[1] == ["'=f.csv", "3", "氨氮", "'=1+1", "not-a-number", "不是数字。", "Not a number."]
    assert lines[2][:5] == ["a.csv", "", "", '\'@SUM(A1)\n,"x"', "unreadable"]
    assert lines[3][3] == "9" * 200 + "…"
    assert (rejects.total, rejects.whole_files()) == (3, 1)
    assert list(rejects.summary().items()) == [("not-a-number", 1), ("does-not-fit", 1), ("unreadable", 1)]


def test_reasons_are_a_closed_set_in_both_languages(tmp_path):
    assert all(reason.zh.endswith("。") and reason.en.endswith(".") for reason in REASONS.values())
    with Rejects(tmp_path / "r.csv") as rejects, pytest.raises(KeyError):
        rejects.add("f", 1, "c", "t", "because")


@given(st.text(max_size=20))
def test_no_text_starts_a_formula(text):
    shown = neutral(text)
    assert not shown.startswith(("=", "+", "-", "@", "\t", "\r", "\n"))
    assert shown.endswith(text)

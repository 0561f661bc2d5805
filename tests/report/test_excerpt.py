"""What is underlined: exactly the words the finding is about, and at least the character at its place."""

from __future__ import annotations

import pytest

from ecoflow.diagnostics.finding import Finding, Place
from ecoflow.report.excerpt import source_texts, sources
from ecoflow.report.findings import as_text


def about(line, column, **details):
    found = sources({"x": line}).excerpt(Finding("E210", Place("x", 1, column), details))
    return found.line[found.first : found.end]


@pytest.mark.parametrize(("line", "column", "details", "words"), [
    ("amount: 2 * stak}", 13, {"name": "stak"}, "stak"),
    ("ladder: {upto 1: 1}", 10, {"text": "upto 1"}, "upto 1"),
    ("over: previous 21 years", 7, {"text": "previous 21 years"}, "previous 21 years"),
    ("k: 6_000 mg/L, b", 4, {"text": "6_000 mg/L"}, "6_000 mg/L"),
    ('k: "1,000", b', 4, {"text": "1,000"}, '"1,000"'),
    ("k: 'it''s', b", 4, {}, "'it''s'"),
    ('k: "a\\"b", c', 4, {}, '"a\\"b"'),
    ("k: −200万元}", 4, {"text": "−200万元"}, "−200万元"),
    # the detail is the beginning of another word
    ("k: k0 * 2", 4, {"name": "k"}, "k0"),
    ("at: k0.indicators", 5, {"name": "k0"}, "k0"),
    ("when: P == 1", 9, {}, "=="),
    ("k: -2.50}", 4, {}, "-2.50"),
    ("k: 75%", 4, {}, "75%"),
    ("parties: []", 10, {}, "["),
    ("上游县: 甲", 1, {}, "上游县"),
    ("a - b", 1, {}, "a"),
    ("a", 9, {}, ""),
])
def test_the_words_a_finding_is_about(line, column, details, words):
    assert about(line, column, **details) == words


def stroke(line, column, **details):
    found = Finding("E210", Place("x", 1, column), {"name": "?", "known": "?", **details})
    return as_text([found], "en", {"x": line}).splitlines()[2]


def test_wide_characters_are_underlined_as_wide_as_they_show():
    assert stroke("甲: 乙丙a", 4, name="乙丙a") == " " * (4 + 4) + "^" * 5


def test_the_end_of_a_line_still_has_one_stroke():
    assert stroke("a:", 3) == "      ^"


def test_a_long_word_is_underlined_as_far_as_it_is_shown():
    long = stroke("a: " + "x" * 500, 4)
    assert long == " " * 7 + "^" * 117


def test_without_a_file_there_is_nothing_to_show(tmp_path):
    finding = Finding("E210", Place(str(tmp_path / "none"), 1, 1), {})
    assert source_texts([finding, Finding("E417")]) == {}
    assert sources({}).excerpt(finding) is None
    assert sources({}).excerpt(Finding("E417")) is None

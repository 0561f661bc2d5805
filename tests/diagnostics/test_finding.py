"""Findings and their one table: every sentence can be filled, in both languages."""

from __future__ import annotations

import json
import re
from string import Formatter

import pytest

from ecoflow.diagnostics.codes import CODES
from ecoflow.diagnostics.finding import EcoflowError, Finding, InvalidAgreement, Place, has_errors, in_order
from ecoflow.diagnostics.near import nearest, suggestion


def holes(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


@pytest.mark.parametrize("code", CODES)
def test_a_code_says_the_same_in_both_languages(code: str) -> None:
    entry = CODES[code]
    assert re.fullmatch(r"[EWN][1-5]\d\d", code)
    assert entry.severity == {"E": "error", "W": "warning", "N": "note"}[code[0]]
    assert holes(entry.zh) == holes(entry.en)
    for pair in (entry.hint, entry.near or entry.hint):
        # an example may be worded for one language only; what the finding fills in must be in both
        assert holes(pair[0]) ^ holes(pair[1]) <= {"section", "indicator"}
    assert entry.en.strip()
    assert not entry.en.endswith(".")
    if not entry.zh.startswith("{"):
        assert re.search(r"[\u4e00-\u9fff]", entry.zh)
    assert re.search(r"[\u4e00-\u9fff]", entry.hint[0]) or entry.hint[0].startswith("{")
    assert not re.search(r"[\u4e00-\u9fff]", re.sub(r"亿元|万元|元", "", entry.en + entry.hint[1]))


def test_a_finding_is_filled_in_the_readers_language() -> None:
    made = Finding("E113", Place("a.yaml", 3, 9),
                   {"wanted": ("列表", "a list"), "found": ("单个值", "a single value")})
    assert made.message("zh") == "此处应为列表，而不是单个值"
    assert made.message("en") == "a list belongs here, not a single value"
    assert (made.severity, str(made.place)) == ("error", "a.yaml:3:9")


def test_a_near_name_changes_the_hint() -> None:
    far = Finding("E210", None, {"name": "x", "known": "a, b"})
    near = Finding("E210", None, {"name": "x", "known": "a, b", "near": "a"})
    assert (far.hint("en"), near.hint("en")) == ("known: a, b", "did you mean 'a'?")
    assert (far.hint("zh"), near.hint("zh")) == ("可用：a, b", "是否想写 'a'？")


def test_braces_in_what_is_told_are_left_alone() -> None:
    made = Finding("E121", Place("f", 1, 1), {"text": "{evil} {0} {name!r}"})
    assert made.message("en") == "'{evil} {0} {name!r}' is read as another key"
    assert made.hint("en") == "a comma inside {...} separates entries: put quotes around the text"


def test_as_json_is_the_contract() -> None:
    made = Finding("W302", Place("a.yaml", 2, 3), {"name": "k0"}, {"section": "ford"})
    found = json.loads(json.dumps(made.as_json("en")))
    assert found == {
        "code": "W302", "severity": "warning", "file": "a.yaml", "line": 2, "column": 3,
        "message": "k0 is declared and never used",
        "hint": "delete it, or check the spelling where you meant to use it", "section": "ford",
    }
    assert list(found)[:7] == ["code", "severity", "file", "line", "column", "message", "hint"]
    assert Finding("E120").as_json("zh")["line"] is None


def test_findings_stand_in_the_order_of_the_file_each_once() -> None:
    late, early, other = (Finding("E120", Place("a", *at)) for at in ((9, 1), (2, 10), (2, 9)))
    nowhere = Finding("E106")
    assert in_order([late, nowhere, early, late, other]) == (other, early, late, nowhere)
    # the same sentence about two sections is two findings
    twice = [Finding("E120", None, {}, {"section": s}) for s in ("ford", "weir")]
    assert in_order(twice) == tuple(twice)


def test_errors_carry_their_findings() -> None:
    warning, error = Finding("W302", None, {"name": "a"}), Finding("E120", Place("f", 1, 1))
    assert has_errors([warning, error])
    assert not has_errors([warning])
    raised = InvalidAgreement([warning, error])
    assert isinstance(raised, EcoflowError)
    assert raised.findings == (error, warning)
    assert str(raised) == "E120 there is no agreement in this file; W302 a is declared and never used"


@pytest.mark.parametrize(("word", "known", "near"), [
    ("jiekuo", ["jiekou", "other"], "jiekou"), ("K0", ["k0"], "k0"), ("weigth", ["weight", "height"], "weight"),
    ("xyz", ["k0"], None), ("a", [], None),
    ("K0", [f"n{i}" for i in range(600)] + ["k0"], "k0"), ("k00", [f"n{i}" for i in range(600)] + ["k0"], None),
])
def test_nearest(word: str, known: list[str], near: str | None) -> None:
    assert nearest(word, known) == near


def test_a_long_list_of_names_is_cut() -> None:
    assert suggestion("zzz", ["alpha", "beta"]) == {"known": "alpha, beta"}
    assert suggestion("zzz", []) == {"known": ("无", "none")}
    shown = suggestion("zzz", [f"n{i}" for i in range(30)])["known"]
    assert isinstance(shown, str)
    assert shown.endswith("n18, n19, ...")

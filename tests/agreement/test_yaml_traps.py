"""What YAML reads differently from people, and what it could be made to do to a reader."""

from __future__ import annotations

import time
from fractions import Fraction
from pathlib import Path

import pytest
import yaml

from ecoflow.agreement import yaml_tree
from ecoflow.agreement.loader import examine, examine_text
from ecoflow.standards.units import Quantity

GOOD = (Path(__file__).parent / "willow.yaml").read_text("utf-8")


def found(text: str) -> list[str]:
    return [f"{f.place.line}:{f.place.column} {f.code}" for f in examine_text(text, "f")[1] if f.place]


def with_value(text: str) -> str:
    return GOOD.replace("k0: {value: 0.9,", f"k0: {{value: {text},")


@pytest.mark.parametrize("text", [
    "1_000", "12:30", "1e3", "1E-3", "010", "0x1F", "0o17", "0b11", ".5", "5.", "+.5", "no", "Yes", "off", "~",
    "NULL",
    ".inf", "-.INF", ".nan", "１", "１．５", "2021-07-03", "1 000", '"1,000"', "--1", "1.2.3", "−1", "1亿", "3万",
])
def test_what_is_no_number_here_is_refused_under_the_value(text: str) -> None:
    (only,) = examine_text(with_value(text), "f")[1]
    assert only.code in {"E114", "E116"}
    assert (only.place.line, only.place.column) == (23, 15)  # type: ignore[union-attr]


@pytest.mark.parametrize(("text", "value"), [
    ("0.10", Fraction(1, 10)), ("'0.9'", Fraction(9, 10)), ('"0.9"', Fraction(9, 10)), ("-0.9", Fraction(-9, 10)),
    ("65%", Fraction(13, 20)), ("0", Fraction(0)), ("1" * 60, Fraction(int("1" * 60))),
])
def test_a_number_is_its_text_exactly(text: str, value: Fraction) -> None:
    agreement, findings = examine_text(with_value(text), "f")
    assert {f.code for f in findings} <= {"W306"}  # below zero, and told so
    assert agreement is not None
    term = agreement.terms["k0"].value
    assert isinstance(term, Quantity)
    assert term.value == value


@pytest.mark.parametrize(("opening", "depth"), [("[", 10_000), ("{a: ", 10_000), ("[{a: ", 5_000), ("- ", 10_000)])
@pytest.mark.parametrize("c_parser", [True, False])
def test_ten_thousand_levels_are_a_finding(opening: str, depth: int, c_parser: bool, monkeypatch) -> None:
    if not c_parser:
        monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    elif not hasattr(yaml, "CSafeLoader"):
        pytest.skip("this PyYAML has no C parser")
    (only,) = examine_text(f"{GOOD}note:\n  {opening * depth}", "f")[1]
    assert only.code == "E108"


def test_both_parsers_give_the_same_tree(monkeypatch) -> None:
    here = yaml_tree.read(GOOD, "f")
    monkeypatch.delattr(yaml, "CSafeLoader", raising=False)
    assert yaml_tree.read(GOOD, "f") == here


def test_laughs_stop_at_the_first_anchor() -> None:
    laughs = "a: &a [x, x]\n" + "".join(f"b{n}: &b{n} [*a, *a]\n" for n in range(40))
    assert found(laughs) == ["1:4 E103"]
    assert found(GOOD.replace("  goal: {value", "  goal: *k0\n  aim: {value")) == ["26:9 E103"]
    assert found(GOOD.replace("value: 0.9,", "<<: {value: 0.9},")) == ["23:3 E112", "23:8 E111"]


@pytest.mark.parametrize(("character", "code"), [
    ("\u202e", "U+202E"), ("\u2066", "U+2066"), ("\u200b", "U+200B"), ("\u200d", "U+200D"), ("\u00ad", "U+00AD"),
    ("\ufeff", "U+FEFF"), ("\u2028", "U+2028"), ("\x85", "U+0085"), ("\0", "U+0000"), ("\x1b", "U+001B"),
    ("\r", "U+000D"), ("\x7f", "U+007F"), ("\ud800", "U+D800"), ("\ufffe", "U+FFFE"), ("\u3164", "U+3164"),
    ("\U000e0041", "U+E0041"),
])
def test_what_cannot_be_seen_is_named_at_its_place(character: str, code: str) -> None:
    (only,) = examine_text(GOOD.replace("上游县", f"上{character}游县"), "f")[1]
    assert only.message("en") == f"a character that hides or reorders text: {code}"
    assert str(only.place) == "f:9:17"


@pytest.mark.parametrize("escape", [r"\u202e", r"\0", r"\e", r"\u200b"])
def test_an_escape_cannot_smuggle_it_in(escape: str) -> None:
    assert found(GOOD.replace("上游县", f'"上{escape}游县"')) == ["9:16 E107"]


def test_half_a_character_is_refused() -> None:
    (only,) = examine_text(GOOD.replace("上游县", r'"\ud800"'), "f")[1]
    assert only.code in {"E101", "E107"}  # the C parser refuses the escape, the other reads it


def test_line_ends_and_bom_move_nothing() -> None:
    slip = GOOD.replace("limit)", "limt)")
    place = found(slip)
    assert place == ["39:38 E210"]
    assert found(slip.replace("\n", "\r\n")) == place
    assert found("\ufeff" + slip) == place
    assert found("\ufeff" + slip.replace("\n", "\r\n")) == place
    assert found("\ufeff" + GOOD) == []


def test_the_hash_is_of_the_file_as_it_is(tmp_path: Path) -> None:
    import hashlib

    for raw in (GOOD.encode(), GOOD.replace("\n", "\r\n").encode(), b"\xef\xbb\xbf" + GOOD.encode()):
        path = tmp_path / "willow.yaml"
        path.write_bytes(raw)
        agreement, _ = examine(path)
        assert agreement is not None
        assert agreement.sha256 == hashlib.sha256(raw).hexdigest()


@pytest.mark.parametrize(("text", "place"), [
    ("", "1:1 E120"), ("\n\n", "1:1 E120"), ("# only a remark\n", "1:1 E120"), ("--- \n", "1:1 E120"),
    ("just words\n", "1:1 E120"), ("- a\n- b\n", "1:1 E120"), ("a: 1\n\tb: 2\n", "2:1 E101"),
    ("a: 'x\n", "1:5 E101"), ("a: b: c\n", "1:5 E101"), ("%YAML 9.9\n---\na: 1\n", "1:1 E101"),
])
def test_what_is_no_agreement(text: str, place: str) -> None:
    assert found(text) == [place]


def test_repeats_are_found_at_every_level() -> None:
    text = GOOD.replace("id: willow", "id: willow\nid: other") \
        .replace("  ford: {zh: 渡口,", "  ford: {zh: 渡口, zh: 渡头,") \
        .replace("CODMn: 6 mg/L,", "CODMn: 6 mg/L, CODMn: 5 mg/L,") \
        .replace("    for_each: [section]", "    for_each: [section]\n    for_each: [section]")
    assert found(text) == ["3:1 E102", "17:18 E102", "26:34 E102", "52:5 E102"]


def test_keys_that_are_no_words() -> None:
    assert found(GOOD.replace("  goal: {", "  ? [a]\n  : 1\n  goal: {")) == ["26:5 E109"]
    assert found(GOOD.replace("  goal: {", "  ? {a: 1}\n  : 1\n  goal: {")) == ["26:5 E109"]
    assert found(GOOD.replace("k0: {value: 0.9,", 'k0: {"": 1, value: 0.9,')) == ["23:8 E109"]
    assert found(GOOD.replace("  goal: {",
                              "  1: {value: 1, source: paper, confidence: seed}\n  goal: {")) == ["26:3 E114"]


@pytest.mark.parametrize("text", [
    with_value("9" * 100_000),
    with_value('"1' + " " * 100_000 + 'x"'),
    with_value("0." + "1" * 100_000),
    GOOD.replace("k0 * sum", "9" * 100_000 + " * sum"),
    GOOD.replace("k0 * sum", "k0 + " * 20_000 + "sum"),
    GOOD.replace("k0 * sum", "k0 + " * 300 + "sum"),
    GOOD.replace("k0 * sum", "-" * 500 + "sum"),
    GOOD.replace("P <= 1 and", "not " * 400 + "P <= 1 and"),
    GOOD.replace("k0 * sum", "(" * 5_000 + "sum"),
    GOOD.replace("class: [CODMn, TP]", "class: [CODMn, " + "TP()" * 25_000 + "]"),
    GOOD.replace("id: willow", "id: " + "w" * 100_000),
    GOOD.replace("status: draft", "status: " + "draft" * 20_000),
    GOOD.replace("draft", "draft\n" + "x" * 100_000 + ": 1"),
    GOOD + "".join(f"unknown{n}: 1\n" for n in range(2_000)),
], ids=range(14))
def test_very_long_things_are_quick_findings(text: str) -> None:
    start = time.perf_counter()
    _, findings = examine_text(text, "f")
    assert findings
    assert time.perf_counter() - start < 5
    assert max(len(f.message("en")) for f in findings) < 400


def chained(count: int) -> str:
    chain = "".join(f"  q{n}: {{formula: q{n + 1}}}\n" for n in range(count - 1))
    return GOOD.replace("  P: {", f"{chain}  q{count - 1}: {{formula: k0}}\n  P: {{")


def test_a_chain_of_quantities_is_as_long_as_anyone_can_check() -> None:
    agreement, findings = examine_text(chained(50), "f")
    assert findings == ()
    assert agreement is not None
    assert agreement.order.index("q49") == 0
    for count in (51, 52, 2_000):
        (only,) = examine_text(chained(count), "f")[1]
        assert only.code == "E298"
        assert (only.details["name"], only.place.line) == (f"q{count - 51}", 39 + count - 51)


def test_a_term_may_reach_the_last_year_of_the_calendar() -> None:
    text = GOOD.replace("{2021: 100万元, 2022: 200万元, 2023: 300万元}", "1万元") \
        .replace("{from: 2021, to: 2023}", "{from: 9900, to: 9999}").replace("period: 2022", "period: 9999")
    assert found(text) == []
    assert found(text.replace("from: 9900", "from: 9899")) == ["4:24 E127"]

"""A formula's character has the same place however YAML lets it be written."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecoflow.agreement.fields import written
from ecoflow.agreement.loader import examine_text
from ecoflow.agreement.model import Formula
from ecoflow.agreement.places import locate
from ecoflow.agreement.yaml_tree import Mapping, Scalar, read

GOOD = (Path(__file__).parent / "willow.yaml").read_text("utf-8")
WORDS = ("k0", "*", "(", ")", "<=", "weight", '"水质"', "'a'", "+", "C[TP]", "it's", "#1")
"""Each stands at most once in a formula below, so that it can be searched for in the file."""


def formula_in(text: str) -> Formula:
    tree, findings = read(text, "f")
    assert not findings, findings
    assert isinstance(tree, Mapping)
    node = tree.get("f")
    assert isinstance(node, Scalar)
    return Formula(node.text, None, node.place, text[node.start : node.end])


def place_of(text: str, offset: int) -> tuple[int, int]:
    return text.count("\n", 0, offset) + 1, offset - text.rfind("\n", 0, offset)


def plain(words: list[str], gap: str) -> str | None:
    if any(set(w) & set("\"'#[]") or w in {"*", "-"} for w in words):
        return None
    return f"f: {gap.join(words)}\n"


def single(words: list[str], gap: str) -> str:
    return f"f: '{gap.join(w.replace(chr(39), chr(39) * 2) for w in words)}'\n"


def double(words: list[str], gap: str) -> str:
    quoted = [w.replace('"', '\\"') for w in words]
    return f'f: "{gap.join(quoted)}"\n'


def escaped(words: list[str], gap: str) -> str:
    """Every gap an escape or a broken line: none of them is a character of the formula."""
    quoted = [w.replace('"', '\\"') for w in words]
    return f'f: "{(chr(92) + "t" + chr(92) + chr(10) + "  " + chr(92) + " ").join(quoted)}"\n'


def block(header: str):
    def write(words: list[str], gap: str) -> str:
        return f"f: {header}\n   {gap.join(words)}\nnext: 1\n"
    return write


STYLES = [plain, single, double, escaped, block("|"), block(">"), block(">-"), block("|+ # remark"), block(">2")]


@given(st.permutations(WORDS).flatmap(lambda w: st.integers(1, len(w)).map(lambda n: list(w[:n]))),
       st.sampled_from([" ", "  ", "\n   ", "\n\n   "]), st.sampled_from(STYLES), st.booleans())
def test_every_word_is_found_where_it_stands(words, gap, style, windows) -> None:
    text = style(words, gap)
    if text is None:
        return
    text = text.replace("\n", "\r\n") if windows else text
    formula = formula_in(text)
    for word in words:
        if word in {"+", "(", ")"} and "\\" in text:
            continue
        raw = word.replace("'", "''") if style is single else word.replace('"', '\\"') if style in {double,
                                                                                                    escaped} else word
        at = formula.text.index(word)
        expected = place_of(text, text.index(raw, text.index(formula.raw) + (formula.raw[:1] in "|>") * 4))
        found = locate(formula, at)
        assert (found.line, found.column) == expected, (text, word)


@pytest.mark.parametrize(("written_as", "line", "column"), [
    ("k0 * limt", 39, 25),
    ("'k0 * limt'", 39, 26),
    ('"k0 * limt"', 39, 26),
    (r'"k0 \x2a limt"', 39, 29),
    (r'"k0 \u002A limt"', 39, 31),
    (r'"k0\t*\tlimt"', 39, 28),
])
def test_in_braces(written_as: str, line: int, column: int) -> None:
    text = GOOD.replace("  P: {formula:", f"  extra: {{formula: {written_as}}}\n  P: {{formula:")
    (only,) = examine_text(text, "f")[1]
    assert (only.code, only.place.line, only.place.column) == ("E210", line, column)  # type: ignore[union-attr]


@pytest.mark.parametrize(("written_as", "line", "column"), [
    ("k0 *\n      limt", 41, 7),
    ("\n      k0 *\n      limt", 42, 7),
    (">\n      k0 *\n\n        limt", 43, 9),
    ("|-  # of the year\n      k0 *\n      limt", 42, 7),
    ('"k0 \\\n      * limt"', 41, 9),
    ("'k0 *\n\n      limt'", 42, 7),
])
def test_over_several_lines(written_as: str, line: int, column: int) -> None:
    text = GOOD.replace("  P: {formula:", f"  extra:\n    formula: {written_as}\n  P: {{formula:")
    (only,) = examine_text(text, "f")[1]
    assert (only.code, only.place.line, only.place.column) == ("E210", line, column)  # type: ignore[union-attr]


def test_an_entry_remembers_its_keys_values_and_items() -> None:
    tree, _ = read("entry:\n  at: [a, b]\n  value: {TP: 1}\n", "f")
    assert isinstance(tree, Mapping)
    entry = tree.get("entry")
    key = tree.key("entry")
    assert entry is not None
    assert key is not None
    known = written(entry, key.place)
    shown = {path: (p.line, p.column) for path, p in known.values.items()}
    assert shown == {"at": (2, 7), "at.0": (2, 8), "at.1": (2, 11), "value": (3, 10), "value.TP": (3, 15)}
    assert {path: (p.line, p.column) for path, p in known.keys.items()} == {
        "at": (2, 3), "value": (3, 3), "value.TP": (3, 11)}
    # what is not written has the place of what encloses it
    assert known.value("at.7") == known.value("at")
    assert known.value("unit") == known.place
    assert known.key("value.TN") == known.value("value")
    assert known.key("unit") == known.place

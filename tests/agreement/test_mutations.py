"""A good file, damaged at random: reading never fails, and every finding points into the file."""

from __future__ import annotations

import re
from pathlib import Path

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ecoflow.agreement.loader import examine_text

GOOD = (Path(__file__).parent / "willow.yaml").read_text("utf-8")
LINES = GOOD.splitlines(keepends=True)
TOKEN = re.compile(r"\w+|[^\w\s]|\s+")
TOKENS = TOKEN.findall(GOOD)
WORDS = tuple(dict.fromkeys(t for t in TOKENS if t.strip()))
STRANGE = ("\t", "[", "]", "{", "}", ":", "- ", "? ", "|", ">", "'", '"', "#", "&a", "*a", "!x", "%", "@", "`",
           "---\n",
           "\u202e", "\0", "é", "０", "-", "1e9", "null", "true", "[]", "{}", "\n", "\r\n", "''", '""', "99999999999")

edits = st.one_of(
    st.tuples(st.just("delete line"), st.integers(0, len(LINES) - 1), st.just("")),
    st.tuples(st.just("repeat line"), st.integers(0, len(LINES) - 1), st.just("")),
    st.tuples(st.just("move line"), st.integers(0, len(LINES) - 1), st.just("")),
    st.tuples(st.just("delete token"), st.integers(0, len(TOKENS) - 1), st.just("")),
    st.tuples(st.just("replace token"), st.integers(0, len(TOKENS) - 1), st.sampled_from(WORDS)),
    st.tuples(st.just("insert"), st.integers(0, len(TOKENS) - 1), st.sampled_from(STRANGE)),
    st.tuples(st.just("swap"), st.integers(0, len(GOOD) - 2), st.just("")),
)


def damaged(text: str, edit: tuple[str, int, str]) -> str:
    what, at, word = edit
    if what.endswith("line"):
        lines = text.splitlines(keepends=True)
        at %= max(len(lines), 1)
        line = lines[at : at + 1]
        rest = [*lines[:at], *lines[at + 1 :]]
        if what == "delete line":
            return "".join(rest)
        if what == "repeat line":
            return "".join([*lines[:at], *line, *lines[at:]])
        return "".join([*rest[: at // 2], *line, *rest[at // 2 :]])
    if what == "swap":
        at %= max(len(text) - 1, 1)
        return text[:at] + text[at : at + 2][::-1] + text[at + 2 :]
    tokens = TOKEN.findall(text)
    at %= max(len(tokens), 1)
    keep = tokens[at : at + 1] if what == "insert" else []
    return "".join([*tokens[:at], *([] if what == "delete token" else [word]), *keep, *tokens[at + 1 :]])


def test_the_good_file_is_good() -> None:
    agreement, findings = examine_text(GOOD, "willow.yaml")
    assert agreement is not None
    assert findings == ()


@settings(max_examples=600, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(edits, min_size=1, max_size=4))
def test_a_damaged_file_gives_findings_inside_it(made: list[tuple[str, int, str]]) -> None:
    text = GOOD
    for edit in made:
        text = damaged(text, edit)
    _, findings = examine_text(text, "damaged.yaml")
    lines = text.split("\n")
    for finding in findings:
        assert finding.place is not None
        assert 1 <= finding.place.line <= len(lines), finding
        assert 1 <= finding.place.column <= len(lines[finding.place.line - 1]) + 1, finding
        for lang in ("zh", "en"):
            assert finding.message(lang).strip()
            assert finding.hint(lang).strip()
            assert "{" not in finding.message(lang).replace(text, "") or "{" in text
    assert findings == tuple(sorted(findings, key=lambda f: (f.place.line, f.place.column)))


ENTRIES = tuple(re.findall(r"^  (\w+): \{", GOOD, re.MULTILINE))


def test_an_entry_written_as_a_list_is_one_finding() -> None:
    """An entry that cannot be used leaves no second finding where it is referred to."""
    for name in ENTRIES:
        text, changed = re.subn(rf"^  {name}: (\{{.*\}})$", rf"  {name}: [\1]", GOOD, count=1, flags=re.MULTILINE)
        assert changed == 1
        found = [(f.code, f.place.line) for f in examine_text(text, "f")[1] if f.place]
        line = text[: text.index(f"  {name}: [")].count("\n") + 1
        assert found == [("E113", line)], name


BLOCKS = ("parties", "pools", "sections", "sources", "terms", "facts", "measures", "quantities", "examples")


def test_a_block_that_is_no_block_is_one_finding() -> None:
    for block in BLOCKS:
        start = GOOD.index(f"\n{block}:\n") + 1
        rest = GOOD.find("\n\n", start)
        text = f"{GOOD[:start]}{block}: nothing\n{GOOD[rest:] if rest >= 0 else ''}"
        # what the block alone used is unused now, and that is said as well
        found = [f.code for f in examine_text(text, "f")[1] if f.severity == "error"]
        assert found == ["E113"], block


def test_a_misspelt_block_is_one_finding() -> None:
    for block in (*BLOCKS, "clauses"):
        text = GOOD.replace(f"\n{block}:\n", f"\n{block}x:\n", 1)
        assert [f.code for f in examine_text(text, "f")[1]] == ["E111"], block


def test_every_misspelt_key_of_an_entry_is_one_finding() -> None:
    """Whatever key is misspelt: one finding, under the key, with the right name in its hint."""
    keys = {m[1] for m in re.finditer(r"[{,-] (\w+):", GOOD)} | {"zh", "from", "to", "formula"}
    own = {"upland", "valley", "CODMn", "TP", "P", "2021", "2022", "2023"}
    for key in sorted(keys - own):
        at = next(m.start(1) for m in re.finditer(rf"[{{, ]({key}): ", GOOD))
        text = f"{GOOD[:at]}{key}x{GOOD[at + len(key):]}"
        findings = examine_text(text, "f")[1]
        line, column = GOOD.count("\n", 0, at) + 1, at - GOOD.rfind("\n", 0, at)
        assert [(f.code, f.place.line, f.place.column) for f in findings if f.place] == [("E111", line, column)], key
        assert findings[0].hint("en") == f"did you mean '{key}'?"

from __future__ import annotations

import re
from pathlib import Path
from string import Formatter

import pytest

from ecoflow.agreement import keywords, language
from ecoflow.report import labels
from ecoflow.report.words import WORDS, say

ROOT = Path(labels.__file__).parent
TABLES = {name: getattr(labels, name) for name in ("DIMENSIONS", "WINDOWS", "MODES")}
TABLES |= {name: getattr(keywords, name) for name in ("REASONS", "KINDS")}


def _braces(text: str) -> set[str]:
    return {name for _, name, *_ in Formatter().parse(text) if name is not None}


@pytest.mark.parametrize("key", WORDS)
def test_every_word_is_there_in_both_languages_with_the_same_braces(key):
    zh, en = WORDS[key]
    assert zh or key == "space"
    assert en
    assert _braces(zh) == _braces(en)
    assert not re.search("[\u4e00-\u9fff]", en)


def test_every_word_that_is_asked_for_exists_and_none_is_left_over():
    sources = [p for p in (*ROOT.glob("*.py"), *ROOT.glob("templates/*.j2")) if p.name != "words.py"]
    # the papers of quality have words of their own
    sources = [p for p in sources if "quality" not in p.name]
    sources += [ROOT.parent / "cli" / "tables.py", ROOT.parent / "cli" / "comparison_table.py"]
    text = "".join(p.read_text("utf-8") for p in sources)
    asked = set(re.findall(r"""\b(?:say|word)\(\s*["']([a-z0-9_-]+)["']""", text))
    assert asked <= WORDS.keys()
    left = {k for k in WORDS if not re.search(rf"""["']{k}["']""", text) and not k.startswith("stamp_")}
    assert left <= {"settled", "cannot-settle"}


def test_every_label_is_there_in_both_languages():
    for table in TABLES.values():
        assert all(zh and en for zh, en in table.values())


def test_the_words_cover_the_language_of_agreements():
    assert tuple(keywords.CONFIDENCE) == language.CONFIDENCE
    assert set(keywords.REASONS) == set(language.REASONS)
    assert set(keywords.KINDS) == set(language.MEASURE_KINDS)
    for label, meaning in keywords.CONFIDENCE.values():
        assert all((*label, *meaning))
        assert meaning[0].endswith("。")
        assert meaning[1].endswith(".")


def test_the_english_labels_are_the_words_of_the_agreement_and_defined_as_in_the_reference():
    reference = (ROOT.parent.parent / "docs" / "language.md").read_text("utf-8")
    for word, ((_, label), (_, meaning)) in keywords.CONFIDENCE.items():
        assert label == word
        # the reference says it in brackets behind the word; `derived` points back to the two before it there
        told = re.search(rf"`{word}`\s+\(([^)]*)\)", reference)[1].split()
        start = " ".join(told[:2] if word in {"derived", "recalled"} else told)
        assert meaning.lower().startswith(start.rstrip(","))


@pytest.mark.parametrize(("name", "zh"), [
    ("2013", "2013年"), ("2013-Q2", "2013年第2季度"), ("2013-06", "2013年6月"), ("2013-06-05", "2013年6月5日"),
    ("2008..2010", "2008–2010年"),
])
def test_periods_as_people_say_them(name, zh):
    assert labels.period_words(name, "zh") == zh


def test_an_unknown_word_is_an_error():
    with pytest.raises(KeyError):
        say("no such word", "zh")

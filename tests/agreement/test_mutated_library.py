"""Any small mistake in a shipped agreement is caught at the right place, or is another valid agreement; nothing raises."""

from __future__ import annotations

import random
from collections import Counter

import pytest
from mutants_judged import LIBRARY, WRONG, judged
from mutations import mutants

FILES = 14
"""Agreements that lend one mutant of each kind; `make mutate` tries all of all."""


@pytest.fixture(scope="module")
def sample():
    """Of each kind of mistake one in each of some agreements, always the same."""
    draw = random.Random("mutants")  # noqa: S311 - to choose, not to hide
    drawn = []
    for path in draw.sample(LIBRARY, FILES):
        by_kind = {}
        for mutant in mutants(path.read_text("utf-8")):
            by_kind.setdefault(mutant.kind, []).append(mutant)
        drawn += [(path.stem, draw.choice(found)) for found in by_kind.values()]
    return drawn


def test_every_mistake_is_told_at_its_place_or_is_none(sample) -> None:
    wrong, kinds = [], Counter()
    for name, mutant in sample:
        verdict, why = judged(mutant)
        kinds[mutant.kind] += 1
        if verdict == WRONG:
            wrong.append(f"{name}: {mutant.kind} {mutant.what}: {why}")
    assert wrong == []
    assert len(kinds) > 25
    assert kinds.total() > 300


def test_a_mutant_is_one_change_of_the_text() -> None:
    """The oracle is honest: what it calls the place of the change is where old and new text part."""
    text = LIBRARY[0].read_text("utf-8")
    for mutant in mutants(text):
        same = next((n for n, (a, b) in enumerate(zip(text, mutant.text, strict=False)) if a != b), len(text))
        assert mutant.text != text
        assert mutant.text[same:].endswith(text[len(text) - 10 :]) or same > len(text) - 300
        if mutant.kind in {"misspelt key", "misspelt choice", "letter O", "full width"}:
            assert mutant.place[0] == mutant.text.count("\n", 0, same) + 1

"""The word a misspelt one most likely means."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

_MOST_SHOWN = 20
"""More names than this are a list nobody reads; the rest is an ellipsis."""

_MOST_COMPARED = 500
"""Beyond this, looking for the nearest name costs more than it helps."""


def nearest(word: str, known: Iterable[str]) -> str | None:
    """The declared name a misspelt one most likely means, or None."""
    from difflib import get_close_matches

    names = {k.lower(): k for k in known}
    if len(names) > _MOST_COMPARED:
        return names.get(word.lower())
    found = get_close_matches(word.lower(), names, n=1, cutoff=0.6)
    return names[found[0]] if found else None


def listed(names: Sequence[str], between: str = ", ") -> str:
    """The names one after the other; of a long list its beginning."""
    return between.join(names[:_MOST_SHOWN]) + (f"{between}..." if len(names) > _MOST_SHOWN else "")


def suggestion(word: str, known: Iterable[str]) -> dict[str, str | tuple[str, str]]:
    """The details `known` and, when a name is near, `near` of a finding about a word that is not known."""
    names = tuple(known)
    near = nearest(word, names)
    found: dict[str, str | tuple[str, str]] = {"known": listed(names) or ("无", "none")}
    return found | ({"near": near} if near else {})

"""The willow agreement, and how the files of the corpus are made from it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

GOOD = (
    (Path(__file__).resolve().parent.parent / "agreement" / "willow.yaml")
    .read_text("utf-8")
    .replace("given: {P: 0.8}", "given: {P: 0.8, grade: II}")
)
MB = 1_000_000

Make = Callable[[], bytes]


def swapped(old: str, new: str) -> bytes:
    """The willow with one text in the place of another."""
    assert old in GOOD
    return GOOD.replace(old, new, 1).encode("utf-8", "surrogatepass")


def put(old: str, new: str) -> Make:
    return lambda: swapped(old, new)


def value(text: str) -> Make:
    return put("value: 0.9", f"value: {text}")


def formula(text: str) -> Make:
    return put("formula: k0 * sum(weight * C / limit)", f"formula: {text}")


def name(text: str) -> Make:
    return put("zh: 上游县", f"zh: {text}")


def raw(text: str) -> Make:
    return lambda: text.encode("utf-8", "surrogatepass")

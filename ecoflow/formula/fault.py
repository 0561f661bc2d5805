"""What breaks a formula's text."""

from __future__ import annotations

from msgspec import Struct


class Fault(Struct, frozen=True):
    """What the formula's text breaks, and at which character; `code` is an entry of the table of codes."""

    code: str
    at: int
    details: tuple[tuple[str, str | tuple[str, str]], ...] = ()


class Broken(Exception):  # noqa: N818 - carries the one fault after which reading cannot go on
    """Raised while a formula is read, and turned into its fault by `parse`."""

    def __init__(self, code: str, at: int, **details: str) -> None:
        self.fault = Fault(code, at, tuple(details.items()))

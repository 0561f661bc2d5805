"""A finding: what is wrong, where, and what would cure it; a value, never an exception."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Literal

from msgspec import Struct, field

from ecoflow.diagnostics.codes import CODES, Code

Lang = Literal["zh", "en"]

Phrase = str | tuple[str, str]
"""A word that is the same in both languages, or the pair (Chinese, English)."""


class Place(Struct, frozen=True, order=True):
    """A character in a file; `line` and `column` count from 1."""

    file: str
    line: int
    column: int

    def __str__(self) -> str:
        return f"{self.file}:{self.line}:{self.column}"


class Finding(Struct, frozen=True):
    """One finding. `details` fills the code's sentences; `about` names section, month, indicator if they matter."""

    code: str
    place: Place | None = None
    details: Mapping[str, Phrase] = field(default_factory=dict)
    about: Mapping[str, str] = field(default_factory=dict)

    @property
    def entry(self) -> Code:
        """The code's entry in the one table of codes."""
        return CODES[self.code]

    @property
    def severity(self) -> str:
        """`error`, `warning` or `note`."""
        return self.entry.severity

    def message(self, lang: Lang) -> str:
        """The sentence in the reader's language."""
        return self._fill(self.entry.zh if lang == "zh" else self.entry.en, lang)

    def hint(self, lang: Lang) -> str:
        """What to do about it; the near-miss hint when a near name is known."""
        near, plain = self.entry.near, self.entry.hint
        pair = near if near and "near" in self.details else plain
        return self._fill(pair[0] if lang == "zh" else pair[1], lang)

    def as_json(self, lang: Lang) -> dict[str, object]:
        """The finding as the JSON contract writes it."""
        found: dict[str, object] = {
            "code": self.code,
            "severity": self.severity,
            "file": self.place.file if self.place else None,
            "line": self.place.line if self.place else None,
            "column": self.place.column if self.place else None,
            "message": self.message(lang),
            "hint": self.hint(lang),
        }
        return found | dict(self.about)

    def _fill(self, template: str, lang: Lang) -> str:
        pick = 0 if lang == "zh" else 1
        words = {k: v if isinstance(v, str) else v[pick] for k, v in self.details.items()}
        return template.format_map(words)


def in_order(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Findings sorted by place (those without a place last, in the order they were made), each once."""
    unique = {(f.code, f.place, f.message("en"), tuple(f.about.items())): f for f in findings}
    return tuple(sorted(unique.values(), key=lambda f: (f.place is None, f.place or Place("", 0, 0))))


MOST_LISTED = 500
"""Findings of one file; whoever has more than that has the wrong file, or one mistake over and over."""


def foremost(findings: tuple[Finding, ...]) -> tuple[Finding, ...]:
    """As many findings as anyone reads, and how many more there are."""
    more = len(findings) - MOST_LISTED
    if more <= 0:
        return findings
    return *findings[:MOST_LISTED], Finding("E124", findings[MOST_LISTED].place, {"count": f"{more:,}"})


def has_errors(findings: Iterable[Finding]) -> bool:
    """Whether any finding is an error."""
    return any(f.severity == "error" for f in findings)


class EcoflowError(Exception):
    """Base of the two errors a caller of the library may see; carries findings."""

    def __init__(self, findings: Iterable[Finding]) -> None:
        self.findings = in_order(findings)
        super().__init__("; ".join(f"{f.code} {f.message('en')}" for f in self.findings[:3]))


class InvalidAgreement(EcoflowError):  # noqa: N818 - the name says what is wrong
    """Raised when an agreement file cannot be used; `findings` says why, line by line."""


class InvalidObservations(EcoflowError):  # noqa: N818 - the name says what is wrong
    """Raised when the observations cannot be read at all: no file, no such columns, a damaged file."""

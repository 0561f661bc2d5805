"""What checking one file came to: the one thing every format of `validate` is written from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from msgspec import Struct

from ecoflow.diagnostics.finding import Finding
from ecoflow.report.excerpt import Sources, source_texts, sources


class Checked(Struct, frozen=True):
    """A file and everything found in it, sorted by place; `text` is given where the file cannot be read again."""

    file: str
    findings: tuple[Finding, ...]
    text: str | None = None


def all_findings(checked: Iterable[Checked]) -> tuple[Finding, ...]:
    """The findings of all files, file by file."""
    return tuple(f for one in checked for f in one.findings)


def texts_of(checked: Sequence[Checked]) -> dict[str, str]:
    """File name -> text of every file with a finding."""
    return source_texts(all_findings(checked)) | {c.file: c.text for c in checked if c.text is not None}


def sources_of(checked: Sequence[Checked]) -> Sources:
    """The lines the findings point at."""
    return sources(texts_of(checked))

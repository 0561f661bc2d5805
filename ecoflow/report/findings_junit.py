"""Findings as JUnit XML: one case a file, failed when the file has an error."""

from __future__ import annotations

from collections.abc import Sequence

from ecoflow.diagnostics.finding import Lang, has_errors
from ecoflow.report.artifact import artifact
from ecoflow.report.checked import Checked, texts_of
from ecoflow.report.findings import as_text, counted
from ecoflow.report.junit import Case, Outcome, Suite, as_xml

NAME = "ecoflow.validate"


def as_junit(checked: Sequence[Checked], lang: Lang) -> str:
    """The document: a failure tells every finding of its file; warnings of a file without errors stand in system-out."""
    texts = texts_of(checked)
    return as_xml(NAME, [Suite(NAME, tuple(_case(one, lang, texts) for one in checked))])


def _case(one: Checked, lang: Lang, texts: dict[str, str]) -> Case:
    file = artifact(one.file).path
    text = as_text(one.findings, lang, texts)
    if not has_errors(one.findings):
        return Case(file, NAME, file, said=text)
    worst = next(f for f in one.findings if f.severity == "error")
    first = f"{worst.code} {worst.message(lang)}"
    message = first if len(one.findings) == 1 else f"{first} ({counted(one.findings, lang)})"
    return Case(file, NAME, file, worst.place.line if worst.place else None, Outcome("failure", worst.code, message, text))

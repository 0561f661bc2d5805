"""Findings as GitHub annotations: one workflow command a finding, and the closing line.

The form and the characters to escape are those of GitHub's "Workflow commands for GitHub Actions".
"""

from __future__ import annotations

from collections.abc import Sequence
from types import MappingProxyType

from ecoflow.diagnostics.finding import Finding, Lang
from ecoflow.report.artifact import artifact
from ecoflow.report.checked import Checked, all_findings
from ecoflow.report.findings import advice, plain, summary

_COMMANDS = MappingProxyType({"error": "error", "warning": "warning", "note": "notice"})
_IN_MESSAGE = MappingProxyType(str.maketrans({"%": "%25", "\r": "%0D", "\n": "%0A"}))
_IN_PROPERTY = MappingProxyType({**_IN_MESSAGE, **str.maketrans({":": "%3A", ",": "%2C"})})


def as_github(checked: Sequence[Checked], lang: Lang) -> str:
    """`::error file=…,line=…,col=…,title=E214::message`, a line for each finding, then the summary."""
    lines = [_command(f, one.file, lang) for one in checked for f in one.findings]
    return "\n".join([*lines, summary(len(checked), all_findings(checked), lang)])


def _command(finding: Finding, file: str, lang: Lang) -> str:
    place = finding.place
    properties = {"file": artifact(place.file if place else file).path}
    if place:
        properties |= {"line": str(place.line), "col": str(place.column)}
    properties["title"] = finding.code
    shown = ",".join(f"{key}={value.translate(_IN_PROPERTY)}" for key, value in properties.items())
    message = f"{plain(finding.message(lang))}\n{advice(finding, lang)}".translate(_IN_MESSAGE)
    return f"::{_COMMANDS[finding.severity]} {shown}::{message}"

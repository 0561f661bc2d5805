"""Findings as SARIF 2.1.0 (OASIS Standard): one run, the codes that occur as its rules.

Section numbers below are the standard's.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from msgspec import Struct, field

from ecoflow import __version__
from ecoflow.diagnostics.codes import CODES
from ecoflow.diagnostics.finding import Finding, Lang
from ecoflow.report.artifact import STDIN, artifact
from ecoflow.report.checked import Checked, all_findings, sources_of
from ecoflow.report.excerpt import Excerpt, Sources
from ecoflow.report.findings import advice, plain

SCHEMA = "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
ROOT = "%SRCROOT%"
FINGERPRINT = "primaryLocationLineHash"
"""The name under which code-scanning services look for it."""


def as_sarif(checked: Sequence[Checked], lang: Lang) -> str:
    """The log. Nothing in it tells of the machine or the hour, and what lies below the working directory is relative."""
    log = {"$schema": SCHEMA, "version": "2.1.0", "runs": [_run(checked, lang)]}
    return json.dumps(log, ensure_ascii=False, indent=2)


def _run(checked: Sequence[Checked], lang: Lang) -> dict[str, Any]:
    codes = sorted({f.code for f in all_findings(checked)})
    results = _Results(lang, {code: n for n, code in enumerate(codes)}, sources_of(checked))
    return {
        "tool": {"driver": {"name": "ecoflow", "version": __version__, "rules": [_rule(c, lang) for c in codes]}},
        "invocations": [{"executionSuccessful": True}],
        "language": "zh-CN" if lang == "zh" else "en-US",
        # columns count characters, whatever their bytes (3.14.17)
        "columnKind": "unicodeCodePoints",
        "originalUriBaseIds": {ROOT: {"description": {"text": _say(lang, "工作目录", "the working directory")}}},
        "results": [*results.of(checked)],
    }


def _rule(code: str, lang: Lang) -> dict[str, Any]:
    entry = CODES[code]
    sentence, hint = (entry.zh, entry.hint[0]) if lang == "zh" else (entry.en, entry.hint[1])
    return {
        "id": code,
        "shortDescription": {"text": _blank(sentence) or _blank(hint) or code},
        "help": {"text": _blank(hint) or code},
        "defaultConfiguration": {"level": entry.severity},
    }


def _blank(sentence: str) -> str:
    """A sentence of the table of codes without what a finding would fill in; empty where a finding would fill in all."""
    said = re.sub(r"\{\w+\}", "…", sentence).replace("{{", "{").replace("}}", "}")
    return said if re.search(r"\w", said) else ""


def _say(lang: Lang, zh: str, en: str) -> str:
    return zh if lang == "zh" else en


class _Results(Struct):
    """The results of a run; `seen` tells findings apart that nothing else does."""

    lang: Lang
    rules: Mapping[str, int]
    sources: Sources
    seen: Counter[str] = field(default_factory=Counter)

    def of(self, checked: Sequence[Checked]) -> Iterator[dict[str, Any]]:
        """A result for every finding, file by file."""
        for one in checked:
            for finding in one.findings:
                yield self._result(finding, finding.place.file if finding.place else one.file)

    def _result(self, finding: Finding, file: str) -> dict[str, Any]:
        excerpt = self.sources.excerpt(finding)
        return {
            "ruleId": finding.code,
            "ruleIndex": self.rules[finding.code],
            "level": finding.severity,
            "message": {"text": f"{plain(finding.message(self.lang))}\n{advice(finding, self.lang)}"},
            "locations": [{"physicalLocation": _physical(finding, file, excerpt)}],
            "partialFingerprints": {FINGERPRINT: self._fingerprint(finding, file, excerpt)},
        }

    def _fingerprint(self, finding: Finding, file: str, excerpt: Excerpt | None) -> str:
        """The code and what its line says, not where the line stands; the last number counts equal ones (3.27.16)."""
        if excerpt is None:
            about = finding.message("en")
        else:
            indent = len(excerpt.line) - len(excerpt.line.lstrip())
            about = f"{excerpt.first - indent} {excerpt.line.strip()}"
        text = f"{finding.code}\n{artifact(file).uri}\n{about}"
        made = hashlib.sha256(text.encode("utf-8", "surrogateescape")).hexdigest()[:16]
        self.seen[made] += 1
        return f"{made}:{self.seen[made]}"


def _physical(finding: Finding, file: str, excerpt: Excerpt | None) -> dict[str, Any]:
    known = artifact(file)
    location: dict[str, Any] = {"uri": known.uri}
    if known.below:
        location["uriBaseId"] = ROOT
    if file == STDIN:
        location["description"] = {"text": "standard input"}
    if finding.place is None:
        return {"artifactLocation": location}
    region = {"startLine": finding.place.line, "startColumn": finding.place.column}
    if excerpt is not None:
        # the column after the last one (3.30.8)
        region["endColumn"] = max(excerpt.end, excerpt.first + 1) + 1
    return {"artifactLocation": location, "region": region}

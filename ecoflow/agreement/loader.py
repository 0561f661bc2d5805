"""A file to an agreement: every name known, every number cited, every line remembered; or all its findings."""

from __future__ import annotations

import codecs
from pathlib import Path

from ecoflow.agreement import checks
from ecoflow.agreement.assemble import assemble
from ecoflow.agreement.check_clauses import check_clauses
from ecoflow.agreement.check_examples import check_examples
from ecoflow.agreement.check_measures import check_measures
from ecoflow.agreement.check_monitoring import check_monitoring
from ecoflow.agreement.check_pools import check_pools
from ecoflow.agreement.check_values import check_values
from ecoflow.agreement.language import AGREEMENT
from ecoflow.agreement.model import Agreement
from ecoflow.agreement.structure import Structure
from ecoflow.agreement.yaml_tree import BOM, LARGEST, Mapping, read, too_large
from ecoflow.diagnostics.finding import Finding, InvalidAgreement, Place, foremost, has_errors, in_order

_CHECKS = (
    checks.check_names,
    checks.check_sections,
    checks.check_section_names,
    check_pools,
    checks.check_exemptions,
    checks.check_citations,
    checks.check_dates,
    checks.check_facts,
    check_measures,
    check_monitoring,
    check_clauses,
    checks.check_numbers,
    checks.check_used,
    check_examples,
    check_values,
)


_WIDE = 4
"""Bytes of a character in UTF-32; one of them is 0 in all that a file could begin with."""


def load(path: Path) -> Agreement:
    """The agreement in a file. Raises InvalidAgreement with every finding when it has an error."""
    agreement, findings = examine(path)
    if agreement is None or has_errors(findings):
        raise InvalidAgreement(findings)
    return agreement


def examine(path: Path) -> tuple[Agreement | None, tuple[Finding, ...]]:
    """The agreement as far as it can be made out (None when it cannot) and everything found, sorted by place."""
    name = str(path)
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST + len(BOM.encode()) + 1)
    except OSError as error:
        return None, (Finding("E110", Place(name, 1, 1), {"problem": error.strerror or str(error)}),)
    return examine_bytes(raw, name)


def examine_bytes(raw: bytes, file: str) -> tuple[Agreement | None, tuple[Finding, ...]]:
    """As `examine`, for the bytes of a file; `file` is the name findings carry."""
    if len(raw) > LARGEST + len(BOM.encode()):
        return None, (too_large(file),)
    if raw.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)) or 0 in raw[:_WIDE]:
        return None, (Finding("E125", Place(file, 1, 1)),)
    try:
        return examine_text(raw.decode("utf-8"), file)
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8")
        place = Place(file, before.count("\n") + 1, len(before) - before.rfind("\n"))
        problem = ("此处不是 UTF-8 编码（可能是 GBK）", "this character is not UTF-8 (GBK perhaps)")
        return None, (Finding("E110", place, {"problem": problem}),)


def examine_text(text: str, file: str) -> tuple[Agreement | None, tuple[Finding, ...]]:
    """As `examine`, for a text already read; `file` is the name findings carry."""
    tree, findings = read(text.removeprefix(BOM), file)
    if not isinstance(tree, Mapping):
        if not findings:
            findings.append(Finding("E120", Place(file, 1, 1)))
        return None, foremost(in_order(findings))
    structure = Structure()
    root = structure.whole(tree, AGREEMENT)
    agreement, scope = assemble(root, text, file, structure)
    for check in _CHECKS:
        check(agreement, scope)
    checks.check_years(agreement, root, scope)
    checks.check_sources(agreement, root, scope)
    return agreement, foremost(in_order([*findings, *structure.findings, *scope.findings]))

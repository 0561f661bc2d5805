"""Findings for programs: the document of `validate --format json`, and its JSON Schema from the same declaration."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from ecoflow.diagnostics.finding import Finding, Lang

DRAFT = "https://json-schema.org/draft/2020-12/schema"

_Code = Annotated[str, Meta(pattern="^[EWN][0-9]{3}$", description="稳定的代码 / The stable code")]
_Severity = Annotated[Literal["error", "warning", "note"], Meta(description="轻重 / How grave it is")]
_File = Annotated[str | None, Meta(description="文件，如命令行所写；- 为 <stdin> / The file as named; <stdin> for -")]
_Count = Annotated[int, Meta(ge=1)]
_Line = Annotated[_Count | None, Meta(description="行号，从 1 起 / Line, from 1")]
_Column = Annotated[_Count | None, Meta(description="列号，从 1 起，按字符计 / Column, from 1, in characters")]
_Message = Annotated[str, Meta(min_length=1, description="问题 / What is wrong")]
_Hint = Annotated[str, Meta(min_length=1, description="如何改正 / What would cure it")]


class Row(Struct, frozen=True, forbid_unknown_fields=True):
    """发现的一个问题 / One finding."""

    code: _Code
    severity: _Severity
    file: _File
    line: _Line
    column: _Column
    message: _Message
    hint: _Hint


class Findings(Struct, frozen=True, forbid_unknown_fields=True):
    """ecoflow validate --format json."""

    findings: Annotated[tuple[Row, ...], Meta(description="按位置排列 / By place")]


KEYS = Row.__struct_fields__
"""What a finding is in `validate --format json`; neither more nor less."""


def row(finding: Finding, lang: Lang) -> Row:
    """One finding as the contract writes it."""
    known: dict[str, Any] = finding.as_json(lang)
    return Row(**{key: known[key] for key in KEYS})


def as_json(findings: Iterable[Finding], lang: Lang) -> str:
    """The JSON document `{"findings": [...]}`, each finding with exactly the keys of `KEYS`."""
    document = Findings(tuple(row(f, lang) for f in findings))
    return json.dumps(msgspec.to_builtins(document), ensure_ascii=False, indent=2)


def schema() -> dict[str, Any]:
    """The JSON Schema of that document; the same on every call."""
    return {"$schema": DRAFT, **msgspec.json.schema(Findings)}

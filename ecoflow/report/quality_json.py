"""What `ecoflow data check` found, for programs: the document of `--format json`, and its JSON Schema."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Annotated, Any, Literal

import msgspec
from msgspec import Meta, Struct

from ecoflow.diagnostics.finding import Finding, Lang
from ecoflow.observations.quality.check import Checked, Outcome
from ecoflow.observations.quality.rule import Hit, Rule, Severity, sentence
from ecoflow.report.findings_json import DRAFT, Row, row

_Count = Annotated[int, Meta(ge=0)]
_Time = Annotated[str, Meta(pattern="^([0-9]{4}-[0-9]{2}-[0-9]{2} [0-9]{2}:[0-9]{2})?$",
                            description="北京时间，没有则为空 / Civil time of China; empty where there is none")]
_Rule = Annotated[str, Meta(pattern="^[a-z][a-z-]*$", description="规则编号，稳定 / The rule's stable id")]


class Found(Struct, frozen=True, forbid_unknown_fields=True):
    """一处发现 / One finding."""

    section: str
    indicator: Annotated[str, Meta(description="为空时指整个断面 / Empty where it is about the whole section")]
    source: str
    first: _Time
    last: _Time
    n: Annotated[_Count, Meta(description="涉及的结果或缺测次数 / Results or missing slots it stands for")]
    value: Annotated[str, Meta(description="十进制文本 / Decimal text; empty where it is about no value")]
    unit: str
    message: str
    details: dict[str, str]


class Told(Struct, frozen=True, forbid_unknown_fields=True):
    """一条规则的结果 / What one rule found."""

    rule: _Rule
    severity: Severity
    name: str
    count: Annotated[_Count, Meta(description="全部发现 / All findings")]
    results: Annotated[_Count, Meta(description="涉及的结果或缺测次数合计 / Results or slots they stand for")]
    listed: Annotated[_Count, Meta(description="此处列出的发现 / Findings listed here")]
    by_section: dict[str, _Count]
    findings: tuple[Found, ...]


class Idle(Struct, frozen=True, forbid_unknown_fields=True):
    """因缺少所需内容而未检查的规则 / A rule that could not run."""

    rule: _Rule
    needs: Literal["agreement", "published", ""]


class Data(Struct, frozen=True, forbid_unknown_fields=True):
    """所查的数据 / What was looked at."""

    rows: _Count
    sections: _Count
    first: _Time
    last: _Time


class Document(Struct, frozen=True, forbid_unknown_fields=True):
    """ecoflow data check --format json."""

    ecoflow: Literal[1]
    data: Data
    summary: dict[Severity, _Count]
    rules: Annotated[tuple[Told, ...], Meta(description="检查过的规则，按固定次序 / The rules that ran, in a fixed order")]
    not_run: tuple[Idle, ...]
    settings: Annotated[tuple[Row, ...], Meta(description="对规则文件的提醒 / Warnings about the rules file")]


def as_json(checked: Checked, settings: Iterable[Finding], lang: Lang) -> str:
    """The JSON document, the same for the same data and rules."""
    document = Document(
        ecoflow=1, data=Data(checked.rows, len(checked.sections), checked.first, checked.last),
        summary={"error": checked.count("error"), "warning": checked.count("warning"), "note": checked.count("note")},
        rules=tuple(_told(outcome, lang) for outcome in checked.outcomes),
        not_run=tuple(Idle(rule.id, rule.needs) for rule in checked.idle),
        settings=tuple(row(finding, lang) for finding in settings),
    )
    return json.dumps(msgspec.to_builtins(document), ensure_ascii=False, indent=2)


def schema() -> dict[str, Any]:
    """The JSON Schema of that document; the same on every call."""
    return {"$schema": DRAFT, **msgspec.json.schema(Document)}


def _told(outcome: Outcome, lang: Lang) -> Told:
    rule = outcome.rule
    findings = tuple(_found(rule, hit, lang) for hit in outcome.hits)
    return Told(rule.id, outcome.severity, rule.name(lang), outcome.count, outcome.results, len(findings),
                dict(outcome.by_section), findings)


def _found(rule: Rule, hit: Hit, lang: Lang) -> Found:
    return Found(hit.section, hit.indicator, hit.source, hit.first, hit.last, hit.n, hit.value(), hit.unit,
                 sentence(rule, hit, lang), dict(hit.details))

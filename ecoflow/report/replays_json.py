"""Replays for programs: the document of `test --format json`, and its JSON Schema from the same declaration."""

from __future__ import annotations

import json
from typing import Annotated, Any

import msgspec
from msgspec import UNSET, Meta, Struct, UnsetType

from ecoflow.diagnostics.finding import Lang
from ecoflow.report.findings_json import DRAFT, Row, row
from ecoflow.report.names import names_of
from ecoflow.report.replay_working import working
from ecoflow.report.replayed import Outcome, Replayed, condition, phrase
from ecoflow.settlement.replay import Difference, Replay

_Count = Annotated[int, Meta(ge=0)]
_Line = Annotated[int, Meta(ge=1, description="行号，从 1 起 / Line, from 1")]
_Column = Annotated[int, Meta(ge=1, description="列号，从 1 起，按字符计 / Column, from 1, in characters")]


class DifferenceRow(Struct, frozen=True, forbid_unknown_fields=True):
    """与应得结果的一处不同 / One thing that came out otherwise."""

    what: Annotated[str, Meta(description="何处不同，如 net.anhui、P、fired / What differs: net.anhui, P, fired")]
    expected: str
    got: str
    file: str
    line: _Line
    column: _Column


class ExampleRow(Struct, frozen=True, forbid_unknown_fields=True):
    """一个算例 / One example."""

    agreement: str
    name: str
    ok: bool
    confidence: str | None
    period: str
    file: str
    line: _Line
    assumes: str | UnsetType = UNSET
    difference: Annotated[DifferenceRow | UnsetType, Meta(
        description="计算顺序上的第一处不同 / The first thing that differs, in the order of the settlement")] = UNSET
    differences: Annotated[tuple[DifferenceRow, ...] | UnsetType, Meta(
        description="全部不同之处 / Everything that differs")] = UNSET
    working: Annotated[tuple[str, ...] | UnsetType, Meta(
        description="第一处不同的由来 / How the first one came about, in words")] = UNSET


class CaseRow(Struct, frozen=True, forbid_unknown_fields=True):
    """没有算例触及的一种情形 / A case no example reaches."""

    clause: str
    case: Annotated[int, Meta(ge=1)]
    condition: Annotated[str, Meta(description="条件 / Its condition in words")]
    file: str
    line: _Line
    column: _Column


class CoverageRow(Struct, frozen=True, forbid_unknown_fields=True):
    """一份协议的情形与条款，触及多少 / Cases and clauses of one agreement, and how many its examples reach."""

    cases: _Count
    reached: _Count
    clauses: _Count
    clauses_reached: _Count
    missed: tuple[CaseRow, ...]


class TotalRow(Struct, frozen=True, forbid_unknown_fields=True):
    """全部协议合计 / All agreements together."""

    cases: _Count
    reached: _Count
    clauses: _Count
    clauses_reached: _Count


class Document(Struct, frozen=True, forbid_unknown_fields=True):
    """ecoflow test --format json."""

    passed: _Count
    failed: _Count
    examples: tuple[ExampleRow, ...]
    coverage: Annotated[dict[str, CoverageRow], Meta(
        description="按协议编号；编号重复时按文件 / By the agreement's id, or by file where two have the same")]
    total: TotalRow
    findings: Annotated[tuple[Row, ...], Meta(
        description="无法读取的协议中的错误 / What is wrong with agreements that could not be read")]


def as_json(outcome: Outcome, lang: Lang) -> str:
    """The JSON document."""
    totals = outcome.totals
    document = Document(
        outcome.passed, outcome.failed,
        tuple(_example(r, lang) for r in outcome.replays),
        {a.name: _coverage(a, lang) for a in outcome.agreements},
        TotalRow(totals.cases, totals.reached, totals.clauses, totals.clauses_reached),
        tuple(row(f, lang) for error in outcome.refused.values() for f in error.findings),
    )
    return json.dumps(msgspec.to_builtins(document), ensure_ascii=False, indent=2)


def schema() -> dict[str, Any]:
    """The JSON Schema of that document; the same on every call."""
    return {"$schema": DRAFT, **msgspec.json.schema(Document)}


def _example(replay: Replay, lang: Lang) -> ExampleRow:
    example, found = replay.example, tuple(_difference(d, lang) for d in replay.differences)
    return ExampleRow(
        replay.agreement.id, example.name, replay.ok, example.confidence, example.period.name,
        example.place.file, example.place.line,
        assumes=UNSET if example.assumes is None else example.assumes.say(lang),
        difference=found[0] if found else UNSET,
        differences=found or UNSET,
        working=working(replay, lang) if found else UNSET,
    )


def _difference(difference: Difference, lang: Lang) -> DifferenceRow:
    place = difference.place
    return DifferenceRow(difference.what, phrase(difference.expected, lang), phrase(difference.got, lang),
                         place.file, place.line, place.column)


def _coverage(one: Replayed, lang: Lang) -> CoverageRow:
    names, found = names_of(one.agreement, lang), one.coverage
    missed = tuple(
        CaseRow(clause.id, case.number, condition(clause, case, names), case.place.file, case.place.line, case.place.column)
        for clause, case in found.missed
    )
    return CoverageRow(len(found.cases), len(found.reached), len(found.clauses), len(found.clauses_reached), missed)

"""`ecoflow test`: the published results of agreements, replayed."""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import StrEnum
from fractions import Fraction
from typing import Annotated, Any

import typer

from ecoflow.cli.language import LangOption, pick
from ecoflow.cli.run import Loaded, read_agreements
from ecoflow.diagnostics.finding import Lang
from ecoflow.settlement.replay import Coverage, Replay, coverage, replay, totals

_FINDINGS = 1


class Format(StrEnum):
    """How the outcome is written."""

    text = "text"
    json = "json"


def test(
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="Files, folders, or ids of agreements. 协议")],
    format: Annotated[Format, typer.Option(  # noqa: A002
        "--format", help="How the outcome is written. 输出格式")] = Format.text,  # noqa: PT028 - a verb, not a pytest test
    fail_under: Annotated[int, typer.Option(
        "--fail-under", metavar="PCT", min=0, max=100,
        help="Least share of cases the examples reach. 覆盖率下限")] = 0,  # noqa: PT028
    lang: LangOption = None,  # noqa: PT028
) -> None:
    """Replay the examples agreements carry, and say which cases they reach. 重算已公布的结果

    Exit 0 when every example comes out, 1 when one does not or too few cases are reached.
    """
    words = pick(lang)
    loaded = read_agreements(paths, words)
    ids = [a.id for a in loaded.agreements]
    # two drafts of one id are told apart by their files
    named = {a.id if ids.count(a.id) == 1 else a.file: a for a in loaded.agreements}
    replays = {name: replay(a) for name, a in named.items()}
    reached = {name: coverage(a, replays[name]) for name, a in named.items()}
    if format is Format.json:
        typer.echo(json.dumps(_document(replays, reached, loaded, words), ensure_ascii=False, indent=2))
    else:
        _print(replays, reached, loaded, words)
    done, cases = totals(reached)
    short = cases > 0 and Fraction(done * 100, cases) < fail_under
    if loaded.refused or short or not all(r.ok for found in replays.values() for r in found):
        raise typer.Exit(_FINDINGS)


def _document(replays: Mapping[str, tuple[Replay, ...]], reached: Mapping[str, Coverage], loaded: Loaded,
              lang: Lang) -> dict[str, Any]:
    every = [r for found in replays.values() for r in found]
    return {
        "passed": sum(r.ok for r in every),
        "failed": sum(not r.ok for r in every),
        "examples": [_example(r, lang) for r in every],
        "coverage": {
            name: {"cases": len(c.cases), "reached": len(c.reached),
                   "missed": [case for case in c.cases if case not in c.reached]}
            for name, c in reached.items()
        },
        "findings": [f.as_json(lang) for error in loaded.refused.values() for f in error.findings],
    }


def _example(found: Replay, lang: Lang) -> dict[str, Any]:
    document: dict[str, Any] = {"agreement": found.agreement.id, "name": found.example.name, "ok": found.ok,
                                "confidence": found.example.confidence}
    if found.example.assumes is not None:
        document["assumes"] = found.example.assumes.say(lang)
    if found.difference is not None:
        document["difference"] = {"what": found.difference.what, "expected": found.difference.expected,
                                  "got": found.difference.got}
    return document


def _print(replays: Mapping[str, tuple[Replay, ...]], reached: Mapping[str, Coverage], loaded: Loaded,
           lang: Lang) -> None:
    chinese = lang == "zh"
    for name, found in replays.items():
        cases = reached[name]
        typer.echo(f"{name}: {sum(r.ok for r in found)}/{len(found)} {'算例' if chinese else 'examples'}, "
                   f"{len(cases.reached)}/{len(cases.cases)} {'种情形' if chinese else 'cases'}")
        for r in found:
            typer.echo(f"  {'ok  ' if r.ok else 'FAIL'} {r.example.name} ({r.example.confidence or '-'})")
            if r.difference is not None:
                d = r.difference
                typer.echo(f"       {d.what}: {'应为' if chinese else 'expected'} {d.expected}, "
                           f"{'得到' if chinese else 'got'} {d.got}  ({r.example.place})")
        missed = [c for c in cases.cases if c not in cases.reached]
        if missed:
            typer.echo(f"  {'未触及的情形' if chinese else 'cases no example reaches'}: {', '.join(missed)}")
    _print_total(replays, reached, loaded, lang)


def _print_total(replays: Mapping[str, tuple[Replay, ...]], reached: Mapping[str, Coverage], loaded: Loaded,
                 lang: Lang) -> None:
    if loaded.refused:
        from ecoflow.report.findings import as_text, source_texts

        for error in loaded.refused.values():
            typer.echo(as_text(error.findings, lang, source_texts(error.findings)), err=True)
    every = [r for found in replays.values() for r in found]
    good, (done, cases) = sum(r.ok for r in every), totals(reached)
    if lang == "zh":
        typer.echo(f"{good} 个算例通过，{len(every) - good} 个不通过；触及情形 {done}/{cases}")
    else:
        typer.echo(f"{good} passed, {len(every) - good} failed; {done} of {cases} cases reached")
    if loaded.refused:
        left = len(loaded.refused)
        said = "1 file" if left == 1 else f"{left} files"
        typer.echo(f"{left} 个文件无法读取，未检验" if lang == "zh" else f"{said} could not be read; not tested")

"""`ecoflow validate`: everything that is wrong with agreement files, each finding with its line."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ecoflow.agreement.library import find
from ecoflow.agreement.loader import examine, examine_bytes
from ecoflow.agreement.yaml_tree import BOM, LARGEST
from ecoflow.cli.language import LangOption, pick
from ecoflow.diagnostics.finding import Finding, InvalidAgreement, Lang, has_errors
from ecoflow.report.findings import as_json, as_text, source_texts, summary

STDIN = "<stdin>"
_FINDINGS = 1


class Format(StrEnum):
    """How findings are written."""

    text = "text"
    json = "json"


def validate(
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATH", help="A file, a folder, the id of a shipped agreement, or - . 协议文件"),
    ],
    format: Annotated[  # noqa: A002 - the option's name is the contract
        Format, typer.Option("--format", help="How findings are written. 输出格式"),
    ] = Format.text,
    lang: LangOption = None,
) -> None:
    """Check agreement files: form, names, units, citations, dates. 校验协议

    Exit 0 when there is no error (warnings are allowed), 1 when there is one, 2 on wrong use.
    """
    words = pick(lang)
    files = _files(paths, words)
    findings: list[Finding] = []
    texts: dict[str, str] = {}
    for file in files:
        if file == STDIN:
            texts[STDIN], found = _from_stdin()
        else:
            found = examine(Path(file))[1]
        findings += found
    if format is Format.json:
        typer.echo(as_json(findings, words))
    else:
        _print(findings, len(files), texts, words)
    if has_errors(findings):
        raise typer.Exit(_FINDINGS)


def _files(paths: Iterable[str], lang: Lang) -> tuple[str, ...]:
    """The files meant, each once, in the order they were named."""
    found: dict[str, None] = {}
    for path in paths:
        try:
            named = (STDIN,) if path == "-" else tuple(map(str, find(path)))
        except InvalidAgreement as absent:
            raise typer.BadParameter(absent.findings[0].message(lang), param_hint="'PATH'") from None
        found |= dict.fromkeys(named)
    return tuple(found)


def _from_stdin() -> tuple[str, tuple[Finding, ...]]:
    raw = sys.stdin.buffer.read(LARGEST + len(BOM.encode()) + 1)
    return raw.decode("utf-8", "replace").removeprefix(BOM), examine_bytes(raw, STDIN)[1]


def _print(findings: list[Finding], files: int, texts: dict[str, str], lang: Lang) -> None:
    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    if findings:
        typer.echo(as_text(findings, lang, source_texts(findings) | texts, colour=colour))
    typer.echo(summary(files, findings, lang))

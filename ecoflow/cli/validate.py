"""`ecoflow validate`: everything that is wrong with agreement files, each finding with its line."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ecoflow.agreement.library import find
from ecoflow.agreement.loader import examine
from ecoflow.agreement.model import Agreement
from ecoflow.cli.gaps import BaselineOption, Gaps, GapsOption, UpdateOption
from ecoflow.cli.language import LangOption, pick
from ecoflow.cli.same_id import with_same_ids
from ecoflow.cli.stdin import examine_stdin
from ecoflow.diagnostics.finding import InvalidAgreement, Lang, has_errors, in_order
from ecoflow.report.artifact import STDIN
from ecoflow.report.checked import Checked, all_findings, texts_of

_FINDINGS = 1


class Format(StrEnum):
    """How findings are written."""

    text = "text"
    json = "json"
    sarif = "sarif"
    junit = "junit"
    github = "github"


def validate(  # noqa: PLR0917 - one parameter an option
    paths: Annotated[
        list[str],
        typer.Argument(metavar="PATH", help="A file, a folder, the id of a shipped agreement, or - . 协议文件"),
    ],
    format: Annotated[  # noqa: A002 - the option's name is the contract
        Format, typer.Option("--format", help="How findings are written. 输出格式"),
    ] = Format.text,
    gaps: GapsOption = False,
    baseline: BaselineOption = None,
    update_baseline: UpdateOption = False,
    lang: LangOption = None,
) -> None:
    """Check agreement files: form, names, units, citations, dates; prove what must hold for every input. 校验协议

    Of a single sound file, also what was proved and the most each party can pay and receive. Exit 0 when there is no error
    (warnings are allowed), 1 when there is one, 2 on wrong use.
    """
    words = pick(lang)
    files = _files(paths, words)
    known = Gaps(baseline, update=update_baseline, listed=gaps, whole=any(map(os.path.isdir, paths)), lang=words)
    judged = [_check(file, known, notes=gaps or len(files) == 1) for file in files]
    checked = [*with_same_ids(judged)]
    if baseline is not None:
        checked.append(Checked(str(baseline), known.close()))
    typer.echo(_written(format, checked, len(files), words))
    if format is Format.text and len(files) == 1 and baseline is None:
        _tell_more(None if has_errors(checked[0].findings) else judged[0][0], known, words)
    if has_errors(all_findings(checked)):
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


def _check(file: str, known: Gaps, *, notes: bool) -> tuple[Agreement | None, Checked]:
    """One file, everything found in it, and the agreement as far as it can be made out: form and sense, gaps, proofs."""
    text = None
    if file == STDIN:
        text, agreement, found = examine_stdin()
    else:
        agreement, found = examine(Path(file))
    sound = agreement if not has_errors(found) else None
    found = tuple(known.take(file, agreement, found))
    if sound is not None:
        from ecoflow.proofs.prove import prove

        found = in_order([*found, *(f for f in prove(sound) if notes or f.severity != "note")])
    return agreement, Checked(file, found, text)


def _tell_more(agreement: Agreement | None, known: Gaps, lang: Lang) -> None:
    """Of a single sound agreement: what it leans on, what was proved, and the most each party can pay and receive."""
    line = known.line(lang)
    if line:
        typer.echo(line)
    if agreement is not None:
        from ecoflow.report.proved import proved

        typer.echo(proved(agreement, lang))


def _written(format: Format, checked: Sequence[Checked], files: int, lang: Lang) -> str:  # noqa: A002 - the option's name
    """The findings in the format asked for; each format is imported only when it is."""
    match format:
        case Format.text:
            return _text(checked, files, lang)
        case Format.json:
            from ecoflow.report.findings_json import as_json

            return as_json(all_findings(checked), lang)
        case Format.sarif:
            from ecoflow.report.findings_sarif import as_sarif

            return as_sarif(checked, lang)
        case Format.junit:
            from ecoflow.report.findings_junit import as_junit

            return as_junit(checked, lang)
        case Format.github:
            from ecoflow.report.findings_github import as_github

            return as_github(checked, lang)


def _text(checked: Sequence[Checked], files: int, lang: Lang) -> str:
    from ecoflow.report.findings import as_text, summary

    findings = all_findings(checked)
    colour = sys.stdout.isatty() and not os.environ.get("NO_COLOR") and os.environ.get("TERM") != "dumb"
    shown = [as_text(findings, lang, texts_of(checked), colour=colour)] if findings else []
    return "\n".join([*shown, summary(files, findings, lang)])

"""`ecoflow gallery`: every agreement on one page, told in words."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Annotated

import typer

from ecoflow.cli.language import LangOption, pick
from ecoflow.cli.run import read_agreements, write_out


def gallery(
    agreements: Annotated[list[str], typer.Argument(
        metavar="AGREEMENT...", help="Files, folders, or ids of shipped agreements. 协议")],
    out: Annotated[Path | None, typer.Option(
        "--out", metavar="FILE", dir_okay=False, help="Write to this file, print nothing. 写入文件")] = None,
    lang: LangOption = None,
) -> None:
    """Tell every agreement on one page, in Chinese and English: rule, clauses, how sure, examples. 协议一览

    The page is Markdown. Exit 1 when an agreement cannot be read or an example does not replay.
    """
    from ecoflow.diagnostics.finding import InvalidAgreement
    from ecoflow.report.gallery import gallery as page

    loaded = read_agreements(agreements, pick(lang))
    if loaded.refused:
        raise InvalidAgreement([finding for refused in loaded.refused.values() for finding in refused.findings])
    folder = _seen_from(out, Path(loaded.agreements[0].file)) if out else ""
    text = page(loaded.agreements, folder)
    if out is None:
        typer.echo(text, nl=False)
    else:
        write_out(out, text)
    if "| ✗ " in text:
        raise typer.Exit(1)


def _seen_from(page: Path, file: Path) -> str:
    return Path(os.path.relpath(file.parent, page.parent)).as_posix()

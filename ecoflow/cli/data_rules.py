"""`ecoflow data rules`: what the quality rules are, for a reader or as the reference page."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ecoflow.cli.language import LangOption, pick


class Format(StrEnum):
    """How the rules are told."""

    text = "text"
    md = "md"


def rules(
    *,
    format: Annotated[  # noqa: A002 - the option's name is the same in every verb
        Format, typer.Option("--format", help="A list, or the reference in Markdown. 输出格式"),
    ] = Format.text,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", dir_okay=False, help="Write to this file. 写入文件"),
    ] = None,
    lang: LangOption = None,
) -> None:
    """List the quality rules of `data check`: how grave, name, what they mean."""
    from ecoflow.observations.quality.rules import RULES
    from ecoflow.report.quality_page import page
    from ecoflow.report.quality_words import severity_name

    words = pick(lang)
    if format is Format.md:
        told = page()
    else:
        at = 0 if words == "zh" else 1
        told = "\n".join(f"{r.id}  [{severity_name(r.severity, words)}] {r.name(words)}\n    {r.means[at]}"
                         for r in RULES.values())
    if out is None:
        typer.echo(told.rstrip("\n"))
        return
    from ecoflow.cli.run import write_out

    write_out(out, told.rstrip("\n") + "\n")

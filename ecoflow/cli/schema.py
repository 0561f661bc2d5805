"""`ecoflow schema`: the JSON Schema of the agreement language, for editors."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from ecoflow.agreement.json_schema import document_text
from ecoflow.cli.run import write_out


def schema(
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", dir_okay=False, help="Write to this file, print nothing. 写入文件"),
    ] = None,
) -> None:
    """Print the JSON Schema of agreement files, for completion and checks in an editor. 编辑器用"""
    if out is None:
        typer.echo(document_text(), nl=False)
        return
    write_out(out, document_text())

"""`ecoflow schema`: the JSON Schema of the agreement language, for editors."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from ecoflow.agreement.json_schema import document
from ecoflow.cli.run import write_out


def schema(
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", dir_okay=False, help="Write to this file, print nothing. 写入文件"),
    ] = None,
) -> None:
    """Print the JSON Schema of agreement files, for completion and checks in an editor. 编辑器用"""
    text = json.dumps(document(), ensure_ascii=False, indent=2) + "\n"
    if out is None:
        typer.echo(text, nl=False)
        return
    write_out(out, text)

"""`ecoflow schema`: JSON Schemas, of the agreement language for editors, of what the verbs print for programs."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer

from ecoflow.cli.run import write_out


class Kind(StrEnum):
    """What has a schema: agreement and mapping files, and the documents of `validate`, `test` and `data check`."""

    agreement = "agreement"
    findings = "findings"
    test = "test"
    mapping = "mapping"
    check = "check"


def schema(
    of: Annotated[
        Kind,
        typer.Option("--of", help="Agreement or mapping files, or what validate, test and data check print with "
                                  "--format json. 对象"),
    ] = Kind.agreement,
    out: Annotated[
        Path | None,
        typer.Option("--out", metavar="FILE", dir_okay=False, help="Write to this file, print nothing. 写入文件"),
    ] = None,
) -> None:
    """Print the JSON Schema of agreement files, for completion and checks in an editor. 编辑器用"""
    text = json.dumps(_document(of), ensure_ascii=False, indent=2) + "\n"
    if out is None:
        typer.echo(text, nl=False)
        return
    write_out(out, text)


def _document(kind: Kind) -> dict[str, Any]:
    match kind:
        case Kind.agreement:
            from ecoflow.agreement.json_schema import document

            return document()
        case Kind.findings:
            from ecoflow.report.findings_json import schema as findings

            return findings()
        case Kind.test:
            from ecoflow.report.replays_json import schema as test

            return test()
        case Kind.mapping:
            from ecoflow.observations.mapping_schema import schema as mapping

            return mapping()
        case Kind.check:
            from ecoflow.report.quality_json import schema as check

            return check()

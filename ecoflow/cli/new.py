"""`ecoflow new`: a draft that starts from any agreement."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Annotated

import typer

from ecoflow.agreement.draft import draft_like
from ecoflow.agreement.library import SUFFIXES
from ecoflow.agreement.modeline import SCHEMA_FILE, modeline, schema_near
from ecoflow.cli.language import LangOption, pick
from ecoflow.cli.run import read_one, write_out
from ecoflow.diagnostics.finding import Lang

_ID = re.compile(r"[a-z0-9][a-z0-9_.-]*")

_HEAD = {
    "zh": "# 以 {model} 为蓝本的草案。改条款数值并写明出处和可信度（现一律为 assumed），再：\n"
          "#   ecoflow validate {file}      检查\n"
          "#   ecoflow test {file}          算例仍与蓝本一致的部分\n"
          "#   ecoflow compare {model} {file} --period {year} --data synthetic   条款变动的影响\n",
    "en": "# A draft that starts from {model}. Change its terms, their sources and confidence (all assumed now), then\n"
          "#   ecoflow validate {file}      is it sound?\n"
          "#   ecoflow test {file}          what it still has in common with its model\n"
          "#   ecoflow compare {model} {file} --period {year} --data synthetic   what the changes mean\n",
}
_DONE = {"zh": "已写入 {file}：先改 terms，再运行 ecoflow validate {file}",
         "en": "wrote {file}: change its terms, then run: ecoflow validate {file}"}
_SCHEMA = {"zh": "已写入 {file}：供编辑器补全和检查（首行所指；也可用 ecoflow schema --out 更新）",
           "en": "wrote {file}: editors complete and check by it, as the first line says; ecoflow schema --out renews it"}


def new(
    like: Annotated[str, typer.Option("--like", metavar="AGREEMENT", help="What to start from: an id or a file. 蓝本")],
    name: Annotated[str | None, typer.Option("--id", help="Id of the draft. 编号")] = None,
    out: Annotated[Path | None, typer.Option(
        "--out", metavar="FILE", dir_okay=False, help="File to write; by default ID.yaml here. 文件")] = None,
    lang: LangOption = None,
) -> None:
    """Start a draft from any agreement. 起草

    The draft has the text of its model, under its own id, as a draft; every number in it counts as assumed until you
    say where it stands. An existing file is never overwritten. Its first line leads editors to the JSON Schema,
    which is written beside the draft unless its folder, or the repository above it, has one.
    """
    words = pick(lang)
    agreement = read_one(like, words, "'--like'")
    called = name or (out.stem if out else f"{agreement.id}-draft")
    if not _ID.fullmatch(called):
        raise typer.BadParameter(f"{called!r} is no id: lower-case letters, digits, - _ .", param_hint="'--id'")
    file = out or Path(f"{called}.yaml")
    if file.suffix not in SUFFIXES:
        raise typer.BadParameter(f"{file}: an agreement file ends in .yaml", param_hint="'--out'")
    head = _HEAD[words].format(model=like, file=file, year=agreement.first_year)
    try:
        with file.open("x", encoding="utf-8", newline="\n") as written:
            schema = schema_near(file.parent)
            first = modeline(schema or file.parent / SCHEMA_FILE, file.parent)
            written.write(first + head + draft_like(agreement.text, called))
    except FileExistsError:
        raise typer.BadParameter(f"{file} exists already and is left as it is", param_hint="'--out'") from None
    except OSError as error:
        raise typer.BadParameter(f"{file}: {error.strerror}", param_hint="'--out'") from None
    typer.echo(_DONE[words].format(file=file))
    if schema is None:
        _write_schema(file.parent / SCHEMA_FILE, words)


def _write_schema(file: Path, lang: Lang) -> None:
    from ecoflow.agreement.json_schema import document_text

    write_out(file, document_text())
    typer.echo(_SCHEMA[lang].format(file=file))

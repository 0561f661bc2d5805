"""`ecoflow data import`: monitoring files in, with an account of every cell; and a draft of a mapping from a sample."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ecoflow.cli.data_report import print_report
from ecoflow.cli.data_words import FINDINGS, WRONG_USE, JsonOption, choose, progress_bar, refusals
from ecoflow.cli.language import LangOption, pick
from ecoflow.cli.run import write_out
from ecoflow.diagnostics.finding import Lang

if TYPE_CHECKING:
    from ecoflow.observations.import_tables import TableReport
    from ecoflow.observations.importing import ImportReport
    from ecoflow.observations.mapping import Mapping


class Format(StrEnum):
    """Where the files to import come from."""

    auto = "auto"
    cnemc = "cnemc"
    table = "table"


def import_(
    inputs: Annotated[
        list[Path],
        typer.Argument(
            metavar="INPUT...",
            help="Folders, CSV, Excel, JSON, .zip or .tar.gz, in any mix. 文件夹、CSV、Excel、JSON 或压缩包，可混用",
        ),
    ],
    out: Annotated[Path | None, typer.Option("--out", help="The folder to make. 新建的观测数据文件夹")] = None,
    *,
    mapping: Annotated[
        Path | None,
        typer.Option("--mapping", metavar="FILE", help="How the files are to be read (docs/import.md). 映射文件"),
    ] = None,
    suggest: Annotated[
        bool,
        typer.Option("--suggest", help="Draft a mapping from the first file; --out is its file. 起草映射文件"),
    ] = False,
    format: Annotated[  # noqa: A002  (the option's name is the contract)
        Format,
        typer.Option("--format", help="Origin; cnemc: the national platform; table: any table. 来源：国家平台或任意表格"),
    ] = Format.auto,
    source: Annotated[
        str | None,
        typer.Option("--source", help="manual, automatic or joint:<party>, where the files do not say. 数据来源"),
    ] = None,
    recorded: Annotated[
        str | None,
        typer.Option("--recorded", metavar="DATE", help="When the files became known. 得知数据的日期"),
    ] = None,
    append: Annotated[
        bool,
        typer.Option("--append", help="Add to the folder; corrections become later records. 追加；更正值另记"),
    ] = False,
    replace: Annotated[
        bool,
        typer.Option("--replace", help="Replace observations already there. 替换已有的观测数据"),
    ] = False,
    as_json: JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Import files; exit 1 when a file was unreadable or nothing could be imported."""
    words = pick(lang)
    chosen = _mapping(mapping, source, recorded, words)
    if suggest:
        _suggest(inputs, out, chosen, words)
        return
    if out is None or (append and replace):
        problem = ("缺少 --out", "--out is missing") if out is None else ("--append 与 --replace 只能用一个",
                                                                      "--append and --replace exclude each other")
        typer.echo(choose(*problem, words), err=True)
        raise typer.Exit(WRONG_USE)
    told = mapping is not None or source is not None or recorded is not None
    report = _run(inputs, out, Format.table if told and format is Format.auto else format, chosen, words,
                  append=append, replace=replace)
    if as_json:
        typer.echo(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
    else:
        print_report(report, out, words)
    if report.unreadable_files or not (report.observations or (append and report.repeats)):
        raise typer.Exit(FINDINGS)


def _run(
    inputs: list[Path], out: Path, origin: Format, mapping: Mapping, words: Lang, *, append: bool, replace: bool,
) -> ImportReport | TableReport:
    from ecoflow.observations.import_tables import import_tables
    from ecoflow.observations.importing import import_cnemc
    from ecoflow.observations.origin import is_national

    with refusals(words), progress_bar(words) as progress:
        if origin is Format.cnemc or (origin is Format.auto and is_national(inputs)):
            return import_cnemc(inputs, out, progress, append=append, replace=replace)
        return import_tables(inputs, out, mapping, progress, append=append, replace=replace)


def _mapping(path: Path | None, source: str | None, recorded: str | None, lang: Lang) -> Mapping:
    """The mapping of the file, with what the options say instead; what is wrong with it is printed and ends the run."""
    from msgspec import structs

    from ecoflow.agreement.scalars import read_day
    from ecoflow.observations.mapping import Mapping, Recorded, Source
    from ecoflow.observations.schema import is_source

    found = _read(path, lang) if path else Mapping()
    if source is not None:
        if not is_source(source):
            raise typer.BadParameter("manual, automatic, joint:<party>", param_hint="'--source'")
        found = structs.replace(found, source=Source(source))
    if recorded is not None:
        day = read_day(recorded, last=True)
        if day is None:
            raise typer.BadParameter("2021-05-01", param_hint="'--recorded'")
        found = structs.replace(found, recorded=Recorded(day))
    return found


def _read(path: Path, lang: Lang) -> Mapping:
    from ecoflow.observations.mapping_reader import read_mapping
    from ecoflow.report.findings import as_text, source_texts

    found, findings = read_mapping(path)
    if findings:
        typer.echo(as_text(findings, lang, source_texts(findings)), err=True)
    if found is None:
        raise typer.Exit(FINDINGS if path.is_file() else WRONG_USE)
    return found


def _suggest(inputs: list[Path], out: Path | None, mapping: Mapping, lang: Lang) -> None:
    from ecoflow.observations.suggest import suggest

    with refusals(lang):
        text = suggest(inputs, mapping)
    if out is None:
        typer.echo(text, nl=False)
        return
    write_out(out, text)

"""`ecoflow data`: import monitoring files, check and describe an observations folder."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ecoflow.cli import data_check, data_rules
from ecoflow.cli.language import LangOption, pick
from ecoflow.cli.reconcile import reconcile
from ecoflow.diagnostics.finding import Lang

if TYPE_CHECKING:
    from ecoflow.observations.describe import Description
    from ecoflow.observations.importing import ImportReport
    from ecoflow.observations.refusal import Refusal

WRONG_USE = 2
FINDINGS = 1
_PIPE_WIDTH = 240


class Format(StrEnum):
    """Where the files to import come from."""

    cnemc = "cnemc"


def _pick(zh: str, en: str, lang: Lang) -> str:
    return zh if lang == "zh" else en


app = typer.Typer(
    name="data",
    help="Monitoring data: import it, check it, look at it. 监测数据：导入、检查、查看",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)

_JsonOption = Annotated[
    bool, typer.Option("--json", help="Print one JSON document and nothing else. 只输出一个 JSON 文档"),
]


@app.command(
    "import",
    short_help="Import monitoring files. 导入监测文件",
    help="Turn monitoring files into observations, with an account of every cell. 导入监测文件，说明每个单元格的去向\n\n"
    "Exit 1 when a file was unreadable or nothing could be imported, 2 on wrong use.",
    epilog="Example 例: ecoflow data import 2020-05/ by_section.tar.gz --out observations",
)
def import_(
    inputs: Annotated[
        list[Path],
        typer.Argument(
            metavar="INPUT...",
            help="Folders, .json, .csv or .tar.gz, in any mix. 文件夹、.json、.csv 或 .tar.gz，可混用",
        ),
    ],
    out: Annotated[Path, typer.Option("--out", help="The folder to make. 新建的观测数据文件夹")],
    *,
    format: Annotated[  # noqa: A002  (the option's name is the contract)
        Format,
        typer.Option("--format", help="Origin; cnemc: the national platform. 来源：cnemc 为国家平台"),
    ] = Format.cnemc,
    replace: Annotated[
        bool,
        typer.Option("--replace", help="Replace observations already there. 替换已有的观测数据"),
    ] = False,
    as_json: _JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Import files; exit 1 when a file was unreadable or nothing could be imported."""
    from ecoflow.observations.importing import import_cnemc

    words = pick(lang)
    with refusals(words), show_progress(words) as progress:
        report = {Format.cnemc: import_cnemc}[format](inputs, out, progress, replace=replace)
    if as_json:
        typer.echo(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
    else:
        _print_report(report, out, words)
    if report.unreadable_files or not report.observations:
        raise typer.Exit(FINDINGS)


@app.command(
    short_help="Describe an observations folder. 查看观测数据",
    help="List rows, first and last time and empty months per section and indicator."
    " 逐断面、逐指标列出条数、起止时间和空缺月份",
    epilog="Examples 例: ecoflow data describe observations; ecoflow data describe synthetic",
)
def describe(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="An observations folder. 观测数据文件夹")],
    as_json: _JsonOption = False,
    lang: LangOption = None,
) -> None:
    """Describe a folder of observations."""
    from ecoflow.cli.run import data_path
    from ecoflow.observations.describe import describe as look

    words = pick(lang)
    with refusals(words):
        found = look(data_path(path))
    if as_json:
        typer.echo(json.dumps(found.as_json(), ensure_ascii=False, indent=2))
    else:
        _print_description(found, words)


app.command(
    "check",
    short_help="Check observations by quality rules. 检查数据质量",
    help="Check observations by named quality rules; list what cannot carry a payment. 按质量规则检查监测数据\n\n"
    "Exit 1 when a finding is an error, 2 on wrong use. docs/quality.md tells every rule.",
    epilog="Example 例: ecoflow data check observations --format html --out quality.html",
)(data_check.check)
app.command(
    "rules",
    short_help="List the quality rules. 列出质量规则",
    epilog="Example 例: ecoflow data rules --lang zh",
)(data_rules.rules)
app.command(
    "reconcile",
    short_help="Hold two parties' records against each other. 比对双方记录",
    epilog="Example 例: ecoflow data reconcile upstream downstream --tolerance 20% --window 30m",
)(reconcile)


@contextmanager
def refusals(lang: Lang) -> Iterator[None]:
    """Turn a refusal, or the system's refusal to read or write, into one sentence and exit code 2."""
    from ecoflow.observations.refusal import Refusal

    try:
        yield
    except Refusal as refusal:
        _say(refusal, lang)
        raise typer.Exit(WRONG_USE) from None
    except OSError as error:
        typer.echo(f"{_pick('无法读写', 'Cannot read or write', lang)}: {error}", err=True)
        raise typer.Exit(WRONG_USE) from None


def _say(refusal: Refusal, lang: Lang) -> None:
    typer.echo(f"{refusal.sentence(lang)} {refusal.hint(lang)}", err=True)


@contextmanager
def show_progress(lang: Lang) -> Iterator[Callable[[int, int], None] | None]:
    """A progress bar on standard error, only where someone is looking."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(_pick("读取", "Reading", lang), total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)


def _print_report(report: ImportReport, out: Path, lang: Lang) -> None:
    from rich.console import Console
    from rich.table import Table

    from ecoflow.observations.rejects import REASONS

    lines = (
        ("读取文件", "files read", report.files),
        ("无法读取的文件", "files not readable", report.unreadable_files),
        ("其他类型文件（跳过）", "files of another kind, skipped", report.skipped_files),
        ("平台声称但未给出的行", "rows announced, not delivered", report.rows_not_delivered),
        ("读取单元格", "cells read", report.cells_read),
        ("观测值", "observations", report.observations),
        ("其中同一时刻的后续记录", "of these, later records of a known time", report.revisions),
        ("重复（只计一次）", "repeats, counted once", report.repeats),
        ("本站不测（*）", "not measured here (*)", report.not_measured),
        ("舍入到 6 位小数", "rounded to 6 decimals", report.rounded),
        ("未能使用", "rejects", sum(report.rejects.values())),
    )
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column()
    table.add_column(justify="right")
    for zh, en, number in lines:
        table.add_row(_pick(zh, en, lang), f"{number:,}")
    for code, number in report.rejects.items():
        table.add_row(f"  {code}: {_pick(REASONS[code].zh, REASONS[code].en, lang)}", f"{number:,}")
    console = Console(highlight=False, markup=False)
    console.print(table)
    console.print(f"{_pick('断面', 'sections', lang)} {report.sections}: {report.first} – {report.last}")
    console.print(f"{_pick('未用单元格清单', 'rejects listed in', lang)} {out / report.rejects_file}", soft_wrap=True)


def _print_description(found: Description, lang: Lang) -> None:
    from rich.console import Console
    from rich.table import Table

    # In a pipe nobody sees a width; wide enough that no section's name is folded.
    console = Console(highlight=False, markup=False, width=None if sys.stdout.isatty() else _PIPE_WIDTH)
    if found.synthetic:
        console.print(_pick("合成数据，不是监测结果。", "Synthetic data, not monitoring results.", lang))
    table = Table(box=None, pad_edge=False)
    heads = (
        ("断面", "section"), ("指标", "indicator"), ("行数", "rows"), ("有效", "valid"),
        ("低于检出限", "below limit"), ("无效", "invalid"), ("首次", "first"), ("末次", "last"),
        ("无有效值的月份", "months without a valid value"),
    )
    for at, (zh, en) in enumerate(heads):
        table.add_column(_pick(zh, en, lang), justify="right" if 2 <= at <= 5 else "left", overflow="fold")
    for one in found.series:
        counts = (str(n) for n in (one.rows, one.valid, one.below, one.invalid))
        table.add_row(one.section, one.indicator, *counts, one.first, one.last, " ".join(one.empty_months))
    console.print(table)
    console.print(f"{_pick('来源', 'sources', lang)}: {', '.join(found.sources)}")

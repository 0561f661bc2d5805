"""`ecoflow data`: import monitoring files, check and describe an observations folder."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ecoflow.cli import data_check, data_rules
from ecoflow.cli.data_import import import_
from ecoflow.cli.data_words import JsonOption, choose, refusals
from ecoflow.cli.language import LangOption, pick
from ecoflow.cli.reconcile import reconcile
from ecoflow.diagnostics.finding import Lang

if TYPE_CHECKING:
    from ecoflow.observations.describe import Description

_PIPE_WIDTH = 240


app = typer.Typer(
    name="data",
    help="Monitoring data: import it, check it, look at it. 监测数据：导入、检查、查看",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
)

app.command(
    "import",
    short_help="Import monitoring files. 导入监测文件",
    help="Turn monitoring files into observations, with an account of every cell. 导入监测文件，说明每个单元格的去向\n\n"
    "Exit 1 when a file was unreadable or nothing could be imported, 2 on wrong use.",
    epilog="Example 例: ecoflow data import lab.xlsx --mapping lab.yaml --out observations",
)(import_)


@app.command(
    short_help="Describe an observations folder. 查看观测数据",
    help="List rows, first and last time and empty months per section and indicator."
    " 逐断面、逐指标列出条数、起止时间和空缺月份",
    epilog="Examples 例: ecoflow data describe observations; ecoflow data describe synthetic",
)
def describe(
    path: Annotated[Path, typer.Argument(metavar="PATH", help="An observations folder. 观测数据文件夹")],
    as_json: JsonOption = False,
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


def _print_description(found: Description, lang: Lang) -> None:
    from rich.console import Console
    from rich.table import Table

    # In a pipe nobody sees a width; wide enough that no section's name is folded.
    console = Console(highlight=False, markup=False, width=None if sys.stdout.isatty() else _PIPE_WIDTH)
    if found.synthetic:
        console.print(choose("合成数据，不是监测结果。", "Synthetic data, not monitoring results.", lang))
    table = Table(box=None, pad_edge=False)
    heads = (
        ("断面", "section"), ("指标", "indicator"), ("行数", "rows"), ("有效", "valid"),
        ("低于检出限", "below limit"), ("无效", "invalid"), ("首次", "first"), ("末次", "last"),
        ("无有效值的月份", "months without a valid value"),
    )
    for at, (zh, en) in enumerate(heads):
        table.add_column(choose(zh, en, lang), justify="right" if 2 <= at <= 5 else "left", overflow="fold")
    for one in found.series:
        counts = (str(n) for n in (one.rows, one.valid, one.below, one.invalid))
        table.add_row(one.section, one.indicator, *counts, one.first, one.last, " ".join(one.empty_months))
    console.print(table)
    console.print(f"{choose('来源', 'sources', lang)}: {', '.join(found.sources)}")

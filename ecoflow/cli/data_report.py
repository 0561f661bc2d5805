"""The account of an import as a terminal shows it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from ecoflow.cli.data_words import choose
from ecoflow.diagnostics.finding import Lang

if TYPE_CHECKING:
    from rich.console import Console

    from ecoflow.observations.import_tables import TableReport
    from ecoflow.observations.importing import ImportReport

    Report = ImportReport | TableReport

_LINES = (
    ("files", "读取文件", "files read"),
    ("unreadable_files", "无法读取的文件", "files not readable"),
    ("skipped_files", "其他类型文件（跳过）", "files of another kind, skipped"),
    ("rows_not_delivered", "平台声称但未给出的行", "rows announced, not delivered"),
    ("cells_read", "读取单元格", "cells read"),
    ("observations", "观测值", "observations"),
    ("revisions", "其中同一时刻的后续记录", "of these, later records of a known time"),
    ("contradictions", "其中同一时刻互相矛盾的值", "of these, contradicting a value of the same time"),
    ("repeats", "重复（只计一次）", "repeats, counted once"),
    ("not_measured", "本站不测（*）", "not measured here (*)"),
    ("ignored", "映射指明不用的列", "in columns the mapping ignores"),
    ("rounded", "舍入到 6 位小数", "rounded to 6 decimals"),
    ("rejects", "未能使用", "rejects"),
)


def print_report(report: Report, out: Path, lang: Lang) -> None:
    """Print how the tables were read, the counts, and where the rejects are."""
    from rich.console import Console
    from rich.table import Table

    from ecoflow.observations.rejects import REASONS

    console = Console(highlight=False, markup=False)
    for line in _layouts(report, lang):
        console.print(line, soft_wrap=True)
    table = Table(box=None, show_header=False, pad_edge=False)
    table.add_column()
    table.add_column(justify="right")
    for name, zh, en in _LINES:
        number = getattr(report, name, None)
        if number is not None:
            total = sum(number.values()) if isinstance(number, dict) else number
            table.add_row(choose(zh, en, lang), f"{total:,}")
    for code, number in report.rejects.items():
        table.add_row(f"  {code}: {choose(REASONS[code].zh, REASONS[code].en, lang)}", f"{number:,}")
    console.print(table)
    _closing(console, report, out, lang)


def _layouts(report: Report, lang: Lang) -> Iterator[str]:
    """How each kind of table was read, and what was taken for granted."""
    for one in getattr(report, "layouts", ()):
        told = "; ".join(f"{heading} → {use}" for heading, use in one["columns"].items())
        yield f"{choose('表格', 'table', lang)} {one['file']}: {told}"
    if getattr(report, "source_assumed", False):
        yield choose("文件未写来源，按手工监测（manual）记；可用 --source 或映射文件指明。",
                     "The files name no source: taken as manual; say --source, or write it in a mapping.", lang)


def _closing(console: Console, report: Report, out: Path, lang: Lang) -> None:
    for made in getattr(report, "converted", ()):
        said = f"{made['indicator']} {made['from']} → {made['to']} × {made['factor']}: {made['cells']:,}"
        console.print(f"{choose('单位换算', 'converted', lang)} {said}")
    if hasattr(report, "layouts") and report.unreadable_files:
        console.print(choose("布局无法识别的表格，可用 --suggest 起草映射文件（docs/import.zh.md）。",
                             "For a table whose layout was not found, --suggest drafts a mapping (docs/import.md).", lang),
                      soft_wrap=True)
    console.print(f"{choose('断面', 'sections', lang)} {report.sections}: {report.first} – {report.last}")
    console.print(f"{choose('未用单元格清单', 'rejects listed in', lang)} {out / report.rejects_file}", soft_wrap=True)

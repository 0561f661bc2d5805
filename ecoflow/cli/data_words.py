"""What the verbs under `ecoflow data` share: two languages, refusals as exit codes, a progress bar."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Annotated

import typer

from ecoflow.diagnostics.finding import Lang

WRONG_USE = 2
FINDINGS = 1

JsonOption = Annotated[
    bool, typer.Option("--json", help="Print one JSON document and nothing else. 只输出一个 JSON 文档"),
]


def choose(zh: str, en: str, lang: Lang) -> str:
    """The text in the reader's language."""
    return zh if lang == "zh" else en


@contextmanager
def refusals(lang: Lang) -> Iterator[None]:
    """Turn a refusal, or the system's refusal to read or write, into one sentence and exit code 2."""
    from ecoflow.observations.refusal import Refusal

    try:
        yield
    except Refusal as refusal:
        typer.echo(f"{refusal.sentence(lang)} {refusal.hint(lang)}", err=True)
        raise typer.Exit(WRONG_USE) from None
    except OSError as error:
        typer.echo(f"{choose('无法读写', 'Cannot read or write', lang)}: {error}", err=True)
        raise typer.Exit(WRONG_USE) from None


@contextmanager
def progress_bar(lang: Lang) -> Iterator[Callable[[int, int], None] | None]:
    """A progress bar on standard error, only where someone is looking."""
    if not sys.stderr.isatty():
        yield None
        return
    from rich.console import Console
    from rich.progress import Progress

    with Progress(console=Console(stderr=True), transient=True) as bar:
        task = bar.add_task(choose("读取", "Reading", lang), total=None)
        yield lambda done, total: bar.update(task, completed=done, total=total)

"""Reports on disk: each file written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from ecoflow.diagnostics.finding import Lang
from ecoflow.report.forms import render
from ecoflow.settlement.model import Settlement


def write_reports(settlements: Iterable[Settlement], out: Path, formats: Iterable[str], lang: Lang) -> tuple[Path, ...]:
    """Write `<id>-<period>.<format>` for every settlement and format; gives the paths in that order.

    Beside a settlement that cannot be made stands `<id>-<period>-missing.csv`, what is missing and who can supply it.
    Killed at any moment, a path holds the old report or the new one.
    """
    out.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for settlement in settlements:
        for form in formats:
            path = out / f"{settlement.agreement.id}-{settlement.period.name}.{form}"
            _replace(path, render(settlement, form, lang))
            written.append(path)
        _write_missing(settlement, out, lang)
    return tuple(written)


def _write_missing(settlement: Settlement, out: Path, lang: Lang) -> None:
    """The list of what is missing; one that an earlier run left is taken away when nothing is missing any more."""
    from ecoflow.report.missing import missing_csv

    path, text = out / f"{settlement.agreement.id}-{settlement.period.name}-missing.csv", missing_csv(settlement, lang)
    if text:
        _replace(path, text)
    else:
        path.unlink(missing_ok=True)


def _replace(path: Path, content: str | bytes) -> None:
    part = path.with_name(f".{path.name}.part")
    with part.open("wb") as file:
        file.write(content.encode() if isinstance(content, str) else content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)

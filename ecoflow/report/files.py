"""Reports on disk: each file written whole or not at all."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from ecoflow.diagnostics.finding import Lang
from ecoflow.settlement.model import Settlement


def write_reports(settlements: Iterable[Settlement], out: Path, formats: Iterable[str], lang: Lang) -> tuple[Path, ...]:
    """Write `<id>-<period>.<format>` for every settlement and format; gives the paths in that order.

    Killed at any moment, a path holds the old report or the new one.
    """
    out.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for settlement in settlements:
        for form in formats:
            path = out / f"{settlement.agreement.id}-{settlement.period.name}.{form}"
            _replace(path, render(settlement, form, lang))
            written.append(path)
    return tuple(written)


def render(settlement: Settlement, form: str, lang: Lang) -> str | bytes:
    """One settlement as `html`, `md` or `json` text, or as an `xlsx` file."""
    if form == "xlsx":
        from ecoflow.report.workbook.write import to_xlsx

        return to_xlsx(settlement, lang)
    if form == "html":
        from ecoflow.report.html import to_html

        return to_html(settlement, lang)
    if form == "md":
        from ecoflow.report.markdown import to_markdown

        return to_markdown(settlement, lang)
    from ecoflow.report.json_contract import to_json

    return to_json([settlement], lang, as_list=False) + "\n"


def _replace(path: Path, content: str | bytes) -> None:
    part = path.with_name(f".{path.name}.part")
    with part.open("wb") as file:
        file.write(content.encode() if isinstance(content, str) else content)
        file.flush()
        os.fsync(file.fileno())
    part.replace(path)

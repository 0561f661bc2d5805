"""Where sections lie, as far as the import wrote it beside the observations."""

from __future__ import annotations

import csv
from collections.abc import Iterable
from pathlib import Path
from typing import Final

from msgspec.structs import replace

from ecoflow.observations.quality.names import Span

_SECTIONS: Final = Path("_import", "sections.csv")


def located(spans: Iterable[Span], path: Path) -> tuple[Span, ...]:
    """The spans with the province of each section; unchanged where nobody wrote it down, or not readably."""
    try:
        with (path / _SECTIONS).open(encoding="utf-8-sig", newline="") as file:
            provinces = {row.get("section"): row.get("province") or "" for row in csv.DictReader(file)}
    except (OSError, UnicodeDecodeError, csv.Error):
        return tuple(spans)
    return tuple(replace(span, province=provinces.get(span.section, "")) for span in spans)

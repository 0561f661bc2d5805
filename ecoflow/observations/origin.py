"""Whether files are the national platform's, told from the first of them that can be told at all."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from itertools import islice
from pathlib import Path
from typing import Final

from ecoflow.observations.cnemc import layout
from ecoflow.observations.documents import PAGES, Document, Intake
from ecoflow.observations.page import UnreadablePage, read_page
from ecoflow.observations.stamp import file_day
from ecoflow.observations.tables.csv import FAULTS

_LOOKED_AT: Final = 5
_FIRST_LINE: Final = 1 << 16
_LARGEST: Final = 64 << 20


def is_national(inputs: Sequence[Path]) -> bool:
    """Whether the first readable file has the platform's header and stands for a day. Refuses a missing input."""
    intake = Intake(inputs, None, PAGES, whole=False)
    intake.check()
    for document in islice(intake.documents(), _LOOKED_AT):
        try:
            heads = _heads(document)
        except (UnreadablePage, csv.Error, *FAULTS):
            continue
        return layout(heads) is not None and file_day(document.path) is not None
    return False


def _heads(document: Document) -> tuple[str, ...]:
    if document.stream is None:
        raise UnreadablePage(document.fault)
    if document.name.lower().endswith(".json"):
        return read_page(document.name, document.stream.read(_LARGEST)).heads
    first = document.stream.read(_FIRST_LINE).split(b"\n", 1)[0]
    return read_page(document.name, first).heads

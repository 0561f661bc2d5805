"""Observations written by hand, line by line, and a check of them; nothing here comes from the importer."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from ecoflow.observations.quality.check import Asked, check
from ecoflow.observations.quality.rules import RULES

NAMES = ("section", "observed_at", "indicator", "value", "unit", "flag", "source", "recorded_at")
TYPES = {"observed_at": pa.timestamp("us"), "recorded_at": pa.timestamp("us"), "value": pa.decimal128(18, 6)}
SCHEMA = pa.schema([pa.field(name, TYPES.get(name, pa.string())) for name in NAMES])


def row(section, at, indicator, value, unit="mg/L", *, flag="", source="automatic", recorded=None):
    when = datetime.fromisoformat(at) if isinstance(at, str) else at
    known = datetime.fromisoformat(recorded) if recorded else when + timedelta(hours=12)
    exact = None if value is None else Decimal(str(value))
    return dict(zip(NAMES, (section, when, indicator, exact, unit, flag, source, known), strict=True))


def rows_of(text):
    """Rows of an example: lines as the reference shows them; a line `# recorded_at ...` is when all became known."""
    recorded = None
    found = []
    for line in text.splitlines():
        if line.startswith("#"):
            recorded = line.removeprefix("# recorded_at ") if "recorded_at" in line else None
            continue
        section, at, indicator, value, unit, flag, source = (part.strip() for part in line.split(","))
        found.append(row(section, at, indicator, value or None, unit, flag=flag, source=source, recorded=recorded))
    return found


class Bench:
    """Writes observations into a folder of the test and checks them."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def write(self, rows, name="part.parquet"):
        self.folder.mkdir(parents=True, exist_ok=True)
        pq.write_table(pa.Table.from_pylist(rows, schema=SCHEMA), self.folder / name)
        return self.folder

    def check(self, rows, *only, **asked):
        chosen = tuple(rule for rule in RULES.values() if not only or rule.id in only)
        return check(self.write(rows), Asked(chosen, **asked))

    def found(self, rows, *only, **asked):
        """Every finding as (rule, section, indicator, first, last, n), as a sorted list."""
        checked = self.check(rows, *only, **asked)
        return sorted((o.rule.id, h.section, h.indicator, h.first, h.last, h.n) for o in checked.outcomes for h in o.hits)


@pytest.fixture
def bench(tmp_path):
    return Bench(tmp_path / "observations")


@pytest.fixture(scope="session")
def make_row():
    return row


@pytest.fixture(scope="session")
def read_rows():
    return rows_of

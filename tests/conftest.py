"""An invented river: agreements in a few lines, and observations of the contract's schema as Parquet."""

from __future__ import annotations

import itertools
from datetime import datetime
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from ecoflow.agreement.loader import load
from ecoflow.measures.duckdb_engine import DuckDBEngine
from ecoflow.measures.measure import measure
from ecoflow.measures.plan import plan
from ecoflow.settlement.settle import Wish, settle
from ecoflow.standards.calendar import parse_period

ROOT = Path(__file__).resolve().parents[1]
_BASE = """\
ecoflow: 1
id: river-1
title: {zh: 某江协议, en: A river}
term: {from: 2012, to: 2014}
settle: %(settle)s
status: draft
parties: {up: {zh: 上游省}, down: {zh: 下游省}, third: {zh: 第三省}}
sections:
  s1: {zh: 一号断面, river: 某江, water: river, upstream: up, downstream: down, known_as: [一号]}
  s2: {zh: 二号断面, river: 某江, water: lake, upstream: down, downstream: third}
sources: {plan: {title: 方案}}
"""


class Make:
    """Builders used by many tests; they keep nothing but a folder to write in."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._next = folder, itertools.count()

    def folder(self) -> Path:
        path = self._folder / str(next(self._next))
        path.mkdir()
        return path

    def row(self, at, value, indicator="TP", section="s1", *, unit=None, flag="", source="manual", recorded=None):
        """One observation; `at` and `recorded` as ISO text (10:00 when only a day is given), `value` as text."""
        own = {"Q": "m3/s", "pH": "1"}.get(indicator, "mg/L")
        return {"section": section, "observed_at": _moment(at), "indicator": indicator,
                "value": None if value is None else Decimal(str(value)), "unit": own if unit is None else unit,
                "flag": flag, "source": source, "recorded_at": _moment(recorded or "2015-01-01")}

    def table(self, rows, types=None, drop=(), dictionary=False):
        import pyarrow as pa

        fields = {"section": pa.string(), "observed_at": pa.timestamp("us"), "indicator": pa.string(),
                  "value": pa.decimal128(18, 6), "unit": pa.string(), "flag": pa.string(), "source": pa.string(),
                  "recorded_at": pa.timestamp("us")} | (types or {})
        made = {name: pa.array([r[name] for r in rows], kind) for name, kind in fields.items() if name not in drop}
        words = {n: a.dictionary_encode() if dictionary and pa.types.is_string(a.type) else a for n, a in made.items()}
        return pa.table(words)

    def data(self, rows, name="rows.parquet", to=None, metadata=None, **how):
        """A folder with these rows as one Parquet file; gives the folder."""
        import pyarrow.parquet as pq

        to = to or self.folder()
        table = self.table(list(rows), **how)
        if metadata:
            table = table.replace_schema_metadata(metadata)
        (to / name).parent.mkdir(parents=True, exist_ok=True)
        pq.write_table(table, to / name, store_decimal_as_integer=True)
        return to

    def text(self, rest="", settle="year", **changes):
        text = _BASE % {"settle": settle}
        for old, new in changes.items():
            text = text.replace(old, new)
        return text + (rest if "clauses:" in rest else rest + _ALWAYS)

    def agreement(self, rest="", **changes):
        """The base river with more blocks; a clause that always pays when none is given."""
        file = self.folder() / "river-1.yaml"
        file.write_text(self.text(rest, **changes), "utf-8")
        return load(file)

    def measured(self, definition, data, period="2013", more="", name="X", **engine):
        """One measure of the base river on these data: (values by cell, findings), values as Fractions."""
        settle = {4: "year", 7: "month" if "Q" not in period else "quarter"}[len(period)]
        agreement = self.agreement(f"{more}measures:\n  {name}: {definition}\n{_ALWAYS_TERM}", settle=settle)
        folder = self.data(data) if isinstance(data, list) else data
        as_of = engine.pop("as_of", None)
        when = parse_period(period)
        cube = DuckDBEngine(folder, **engine).scan(plan(agreement, when, [name]), as_of)
        found = measure(agreement, cube, when, [name])[name]
        return dict(found.grid.cells), found.problems

    def value(self, definition, data, period="2013", **more):
        """As `measured`, of a measure with a single value and no findings."""
        cells, problems = self.measured(definition, data, period, **more)
        assert problems == ()
        assert set(cells) == {()}
        return cells[()]

    def settled(self, agreement, period="2013", data=None, **wish):
        """A settlement on these rows (or a folder)."""
        folder = self.data(data) if isinstance(data, list) else data
        engine = DuckDBEngine(folder) if folder is not None else None
        return settle(agreement, parse_period(period), engine, Wish(**wish))

    def every_month(self, value="0.1", indicator="TP", section="s1", year=2013, **more):
        """One sample on the 5th of each month."""
        return [self.row(f"{year}-{m:02d}-05", value, indicator, section, **more) for m in range(1, 13)]

    def every_day(self, value="1", indicator="Q", section="s1", year=2013, **more):
        from datetime import date, timedelta

        first = date(year, 1, 1)
        days = (date(year + 1, 1, 1) - first).days
        return [self.row(str(first + timedelta(days=n)), value, indicator, section, **more) for n in range(days)]


def _moment(text):
    return datetime.fromisoformat(text if len(text) > 10 else f"{text}T10:00")


_ALWAYS_TERM = "terms: {stake: {value: 1亿元, source: plan, confidence: published}}\n"
_ALWAYS = "clauses: [{id: yearly, pay: {from: down, to: up, amount: stake}}]\n"


@pytest.fixture(scope="session")
def make(tmp_path_factory):
    return Make(tmp_path_factory.mktemp("make"))


@pytest.fixture(scope="session")
def root():
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def mean_of():
    """The plain arithmetic mean of decimal texts, as a Fraction."""
    return lambda texts: sum(map(Fraction, texts), Fraction(0)) / len(texts)

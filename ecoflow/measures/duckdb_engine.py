"""The embedded engine: one DuckDB query that filters, joins, counts and sums decimals, and nothing else.

Division, averages and rounding are not done here: DuckDB returns binary floats for them. Decimal sums and counts are
the same bits on any number of threads.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from typing import Any

from ecoflow.diagnostics.finding import Finding, InvalidObservations
from ecoflow.measures.cube import Cell, Cube, canonical, digest
from ecoflow.measures.plan import Plan, called
from ecoflow.standards.indicators import INDICATORS
from ecoflow.standards.units import Unit, parse_unit

_REQUIRED = ("section", "observed_at", "indicator", "value", "unit", "flag")
_OPTIONAL = {"source": "''", "recorded_at": "NULL::TIMESTAMP"}
_KNOWN_AT_MOST = 12
"""Sections named when one is not found: enough to see what the names look like."""


class DuckDBEngine:
    """Scans Parquet observations with DuckDB, in this process."""

    def __init__(self, data: Path, threads: int | None = None) -> None:
        import duckdb

        self._errors = duckdb.Error
        self.name = f"duckdb {duckdb.__version__}"
        self.files = _files(data)
        self._con = duckdb.connect(":memory:", config={"threads": threads} if threads else {})
        self._source = self._checked(data)

    def scan(self, plan: Plan, as_of: date | None = None) -> Cube:
        """The cube of a plan; with `as_of`, of what had been recorded by the end of that day.

        Raises InvalidObservations when the files cannot be read.
        """
        if not plan.needs:
            return Cube(plan.grain, {}, (), (), (), (), 0, digest([]), self.name)
        rows = self._rows(_SCAN.format(source=self._source, bucket=_BUCKET[plan.grain], needs=_needs(plan),
                                       known=_known(as_of)))
        return _cube(plan, rows, self._absent(plan, rows), self.name)

    def _absent(self, plan: Plan, rows: list[tuple[Any, ...]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Sections without a row in any year, and, when there are such, sections that have rows."""
        silent = dict.fromkeys(n.section for n in plan.needs if n.section not in {r[0] for r in rows})
        if not silent:
            return (), ()
        held = {r[0] for r in self._rows(f"SELECT DISTINCT section FROM ({self._source})")}
        absent = tuple(s for s in silent if not held.intersection(plan.names[s]))
        return absent, tuple(sorted(held))[:_KNOWN_AT_MOST] if absent else ()

    def samples(self, plan: Plan, as_of: date | None = None) -> list[tuple[Any, ...]]:
        """The single rows behind a plan: section, indicator, observed_at, value, unit, flag, source, recorded_at."""
        return self._rows(_SAMPLES.format(source=self._source, needs=_needs(plan), known=_known(as_of)))

    def _rows(self, sql: str) -> list[tuple[Any, ...]]:
        try:
            return self._con.execute(sql).fetchall()
        except self._errors as error:
            raise _unreadable(error) from error

    def _checked(self, data: Path) -> str:
        """The SQL that reads the files with the contract's columns; refuses other columns and binary floats."""
        if not self.files:
            raise InvalidObservations([Finding("E310", None, {"path": str(data)})])
        listed = ", ".join(_quoted(str(f)) for f in self.files)
        read = f"read_parquet([{listed}], union_by_name = true, hive_partitioning = false)"
        try:
            columns = {row[0]: str(row[1]) for row in self._con.execute(f"DESCRIBE SELECT * FROM {read}").fetchall()}
        except self._errors as error:
            raise _unreadable(error) from error
        missing = [c for c in _REQUIRED if c not in columns]
        if missing:
            raise InvalidObservations([Finding("E311", None, {"columns": ", ".join(missing)})])
        if columns["value"] in {"DOUBLE", "FLOAT"}:
            raise InvalidObservations([Finding("E313", None, {"column": "value"})])
        return f"SELECT {', '.join(_column(c, columns) for c in (*_REQUIRED, *_OPTIONAL))} FROM {read}"


def _column(name: str, columns: dict[str, str]) -> str:
    if name not in columns:
        return f"{_OPTIONAL[name]} AS {name}"
    if columns[name] == "TIMESTAMP WITH TIME ZONE":
        # a moment; the agreements count civil time at UTC+8
        return f"make_timestamp(epoch_us({name})) + INTERVAL 8 HOUR AS {name}"
    if name == "value":
        return "CAST(value AS DECIMAL(18, 6)) AS value"
    if name in {"observed_at", "recorded_at"}:
        return f"CAST({name} AS TIMESTAMP) AS {name}"
    return f"CAST({name} AS VARCHAR) AS {name}"


_BUCKET = {"day": "strftime(observed_at, '%Y-%m-%d')", "month": "strftime(observed_at, '%Y-%m')"}

# A later record of the same sample replaces an earlier one; records of one age that differ clash.
_PICKED = """
  SELECT n.section, n.indicator, o.unit, coalesce(o.source, '') AS source, o.observed_at, o.value,
         coalesce(o.flag, '') AS flag, o.recorded_at
  FROM ({source}) AS o JOIN (VALUES {needs}) AS n(section, indicator, name, called, first, after)
    ON o.section = n.name AND o.indicator = n.called AND o.observed_at >= n.first AND o.observed_at < n.after
  WHERE {known}
  QUALIFY rank() OVER (PARTITION BY n.section, n.indicator, coalesce(o.source, ''), o.observed_at
                       ORDER BY o.recorded_at DESC NULLS LAST) = 1
"""

_SCAN = "WITH picked AS (" + _PICKED + """),
samples AS (
  SELECT section, indicator, source, observed_at, min(unit) AS unit, min(value) AS value, min(flag) AS flag,
         min(value) IS DISTINCT FROM max(value) OR min(flag) <> max(flag)
           OR min(unit) IS DISTINCT FROM max(unit) OR count(value) NOT IN (0, count(*)) AS clash
  FROM picked GROUP BY section, indicator, source, observed_at
)
SELECT section, indicator, source, {bucket} AS bucket, coalesce(unit, '') AS unit,
       count(*) FILTER (flag = '' AND value IS NOT NULL AND NOT clash) AS valid,
       coalesce(sum(value) FILTER (flag = '' AND NOT clash), 0) AS total,
       count(*) FILTER (flag = 'L' AND value IS NOT NULL AND NOT clash) AS below,
       coalesce(sum(value) FILTER (flag = 'L' AND NOT clash), 0) AS limits,
       count(*) FILTER (flag NOT IN ('', 'L') OR value IS NULL) AS invalid,
       coalesce(string_agg(DISTINCT flag, ',' ORDER BY flag) FILTER (flag NOT IN ('', 'L')), '') AS flags,
       count(*) FILTER (clash) AS clashes,
       coalesce(list(value ORDER BY value) FILTER (indicator = 'pH' AND flag = '' AND value IS NOT NULL AND NOT clash),
                []) AS single
FROM samples GROUP BY section, indicator, source, bucket, unit
"""

_SAMPLES = "WITH picked AS (" + _PICKED + """)
SELECT section, indicator, observed_at, value, unit, flag, source, recorded_at FROM picked
ORDER BY section, indicator, observed_at, source, value
"""


def _files(data: Path) -> tuple[Path, ...]:
    if data.is_dir():
        return tuple(sorted(p for p in data.rglob("*.parquet") if p.is_file()))
    return (data,) if data.is_file() else ()


def _quoted(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def _needs(plan: Plan) -> str:
    rows = []
    for need in plan.needs:
        after = need.last + timedelta(days=1)
        for name in plan.names[need.section]:
            for spelling in called(need.indicator):
                texts = (need.section, need.indicator, name, spelling)
                rows.append(f"({', '.join(map(_quoted, texts))}, TIMESTAMP '{need.first}', TIMESTAMP '{after}')")
    return ", ".join(rows)


def _known(as_of: date | None) -> str:
    if as_of is None:
        return "true"
    return f"(o.recorded_at IS NULL OR o.recorded_at < TIMESTAMP '{as_of + timedelta(days=1)}')"


def _unreadable(error: Exception) -> InvalidObservations:
    return InvalidObservations([Finding("E312", None, {"problem": str(error).splitlines()[0]})])


def _cube(plan: Plan, rows: Iterable[tuple[Any, ...]], held: tuple[tuple[str, ...], tuple[str, ...]], engine: str) -> Cube:
    cells: dict[tuple[str, str, str, str], Cell] = {}
    bad: set[tuple[str, str, str]] = set()
    sources: set[str] = set()
    lines: list[str] = []
    count = 0
    for row in rows:
        section, indicator, source, bucket, unit, valid, total, below, limits, invalid, flags, clashes, single = row
        count += valid + below + invalid + clashes
        sources.add(source)
        lines.append(canonical(*row[:11], *row[11:12], *single))
        scale = _scale(unit, indicator)
        if scale is None:
            bad.add((section, indicator, unit))
            continue
        cell = Cell(valid, _exact(total) * scale, below, _exact(limits) * scale, invalid,
                    tuple(f for f in flags.split(",") if f), clashes, tuple(_exact(v) * scale for v in single))
        key = (section, indicator, source, bucket)
        cells[key] = cells[key].plus(cell) if key in cells else cell
    return Cube(plan.grain, dict(sorted(cells.items())), tuple(sorted(sources)), *held, tuple(sorted(bad)), count,
                digest(lines), engine)


def _exact(value: Decimal | int) -> Fraction:
    return Fraction(value)


def _scale(unit: str, indicator: str) -> Fraction | None:
    """How many coherent units one of the data's units is; None when it is not a unit of this indicator."""
    wanted = parse_unit(INDICATORS[indicator].unit)
    found: Unit | None = parse_unit(unit or "1")
    if found is None or wanted is None or not found.fits(wanted):
        return None
    return found.scale

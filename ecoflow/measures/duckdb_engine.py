"""The embedded engine: one DuckDB query that filters, joins, counts and sums decimals, and nothing else.

Division, averages and rounding are not done here: DuckDB returns binary floats for them. Decimal sums and counts are
the same bits on any number of threads.
"""

from __future__ import annotations

from datetime import date
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from ecoflow.diagnostics.finding import Finding, InvalidObservations
from ecoflow.measures.cube import Cell, Cube, canonical, digest
from ecoflow.measures.plan import Plan
from ecoflow.measures.query import quoted, samples_sql, scan_sql
from ecoflow.standards.indicators import INDICATORS
from ecoflow.standards.units import Unit, parse_unit

_REQUIRED = ("section", "observed_at", "indicator", "value", "unit", "flag")
_TYPES = {"value": "DECIMAL(18,6)", "observed_at": "TIMESTAMP", "recorded_at": "TIMESTAMP"}
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
        rows = self._rows(scan_sql(plan, self._source, as_of))
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
        return self._rows(samples_sql(plan, self._source, as_of)) if plan.needs else []

    def _rows(self, sql: str) -> list[tuple[Any, ...]]:
        try:
            return self._con.execute(sql).fetchall()
        except self._errors as error:
            raise _unreadable(error) from error

    def _checked(self, data: Path) -> str:
        """The SQL that reads the files with the contract's columns; refuses other columns and binary floats."""
        if not self.files:
            raise InvalidObservations([Finding("E310", None, {"path": str(data)})])
        listed = ", ".join(quoted(str(f)) for f in self.files)
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
    wanted = _TYPES.get(name, "VARCHAR")
    # a cast that changes nothing still keeps a filter from reaching the file
    return name if columns[name] == wanted else f"CAST({name} AS {wanted}) AS {name}"


def _files(data: Path) -> tuple[Path, ...]:
    if data.is_dir():
        return tuple(sorted(p for p in data.rglob("*.parquet") if p.is_file()))
    return (data,) if data.is_file() else ()


def _unreadable(error: Exception) -> InvalidObservations:
    return InvalidObservations([Finding("E312", None, {"problem": str(error).splitlines()[0]})])


def _cube(plan: Plan, rows: list[tuple[Any, ...]], held: tuple[tuple[str, ...], tuple[str, ...]], engine: str) -> Cube:
    cells: dict[tuple[str, str, str, str], Cell] = {}
    bad: set[tuple[str, str, str]] = set()
    lines: list[str] = []
    for row in rows:
        section, indicator, source, bucket, unit, *rest = row
        lines.append(canonical(*row))
        scale = _scale(unit, indicator)
        if scale is None:
            bad.add((section, indicator, unit))
            continue
        key, cell = (section, indicator, source, bucket), _cell(rest, scale)
        cells[key] = cells[key].plus(cell) if key in cells else cell
    sources = sorted({row[2] for row in rows})
    return Cube(plan.grain, dict(sorted(cells.items())), tuple(sources), *held, tuple(sorted(bad)),
                sum(row[9] for row in rows), digest(lines), engine)


def _cell(row: list[Any], scale: Fraction) -> Cell:
    """One group of samples that share their flag: valid, below the detection limit, not valid, or contradictory."""
    flag, clash, empty, single, samples, total = row
    if clash:
        return Cell(clashes=samples)
    if empty or flag not in {"", "L"}:
        return Cell(invalid=samples, flags=(flag,) if flag else ())
    if flag == "L":
        return Cell(below=samples, limits=Fraction(total) * scale)
    values = () if single is None else (Fraction(single) * scale,) * samples
    return Cell(valid=samples, total=Fraction(total) * scale, values=values)


@cache
def _scale(unit: str, indicator: str) -> Fraction | None:
    """How many coherent units one of the data's units is; None when it is not a unit of this indicator."""
    wanted = parse_unit(INDICATORS[indicator].unit)
    found: Unit | None = parse_unit(unit or "1")
    if found is None or wanted is None or not found.fits(wanted):
        return None
    return found.scale

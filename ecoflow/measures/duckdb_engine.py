"""The embedded engine: one DuckDB query that filters, joins, counts and sums decimals, and nothing else.

Division, averages and rounding are not done here: DuckDB returns binary floats for them. Decimal sums and counts are
the same bits on any number of threads.
"""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime
from fractions import Fraction
from functools import cache
from pathlib import Path
from typing import Any

from ecoflow.diagnostics.finding import Finding, InvalidObservations
from ecoflow.measures.cube import Cell, Cube, canonical, digest, is_synthetic
from ecoflow.measures.plan import Plan
from ecoflow.measures.query import quoted, records_sql, samples_sql, scan_sql
from ecoflow.standards.indicators import INDICATORS
from ecoflow.standards.units import Unit, parse_unit

_WHOLE = frozenset({"TINYINT", "SMALLINT", "INTEGER", "BIGINT", "UTINYINT", "USMALLINT", "UINTEGER"})
_ZONED = frozenset({"TIMESTAMP WITH TIME ZONE", "TIMESTAMPTZ_NS"})
_REQUIRED = ("section", "observed_at", "indicator", "value", "unit", "flag")
_TYPES = {"observed_at": "TIMESTAMP", "recorded_at": "TIMESTAMP"}
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
        config: dict[str, str | bool | int | float | list[str]] = {"autoinstall_known_extensions": False}
        if threads:
            config["threads"] = threads
        self._con = duckdb.connect(":memory:", config=config)
        self._source = self._checked(data)

    def scan(self, plan: Plan, as_of: date | None = None) -> Cube:
        """The cube of a plan; with `as_of`, of what had been recorded by the end of that day.

        Raises InvalidObservations when the files cannot be read.
        """
        if not plan.needs:
            return Cube(plan.grain, {}, (), (), (), (), 0, digest([]), self.name)
        rows = self._rows(scan_sql(plan, self._source, as_of, latest=False))
        if any(row[-1] > 1 for row in rows):
            rows = self._rows(scan_sql(plan, self._source, as_of, latest=True))
        said = any(is_synthetic(row[2]) for row in rows)
        marked = bool(rows) and not said and self._marked_synthetic()
        return _cube(plan, rows, self._absent(plan, rows), self.name, marked=marked)

    def _absent(self, plan: Plan, rows: list[tuple[Any, ...]]) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Sections without a row in any year, and, when there are such, sections that have rows."""
        heard = {r[0] for r in rows}
        silent = dict.fromkeys(n.section for n in plan.needs if n.section not in heard)
        if not silent:
            return (), ()
        held = {r[0] for r in self._rows(f"SELECT DISTINCT section FROM ({self._source}) WHERE section IS NOT NULL")}
        absent = tuple(s for s in silent if not held.intersection(plan.names[s]))
        return absent, tuple(sorted(held))[:_KNOWN_AT_MOST] if absent else ()

    def samples(self, plan: Plan, as_of: date | None = None) -> list[tuple[Any, ...]]:
        """The single rows behind a plan: section, indicator, observed_at, value, unit, flag, source, recorded_at."""
        return self._rows(samples_sql(plan, self._source, as_of)) if plan.needs else []

    def records(self, sections: Collection[str], as_of: date | None = None) -> list[tuple[Any, ...]]:
        """The latest record of every sample: section, observed_at, indicator, value, unit, flag, source,
        recorded_at, in order.

        `sections` are names in the data; all where none is named.
        """
        return self._rows(records_sql(self._source, sections, as_of))

    def _marked_synthetic(self) -> bool:
        """Whether a file says of itself that its numbers were made up, whatever its rows say."""
        found = self._rows(f"SELECT count(*) FROM parquet_kv_metadata([{self._listed}]) "
                           "WHERE decode(key) = 'ecoflow.synthetic' AND decode(value) = 'true'")
        return bool(found[0][0])

    def _rows(self, sql: str) -> list[tuple[Any, ...]]:
        try:
            return self._con.execute(sql).fetchall()
        except self._errors as error:
            raise _unreadable(error) from error

    def _checked(self, data: Path) -> str:
        """The SQL that reads the files with the contract's columns; refuses other columns and binary floats."""
        if not self.files:
            raise InvalidObservations([Finding("E310", None, {"path": str(data)})])
        read = f"read_parquet([{self._listed}], union_by_name = true, hive_partitioning = false)"
        try:
            columns = {row[0]: str(row[1]) for row in self._con.execute(f"DESCRIBE SELECT * FROM {read}").fetchall()}
        except self._errors as error:
            raise _unreadable(error) from error
        missing = [c for c in _REQUIRED if c not in columns]
        if missing:
            raise InvalidObservations([Finding("E311", None, {"columns": ", ".join(missing)})])
        self._refuse_types(columns)
        if any("ZONE" in kind for kind in columns.values()):
            # civil time read beside moments (some files with a zone, some without) is civil time of China
            self._con.execute("SET TimeZone = 'Etc/GMT-8'")
        return f"SELECT {', '.join(_column(c, columns) for c in (*_REQUIRED, *_OPTIONAL))} FROM {read}"

    @property
    def _listed(self) -> str:
        return ", ".join(quoted(_literally(str(f))) for f in self.files)

    def _refuse_types(self, columns: dict[str, str]) -> None:
        """Refuse what cannot be read exactly: floats, values as text, nanosecond moments mixed with civil time."""
        value = columns["value"]
        if value in {"DOUBLE", "FLOAT"}:
            raise InvalidObservations([Finding("E313", None, {"column": "value"})])
        if not value.startswith("DECIMAL") and value not in _WHOLE:
            problem = (f"列 value 为 {value}，应为 decimal(18,6)", f"column value is {value}, not decimal(18,6)")
            raise InvalidObservations([Finding("E312", None, {"problem": problem})])
        if "TIMESTAMPTZ_NS" in columns.values() and len(self.files) > 1:
            zoned = self._rows("SELECT DISTINCT name, logical_type LIKE '%isAdjustedToUTC=1%' "
                               f"FROM parquet_schema([{self._listed}]) WHERE name IN ('observed_at', 'recorded_at')")
            if len(zoned) > len({name for name, _ in zoned}):
                mixed = ("有的文件时间带时区，有的不带", "times have a zone in some files and none in others")
                raise InvalidObservations([Finding("E312", None, {"problem": mixed})])


def _column(name: str, columns: dict[str, str]) -> str:
    if name not in columns:
        return f"{_OPTIONAL[name]} AS {name}"
    if columns[name] in _ZONED:
        # a moment; the agreements count civil time at UTC+8
        return f"make_timestamp(epoch_us(CAST({name} AS TIMESTAMPTZ))) + INTERVAL 8 HOUR AS {name}"
    if name == "value":
        # whatever its scale, never cut to six decimals
        return name
    wanted = _TYPES.get(name, "VARCHAR")
    # a cast that changes nothing still keeps a filter from reaching the file
    return name if columns[name] == wanted else f"CAST({name} AS {wanted}) AS {name}"


def _files(data: Path) -> tuple[Path, ...]:
    """The file, or all Parquet files of a folder but those set aside (`_import`) or still being written (`.part`)."""
    if data.is_dir():
        return tuple(sorted(p for p in data.rglob("*.parquet") if p.is_file()
                            and not any(part[0] in "._" for part in p.relative_to(data).parts)))
    return (data,) if data.is_file() else ()


def _literally(path: str) -> str:
    """A path whose brackets and stars are meant as they stand, not as a pattern."""
    return "".join(f"[{c}]" if c in "[*?" else c for c in path)


def _unreadable(error: Exception) -> InvalidObservations:
    said = str(error).splitlines() or [type(error).__name__]
    return InvalidObservations([Finding("E312", None, {"problem": said[0]})])


def _cube(plan: Plan, rows: list[tuple[Any, ...]], held: tuple[tuple[str, ...], tuple[str, ...]], engine: str, *,
          marked: bool) -> Cube:
    cells: dict[tuple[str, str, str, str], Cell] = {}
    single: dict[tuple[str, str], list[tuple[str, datetime, Cell]]] = {}
    bad: set[tuple[str, str, str]] = set()
    lines: list[str] = []
    for row in rows:
        section, indicator, source, number, unit, *rest = row
        rest.pop()
        limit = rest.pop() if plan.limits else None
        bucket = _bucket(number)
        lines.append(canonical(section, indicator, source, bucket, unit, *rest))
        moment = rest.pop() if plan.joint else None
        scale, key = _scale(unit, indicator), (section, indicator, source, bucket)
        cell = _cell(rest, limit, scale or Fraction(0), indicator)
        if scale is None and cell.usable:
            bad.add((section, indicator, unit))
            continue
        cells[key] = cells[key].plus(cell) if key in cells else cell
        if moment is not None:
            single.setdefault((section, indicator), []).append((source, moment, cell))
    sources = sorted({row[2] for row in rows} | ({"synthetic"} if marked else set()))
    return Cube(plan.grain, dict(sorted(cells.items())), tuple(sources), *held, tuple(sorted(bad)),
                sum(row[9] for row in rows), digest(lines), engine,
                {spot: tuple(sorted(found, key=lambda one: one[:2])) for spot, found in sorted(single.items())})


def _bucket(number: int) -> str:
    """`2013-06-05` or `2013-06` of the query's number."""
    text = str(number)
    return "-".join((text[:-4], text[-4:-2], text[-2:])) if len(text) > 6 else f"{text[:-2]}-{text[-2:]}"


def _cell(row: list[Any], limit: Any, scale: Fraction, indicator: str) -> Cell:
    """One group of samples that share their flag: valid, below the detection limit, not valid, or contradictory.

    `limit` is the highest detection limit among them, where the plan asked for it.

    A pH has no detection limit: one flagged so is not valid.
    """
    flag, clash, empty, single, samples, total, *extremes = row
    if clash:
        return Cell(clashes=samples)
    if empty or flag not in {"", "L"} or (flag == "L" and indicator == "pH"):
        return Cell(invalid=samples, flags=(flag,) if flag else ())
    span = (Fraction(extremes[0]) * scale, Fraction(extremes[1]) * scale) if extremes else None
    if flag == "L":
        highest = None if limit is None else Fraction(limit) * scale
        return Cell(below=samples, limits=Fraction(total) * scale, limit_extremes=span, highest_limit=highest)
    values = () if single is None else (Fraction(single) * scale,) * samples
    return Cell(valid=samples, total=Fraction(total) * scale, values=values, extremes=span)


@cache
def _scale(unit: str, indicator: str) -> Fraction | None:
    """How many coherent units one of the data's units is; None when it is not a unit of this indicator."""
    wanted = parse_unit(INDICATORS[indicator].unit)
    found: Unit | None = parse_unit(unit or "1")
    if found is None or wanted is None or not found.fits(wanted):
        return None
    return found.scale

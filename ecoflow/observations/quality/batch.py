"""The tables a rule asks, for a batch of whole sections at a time: memory is bounded by the batch, not by the folder.

- `rows`: every row of the batch as it stands.
- `series(id, line, spot, section, indicator, source, unit, known, fits)`: one section, indicator, source and unit. A
  `line` leaves the unit out: it is what a correction corrects. A `spot` is a section and source. `known` says that the
  indicator is one of ours, `fits` that the unit is one of it.
- `records(series, line, spot, observed_at, recorded_at, value, flag, standing)`: every row that has a key.
- `results`: of the records of one line and time, the one that became known last.
- `steps`: the results that are valid or below the detection limit and have a value, with `prev_value`, `prev_at`,
  `prev_standing`, `next_value`, `next_at` of the neighbours in the same series.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Final

from ecoflow.observations.quality.names import Span
from ecoflow.observations.quality.rule import Rule
from ecoflow.observations.quality.targets import Target
from ecoflow.observations.quality.thresholds import Numbers, Series, scale
from ecoflow.observations.schema import FLAGS
from ecoflow.standards.indicators import INDICATORS

if TYPE_CHECKING:
    import duckdb

ROWS: Final = 2_000_000
"""Rows of a batch; one section with more is a batch by itself."""

_STANDINGS: Final = " ".join(f"WHEN '{flag.code}' THEN '{flag.standing}'" for flag in FLAGS.values())
_NUMBER: Final = "DECIMAL(20, 6)"
"""Wider than the contract's 18 digits, so that differences and products of any two values fit and stay exact."""


def spans(connection: duckdb.DuckDBPyConnection, source: str, only: Sequence[str]) -> tuple[Span, ...]:
    """Every section of the folder (or those of `only` it holds), sorted by name."""
    chosen = "WHERE list_contains($1, section)" if only else ""
    found = connection.execute(
        f"SELECT section, strftime(min(observed_at), '%Y-%m-%d %H:%M'), strftime(max(observed_at), '%Y-%m-%d %H:%M'), "
        f"count(*) FROM ({source}) {chosen} GROUP BY section ORDER BY section", [list(only)] if only else [],
    ).fetchall()
    return tuple(Span(section, first or "", last or "", rows) for section, first, last, rows in found)


def batches(sections: Iterable[Span], rows: int = ROWS) -> Iterator[tuple[str, ...]]:
    """The sections in runs of about so many rows, in the order given."""
    batch: list[str] = []
    held = 0
    for span in sections:
        if batch and held + span.rows > rows:
            yield tuple(batch)
            batch, held = [], 0
        batch.append(span.section)
        held += span.rows
    if batch:
        yield tuple(batch)


def load(connection: duckdb.DuckDBPyConnection, source: str, sections: Sequence[str]) -> tuple[Series, ...]:
    """Make the tables of a batch; the series in it, by number. Sections come sorted, so a file is read in part."""
    named = [name for name in sections if name]
    bounds = "(_section BETWEEN $1 AND $2 AND list_contains($3, section))" if named else "false"
    empty = " OR _section IS NULL OR _section = ''" if "" in sections else ""
    values = [named[0], named[-1], named] if named else []
    connection.execute(
        f"CREATE OR REPLACE TEMP TABLE rows AS SELECT * EXCLUDE (_section) FROM ({source}) WHERE {bounds}{empty}", values,
    )
    found = connection.execute(_SERIES).fetchall()
    made = tuple(Series(number, *words) for number, *words in found)
    _register_series(connection, found)
    for sql in (_RECORDS, _RESULTS, _STEPS):
        connection.execute(sql)
    return made


_SERIES: Final = """
    SELECT row_number() OVER (ORDER BY section, indicator, source, unit)::INTEGER, section, indicator, source, unit
    FROM (SELECT DISTINCT section, indicator, source, unit FROM rows WHERE section <> '' AND indicator <> '')
    ORDER BY ALL
"""
_RECORDS: Final = f"""
    CREATE OR REPLACE TEMP TABLE records AS
    SELECT id AS series, line, spot, observed_at, recorded_at, value, flag,
           CASE flag {_STANDINGS} ELSE 'unknown' END AS standing
    FROM rows JOIN series USING (section, indicator, source, unit) WHERE observed_at IS NOT NULL
"""
_RESULTS: Final = """
    CREATE OR REPLACE TEMP TABLE results AS
    SELECT * FROM records QUALIFY lead(observed_at) OVER (
        PARTITION BY line ORDER BY observed_at, recorded_at NULLS FIRST, value NULLS FIRST, flag, series
    ) IS DISTINCT FROM observed_at
"""
_STEPS: Final = f"""
    CREATE OR REPLACE TEMP TABLE steps AS
    SELECT series, line, spot, observed_at, value, standing,
           lag(value) OVER own AS prev_value, lag(observed_at) OVER own AS prev_at, lag(standing) OVER own AS prev_standing,
           lead(value) OVER own AS next_value, lead(observed_at) OVER own AS next_at
    FROM (SELECT * REPLACE (CAST(value AS {_NUMBER}) AS value) FROM results)
    WHERE standing IN ('valid', 'below') AND value IS NOT NULL
    WINDOW own AS (PARTITION BY series ORDER BY observed_at)
"""


def _register_series(connection: duckdb.DuckDBPyConnection, found: Sequence[tuple[int, str, str, str, str]]) -> None:
    """The table `series`, with what Python knows of indicators and units."""
    import pyarrow as pa

    columns = list(zip(*found, strict=True)) or [(), (), (), (), ()]
    table = pa.table({
        "id": pa.array(columns[0], pa.int32()),
        **{name: pa.array(columns[at], pa.string()) for at, name in enumerate(("section", "indicator", "source",
                                                                               "unit"), 1)},
        "known": pa.array([indicator in INDICATORS for _, _, indicator, _, _ in found], pa.bool_()),
        "fits": pa.array([scale(indicator, unit) is not None for _, _, indicator, _, unit in found], pa.bool_()),
    })
    connection.register("_series", table)
    connection.execute("""
        CREATE OR REPLACE TEMP TABLE series AS
        SELECT *, dense_rank() OVER (ORDER BY section, indicator, source)::INTEGER AS line,
               dense_rank() OVER (ORDER BY section, source)::INTEGER AS spot
        FROM _series ORDER BY id
    """)
    connection.unregister("_series")


def set_limits(connection: duckdb.DuckDBPyConnection, rule: Rule, numbers: Numbers, series: Iterable[Series]) -> None:
    """The table `limits(series, <thresholds>)` of a rule: a series it is switched off for has no row."""
    import pyarrow as pa

    held = [(one.id, row) for one in series if (row := numbers.of(one)) is not None]
    columns: dict[str, pa.Array] = {"series": pa.array([number for number, _ in held], pa.int32())}
    for at, threshold in enumerate(rule.thresholds):
        values: list[Decimal | None] = [row[at] for _, row in held]
        columns[threshold.key] = pa.array(values, pa.decimal128(20, 6))
    connection.register("_limits", pa.table(columns))
    connection.execute("CREATE OR REPLACE TEMP TABLE limits AS SELECT * FROM _limits")
    connection.unregister("_limits")


def set_targets(connection: duckdb.DuckDBPyConnection, targets: Iterable[Target], series: Iterable[Series]) -> None:
    """The table `targets(series, agreement, target, upper)`: class limits in the unit of each series they are for."""
    wanted: dict[tuple[str, str], list[Target]] = {}
    for target in targets:
        for name in target.names:
            wanted.setdefault((name, target.indicator), []).append(target)
    connection.execute(f"CREATE OR REPLACE TEMP TABLE targets (series INTEGER, agreement VARCHAR, target VARCHAR, upper "
                       f"{_NUMBER})")
    for one in series:
        factor = scale(one.indicator, one.unit)
        for target in wanted.get((one.section, one.indicator), ()) if factor is not None else ():
            upper = Decimal(round(target.limit * (factor or 0) * 1_000_000)).scaleb(-6)
            values = [one.id, target.agreement, target.target, upper]
            connection.execute("INSERT INTO targets VALUES ($1, $2, $3, $4)", values)

"""What an observations folder holds: per section and indicator how many results of which standing, and the gaps."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any, Final

from msgspec import Struct, json

from ecoflow.observations.refusal import Refusal
from ecoflow.observations.schema import COLUMNS, FLAGS

if TYPE_CHECKING:
    import duckdb

_FOOTER_FLAG: Final = "ecoflow.synthetic"


class Series(Struct, frozen=True):
    """One indicator at one section.

    Attributes:
        section: Name of the section.
        indicator: Id of the indicator.
        rows: Rows in the folder, earlier records of a corrected result included.
        valid: Results whose latest record is valid.
        below: Results whose latest record is below the detection limit.
        invalid: Results whose latest record does not count.
        first: First time of observation, civil time, `YYYY-MM-DD HH:MM`.
        last: Last time of observation.
        empty_months: Months (`2020-06`) from the first to the last without a result that is valid or below.
    """

    section: str
    indicator: str
    rows: int
    valid: int
    below: int
    invalid: int
    first: str
    last: str
    empty_months: tuple[str, ...]


class Description(Struct, frozen=True):
    """All series, sorted by section and indicator; the sources that occur; whether any file is synthetic."""

    series: tuple[Series, ...]
    sources: tuple[str, ...]
    units: tuple[tuple[str, str], ...]
    synthetic: bool

    def as_json(self) -> dict[str, object]:
        """The description as one JSON object; `units` pairs each indicator with every unit it occurs in."""
        found: dict[str, object] = json.decode(json.encode(self))
        return found


def describe(path: Path) -> Description:
    """Describe a folder of observations, or one Parquet file. Raises `Refusal` when it is not one."""
    import duckdb

    files = _files(path)
    with duckdb.connect() as connection:
        connection.execute("SET threads = 2")
        try:
            data = connection.read_parquet(files, hive_partitioning=False)
        except duckdb.Error as error:
            raise _not_observations(path) from error
        if any(column not in data.columns for column in COLUMNS):
            raise _not_observations(path)
        connection.register("observations", data)
        return Description(
            series=_all_series(connection),
            sources=tuple(row[0] for row in connection.execute(_SOURCES).fetchall()),
            units=tuple((row[0], row[1]) for row in connection.execute(_UNITS).fetchall()),
            synthetic=_synthetic(connection, files),
        )


_SOURCES: Final = "SELECT DISTINCT source FROM observations ORDER BY source"
_UNITS: Final = "SELECT DISTINCT indicator, unit FROM observations ORDER BY indicator, unit"

# A result is what one source says of one section, indicator and time; its latest record is the one that stands.
_SERIES: Final = """
    WITH results AS (
        SELECT section, indicator, observed_at, count(*) AS records, arg_max(flag, recorded_at) AS flag
        FROM observations GROUP BY section, indicator, observed_at, source
    ), standings AS (
        SELECT *, list_contains($1, flag) AS valid, list_contains($2, flag) AS below,
               year(observed_at) * 12 + month(observed_at) - 1 AS at_month
        FROM results
    )
    SELECT section, indicator, sum(records)::BIGINT, count(*) FILTER (valid), count(*) FILTER (below),
           count(*) FILTER (NOT valid AND NOT below),
           strftime(min(observed_at), '%Y-%m-%d %H:%M'), strftime(max(observed_at), '%Y-%m-%d %H:%M'),
           min(at_month), max(at_month), list(DISTINCT at_month) FILTER (valid OR below)
    FROM standings GROUP BY section, indicator ORDER BY section, indicator
"""


def _all_series(connection: duckdb.DuckDBPyConnection) -> tuple[Series, ...]:
    rows = connection.execute(_SERIES, [_codes("valid"), _codes("below")]).fetchall()
    return tuple(_series(row) for row in rows)


def _series(row: tuple[Any, ...]) -> Series:
    first, last, filled = row[-3:]
    empty = sorted(set(range(first, last + 1)) - set(filled or ()))
    names = tuple(f"{at // 12:04d}-{at % 12 + 1:02d}" for at in empty)
    return Series(*(*row[:-3], names))


def _codes(standing: str) -> list[str]:
    return [flag.code for flag in FLAGS.values() if flag.standing == standing]


def _synthetic(connection: duckdb.DuckDBPyConnection, files: list[str]) -> bool:
    found = connection.execute(
        "SELECT count(*) FROM parquet_kv_metadata($1) WHERE decode(key) = $2 AND decode(value) = 'true'",
        [files, _FOOTER_FLAG],
    ).fetchone()
    return bool(found and found[0])


def _files(path: Path) -> list[str]:
    if path.is_file():
        return [str(path)]
    found = list(path.glob("year=*/month=*/*.parquet")) or list(path.glob("*.parquet"))
    files = sorted(str(file) for file in found)
    if not files:
        raise _not_observations(path)
    return files


def _not_observations(path: Path) -> Refusal:
    if not path.exists():
        return Refusal(
            zh=f"找不到 {path}。",
            en=f"{path} does not exist.",
            hint_zh="请给出观测数据文件夹或 .parquet 文件。",
            hint_en="Name an observations folder or a .parquet file.",
        )
    return Refusal(
        zh=f"{path} 不是观测数据：没有带 {', '.join(COLUMNS)} 各列的 Parquet 文件。",
        en=f"{path} is not observations: no Parquet file with the columns {', '.join(COLUMNS)}.",
        hint_zh="用 ecoflow data import 生成。",
        hint_en="Make one with `ecoflow data import`.",
    )

"""An observations folder as the SQL that reads it, every column of the contract with its type; nothing read yet."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Final

from ecoflow.diagnostics.finding import Finding, InvalidObservations
from ecoflow.observations.refusal import Refusal

if TYPE_CHECKING:
    import duckdb

_TEXTS: Final = ("section", "indicator", "unit", "flag")
_NEEDED: Final = (*_TEXTS, "observed_at", "value")
_LOCAL: Final = "+ INTERVAL 8 HOUR"


def parquet_files(path: Path) -> tuple[Path, ...]:
    """The file, or the Parquet files of a folder but those set aside (`_import`) or being written (`.part`).

    Raises Refusal where there is none.
    """
    if path.is_dir():
        files = tuple(sorted(p for p in path.rglob("*.parquet") if p.is_file()
                             and not any(part[0] in "._" for part in p.relative_to(path).parts)))
    else:
        files = (path,) if path.is_file() else ()
    if not files:
        raise Refusal(
            zh=f"{path} 处没有观测数据（Parquet 文件）。", en=f"There are no observations (Parquet files) at {path}.",
            hint_zh="用 ecoflow data import 生成。", hint_en="Make them with `ecoflow data import`.",
        )
    return files


def reading(connection: duckdb.DuckDBPyConnection, files: tuple[Path, ...]) -> str:
    """SQL of the rows: texts never null, times civil time of China, the value a decimal; `recorded_at` may be null.

    Raises InvalidObservations for files that cannot be read, other columns, and binary floats.
    """
    import duckdb

    listed = ", ".join("'" + _literally(str(file)).replace("'", "''") + "'" for file in files)
    source = f"read_parquet([{listed}], union_by_name = true, hive_partitioning = false)"
    try:
        described = connection.execute(f"DESCRIBE SELECT * FROM {source}").fetchall()
    except duckdb.Error as error:
        problem = (str(error).splitlines() or [type(error).__name__])[0]
        raise InvalidObservations([Finding("E312", None, {"problem": problem})]) from error
    types = {row[0]: str(row[1]) for row in described}
    missing = [name for name in _NEEDED if name not in types]
    if missing:
        raise InvalidObservations([Finding("E311", None, {"columns": ", ".join(missing)})])
    if types["value"] in {"DOUBLE", "FLOAT"}:
        raise InvalidObservations([Finding("E313", None, {"column": "value"})])
    if not types["value"].startswith(("DECIMAL", "BIGINT", "INTEGER")):
        said = (f"列 value 为 {types['value']}，应为 decimal(18,6)", f"column value is {types['value']}, not decimal(18,6)")
        raise InvalidObservations([Finding("E312", None, {"problem": said})])
    texts = ", ".join(f"coalesce(CAST({name} AS VARCHAR), '') AS {name}" for name in _TEXTS)
    kind = "coalesce(CAST(source AS VARCHAR), '')" if "source" in types else "''"
    return (f"SELECT section AS _section, {texts}, {kind} AS source, {_time('observed_at', types)}, "
            f"{_time('recorded_at', types)}, CAST(value AS DECIMAL(18, 6)) AS value FROM {source}")


def _time(name: str, types: dict[str, str]) -> str:
    if name not in types:
        return f"NULL::TIMESTAMP AS {name}"
    if "ZONE" in types[name] or "TZ" in types[name]:
        return f"make_timestamp(epoch_us(CAST({name} AS TIMESTAMPTZ))) {_LOCAL} AS {name}"
    return f"CAST({name} AS TIMESTAMP) AS {name}"


def _literally(path: str) -> str:
    """A path whose brackets and stars are meant as they stand, not as a pattern."""
    return "".join(f"[{c}]" if c in "[*?" else c for c in path)

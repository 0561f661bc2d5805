"""Hand-made pages of the platform on an invented river, and a reader of what an import wrote."""

import json
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import duckdb
import pytest

HEADS = [
    "省份",
    "流域",
    "断面名称",
    "监测时间",
    "水质类别",
    "氨氮<br/><span class='unit'>(mg/L)</span>",
    "pH<br/><span class='unit'>(无量纲)</span>",
    "站点情况",
]
PLAIN_HEADS = "省份,流域,断面名称,监测时间,水质类别,氨氮(mg/L),pH(无量纲),站点情况"


@pytest.fixture
def write_json(tmp_path) -> Callable[..., Path]:
    def write(path: str, rows: list, heads=HEADS, **more) -> Path:
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        page = {"result": 1, "total": 1, "records": len(rows), "thead": heads, "tbody": rows} | more
        file.write_text(json.dumps(page, ensure_ascii=False), encoding="utf-8")
        return file

    return write


@pytest.fixture
def write_csv(tmp_path) -> Callable[..., Path]:
    def write(path: str, lines: list[str], encoding="utf-8") -> Path:
        file = tmp_path / path
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text("\n".join([PLAIN_HEADS, *lines]) + "\n", encoding=encoding)
        return file

    return write


@pytest.fixture
def rows_of() -> Callable[[Path], list[tuple]]:
    """(section, observed, indicator, value, unit, flag, source, recorded), times as text to the microsecond."""

    def rows(out: Path) -> list[tuple]:
        found = duckdb.sql(
            "SELECT section, observed_at, indicator, value, unit, flag, source, recorded_at "
            f"FROM read_parquet('{out}/year=*/month=*/part.parquet', hive_partitioning = false) "
            "ORDER BY section, indicator, observed_at, source, recorded_at",
        ).fetchall()
        return [
            (s, str(o), i, None if v is None else Decimal(v), u, f, src, str(r))
            for s, o, i, v, u, f, src, r in found
        ]

    return rows


@pytest.fixture
def rejects_of() -> Callable[[Path], list[tuple]]:
    import csv

    def rejects(out: Path) -> list[tuple]:
        with (out / "_import" / "rejects.csv").open(encoding="utf-8-sig", newline="") as file:
            return [tuple(line[:5]) for line in csv.reader(file)][1:]

    return rejects

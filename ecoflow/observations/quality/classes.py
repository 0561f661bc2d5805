"""The published classes a caller brings along: a CSV of section, time and class, as a table of a run."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

from ecoflow.observations.refusal import Refusal
from ecoflow.standards.gb3838 import parse_class

if TYPE_CHECKING:
    import duckdb

COLUMNS: Final = ("section", "observed_at", "class")
_NONE: Final = frozenset({"", "-", "--", "*", "-1"})
"""How the platform writes that it gave no class."""


def set_published(connection: duckdb.DuckDBPyConnection, path: Path) -> None:
    """The table `published_classes(section, observed_at, class)`, classes 1 to 6, from a CSV file (or Parquet of texts).

    Raises Refusal for a file that cannot be read, another header, a class that is none, or a time that is none.
    """
    import duckdb

    reader = "read_parquet($1)" if path.suffix == ".parquet" else "read_csv($1, all_varchar = true, header = true)"
    try:
        connection.execute(
            "CREATE OR REPLACE TEMP TABLE published_texts AS "
            "SELECT section, CAST(observed_at AS VARCHAR) AS stamp, trim(coalesce(class, '')) AS word "
            f"FROM {reader}", [str(path)],
        )
    except duckdb.Error as error:
        raise _refused(path, (str(error).splitlines() or [""])[0]) from error
    known: dict[str, int | None] = {}
    for (word,) in connection.execute("SELECT DISTINCT word FROM published_texts ORDER BY word").fetchall():
        known[word] = _class(path, word)
    connection.execute("CREATE OR REPLACE TEMP TABLE published_words (word VARCHAR, class INTEGER)")
    for word, number in known.items():
        connection.execute("INSERT INTO published_words VALUES ($1, $2)", [word, number])
    bad = connection.execute(
        "SELECT stamp FROM published_texts WHERE stamp <> '' AND try_cast(stamp AS TIMESTAMP) IS NULL ORDER BY stamp "
        "LIMIT 1",
    ).fetchone()
    if bad is not None:
        raise _refused(path, f"'{bad[0]}' ≠ {datetime(2021, 3, 1, 8):%Y-%m-%d %H:%M}")  # noqa: DTZ001 - only an example
    connection.execute("""
        CREATE OR REPLACE TEMP TABLE published_classes AS
        SELECT DISTINCT section, try_cast(stamp AS TIMESTAMP) AS observed_at, class
        FROM published_texts JOIN published_words USING (word) WHERE class IS NOT NULL AND stamp <> ''
    """)


def _class(path: Path, word: str) -> int | None:
    if word in _NONE:
        return None
    if word in {"1", "2", "3", "4", "5", "6"}:
        return int(word)
    found = parse_class(word)
    if found is None:
        raise _refused(path, f"class '{word}'")
    return int(found)


def _refused(path: Path, problem: str) -> Refusal:
    return Refusal(
        zh=f"无法读取公布类别 {path}：{problem}", en=f"The published classes {path} cannot be read: {problem}",
        hint_zh="需要 CSV，列为 section、observed_at（2021-03-01 08:00）、class（Ⅱ、劣Ⅴ 或 1 至 6；没有类别写 -）。",
        hint_en="Needed: CSV with section, observed_at (2021-03-01 08:00), class (II, worse than V, or 1 to 6; - for none).",
    )

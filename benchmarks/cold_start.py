"""Cold starts as ratios against a peer in the same run; whole processes, run in turn, medians.

settle   one agreement, one year, against `import duckdb` and the bare query over the same files
validate the whole library against check-jsonschema's schema-only check of the same files (when it is installed)
help     `ecoflow --help` against `python -c "import typer"`
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import time
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
RUNS = 11

_BARE = (
    "import duckdb; duckdb.sql(\"SELECT section, indicator, strftime(observed_at, '%Y-%m'), count(*), sum(value) "
    f"FROM read_parquet('{ROOT}/data/synthetic-xinanjiang.parquet') "
    "WHERE section = 'jiekou' AND (year(observed_at) = 2013 OR year(observed_at) BETWEEN 2008 AND 2010) "
    'GROUP BY ALL").fetchall()'
)
_ECOFLOW = [sys.executable, "-m", "ecoflow"]

PAIRS = {
    "settle --json / duckdb + bare query": (
        [*_ECOFLOW, "settle", f"{ROOT}/agreements/xinanjiang-1.yaml", "--period", "2013", "--data",
         f"{ROOT}/data/synthetic-xinanjiang.parquet", "--json"],
        [sys.executable, "-c", _BARE],
    ),
    "--help / import typer": ([*_ECOFLOW, "--help"], [sys.executable, "-c", "import typer"]),
}


def seconds(command: list[str]) -> float:
    """Wall time of one whole process; raises CalledProcessError when it fails."""
    begin = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, cwd=ROOT)
    return time.perf_counter() - begin


def compare(name: str, ours: list[str], peer: list[str]) -> None:
    """Run both in turn and print the median of the pairwise ratios with both medians."""
    seconds(ours), seconds(peer)
    pairs = [(seconds(ours), seconds(peer)) for _ in range(RUNS)]
    ratio = statistics.median(a / b for a, b in pairs)
    mine, other = (statistics.median(side) for side in zip(*pairs, strict=True))
    print(f"{name:42} ratio {ratio:5.2f}   {mine * 1000:6.0f} ms against {other * 1000:6.0f} ms")


def main() -> None:
    """Every pair, and the library's validation against its schema alone where check-jsonschema is installed."""
    pairs = dict(PAIRS)
    checker = Path(sys.executable).with_name("check-jsonschema")
    if checker.exists():
        files = sorted(str(p) for p in (ROOT / "agreements").glob("*.yaml"))
        pairs["validate library / check-jsonschema"] = (
            [*_ECOFLOW, "validate", str(ROOT / "agreements")],
            [str(checker), "--schemafile", f"{ROOT}/docs/agreement.schema.json", *files],
        )
    for name, (ours, peer) in pairs.items():
        compare(name, ours, peer)


if __name__ == "__main__":
    main()

"""Five million rows of CSV imported, against `pandas.read_csv(dtype=str)` of the same file in the same run.

Prints the ratio of wall times (whole processes, run in turn, medians) and the peak memory of each; and the peak memory of
an import of a fifth of the rows, for memory must not grow with the file. Two months are in memory at a time, so it
grows with the rows of the largest month. `ROWS` on the command line changes the number of rows.
"""

from __future__ import annotations

import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv as arrow_csv

ROOT = Path(__file__).resolve().parent.parent
ROWS = 5_000_000
RUNS = 3
INDICATORS = (
    ("高锰酸盐指数", 2, 3.0), ("氨氮", 3, 0.3), ("总磷", 3, 0.1), ("总氮", 2, 2.0), ("溶解氧", 2, 8.0), ("水温", 1, 15.0),
    ("浊度", 1, 30.0), ("电导率", 1, 400.0),
)
UNITS = ("mg/L", "mg/L", "mg/L", "mg/L", "mg/L", "℃", "NTU", "μS/cm")
SECTIONS = 50
NAMES = tuple(f"断面{at:02d}" for at in range(SECTIONS))

_PEAK = "import resource; print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)"
_PEER = f"import sys, pandas; pandas.read_csv(sys.argv[1], dtype=str); {_PEAK}"
_OURS = (
    "import sys; from pathlib import Path; from ecoflow.observations.import_tables import import_tables; "
    "from ecoflow.observations.mapping import Mapping, Source; "
    "report = import_tables([Path(sys.argv[1])], Path(sys.argv[2]), Mapping(source=Source('automatic')), replace=True); "
    "assert report.cells().read() == report.cells_read == int(sys.argv[3]), report; "
    f"{_PEAK}"
)


def generate(path: Path, rows: int) -> None:
    """Write made-up results of eight indicators at fifty sections every four hours, some below the limit or missing."""
    rng = np.random.default_rng(5)
    with path.open("wb") as file:
        file.write("断面名称,监测时间,监测项目,结果,单位,备注\n".encode())
        for start in range(0, rows, 500_000):
            at = np.arange(start, min(rows, start + 500_000))
            number = at % len(INDICATORS)
            section = at // len(INDICATORS) % SECTIONS
            moment = np.datetime64("2010-01-01T00:00") + (at // (len(INDICATORS) * SECTIONS)) * np.timedelta64(240, "m")
            file.write(_lines(section, moment, number, rng))


def _lines(section: np.ndarray, moment: np.ndarray, number: np.ndarray, rng: np.random.Generator) -> bytes:
    value = np.empty(len(section), dtype=object)
    drawn = rng.lognormal(0, 0.5, len(section))
    for at, (_, places, level) in enumerate(INDICATORS):
        here = number == at
        value[here] = np.char.mod(f"%.{places}f", drawn[here] * level)
    odd = rng.random(len(section))
    value[odd < 0.02] = "0.025L"
    value[odd < 0.005] = "--"
    names = [name for name, _, _ in INDICATORS]
    columns = [
        pa.DictionaryArray.from_arrays(pa.array(section), pa.array(NAMES)).cast(pa.string()),
        pa.array(np.char.replace(np.datetime_as_string(moment, unit="m"), "T", " ")),
        pa.DictionaryArray.from_arrays(pa.array(number), pa.array(names)).cast(pa.string()),
        pa.array(value, pa.string()),
        pa.DictionaryArray.from_arrays(pa.array(number), pa.array(UNITS)).cast(pa.string()),
        pa.array([""] * len(section)),
    ]
    sink = pa.BufferOutputStream()
    options = arrow_csv.WriteOptions(include_header=False, quoting_style="none")
    arrow_csv.write_csv(pa.table(columns, names=list("abcdef")), sink, options)
    return sink.getvalue().to_pybytes()


def run(*command: str) -> tuple[float, int]:
    """Seconds and peak megabytes of a whole process."""
    begin = time.perf_counter()
    told = subprocess.run([sys.executable, "-c", *command], check=True, stdout=subprocess.PIPE, cwd=ROOT, text=True)
    return time.perf_counter() - begin, int(told.stdout)


def main() -> None:
    """Both on the whole file in turn, then ours on a fifth of it."""
    rows = int(sys.argv[1]) if len(sys.argv) > 1 else ROWS
    with tempfile.TemporaryDirectory() as folder:
        whole, part, out = Path(folder, "whole.csv"), Path(folder, "part.csv"), Path(folder, "out")
        generate(whole, rows)
        generate(part, rows // 5)
        pairs = [(run(_OURS, str(whole), str(out), str(rows)), run(_PEER, str(whole))) for _ in range(RUNS)]
        ratio = statistics.median(ours[0] / peer[0] for ours, peer in pairs)
        sides = [[statistics.median(values) for values in zip(*side, strict=True)] for side in zip(*pairs, strict=True)]
        (ours, ours_peak), (peer, peer_peak) = sides
        _, small = run(_OURS, str(part), str(out), str(rows // 5))
        print(f"{'data import / pandas.read_csv(dtype=str)':42} ratio {ratio:5.2f}   {ours:6.1f} s against {peer:.1f} s, "
              f"{rows:,} rows, {whole.stat().st_size >> 20} MB")
        print(f"{'  peak memory':42} {ours_peak:.0f} MB against {peer_peak:.0f} MB; of a fifth of the rows {small} MB")


if __name__ == "__main__":
    main()

"""A killed import leaves the former folder or the new one, whole, and the next one works and sweeps up."""

import json
import os
import random
import signal
import subprocess
import sys
import time
from pathlib import Path

import duckdb
import pytest

from ecoflow.observations import publish as publish_module
from ecoflow.observations.import_tables import import_tables
from ecoflow.observations.mapping import Mapping
from ecoflow.observations.publish import Lock, publish, sweep

ROOT = Path(__file__).resolve().parents[2]
CODE = (
    "import sys; from pathlib import Path; from ecoflow.observations.import_tables import import_tables; "
    "from ecoflow.observations.mapping import Mapping; "
    "import_tables([Path(sys.argv[1])], Path(sys.argv[2]), Mapping(), {how}=True)"
)


def table(path, days, value):
    lines = "".join(f"甲,{2000 + n // 300}-{n // 25 % 12 + 1:02d}-{n % 25 + 1:02d},{value}\n" for n in range(days))
    path.write_text("断面,日期,氨氮(mg/L)\n" + lines, "utf-8")
    return path


def state(out):
    """(rows, values) of a folder that must be whole: as many rows as it says."""
    mark = json.loads((out / "_ecoflow.json").read_text())
    found = duckdb.sql(f"SELECT count(*), list(DISTINCT value ORDER BY value) FROM read_parquet('{out}/year=*/*/*.parquet')")
    ((rows, values),) = found.fetchall()
    assert str(rows) == mark["rows"]
    return rows, [str(value.normalize()) for value in values]


def left_over(folder, out):
    return sorted(p.name for p in folder.iterdir() if p.name.startswith(f".{out.name}."))


@pytest.mark.parametrize("how", ["replace", "append"])
def test_killed_at_any_moment(tmp_path, how):
    out = tmp_path / "out"
    old, new = table(tmp_path / "old.csv", 1_500, 1), table(tmp_path / "new.csv", 3_000, 2)
    import_tables([old], out, Mapping())
    before = state(out)
    after = (3_000, ["2"]) if how == "replace" else (4_500, ["1", "2"])
    command = [sys.executable, "-c", CODE.format(how=how), str(new), str(out)]
    begin = time.perf_counter()
    subprocess.run(command, check=True, cwd=ROOT)
    whole = time.perf_counter() - begin
    chance = random.Random(7)  # noqa: S311
    for _ in range(4):
        import_tables([old], out, Mapping(), replace=True)
        run = subprocess.Popen(command, cwd=ROOT)
        time.sleep(whole * chance.uniform(0.35, 1.05))
        os.kill(run.pid, signal.SIGKILL)
        run.wait()
        assert state(out) in (before, after)
    import_tables([old], out, Mapping(), replace=True)
    subprocess.run(command, check=True, cwd=ROOT)
    assert state(out) == after
    assert left_over(tmp_path, out) == []


def test_an_interrupt_leaves_nothing(tmp_path):
    out = tmp_path / "out"

    def stop(_done, _total):
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        import_tables([table(tmp_path / "a.csv", 100, 1)], out, Mapping(), stop)
    assert [p.name for p in tmp_path.iterdir()] == ["a.csv"]


def folder(path, word):
    path.mkdir()
    (path / "word").write_text(word)
    return path


@pytest.mark.parametrize("exchange", [True, False])
def test_a_folder_takes_the_place_of_another(tmp_path, monkeypatch, exchange):
    if not exchange:
        monkeypatch.setattr(publish_module, "_exchange", lambda *_: False)
    out, work = folder(tmp_path / "out", "old"), folder(tmp_path / ".out.x.part", "new")
    publish(work, out)
    assert [(p.name, (p / "word").read_text()) for p in tmp_path.iterdir()] == [("out", "new")]


def test_a_folder_moved_aside_by_a_dead_run_comes_back(tmp_path):
    folder(tmp_path / ".out.x.former", "old")
    sweep(tmp_path / "out")
    assert (tmp_path / "out" / "word").read_text() == "old"


def test_only_the_remains_of_dead_runs_are_swept(tmp_path):
    dead, living = folder(tmp_path / ".out.a.part", "x"), folder(tmp_path / ".out.b.part", "x")
    other = folder(tmp_path / ".outer.c.part", "x")
    lock = Lock(living)
    code = f"from pathlib import Path; from ecoflow.observations.publish import sweep; sweep(Path({str(tmp_path)!r}, 'out'))"
    subprocess.run([sys.executable, "-c", code], check=True, cwd=ROOT)
    assert (dead.exists(), living.exists(), other.exists()) == (False, True, True)
    lock.release()
    sweep(tmp_path / "out")
    assert not living.exists()

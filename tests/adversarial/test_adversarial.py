"""Files made to hurt a reader end soon and in little memory, with findings a person can read, never with a traceback."""

from __future__ import annotations

import json
import os
import re
import stat
import subprocess
import sys
import threading
from pathlib import Path

import pytest
from corpus import EVALUATED, GOOD, HUGE, ILL

HERE = Path(__file__).resolve().parent
SECONDS, KILOBYTES, LONGEST_LINE = 2.0, 300_000, 2_000
"""Of processor time, so that a busy machine fails no test."""

VALID = frozenset(
    {
        "bombs: tag directive",
        "bombs: yaml 1.1",
        "bombs: yaml 1.2",
        "bombs: document end",
        "long: a scalar of a megabyte",
        "long: a scalar of a megabyte in Chinese",
        "long: a quoted scalar over many lines",
        "long: a block scalar of many lines",
        "long: a hundred thousand remarks",
        "hidden: combining characters",
        "hidden: not-breaking space in a formula",
    }
)
"""What is an agreement after all, besides numbers, formulas and huge agreements, which are judged by their groups."""

# what may be shown: printable characters, line ends, and what as_text puts for the rest
_READABLE = re.compile(r"[^\n\x20-\x7e\u00a0-\u200a\u2010-\u2027\u2030-\u205f\u2070-\uffff\U00010000-\U0010ffff]")


def _job(n: int, name: str, file: Path, out: Path) -> dict:
    """Every file one way, the ways in turn: as text in both languages, as JSON, from standard input."""
    ways = (
        ["validate", str(file)],
        ["validate", "--lang", "zh", str(file)],
        ["validate", "--format", "json", str(file)],
        ["validate", "-"],
    )
    args = ways[n % len(ways)]
    return {"name": name, "args": args, "out": str(out), "stdin": str(file) if args[-1] == "-" else None}


def _run(jobs: list[dict], folder: Path) -> list[dict]:
    listed = folder / "jobs.json"
    listed.write_text(json.dumps(jobs), "utf-8")
    env = dict(os.environ) | {"PYTHONPATH": str(HERE.parents[1])}
    env.pop("ECOFLOW_DEBUG", None)
    done = subprocess.run(
        [sys.executable, str(HERE / "driver.py"), str(listed)], capture_output=True, text=True, env=env, check=True
    )
    found = []
    for job, line in zip(jobs, done.stdout.splitlines(), strict=True):
        out, err = Path(job["out"]), Path(job["out"] + ".err")
        found.append(json.loads(line) | {"args": job["args"], "out": out.read_text("utf-8"), "err": err.read_text("utf-8")})
    return found


@pytest.fixture(scope="module")
def files(tmp_path_factory) -> dict[str, Path]:
    folder = tmp_path_factory.mktemp("adversarial")
    found = {}
    for n, (name, make) in enumerate(ILL.items()):
        found[name] = folder / f"{n}.yaml"
        found[name].write_bytes(make())
    return found


@pytest.fixture(scope="module")
def validated(files, tmp_path_factory) -> list[dict]:
    folder = tmp_path_factory.mktemp("validated")
    return _run([_job(n, name, file, folder / str(n)) for n, (name, file) in enumerate(files.items())], folder)


def _unwell(ran: dict) -> str:
    said = ran["out"] + ran["err"]
    if ran["exit"] not in {0, 1}:
        return f"exit {ran['exit']}: {said[-300:]}"
    if "Traceback" in said or "internal error" in said:
        return said[-300:]
    if ran["cpu"] > SECONDS or ran["kilobytes"] > KILOBYTES:
        return f"{ran['cpu']:.1f} s, {ran['kilobytes']} kB"
    return ""


def test_every_file_ends_soon_with_findings_or_without(validated) -> None:
    assert {r["name"]: bad for r in validated if (bad := _unwell(r))} == {}


def test_only_what_is_an_agreement_is_valid(validated) -> None:
    valid = {r["name"] for r in validated if r["exit"] == 0}
    judged = {name for name in valid if not name.startswith(("numbers: ", "formulas: ", "huge: ", "evaluated: "))}
    assert judged == VALID
    assert len(valid) < len(validated) / 6


def test_nothing_hidden_reaches_the_reader(validated) -> None:
    for ran in validated:
        hidden = None if "json" in ran["args"] else _READABLE.search(ran["out"] + ran["err"])
        assert hidden is None, (ran["name"], hidden)
        if "json" not in ran["args"]:
            assert max(map(len, ran["out"].splitlines()), default=0) < LONGEST_LINE, ran["name"]


def test_json_stays_json(validated) -> None:
    documents = [json.loads(r["out"]) for r in validated if "json" in r["args"]]
    assert len(documents) > 100
    for document in documents:
        assert len(document["findings"]) <= 501
        for finding in document["findings"]:
            assert len(finding["message"]) < LONGEST_LINE
            assert isinstance(finding["line"], int)


def test_huge_agreements_are_worked_out_or_refused(files, tmp_path) -> None:
    names = [f"huge: {n}" for n in HUGE] + [f"evaluated: {n}" for n in EVALUATED]
    jobs = [{"name": n, "args": ["test", str(files[n])], "out": str(tmp_path / str(k))} for k, n in enumerate(names)]
    assert {r["name"]: bad for r in _run(jobs, tmp_path) if (bad := _unwell(r))} == {}


def test_every_exact_reading_has_a_bound(files, tmp_path) -> None:
    """A number that doubles its digits at every step is told as such, not worked out."""
    names = ["evaluated: squares of the next", "evaluated: squares of the next, money", "evaluated: nothing to divide by"]
    few = {n: files[n].read_text("utf-8") for n in names}
    for k, (name, text) in enumerate(few.items()):
        # fifty links is as long as a chain may be
        (tmp_path / f"{k}.yaml").write_text(
            re.sub(r"  q([5-9]\d): .*\n", "", text).replace("{formula: q50 * q50}", "{formula: 3 * rate / 7}"), "utf-8"
        )
        assert name
    jobs = [
        {"name": n, "args": ["test", str(tmp_path / f"{k}.yaml")], "out": str(tmp_path / f"{k}.out")}
        for k, n in enumerate(names)
    ]
    first, second, third = _run(jobs, tmp_path)
    for ran in (first, second, third):
        assert not _unwell(ran)
    assert "too many digits" in first["out"]
    assert "division by zero" in third["out"]


def test_odd_files_are_refused_in_a_sentence(tmp_path) -> None:
    (tmp_path / "folder.yaml").mkdir()
    (tmp_path / "loop.yaml").symlink_to(tmp_path / "loop.yaml")
    (tmp_path / "gone.yaml").symlink_to(tmp_path / "nothing")
    odd = ["folder.yaml", "loop.yaml", "gone.yaml"]
    if os.geteuid():
        locked = tmp_path / "locked.yaml"
        locked.write_text(GOOD, "utf-8")
        locked.chmod(0)
        odd.append("locked.yaml")
    jobs = [{"name": n, "args": ["validate", str(tmp_path / n)], "out": str(tmp_path / f"{n}.out")} for n in odd]
    jobs.append({"name": "zero", "args": ["validate", "/dev/zero"], "out": str(tmp_path / "zero.out")})
    for ran in _run(jobs, tmp_path):
        said = ran["out"] + ran["err"]
        assert ran["exit"] in {1, 2}, (ran["name"], said)
        assert "Traceback" not in said
        assert "internal error" not in said
        assert ran["cpu"] < SECONDS


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_read_once(tmp_path) -> None:
    """What stands in a pipe can be read a single time: the source line is not shown, and nobody waits for it."""
    pipe = tmp_path / "pipe.yaml"
    os.mkfifo(pipe)
    assert stat.S_ISFIFO(pipe.stat().st_mode)
    writer = threading.Thread(target=pipe.write_text, args=(GOOD.replace("value: 0.9", "value: 0,9"), "utf-8"), daemon=True)
    writer.start()
    (ran,) = _run([{"name": "pipe", "args": ["validate", str(pipe)], "out": str(tmp_path / "out")}], tmp_path)
    assert ran["exit"] == 1
    assert "E121" in ran["out"]

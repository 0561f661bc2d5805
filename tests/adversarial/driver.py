"""Runs the command line on many files, each in a fork with limits of its own: `driver.py JOBS`, answers as JSON lines.

A fork costs milliseconds where a process of its own costs a third of a second, and the limits are just as hard.
"""

from __future__ import annotations

import json
import os
import resource
import sys
import time
import traceback
from pathlib import Path

SECONDS, BYTES = 20, 1_500_000_000


def main(jobs: Path) -> None:
    """Each job is {"name", "args", "stdin"}; each answer adds exit, seconds, kilobytes, out, err."""
    import ecoflow.cli.settle
    import ecoflow.cli.test
    import ecoflow.cli.validate
    import ecoflow.report.findings  # noqa: F401 - what every fork needs is read once

    for job in json.loads(jobs.read_text("utf-8")):
        print(json.dumps(run(job)), flush=True)


def run(job: dict) -> dict:
    out, err = Path(job["out"]), Path(job["out"] + ".err")
    begin = time.perf_counter()
    child = os.fork()
    if not child:
        _child(job, out, err)
    _, status, usage = os.wait4(child, 0)
    took = time.perf_counter() - begin
    return {
        "name": job["name"],
        "exit": os.waitstatus_to_exitcode(status),
        "seconds": took,
        "cpu": usage.ru_utime + usage.ru_stime,
        "kilobytes": usage.ru_maxrss,
    }


def _child(job: dict, out: Path, err: Path) -> None:
    code = 99
    try:
        resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
        resource.setrlimit(resource.RLIMIT_AS, (BYTES, BYTES))
        for stream, path, how in (
            (0, job.get("stdin") or os.devnull, os.O_RDONLY),
            (1, out, os.O_WRONLY | os.O_CREAT | os.O_TRUNC),
            (2, err, os.O_WRONLY | os.O_CREAT | os.O_TRUNC),
        ):
            os.dup2(os.open(path, how), stream)
        sys.argv = ["ecoflow", *job["args"]]
        from ecoflow.__main__ import run as ecoflow

        ecoflow()
    except BaseException:  # noqa: BLE001 - whatever it is, the parent has to hear of it
        traceback.print_exc()
    finally:
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    main(Path(sys.argv[1]))

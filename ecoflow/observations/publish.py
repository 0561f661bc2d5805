"""Putting a finished folder in the place of another at once, and clearing away what killed runs left behind."""

from __future__ import annotations

import ctypes
import os
import shutil
import sys
from pathlib import Path
from typing import IO, Final

_EXCHANGE: Final = 2
_HERE: Final = -100


class Lock:
    """Says that the run that makes a folder lives: held and locked as long as the process lasts, however it ends."""

    def __init__(self, work: Path) -> None:
        self._path = work.with_suffix(".lock")
        self._file: IO[bytes] | None = self._path.open("wb")
        _try_lock(self._file)

    def release(self) -> None:
        """Give it up and take it away; also when it has been before."""
        if self._file:
            self._file.close()
            self._file = None
            self._path.unlink(missing_ok=True)


def publish(work: Path, out: Path) -> None:
    """Make `work` the folder `out`; what stood there is gone afterwards.

    Where the system can exchange two folders, there is no moment without one of them. Elsewhere there is a short one, in
    which the former folder bears the name `.NAME.*.former`; the next run puts it back (`sweep`).
    """
    if not out.exists():
        work.rename(out)
        return
    if _exchange(work, out):
        shutil.rmtree(work)
        return
    former = work.with_suffix(".former")
    out.rename(former)
    try:
        work.rename(out)
    except BaseException:
        former.rename(out)
        raise
    shutil.rmtree(former)


def sweep(out: Path) -> None:
    """Clear away what dead runs for this folder left, and put back a folder one of them had moved aside."""
    for former in sorted(out.parent.glob(f".{_escaped(out.name)}.*.former")):
        if out.exists():
            shutil.rmtree(former, ignore_errors=True)
        else:
            former.rename(out)
    for part in out.parent.glob(f".{_escaped(out.name)}.*.part"):
        if _is_dead(part.with_suffix(".lock")):
            shutil.rmtree(part, ignore_errors=True)
            part.with_suffix(".lock").unlink(missing_ok=True)


def _escaped(name: str) -> str:
    return "".join(f"[{c}]" if c in "*?[" else c for c in name)


def _is_dead(path: Path) -> bool:
    """Whether no living run holds this lock; a folder in the making without one is of a run that ended."""
    try:
        with path.open("r+b") as file:
            if not _try_lock(file):
                return False
        if sys.platform == "win32":
            path.unlink()  # refused while the file is open elsewhere
    except FileNotFoundError:
        return True
    except OSError:
        return False
    return True


def _try_lock(file: IO[bytes]) -> bool:
    if sys.platform == "win32":
        return True
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True


def _exchange(one: Path, other: Path) -> bool:
    """Exchange two folders in one step (Linux `renameat2`); whether that was possible."""
    if not sys.platform.startswith("linux"):
        return False
    try:
        call = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    return int(call(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE)) == 0

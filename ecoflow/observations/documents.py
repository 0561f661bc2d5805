"""The files of an import, one after the other, from folders, single files and `.tar.gz` archives.

Archives are streamed: nothing is unpacked to disk, and a member is read only if it is a plain file that stays inside.
"""

from __future__ import annotations

import os
import tarfile
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import IO, Final

from msgspec import Struct

from ecoflow.observations.refusal import Refusal

LARGEST: Final = 64 * 1024 * 1024
"""Bytes of the largest single page that is read."""

_PAGES: Final = (".json", ".csv")
_ARCHIVES: Final = (".tar.gz", ".tgz")


class Document(Struct, frozen=True):
    """One page: `name` as people see it, `path` to take the day from, its bytes; or the reason it cannot be had."""

    name: str
    path: str
    content: bytes = b""
    fault: str = ""
    detail: str = ""


class Intake(Struct):
    """Walks the inputs; `skipped` counts files in folders and archives that are of another kind."""

    inputs: Sequence[Path]
    progress: Callable[[int, int], None] | None = None
    skipped: int = 0
    _done: int = 0
    _total: int = 0

    def check(self) -> None:
        """Refuses (`Refusal`) an input that does not exist."""
        for path in self.inputs:
            if not path.exists():
                raise _missing(path)

    def documents(self) -> Iterator[Document]:
        """Every page, folders in the order of their names."""
        files = [found for path in self.inputs for found in self._files(path)]
        self._total = sum(path.stat().st_size for path, _ in files)
        for path, name in files:
            yield from self._archive(path, name) if _is(name, _ARCHIVES) else self._single(path, name)
            self._done += path.stat().st_size
            self._tell(self._done)

    def _files(self, top: Path) -> Iterator[tuple[Path, str]]:
        if top.is_file():
            yield top, top.name
            return
        for folder, folders, names in os.walk(top):
            folders[:] = sorted(name for name in folders if not name.startswith((".", "_")))
            for name in sorted(names):
                path = Path(folder) / name
                if name.startswith(".") or not path.is_file() or not _is(name, (*_PAGES, *_ARCHIVES)):
                    self.skipped += 1
                    continue
                yield path, f"{top.name}/{path.relative_to(top).as_posix()}".lstrip("/")

    def _single(self, path: Path, name: str) -> Iterator[Document]:
        if not _is(name, _PAGES):
            yield Document(name, name, fault="unknown-format")
            return
        if path.stat().st_size > LARGEST:
            yield Document(name, name, fault="too-large")
            return
        try:
            yield Document(name, path.as_posix(), path.read_bytes())
        except OSError as error:
            yield Document(name, name, fault="unreadable", detail=error.strerror or "")

    def _archive(self, path: Path, name: str) -> Iterator[Document]:
        try:
            with path.open("rb") as file, tarfile.open(fileobj=file, mode="r|gz") as archive:
                for member in archive:
                    yield from self._member(archive, member, f"{name}!{member.name}")
                    self._tell(self._done + file.tell())
        except (OSError, EOFError, tarfile.TarError, ValueError) as error:
            yield Document(name, name, fault="unreadable", detail=str(error))

    def _member(self, archive: tarfile.TarFile, member: tarfile.TarInfo, name: str) -> Iterator[Document]:
        if member.isdir():
            return
        path = PurePosixPath(member.name)
        if not member.isfile() or path.is_absolute() or ".." in path.parts:
            yield Document(name, member.name, fault="unsafe-member")
        elif not _is(path.name, _PAGES) or path.name.startswith("."):
            self.skipped += 1
        elif member.size > LARGEST:
            yield Document(name, member.name, fault="too-large")
        else:
            body: IO[bytes] | None = archive.extractfile(member)
            yield Document(name, member.name, body.read() if body else b"")

    def _tell(self, done: int) -> None:
        if self.progress:
            self.progress(done, self._total)


def _is(name: str, endings: tuple[str, ...]) -> bool:
    return name.lower().endswith(endings)


def _missing(path: Path) -> Refusal:
    return Refusal(
        zh=f"找不到 {path}。",
        en=f"{path} does not exist.",
        hint_zh="请给出文件夹、.json、.csv 或 .tar.gz 文件。",
        hint_en="Name a folder or a .json, .csv or .tar.gz file.",
    )

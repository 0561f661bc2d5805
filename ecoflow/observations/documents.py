"""The files of an import, one after the other, from folders, single files and archives (`.zip`, `.tar.gz` and its kin).

Archives are streamed: nothing is unpacked to disk, and a member is read only if it is a plain file that stays inside.
What would unpack to far more than its size is refused before it is read.
"""

from __future__ import annotations

import gzip
import os
import stat
import tarfile
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path, PurePosixPath
from typing import IO, Final

from msgspec import Struct

from ecoflow.observations.refusal import Refusal
from ecoflow.observations.tables.table import Readable
from ecoflow.observations.unpacking import Counted, is_bomb, member_name

LARGEST: Final = 64 * 1024 * 1024
"""Bytes of the largest single page that is read whole."""

PAGES: Final = (".json", ".csv")
"""Files of the national platform."""

TABLES: Final = (".csv", ".tsv", ".txt", ".json", ".jsonl", ".ndjson", ".xlsx", ".xlsm", ".xls", ".ods")
"""Files that may hold a table."""

_TAR: Final = (".tar.gz", ".tgz", ".tar", ".tar.bz2", ".tar.xz")
_ZIP: Final = (".zip",)
_PACKED: Final = ".gz"
_FAULTS: Final = (OSError, EOFError, tarfile.TarError, zipfile.BadZipFile, zlib.error, ValueError, RuntimeError,
                  NotImplementedError)
_HIDDEN: Final = (".", "~$", "__MACOSX")


class Document(Struct, frozen=True):
    """One file: `name` as people see it, `path` to take the day from; its bytes, or a stream; or why it cannot be had.

    A stream can be read until the next document is asked for.
    """

    name: str
    path: str
    content: bytes = b""
    fault: str = ""
    detail: str = ""
    stream: Readable | None = None


class Intake(Struct):
    """Walks the inputs; `skipped` counts files in folders and archives that are of another kind.

    With `whole`, documents come as bytes and large ones not at all; without it, as streams of any length.
    """

    inputs: Sequence[Path]
    progress: Callable[[int, int], None] | None = None
    endings: tuple[str, ...] = PAGES
    whole: bool = True
    skipped: int = 0
    _done: int = 0
    _total: int = 0

    def check(self) -> None:
        """Refuses (`Refusal`) an input that does not exist."""
        for path in self.inputs:
            if not path.exists():
                raise _missing(path)

    def documents(self) -> Iterator[Document]:
        """Every file, folders in the order of their names."""
        files = [found for path in self.inputs for found in self._files(path)]
        self._total = sum(path.stat().st_size for path, _ in files)
        for path, name in files:
            if _is(name, _TAR):
                yield from self._tar(path, name)
            elif _is(name, _ZIP):
                yield from self._zip(path, name)
            else:
                yield from self._single(path, name)
            self._done += path.stat().st_size
            self._tell(0)

    def _wanted(self, name: str) -> bool:
        packed = not self.whole and _is(name, tuple(end + _PACKED for end in self.endings))
        return packed or _is(name, self.endings)

    def _files(self, top: Path) -> Iterator[tuple[Path, str]]:
        if top.is_file():
            yield top, top.name
            return
        for folder, folders, names in os.walk(top):
            folders[:] = sorted(name for name in folders if not name.startswith((".", "_")))
            for name in sorted(names):
                path = Path(folder) / name
                known = self._wanted(name) or _is(name, (*_TAR, *_ZIP))
                if name.startswith(_HIDDEN) or not path.is_file() or not known:
                    self.skipped += 1
                    continue
                yield path, f"{top.name}/{path.relative_to(top).as_posix()}".lstrip("/")

    def _single(self, path: Path, name: str) -> Iterator[Document]:
        if self.whole and not self._wanted(name):
            yield Document(name, name, fault="unknown-format")
            return
        if self.whole and path.stat().st_size > LARGEST:
            yield Document(name, name, fault="too-large")
            return
        try:
            with path.open("rb") as file:
                yield self._document(name, path.as_posix(), file, path.stat().st_size)
        except OSError as error:
            yield Document(name, name, fault="unreadable", detail=error.strerror or "")

    def _document(self, name: str, path: str, file: IO[bytes], packed: int) -> Document:
        if self.whole:
            return Document(name, path, file.read())
        counted = Counted(file, self._tell)
        if _is(name, (_PACKED,)):
            inner = gzip.GzipFile(fileobj=counted)
            return Document(name, path.removesuffix(_PACKED), stream=Counted(inner, lambda _: None, packed))
        return Document(name, path, stream=counted)

    def _tar(self, path: Path, name: str) -> Iterator[Document]:
        size = path.stat().st_size
        try:
            with path.open("rb") as file, tarfile.open(fileobj=file, mode="r|*") as archive:
                for member in archive:
                    if is_bomb(member.offset_data + member.size, size):
                        yield Document(name, name, fault="zip-bomb")
                        return
                    yield from self._member(archive, member, f"{name}!{member.name}")
                    self._tell(file.tell())
        except _FAULTS as error:
            yield Document(name, name, fault="unreadable", detail=str(error))

    def _member(self, archive: tarfile.TarFile, member: tarfile.TarInfo, name: str) -> Iterator[Document]:
        if member.isdir():
            return
        if not member.isfile() or _leaves(member.name):
            yield Document(name, member.name, fault="unsafe-member")
        elif self._is_skipped(member.name):
            self.skipped += 1
        elif self.whole and member.size > LARGEST:
            yield Document(name, member.name, fault="too-large")
        else:
            body: IO[bytes] | None = archive.extractfile(member)
            if body and not self.whole:
                yield Document(name, member.name, stream=Counted(body, lambda _: None))
            else:
                yield Document(name, member.name, body.read() if body else b"")

    def _zip(self, path: Path, name: str) -> Iterator[Document]:
        size = path.stat().st_size
        unpacked = 0
        try:
            with path.open("rb") as file, zipfile.ZipFile(file) as archive:
                for member in archive.infolist():
                    unpacked += member.file_size
                    if is_bomb(unpacked, size):
                        yield Document(name, name, fault="zip-bomb")
                        return
                    yield from self._packed(archive, member, f"{name}!{member_name(member)}")
        except _FAULTS as error:
            yield Document(name, name, fault="unreadable", detail=str(error))

    def _packed(self, archive: zipfile.ZipFile, member: zipfile.ZipInfo, name: str) -> Iterator[Document]:
        if member.is_dir():
            return
        path = member_name(member)
        if stat.S_ISLNK(member.external_attr >> 16) or _leaves(path):
            yield Document(name, path, fault="unsafe-member")
        elif self._is_skipped(path):
            self.skipped += 1
        elif self.whole and member.file_size > LARGEST:
            yield Document(name, path, fault="too-large")
        else:
            try:
                with archive.open(member) as body:
                    if self.whole:
                        yield Document(name, path, body.read())
                    else:
                        yield Document(name, path, stream=Counted(body, lambda _: None))
            except _FAULTS as error:
                yield Document(name, path, fault="unreadable", detail=str(error))

    def _is_skipped(self, path: str) -> bool:
        parts = PurePosixPath(path).parts
        return not self._wanted(path) or any(part.startswith(_HIDDEN) for part in parts)

    def _tell(self, more: int) -> None:
        if self.progress:
            self.progress(self._done + more, self._total)


def _leaves(path: str) -> bool:
    """Whether a member's path leads out of its archive."""
    pure = PurePosixPath(path.replace("\\", "/"))
    return pure.is_absolute() or ".." in pure.parts or ":" in path[:2]


def _is(name: str, endings: tuple[str, ...]) -> bool:
    return name.lower().endswith(endings)


def _missing(path: Path) -> Refusal:
    return Refusal(
        zh=f"找不到 {path}。",
        en=f"{path} does not exist.",
        hint_zh="请给出文件夹、数据文件（CSV、Excel、JSON）或压缩包（.zip、.tar.gz）。",
        hint_en="Name a folder, a data file (CSV, Excel, JSON) or an archive (.zip, .tar.gz).",
    )

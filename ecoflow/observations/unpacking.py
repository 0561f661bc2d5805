"""Care with packed files: how much comes out, and what their members are called."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from typing import Final

from ecoflow.observations.tables.table import Readable, UnreadableTable

_MOST_TIMES: Final = 250
_ALWAYS_FINE: Final = 64 * 1024 * 1024
_NAMED_IN_UTF_8: Final = 0x800


def is_bomb(unpacked: int, packed: int) -> bool:
    """Whether so many bytes from so few are no data: tables shrink ten to fifty times, rarely a hundred times."""
    return unpacked > max(_ALWAYS_FINE, _MOST_TIMES * packed)


class Counted(io.RawIOBase):
    """A stream that tells how many bytes were read; with `packed`, one that stops where a bomb begins."""

    def __init__(self, stream: Readable, tell: Callable[[int], None], packed: int | None = None) -> None:
        self._tell, self._packed, self._read = tell, packed, 0
        # One read of what lies below at a time: what came out before a fault is not lost with it.
        self._some: Callable[[int], bytes] = getattr(stream, "read1", stream.read)

    def readable(self) -> bool:
        """Whether it can be read: always."""
        return True

    def read(self, size: int = -1) -> bytes:
        """Up to so many bytes. Raises `UnreadableTable` where far more comes out than went in."""
        part = self._some(size)
        self._read += len(part)
        if self._packed is not None and is_bomb(self._read, self._packed):
            raise UnreadableTable("unpacks to far more than its size", "zip-bomb")
        self._tell(self._read)
        return part


def member_name(member: zipfile.ZipInfo) -> str:
    """The name as it was meant: archives made on Chinese Windows name their members in GB 18030 and do not say so."""
    if member.flag_bits & _NAMED_IN_UTF_8:
        return member.filename
    try:
        raw = member.filename.encode("cp437")
    except UnicodeEncodeError:
        return member.filename
    for encoding in ("utf-8", "gb18030"):
        try:
            return raw.decode(encoding)
        except UnicodeDecodeError:
            continue
    return member.filename

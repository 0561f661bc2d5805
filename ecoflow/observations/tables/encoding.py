"""The encoding of a text file, told from its bytes: UTF-8 with or without a mark, UTF-16 with one, GB 18030."""

from __future__ import annotations

import codecs
import io
from typing import Final

from ecoflow.observations.tables.table import Readable

_UTF_16: Final = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


def encodings_of(head: bytes) -> tuple[str, ...]:
    """In which order to try encodings on the cells of a file that begins so: first the one most of its lines are in.

    Nearly every text in UTF-8 is also some text in GB 18030, and hardly one the other way round.
    """
    lines = [line for line in head.splitlines() if not line.isascii()]
    fitting = sum(_is_utf_8(line) for line in lines)
    return ("utf-8", "gb18030") if 2 * fitting >= len(lines) else ("gb18030", "utf-8")


def _is_utf_8(line: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(line)
    except UnicodeDecodeError:
        return False
    return True


def decoded_stream(stream: Readable) -> Readable:
    """The stream itself, or, where it begins with the mark of UTF-16 (Excel's "Unicode text"), as UTF-8."""
    mark = stream.read(2)
    whole = Joined(mark, stream)
    return _FromUtf16(whole) if mark in _UTF_16 else whole


class Joined(io.RawIOBase):
    """Bytes already read, then the rest."""

    def __init__(self, begin: bytes, stream: Readable) -> None:
        self._begin, self._stream = begin, stream

    def read(self, size: int = -1) -> bytes:
        """Up to so many bytes; all of them without a size."""
        if not self._begin:
            return self._stream.read(size)
        begin, self._begin = self._begin, b""
        if size < 0:
            return begin + self._stream.read()
        if size < len(begin):
            self._begin = begin[size:]
        return begin[:size]


class _FromUtf16(io.RawIOBase):
    """UTF-16 as UTF-8; what is no character becomes the mark for one, so that its cell is refused."""

    def __init__(self, stream: Readable) -> None:
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder("utf-16")("replace")
        self._ready = b""

    def read(self, size: int = -1) -> bytes:
        """Up to so many bytes; all of them without a size."""
        while size < 0 or len(self._ready) < size:
            part = self._stream.read(1 << 20)
            self._ready += self._decoder.decode(part, final=not part).encode()
            if not part:
                break
        size = len(self._ready) if size < 0 else size
        part, self._ready = self._ready[:size], self._ready[size:]
        return part

"""Where a file lies, as other programs are told: below the working directory if it is there, else by its whole path."""

from __future__ import annotations

import os
from pathlib import Path
from urllib.parse import quote_from_bytes

from msgspec import Struct

STDIN = "<stdin>"
"""The file name of what was read from standard input."""


class Artifact(Struct, frozen=True):
    """A file; `path` has forward slashes, and is relative when `below` the working directory."""

    path: str
    below: bool

    @property
    def uri(self) -> str:
        """The path as a URI reference (RFC 3986): every other byte percent-encoded, `file://` before a whole path."""
        # a path need not be Unicode: its bytes are what is encoded
        encoded = quote_from_bytes(os.fsencode(self.path), safe="/")
        return encoded if not self.path.startswith("/") else f"file://{encoded}"


def artifact(file: str) -> Artifact:
    """The file as seen from the working directory."""
    if file == STDIN:
        return Artifact(STDIN, below=False)
    path, here = Path(os.path.abspath(file)), Path.cwd()  # noqa: PTH100 - resolve() would also follow links
    if path.is_relative_to(here):
        return Artifact(path.relative_to(here).as_posix(), below=True)
    return Artifact(path.as_posix(), below=False)

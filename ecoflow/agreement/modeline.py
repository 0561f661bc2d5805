"""The first line of an agreement file that tells an editor where its JSON Schema is."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

SCHEMA_FILE = "agreement.schema.json"
"""What the schema is called wherever it is written."""

_USUAL = (SCHEMA_FILE, f"docs/{SCHEMA_FILE}")


def schema_near(folder: Path) -> Path | None:
    """The schema an agreement in this folder can use, or None.

    It is looked for in the folder, and in those above it up to the root of the repository they belong to (in each
    also under `docs`). Outside a repository only the folder itself counts: what lies above belongs to someone else.
    """
    for place in _own(folder.resolve()):
        for name in _USUAL:
            if (place / name).is_file():
                return place / name
    return None


def modeline(schema: Path, folder: Path) -> str:
    """The line for files in `folder`, with its line break: `# yaml-language-server: $schema=../docs/…`.

    The path is relative, with forward slashes: the file may move to another machine together with its schema.
    """
    way = Path(os.path.relpath(schema.resolve(), folder.resolve())).as_posix()
    return f"# yaml-language-server: $schema={way}\n"


def _own(folder: Path) -> Iterator[Path]:
    above = (folder, *folder.parents)
    root = next((n for n, place in enumerate(above) if (place / ".git").exists()), 0)
    yield from above[: root + 1]

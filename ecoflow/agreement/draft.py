"""A draft that starts from another agreement: the same text, its comments too, under its own head and without its proofs."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from ecoflow.agreement.yaml_tree import BOM, Mapping, Node, Scalar, Sequence, read

_SCHEMA_LINE = re.compile(r"^# yaml-language-server:.*\n")
_DRAFT = {"zh": "（草案）", "en": " (draft)"}

Edit = tuple[int, int, str]
"""From, to, and what stands there instead, in characters of the text."""


def draft_like(text: str, name: str) -> str:
    """The text of a model agreement as a draft called `name`: new id, status draft, and no number called published.

    What an official text says of the model it does not say of the draft, so every confidence becomes `assumed`; the
    sources stay, as the places to look. Examples stay as they are: they say what the draft still has in common with
    its model. Nothing else is touched; the first line that names a schema for editors goes, for its path would be wrong
    (`modeline` makes one that is right).
    """
    whole = _SCHEMA_LINE.sub("", text.removeprefix(BOM))
    tree, _ = read(whole, name)
    if not isinstance(tree, Mapping):
        return whole
    for start, end, instead in sorted(_edits(tree, name), reverse=True):
        whole = whole[:start] + instead + whole[end:]
    return whole


def _edits(root: Mapping, name: str) -> Iterator[Edit]:
    for key, instead in (("id", name), ("status", "draft")):
        found = root.get(key)
        if isinstance(found, Scalar):
            yield found.start, found.end, instead
    title = root.get("title")
    if isinstance(title, Mapping):
        yield from (_titled(key.text, value) for key, value in title.items if isinstance(value, Scalar))
    elif isinstance(title, Scalar):
        yield _titled("zh", title)
    yield from _unproved(root)


def _titled(lang: str, title: Scalar) -> Edit:
    said = title.text + _DRAFT.get(lang, "")
    return title.start, title.end, json.dumps(said, ensure_ascii=False)


def _unproved(node: Node) -> Iterator[Edit]:
    """Every confidence anywhere in the file."""
    if isinstance(node, Mapping):
        for key, value in node.items:
            if key.text == "confidence" and isinstance(value, Scalar):
                yield value.start, value.end, "assumed"
            yield from _unproved(value)
    elif isinstance(node, Sequence):
        for item in node.items:
            yield from _unproved(item)

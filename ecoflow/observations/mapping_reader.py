"""A mapping file to a mapping, with everything that is wrong with it: file, line, column, hint."""

from __future__ import annotations

from collections.abc import Mapping as Table
from pathlib import Path
from types import MappingProxyType

from ecoflow.agreement.fields import text, texts
from ecoflow.agreement.scalars import read_day
from ecoflow.agreement.structure import Structure
from ecoflow.agreement.yaml_tree import BOM, LARGEST, Node, Scalar, read, too_large
from ecoflow.agreement.yaml_tree import Mapping as Block
from ecoflow.diagnostics.finding import Finding, Place, has_errors, in_order
from ecoflow.observations import mapping as m
from ecoflow.observations.mapping_checks import check, limit_of
from ecoflow.observations.mapping_language import MAPPING, ORDERS, SERIALS
from ecoflow.observations.text_rules import BELOW_WORDS, FLAG_WORDS, MISSING, NOT_MEASURED_WORDS
from ecoflow.standards.indicators import find


def read_mapping(path: Path) -> tuple[m.Mapping | None, tuple[Finding, ...]]:
    """The mapping in a file (None when it has an error) and everything found, sorted by place."""
    name = str(path)
    try:
        with path.open("rb") as file:
            raw = file.read(LARGEST + len(BOM.encode()) + 1)
    except OSError as error:
        return None, (Finding("E110", Place(name, 1, 1), {"problem": error.strerror or str(error)}),)
    if len(raw) > LARGEST + len(BOM.encode()):
        return None, (too_large(name),)
    try:
        return read_mapping_text(raw.decode("utf-8"), name)
    except UnicodeDecodeError:
        problem = ("不是 UTF-8 编码（可能是 GBK）", "not UTF-8 (GBK perhaps)")
        return None, (Finding("E110", Place(name, 1, 1), {"problem": problem}),)


def read_mapping_text(content: str, file: str) -> tuple[m.Mapping | None, tuple[Finding, ...]]:
    """As `read_mapping`, for a text already read; `file` is the name findings carry."""
    tree, findings = read(content.removeprefix(BOM), file)
    if not isinstance(tree, Block):
        return None, in_order(findings or [Finding("E328", Place(file, 1, 1))])
    structure = Structure()
    root = structure.whole(tree, MAPPING)
    found = in_order([*findings, *structure.findings, *check(root)])
    return (None if has_errors(found) else _mapping(root)), found


def _mapping(root: Block) -> m.Mapping:
    header = _block(root, "header")
    return m.Mapping(
        name=_name(root.get("name")),
        files=text(root, "files"),
        sheet=text(root, "sheet"),
        header_row=_count(header, "row"),
        units_row=_count(header, "units"),
        stop=texts(root, "stop"),
        source=_source(root.get("source")),
        recorded=_recorded(root.get("recorded")),
        time=_time(root.get("time")),
        section=_section(root.get("section")),
        sections=_table(root.get("sections")),
        columns=_columns(root.get("columns")),
        long=_long(root.get("long")),
        values=_words(_block(root, "values")),
    )


def _block(node: Block, key: str) -> Block:
    found = node.get(key)
    return found if isinstance(found, Block) else Block((), node.place)


def _name(node: Node | None) -> str:
    if isinstance(node, Block):
        return text(node, "zh") or text(node, "en")
    return node.text if isinstance(node, Scalar) else ""


def _count(node: Block, key: str) -> int | None:
    found = text(node, key)
    return int(found) if found else None


def _table(node: Node | None) -> Table[str, str]:
    items = node.items if isinstance(node, Block) else ()
    return MappingProxyType({key.text.strip(): value.text.strip() for key, value in items if isinstance(value, Scalar)})


def _source(node: Node | None) -> m.Source:
    if isinstance(node, Block):
        return m.Source(column=text(node, "column"), words=_table(node.get("words")))
    return m.Source(word=node.text.strip() if isinstance(node, Scalar) else "")


def _recorded(node: Node | None) -> m.Recorded:
    if isinstance(node, Block):
        return m.Recorded(column=text(node, "column"))
    word = node.text.strip() if isinstance(node, Scalar) else ""
    return m.Recorded(file_day=True) if word == "file-day" else m.Recorded(day=read_day(word, last=True))


def _time(node: Node | None) -> m.Time:
    if not isinstance(node, Block):
        return m.Time(column=node.text.strip() if isinstance(node, Scalar) else "")
    year, month, day = (_part(node.get(key)) for key in ("year", "month", "day"))
    order: m.Order = next((word for word in ORDERS if word == text(node, "order")), "")
    serial: m.Serial = next((word for word in SERIALS if word == text(node, "serial")), "")
    return m.Time(text(node, "column"), text(node, "clock"), year, month, day, order, serial)


def _part(node: Node | None) -> m.Part:
    if isinstance(node, Block):
        return m.Part(column=text(node, "column"))
    word = node.text.strip() if isinstance(node, Scalar) else ""
    return m.Part(from_file=True) if word == m.FROM_FILE else m.Part(int(word) if word else None)


def _section(node: Node | None) -> m.Section:
    if isinstance(node, Block):
        return m.Section(text(node, "column"), text(node, "name"))
    word = node.text.strip() if isinstance(node, Scalar) else ""
    return m.Section(from_file=True) if word == "file-name" else m.Section(column=word)


def _columns(node: Node | None) -> Table[str, m.Column]:
    items = node.items if isinstance(node, Block) else ()
    return MappingProxyType({key.text.strip(): _column(value) for key, value in items})


def _column(node: Node) -> m.Column:
    if isinstance(node, Block):
        return m.Column("", _indicator(text(node, "indicator")), text(node, "unit"), text(node, "flag"))
    return m.Column(node.text if isinstance(node, Scalar) else "")


def _indicator(name: str) -> str:
    found = find(name)
    return found.id if found else name


def _long(node: Node | None) -> m.Long | None:
    if not isinstance(node, Block):
        return None
    indicator, value, unit, flag, limit = (text(node, key) for key in ("indicator", "value", "unit", "flag", "limit"))
    names = {name: _indicator(meant) for name, meant in _table(node.get("names")).items()}
    return m.Long(indicator, value, unit, flag, limit, MappingProxyType(names))


_BLANK = ("blank", "空白")
"""Words of a mapping for a cell that is empty."""


def _words(node: Block) -> m.Words:
    """The mapping's words beside the usual ones; what it lists counts as it says, whatever is usual."""
    below = _block(node, "below")
    own = tuple(tuple("" if word in _BLANK else word for word in found or ())
                for found in (texts(node, "missing"), texts(node, "not_measured"), texts(below, "words")))
    usual = (MISSING, NOT_MEASURED_WORDS, BELOW_WORDS)
    said = {word for words in own for word in words} | set(_table(node.get("flags")))
    missing, not_measured, words = (tuple(dict.fromkeys((*mine, *(w for w in theirs if w not in said))))
                                    for mine, theirs in zip(own, usual, strict=True))
    flags = {word: code for word, code in FLAG_WORDS.items() if word not in said} | dict(_table(node.get("flags")))
    limits = {_indicator(name): limit_of(name, amount) for name, amount in _table(below.get("limits")).items()}
    return m.Words(missing, not_measured, words, MappingProxyType(flags),
                   MappingProxyType({name: size for name, size in limits.items() if size is not None}))

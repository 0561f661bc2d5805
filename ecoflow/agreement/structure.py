"""The tree against the declared shape: every key known, every scalar of its kind; what is wrong is cut out.

The result holds only what fits, so the builder may rely on it, while all findings of the file are made in one run.
What was cut out leaves a mark, so that one mistake is reported once.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice

from msgspec import Struct, field

from ecoflow.agreement.scalars import FORMS, fits, form, trap
from ecoflow.agreement.shape import Either, Later, Leaf, Listing, Record, Shape, Table
from ecoflow.agreement.yaml_slips import WIDE
from ecoflow.agreement.yaml_tree import Mapping, Node, Scalar, Sequence, short
from ecoflow.diagnostics.finding import MOST_LISTED, Finding, Phrase, Place
from ecoflow.diagnostics.near import suggestion

Path = tuple[str, ...]

_KIND = {Scalar: ("单个值", "a single value"), Sequence: ("列表", "a list"), Mapping: ("键值对", "a mapping")}
_WORD = re.compile(r"[A-Za-z]\w*")


class Structure(Struct):
    """One pass of one file.

    `lost` holds the paths of what was cut out, such as `("terms", "k0")`; `mentioned` the words that stood in it, so
    that a name used only there does not count as unused.
    """

    findings: list[Finding] = field(default_factory=list)
    lost: set[Path] = field(default_factory=set)
    mentioned: set[str] = field(default_factory=set)

    def whole(self, node: Mapping, record: Record) -> Mapping:
        """All of the file that can be used, also when a block that must be there is missing or broken."""
        kept, _ = self._fields(node, record, (), node.place)
        return kept

    def _fit(self, node: Node, shape: Shape, path: Path, owner: Place) -> Node | None:
        """The node without what does not fit the shape; None when nothing of it can be used.

        `owner` is where the entry's own key stands: the place of what is missing from it.
        """
        match shape:
            case Leaf():
                return self._leaf(node, shape)
            case Record():
                return self._record(node, shape, path, owner)
            case Table():
                return self._table(node, shape, path)
            case Listing():
                return self._listing(node, shape, path, owner)
            case Either():
                return self._fit(node, shape.scalar if isinstance(node, Scalar) else shape.mapping, path, owner)
            case Later():
                return self._fit(node, shape.get(), path, owner)

    def _say(self, code: str, place: Place, **details: Phrase) -> None:
        self.findings.append(Finding(code, place, details))

    def _lose(self, path: Path, node: Node | None = None) -> None:
        self.lost.add(path)
        self.mentioned.update(_words(node) if node else ())

    def _other(self, node: Node, wanted: type[Scalar | Sequence | Mapping], form: Phrase | None = None) -> None:
        """The node is of another kind than the one that belongs here."""
        if isinstance(node, Scalar) and not node.text:
            self._say("E115", node.place, wanted=_KIND[wanted])
        else:
            self._say("E113", node.place, wanted=form or _KIND[wanted], found=_KIND[type(node)])

    def _leaf(self, node: Node, leaf: Leaf) -> Node | None:
        if not isinstance(node, Scalar):
            self._other(node, Scalar, FORMS.get(leaf.kind))
            return None
        if leaf.kind == "choice":
            return self._choice(node, leaf)
        if fits(leaf.kind, node.text):
            return node
        why = trap(node.text)
        if not node.text.strip():
            self._say("E115", node.place, wanted=FORMS[leaf.kind])
        elif why:
            self._say("E116", node.place, text=short(node.text), why=why)
        else:
            self._say("E114", node.place, text=short(node.text), wanted=form(leaf.kind, node.text))
        return None

    def _choice(self, node: Scalar, leaf: Leaf) -> Node | None:
        if node.text in leaf.choices:
            return node
        if node.text.strip():
            self._say("E117", node.place, text=short(node.text), **suggestion(node.text, leaf.choices))
        else:
            listed = ", ".join(leaf.choices)
            self._say("E115", node.place, wanted=(listed.replace(", ", "、"), listed))
        return None

    def _record(self, node: Node, record: Record, path: Path, owner: Place) -> Node | None:
        if not isinstance(node, Mapping):
            self._other(node, Mapping)
            return None
        kept, complete = self._fields(node, record, path, owner)
        return kept if complete else None

    def _fields(self, node: Mapping, record: Record, path: Path, owner: Place) -> tuple[Mapping, bool]:
        kept: dict[str, tuple[Scalar, Node]] = {}
        cut: set[str] = set()
        before = ""
        for key, value in node.items:
            known = record.field(key.text)
            if known is None:
                meant = self._unknown(node, key, value, record, before)
                self._lose((*path, meant), value)
                cut.add(meant)
                kept.pop(meant, None)
                continue
            before = key.text
            fitted = self._fit(value, known.shape, (*path, key.text), key.place)
            if fitted is None:
                self._lose((*path, key.text), value)
                cut.add(key.text)
            elif key.text not in cut:
                kept[key.text] = (key, fitted)
        complete = self._complete(node, record, set(kept), cut, owner)
        for absent in record.fields:
            if absent.required and absent.key not in kept:
                self._lose((*path, absent.key))
        return Mapping(tuple(kept.values()), node.place, node.flow, frozenset(cut)), complete

    def _unknown(self, node: Mapping, key: Scalar, value: Node, record: Record, before: str) -> str:
        """Report a key that is not one of the record's; gives the key that was meant or is spoilt by it."""
        meant = WIDE.split(key.text, maxsplit=1)[0].strip()
        if meant != key.text and record.field(meant) is not None:
            self._say("E122", key.place, key=meant)
            return meant
        bare = node.flow and isinstance(value, Scalar) and not value.text and value.start == key.end
        if bare and before:
            # a run of bare words after one value is one text with several commas
            place = next(k for k, v in _after(node, before) if record.field(k.text) is None)
            if place is key:
                self._say("E121", key.place, text=short(key.text))
            return before
        # a near name is looked for as long as it will be read
        known = (f.key for f in record.fields) if len(self.findings) < MOST_LISTED else ()
        found = suggestion(key.text, known)
        self._say("E111", key.place, key=short(key.text), block=record.name, **found)
        near = found.get("near")
        return near if isinstance(near, str) else key.text

    def _complete(self, node: Mapping, record: Record, kept: set[str], cut: set[str], owner: Place) -> bool:
        written = {k.text for k, _ in node.items} | cut
        for absent in record.fields:
            if absent.required and absent.key not in written:
                self._say("E112", owner, key=absent.key, block=record.name, what=(absent.zh, absent.en))
        rivals = [k for k in dict.fromkeys((*(k.text for k, _ in node.items), *cut)) if k in record.one_of]
        if len(rivals) > 1:
            second = node.key(rivals[1])
            self._say("E119", second.place if second else owner, keys=", ".join(rivals), block=record.name)
        elif record.one_of and not rivals:
            self._say("E118", owner, keys=", ".join(record.one_of), block=record.name)
        decided = not record.one_of or (len(rivals) == 1 and rivals[0] in kept)
        return decided and all(f.key in kept for f in record.fields if f.required)

    def _table(self, node: Node, table: Table, path: Path) -> Node | None:
        if not isinstance(node, Mapping):
            self._other(node, Mapping)
            return None
        if len(node.items) < table.least:
            if not node.cut:
                self._say("E115", node.place, wanted=_KIND[Mapping])
            return None
        kept: list[tuple[Scalar, Node]] = []
        cut: set[str] = set()
        for key, value in node.items:
            if key.text in table.beside and isinstance(value, Sequence):
                self._say("E116", key.place, text=key.text, why=beside(key.text, path[-1]))
                self._lose((*path, key.text), value)
                cut.add(key.text)
                continue
            name = self._leaf(key, Leaf(table.key))
            bare = name is None and isinstance(value, Scalar) and not value.text
            fitted = None if bare else self._fit(value, table.of, (*path, key.text), key.place)
            if fitted is None or name is None:
                self._lose((*path, key.text), value)
                cut.add(key.text)
            else:
                kept.append((key, fitted))
        return Mapping(tuple(kept), node.place, node.flow, frozenset(cut))

    def _listing(self, node: Node, listing: Listing, path: Path, owner: Place) -> Node | None:
        if not isinstance(node, Sequence):
            if listing.or_one:
                return self._fit(node, listing.of, path, owner)
            self._other(node, Sequence)
            return None
        if len(node.items) < listing.least:
            self._say("E115", node.place, wanted=_KIND[Sequence])
            return None
        kept: list[Node] = []
        whole = True
        written: dict[str, Place] = {}
        for n, item in enumerate(node.items):
            if isinstance(item, Scalar) and item.text in written:
                self._say("E126", item.place, text=short(item.text), line=str(written[item.text].line))
                continue
            if isinstance(item, Scalar):
                written[item.text] = item.place
            fitted = self._fit(item, listing.of, (*path, str(n)), item.place)
            if fitted is None:
                self._lose((*path, str(n)), item)
                whole = False
            else:
                kept.append(fitted)
        return Sequence(tuple(kept), node.place, not whole)


def beside(key: str, table: str) -> Phrase:
    """What to do with a key that was written in a table and belongs next to it."""
    return f"{key} 与 {table} 并列书写，不写在其中", f"{key} stands beside {table}, not in it"


def _after(node: Mapping, key: str) -> Iterator[tuple[Scalar, Node]]:
    """The entries that follow a key."""
    at = next(n for n, (k, _) in enumerate(node.items) if k.text == key)
    yield from islice(node.items, at + 1, None)


def _words(node: Node) -> Iterator[str]:
    """Every word that could be a name, anywhere in a node."""
    match node:
        case Scalar():
            yield from _WORD.findall(node.text)
        case Sequence():
            for item in node.items:
                yield from _words(item)
        case Mapping():
            for key, value in node.items:
                yield from _words(key)
                yield from _words(value)

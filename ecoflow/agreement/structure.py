"""The tree against the declared shape: every key known, every scalar of its kind; what is wrong is cut out.

The result holds only what fits, so the builder may rely on it, while all findings of the file are made in one run.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from ecoflow.agreement.scalars import FORMS, fits, trap
from ecoflow.agreement.shape import Either, Later, Leaf, Listing, Record, Shape, Table
from ecoflow.agreement.yaml_tree import Mapping, Node, Scalar, Sequence
from ecoflow.diagnostics.finding import Finding, Phrase, Place
from ecoflow.formula.check import nearest

_KIND = {Scalar: ("单个值", "a single value"), Sequence: ("列表", "a list"), Mapping: ("键值对", "a mapping")}


@dataclass(slots=True)
class Structure:
    """One pass of one file. `broken` holds the dotted paths of entries that were cut out."""

    findings: list[Finding] = field(default_factory=list)
    broken: set[str] = field(default_factory=set)

    def fit(self, node: Node, shape: Shape, path: str = "") -> Node | None:
        """The node without what does not fit the shape; None when nothing of it can be used."""
        match shape:
            case Leaf():
                return self._leaf(node, shape)
            case Record():
                return self._record(node, shape, path)
            case Table():
                return self._table(node, shape, path)
            case Listing():
                return self._listing(node, shape, path)
            case Either():
                return self.fit(node, shape.scalar if isinstance(node, Scalar) else shape.mapping, path)
            case Later():
                return self.fit(node, shape.get(), path)

    def _say(self, code: str, place: Place, **details: Phrase) -> None:
        self.findings.append(Finding(code, place, details))

    def _leaf(self, node: Node, leaf: Leaf) -> Node | None:
        if not isinstance(node, Scalar):
            wanted = FORMS[leaf.kind] if leaf.kind in FORMS else _KIND[Scalar]
            self._say("E113", node.place, wanted=wanted, found=_KIND[type(node)])
            return None
        if leaf.kind == "choice":
            return self._choice(node, leaf)
        if fits(leaf.kind, node.text):
            return node
        why = trap(node.text)
        if not node.text:
            self._say("E115", node.place, wanted=FORMS[leaf.kind])
        elif why:
            self._say("E116", node.place, text=node.text, wanted=FORMS[leaf.kind], why=why)
        else:
            self._say("E114", node.place, text=_short(node.text), wanted=FORMS[leaf.kind])
        return None

    def _choice(self, node: Scalar, leaf: Leaf) -> Node | None:
        if node.text in leaf.choices:
            return node
        near = nearest(node.text, leaf.choices)
        self._say("E117", node.place, text=_short(node.text), known=", ".join(leaf.choices),
                  **({"near": near} if near else {}))
        return None

    def _record(self, node: Node, record: Record, path: str) -> Node | None:
        if not isinstance(node, Mapping):
            self._say("E113", node.place, wanted=_KIND[Mapping], found=_KIND[type(node)])
            return None
        kept: list[tuple[Scalar, Node]] = []
        for key, value in node.items:
            known = record.field(key.text)
            if known is None:
                self._unknown(key, value, record)
                continue
            fitted = self.fit(value, known.shape, f"{path}.{key.text}" if path else key.text)
            if fitted is not None:
                kept.append((key, fitted))
        complete = self._complete(node, record, {k.text for k, _ in kept})
        return Mapping(tuple(kept), node.place) if complete else None

    def _unknown(self, key: Scalar, value: Node, record: Record) -> None:
        if record.name == "words" and isinstance(value, Scalar) and not value.text:
            self._say("E121", key.place, text=_short(key.text))
            return
        known = tuple(f.key for f in record.fields)
        near = nearest(key.text, known)
        self._say("E111", key.place, key=_short(key.text), block=record.name, known=", ".join(known),
                  **({"near": near} if near else {}))

    def _complete(self, node: Mapping, record: Record, kept: set[str]) -> bool:
        written = {k.text for k, _ in node.items}
        missing = [f for f in record.fields if f.required and f.key not in written]
        for absent in missing:
            self._say("E112", node.place, key=absent.key, block=record.name, what=(absent.zh, absent.en))
        rivals = [k for k in record.one_of if k in written]
        if record.one_of and len(rivals) != 1:
            if rivals:
                second = node.key(rivals[1])
                self._say("E119", second.place if second else node.place, keys=", ".join(rivals), block=record.name)
            else:
                self._say("E118", node.place, keys=", ".join(record.one_of), block=record.name)
        whole = (not record.one_of) or (len(rivals) == 1 and rivals[0] in kept)
        return whole and all(f.key in kept for f in record.fields if f.required)

    def _table(self, node: Node, table: Table, path: str) -> Node | None:
        if not isinstance(node, Mapping):
            self._say("E113", node.place, wanted=_KIND[Mapping], found=_KIND[type(node)])
            return None
        kept: list[tuple[Scalar, Node]] = []
        for key, value in node.items:
            here = f"{path}.{key.text}"
            name = self._leaf(key, Leaf(table.key))
            fitted = self.fit(value, table.of, here)
            if fitted is None or name is None:
                self.broken.add(here)
            else:
                kept.append((key, fitted))
        return Mapping(tuple(kept), node.place)

    def _listing(self, node: Node, listing: Listing, path: str) -> Node | None:
        if not isinstance(node, Sequence):
            one = self.fit(node, listing.of, path) if listing.or_one else None
            if not listing.or_one:
                self._say("E113", node.place, wanted=_KIND[Sequence], found=_KIND[type(node)])
            return one
        kept = [self.fit(item, listing.of, f"{path}.{n}") for n, item in enumerate(node.items)]
        if None in kept:
            self.broken.add(path)
        return Sequence(tuple(item for item in kept if item is not None), node.place)


def _short(text: str) -> str:
    line = " ".join(text.split())
    return line if len(line) <= 40 else line[:37] + "..."



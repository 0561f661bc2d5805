"""The file of known gaps: agreement, then code, then what the gap is about and its state, one gap a line.

    xinanjiang-1:
      N533:
        terms.k0: recalled

It is read as strictly as an agreement, and it may only shrink: see `gap_baseline`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from msgspec import Struct

from ecoflow.agreement import yaml_tree
from ecoflow.agreement.gap import STATES, Gap
from ecoflow.agreement.yaml_tree import BOM, Node, Scalar, short
from ecoflow.diagnostics.finding import Finding, Phrase, Place
from ecoflow.diagnostics.near import suggestion

HEAD = """\
# 已知缺口：第十七条所列事项中未载明的、没有出处或可信度的数、依据不足正式文本的条目。
# 用 'ecoflow validate 协议 --baseline 本文件' 核对：新缺口为错误；已补的缺口须删去，可用 --update-baseline。
# Known gaps: items of Article 17 that are not stated, numbers without source or confidence, entries that rest on less
# than an official text. 'ecoflow validate AGREEMENTS --baseline THIS' holds the agreements to it: a new gap is an
# error, a closed one is taken out (--update-baseline does it). The program never adds to this file.
"""

_TABLE: Phrase = ("键值对，每个缺口一行", "a mapping, one gap a line")
_STATE: Phrase = ("缺口的状态", "the state of the gap")


class Entry(Struct, frozen=True):
    """One known gap and where it stands; `state` is the scalar itself, for it may be bettered in place."""

    agreement: str
    code: str
    subject: str
    state: Scalar
    place: Place
    code_place: Place
    agreement_place: Place


def read_known(text: str, file: str) -> tuple[tuple[Entry, ...], list[Finding]]:
    """The known gaps of a file's text in its order, and what is wrong with the file. No gaps are no entries."""
    tree, findings = yaml_tree.read(text.removeprefix(BOM), file)
    if tree is None:
        return (), findings
    entries = tuple(_agreements(tree, findings))
    return entries, findings


def _agreements(tree: Node, findings: list[Finding]) -> Iterator[Entry]:
    for agreement, codes in _items(tree, findings):
        for code, subjects in _items(codes, findings):
            if code.text not in STATES:
                details = {"code": short(code.text), **suggestion(code.text, STATES)}
                findings.append(Finding("E533", code.place, details))
                continue
            for subject, state in _items(subjects, findings):
                if not isinstance(state, Scalar):
                    findings.append(Finding("E531", state.place, {"wanted": _STATE}))
                elif state.text not in STATES[code.text]:
                    details = {"state": short(state.text), "code": code.text,
                               **suggestion(state.text, STATES[code.text])}
                    findings.append(Finding("E537", state.place, details))
                else:
                    yield Entry(agreement.text, code.text, subject.text, state, subject.place, code.place,
                                agreement.place)


def _items(node: Node, findings: list[Finding]) -> Iterable[tuple[Scalar, Node]]:
    """The entries of a block mapping; anything else has a finding. In braces several gaps could share a line."""
    if isinstance(node, yaml_tree.Mapping) and not node.flow:
        return node.items
    findings.append(Finding("E531", node.place, {"wanted": _TABLE}))
    return ()


def write_known(held: Mapping[str, Iterable[Gap]]) -> str:
    """A new file of all gaps of these agreements (id -> gaps), sorted."""
    tree: dict[str, dict[str, dict[str, str]]] = {}
    for agreement, found in held.items():
        for gap in found:
            tree.setdefault(agreement, {}).setdefault(gap.code, {})[gap.subject] = gap.state
    return HEAD + (f"\n{yaml_tree.write(tree)}" if tree else "")


def without(text: str, entries: Iterable[Entry], closed: frozenset[Place], bettered: Mapping[Place, str]) -> str:
    """The file's text without the lines of closed entries, and with the states that got better; all else as written.

    `closed` and `bettered` name entries by the place of their subject. A heading whose last entry goes, goes too.
    """
    held = tuple(entries)
    kept = [e for e in held if e.place not in closed]
    gone = {e.place.line: e.state.place.line for e in held if e.place in closed}
    headings = {e.code_place.line for e in held} | {e.agreement_place.line for e in held}
    headings -= {e.code_place.line for e in kept} | {e.agreement_place.line for e in kept}
    dropped = headings.union(*(range(first, last + 1) for first, last in gone.items()))
    body = text.removeprefix(BOM)
    for entry in sorted(kept, key=lambda e: -e.state.start):
        if entry.place in bettered:
            body = body[: entry.state.start] + bettered[entry.place] + body[entry.state.end :]
    lines = body.splitlines(keepends=True)
    return "".join(line for n, line in enumerate(lines, 1) if n not in dropped)

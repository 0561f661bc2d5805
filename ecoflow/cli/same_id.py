"""Agreements that are checked together and share an id: settlements and comparisons could not tell them apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec.structs import replace

from ecoflow.agreement.model import Agreement
from ecoflow.agreement.yaml_tree import BOM, Mapping, read
from ecoflow.diagnostics.finding import Finding, Place, in_order
from ecoflow.report.artifact import STDIN
from ecoflow.report.checked import Checked


def with_same_ids(judged: Iterable[tuple[Agreement | None, Checked]]) -> Sequence[Checked]:
    """What was found in each file, and in a file whose id an earlier one has, that too (E286).

    What comes on standard input is mostly another state of a file that is named too, and is not compared.
    """
    first: dict[str, str] = {}
    found = []
    for agreement, checked in judged:
        if agreement is not None and agreement.id and checked.file != STDIN:
            other = first.setdefault(agreement.id, checked.file)
            # one file by two names is no second agreement
            if other != checked.file and Path(other).resolve() != Path(checked.file).resolve():
                finding = Finding("E286", _place(agreement), {"id": agreement.id, "file": other})
                checked = replace(checked, findings=in_order([*checked.findings, finding]))
        found.append(checked)
    return found


def _place(agreement: Agreement) -> Place:
    """Where the id stands; the model does not keep it, and few files have to be read again for it."""
    tree, _ = read(agreement.text.removeprefix(BOM), agreement.file)
    node = tree.get("id") if isinstance(tree, Mapping) else None
    return node.place if node is not None else Place(agreement.file, 1, 1)

"""The facts file of a settlement: what monitoring cannot tell, one `name: value` a line, or by key."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType

from ecoflow.agreement.build import keyed
from ecoflow.agreement.model import Agreement, Keyed, Value
from ecoflow.agreement.yaml_tree import Mapping as Tree, read
from ecoflow.diagnostics.finding import Finding, InvalidAgreement, Place
from ecoflow.diagnostics.near import nearest
from ecoflow.standards.gb3838 import WaterClass
from ecoflow.standards.units import Quantity


def read_facts(path: Path, agreement: Agreement) -> Mapping[str, Value | Keyed]:
    """The facts given for an agreement. Raises InvalidAgreement with places when the file does not fit it."""
    name = str(path)
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidAgreement([Finding("E110", Place(name, 1, 1), {"problem": str(error)})]) from error
    tree, findings = read(text, name)
    if isinstance(tree, Tree):
        values = _values(tree, agreement, findings)
    else:
        values = {}
        if not findings and tree is not None:
            findings.append(Finding("E420", Place(name, 1, 1), {"problem": ("应为 名称: 值", "name: value is expected")}))
    if findings:
        raise InvalidAgreement(findings)
    return MappingProxyType(values)


def _values(tree: Tree, agreement: Agreement, findings: list[Finding]) -> dict[str, Value | Keyed]:
    values: dict[str, Value | Keyed] = {}
    for key, node in tree.items:
        if key.text not in agreement.facts:
            near = nearest(key.text, agreement.facts)
            details = {"name": key.text, "known": ", ".join(agreement.facts) or "-", **({"near": near} if near else {})}
            findings.append(Finding("E272", key.place, details))
            continue
        value = keyed(node)
        if value is None or not _is(value, agreement.facts[key.text].kind):
            wanted = agreement.types[key.text].words()
            findings.append(Finding("E420", node.place, {"problem": (f"{key.text} 应为{wanted[0]}", f"{key.text} is a {wanted[1]}")}))
            continue
        values[key.text] = _with_dimension(value, agreement, key.text)
    return values


def _is(value: Value | Keyed, kind: str) -> bool:
    if isinstance(value, Keyed):
        return all(_is(v, kind) for v in value.values.values())
    return isinstance(value, {"boolean": bool, "number": Quantity, "class": WaterClass}[kind])


def _with_dimension(value: Value | Keyed, agreement: Agreement, name: str) -> Value | Keyed:
    """A table's keys are members of the fact's declared dimension."""
    if isinstance(value, Keyed) and not value.dim and agreement.facts[name].by:
        return Keyed(agreement.facts[name].by[0], value.values)
    return value

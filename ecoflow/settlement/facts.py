"""The facts file of a settlement: what monitoring cannot tell, one `name: value` a line, or by key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct, field

from ecoflow.agreement.answers import may_stand_for, type_of_answer
from ecoflow.agreement.fields import keyed
from ecoflow.agreement.model import Agreement, Keyed, Value
from ecoflow.agreement.yaml_tree import BOM, Node, read
from ecoflow.agreement.yaml_tree import Mapping as Tree
from ecoflow.diagnostics.finding import Finding, InvalidAgreement, Phrase, Place
from ecoflow.diagnostics.near import nearest
from ecoflow.standards.indicators import INDICATORS, find


def read_facts(path: Path, agreement: Agreement, others: Iterable[str] = ()) -> Mapping[str, Value | Keyed]:
    """The facts given for an agreement; `others` are facts of agreements settled beside it, passed over here.

    Raises InvalidAgreement with places when the file does not fit.
    """
    name = str(path)
    try:
        text = path.read_text("utf-8").removeprefix(BOM)
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidAgreement([Finding("E110", Place(name, 1, 1), {"problem": str(error)})]) from error
    tree, findings = read(text, name)
    reading = _Reading(agreement, frozenset(others) - set(agreement.facts), list(findings))
    if isinstance(tree, Tree):
        reading.facts(tree)
    elif not findings and tree is not None:
        reading.say(Place(name, 1, 1), ("应为 名称: 值", "name: value is expected"))
    if reading.findings:
        raise InvalidAgreement(reading.findings)
    return MappingProxyType(reading.values)


class _Reading(Struct):
    """One pass over a facts file: the values so far, and what does not fit."""

    agreement: Agreement
    passed_over: frozenset[str]
    findings: list[Finding]
    values: dict[str, Value | Keyed] = field(default_factory=dict)

    def say(self, place: Place, problem: Phrase) -> None:
        self.findings.append(Finding("E420", place, {"problem": problem}))

    def facts(self, tree: Tree) -> None:
        for key, node in tree.items:
            if key.text in self.agreement.facts:
                found = self._fact(key.text, node)
                if found is not None:
                    self.values[key.text] = found
            elif key.text not in self.passed_over:
                near = nearest(key.text, self.agreement.facts)
                known = ", ".join(self.agreement.facts) or "–"
                details = {"name": key.text, "known": known, **({"near": near} if near else {})}
                self.findings.append(Finding("E422", key.place, details))

    def _fact(self, name: str, node: Node) -> Value | Keyed | None:
        """A fact's value or table, every single answer of its kind and unit; None after a finding."""
        value, wanted = keyed(node), self.agreement.types[name]
        if value is None or not self._fits(name, value):
            zh, en = wanted.words()
            self.say(node.place, (f"{name} 应为{zh}", f"{name} should be: {en}"))
            return None
        return self._filed(name, value, node.place, wanted.dim_names) if isinstance(value, Keyed) else value

    def _fits(self, name: str, value: Value | Keyed) -> bool:
        if isinstance(value, Keyed):
            return bool(value.values) and all(self._fits(name, v) for v in value.values.values())
        found = type_of_answer(value)
        return found is not None and may_stand_for(found, self.agreement.types[name].over(()))

    def _filed(self, name: str, table: Keyed, place: Place, dims: tuple[str, ...]) -> Keyed | None:
        """The table with the dimension of its keys; every section and party must be there."""
        keys = [i.id if (i := find(k)) else k for k in table.values] if "indicator" in dims else list(table.values)
        dim = table.dim or next((d for d in dims if set(keys) & set(self._members(d))), "")
        members = self._members(dim)
        odd = [k for k in keys if k not in members] if dim != "year" else []
        lacking = [m for m in members if m not in keys] if dim in {"section", "party"} else []
        if not dim or odd:
            shown = ", ".join(odd or keys)
            self.say(place, (f"{name} 不按 {shown} 取值", f"{name} is not given by {shown}"))
            return None
        if lacking:
            shown = ", ".join(lacking)
            self.say(place, (f"{name} 缺少 {shown}", f"{name} lacks {shown}"))
            return None
        left = tuple(d for d in dims if d != dim)
        inner = {k: self._filed(name, v, place, left) if isinstance(v, Keyed) else v
                 for k, v in zip(keys, table.values.values(), strict=True)}
        complete = {k: v for k, v in inner.items() if v is not None}
        if len(complete) < len(inner):
            return None
        if dim != "year" and left and not all(isinstance(v, Keyed) for v in complete.values()):
            self.say(place, (f"{name} 还应按 {', '.join(left)} 给出", f"{name} is also given by {', '.join(left)}"))
            return None
        return Keyed(dim, MappingProxyType(complete))

    def _members(self, dim: str) -> tuple[str, ...]:
        everyone = {"section": self.agreement.sections, "party": self.agreement.parties, "indicator": INDICATORS}
        return tuple(everyone.get(dim, ()))

"""The facts file of a settlement: what monitoring cannot tell, one `name: value` a line, or by key."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct, field

from ecoflow.agreement.answers import may_stand_for, type_of_answer
from ecoflow.agreement.build import exemption
from ecoflow.agreement.exempting import faults, refusals
from ecoflow.agreement.fields import keyed
from ecoflow.agreement.language import EXEMPTED
from ecoflow.agreement.library import shipped
from ecoflow.agreement.model import Agreement, Exemption, Keyed, Value
from ecoflow.agreement.shape import Field, Listing, Record
from ecoflow.agreement.structure import Structure
from ecoflow.agreement.times import time_key
from ecoflow.agreement.yaml_tree import BOM, Node, Scalar, Sequence, read
from ecoflow.agreement.yaml_tree import Mapping as Tree
from ecoflow.diagnostics.finding import Finding, InvalidAgreement, Phrase, Place
from ecoflow.diagnostics.near import nearest
from ecoflow.formula.types import TIMES
from ecoflow.standards.indicators import INDICATORS, find

_EXEMPT = Record("facts file", (
    Field("exempt", Listing(EXEMPTED), "豁免的时段", "Days that do not count, of a reason the agreement admits"),
))


class Stated(Struct, frozen=True):
    """What a facts file gives for one agreement: its facts, and the days that do not count."""

    facts: Mapping[str, Value | Keyed] = field(default_factory=dict)
    exempt: tuple[Exemption, ...] = ()


def read_facts(path: Path, agreement: Agreement, others: Iterable[str] = (), beside: Iterable[str] = ()) -> Stated:
    """What is given for an agreement, by name or under its id.

    `others` are facts of agreements settled beside it and `beside` their ids, passed over here, as are the names of the
    agreement files beside its own and of the shipped ones.

    Raises InvalidAgreement with places when the file does not fit.
    """
    name = str(path)
    try:
        text = path.read_text("utf-8").removeprefix(BOM)
    except (OSError, UnicodeDecodeError) as error:
        raise InvalidAgreement([Finding("E110", Place(name, 1, 1), {"problem": str(error)})]) from error
    tree, findings = read(text, name)
    # one file may serve all agreements of a folder, whichever of them is settled
    near_by = {p.stem for p in Path(agreement.file).parent.glob("*.y*ml")} | {p.stem for p in shipped()}
    passed_over = (frozenset(others) | frozenset(beside) | near_by) - {*agreement.facts, agreement.id}
    reading = _Reading(agreement, passed_over, list(findings))
    if isinstance(tree, Tree):
        reading.whole(tree)
    elif not findings and tree is not None:
        reading.say(Place(name, 1, 1), ("应为 名称: 值", "name: value is expected"))
    if reading.findings:
        raise InvalidAgreement(reading.findings)
    return Stated(MappingProxyType(reading.values), tuple(reading.exempt))


class _Reading(Struct):
    """One pass over a facts file: the values and exempt days so far, and what does not fit."""

    agreement: Agreement
    passed_over: frozenset[str]
    findings: list[Finding]
    values: dict[str, Value | Keyed] = field(default_factory=dict)
    exempt: list[Exemption] = field(default_factory=list)
    places: dict[str, Place] = field(default_factory=dict)

    def say(self, place: Place, problem: Phrase) -> None:
        self.findings.append(Finding("E420", place, {"problem": problem}))

    def whole(self, tree: Tree) -> None:
        """The file: facts by name, and those that stand under the id of the agreement."""
        own = self.agreement.id
        for key, node in tree.items:
            if key.text != own or own in self.agreement.facts:
                self._entry(key, node)
            elif isinstance(node, Tree):
                for inner_key, inner in node.items:
                    self._entry(inner_key, inner)
            else:
                self.say(node.place, (f"{own} 之下应为 名称: 值", f"name: value is expected under {own}"))

    def _entry(self, key: Scalar, node: Node) -> None:
        """One name with what is given for it; a name stands once, by itself or under the id."""
        name = key.text
        if name in self.places:
            line = self.places[name].line
            self.say(key.place, (f"{name} 已在第 {line} 行给出", f"{name} is already given on line {line}"))
        elif name in self.agreement.facts:
            self.places[name] = key.place
            found = self._fact(name, node)
            if found is not None:
                self.values[name] = found
        elif name == "exempt":
            self.places[name] = key.place
            self._exempt(key, node)
        elif name not in self.passed_over:
            self._unknown(key)

    def _unknown(self, key: Scalar) -> None:
        if key.text == "given":
            self.say(key.place, ("事实直接书写，不写在 given 之下；exempt 与事实并列",
                                 "facts stand by themselves, not under given; exempt stands beside them"))
            return
        near = nearest(key.text, (*self.agreement.facts, self.agreement.id, "exempt"))
        known = ", ".join(self.agreement.facts) or "–"
        details = {"name": key.text, "known": known, **({"near": near} if near else {})}
        self.findings.append(Finding("E422", key.place, details))

    def _exempt(self, key: Scalar, node: Node) -> None:
        """The days that do not count, each of a reason the agreement admits."""
        structure = Structure()
        kept = structure.whole(Tree(((key, node),), node.place), _EXEMPT)
        listed = kept.get("exempt")
        given = [exemption(e) for e in listed.items if isinstance(e, Tree)] if isinstance(listed, Sequence) else []
        wrong = [*structure.findings, *(f for e in given for f in faults(e, self.agreement.sections, lambda _: False))]
        self.findings += wrong or refusals("E428", self.agreement.exemptions, given)
        self.exempt += given

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
        """The table with the dimension of its keys; every section and party must be there, unless a default fills in.

        Years that are no dimension of the fact are dated values. A file may serve several periods: which months it must
        have, the period says.
        """
        dim, keys = self._keys(name, table, dims)
        members = self._members(name, dim)
        odd = [k for k in keys if k not in members] if dim not in TIMES else self._outside(dim, keys)
        whole = dim in {"section", "party"} and self.agreement.facts[name].default is None
        lacking = [m for m in members if m not in keys] if whole else []
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
        # one value holds for all months, but not for all sections of a table that names what else it is given by
        asked = [d for d in left if d not in TIMES] if dim in dims else []
        if asked and not all(isinstance(v, Keyed) for v in complete.values()):
            shown = ", ".join(asked)
            self.say(place, (f"{name} 还应按 {shown} 给出", f"{name} is also given by {shown}"))
            return None
        return Keyed(dim, MappingProxyType(complete))

    def _keys(self, name: str, table: Keyed, dims: tuple[str, ...]) -> tuple[str, tuple[str, ...]]:
        """The dimension of a table's keys (empty: none) and the members they mean, each once."""
        times = {key: time_key(key) for key in table.values}
        if table.dim:
            return table.dim, tuple(table.values)
        grain = next((found[0] for found in times.values() if found is not None and found[0] in dims), "")
        if grain:
            return grain, tuple(found[1] if found else key for key, found in times.items())
        keys = [i.id if (i := find(k)) else k for k in table.values] if "indicator" in dims else list(table.values)
        return next((d for d in dims if set(keys) & set(self._members(name, d))), ""), tuple(keys)

    def _outside(self, dim: str, keys: tuple[str, ...]) -> list[str]:
        """Keys that are of another grain, stand twice, or lie in no year of the agreement."""
        first, last = self.agreement.first_year, self.agreement.last_year
        if dim == "year":
            return []
        # the first and last week of a year may belong to the one before or after
        spare = 1 if dim == "week" else 0
        return [k for n, k in enumerate(keys) if (found := time_key(k)) is None or found[0] != dim or k in keys[:n]
                or not first - spare <= int(k[:4]) <= last + spare]

    def _members(self, name: str, dim: str) -> tuple[str, ...]:
        known = dict(self.agreement.types[name].dims).get(dim)
        return known if known is not None else tuple(INDICATORS) if dim == "indicator" else ()

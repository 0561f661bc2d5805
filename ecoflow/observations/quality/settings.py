"""The rules file: which rules run, how grave they are, and their numbers by indicator and section; strict, with lines.

ecoflow-quality: 1
rules:
stuck-sensor: {rows: 18, indicators: {WT: {on: false}}}
improbable-value: {severity: note, sections: {街口: {times: 40}}}
reverse-flow: {on: false}
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction
from types import MappingProxyType
from typing import Final

from msgspec import Struct

from ecoflow.agreement import yaml_tree
from ecoflow.agreement.shape import Field, Leaf, Record, Table
from ecoflow.agreement.structure import Structure
from ecoflow.agreement.yaml_tree import BOM, Mapping, Node, Scalar, short
from ecoflow.diagnostics.finding import Finding, InvalidAgreement, Place, has_errors, in_order
from ecoflow.diagnostics.near import suggestion
from ecoflow.observations.quality.rule import SEVERITIES, Rule, Severity, Threshold
from ecoflow.observations.quality.rules import RULES
from ecoflow.standards.indicators import INDICATORS, find
from ecoflow.standards.units import Quantity, parse_quantity, parse_unit

_ON: Final = Field("on", Leaf("boolean"), "是否检查", "Whether it runs")


def _numbers(rule: Rule) -> tuple[Field, ...]:
    return tuple(Field(t.key, Leaf("quantity"), t.zh, t.en) for t in rule.thresholds)


def _record(rule: Rule) -> Record:
    one = Record(rule.id, (_ON, *_numbers(rule)))
    return Record(rule.id, (
        _ON,
        Field("severity", Leaf("choice", SEVERITIES), "轻重", "How grave its findings are"),
        *_numbers(rule),
        Field("indicators", Table(one, key="text"), "按指标", "By indicator"),
        Field("sections", Table(Record(rule.id, (
            *one.fields, Field("indicators", Table(one, key="text"), "按指标", "By indicator"),
        )), key="text"), "按断面", "By section, as the data name it"),
    ))


RULES_FILE: Final = Record("rules file", (
    Field("ecoflow-quality", Leaf("choice", ("1",)), "格式版本", "Version of the format", required=True),
    Field("rules", Record("rules", tuple(Field(rule.id, _record(rule), rule.zh, rule.en) for rule in RULES.values())),
          "按规则", "By rule", required=True),
))
"""The declaration the file is read by."""

Spot = tuple[str, str]
"""(section, indicator) a setting is for; empty for every one."""


class Setting(Struct, frozen=True):
    """One thing a rules file says of a rule: for a spot, whether it runs there, or one of its numbers (its own units)."""

    rule: str
    spot: Spot
    key: str
    value: Fraction | bool
    place: Place


class Settings(Struct, frozen=True):
    """What a rules file says; the empty one says nothing."""

    numbers: tuple[Setting, ...] = ()
    severities: MappingProxyType[str, Severity] = MappingProxyType({})

    def severity(self, rule: Rule) -> Severity:
        """How grave the rule's findings are."""
        return self.severities.get(rule.id, rule.severity)

    def runs(self, rule: Rule) -> bool:
        """Whether the rule runs anywhere."""
        everywhere = [s.value for s in self.numbers if s.rule == rule.id and s.key == "on" and s.spot == ("", "")]
        return bool(everywhere[0]) if everywhere else True


def read_settings(text: str, file: str) -> Settings:
    """The settings of a rules file's text. Raises InvalidAgreement with every finding when it has an error."""
    tree, findings = yaml_tree.read(text.removeprefix(BOM), file)
    if not isinstance(tree, Mapping):
        raise InvalidAgreement(findings or [Finding("E354", Place(file, 1, 1))])
    structure = Structure()
    root = structure.whole(tree, RULES_FILE)
    found = [*findings, *structure.findings]
    rules = root.get("rules")
    settings: list[Setting] = []
    severities: dict[str, Severity] = {}
    for key, node in rules.items if isinstance(rules, Mapping) else ():
        said = node.get("severity") if isinstance(node, Mapping) else None
        if isinstance(said, Scalar):
            severities[key.text] = next(s for s in SEVERITIES if s == said.text)
        settings += _of_rule(RULES[key.text], node, found)
    if has_errors(found):
        raise InvalidAgreement(in_order(found))
    return Settings(tuple(settings), MappingProxyType(severities))


def _of_rule(rule: Rule, node: Node, findings: list[Finding]) -> Iterator[Setting]:
    yield from _spot(rule, node, ("", ""), findings)
    yield from _indicators(rule, node, "", findings)
    for section, own in _items(node, "sections"):
        yield from _spot(rule, own, (section.text, ""), findings)
        yield from _indicators(rule, own, section.text, findings)


def _indicators(rule: Rule, node: Node, section: str, findings: list[Finding]) -> Iterator[Setting]:
    for name, own in _items(node, "indicators"):
        known = find(name.text)
        if known is None:
            findings.append(Finding("E352", name.place, {"name": short(name.text), **suggestion(name.text, INDICATORS)}))
        else:
            yield from _spot(rule, own, (section, known.id), findings)


def _items(node: Node, key: str) -> tuple[tuple[Scalar, Node], ...]:
    found = node.get(key) if isinstance(node, Mapping) else None
    return found.items if isinstance(found, Mapping) else ()


def _spot(rule: Rule, node: Node, spot: Spot, findings: list[Finding]) -> Iterator[Setting]:
    thresholds = {t.key: t for t in rule.thresholds}
    for key, value in node.items if isinstance(node, Mapping) else ():
        if not isinstance(value, Scalar):
            continue
        if key.text == "on":
            yield Setting(rule.id, spot, "on", value.text == "true", key.place)
        elif key.text in thresholds:
            read = _number(thresholds[key.text], parse_quantity(value.text), spot[1])
            if isinstance(read, Fraction):
                yield Setting(rule.id, spot, key.text, read, key.place)
            else:
                findings.append(Finding(read, value.place, {"key": key.text, "text": short(value.text)}))


def _number(threshold: Threshold, quantity: Quantity | None, indicator: str) -> Fraction | str:
    """The number in the threshold's own units, or the code of what is wrong with it."""
    if quantity is None:
        return "E350"
    value = quantity.value
    if not quantity.unit.is_plain:
        own = parse_unit(INDICATORS[indicator].unit) if indicator else None
        if not threshold.scaled or own is None or not own.fits(quantity.unit):
            return "E351"
        value /= own.scale
    if (value * 1_000_000).denominator != 1 or abs(value) >= 10**12 or (value < 0 and not threshold.scaled):
        return "E350"
    return value

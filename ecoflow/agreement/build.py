"""From a tree that fits the shape to the frozen model. Names and types are not looked at here."""

from __future__ import annotations

from collections.abc import Callable, Mapping as Table
from fractions import Fraction
from types import MappingProxyType
from typing import TypeVar

from ecoflow.agreement import model
from ecoflow.agreement.language import MEASURE_KINDS, PICKS, ROLES
from ecoflow.agreement.rules import build_monitoring, rules_of
from ecoflow.agreement.scalars import read_value, read_window
from ecoflow.agreement.yaml_tree import Mapping, Node, Scalar, Sequence
from ecoflow.formula.parse import Fault, parse
from ecoflow.standards.calendar import parse_period, parse_years
from ecoflow.standards.indicators import find
from ecoflow.standards.units import Quantity, parse_quantity, parse_unit

T = TypeVar("T")


def text(node: Mapping, key: str, default: str = "") -> str:
    """The text of a scalar key."""
    found = node.get(key)
    return found.text if isinstance(found, Scalar) else default


def texts(node: Mapping, key: str) -> tuple[str, ...] | None:
    """The texts of a list (or of a single scalar in its place), None when the key is not there."""
    found = node.get(key)
    if found is None:
        return None
    items = found.items if isinstance(found, Sequence) else (found,)
    return tuple(i.text for i in items if isinstance(i, Scalar))


def words(node: Node | None, fallback: str = "") -> model.Words:
    """`{zh, en}`, or one text for both."""
    if isinstance(node, Scalar):
        return model.Words(node.text.strip(), node.text.strip())
    if isinstance(node, Mapping):
        zh, en = text(node, "zh"), text(node, "en")
        if zh or en:
            return model.Words(zh.strip(), en.strip())
    return model.Words(fallback, fallback)


def cited(node: Mapping) -> model.Citation:
    """Source, clause, confidence and note of an entry."""
    note = node.get("note")
    return model.Citation(
        text(node, "source") or None, text(node, "clause") or None, text(node, "confidence") or None,
        words(note) if note else None,
    )


def table(node: Node | None, build: Callable[[str, Mapping], T]) -> Table[str, T]:
    """Every entry of a block, by id."""
    items = node.items if isinstance(node, Mapping) else ()
    return MappingProxyType({k.text: build(k.text, v) for k, v in items if isinstance(v, Mapping)})


def keyed(node: Node | None) -> model.Value | model.Keyed | None:
    """A value, or values by year or member; the dimension of members is found by the checks (here it is empty)."""
    if isinstance(node, Scalar):
        return read_value(node.text)
    if not isinstance(node, Mapping):
        return None
    values = {k.text: found for k, v in node.items if (found := keyed(v)) is not None}
    dim = "year" if values and all(parse_years(k) for k in values) else ""
    return model.Keyed(dim, MappingProxyType(values))


class Builder:
    """Builds the entries that need the file's text (formulas) or other entries (measures)."""

    def __init__(self, root: Mapping, source: str) -> None:
        self.root, self.source = root, source
        self.monitoring, self.exemptions = build_monitoring(root.get("monitoring"))

    def formula(self, node: Node | None) -> model.Formula:
        """A formula with its tree; one that does not parse is reported by the checks."""
        if not isinstance(node, Scalar):
            raise TypeError(node)
        tree = parse(node.text)
        raw = self.source[node.start : node.end]
        return model.Formula(node.text, None if isinstance(tree, Fault) else tree, node.place, raw)

    def section(self, id: str, node: Mapping) -> model.Section:
        """A section with its roles."""
        roles = {r: text(node, r) for r in ROLES if text(node, r)}
        return model.Section(id, words(node, id), text(node, "river"), text(node, "water", "river"),
                             MappingProxyType(roles), texts(node, "known_as") or (), node.place)

    def term(self, id: str, node: Mapping) -> model.Term:
        """A term; a value that did not fit has been cut out with its entry."""
        value = keyed(node.get("value"))
        return model.Term(id, words(node, id), "" if value is None else value, cited(node), node.place)

    def fact(self, id: str, node: Mapping) -> model.Fact:
        """A fact with its default."""
        default = text(node, "default")
        unit = text(node, "unit")
        return model.Fact(id, words(node, id), text(node, "type"), parse_unit(unit) if unit else None,
                          texts(node, "by") or (), read_value(default) if default else None, cited(node), node.place)

    def measure(self, id: str, node: Mapping) -> model.Measure:
        """A measure with its rules resolved. Indicators named by `term.indicators` are filled in by the checks."""
        kind = next(k for k in MEASURE_KINDS if node.get(k) is not None)
        listed = node.get(kind)
        names = texts(node, kind) or ()
        by = texts(node, "by") or ()
        refers = len(names) == 1 and names[0].endswith(".indicators")
        at = texts(node, "at")
        single = isinstance(listed, Scalar) and not refers
        per_indicator = ("indicator" in by) if kind in {"class", "compliance"} else not single
        window = read_window(text(node, "over", "period"))
        unit = text(node, "unit")
        return model.Measure(
            id, words(node, id), kind, tuple(_indicator(n) for n in names), per_indicator,
            at or self._ids("sections"), not isinstance(node.get("at"), Scalar),
            "period" if window is None else window, tuple(d for d in by if d != "indicator"),
            parse_unit(unit) if unit else None, keyed(node.get("target")), text(node, "method") or None,
            rounding(node.get("round")), rules_of(node, self.monitoring), cited(node), node.place,
        )

    def _ids(self, block: str) -> tuple[str, ...]:
        node = self.root.get(block)
        return tuple(k.text for k, _ in node.items) if isinstance(node, Mapping) else ()

    def quantity(self, id: str, node: Mapping) -> model.QuantityDef:
        """A named formula."""
        unit = text(node, "unit")
        return model.QuantityDef(id, words(node, id), self.formula(node.get("formula")), rounding(node.get("round")),
                                 parse_unit(unit) if unit else None, cited(node), node.place)

    def clause(self, node: Mapping) -> model.Clause:
        """A clause; `when` and `pay` beside each other are one case."""
        pick = next((p for p in PICKS if node.get(p) is not None), "each")
        listed = node.get(pick)
        items = listed.items if isinstance(listed, Sequence) else (node,)
        cases = tuple(self._case(n, c) for n, c in enumerate(items, 1) if isinstance(c, Mapping))
        return model.Clause(text(node, "id"), words(node, text(node, "id")), words(node.get("text")),
                            texts(node, "for_each") or (), pick, cases, cited(node), node.place)

    def _case(self, number: int, node: Mapping) -> model.Case:
        when = node.get("when")
        formula = self.formula(when) if isinstance(when, Scalar) and when.text.strip() != "otherwise" else None
        pays = node.get("pay")
        items = pays.items if isinstance(pays, Sequence) else (pays,)
        name = words(node) if node.get("choose") is None else model.Words("", "")
        return model.Case(number, name, formula, tuple(self._pay(p) for p in items if isinstance(p, Mapping)), node.place)

    def _pay(self, node: Mapping) -> model.Pay:
        return model.Pay(_side(node.get("from")), _side(node.get("to")), self.formula(node.get("amount")),
                         text(node, "signed") == "true", node.place)


def _indicator(name: str) -> str:
    found = find(name)
    return found.id if found else name


def _side(node: Node | None) -> model.Side:
    if isinstance(node, Mapping):
        parts = ((k.text, parse_quantity(v.text)) for k, v in node.items if isinstance(v, Scalar))
        return model.Shares(tuple((k, q.value) for k, q in parts if q is not None))
    return node.text if isinstance(node, Scalar) else ""


def rounding(node: Node | None) -> model.Rounding | None:
    """`evaluation`, or places or figures with a mode."""
    if isinstance(node, Scalar):
        return model.Rounding()
    if not isinstance(node, Mapping):
        return None
    places, figures = text(node, "places"), text(node, "figures")
    return model.Rounding(int(places) if places else None, int(figures) if figures else None,
                          text(node, "mode", "half-even"))


def money(node: Node | None) -> model.MoneyRules:
    """Payments to the fen, half to even, largest remainder, unless the file states otherwise."""
    if not isinstance(node, Mapping):
        return model.MoneyRules(Fraction(1, 100), "half-even", "largest", frozenset())
    step = parse_quantity(text(node, "round", "0.01元"))
    return model.MoneyRules(step.value if step else Fraction(1, 100), text(node, "mode", "half-even"),
                            text(node, "remainder", "largest"), frozenset(k.text for k, _ in node.items))


def example(node: Mapping) -> model.Example:
    """A published result."""
    period = parse_period(text(node, "period"))
    if period is None:
        raise TypeError(node)
    expect = node.get("expect")
    wanted = expect if isinstance(expect, Mapping) else Mapping((), node.place)
    assumes = node.get("assumes")
    return model.Example(
        text(node, "name"), period, _values(node.get("given")),
        model.Expectation(text(wanted, "status", "settled"), _amounts(wanted.get("net")), _values(wanted.get("indices")),
                          texts(wanted, "fired")),
        text(node, "source"), text(node, "confidence") or None, words(assumes) if assumes else None, node.place,
    )


def _values(node: Node | None) -> Table[str, model.Value | model.Keyed]:
    items = node.items if isinstance(node, Mapping) else ()
    return MappingProxyType({k.text: found for k, v in items if (found := keyed(v)) is not None})


def _amounts(node: Node | None) -> Table[str, Quantity]:
    items = node.items if isinstance(node, Mapping) else ()
    read = ((k.text, parse_quantity(v.text)) for k, v in items if isinstance(v, Scalar))
    return MappingProxyType({k: q for k, q in read if q is not None})

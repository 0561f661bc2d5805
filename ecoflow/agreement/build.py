"""From a tree that fits the shape to the frozen model. Names and types are not looked at here."""

from __future__ import annotations

from fractions import Fraction
from types import MappingProxyType

from ecoflow.agreement import model
from ecoflow.agreement.fields import amounts, cited, keyed, rounding, text, texts, values, words, written
from ecoflow.agreement.language import MEASURE_KINDS, PICKS, ROLES
from ecoflow.agreement.rules import rules_of, stated_rules
from ecoflow.agreement.scalars import read_day, read_value, read_window
from ecoflow.agreement.yaml_tree import Mapping, Node, Scalar, Sequence
from ecoflow.formula.bind import Relations
from ecoflow.formula.parse import Fault, parse
from ecoflow.standards.calendar import Period, parse_period
from ecoflow.standards.indicators import find
from ecoflow.standards.units import parse_quantity, parse_unit

_FEN = Fraction(1, 100)


class Builder:
    """Builds the entries that need the file's text (formulas) or another block (measures)."""

    def __init__(self, root: Mapping, source: str) -> None:
        self._source = source
        sections = root.get("sections")
        self._sections = tuple(k.text for k, _ in sections.items) if isinstance(sections, Mapping) else ()
        self._relations = relations(sections)
        self._monitoring = stated_rules(root.get("monitoring"))

    def formula(self, node: Node | None) -> model.Formula:
        """A formula with its tree; one that does not parse is reported by the checks."""
        if not isinstance(node, Scalar):
            raise TypeError(node)
        tree = parse(node.text)
        raw = self._source[node.start : node.end]
        bound = None if isinstance(tree, Fault) else self._relations.bind(tree)
        return model.Formula(node.text, bound, node.place, raw)

    def section(self, entry: Scalar, node: Mapping) -> model.Section:
        """A section with its roles."""
        roles = {r: text(node, r) for r in ROLES if text(node, r)}
        monitored_by = node.get("monitored_by")
        return model.Section(entry.text, words(node, entry.text), text(node, "river"), text(node, "water", "river"),
                             MappingProxyType(roles), texts(node, "known_as") or (), entry.place,
                             written(node, entry.place), text(node, "inflow"), cited(node),
                             words(monitored_by) if monitored_by else None)

    def term(self, entry: Scalar, node: Mapping) -> model.Term:
        """A term; a value that did not fit has been cut out with its entry."""
        value = keyed(node.get("value"))
        return model.Term(entry.text, words(node, entry.text), "" if value is None else value, cited(node),
                          entry.place,
                          written(node, entry.place), text(node, "by", "month"))

    def fact(self, entry: Scalar, node: Mapping) -> model.Fact:
        """A fact with its default."""
        keys = ("default", "least", "most")
        default, *bounds = (read_value(found) if (found := text(node, key)) else None for key in keys)
        unit = text(node, "unit")
        return model.Fact(entry.text, words(node, entry.text), text(node, "type"), parse_unit(unit) if unit else None,
                          texts(node, "by") or (), default, cited(node), entry.place, written(node, entry.place), *bounds)

    def measure(self, entry: Scalar, node: Mapping) -> model.Measure:
        """A measure with its rules resolved. Indicators named by `term.indicators` are filled in by the scope."""
        kind = next(k for k in MEASURE_KINDS if node.get(k) is not None)
        by = texts(node, "by") or ()
        window = read_window(text(node, "over", "period"))
        unit = text(node, "unit")
        return model.Measure(
            entry.text, words(node, entry.text), kind, tuple(_indicator(n) for n in texts(node, kind) or ()),
            _is_per_indicator(node, kind, by), texts(node, "at") or self._sections,
            not isinstance(node.get("at"), Scalar), "period" if window is None else window,
            tuple(d for d in by if d != "indicator"), parse_unit(unit) if unit else None, keyed(node.get("target")),
            text(node, "method") or None, rounding(node.get("round")), rules_of(node, self._monitoring), cited(node),
            entry.place, written(node, entry.place),
        )

    def quantity(self, entry: Scalar, node: Mapping) -> model.QuantityDef:
        """A named formula."""
        unit = text(node, "unit")
        return model.QuantityDef(entry.text, words(node, entry.text), self.formula(node.get("formula")),
                                 rounding(node.get("round")), parse_unit(unit) if unit else None, cited(node),
                                 entry.place, written(node, entry.place))

    def clause(self, node: Mapping) -> model.Clause:
        """A clause; `when` and `pay` beside each other are one case."""
        pick = next((p for p in PICKS if node.get(p) is not None), "each")
        listed = node.get(pick)
        items = listed.items if isinstance(listed, Sequence) else (node,)
        cases = tuple(self._case(n, c) for n, c in enumerate(items, 1) if isinstance(c, Mapping))
        where = written(node, node.place)
        return model.Clause(text(node, "id"), words(node, text(node, "id")), words(node.get("text")),
                            texts(node, "for_each") or (), pick, cases, cited(node), where.value("id"), where,
                            texts(node, "at") or (), texts(node, "allow") or ())

    def _case(self, number: int, node: Mapping) -> model.Case:
        when = node.get("when")
        formula = self.formula(when) if isinstance(when, Scalar) and when.text.strip() != "otherwise" else None
        pays = node.get("pay")
        items = pays.items if isinstance(pays, Sequence) else (pays,)
        made = tuple(self._pay(p) for p in items if isinstance(p, Mapping))
        return model.Case(number, words(node), formula, made, node.place, written(node, node.place))

    def _pay(self, node: Mapping) -> model.Pay:
        return model.Pay(_side(node.get("from")), _side(node.get("to")), self.formula(node.get("amount")),
                         text(node, "signed") == "true", node.place, written(node, node.place))


def relations(sections: Node | None) -> Relations:
    """What formulas may ask of the sections: where their water comes from, who holds their roles."""
    entries = sections.items if isinstance(sections, Mapping) else ()
    found = [(k.text, v) for k, v in entries if isinstance(v, Mapping)]
    inflow, *roles = (tuple((s, text(v, key)) for s, v in found if text(v, key)) for key in ("inflow", *ROLES))
    # a section that is only measured, where nobody has any role, belongs to no party
    nobodys = tuple((s, "") for s, v in found if not any(v.get(role) for role in ROLES))
    return Relations(inflow, MappingProxyType({r: pairs + nobodys for r, pairs in zip(ROLES, roles, strict=True)}))


def _is_per_indicator(node: Mapping, kind: str, by: tuple[str, ...]) -> bool:
    """Whether there is a value for each indicator: a list was written; a class is of all, unless by indicator."""
    if kind in {"class", "compliance"}:
        return "indicator" in by
    listed = node.get(kind)
    return not isinstance(listed, Scalar) or listed.text.endswith(".indicators")


def _indicator(name: str) -> str:
    found = find(name)
    return found.id if found else name


def _side(node: Node | None) -> model.Side:
    if isinstance(node, Mapping):
        parts = [(k.text, q) for k, v in node.items if isinstance(v, Scalar) and (q := parse_quantity(v.text)) is not None]
        return model.Shares(tuple((k, q.value) for k, q in parts), percent=all(q.unit.symbol == "%" for _, q in parts))
    return node.text if isinstance(node, Scalar) else ""


def money(node: Node | None) -> model.MoneyRules:
    """Payments to the fen, half to even, largest remainder, unless the file states otherwise."""
    if not isinstance(node, Mapping):
        return model.MoneyRules(_FEN, "half-even", "largest", frozenset())
    step = parse_quantity(text(node, "round", "0.01元"))
    return model.MoneyRules(step.value if step else _FEN, text(node, "mode", "half-even"),
                            text(node, "remainder", "largest"), frozenset(k.text for k, _ in node.items),
                            written(node, node.place), cited(node))


def party(entry: Scalar, node: Mapping) -> model.Party:
    """One that pays or is paid."""
    return model.Party(entry.text, words(node, entry.text), written(node, entry.place))


def pool(entry: Scalar, node: Mapping) -> model.Pool:
    """A fund; it must close at zero unless it says `carry`."""
    carries = text(node, "closes", "zero") == "carry"
    return model.Pool(entry.text, words(node, entry.text), carries, written(node, entry.place),
                      text(node, "opening") or None)


def source(entry: Scalar, node: Mapping) -> model.Source:
    """A document."""
    title, publisher, date, url = (text(node, key) for key in ("title", "publisher", "date", "url"))
    note = node.get("note")
    return model.Source(entry.text, title, publisher, date, url, written(node, entry.place), words(note) if note else None)


def exemption(node: Mapping) -> model.Exemption:
    """Days that do not count; without both of its ends, a reason that is admitted."""
    first, last = read_day(text(node, "from"), last=False), read_day(text(node, "to"), last=True)
    window = Period(first, last, f"{text(node, 'from')}..{text(node, 'to')}") if first and last else None
    indicators = tuple(_indicator(n) for n in texts(node, "indicators") or ())
    return model.Exemption(texts(node, "at") or (), indicators, window, text(node, "reason"), cited(node),
                           written(node, node.place), text(node, "whole"))


def example(node: Mapping) -> model.Example:
    """A published result."""
    period = parse_period(text(node, "period"))
    if period is None:
        raise TypeError(node)
    expect = node.get("expect")
    wanted = expect if isinstance(expect, Mapping) else Mapping((), node.place)
    assumes, exempt, note = node.get("assumes"), node.get("exempt"), node.get("note")
    return model.Example(
        text(node, "name"), period, values(node.get("given")),
        model.Expectation(text(wanted, "status", "settled"), amounts(wanted.get("net")),
                          values(wanted.get("indices")), texts(wanted, "fired"), amounts(wanted.get("pools"))),
        text(node, "source"), text(node, "confidence") or None, words(assumes) if assumes else None, node.place,
        written(node, node.place),
        tuple(exemption(e) for e in exempt.items if isinstance(e, Mapping)) if isinstance(exempt, Sequence) else (),
        words(note) if note else None,
    )

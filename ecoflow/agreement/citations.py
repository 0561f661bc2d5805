"""Every number of an agreement carries a source and how sure it is: on its own entry, or on the one around it.

Numbers are the values of terms, defaults of facts (a number or a class), fixed years and counted years of measures,
validity rules, target classes, rounding, shares written out, classes written in formulas, the dates of an exemption,
the step of payments, and what an example must give. Words are none: the path of averages, the rule for non-detects, a
truth value. The terms are held to it by the checks of the loader (E232, E234), literal numbers by W301.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ecoflow.agreement.checks import PLAIN_NUMBERS
from ecoflow.agreement.gap import NO_CITATION, NO_CONFIDENCE, NO_SOURCE, Gap
from ecoflow.agreement.model import Agreement, Citation, Clause, Example, Formula, Measure, QuantityDef, Shares
from ecoflow.agreement.places import locate
from ecoflow.diagnostics.finding import Finding, Phrase, Place
from ecoflow.formula.tree import Literal, walk
from ecoflow.standards.calendar import Period
from ecoflow.standards.gb3838 import WaterClass

_ROUND: Phrase = ("修约", "the rounding")
_VALID: Phrase = ("数据有效性要求", "the validity rule")
_LACKS: dict[str, Phrase] = {
    NO_SOURCE: ("出处", "source"), NO_CONFIDENCE: ("可信度", "confidence"),
    NO_CITATION: ("出处和可信度", "source and no confidence"),
}


def uncited(agreement: Agreement) -> Iterator[Gap]:
    """A gap (W532, or W301 for a number inside a formula) for each number without a citation, block by block."""
    for fact in agreement.facts.values():
        if fact.default is not None and not isinstance(fact.default, bool):
            default = _Number("default", ("默认值", "the default"), fact.written.key("default"))
            yield from _judge(f"facts.{fact.id}", fact.id, fact.cited, [default])
    for measure in agreement.measures.values():
        yield from _judge(f"measures.{measure.id}", measure.id, measure.cited, _measured(measure))
    for quantity in agreement.quantities.values():
        yield from _judge(f"quantities.{quantity.id}", quantity.id, quantity.cited, _quantity(quantity))
        yield from _literals(f"quantities.{quantity.id}", (quantity.formula,))
    for clause in agreement.clauses:
        name = f"条款 '{clause.id}'", f"clause '{clause.id}'"
        yield from _judge(f"clauses.{clause.id}", name, clause.cited, _clause(clause))
        yield from _literals(f"clauses.{clause.id}", _formulas(clause))
    yield from _blocks(agreement)
    yield from _examples(agreement.examples)


class _Number:
    """A number that is not a term: the key it stands under, what it is, and where."""

    __slots__ = ("key", "place", "what")

    def __init__(self, key: str, what: Phrase, place: Place) -> None:
        self.key, self.what, self.place = key, what, place


def lacks(cited: Citation, *, derives: bool = False) -> str:
    """What a citation lacks: nothing (an empty text), or a state of W532.

    What is assumed has no source to give; nor has what is derived, where it `derives` from the agreement itself.
    """
    needless = cited.confidence == "assumed" or (derives and cited.confidence == "derived")
    if cited.confidence is None:
        return NO_CONFIDENCE if cited.source else NO_CITATION
    return "" if cited.source or needless else NO_SOURCE


def _judge(subject: str, name: Phrase, cited: Citation, numbers: Iterable[_Number], *,
           derives: bool = False) -> Iterator[Gap]:
    """A gap for each number of an entry whose citation lacks something; several of one key are one."""
    state = lacks(cited, derives=derives)
    if not state:
        return
    seen = set()
    for number in numbers:
        path = f"{subject}.{number.key}" if number.key else subject
        if path not in seen:
            seen.add(path)
            details = {"name": name, "what": number.what, "lacks": _LACKS[state]}
            yield Gap("W532", path, state, Finding("W532", number.place, details))


def _measured(measure: Measure) -> Iterator[_Number]:
    written, over = measure.written, measure.over
    if isinstance(over, Period) or any(c.isdecimal() for c in over):
        span = over.name if isinstance(over, Period) else over
        yield _Number("over", (f"时段 {span} ", f"the window {span}"), written.key("over"))
    if measure.rules.valid.origin == "measure":
        yield _Number("valid", _VALID, written.key("valid"))
    if measure.rounding is not None and not _by_standard(measure):
        yield _Number("round", _ROUND, written.key("round"))
    if measure.target is not None and not isinstance(measure.target, str):
        yield _Number("target", ("目标类别", "the target class"), written.key("target"))


def _by_standard(measure: Measure) -> bool:
    rounding = measure.rounding
    return rounding is not None and rounding.places is None and rounding.figures is None


def _quantity(quantity: QuantityDef) -> Iterator[_Number]:
    if quantity.rounding is not None:
        yield _Number("round", _ROUND, quantity.written.key("round"))
    yield from _classes((quantity.formula,))


def _clause(clause: Clause) -> Iterator[_Number]:
    for pay in (p for case in clause.cases for p in case.pays):
        for key, side in (("from", pay.payer), ("to", pay.payee)):
            if isinstance(side, Shares):
                yield _Number("shares", ("分摊比例", "the ratio of shares"), pay.written.key(key))
    yield from _classes(_formulas(clause))


def _formulas(clause: Clause) -> Iterator[Formula]:
    for case in clause.cases:
        if case.when is not None:
            yield case.when
        for pay in case.pays:
            yield pay.amount


def _classes(formulas: Iterable[Formula]) -> Iterator[_Number]:
    for formula in formulas:
        for node in walk(formula.tree) if formula.tree else ():
            if isinstance(node, Literal) and isinstance(node.value, WaterClass):
                what = f"公式中的类别 {node.text} ", f"the class {node.text} in the formula"
                yield _Number(node.text, what, locate(formula, node.at))


def _literals(subject: str, formulas: Iterable[Formula]) -> Iterator[Gap]:
    """Numbers inside formulas, as `checks.check_numbers` warns of them."""
    for formula in formulas:
        for node in walk(formula.tree) if formula.tree else ():
            if isinstance(node, Literal) and node.unit is not None and node.value not in PLAIN_NUMBERS:
                found = Finding("W301", locate(formula, node.at), {"text": node.text})
                yield Gap("W301", f"{subject}.{node.text}", NO_SOURCE, found)


def _blocks(agreement: Agreement) -> Iterator[Gap]:
    """The numbers of `monitoring`, its exemptions and `money`."""
    head, money = agreement.head, agreement.money
    if "monitoring.valid" in head.keys:
        valid = _Number("valid", _VALID, head.key("monitoring.valid"))
        yield from _judge("monitoring", "monitoring", agreement.monitoring, [valid])
    for exemption in agreement.exemptions:
        if exemption.window is not None:
            own = exemption.cited
            cited = own if own.source or own.confidence else agreement.monitoring
            days = exemption.window.name
            number = _Number(days, (f"豁免时段 {days} ", f"the exemption {days}"), exemption.written.key("from"))
            yield from _judge("monitoring.exempt", "monitoring", cited, [number])
    if "round" in money.stated:
        step = _Number("round", ("金额修约单位", "the step of payments"), money.written.key("round"))
        yield from _judge("money", "money", money.cited, [step])


def _examples(examples: tuple[Example, ...]) -> Iterator[Gap]:
    """An example has a confidence, and a source unless it is worked out from the agreement's own terms or assumed."""
    for example in examples:
        name = f"算例 '{example.name}'", f"example '{example.name}'"
        cited = Citation(example.source or None, None, example.confidence)
        result = _Number("", ("结果", "the outcome"), example.place)
        yield from _judge(f"examples.{example.name}", name, cited, [result], derives=True)

"""The sense of single values: those of a table are of one size, what is measured can be, an example expects something."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from ecoflow.agreement.model import Agreement, Example, Keyed, Measure, Term, Value
from ecoflow.agreement.scope import Scope
from ecoflow.standards.units import PERCENT, Quantity

_FAR = 100
"""A value in another unit that is this many times the largest of its table, or that part of the smallest, is a slip."""

_OWN_SIGN = frozenset({"class", "tier"})
"""Tables whose values may be below zero: what is paid turns with the class or the step."""

_BELOW_ZERO = frozenset({"WT"})
"""Indicators that may be: temperatures."""


def check_values(agreement: Agreement, scope: Scope) -> None:
    """Warn of values of a term that do not belong together; refuse measured values that cannot be."""
    for term in agreement.terms.values():
        if scope.types[term.id].kind == "number":
            _check_term(term, scope)
    for example in agreement.examples:
        for path, table in (("given", example.given), ("expect.indices", example.expect.indices)):
            for name, value in table.items():
                if name in agreement.measures:
                    _check_measured(agreement.measures[name], value, example, f"{path}.{name}", scope)
        _check_expects(example, scope)


def _check_term(term: Term, scope: Scope) -> None:
    leaves = tuple(_leaves(term.value, "value"))
    for leaf, path, dims in leaves:
        if leaf.value < 0 and not _OWN_SIGN.intersection(dims):
            scope.say("W306", term.written.value(path), name=term.id, value=leaf.text)
    scales = Counter(leaf.unit.scale for leaf, _, _ in leaves)
    if len(scales) < 2:
        return
    usual = max(scales, key=lambda scale: scales[scale])
    sizes = [abs(leaf.value) for leaf, _, _ in leaves if leaf.unit.scale == usual and leaf.value]
    for leaf, path, _ in leaves:
        if leaf.unit.scale == usual:
            continue
        if leaf.unit.is_plain and (leaf.unit.scale == PERCENT.scale or leaf.value):
            scope.say("W303", term.written.value(path), value=leaf.text)
        elif leaf.value and sizes and not min(sizes) / _FAR < abs(leaf.value) < max(sizes) * _FAR:
            scope.say("W304", term.written.value(path), value=leaf.text)


def _leaves(value: Value | Keyed, path: str, dims: tuple[str, ...] = ()) -> Iterator[tuple[Quantity, str, tuple[str, ...]]]:
    """Every number of a value with its place, and the dimensions of the tables it stands in."""
    if isinstance(value, Keyed):
        for key, inner in value.values.items():
            yield from _leaves(inner, f"{path}.{key}", (*dims, value.dim))
    elif isinstance(value, Quantity):
        yield value, path, dims


def _check_measured(measure: Measure, value: Value | Keyed, example: Example, path: str, scope: Scope) -> None:
    """No concentration, flow, load or share lies below zero, and no share above one."""
    if _BELOW_ZERO.intersection(measure.indicators):
        return
    for leaf, at, _ in _leaves(value, path):
        if leaf.value < 0 or (measure.kind == "compliance" and leaf.value > 1):
            scope.say("E299", example.written.value(at), name=measure.id, value=leaf.text)


def _check_expects(example: Example, scope: Scope) -> None:
    expect = example.expect
    stated = expect.net or expect.pools or expect.indices or expect.fired is not None
    if not stated and "expect.status" not in example.written.keys and not example.written.cut:
        scope.say("W305", example.written.value("expect"), name=example.name)

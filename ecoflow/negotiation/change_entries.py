"""A whole entry in a line: what came with it, or went with it."""

from __future__ import annotations

from collections.abc import Callable
from types import MappingProxyType
from typing import Any

from ecoflow.agreement import model
from ecoflow.agreement.exempting import written as exemption_text
from ecoflow.negotiation.change_labels import KEYS
from ecoflow.negotiation.change_values import rounding, text_of, word
from ecoflow.report.basis import described
from ecoflow.report.labels import confidence, period_words
from ecoflow.report.names import Names
from ecoflow.report.numbers import written
from ecoflow.report.told import pay_words, told
from ecoflow.report.words import pick, say
from ecoflow.standards.money import money


def summary(entry: Any, names: Names) -> str | None:
    """What an entry comes to; its name where there is nothing more to say; None for what is no entry."""
    tell = _TOLD.get(type(entry))
    return None if tell is None else tell(entry, names)


def _term(term: model.Term, names: Names) -> str:
    text = written(term.value, names)
    sure = term.cited.confidence
    return text if sure is None else say("bracket", names.lang, text=text, inside=confidence(sure, names.lang))


def _fact(fact: model.Fact, names: Names) -> str:
    text = word(fact.kind, "type", names)
    if fact.default is None:
        return text
    return say("bracket", names.lang, text=text, inside=text_of(fact.default, "default", "facts", names))


def _quantity(quantity: model.QuantityDef, names: Names) -> str:
    parts = [text_of(quantity.formula, "formula", "quantities", names)]
    parts += [rounding(quantity.rounding, names)] if quantity.rounding else []
    return say("separator", names.lang).join(parts)


def _clause(clause: model.Clause, names: Names) -> str:
    return say("end", names.lang).join(told(clause, names))


def _section(section: model.Section, names: Names) -> str:
    held = [f"{pick(KEYS[role], names.lang)} {names.of(party)}" for role, party in section.roles.items()]
    parts = [*([section.river] if section.river else []), *held]
    return say("separator", names.lang).join(parts) or section.name.say(names.lang)


def _source(source: model.Source, names: Names) -> str:
    return say("separator", names.lang).join(p for p in (source.title, source.publisher, source.date) if p)


def _example(example: model.Example, names: Names) -> str:
    net = (f"{names.of(p)} {money(v.value, names.lang)}" for p, v in example.expect.net.items())
    return say("end", names.lang).join((period_words(example.period.name, names.lang), *net))


def _called(entry: model.Party | model.Pool, names: Names) -> str:
    return entry.name.say(names.lang)


_TOLD: MappingProxyType[type, Callable[[Any, Names], str]] = MappingProxyType({
    model.Party: _called, model.Pool: _called, model.Section: _section, model.Source: _source, model.Term: _term,
    model.Fact: _fact, model.Measure: described, model.QuantityDef: _quantity, model.Clause: _clause, model.Pay: pay_words,
    model.Exemption: lambda exemption, _: exemption_text(exemption), model.Example: _example,
})

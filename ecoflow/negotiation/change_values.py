"""What stands on either side of a change, as text: a value as papers write it, an entry by what it comes to."""

from __future__ import annotations

from typing import Any

from ecoflow.agreement import model
from ecoflow.agreement.exempting import written as exemption_text
from ecoflow.negotiation.change import RoundedIn
from ecoflow.negotiation.change_labels import CHOICES, KEYS, SAID
from ecoflow.negotiation.standing_rules import DEFAULT, STATED
from ecoflow.report.basis import described
from ecoflow.report.labels import MODES, confidence, known, period_words, window_words
from ecoflow.report.names import Names
from ecoflow.report.numbers import exact, unit_text, written
from ecoflow.report.told import pay_words, side, told
from ecoflow.report.words import pick, say
from ecoflow.standards.calendar import Period
from ecoflow.standards.gb3838 import WaterClass
from ecoflow.standards.money import money
from ecoflow.standards.rounding import plain_text
from ecoflow.standards.units import Quantity, Unit

_REFERS = frozenset({"upstream", "downstream", "responsible", "beneficiary", "inflow", "opening", "at", "indicators", "target"})
_SIDES = frozenset({"from", "to"})


def text_of(value: object, key: str, block: str, names: Names) -> str:
    """One side of a change; `key` is the last key above it, which decides what a bare word means."""
    match value:
        case None:
            return pick(SAID["otherwise" if key == "when" else "nothing"], names.lang)
        case str() if block == "clauses" and key in _SIDES:
            return _name(value, names) if value in names.agreement.parties else side(value, names)
        case str() | bool():
            return _word(value, key, names)
        case model.Ruling():
            return _ruling(value, key, block, names)
        case tuple() | frozenset():
            parts = [text_of(v, key, block, names) for v in (sorted(value, key=str) if isinstance(value, frozenset) else value)]
            return say("list", names.lang).join(parts) or pick(SAID["all"], names.lang)
        case model.Formula():
            return " ".join(value.text.split())
        case model.Shares():
            return side(value, names)
        case _:
            return _plain(value, key, names)


def _word(value: str | bool, key: str, names: Names) -> str:  # noqa: FBT001 - a truth value is what is said here
    choice = CHOICES.get(key, {}).get(str(value))
    if choice is not None:
        return pick(choice, names.lang)
    if isinstance(value, bool):
        return exact(value, None, names.lang)
    if key == "over":
        return window_words(value, names.lang)
    return _name(value, names) if key in _REFERS else " ".join(value.split())


def _name(name: str, names: Names) -> str:
    called = names.of(name)
    return name if called == name else say("bracket", names.lang, text=name, inside=called)


def _ruling(ruling: model.Ruling, key: str, block: str, names: Names) -> str:
    value = ruling.value
    text = money(value, names.lang) if block == "money" and key == "round" else text_of(value, key, block, names)  # type: ignore[arg-type]  # the step of payments is a Fraction
    if ruling.origin == DEFAULT and block in {"monitoring", "money"}:
        return pick(SAID["default"], names.lang).format(text=text)
    if ruling.origin in {DEFAULT, STATED} and block == "measures":
        return pick(SAID["inherited"], names.lang).format(text=text)
    return text


def _plain(value: object, key: str, names: Names) -> str:
    match value:
        case Quantity() | WaterClass() | model.Keyed():
            return written(value, names)
        case Unit():
            return unit_text(value, names.lang) or "1"
        case Period():
            return period_words(value.name, names.lang)
        case model.Words():
            return value.say(names.lang)
        case model.Valid():
            return _valid(value, names)
        case RoundedIn():
            text, unit = _rounding(value.rule, names), unit_text(value.unit, names.lang)
            return say("bracket", names.lang, text=text, inside=unit) if unit and value.rule.step is None else text
        case model.Rounding():
            return _rounding(value, names)
        case int():
            return str(value)
        case _:
            return summary(value, names)


def _valid(valid: model.Valid, names: Names) -> str:
    asked = {"months": valid.months, "samples": valid.samples}
    parts = [pick(SAID[key], names.lang).format(n=n) for key, n in asked.items() if n is not None]
    if valid.days is not None:
        parts.append(pick(SAID["days"], names.lang).format(n=f"{plain_text(valid.days * 100)}%"))
    return say("separator", names.lang).join(parts) or pick(SAID["every_month"], names.lang)


def _rounding(rule: model.Rounding, names: Names) -> str:
    mode = known(MODES, rule.mode, names.lang)
    if rule.step is not None:
        return say("rounded_step", names.lang, step=written(rule.step, names), mode=mode)
    if rule.figures is not None:
        return say("rounded_figures", names.lang, count=rule.figures, mode=mode)
    if rule.places is not None:
        return say("rounded_places", names.lang, count=rule.places, mode=mode)
    return pick(("修约到标准的评价小数位", "rounded to the standard's evaluation decimals"), names.lang)


def summary(entry: Any, names: Names) -> str:
    """A whole entry in a line: what was added or removed with it."""
    lang, end = names.lang, say("end", names.lang)
    match entry:
        case model.Term():
            sure = confidence(entry.cited.confidence, lang)
            return say("bracket", lang, text=written(entry.value, names), inside=sure) if entry.cited.confidence else written(
                entry.value, names)
        case model.Fact():
            default = text_of(entry.default, "default", "facts", names)
            text = _word(entry.kind, "type", names)
            return text if entry.default is None else say("bracket", lang, text=text, inside=default)
        case model.Measure():
            return described(entry, names)
        case model.QuantityDef():
            parts = [text_of(entry.formula, "formula", "quantities", names)]
            parts += [_rounding(entry.rounding, names)] if entry.rounding else []
            return say("separator", lang).join(parts)
        case model.Clause():
            return end.join(told(entry, names))
        case model.Pay():
            return pay_words(entry, names)
        case model.Section():
            held = [f"{pick(KEYS[role], lang)} {names.of(party)}" for role, party in entry.roles.items()]
            return say("separator", lang).join([*([entry.river] if entry.river else []), *held]) or entry.name.say(lang)
        case model.Source():
            return say("separator", lang).join(p for p in (entry.title, entry.publisher, entry.date) if p)
        case model.Exemption():
            return exemption_text(entry)
        case model.Example():
            net = (f"{names.of(p)} {money(v.value, lang)}" for p, v in entry.expect.net.items())
            return end.join((period_words(entry.period.name, lang), *net))
        case _:
            return entry.name.say(lang) if hasattr(entry, "name") else str(entry)

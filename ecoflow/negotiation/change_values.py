"""What stands on either side of a change, as text: a value as papers write it."""

from __future__ import annotations

from fractions import Fraction

from ecoflow.agreement import model
from ecoflow.negotiation.change import RoundedIn
from ecoflow.negotiation.change_labels import CHOICES, SAID
from ecoflow.negotiation.standing_rules import DEFAULT, STATED
from ecoflow.report.labels import MODES, known, period_words, window_words
from ecoflow.report.names import Names
from ecoflow.report.numbers import exact, unit_text, written
from ecoflow.report.told import side
from ecoflow.report.words import pick, say
from ecoflow.standards.calendar import Period
from ecoflow.standards.gb3838 import WaterClass
from ecoflow.standards.money import money
from ecoflow.standards.rounding import plain_text
from ecoflow.standards.units import Quantity, Unit

_REFERS = frozenset({"upstream", "downstream", "responsible", "beneficiary", "inflow", "opening", "at", "indicators",
                     "target"})
_SIDES = frozenset({"from", "to"})


def text_of(value: object, key: str, block: str, names: Names) -> str:
    """One side of a change; `key` is the last key above it, which decides what a bare word means."""
    match value:
        case None:
            text = pick(SAID["otherwise" if key == "when" else "nothing"], names.lang)
        case str() if block == "clauses" and key in _SIDES:
            text = named(value, names) if value in names.agreement.parties else side(value, names)
        case str() | bool():
            text = word(value, key, names)
        case model.Ruling():
            text = _ruling(value, key, block, names)
        case tuple():
            parts = [text_of(v, key, block, names) for v in value]
            text = say("list", names.lang).join(parts) or pick(SAID["all"], names.lang)
        case model.Formula():
            text = " ".join(value.text.split())
        case model.Shares():
            text = side(value, names)
        case _:
            text = _plain(value, names)
    return text


def word(value: str | bool, key: str, names: Names) -> str:
    """A word of the language, a name, or a text."""
    choice = CHOICES.get(key, {}).get(str(value))
    if choice is not None:
        return pick(choice, names.lang)
    if isinstance(value, bool):
        return exact(value, None, names.lang)
    if key == "over":
        return window_words(value, names.lang)
    return named(value, names) if key in _REFERS else " ".join(value.split())


def named(name: str, names: Names) -> str:
    """An id with its name."""
    called = names.of(name)
    return name if called == name else say("bracket", names.lang, text=name, inside=called)


def _ruling(ruling: model.Ruling, key: str, block: str, names: Names) -> str:
    value = ruling.value
    text = money(value, names.lang) if isinstance(value, Fraction) else text_of(value, key, block, names)
    if ruling.origin == DEFAULT and block in {"monitoring", "money"}:
        return pick(SAID["default"], names.lang).format(text=text)
    if ruling.origin in {DEFAULT, STATED} and block == "measures":
        return pick(SAID["inherited"], names.lang).format(text=text)
    return text


def _plain(value: object, names: Names) -> str:
    match value:
        case Quantity() | WaterClass() | model.Keyed():
            text = written(value, names)
        case Unit():
            text = unit_text(value, names.lang) or "1"
        case Period():
            text = period_words(value.name, names.lang)
        case model.Words():
            text = value.say(names.lang)
        case model.Valid():
            text = _valid(value, names)
        case model.Prevails():
            text = " > ".join(value.order) or pick(SAID["together"], names.lang)
        case model.Joint():
            text = _joint(value, names)
        case RoundedIn():
            text, unit = rounding(value.rule, names), unit_text(value.unit, names.lang)
            text = say("bracket", names.lang, text=text, inside=unit) if unit and value.rule.step is None else text
        case model.Rounding():
            text = rounding(value, names)
        case _:
            text = str(value)
    return text


def _valid(valid: model.Valid, names: Names) -> str:
    asked = {"months": valid.months, "samples": valid.samples}
    parts = [pick(SAID[key], names.lang).format(n=n) for key, n in asked.items() if n is not None]
    if valid.days is not None:
        parts.append(pick(SAID["days"], names.lang).format(n=f"{plain_text(valid.days * 100)}%"))
    parts += [say("bracket", names.lang, text=kind, inside=_valid(rule, names)) for kind, rule in valid.of.items()]
    return say("separator", names.lang).join(parts) or pick(SAID["every_month"], names.lang)


def _joint(joint: model.Joint, names: Names) -> str:
    limits = say("list", names.lang).join(f"{name} {limit.text}".strip() for name, limit in joint.tolerance.items())
    asked = {"tolerance": limits, "deviation": joint.deviation, "agreed": joint.agreed, "within": joint.within}
    parts = [pick(SAID[key], names.lang).format(n=n) for key, n in asked.items() if n]
    return say("separator", names.lang).join(parts)


def rounding(rule: model.Rounding, names: Names) -> str:
    """A rounding in words."""
    mode = known(MODES, rule.mode, names.lang)
    if rule.step is not None:
        return say("rounded_step", names.lang, step=written(rule.step, names), mode=mode)
    if rule.figures is not None:
        return say("rounded_figures", names.lang, count=rule.figures, mode=mode)
    if rule.places is not None:
        return say("rounded_places", names.lang, count=rule.places, mode=mode)
    return pick(SAID["evaluation"], names.lang)

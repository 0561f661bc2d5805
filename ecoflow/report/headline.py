"""The outcome in one sentence: who pays whom how much in net, or what is missing."""

from __future__ import annotations

from fractions import Fraction
from types import MappingProxyType

from ecoflow.report.gaps import Gap, gaps_of, others_of, spans
from ecoflow.report.names import Names
from ecoflow.report.reasons import reasons
from ecoflow.report.view import Verdict
from ecoflow.report.words import say
from ecoflow.settlement.model import Settlement
from ecoflow.standards.money import money
from ecoflow.standards.succession import ranges

_NAMED = 3

_MANY = MappingProxyType({len("2013-01"): "many_places", len("2013-W01"): "many_weeks", len("2013-01-05"): "many_days"})

Balance = tuple[str, Fraction]


def verdict(settlement: Settlement, names: Names) -> Verdict:
    """The verdict of a settlement."""
    if not settlement.settled:
        return Verdict(settled=False, sentence=_cannot(settlement, names), lines=())
    # a pool receives what is put into it, whatever it held before
    moved = {p: left - settlement.openings.get(p, Fraction(0)) for p, left in settlement.pools.items()}
    held = {**settlement.net, **{p: change for p, change in moved.items() if change}}
    payers = [(p, -amount) for p, amount in held.items() if amount < 0]
    payees = [(p, amount) for p, amount in held.items() if amount > 0]
    why = reasons(settlement, names)
    if not payers:
        return Verdict(True, say("evens_out" if settlement.payments else "nothing", names.lang), why)
    if len(payers) == len(payees) == 1:
        (payer, amount), (payee, _) = payers[0], payees[0]
        return Verdict(
            True,
            say(
                "one_pays_one",
                names.lang,
                payer=names.of(payer),
                payee=names.of(payee),
                amount=money(amount, names.lang),
            ),
            why,
        )
    sentence, lines = _several(payers, payees, names)
    return Verdict(True, sentence, (*lines, *why))


def _several(payers: list[Balance], payees: list[Balance], names: Names) -> tuple[str, tuple[str, ...]]:
    paying, receiving = _lines("pays", payers, names), _lines("receives", payees, names)
    total = money(sum((amount for _, amount in payees), Fraction(0)), names.lang)
    if len(payees) == 1:
        sentence = say("one_receives", names.lang, payee=names.of(payees[0][0]), amount=total)
        return sentence, paying
    if len(payers) == 1:
        sentence = say("one_pays", names.lang, payer=names.of(payers[0][0]), amount=total)
        return sentence, receiving
    return say("separator", names.lang).join((*paying, *receiving)), ()


def _lines(key: str, balances: list[Balance], names: Names) -> tuple[str, ...]:
    return tuple(say(key, names.lang, party=names.of(p), amount=money(a, names.lang)) for p, a in balances)


def _cannot(settlement: Settlement, names: Names) -> str:
    lang = names.lang
    gaps, others = gaps_of(settlement), others_of(settlement)
    if gaps:
        why = _lacking(gaps, names)
        return say("cannot", lang, why=say("and_more", lang, text=why, count=len(others)) if others else why)
    why = names.finding(others[0]).message(lang)
    more = len(others) - 1
    return say("cannot", lang, why=say("and_more", lang, text=why, count=more) if more else why)


def _lacking(gaps: tuple[Gap, ...], names: Names) -> str:
    sections = tuple(dict.fromkeys(g.section for g in gaps))
    said = names.all(sections) if len(sections) <= _NAMED else say("many_sections", names.lang, count=len(sections))
    indicators = {g.indicator for g in gaps if g.indicator}
    if not indicators:
        return names.finding(gaps[0].finding).message(names.lang)
    when = sorted({w for g in gaps for w in g.when})
    runs = ranges(when)
    told = spans(when, names) if 1 <= len(runs) <= _NAMED else _counted(when, len(runs), names)
    return say("gaps", names.lang, sections=said, indicators=len(indicators), when=told)


def _counted(when: list[str], runs: int, names: Names) -> str:
    """How many months, weeks or days; how many stretches where they are of different kinds."""
    keys = {_MANY.get(len(name), "many_stretches") for name in when}
    if len(keys) == 1 and "many_stretches" not in keys:
        return say(keys.pop(), names.lang, count=len(when))
    return say("many_stretches", names.lang, count=runs)

"""The clauses of an agreement told in words, before anything is measured: when, who pays whom, how much."""

from __future__ import annotations

from types import MappingProxyType

from ecoflow.agreement.model import Case, Clause, Pay, Shares, Side
from ecoflow.formula.words import Words
from ecoflow.report.labels import DIMENSIONS, known
from ecoflow.report.names import Names
from ecoflow.report.words import Pair, pick, say
from ecoflow.standards.rounding import plain_text

_SIDES: MappingProxyType[str, Pair] = MappingProxyType(
    {
        "upstream": ("上游方", "the upstream party"),
        "downstream": ("下游方", "the downstream party"),
        "responsible": ("责任方", "the party answerable"),
        "beneficiary": ("受益方", "the party that benefits"),
        "party": ("该方", "that party"),
    }
)


def told(clause: Clause, names: Names) -> tuple[str, ...]:
    """One sentence for each case of a clause, the first with what the clause repeats for."""
    lines = [case_words(case, clause, names) for case in clause.cases]
    repeated = say("list", names.lang).join(known(DIMENSIONS, d, names.lang) for d in clause.for_each)
    if repeated:
        lines[0] = say("told_each", names.lang, dims=repeated) + lines[0]
    return tuple(lines)


def case_words(case: Case, clause: Clause, names: Names) -> str:
    """One case: its condition, and who pays whom how much."""
    if case.when is not None and case.when.tree is not None:
        condition = Words(names.lang, names.labels).say(case.when.tree)
    else:
        condition = say("otherwise" if len(clause.cases) > 1 else "always", names.lang)
    paid = [pay_words(pay, names) for pay in case.pays] or [say("o_nothing", names.lang)]
    return f"{condition}{say('colon', names.lang)}{say('end', names.lang).join(paid)}"


def pay_words(pay: Pay, names: Names) -> str:
    """One payment: who pays whom, and the amount as a formula."""
    amount = Words(names.lang, names.labels).say(pay.amount.tree) if pay.amount.tree is not None else ""
    key = "told_signed" if pay.signed else "pay_line"
    return say(key, names.lang, payer=side(pay.payer, names), payee=side(pay.payee, names), amount=amount)


def side(who: Side, names: Names) -> str:
    """Who stands on one side of a payment: a party, a pool, a role, a ratio, or what a name divides it by."""
    if isinstance(who, Shares):
        parties = " : ".join(names.of(p) for p, _ in who.parts)
        ratio = " : ".join(plain_text(n) for _, n in who.parts)
        return f"{parties} = {ratio}"
    if who in names.agreement.parties or who in names.agreement.pools:
        return names.of(who)
    if who in _SIDES:
        return pick(_SIDES[who], names.lang)
    return say("told_by", names.lang, name=names.of(who))

"""Every proof about one agreement, and what fails as findings with their witness."""

from __future__ import annotations

from collections.abc import Iterator

from ecoflow.agreement.model import Agreement, Case
from ecoflow.diagnostics.finding import Finding, Phrase, Place, in_order
from ecoflow.proofs import witness
from ecoflow.proofs.amounts import Amount, Context, amounts
from ecoflow.proofs.choosing import Choice, choices
from ecoflow.proofs.cleaner import Reversal, reversals
from ecoflow.proofs.inputs import Names
from ecoflow.proofs.pools import Pooled, pools
from ecoflow.proofs.shares import Split, splits
from ecoflow.proofs.sums import sums
from ecoflow.proofs.thresholds import divisions, thresholds
from ecoflow.proofs.trial import Trials


def prove(agreement: Agreement) -> tuple[Finding, ...]:
    """What does not hold of an agreement without errors for every possible input, sorted by place.

    Errors carry a witness; a note says what could be neither proved nor refuted.
    """
    return in_order(_findings(study(agreement)))


def study(agreement: Agreement) -> Context:
    """What the proofs share: the verdict on every choice, and what every pool holds before each clause."""
    names = Names(agreement)
    trials = Trials(agreement, names)
    found = {c.clause.id: c for c in choices(agreement, names, trials)}
    pooled = tuple(pools(agreement, names, trials))
    held = {c.id: {p.pool.id: p.before[c.id] for p in pooled} for c in agreement.clauses}
    return Context(agreement, names, trials, found, held, pooled)


def _findings(context: Context) -> Iterator[Finding]:
    for choice in context.choices.values():
        yield from _choice(choice, context.agreement)
    for amount in amounts(context):
        yield from _amount(amount, context.agreement)
    for pooled in context.pooled:
        yield from _pool(pooled, context.agreement)
    for split in splits(context):
        yield from _split(split, context.agreement)
    for reversal in reversals(context):
        yield from _reversal(reversal, context.agreement)
    yield from sums(context.agreement)
    yield from thresholds(context)
    yield from divisions(context)


def _open(what: Phrase, place: Place) -> Finding:
    return Finding("N511", place, {"what": what})


def _choice(found: Choice, agreement: Agreement) -> Iterator[Finding]:
    clause, shown = found.clause, found.situation
    if found.verdict == "open":
        what = f"条款 '{clause.id}' 恰有一种情形成立", f"that exactly one case of clause '{clause.id}' holds"
        yield _open(what, clause.place)
    elif found.verdict == "refuted":
        details: dict[str, Phrase] = {"clause": clause.id}
        if shown is not None:
            details["witness"] = witness.situation(found.picking, shown, agreement)
        elif found.trial is not None:
            details["witness"] = witness.inputs(found.trial, (clause,), agreement)
        yield from _undecided(found, details)
    for case in found.dead:
        why = _why_dead(case, found)
        yield Finding("E503", _condition(case), {"clause": clause.id, "number": str(case.number), "why": why})


def _undecided(found: Choice, details: dict[str, Phrase]) -> Iterator[Finding]:
    holding = found.holding
    if len(holding) > 1:
        numbers = [str(c.number) for c in holding]
        yield Finding("E502", _condition(holding[1]), {**details, "cases": ("、".join(numbers), " and ".join(numbers))})
    else:
        yield Finding("E501", _condition(found.beside), details)


def _condition(case: Case) -> Place:
    return case.when.place if case.when is not None else case.place


def _why_dead(case: Case, found: Choice) -> Phrase:
    if case.when is None:
        return "其余情形已包括一切数据", "the other cases leave nothing for it"
    if any(case in s.holding for s in found.picking.situations):
        return "前面的情形先成立", "the cases before it always hold first"
    return "条件不可能成立", "its condition cannot hold"


def _amount(found: Amount, agreement: Agreement) -> Iterator[Finding]:
    place, clause = found.pay.amount.place, found.clause
    if found.verdict == "open":
        yield _open((f"条款 '{clause.id}' 的金额不为负", f"that the amount of clause '{clause.id}' is not negative"), place)
    elif found.verdict == "refuted":
        said = witness.inputs(found.trial, (clause,), agreement) if found.trial is not None else (
            f"第 {found.case.number} 种情形", f"case {found.case.number} applies")
        shown: Phrase = found.shown or ("低于 0", "below 0")
        yield Finding("E505", place, {"clause": clause.id, "witness": said, "amount": shown})


def _pool(found: Pooled, agreement: Agreement) -> Iterator[Finding]:
    pool = found.pool
    if found.verdict == "open":
        yield _open((f"资金池 '{pool.id}' 期末合乎要求", f"that pool '{pool.id}' ends as it must"), pool.written.place)
    elif found.trial is not None:
        left = next(p.details["left"] for p in found.trial.problems
                    if p.code in {"E408", "E426"} and p.details["pool"] == pool.id)
        moving = tuple(c for c in agreement.clauses for case in c.cases for p in case.pays if pool.id in {p.payer, p.payee})
        said = witness.inputs(found.trial, moving, agreement)
        yield Finding("E506", pool.written.place, {"pool": pool.id, "left": left, "witness": said})


def _split(found: Split, agreement: Agreement) -> Iterator[Finding]:
    place, name, clause = found.pay.written.value(found.path), found.side, found.clause
    if found.verdict == "open":
        yield _open((f"'{name}' 作为分摊比例时不为负、不全为零",
                     f"that '{name}', by which clause '{clause.id}' splits, is never negative nor all zero"), place)
    elif found.verdict == "refuted":
        when: Phrase = ("任何数据", "the data are any") if found.trial is None else (
            witness.inputs(found.trial, (clause,), agreement))
        yield Finding("E512", place, {"clause": clause.id, "name": name, "witness": when})


def _reversal(found: Reversal, agreement: Agreement) -> Iterator[Finding]:
    clause = found.clause
    details: dict[str, Phrase] = {"clause": clause.id, "party": found.party}
    if found.verdict == "open":
        yield _open((f"条款 '{clause.id}'：水质变好，保护方所得不减",
                     f"that cleaner water never pays the protecting side less by clause '{clause.id}'"), clause.place)
    elif found.step is not None:
        step = found.step
        yield Finding("E507", found.place or clause.place, details | {
            "better": witness.one(step.node, step.cleaner, agreement),
            "worse": witness.one(step.node, step.dirtier, agreement),
            "less": witness.amount(found.less), "more": witness.amount(found.more)})
    elif found.pair is not None:
        worse, better = witness.pair(found.pair, (clause,), agreement)
        yield Finding("E507", clause.place, details | {
            "better": better, "worse": worse,
            "less": witness.amount(found.pair.less), "more": witness.amount(found.pair.more)})
    elif found.picking is not None and found.cleaner is not None and found.dirtier is not None:
        yield Finding("E507", found.place or clause.place, details | {
            "better": witness.situation(found.picking, found.cleaner, agreement),
            "worse": witness.situation(found.picking, found.dirtier, agreement),
            "less": witness.amount(found.less), "more": witness.amount(found.more)})

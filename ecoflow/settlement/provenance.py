"""What a settlement leans on: the names its outcome was really made from, and the weakest of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from ecoflow.agreement.language import CONFIDENCE
from ecoflow.agreement.model import Agreement, Citation
from ecoflow.formula.tree import names
from ecoflow.measures.plan import indicators_of
from ecoflow.settlement.model import Fired, Provenance, Weak
from ecoflow.settlement.needs import closure


def provenance(agreement: Agreement, fired: Iterable[Fired], given: Iterable[str],
               before: Iterable[Weak] = ()) -> Provenance:
    """Everything below `published` among the conditions that were judged and the amounts that were worked out.

    A deduction that did not fire leaves its assumed amount out: nothing was paid by it. `before` is what an amount
    carried on from the period before leans on.
    """
    held = tuple(fired)
    leaning = closure(agreement, _names(agreement, held), given)
    weak = [w for name in leaning if name not in set(given) for w in _weak(agreement, name)]
    read = [m for n in leaning if n not in set(given) and (m := agreement.measures.get(n)) and indicators_of(m)]
    if read and agreement.monitoring.is_weak:
        weak.append(Weak("monitoring", "monitoring", str(agreement.monitoring.confidence)))
    seen = dict.fromkeys(s for m in read for s in m.sections)
    weak += [Weak("sections", s, str(cited.confidence)) for s in seen if (cited := agreement.sections[s].cited).is_weak]
    weak += [Weak("exemptions", e.window.name, str(e.cited.confidence)) for e in agreement.exemptions
             if e.window is not None and e.cited.is_weak
             and any(not e.sections or {*e.sections} & {*m.sections} for m in read)]
    clauses = {f.clause.id: f.clause for f in held}
    weak += [Weak("clauses", c.id, str(c.cited.confidence)) for c in clauses.values() if c.cited.is_weak]
    weak = list(dict.fromkeys((*weak, *before)))
    lowest = max((CONFIDENCE.index(w.confidence) for w in weak), default=0)
    return Provenance(CONFIDENCE[lowest], tuple(weak))


def _names(agreement: Agreement, fired: tuple[Fired, ...]) -> Iterator[str]:
    # what is left in a pool rests on what it opened with, whether or not a clause looked at it
    yield from agreement.pools
    for clause in agreement.clauses:
        for case in clause.cases:
            if case.when is not None and case.when.tree is not None:
                yield from names(case.when.tree)
    for one in fired:
        for pay, payments in one.payments:
            # an amount that came to zero rests on its numbers too; only who would have shared it does not matter
            yield from names(pay.amount.tree) if pay.amount.tree is not None else ()
            if payments:
                yield from (s for s in (pay.payer, pay.payee) if isinstance(s, str))


def _weak(agreement: Agreement, name: str) -> Iterator[Weak]:
    for block in ("terms", "facts", "measures", "quantities"):
        entry = getattr(agreement, block).get(name)
        cited: Citation | None = entry.cited if entry else None
        if cited is not None and cited.is_weak:
            yield Weak(block, name, str(cited.confidence))

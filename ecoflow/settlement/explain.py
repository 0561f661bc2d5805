"""How a number or a payment was made, as a tree from the verdict down to the monitoring rows."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec import Struct, field
from msgspec.structs import replace

from ecoflow.agreement.keywords import MONITORING
from ecoflow.agreement.model import Clause, Pay
from ecoflow.diagnostics.finding import Finding, Lang
from ecoflow.settlement.mentions import At, Mention, mentions, within
from ecoflow.settlement.model import Fired, Payment, Settlement, Weak
from ecoflow.settlement.monitored import Monitored, Rows, Step, rows_by_month
from ecoflow.settlement.said import Said, said
from ecoflow.standards.money import money

__all__ = ["Explanation", "Rows", "Step", "rows_by_month"]


class Explanation(Struct, frozen=True):
    """Explains one settlement in one language; `rows` are the monitoring rows, where they were asked for."""

    settlement: Settlement
    lang: Lang
    rows: Rows = field(default_factory=dict)

    def cautions(self) -> tuple[str, ...]:
        """What to know before reading: synthetic data, a draft, what is not published, months left out."""
        s, say = self.settlement, said(self.settlement.agreement, self.settlement.values, self.lang)
        told = [say.finding(n) for n in s.notes if n.code == "N403"]
        if s.agreement.status == "draft":
            told.append(say.either("协议尚为草案，本结果为试算", "the agreement is a draft; this is a trial"))
        if s.provenance.weak:
            count, names = len(s.provenance.weak), [self._weak(w, say) for w in s.provenance.weak]
            told.append(say.either(f"依据中有 {count} 项未经公布：{'、'.join(names)}",
                                   f"leans on {count} {'entry' if count == 1 else 'entries'} not published: "
                                   f"{', '.join(names)}"))
        return (*told, *(say.finding(n) for n in s.notes if n.code in {"N404", "N405"}))

    def everything(self) -> Step:
        """The whole settlement: every clause that held, and what could not be settled."""
        s, tree = self.settlement, self._tree()
        title = f"{s.agreement.title.say(self.lang)} {s.period.name}"
        if not s.settled:
            return Step(f"{title}: {tree.said.either('不能结算', 'cannot be settled')}", tree.problems(s.problems))
        return Step(title, tuple(tree.seeing(f.clause).fired(f) for f in s.fired))

    def name(self, wanted: str) -> Step | None:
        """One quantity, measure, term, fact or clause, or all that bear the name; None when the agreement has none."""
        s, tree = self.settlement, self._tree()
        a = s.agreement
        is_clause = any(c.id == wanted for c in a.clauses)
        if not is_clause and wanted not in {*a.terms, *a.facts, *a.measures, *a.quantities}:
            return None
        if not s.settled and wanted not in s.values:
            return self.everything()
        found = [tree.seeing(f.clause).fired(f) for f in s.fired if f.clause.id == wanted]
        idle = tree.said.either("本期未适用", "does not come into play in this period")
        if wanted in s.values:
            if is_clause and not found:
                found = [Step(f"{tree.said.either('条款', 'clause')} {wanted}: {idle}")]
            found.append(tree.name((wanted, {})))
        if not found:
            return Step(f"{wanted}: {idle}")
        return Step(wanted, tuple(found)) if len(found) > 1 else found[0]

    def _tree(self) -> _Tree:
        says = said(self.settlement.agreement, self.settlement.values, self.lang)
        return _Tree(self.settlement, says, Monitored(says, self.rows))

    def _weak(self, weak: Weak, say: Said) -> str:
        a, name = self.settlement.agreement, ""
        if weak.block == "clauses":
            name = next((c.name.say(self.lang) for c in a.clauses if c.id == weak.id), "")
        elif weak.block in {"terms", "facts", "measures", "quantities", "sections"}:
            name = getattr(a, weak.block)[weak.id].name.say(self.lang)
        elif weak.block == "monitoring":
            name = say.either(*MONITORING)
        return say.inside(name or weak.id, say.confidence(weak.confidence))


class _Tree(Struct):
    """One tree as it is told; what was told in full is not told again."""

    settlement: Settlement
    said: Said
    monitored: Monitored
    told: dict[str, list[At]] = field(default_factory=dict)

    def problems(self, found: Iterable[Finding]) -> tuple[Step, ...]:
        """What could not be settled, where it is written, and what would cure it."""
        return tuple(Step(f"{p.code} {self.said.finding(p)}",
                          (*([Step(str(p.place))] if p.place else []), Step(self.said.hint(p)))) for p in found)

    def fired(self, fired: Fired) -> Step:
        """A case that held: why, and what was paid. The tree is one `seeing` its clause."""
        clause, either = fired.clause, self.said.either
        under = [*self._why(fired), *(step for pay, paid in fired.payments for step in self._paid(pay, paid, fired.at))]
        if not fired.payments:
            under.append(Step(either("此情形不支付", "nothing is paid in this case")))
        number = f".{fired.case.number}" if len(clause.cases) > 1 else ""
        where = f" [{self.said.where(fired.at)}]" if fired.at else ""
        return Step(f"{either('条款', 'clause')} {clause.id}{number}{where}{self.said.cited(clause.cited)}", tuple(under))

    def seeing(self, clause: Clause) -> _Tree:
        """The same tree with what the pools held before a clause."""
        values = self.settlement.seen_by(clause)
        settlement, says = replace(self.settlement, values=values), replace(self.said, values=values)
        return replace(self, settlement=settlement, said=says)

    def _why(self, fired: Fired) -> Iterator[Step]:
        """The condition with its numbers; of an otherwise, those that failed."""
        tree, either = fired.case.when.tree if fired.case.when is not None else None, self.said.either
        if tree is not None:
            symbols, numbers = self.said.formula(tree), self.said.numbers(tree, fired.at)
            same = symbols == numbers
            holds = either(f"条件成立：{symbols}" + ("" if same else f"，即 {numbers}"),
                           f"condition holds: {symbols}" + ("" if same else f", that is {numbers}"))
            yield Step(holds, self._uses(mentions(tree, fired.at, self.settlement.values)))
            return
        others = [c.when.tree for c in fired.clause.cases if c.when is not None and c.when.tree is not None]
        if others:
            failed = [Step(self.said.judged(t, fired.at),
                           self._uses(mentions(t, fired.at, self.settlement.values))) for t in others]
            yield Step(either("其他情形均不成立", "no other case holds"), tuple(failed))

    def _paid(self, pay: Pay, payments: Iterable[Payment], at: At) -> list[Step]:
        values, either = self.settlement.values, self.said.either
        moved = [(p.payer, p.payee, money(p.amount, self.said.lang)) for p in payments]
        used = [*(mentions(pay.amount.tree, at, values) if pay.amount.tree is not None else ()),
                *(within(s, at, values) for s in (pay.payer, pay.payee)
                  if isinstance(s, str) and s in values and s not in self.settlement.agreement.pools)]
        if not moved:
            return [Step(either("金额为零，不支付", "the amount is zero: nothing is paid"), self._uses(used))]
        label = self.said.labels
        steps = [Step(f"{label.get(a, a)} {either('付给', 'pays')} {label.get(b, b)} {amount}") for a, b, amount in moved]
        # several payments of one amount rest on the same
        return [*steps[:-1], Step(steps[-1].text, self._uses(used))]

    def _uses(self, used: Iterable[Mention]) -> tuple[Step, ...]:
        each = {(n, *sorted(at.items())): (n, at) for n, at in used if n in self.settlement.values}
        return tuple(self.name(mention) for mention in each.values())

    def name(self, mention: Mention) -> Step:
        """A name at a cell: in full the first time, by its value after that."""
        name, at = mention
        if name in self.settlement.agreement.pools:
            # every clause finds another balance, so this is never the same as above
            return Step(self.said.inside(self.said.named_value(name, at), self.said.either("此前余额", "held before this")))
        before = self.told.setdefault(name, [])
        if any(a.items() <= at.items() for a in before):
            head = name if len(self.settlement.values[name].at(at).cells) > 1 else self.said.named_value(name, at)
            return Step(self.said.inside(head, self.said.either("同上", "as above")))
        before.append(at)
        a = self.settlement.agreement
        if name in self.settlement.given and self.settlement.given[name].at(at).cells:
            return Step(self.said.inside(self.said.named_value(name, at), self._whence(name, at)))
        if name in a.quantities:
            return self._quantity(name, at)
        if name in self.settlement.measured:
            return self.monitored.measure(self.settlement.measured[name], at)
        entry = a.terms.get(name) or a.facts[name]
        label, value = entry.name.say(self.said.lang), self.said.named_value(name, at)
        told = self.said.inside(value, label) if label and label != name else value
        return Step(f"{told}{self.said.cited(entry.cited)}")

    def _whence(self, name: str, at: At) -> str:
        """How a value that was not worked out came about."""
        s, either = self.settlement, self.said.either
        if name in s.carried.facts:
            return either(f"由 {s.carried.since} 的结算结转", f"carried on from the settlement of {s.carried.since}")
        if s.values[name].at(at).cells.keys() != s.given[name].at(at).cells.keys():
            return either("部分给定，其余按协议默认", "given in part, elsewhere the default of the agreement")
        return either("给定", "given")

    def _quantity(self, name: str, at: At) -> Step:
        definition, values = self.settlement.agreement.quantities[name], self.settlement.values
        tree = definition.formula.tree
        if tree is None:
            return Step(name)
        under: list[Step] = []
        for index in (i for i in self.settlement.indices if i.id == name):
            if not at.items() <= index.at.items():
                continue
            exact, shown = self.said.value(index.exact, index.unit), self.said.value(index.value, index.unit)
            where = f"[{self.said.where(index.at)}] " if index.at else ""
            rounding = "" if exact == shown else self.said.either(f"，修约为 {shown}", f", rounded to {shown}")
            numbers = self.said.numbers(tree, index.at)
            under.append(Step(f"{where}= {exact}" if numbers == exact else f"{where}= {numbers} = {exact}{rounding}"))
        head = f"{name} = {self.said.formula(tree)}{self.said.cited(definition.cited)}"
        return Step(head, (*under, *self._uses(mentions(tree, at, values))))

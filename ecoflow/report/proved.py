"""What was proved of one agreement, and the most each party can pay and receive in one settlement."""

from __future__ import annotations

from fractions import Fraction

from ecoflow.agreement.model import Agreement
from ecoflow.diagnostics.finding import Lang
from ecoflow.proofs.amounts import Context, amounts
from ecoflow.proofs.largest import largest
from ecoflow.proofs.prove import study
from ecoflow.report.text import width
from ecoflow.standards.money import money


def proved(agreement: Agreement, lang: Lang) -> str:
    """Lines for the terminal."""
    context = study(agreement)
    found = largest(context)
    head = ("每次结算至多", "付出", "收入") if lang == "zh" else ("at most in one settlement", "pays", "receives")
    rows = [head, *((agreement.parties[o.party].name.say(lang), _most(o.pays, o.endless_pays, lang),
                     _most(o.receives, o.endless_receives, lang)) for o in found)]
    first, second = (max(width(row[n]) for row in rows) for n in range(2))
    table = [f"{_wide(a, first)}  {_wide(b, second)}  {c}" for a, b, c in rows]
    return "\n".join(line for line in (_line(context, lang), *table) if line)


def _line(context: Context, lang: Lang) -> str:
    """How much holds for every input."""
    choices = sum(c.clause.pick == "choose" and c.verdict == "proved" for c in context.choices.values())
    sound = sum(a.verdict == "proved" for a in amounts(context))
    pools = sum(p.verdict == "proved" for p in context.pooled)
    said = [(choices, f"{choices} 处恰有一种情形成立", f"exactly one case in {choices} choice{'s' * (choices != 1)}"),
            (sound, f"{sound} 笔金额不为负", f"{sound} amount{'s' * (sound != 1)} not negative"),
            (pools, f"{pools} 个资金池期末合乎要求", f"{pools} pool{'s' * (pools != 1)} ending as declared")]
    kept = [zh if lang == "zh" else en for count, zh, en in said if count]
    if not kept:
        return ""
    return ("对一切数据已证明：" + "，".join(kept)) if lang == "zh" else "proved for every input: " + ", ".join(kept)


def _wide(text: str, columns: int) -> str:
    return text + " " * (columns - width(text))


def _most(amount: Fraction | None, endless: str, lang: Lang) -> str:
    """An amount; where there is no largest, the formula that has none."""
    if amount is not None:
        return money(amount, lang)
    return f"无上限（{endless}）" if lang == "zh" else f"no limit ({endless})"

"""Random small agreements settled on random inputs: nothing that is called proved is ever belied, no bound exceeded."""

from __future__ import annotations

from collections import Counter
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from ecoflow.agreement.loader import examine_text
from ecoflow.agreement.model import Keyed
from ecoflow.proofs.amounts import amounts
from ecoflow.proofs.cleaner import reversals
from ecoflow.proofs.largest import largest
from ecoflow.proofs.prove import study
from ecoflow.settlement.settle import Wish, settle
from ecoflow.standards.calendar import parse_period
from ecoflow.standards.gb3838 import WaterClass
from ecoflow.standards.units import parse_quantity

CITED = "source: paper, confidence: published"
HEAD = """\
ecoflow: 1
id: willow
title: {{zh: 柳河补偿协议, en: Willow River agreement}}
term: {{from: 2021, to: 2022}}
settle: year
status: draft
parties: {{upland: {{zh: 上游县}}, valley: {{zh: 下游县}}, city: {{zh: 市}}}}
pools: {{fund: {{zh: 补偿资金, en: Fund{carry}}}}}
sections:
  ford: {{zh: 渡口, river: 柳河, upstream: upland, downstream: valley}}
  weir: {{zh: 堰口, river: 柳河, upstream: {above}, downstream: valley}}
sources: {{paper: {{title: 柳河协议, date: 2021}}}}
{money}
terms:
  limit: {{value: 0.2 mg/L, {cited}}}
  best: {{value: {best}, {cited}}}
  goal: {{value: III, {cited}}}
  stake: {{value: {stake}, {cited}}}
  part: {{value: {part}, {cited}}}
  weight: {{value: {{ford: 0.4, weir: {weight}}}, {cited}}}
  split: {{value: {{upland: 1, valley: 2, city: 4}}, {cited}}}
  ladder: {{value: {{up to 50%: {tiers[0]}万元, up to 100%: {tiers[1]}万元, above: {tiers[2]}万元}}, {cited}}}
  price: {{value: {{I: 30万元, II: {tiers[3]}万元, III: 10万元, IV: {tiers[4]}万元, V: -5万元, 劣V: -9万元}}, {cited}}}
facts:
  accident: {{type: boolean}}
  size: {{type: number, unit: 元}}
measures:
  C: {{mean: TP, at: [ford, weir], over: year, unit: mg/L}}
  grade: {{class: [TP], at: [ford, weir], over: year}}
  monthly: {{class: [TP], at: ford, over: year, by: month}}
  fit: {{compliance: [TP], at: ford, over: year, target: goal}}
quantities:
  P: {{formula: "C[ford] / limit"{rounding}}}
  Q1: {{formula: sum(weight * C over section) / limit}}
clauses:
"""


def written(dice):
    """An agreement of two or three random clauses."""
    one = dice.choice
    head = HEAD.format(
        cited=CITED, carry=one(["", ", closes: carry"]), above=one(["upland", "city"]),
        best=one(["1", "0.95", "{2021: 1, 2022: 0.9}"]),
        stake=one(["100万元", "1000.01元", "33元"]), part=one(["0.5", "0.3", "0.333"]), weight=one(["0.6", "-0.6"]),
        tiers=[dice.randint(-2, 9) * 5 for _ in range(5)], rounding=one(["", f", round: {{places: 2}}, {CITED}"]),
        money=one(["", f"money: {{round: 100元, remainder: first, {CITED}}}"]))
    return head + "".join(clause(dice, n) for n in range(dice.choice([2, 3])))


def bound(dice):
    return dice.choice(["best", "1", "best", "part"])


def condition(dice):
    sign = dice.choice(["<", "<=", ">", ">="])
    return dice.choice([f"P {sign} {bound(dice)}", f"P {sign} {bound(dice)}", f"Q1 {sign} 1", "accident", "not accident",
                        f"P {sign} {bound(dice)} and not accident", f"{bound(dice)} < P <= 1", "grade[ford] worse than goal",
                        f"fit {sign} part", "C[ford] < C[weir]", "C[ford] >= C[weir]", "count(monthly worse than goal) > 0",
                        "all(grade at or better than goal)", "any(grade worse than goal)", "fund > 0"])


def amount(dice):
    return dice.choice(["stake", "stake", "size", "size * part", "stake * (1 - P)", '"max(stake * (1 - P), 0)"',
                        '"clamp(stake * (best - Q1), -stake, stake)"', '"tier(1 - fit, ladder)"',
                        '"tier(grade[ford], price)"',
                        "stake * count(monthly worse than goal)", "size - size * part", '"min(size, fund)"', "fund",
                        '"stake * max(C[ford] - C[weir], 0) / limit"', '"stake * run(monthly worse than goal)"',
                        "stake * share(grade worse than goal)", "stake * (1 - fit)", "size * part * part"])


def pay(dice):
    payer, payee = dice.sample(["upland", "valley", "fund", "split", "{upland: 1, valley: 2}", "city"], 2)
    signed = dice.choice(["", "", ", signed: true"])
    return f"pay: {{from: {payer}, to: {payee}, amount: {amount(dice)}{signed}}}"


def clause(dice, n):
    start = f"  - id: c{n}\n    source: paper\n    confidence: published\n"
    kind = dice.choice(["choose", "choose", "first", "each", "one", "one", "when", "sections", "months"])
    if kind == "one":
        return f"{start}    {pay(dice)}\n"
    if kind == "when":
        return f"{start}    when: {condition(dice)}\n    {pay(dice)}\n"
    if kind == "sections":
        money = dice.choice(["stake", "stake * weight", '"tier(grade, price)"',
                             '"stake * max(C - mean(C over section), 0) / limit"'])
        return (f"{start}    for_each: [section]\n    when: grade {dice.choice(['worse than', 'at or better than'])} goal\n"
                f"    pay: {{from: upstream, to: downstream, amount: {money}{dice.choice(['', ', signed: true'])}}}\n")
    if kind == "months":
        return (f"{start}    for_each: [month]\n    when: monthly worse than goal\n"
                "    pay: {from: upland, to: valley, amount: stake}\n")
    last = dice.choice([[], ["otherwise"]]) if kind != "each" else []
    sides = dice.choice([[condition(dice), condition(dice)], ["P <= 1", "P > best"], ["P < 1 or accident", "P >= 1"],
                         ["P <= best and not accident", "P > best or accident"]])
    cases = "".join(f"      - when: {w}\n        {pay(dice)}\n" for w in (*sides, *last))
    return f"{start}    {kind}:\n{cases}"


def inputs(dice):
    """Values for every fact and measure, at bounds now and then."""
    a, b = (dice.choice(["0", "0.06", "0.1", "0.1899", "0.19", "0.2", "0.200001", "0.21", "0.4", "3"]) for _ in range(2))
    weir = dice.choice([a, b])
    return {"accident": dice.random() < 0.5,
            "size": parse_quantity(dice.choice(["0元", "0.05元", "0.15元", "10.01元", "999.99元", "500元"])),
            "C": Keyed("section", {"ford": parse_quantity(f"{a} mg/L"), "weir": parse_quantity(f"{weir} mg/L")}),
            "grade": Keyed("section", {s: WaterClass(dice.randint(1, 6)) for s in ("ford", "weir")}),
            "monthly": Keyed("month", {f"2021-{m:02}": WaterClass(dice.randint(1, 6)) for m in range(1, 13)}),
            "fit": parse_quantity(dice.choice(["0", "0.25", "0.333", "0.5", "1"]))}


def had(found, party, only):
    return sum(p.amount * ((p.payee == party) - (p.payer == party)) for p in found.payments if p.clause == only)


@settings(max_examples=50, deadline=None)
@given(st.integers(0, 2**40))
def test_nothing_proved_is_belied(seed):
    dice = Random(seed)  # noqa: S311 - a fixed sequence, not a secret
    agreement, problems = examine_text(written(dice), "willow.yaml")
    if any(f.severity == "error" for f in problems):
        return
    context = study(agreement)
    choices = {c: v.verdict for c, v in context.choices.items()}
    dead = {(c, case.number) for c, v in context.choices.items() for case in v.dead}
    sound = {(a.clause.id, a.pay.place): a.verdict for a in amounts(context)}
    closed = {p.pool.id: p.verdict for p in context.pooled}
    most = {o.party: o for o in largest(context)}
    steady = {r.clause.id: r.party for r in reversals(context) if r.verdict == "proved"}
    for _ in range(12):
        given = inputs(dice)
        found = settle(agreement, parse_period("2021"), None, Wish(given=given))
        for problem in found.problems:
            if problem.code == "E407":
                assert choices[problem.details["clause"]] != "proved", given
            if problem.code == "E410":
                assert sound[problem.details["clause"], problem.place] != "proved", given
            if problem.code in {"E408", "E426"}:
                assert closed[problem.details["pool"]] != "proved", given
        paid, got = Counter(), Counter()
        for p in found.payments:
            assert (p.clause, p.case) not in dead
            paid[p.payer] += p.amount
            got[p.payee] += p.amount
        for party, one in most.items():
            assert one.pays is None or paid[party] <= one.pays, (party, given)
            assert one.receives is None or got[party] <= one.receives, (party, given)
        if found.settled:
            compare_with_cleaner(dice, agreement, given, found, steady)


def compare_with_cleaner(dice, agreement, given, found, steady):
    """With cleaner water no clause of which that is proved leaves its protecting side with less."""
    def better(grade):
        return WaterClass(max(1, grade - dice.randint(0, 1)))

    lower = {"C": lambda v: replace(v, value=v.value / 2), "grade": better, "monthly": better}
    cleaner = {name: Keyed(given[name].dim, {m: change(v) for m, v in given[name].values.items()})
               for name, change in lower.items()} | {"fit": parse_quantity("1")}
    changed = {name: value for name, value in cleaner.items() if dice.random() < 0.6}
    other = settle(agreement, parse_period("2021"), None, Wish(given={**given, **changed}))
    if other.settled:
        for clause_id, party in steady.items():
            parties = [party] if party in agreement.parties else []
            assert all(had(other, p, clause_id) >= had(found, p, clause_id) for p in parties), (clause_id, given)

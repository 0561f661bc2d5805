"""The reference and the guide can be trusted: every example they show loads, and means what they say of it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ecoflow.agreement.loader import examine_text
from ecoflow.diagnostics.finding import has_errors
from ecoflow.formula.functions import FUNCTIONS
from ecoflow.settlement.replay import coverage, replay

DOCS = Path(__file__).resolve().parent.parent / "docs"
LANGUAGE, GUIDE = ((DOCS / name).read_text("utf-8") for name in ("language.md", "authoring.md"))

HEAD = """\
ecoflow: 1
id: reference
title: {zh: 例, en: Example}
term: {from: 2020, to: 2024}
settle: year
status: draft
parties: {upper: {zh: 上游县}, lower: {zh: 下游县}, province: {zh: 省}}
sources: {plan: {title: 方案}}
"""
SECTIONS = """\
sections:
  liheqiao: {zh: 甲, upstream: upper, downstream: lower, responsible: upper}
  shaheqiao: {zh: 乙, upstream: upper, downstream: lower, responsible: lower, inflow: liheqiao}
"""
EVERYTHING = HEAD + SECTIONS + """\
pools: {fund: {zh: 资金池}}
terms:
  weight: {value: {CODMn: 0.5, TP: 0.5}, source: plan, confidence: published}
  limit: {value: {CODMn: 6 mg/L, TP: 0.2 mg/L}, source: plan, confidence: published}
  target: {value: III, source: plan, confidence: published}
  ladder: {value: {up to 50%: 50万元, up to 100%: 75万元, above: 125万元}, source: plan, confidence: published}
  rates: {value: {up to 10: 1, above: 2}, source: plan, confidence: published}
  unit: {value: 30万元, source: plan, confidence: published}
  price: {value: {I: 6万元, II: 5万元, III: 0元, IV: -5万元, V: -6万元, 劣V: -7万元}, source: plan, confidence: published}
  prize: {value: {up to 1: 8万元, up to 3: 3万元, above: 0元}, source: plan, confidence: published}
  stake: {value: 100万元, source: plan, confidence: published}
  cap: {value: 400万元, source: plan, confidence: published}
  step: {value: 0.2, source: plan, confidence: published}
  cut: {value: 0.9, source: plan, confidence: published}
  gain: {value: 4万元, source: plan, confidence: published}
  loss: {value: 5万元, source: plan, confidence: published}
  prizes: {value: {up to 1: 8万元, up to 3: 3万元, above: 0元}, source: plan, confidence: published}
  good: {value: 10, source: plan, confidence: published}
  double: {value: 2, source: plan, confidence: published}
  n: {value: 5, source: plan, confidence: published}
  base: {value: 3 t, source: plan, confidence: published}
  size: {value: 1亿元, source: plan, confidence: published}
  pay_in: {value: {upper: 1, lower: 5}, source: plan, confidence: published}
facts:
  score: {type: number, by: party}
  m: {type: number}
  points: {type: number, by: party}
  change: {type: number}
  met: {type: boolean}
  accident: {type: boolean, default: false}
  advance: {type: number, unit: 元}
  due: {type: number, unit: 元}
measures:
  C: {mean: weight.indicators, at: [liheqiao, shaheqiao], over: year}
  CM: {mean: weight.indicators, at: [liheqiao, shaheqiao], over: year, by: month}
  C0: {mean: weight.indicators, at: [liheqiao, shaheqiao], over: 2018..2020}
  class: {class: [CODMn, TP], at: [liheqiao, shaheqiao], over: year}
  monthly: {class: [CODMn, TP], at: liheqiao, over: year, by: month}
  daily: {class: [CODMn, TP], at: liheqiao, over: year, by: day}
  compliance: {compliance: [CODMn, TP], at: [liheqiao, shaheqiao], over: year, target: III}
  loads: {load: TP, at: [liheqiao, shaheqiao], over: year, unit: t}
  load: {load: TP, at: liheqiao, over: year, unit: t}
  PM: {mean: PM25, at: [liheqiao, shaheqiao], over: year}
quantities:
  rate: {formula: mean(compliance over section)}
  drop: {formula: "mean(1 - C / C0 over section, indicator)"}
  x: {formula: "exceedance(C, limit)"}
  fines: {formula: x * stake}
  bad: {formula: monthly worse than III}
  better: {formula: rank(score) - 1}
  tied: {formula: count(score >= 0 over party) + 1 - rank(-score) - better}
QUANTITY
clauses: [{id: a, pay: {from: lower, to: upper, amount: stake}}]
"""


def errors(text):
    return [f.message("en") for f in examine_text(text, "reference.yaml")[1] if f.severity == "error"]


def blocks(text):
    return re.findall(r"```yaml\n(.*?)```", text, re.DOTALL)


def rows(text, heading):
    """The cells of every row of the table that begins with this heading."""
    table = text[text.index(heading):].split("\n\n")[0].splitlines()[2:]
    return [[cell.strip() for cell in re.split(r"(?<!\\)\|", line)[1:-1]] for line in table]


def with_quantity(formula):
    return EVERYTHING.replace("QUANTITY", f'  q: {{formula: "{formula}"}}')


FUNCTION_ROWS = rows(LANGUAGE, "| function | takes → gives | example |")
EXAMPLES = [f for row in FUNCTION_ROWS for f in re.findall(r"`([^`]+)`", row[2])]


@pytest.mark.parametrize("formula", EXAMPLES)
def test_the_example_of_every_function_is_well_typed(formula):
    assert errors(with_quantity(formula)) == []


def test_every_function_has_a_row_and_an_example():
    named = {name for row in FUNCTION_ROWS for name in re.findall(r"`([a-z_]+)", row[0])}
    assert named == set(FUNCTIONS)
    for row in FUNCTION_ROWS:
        assert any(re.search(rf"\b{name}\(", row[2]) for name in re.findall(r"`([a-z_]+)", row[0])), row


def test_the_brackets_are_as_told():
    assert "30 at `{up to 10: 1, above: 2}` is 50" in LANGUAGE
    example = "examples: [{name: e, period: 2024, given: {m: 30}, expect: {indices: {q: 50}}}]\n"
    agreement, findings = examine_text(with_quantity("brackets(m, rates)") + example, "reference.yaml")
    assert not has_errors(findings)
    assert [r.difference for r in replay(agreement)] == [None]


PHRASES = [formula for row in rows(GUIDE, "| the paper says | write |") for formula in re.findall(r"`([^`]+)`", row[1])]


def test_the_measures_of_the_reference_load():
    shown = next(b for b in blocks(LANGUAGE) if b.startswith("measures:"))
    names = sorted({n for listed in re.findall(r"at: (\w+|\[[^]]+\])", shown) for n in re.findall(r"\w+", listed)})
    sections = "sections:\n" + "".join(f"  {n}: {{zh: 断面{n}, upstream: upper, downstream: lower}}\n" for n in names)
    weight = """\
terms:
  weight: {value: {CODMn: 0.5, TP: 0.5}, source: plan, confidence: published}
  stake: {value: 1元, source: plan, confidence: published}
"""
    clause = "clauses: [{id: a, pay: {from: lower, to: upper, amount: stake}}]"
    assert errors(HEAD + sections + weight + shown + clause) == []


def test_the_tables_of_values_load():
    for _, _, example in rows(LANGUAGE, "| table | keys | example |"):
        value = example.strip("`")
        term = f"""\
terms:
  stake: {{value: 1元, source: plan, confidence: published}}
  table: {{value: {value}, source: plan, confidence: published}}
"""
        text = HEAD + SECTIONS + term + "clauses: [{id: a, pay: {from: lower, to: upper, amount: stake}}]\n"
        assert errors(text) == []


def test_the_guide_ends_in_a_tested_file():
    (text,) = blocks(GUIDE)
    agreement, findings = examine_text(text, "stone-bridge.yaml")
    assert [f.message("en") for f in findings] == []
    replays = replay(agreement)
    assert [r.difference for r in replays] == [None, None]
    found = coverage(agreement, replays)
    assert found.cases == found.reached


FORMULAS = [p for p in PHRASES if re.search(r"[a-z]\(|[*/-] ", p) and not re.search(r"[:…{]|^amount|when", p)]


@pytest.mark.parametrize("formula", FORMULAS)
def test_the_formulas_of_the_guide_are_well_typed(formula):
    assert len(FORMULAS) > 12
    assert errors(with_quantity(formula)) == [], formula


def test_the_lists_are_complete():
    from ecoflow.formula.parse import RESERVED
    from ecoflow.standards.indicators import INDICATORS
    from ecoflow.standards.units import unit_spellings

    listed = LANGUAGE[LANGUAGE.index("## Lists"):]
    for name in INDICATORS:
        assert re.search(rf"(?<!\w){name}(?!\w)", listed), name
    for word in RESERVED:
        assert re.search(rf"(?<!\w){word}(?!\w)", listed), word
    units = listed.split("- **Units**")[1].split(", and products")[0]
    for unit in " ".join(re.findall(r"`([^`]+)`", units)).split():
        assert unit in unit_spellings(), unit

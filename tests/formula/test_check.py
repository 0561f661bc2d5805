"""Types by hand: units, kinds and dimensions of formulas, and the place of every fault."""

from __future__ import annotations

import pytest

from ecoflow.formula.check import Check
from ecoflow.formula.parse import Fault, parse
from ecoflow.formula.types import BOOLEAN, CLASS, MONEY, NUMBER, UNKNOWN, Type
from ecoflow.standards.units import parse_unit

PAIR, INDICATORS = ("ford", "weir"), ("CODMn", "TP")


def number(unit: str, **dims: tuple[str, ...] | None) -> Type:
    return Type("number", parse_unit(unit), tuple(sorted(dims.items())))


SCOPE = {
    "k": NUMBER, "money": MONEY, "wan": number("万元"), "C": number("mg/L", indicator=INDICATORS),
    "limit": number("μg/L", indicator=INDICATORS),
    "table": number("mg/L", indicator=INDICATORS, section=PAIR), "flow": number("m³/s", month=None),
    "days": number("d"), "rate": number("元/t"), "grade": CLASS.over((("month", None), ("section", PAIR))),
    "goal": CLASS,
    "spill": BOOLEAN, "other": number("1", indicator=("CODMn", "TN")), "broken": UNKNOWN, "percent": number("%"),
}


def check(text: str) -> tuple[Type, list[Fault]]:
    tree = parse(text)
    assert not isinstance(tree, Fault), tree
    made = Check(SCOPE)
    return made.type_of(tree), made.faults


@pytest.mark.parametrize(("text", "words"), [
    ("k + 1", "plain number"), ("money + wan", "amount of money"), ("wan / money", "plain number"),
    ("C / limit", "plain number per indicator"),
    ("C - limit", "number in mg/L per indicator"), ("percent * money", "amount of money"),
    ("k - percent", "plain number"),
    ("table * k", "number in mg/L per indicator and section"),
    ("sum(table over section)", "number in mg/L per indicator"),
    ("flow * days", "number in m³ per month"), ("C * flow", "number in g/s per indicator and month"),
    ("rate * C * flow * days", "amount of money per indicator and month"), ("1 / days", "number in 1/s"),
    ("C * C", "number in g²/m^6 per indicator"),
    ("grade worse than goal", "yes-or-no condition per month and section"),
    ("count(grade worse than III over month)", "plain number per section"),
    ("worst(grade over month, section)", "water-quality class"),
    ("any(C > limit)", "yes-or-no condition"), ("exceedance(C, limit)", "plain number per indicator"),
    ("classes_better(grade, goal)", "plain number per month and section"),
    ("max(C, limit)", "number in mg/L per indicator"), ("mean(C, limit, 0)", "number in mg/L per indicator"),
    ("table[ford]", "number in mg/L per indicator"), ("table[TP, weir]", "number in mg/L"),
    ("0 < k <= 1", "yes-or-no condition"),
    ("not spill and k > 0", "yes-or-no condition"), ("floor(C / limit)", "plain number per indicator"),
    ("-money", "amount of money"),
    ("broken + money", "unknown"), ("sum(broken)", "unknown"), ("not broken", "unknown"), ("broken[x]", "unknown"),
    ("spill = true", "yes-or-no condition"),
])
def test_types(text: str, words: str) -> None:
    found, faults = check(text)
    assert faults == []
    assert found.words()[1] == words


@pytest.mark.parametrize(("text", "code", "at"), [
    ("k + nothing", "E210", 4), ("k + K", "E210", 4), ("C[TN]", "E211", 2), ("table[ford, TN]", "E211", 12),
    ("k[TP]", "E212", 2),
    ("table[TP, CODMn]", "E211", 10), ("money + k", "E213", 8), ("k = money", "E213", 4), ("k = spill", "E213", 4),
    ("goal = k", "E213", 7),
    ("max(k, money)", "E213", 7), ("C < limit < k", "E213", 12), ("sum(table over month)", "E214", 15),
    ("sum(C over section, month)", "E214", 11),
    ("spill + 1", "E215", 0), ("k and spill", "E215", 0), ("spill or goal", "E215", 9), ("not k", "E215", 4),
    ("-spill", "E215", 1),
    ("sum(spill)", "E215", 4), ("count(C)", "E215", 6), ("worst(C)", "E215", 6), ("floor(money)", "E215", 6),
    ("abs(goal)", "E215", 4),
    ("classes_better(k, goal)", "E215", 15), ("k worse than money / money", "E217", 2), ("goal < III", "E218", 5),
    ("spill > true", "E218", 6),
    ("k == 1", "E205", 2), ("avg(C)", "E219", 0), ("clamp(k, 1)", "E220", 0), ("sum(C, k)", "E220", 0),
    ("abs(C over indicator)", "E221", 11),
    ("max(k, k over month)", "E221", 14), ("mean(k, k over month)", "E221", 15), ("mean(k, money)", "E213", 8),
    ("mean(grade, goal)", "E215", 5), ("mean(k, k, k, k, k, k, k, k, k, k)", "E220", 0),
    ("mean(k)", "E222", 0), ("mean(table)", "E223", 0),
    ("C * other", "E224", 4), ("C < other * money", "E213", 4),
    ("max(C / limit, other)", "E224", 15),
])
def test_faults(text: str, code: str, at: int) -> None:
    found, faults = check(text)
    assert found.kind == "unknown"
    assert [(f.code, f.at) for f in faults] == [(code, at)]


def test_two_faults_of_one_formula_are_both_found() -> None:
    _, faults = check("nothing + (money < k) * nobody")
    assert [(f.code, f.at) for f in faults] == [("E210", 0), ("E213", 19), ("E210", 24)]


@pytest.mark.parametrize(("text", "wanted", "allowed", "code"), [
    ("money", MONEY, (), None), ("money * C / limit", MONEY, (), "E216"),
    ("money * C / limit", MONEY, ("indicator",), None),
    ("money * table / limit", MONEY, ("indicator",), "E216"), ("k", MONEY, (), "E215"), ("spill", BOOLEAN, (), None),
    ("goal", BOOLEAN, (), "E215"), ("broken", MONEY, (), None), ("C", number("kg/m³"), None, None),
])
def test_what_belongs_there(text: str, wanted: Type, allowed: tuple[str, ...] | None, code: str | None) -> None:
    tree = parse(text)
    assert not isinstance(tree, Fault)
    made = Check(SCOPE)
    made.expect(tree, made.type_of(tree), wanted, allowed)
    assert [f.code for f in made.faults] == ([code] if code else [])


def test_a_fault_tells_what_it_found() -> None:
    _, (fault,) = check("C + money")
    assert dict(fault.details) == {"left": ("数值（mg/L）", "number in mg/L"), "right": ("金额", "amount of money")}
    _, (fault,) = check("C * other")
    assert dict(fault.details) == {"dim": "indicator", "members": "TN, TP"}
    _, (fault,) = check("summ(C)")
    assert dict(fault.details)["near"] == "sum"

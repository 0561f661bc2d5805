"""Tables by step and class, branches, ranks, runs, inflow, before and grouping by role: by hand and by plain definition."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecoflow.agreement.language import ROLES
from ecoflow.formula.bind import Relations
from ecoflow.formula.check import Check
from ecoflow.formula.exact import Absent, Undefined, evaluate
from ecoflow.formula.grid import Grid, NothingLeft, Scalar, scalar
from ecoflow.formula.parse import Fault, parse
from ecoflow.formula.tree import Node
from ecoflow.formula.types import BOOLEAN, CLASS, MONEY, NUMBER, ROLE_WORDS, UNKNOWN, Type
from ecoflow.standards.gb3838 import WaterClass
from ecoflow.standards.units import ONE, parse_unit

F = Fraction
MONTHS = tuple(f"2023-{n:02d}" for n in range(1, 13))
CLASSES = ("I", "II", "III", "IV", "V", "worse_than_V")
RIVER = Relations(
    inflow=(("weir", "ford"), ("mouth", "weir")),
    roles={"upstream": (("ford", "hill"), ("weir", "hill"), ("mouth", "dale")),
           "responsible": (("ford", "hill"), ("weir", "dale"))},
)


def tree(text: str) -> Node:
    node = parse(text)
    assert not isinstance(node, Fault), node
    return RIVER.bind(node)


def over(dim: str, **cells: Scalar) -> Grid:
    return Grid((dim,), {(member,): cell for member, cell in cells.items()})


def by_month(first: int, *values: int | None, whole: bool = True) -> Grid:
    cells = {(MONTHS[first + n - 1],): F(v) for n, v in enumerate(values) if v is not None}
    return Grid(("month",), cells, {"month": MONTHS[first - 1 : first - 1 + len(values)]} if whole else {})


VALUES: dict[str, Grid] = {
    "x": scalar(F(30)), "low": scalar(F(-3)), "zero": scalar(F(0)), "yes": scalar(value=True),
    "third": scalar(WaterClass.III),
    "ladder": Grid(("tier",), {("above",): F(4), ("below 10",): F(1), ("up to 50%",): F(0), ("up to 20",): F(2)}),
    "rates": Grid(("tier",), {("up to -5",): F(9), ("up to 10",): F(1), ("above",): F(2)}),
    "price": Grid(("class",), {(c,): F(10 - 3 * n) for n, c in enumerate(CLASSES)}),
    "C": over("section", ford=F(1), weir=F(5), mouth=F(5)),
    "W": over("section", weir=F(2), mouth=F(7)),
    "flag": over("section", ford=True, weir=False, mouth=True),
    "m": by_month(1, 4, 6, None, 5, 9, 9, 1),
    "late": by_month(1, None, 6, 7),
    "CM": Grid(("section", "month"), {("ford", "2023-01"): F(1), ("ford", "2023-02"): F(2), ("weir", "2023-02"): F(7)},
               {"section": ("ford", "weir", "mouth"), "month": MONTHS[:2]}),
    "gone": Grid(("month",), {}),
    "per": Grid(("indicator", "tier"), {("TP", "up to 1"): F(1), ("TP", "above"): F(2), ("TN", "below 5"): F(3),
                                        ("TN", "above"): F(4)}),
    "both": over("indicator", TP=F(2), TN=F(2)),
}


def found(text: str, values: Mapping[str, Grid] = VALUES) -> Grid:
    return evaluate(tree(text), values)


def cells(text: str) -> dict[str, Scalar]:
    return {" ".join(cell): value for cell, value in found(text).cells.items()}


@pytest.mark.parametrize(("text", "expected"), [
    # steps hold what the steps before them leave, whatever the order they are kept in
    ("tier(0.5, ladder)", 0), ("tier(0.51, ladder)", 1), ("tier(9.99, ladder)", 1), ("tier(10, ladder)", 2),
    ("tier(20, ladder)", 2), ("tier(20.01, ladder)", 4), ("tier(x, ladder)", 4), ("tier(low, ladder)", 0),
    ("tier(third, price)", 4), ("tier(I, price)", 10), ("tier(worse_than_V, price)", -5), ("price[II]", 7),
    # 10 at 1 and 20 at 2; the step wholly below 0 holds nothing
    ("brackets(x, rates)", 50), ("brackets(10, rates)", 10), ("brackets(10.5, rates)", 11), ("brackets(low, rates)", 0),
    ("brackets(0, rates)", 0), ("brackets(-100, rates)", 0),
    ("if(yes, x, low)", 30), ("if(not yes, x, low)", -3), ("if(zero = 0, 1, x / zero)", 1),
    ("if(zero != 0, x / zero, 1)", 1), ("if(yes, 1, nobody)", 1), ("if(yes, 2, mean(gone))", 2),
    ("max(if(yes, 1, x / zero), 2)", 2), ("sum(if(yes, m, mean(gone)))", 34),
    ("run(m > 4 over month)", 3), ("run(m >= 4)", 3), ("run(m > 100)", 0), ("run(m < 100)", 4), ("run(late > 0)", 2),
    ("sum(before(m, 0))", 4 + 6 + 5 + 9 + 9), ("count(before(m, 0) > 0)", 5), ("sum(m - before(m, 0))", 4 + 2 + 4 + 0 - 8),
    ("max(sum(C over section by upstream))", 6),
])
def test_numbers_by_hand(text: str, expected: int) -> None:
    assert found(text).only() == expected


def test_a_class_may_be_the_value_of_a_branch_or_a_step() -> None:
    assert found("if(yes, III, V)").only() is WaterClass.III
    steps = {"goal": Grid(("tier",), {("up to 1",): WaterClass.I, ("above",): WaterClass.V})}
    assert found("tier(2, goal)", steps).only() is WaterClass.V


@pytest.mark.parametrize(("text", "expected"), [
    ("tier(both, per)", {"TP": 2, "TN": 3}),
    ("if(flag, C, W)", {"ford": 1, "weir": 2, "mouth": 5}),  # W has no ford, and none is looked at
    ("if(flag, W, C)", {"weir": 5, "mouth": 7}),
    ("if(flag, 0, C / (C - 5))", None),
    ("if(flag and C = 1, 0, C / (C - 1))", {"ford": 0, "weir": F(5, 4), "mouth": F(5, 4)}),
    ("rank(C)", {"ford": 3, "weir": 1, "mouth": 1}), ("rank(-C)", {"ford": 1, "weir": 2, "mouth": 2}),
    ("rank(CM over section)", {"ford 2023-01": 1, "ford 2023-02": 2, "weir 2023-02": 1}),
    ("rank(CM over section, month)", {"ford 2023-01": 3, "ford 2023-02": 2, "weir 2023-02": 1}),
    ("inflow(C, 9)", {"ford": 9, "weir": 1, "mouth": 5}),
    ("inflow(C, W)", {"weir": 1, "mouth": 5}),  # W has no ford
    ("C - inflow(C, 0)", {"ford": 1, "weir": 4, "mouth": 0}),
    # what comes in is there also where the section itself has no value
    ("inflow(CM, 0)", {"weir 2023-01": 1, "weir 2023-02": 2, "mouth 2023-02": 7, "ford 2023-01": 0, "ford 2023-02": 0}),
    ("inflow(CM, C)", {"weir 2023-01": 1, "weir 2023-02": 2, "mouth 2023-02": 7, "ford 2023-01": 1, "ford 2023-02": 1}),
    ("before(m, 3)", {"2023-01": 3, "2023-02": 4, "2023-03": 6, "2023-05": 5, "2023-06": 9, "2023-07": 9}),
    ("before(late, 3)", {"2023-01": 3, "2023-03": 6}),  # January is exempt: February has no value, January still has 3
    ("before(m, m)", {"2023-01": 4, "2023-02": 4, "2023-03": 6, "2023-05": 5, "2023-06": 9, "2023-07": 9}),
    ("before(CM, 0)", {"ford 2023-02": 1, "ford 2023-01": 0, "weir 2023-01": 0}),
    ("sum(C over section by upstream)", {"hill": 6, "dale": 5}),
    ("mean(C over section by upstream)", {"hill": 3, "dale": 5}),
    ("share(C > 1 over section by upstream)", {"hill": F(1, 2), "dale": 1}),
    ("rank(sum(C over section by upstream) over party)", {"hill": 1, "dale": 2}),
    ("sum(CM over section, month by upstream)", {"hill": 10}),
    ("run(CM > 0 over month)", {"ford": 2, "weir": 1}),
])
def test_cells_by_hand(text: str, expected: dict[str, Fraction] | None) -> None:
    if expected is None:
        with pytest.raises(Undefined):
            found(text)
        return
    assert cells(text) == expected


def test_a_value_nobody_gave_is_missed_only_where_it_is_looked_at() -> None:
    for text, error in (("if(not yes, 1, nobody)", Absent), ("if(yes, mean(gone), 1)", NothingLeft),
                        ("if(yes, x / zero, 1)", Undefined), ("if(x / zero > 1, 1, 2)", Undefined),
                        ("rank(C / (C - 1))", Undefined), ("run(m / (m - 4) > 1)", Undefined),
                        ("tier(x / zero, ladder)", Undefined), ("brackets(x / zero, rates)", Undefined),
                        ("run(gone > 1)", NothingLeft), ("sum(if(flag, nobody, C))", Absent)):
        with pytest.raises(error):
            found(text)


def test_the_months_of_a_settlement_are_its_own() -> None:
    # without knowing the settlement's months, those that have a value are all there are
    plain = {"m": by_month(2, 5, 6, whole=False)}
    assert found("before(m, 0)", plain).cells == {("2023-02",): F(0), ("2023-03",): F(5)}


numbers = st.integers(-200, 200).map(lambda n: F(n, 4))


def key(word: str, bound: Fraction) -> str:
    return f"{word} {Decimal(bound.numerator) / bound.denominator}"


@given(numbers, st.lists(st.tuples(numbers, st.booleans(), numbers), max_size=5), numbers)
def test_every_number_lies_in_exactly_one_step(x: Fraction, written: list[tuple[Fraction, bool, Fraction]],
                                               rest: Fraction) -> None:
    steps = sorted({bound: (bound, belongs, value) for bound, belongs, value in written}.values())
    keys = [key("up to" if belongs else "below", bound) for bound, belongs, _ in steps]
    table = Grid(("tier",), {(k,): v for k, (_, _, v) in zip(keys, steps, strict=True)} | {("above",): rest})
    expected = next((v for bound, belongs, v in steps if x < bound or (belongs and x == bound)), rest)
    assert found("tier(x, t)", {"x": scalar(x), "t": table}).only() == expected


@given(numbers, st.lists(st.tuples(numbers, numbers), max_size=5), numbers)
def test_brackets_are_the_area_under_the_rates(x: Fraction, steps: list[tuple[Fraction, Fraction]], rest: Fraction) -> None:
    known = sorted(dict(steps).items())
    table = Grid(("tier",), {(key("up to", b),): r for b, r in known} | {("above",): rest})
    # every number here is a multiple of 1/4: add up slices of that width, each at the rate at its middle
    width = F(1, 4)
    slices = (F(n) * width + width / 2 for n in range(int(max(x, F(0)) / width)))
    area = sum((next((r for b, r in known if middle <= b), rest) * width for middle in slices), F(0))
    assert found("brackets(x, t)", {"x": scalar(x), "t": table}).only() == area


@given(st.dictionaries(st.sampled_from("abcdef"), st.integers(-3, 3).map(F), min_size=1))
def test_a_place_is_one_more_than_those_that_are_larger(values: dict[str, Fraction]) -> None:
    places = found("rank(x)", {"x": over("party", **values)}).cells
    assert places == {(p,): F(1 + sum(other > v for other in values.values())) for p, v in values.items()}


@given(st.dictionaries(st.tuples(st.sampled_from(["ford", "weir", "mouth"]), st.sampled_from(MONTHS[:3])),
                       st.integers(0, 9).map(F), min_size=1))
def test_grouping_by_role_leaves_the_total(values: dict[tuple[str, str], Fraction]) -> None:
    grid = {"x": Grid(("section", "month"), values)}
    party = dict(RIVER.roles["upstream"])
    expected: dict[tuple[str, str], Fraction] = {}
    for (section, month), value in values.items():
        expected[month, party[section]] = expected.get((month, party[section]), F(0)) + value
    assert found("sum(x over section by upstream)", grid).cells == expected


# --- types

def number(unit: str, **dims: tuple[str, ...] | None) -> Type:
    return Type("number", parse_unit(unit), tuple(sorted(dims.items())))


REACH = ("ford", "weir", "mouth")
SCOPE = {
    "k": NUMBER, "money": MONEY, "spill": BOOLEAN, "grade": CLASS.over((("month", None), ("section", REACH))),
    "C": number("mg/L", section=REACH), "lower": number("mg/L", section=("weir", "mouth")), "t": number("t"),
    "CM": number("mg/L", section=REACH, month=None), "Q": number("1", quarter=None),
    "YM": number("1", year=None, month=None),
    "ladder": number("万元", tier=("up to 50%", "above")), "wet": number("1", tier=("below 5 mg/L", "above")),
    "rates": number("万元/t", tier=("up to 10 t", "above")), "price": number("万元", **{"class": CLASSES}),
    "goals": CLASS.over((("tier", ("up to 1", "above")),)), "per": number("1", indicator=("TP",), tier=("up to 1", "above")),
    "owned": number("1", party=("hill",), section=REACH), "broken": UNKNOWN,
}


def check(text: str, *, unsure: bool = False) -> tuple[Type, list[Fault]]:
    made = Check(SCOPE, unsure=unsure)
    return made.type_of(tree(text)), made.faults


@pytest.mark.parametrize(("text", "words"), [
    ("tier(k, ladder)", "amount of money"), ("tier(C, wet)", "plain number per section"),
    ("tier(grade, price)", "amount of money per month and section"), ("tier(k, goals)", "water-quality class"),
    ("tier(k, per)", "plain number per indicator"), ("tier(50%, ladder)", "amount of money"),
    ("brackets(t, rates)", "amount of money"), ("if(spill, money, 0元)", "amount of money"),
    ("if(C > 1 mg/L, k, 0)", "plain number per section"),
    ("if(spill, III, grade)", "water-quality class per month and section"),
    ("if(spill, spill, not spill)", "yes-or-no condition"),
    ("rank(C)", "plain number per section"), ("rank(CM over month)", "plain number per month and section"),
    ("run(CM > 1 mg/L)", "plain number per section"), ("run(CM > 1 mg/L over month)", "plain number per section"),
    ("run(YM > 1 over month)", "plain number per year"),
    ("inflow(C, 1 mg/L)", "number in mg/L per section"), ("lower - inflow(C, lower)", "number in mg/L per section"),
    ("inflow(grade, III)", "water-quality class per month and section"),
    ("before(CM, C)", "number in mg/L per month and section"),
    ("sum(C over section by upstream)", "number in mg/L per party"),
    ("any(CM > 1 mg/L over section, month by upstream)", "yes-or-no condition per party"),
    ("worst(grade over section by upstream)", "water-quality class per month and party"),
    ("tier(broken, ladder)", "unknown"), ("if(broken, 1, 2)", "unknown"),
])
def test_types(text: str, words: str) -> None:
    found_type, faults = check(text)
    assert faults == []
    assert found_type.words()[1] == words


def test_parties_are_those_that_hold_the_role_here() -> None:
    assert dict(check("sum(C over section by upstream)")[0].dims)["party"] == ("hill", "dale")
    assert dict(check("sum(lower over section by responsible)")[0].dims) == {}  # mouth has none: a fault


@pytest.mark.parametrize(("text", "code", "at"), [
    ("tier(k)", "E220", 0), ("if(spill, 1)", "E220", 0), ("tier(spill, ladder)", "E215", 5),
    ("tier(k, money)", "E229", 8), ("tier(grade, k)", "E229", 12), ("tier(k, price)", "E215", 5),
    ("tier(grade, ladder)", "E215", 5), ("tier(money, ladder)", "E213", 12), ("tier(k, wet)", "E213", 8),
    ("tier(ladder, ladder)", "E248", 13), ("tier(k, ladder + ladder)", "E248", 17),
    ("if(spill, ladder, ladder)", "E248", 18),
    ("tier(k, ladder over tier)", "E221", 20), ("tier(k, ladder over section by upstream)", "E221", 20),
    ("brackets(grade, rates)", "E215", 9), ("brackets(t, goals)", "E215", 12), ("brackets(t, k)", "E229", 12),
    ("brackets(t, price)", "E229", 12), ("brackets(k, rates)", "E213", 12),
    ("if(k, 1, 2)", "E215", 3), ("if(spill, k, money)", "E213", 13), ("if(spill, k, III)", "E213", 13),
    ("if(CM > 1 mg/L, Q, 1)", "E228", 16), ("if(spill, lower, C)", "E224", 17),
    ("rank(k)", "E222", 0), ("rank(CM)", "E223", 0), ("rank(C over month)", "E214", 12), ("rank(grade)", "E215", 5),
    ("rank(C over section by upstream)", "E247", 23), ("rank(C, k)", "E220", 0),
    ("run(k > 1)", "E222", 0), ("run(C > 1 mg/L)", "E249", 0), ("run(C > 1 mg/L over section)", "E249", 20),
    ("run(YM > 1)", "E223", 0), ("run(YM > 1 over year, month)", "E249", 16), ("run(CM)", "E215", 4),
    ("run(CM > 1 mg/L over year)", "E214", 21), ("run(CM > 1 mg/L over month by upstream)", "E247", 30),
    ("inflow(k, k)", "E214", 7), ("inflow(C, k)", "E213", 10),
    ("inflow(lower, 1 mg/L)", "E226", 7), ("inflow(C, 1 mg/L over section)", "E221", 22),
    ("before(C, 1 mg/L)", "E249", 7), ("before(YM, 1)", "E249", 7), ("before(Q, YM)", "E228", 10),
    ("sum(C over section by upstraem)", "E227", 22), ("sum(C over section by beneficiary)", "E246", 22),
    ("sum(C over section by responsible)", "E246", 22), ("sum(CM over month by upstream)", "E247", 21),
    ("sum(owned over section by upstream)", "E247", 26),
    ("CM * Q", "E228", 5), ("Q < YM", "E228", 4), ("max(YM, Q)", "E228", 8), ("tier(Q, ladder) * CM / C", "E228", 18),
    ("sum(C by upstream)", None, 6),
])
def test_faults(text: str, code: str | None, at: int) -> None:
    if code is None:
        broken = parse(text)
        assert isinstance(broken, Fault)
        assert (broken.code, broken.at) == ("E201", at)
        return
    found_type, faults = check(text)
    assert [(f.code, f.at) for f in faults] == [(code, at)]
    assert found_type.kind == "unknown"


def test_a_fault_names_the_sections() -> None:
    assert dict(check("sum(C over section by responsible)")[1][0].details) == {"names": "mouth", "name": "responsible"}
    assert dict(check("inflow(lower, C)")[1][0].details) == {"section": "weir", "inflow": "ford"}


def test_where_the_sections_are_broken_nothing_is_said_of_them() -> None:
    for text in ("sum(C over section by responsible)", "inflow(lower, 1 mg/L)"):
        assert check(text, unsure=True) == (UNKNOWN, [])


def test_every_role_has_words() -> None:
    assert tuple(ROLE_WORDS) == ROLES


def test_a_formula_without_relations_stays_as_it_is() -> None:
    node = parse("sum(C over section) + -k")
    assert not isinstance(node, Fault)
    assert RIVER.bind(node) is node
    bound = tree("-(1 + sum(C over section by upstream)) < k")
    assert "hill" in str(bound)


@pytest.mark.parametrize(("text", "words"), [
    ("C > 0", "yes-or-no condition per section"), ("0 < C <= 2 mg/L", "yes-or-no condition per section"),
    ("max(C - 1 mg/L, 0)", "number in mg/L per section"), ("max(0, money)", "amount of money"),
    ("if(spill, money, 0)", "amount of money"), ("inflow(C, 0)", "number in mg/L per section"),
    ("clamp(money, 0, money)", "amount of money"), ("0 - money", "amount of money"),
])
def test_a_bare_zero_goes_with_any_unit(text: str, words: str) -> None:
    found, faults = check(text)
    assert faults == []
    assert found.words()[1] == words


@pytest.mark.parametrize("text", ["C > 1", "C + 100", "if(spill, money, 1)", "max(C, 0 元)", "min(0, C, money)"])
def test_no_other_number_does(text: str) -> None:
    assert [f.code for f in check(text)[1]] == ["E213"]


def test_months_meet_the_days_of_each_month() -> None:
    scope = {"D": Type("number", ONE, (("day", None), ("month", None))), "M": Type("number", ONE, (("month", None),))}
    tree = parse("D * M")
    checked = Check(scope)
    assert checked.type_of(tree).dim_names == ("day", "month")
    assert checked.faults == []

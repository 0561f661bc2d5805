"""Every function and operator by hand, broadcasting by dimension name, and what has no value."""

from __future__ import annotations

from collections.abc import Mapping
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecoflow.formula.bind import Relations
from ecoflow.formula.exact import Absent, Undefined, evaluate
from ecoflow.formula.functions import FUNCTIONS
from ecoflow.formula.grid import Grid, NothingLeft, Scalar, combine, scalar
from ecoflow.formula.parse import Fault, parse
from ecoflow.formula.tree import Node
from ecoflow.standards.gb3838 import WaterClass

F = Fraction


def tree(text: str) -> Node:
    node = parse(text)
    assert not isinstance(node, Fault), node
    return Relations((("weir", "ford"),)).bind(node)


def value(text: str, values: Mapping[str, Grid] | None = None) -> Scalar:
    return evaluate(tree(text), values or VALUES).only()


def over(dim: str, **cells: Scalar) -> Grid:
    return Grid((dim,), {(member,): cell for member, cell in cells.items()})


VALUES: dict[str, Grid] = {
    "a": scalar(F(3)), "b": scalar(F(-2)), "half": scalar(F(1, 2)), "zero": scalar(F(0)), "yes": scalar(value=True),
    "no": scalar(value=False), "second": scalar(WaterClass.II), "fifth": scalar(WaterClass.V),
    "C": over("indicator", CODMn=F(4), TP=F(1, 10)), "weight": over("indicator", CODMn=F(3, 4), TP=F(1, 4)),
    "by_section": over("section", ford=F(10), weir=F(20)),
    "grade": over("month", m1=WaterClass.II, m2=WaterClass.IV, m3=WaterClass.III),
    "ladder": over("tier", **{"up to 2": F(5), "above": F(7)}),
    "hot": over("month", **{"2023-11": True, "2023-12": False, "2024-01": True, "2024-02": True}),
    "late": over("month", **{"2023-12": F(8), "2024-01": F(9)}),
    "gone": Grid(("month",), {}), "gone_too": Grid((), {}),
    "table": Grid(("section", "indicator"), {("ford", "TP"): F(1), ("ford", "TN"): F(2), ("weir", "TP"): F(3)}),
}


@pytest.mark.parametrize(("text", "expected"), [
    ("a + b", F(1)), ("a - b", F(5)), ("a * b", F(-6)), ("a / b", F(-3, 2)), ("-a", F(-3)), ("a - b - a", F(2)),
    ("2 / 3 * 3", F(2)), ("0.1 + 0.2", F(3, 10)), ("1 / 3", F(1, 3)), ("1亿元 - 5000万元", F(50_000_000)),
    ("abs(b)", F(2)), ("abs(a)", F(3)), ("floor(-1 / 2)", F(-1)), ("floor(7 / 2)", F(3)), ("floor(2)", F(2)),
    ("ceil(-1 / 2)", F(0)), ("ceil(7 / 2)", F(4)), ("ceil(2)", F(2)), ("clamp(a, 0, 2)", F(2)),
    ("clamp(b, 0, 2)", F(0)),
    ("clamp(half, 0, 2)", F(1, 2)), ("max(a, b, half)", F(3)), ("min(a, b, half)", F(-2)),
    ("mean(a, b, half)", F(1, 2)), ("mean(a, 0)", F(3, 2)),
    ("exceedance(3, 2)", F(1, 2)), ("exceedance(2, 2)", F(0)), ("exceedance(1, 2)", F(0)),
    ("classes_better(II, IV)", F(2)), ("classes_better(IV, II)", F(-2)), ("classes_better(V, worse_than_V)", F(1)),
    ("sum(C)", F(41, 10)), ("mean(C)", F(41, 20)), ("max(C)", F(4)), ("min(C)", F(1, 10)),
    ("sum(weight * C)", F(3) + F(1, 40)), ("mean(1 / C)", (F(1, 4) + F(10)) / 2),
    ("count(grade worse than II)", F(2)), ("share(grade worse than II)", F(2, 3)), ("count(grade = I)", F(0)),
    ("any(grade worse than III)", True), ("any(grade worse than IV)", False),
    ("all(grade at or better than IV)", True),
    ("all(grade better than IV)", False), ("worst(grade)", WaterClass.IV), ("best(grade)", WaterClass.II),
    ("if(yes, a, b)", F(3)), ("tier(a, ladder)", F(7)), ("brackets(a, ladder)", F(2 * 5 + 7)), ("sum(rank(C))", F(3)),
    ("max(streak(hot over month))", F(2)),
    ("run(hot over month)", F(2)), ("sum(before(late, a))", F(3 + 8)), ("sum(inflow(by_section, a))", F(3 + 10)),
    ("C[TP]", F(1, 10)), ("table[ford, TN]", F(2)), ("table[TN, ford]", F(2)),
    ("sum(table over section, indicator)", F(6)),
    ("sum(by_section * C over section, indicator)", F(123)),
    ("yes and not no", True), ("no or no", False), ("not yes or yes", True),
    ("a > b", True), ("a <= 3", True), ("a < 3", False), ("a >= 3", True), ("a = 3", True), ("a != 3", False),
    ("0 < half < 1", True), ("0 < a < 1", False), ("1 > half > 0", True), ("a = 3 != b", True),
    ("yes = (not no)", True),
    ("second better than fifth", True), ("second worse than fifth", False), ("fifth worse than V", False),
    ("fifth at or worse than V", True), ("second at or better than II", True), ("second better than II", False),
    ("worse_than_V worse than fifth", True), ("second != fifth", True), ("III", WaterClass.III),
])
def test_by_hand(text: str, expected: Scalar) -> None:
    found = value(text)
    assert found == expected
    assert type(found) is type(expected)


def test_every_function_is_worked_out_by_hand_above() -> None:
    import re

    marks = next(m for m in test_by_hand.pytestmark if m.name == "parametrize")  # type: ignore[attr-defined]
    used = {name for text, _ in marks.args[1] for name in re.findall(r"(\w+)\(", text)}
    assert set(FUNCTIONS) <= used


def test_dimensions_meet_by_name() -> None:
    found = evaluate(tree("by_section * C"), VALUES)
    assert found.dims == ("section", "indicator")
    assert found.cells == {("ford", "CODMn"): F(40), ("ford", "TP"): F(1), ("weir", "CODMn"): F(80),
                           ("weir", "TP"): F(2)}
    # the same dimension on both sides is met member by member, whatever their order
    turned = {**VALUES, "D": over("indicator", TP=F(2), CODMn=F(3))}
    assert evaluate(tree("C - D"), turned).cells == {("CODMn",): F(1), ("TP",): F(1, 10) - 2}


def test_a_reduction_leaves_the_other_dimensions() -> None:
    assert evaluate(tree("sum(table over indicator)"), VALUES).cells == {("ford",): F(3), ("weir",): F(3)}
    assert evaluate(tree("max(table over section)"), VALUES).cells == {("TP",): F(3), ("TN",): F(2)}
    assert evaluate(tree("table / max(table over indicator)"), VALUES).cells == {
        ("ford", "TP"): F(1, 2), ("ford", "TN"): F(1), ("weir", "TP"): F(1)}


def test_an_exempted_cell_takes_no_part() -> None:
    # weir has no TN: what meets it is gone, what does not is untouched
    assert ("weir", "TN") not in evaluate(tree("table * by_section"), VALUES).cells
    assert value("mean(table over section, indicator)") == F(2)


@pytest.mark.parametrize("text",
                         ["sum(gone)", "mean(gone)", "max(gone)", "count(gone > 0)", "worst(gone)", "any(gone > 1)",
                                  "C[TN]", "sum(gone_too)"])
def test_nothing_left_is_not_zero(text: str) -> None:
    with pytest.raises(NothingLeft):
        evaluate(tree(text), VALUES)


@pytest.mark.parametrize(("text", "at"), [
    ("a / zero", 4), ("1 + C / (a - 3)", 9), ("exceedance(a, zero)", 14), ("a / (b / zero)", 9), ("sum(C / zero)", 8),
])
def test_division_by_zero_is_placed_at_the_divisor(text: str, at: int) -> None:
    with pytest.raises(Undefined) as caught:
        evaluate(tree(text), VALUES)
    assert caught.value.at == at
    assert str(caught.value) == "division by zero"


def test_a_name_without_a_value_is_absent() -> None:
    with pytest.raises(Absent) as caught:
        evaluate(tree("a + nobody"), VALUES)
    assert caught.value.name == "nobody"


def test_a_join_of_large_grids_is_linear() -> None:
    cells: dict[tuple[str, ...], Scalar] = {(f"s{n % 300}", f"m{n // 300}"): F(n) for n in range(300 * 40)}
    large = Grid(("section", "month"), cells)
    turned = Grid(("month", "section"), {(m, s): v for (s, m), v in cells.items()})
    found = evaluate(tree("x - y"), {"x": large, "y": turned})
    assert set(found.cells.values()) == {F(0)}
    assert len(found.cells) == 12_000


members = st.sampled_from("pqr")
grids = st.sets(st.sampled_from(["x", "y", "z"]), max_size=3).flatmap(
    lambda dims: st.permutations(sorted(dims)).flatmap(
        lambda order: st.dictionaries(st.tuples(*[members] * len(order)), st.integers(-5, 5).map(F), max_size=8).map(
            lambda cells: Grid(tuple(order), cells))))


@given(grids, grids)
def test_combining_is_the_plain_definition(left: Grid, right: Grid) -> None:
    """Every pair of cells that agree where they share a dimension, and no other."""
    found = combine(lambda a, b: (a, b), left, right)  # type: ignore[arg-type, return-value]
    expected = {}
    for here, a in left.items():
        for there, b in right.items():
            if all(here[d] == there[d] for d in here.keys() & there.keys()):
                joined = here | there
                expected[tuple(joined[d] for d in found.dims)] = (a, b)
    assert found.cells == expected
    assert set(found.dims) == set(left.dims) | set(right.dims)


def splits(count: int, whole: int = 20) -> list[tuple[int, ...]]:
    if count == 1:
        return [(whole,)]
    return [(first, *rest) for first in range(whole + 1) for rest in splits(count - 1, whole - first)]


def test_the_index_ties_at_exactly_one_for_every_weighting() -> None:
    """All concentrations at their baseline and k0 = 1: P is 1, neither more nor less, for every weighting."""
    ids = ("CODMn", "NH3N", "TN", "TP")
    base = Grid(("indicator",), {(i,): F(n, 7) for i, n in zip(ids, (31, 4, 9, 1), strict=True)})
    formula = tree("k0 * sum(weight * C / C0)")
    cases = splits(4)
    assert len(cases) == 1771  # 23 choose 3
    for parts in cases:
        weight = Grid(("indicator",), {(i,): F(p, 20) for i, p in zip(ids, parts, strict=True)})
        assert evaluate(formula, {"k0": scalar(F(1)), "weight": weight, "C": base, "C0": base}).only() == 1


def test_a_number_has_only_so_many_digits() -> None:
    """2 to the power 200,000 has 60,207 digits and is a number; its square is too long to be one."""
    values = {"a": scalar(F(2) ** 200_000), "b": scalar(F(1, 3**80_000)), "c": scalar(F(1, 5**70_000))}
    assert evaluate(tree("a / 2"), values).only() == F(2) ** 199_999
    for text in ("a * a", "1 / a / a", "b - c"):
        with pytest.raises(Undefined, match="too many digits") as caught:
            evaluate(tree(text), values)
        assert caught.value.why[0] == "数位过多"

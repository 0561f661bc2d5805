"""The grammar: what binds stronger, where every node begins, and the place of the first thing that breaks it."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecoflow.formula.grammar import MOST_OPERATORS as TALLEST
from ecoflow.formula.parse import DEEPEST, LONGEST, RESERVED, Fault, parse
from ecoflow.formula.tree import Binary, Call, Comparison, Literal, Name, Node, Unary, names, walk
from ecoflow.standards.gb3838 import WaterClass


def shape(node: Node | Fault) -> str:
    """The tree with every operator in brackets of its own."""
    match node:
        case Literal() | Name():
            return node.text if isinstance(node, Literal) else node.id + "".join(f"[{m}]" for m in node.members)
        case Unary():
            return f"({node.sign} {shape(node.of)})"
        case Binary():
            return f"({shape(node.left)} {node.sign} {shape(node.right)})"
        case Comparison():
            return "(" + shape(node.sides[0]) + "".join(
                f" {s} {shape(n)}" for s, n in zip(node.signs, node.sides[1:], strict=True)) + ")"
        case Call():
            over = f" over {'+'.join(node.over)}" if node.over else ""
            return f"{node.function}({', '.join(map(shape, node.arguments))}{over})"
        case Fault():
            return f"{node.code} at {node.at}"


@pytest.mark.parametrize(("text", "expected"), [
    ("a - b - c", "((a - b) - c)"), ("a / b / c", "((a / b) / c)"), ("a - b * c", "(a - (b * c))"),
    ("(a - b) * c", "((a - b) * c)"), ("-a * b", "((- a) * b)"), ("a - -b", "(a - (- b))"), ("--a", "(- (- a))"),
    ("-a[x]", "(- a[x])"), ("a or b and c", "(a or (b and c))"), ("not a and b", "((not a) and b)"),
    ("not a < b", "(not (a < b))"), ("not not a", "(not (not a))"), ("a + 1 < b * 2", "((a + 1) < (b * 2))"),
    ("0.95 < P <= 1", "(0.95 < P <= 1)"), ("a = b != c", "(a = b != c)"),
    ("a at  or\tbetter   than II", "(a at or better than II)"),
    ("a worse than II or b", "((a worse than II) or b)"), ("sum(a * b over x, y)", "sum((a * b) over x+y)"),
    ("max(0, a - b)", "max(0, (a - b))"), ("c[m, n]", "c[m][n]"), ("1亿元 + 5000万元", "(1亿元 + 5000万元)"),
    ("100元/t * a", "(100元/t * a)"), ("notable + order", "(notable + order)"), ("overall", "overall"),
    ("  a\n+\n  b ", "(a + b)"), ("系数 * 2", "(系数 * 2)"), ("75%", "75%"), ("a/b", "(a / b)"),
])
def test_what_binds_stronger(text: str, expected: str) -> None:
    assert shape(parse(text)) == expected


def test_every_node_knows_its_first_character() -> None:
    text = "max(0, -(k0 + C[TP, ford]) * 2) worse  than\n III and not (a = 1亿元)"
    tree = parse(text)
    assert not isinstance(tree, Fault)
    begins = {type(n).__name__ + ":" + text[n.at : n.at + 4] for n in walk(tree)}
    assert begins == {
        "Binary:max(", "Comparison:max(", "Call:max(", "Literal:0, -", "Binary:-(k0", "Unary:-(k0", "Binary:k0 +",
        "Name:k0 +",
        "Name:C[TP", "Literal:2) w", "Literal:III ", "Unary:not ", "Comparison:a = ", "Name:a = ", "Literal:1亿元)",
    }
    picked = next(n for n in walk(tree) if isinstance(n, Name) and n.members)
    assert [text[at : at + 4] for at in picked.members_at] == ["TP, ", "ford"]
    worse = next(n for n in walk(tree) if isinstance(n, Comparison) and n.signs == ("worse than",))
    assert text[worse.signs_at[0] :].startswith("worse  than\n III")
    assert names(tree) == ("k0", "C", "a")


def test_over_knows_its_dimensions() -> None:
    text = "sum(a over section,  month)"
    tree = parse(text)
    assert isinstance(tree, Call)
    assert [text[at:].split(",", maxsplit=1)[0].rstrip(")") for at in tree.over_at] == ["section", "month"]


@pytest.mark.parametrize(("text", "value"), [
    ("0.05 mg/L", Fraction(5, 100)), ("1亿元", Fraction(100_000_000)), ("1.5万元", Fraction(15_000)),
    ("75%", Fraction(3, 4)),
    ("10μg/L", Fraction(1, 100)), ("3.2亿m³", Fraction(320_000_000)), ("2个百分点", None),
    ("2百分点", Fraction(1, 50)),
    ("600万元/t", Fraction(6)), ("20m3/s", Fraction(20)), ("true", True), ("false", False), ("V", WaterClass.V),
    ("worse_than_V", WaterClass.WORSE_THAN_V), ("0", Fraction(0)),
])
def test_literals_are_exact(text: str, value: object) -> None:
    tree = parse(text)
    assert (tree.value if isinstance(tree, Literal) else None) == value


@pytest.mark.parametrize(("text", "code", "at"), [
    ("a +", "E202", 2), ("(a", "E202", 1), ("a[", "E202", 1), ("sum(a over", "E202", 9),
    ("a worse than ", "E202", 11),
    ("", "E202", 0), ("a b", "E201", 2), ("a ++ b", "E201", 3), ("a $ b", "E201", 2), ("f()", "E201", 2),
    ("a[1]", "E201", 2),
    ("a)", "E201", 1), ("a, b", "E201", 1), ("and a", "E201", 0), ("a + over", "E201", 4), ("otherwise", "E201", 0),
    ("a ^ 2", "E201", 2), ("a ** 2", "E201", 3), ("a && b", "E201", 2), ("a.b", "E201", 1), ("lambda: 0", "E201", 6),
    ("007", "E204", 0), ("a + 1_000", "E204", 4), ("a + 1e3", "E204", 4), ("a * 1.", "E204", 4),
    ("a * .5", "E204", 4), ("1.2.3", "E204", 0),
    ("１ + a", "E204", 0), ("100元/tonnes", "E204", 0), ("a == b", None, 0), ("__import__('os')", "E201", 11),
])
def test_what_breaks_it_and_where(text: str, code: str | None, at: int) -> None:
    found = parse(text)
    if code is None:
        assert not isinstance(found, Fault)  # the type checker says how equality is written
        return
    assert isinstance(found, Fault)
    assert (found.code, found.at) == (code, at)


@pytest.mark.parametrize("text", [
    "a" * (LONGEST + 1), "(" * (DEEPEST + 1) + "a" + ")" * (DEEPEST + 1), "a" + " + a" * TALLEST, "-" * TALLEST + "a",
    "not " * TALLEST + "a", "f(" * (DEEPEST + 1) + "a", "9" * LONGEST + "9", "a" + " < a" * 600,
])
def test_what_is_too_large_is_one_fault(text: str) -> None:
    found = parse(text)
    if text.startswith("a <"):
        assert isinstance(found, Comparison | Fault)  # a long chain is wide, not tall
    else:
        assert isinstance(found, Fault)
        assert found.code == "E203"


def test_the_largest_formula_is_read() -> None:
    assert isinstance(parse("a" + " + a" * (TALLEST - 2)), Binary)
    assert isinstance(parse("(" * DEEPEST + "a" + ")" * DEEPEST), Name)


@pytest.mark.parametrize("word", sorted(RESERVED - {"true", "false", "I", "II", "III", "IV", "V", "worse_than_V"}))
def test_reserved_words_are_no_names(word: str) -> None:
    assert isinstance(parse(word), Fault)


@given(st.text(alphabet="ab01.+-*/()[]<>=!, \n_%亿万元mgLt³你", max_size=40) | st.text(max_size=40))
def test_any_text_is_a_tree_or_a_fault_inside_it(text: str) -> None:
    found = parse(text)
    if isinstance(found, Fault):
        assert 0 <= found.at < max(len(text), 1)
        assert found.code in {"E201", "E202", "E203", "E204", "E206"}
    else:
        assert all(0 <= node.at < len(text) for node in walk(found))

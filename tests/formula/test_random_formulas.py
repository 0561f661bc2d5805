"""Random well-typed formulas as text, against plain Fraction arithmetic on a structure of the test's own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecoflow.formula.check import Check
from ecoflow.formula.exact import Undefined, evaluate
from ecoflow.formula.grid import Grid
from ecoflow.formula.parse import Fault, parse
from ecoflow.formula.types import Type
from ecoflow.formula.workbook import read
from ecoflow.formula.workbook_piece import Piece as Sheet
from ecoflow.formula.workbook_piece import Spot
from ecoflow.standards.units import ONE

SECTIONS, MONTHS = ("ford", "weir"), ("m1", "m2", "m3")
Where = tuple[str, str]
NUMBERS = {
    "a": lambda s, m: Fraction(7, 3), "b": lambda s, m: Fraction(-5, 2),
    "s": lambda s, m: Fraction(SECTIONS.index(s) * 3 - 1),
    "m": lambda s, m: Fraction(MONTHS.index(m) + 1, 4),
    "t": lambda s, m: Fraction(SECTIONS.index(s) * 2 - MONTHS.index(m)),
}
DIMS: dict[str, frozenset[str]] = {
    "a": frozenset(), "b": frozenset(), "s": frozenset({"section"}), "m": frozenset({"month"}),
    "t": frozenset({"section", "month"}),
}
OR, AND, NOT, COMPARE, SUM, PRODUCT, MINUS, ATOM = range(1, 9)


@dataclass(frozen=True)
class Piece:
    """A formula as text, how strongly it binds, its dimensions, and its value at a section and month."""

    text: str
    strength: int
    dims: frozenset[str]
    at: Callable[[str, str], Fraction | bool]

    def within(self, strength: int) -> str:
        return self.text if self.strength >= strength else f"({self.text})"


def name(which: str) -> Piece:
    return Piece(which, ATOM, DIMS[which], NUMBERS[which])


def number(tenths: int) -> Piece:
    text = f"{tenths // 10}.{tenths % 10}" if tenths % 10 else str(tenths // 10)
    return Piece(text, ATOM, frozenset(), lambda s, m: Fraction(tenths, 10))


ARITHMETIC = {
    "+": (SUM, lambda x, y: x + y), "-": (SUM, lambda x, y: x - y),
    "*": (PRODUCT, lambda x, y: x * y), "/": (PRODUCT, lambda x, y: x / y),
}


def binary(sign: str, left: Piece, right: Piece) -> Piece:
    strength, work = ARITHMETIC[sign]
    text = f"{left.within(strength)} {sign} {right.within(strength + 1)}"
    return Piece(text, strength, left.dims | right.dims, lambda s, m: work(left.at(s, m), right.at(s, m)))


def negated(of: Piece) -> Piece:
    return Piece(f"-{of.within(MINUS)}", MINUS, of.dims, lambda s, m: -of.at(s, m))


def function(which: str, first: Piece, second: Piece, third: Piece) -> Piece:
    def floor(x: Fraction) -> int:
        return x.numerator // x.denominator

    several: dict[str, tuple[list[Piece], Callable[..., Fraction]]] = {
        "abs": ([first], lambda x: x if x >= 0 else -x),
        "floor": ([first], lambda x: Fraction(floor(x))),
        "ceil": ([first], lambda x: Fraction(-floor(-x))),
        "max": ([first, second], max),
        "min": ([first, second, third], min),
        "mean": ([first, second, third], lambda x, y, z: x / 3 + y / 3 + z / 3),
        "clamp": ([first, second, third], lambda x, low,
                  high: low if x < low or high < low else min(x, high)),
    }
    parts, work = several[which]
    dims = frozenset().union(*(p.dims for p in parts))
    text = f"{which}({', '.join(p.text for p in parts)})"
    return Piece(text, ATOM, dims, lambda s, m: work(*(p.at(s, m) for p in parts)))


def branch(condition: Piece, yes: Piece, no: Piece) -> Piece:
    def work(s: str, m: str) -> Fraction | bool:
        return yes.at(s, m) if condition.at(s, m) else no.at(s, m)

    return Piece(f"if({condition.text}, {yes.text}, {no.text})", ATOM, condition.dims | yes.dims | no.dims, work)


def place(of: Piece, dim: str) -> Piece:
    if dim not in of.dims:
        return of
    members = SECTIONS if dim == "section" else MONTHS

    def work(s: str, m: str) -> Fraction:
        everyone = [of.at(x, m) if dim == "section" else of.at(s, x) for x in members]
        return Fraction(1 + sum(x > of.at(s, m) for x in everyone))

    return Piece(f"rank({of.text} over {dim})", ATOM, of.dims, work)


def reduction(which: str, of: Piece, dim: str) -> Piece:
    if dim not in of.dims:
        return of
    members = SECTIONS if dim == "section" else MONTHS

    def work(s: str, m: str) -> Fraction:
        found = [of.at(x, m) if dim == "section" else of.at(s, x) for x in members]
        total = Fraction(0)
        for one in found:
            total += one
        return {"sum": total, "mean": total / len(found), "max": max(found), "min": min(found)}[which]

    said = f" over {dim}" if len(of.dims) > 1 else ""
    return Piece(f"{which}({of.text}{said})", ATOM, of.dims - {dim}, work)


ORDER = {"<": lambda x, y: x < y, "<=": lambda x, y: not y < x, ">": lambda x, y: y < x, ">=": lambda x, y: not x < y,
         "=": lambda x, y: x == y, "!=": lambda x, y: x != y}


def compared(first: str, second: str, x: Piece, y: Piece, z: Piece) -> Piece:
    text = f"{x.within(SUM)} {first} {y.within(SUM)} {second} {z.within(SUM)}"

    def work(s: str, m: str) -> bool:
        one, two, three = x.at(s, m), y.at(s, m), z.at(s, m)
        return ORDER[first](one, two) and ORDER[second](two, three)

    return Piece(text, COMPARE, x.dims | y.dims | z.dims, work)


def denied(of: Piece) -> Piece:
    return Piece(f"not {of.within(NOT)}", NOT, of.dims, lambda s, m: not of.at(s, m))


def joined(sign: str, left: Piece, right: Piece) -> Piece:
    strength = AND if sign == "and" else OR
    # no short way out: an undefined side is undefined, whatever the other says
    both = (lambda x, y: x and y) if sign == "and" else (lambda x, y: x or y)
    text = f"{left.within(strength)} {sign} {right.within(strength + 1)}"
    return Piece(text, strength, left.dims | right.dims, lambda s, m: both(left.at(s, m), right.at(s, m)))


def counted(which: str, of: Piece, dim: str) -> Piece:
    if dim not in of.dims:
        return name("a")
    members = SECTIONS if dim == "section" else MONTHS

    def work(s: str, m: str) -> Fraction:
        holding = [x for x in members if (of.at(x, m) if dim == "section" else of.at(s, x))]
        return Fraction(len(holding), 1 if which == "count" else len(members))

    return Piece(f"{which}({of.text} over {dim})", ATOM, of.dims - {dim}, work)


@st.composite
def truths(draw: st.DrawFn, depth: int) -> Piece:
    kind = draw(st.sampled_from(["compare", "compare", "not", "join"])) if depth else "compare"
    if kind == "not":
        return denied(draw(truths(depth - 1)))
    if kind == "join":
        return joined(draw(st.sampled_from(["and", "or"])), draw(truths(depth - 1)), draw(truths(depth - 1)))
    signs = [draw(st.sampled_from(sorted(ORDER))) for _ in range(2)]
    return compared(signs[0], signs[1], *(draw(formulas(max(depth - 1, 0))) for _ in range(3)))


@st.composite
def formulas(draw: st.DrawFn, depth: int) -> Piece:  # noqa: PLR0911 - one return a kind
    kinds = ["name", "number", "binary", "binary", "binary", "minus", "function", "reduction", "count", "branch", "place"]
    kind = draw(st.sampled_from(kinds if depth else kinds[:2]))
    if kind == "name":
        return name(draw(st.sampled_from(sorted(NUMBERS))))
    if kind == "number":
        return number(draw(st.integers(0, 99)))
    if kind == "count":
        return counted(draw(st.sampled_from(["count", "share"])), draw(truths(depth - 1)), draw(dims))
    parts = [draw(formulas(depth - 1)) for _ in range({"binary": 2, "function": 3, "branch": 2}.get(kind, 1))]
    if kind == "branch":
        return branch(draw(truths(depth - 1)), *parts)
    if kind == "place":
        return place(*parts, draw(dims))
    if kind == "binary":
        return binary(draw(st.sampled_from("+-*/")), *parts)
    if kind == "minus":
        return negated(*parts)
    if kind == "function":
        return function(draw(st.sampled_from(["abs", "floor", "ceil", "max", "min", "mean", "clamp"])), *parts)
    return reduction(draw(st.sampled_from(["sum", "mean", "max", "min"])), *parts, draw(dims))


dims = st.sampled_from(["section", "month"])


def grid_of(which: str) -> Grid:
    dims_of = tuple(sorted(DIMS[which]))
    places = [{"section": s, "month": m} for s in SECTIONS for m in MONTHS]
    return Grid(dims_of, {tuple(p[d] for d in dims_of): NUMBERS[which](p["section"], p["month"]) for p in places})


VALUES = {n: grid_of(n) for n in NUMBERS}
MEMBERS = {"section": SECTIONS, "month": None}
SCOPE = {n: Type("number", ONE, tuple((d, MEMBERS[d]) for d in sorted(DIMS[n]))) for n in NUMBERS}


@settings(max_examples=400, deadline=None)
@given(formulas(3))
def test_a_formula_means_what_its_text_says(piece: Piece) -> None:
    tree = parse(piece.text)
    if isinstance(tree, Fault):
        assert tree.code == "E203", (piece.text, tree)
        return
    check = Check(SCOPE)
    found = check.type_of(tree)
    assert check.faults == [], piece.text
    assert found.kind == "number"
    assert set(found.dim_names) == piece.dims
    try:
        expected = {(s, m): piece.at(s, m) for s in SECTIONS for m in MONTHS}
    except ZeroDivisionError:
        with pytest.raises(Undefined):
            evaluate(tree, VALUES)
        return
    grid = evaluate(tree, VALUES)
    for (s, m), right in expected.items():
        cell = tuple({"month": m, "section": s}[d] for d in grid.dims)
        assert grid.cells[cell] == right, piece.text


def load_calculator() -> ModuleType:
    """The small spreadsheet of the tests of the workbook."""
    file = Path(__file__).parents[1] / "workbook" / "calculator.py"
    spec = spec_from_file_location("calculator", file)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


CALCULATOR = load_calculator()


def sheet_pieces(cells: dict[tuple[str, int, int], float]) -> dict[str, Grid]:
    """Every name's cells on a sheet, one below the other."""
    found = {}
    for which, grid in VALUES.items():
        pieces = {}
        for cell, value in grid.cells.items():
            spot = Spot("In", len(cells), 0)
            cells["In", spot.row + 1, 1] = float(value)
            pieces[cell] = Sheet(spot.text, value, off=abs(float(value)) * 1e-16, spot=spot)
        found[which] = Grid(grid.dims, pieces)
    return found


@settings(max_examples=300, deadline=None)
@given(formulas(3))
def test_a_workbook_calculates_it_in_doubles(piece: Piece) -> None:
    tree = parse(piece.text)
    try:
        expected = {(s, m): piece.at(s, m) for s in SECTIONS for m in MONTHS}
    except ZeroDivisionError:
        return
    if isinstance(tree, Fault):
        return
    cells: dict[tuple[str, int, int], float] = {}
    steps: dict[tuple[str, int, int], str] = {}

    def step(part: Sheet) -> Sheet:
        spot = Spot("Steps", len(steps), 0)
        steps["Steps", spot.row + 1, 1] = part.text
        return Sheet(spot.text, part.value, part.scale, off=part.off, spot=spot)

    grid = read(tree, sheet_pieces(cells), step)
    for (s, m), right in expected.items():
        found = grid.cells[tuple({"month": m, "section": s}[d] for d in grid.dims)]
        assert found.value == right
        book = CALCULATOR.Sheets(cells, {**steps, ("Out", 1, 1): found.text}, {}, ["In", "Steps", "Out"])
        assert book.value(("Out", 1, 1)) == pytest.approx(float(right), rel=1e-9, abs=1e-9), (piece.text, found.text)

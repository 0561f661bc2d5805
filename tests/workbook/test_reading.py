"""The workbook reading of formulas: its text over cells, calculated, against numbers worked out by hand."""

from __future__ import annotations

import math
from fractions import Fraction

import pytest

from ecoflow.formula.bind import Relations
from ecoflow.formula.exempted import exempted
from ecoflow.formula.grid import Grid
from ecoflow.formula.parse import parse
from ecoflow.formula.workbook import LONGEST, read
from ecoflow.formula.workbook_piece import Piece, Spot, called, letters, number_text
from ecoflow.standards.gb3838 import WaterClass

TONNE, YUAN_A_TONNE, WAN = Fraction(1_000_000), Fraction(1, 1_000_000), Fraction(10_000)
RELATIONS = Relations((("low", "top"),), {"responsible": (("low", "a"), ("top", "b"), ("side", "a"), ("inlet", ""))})


class Sheet:
    """Cells of names, and the formulas read over them."""

    def __init__(self, calculator):
        self.calculator, self.cells, self.grids, self.steps = calculator, {}, {}, {}

    def put(self, name, dims, values, scale=1, off=0.0, exempt=()):  # noqa: PLR0917 - a name in one line
        """A name with {members: number}; a number in the unit of its cell."""
        pieces = {}
        for cell, value in values.items():
            spot = Spot("In", len(self.cells), 0)
            typed = (
                value
                if isinstance(value, bool)
                else int(value)
                if isinstance(value, WaterClass)
                else float(Fraction(value))
            )
            self.cells["In", spot.row + 1, 1] = typed
            exact = value if isinstance(value, bool | WaterClass) else Fraction(value) * scale
            pieces[cell] = Piece(spot.text, exact, Fraction(scale), off=off, spot=spot)
        self.grids[name] = Grid(dims, pieces, {}, exempted(dims, exempt))
        return self

    def one(self, name, value, scale=1, off=0.0):
        return self.put(name, (), {(): value}, scale, off)

    def read(self, text):
        """{members: (the piece, what it comes to in coherent units)}."""
        tree = RELATIONS.bind(parse(text))

        def step(part):
            spot = Spot("Steps", len(self.steps), 0)
            self.steps["Steps", spot.row + 1, 1] = part.text
            return Piece(spot.text, part.value, part.scale, off=part.off, spot=spot)

        grid = read(tree, self.grids, step)
        return grid, {cell: self.calculated(piece) for cell, piece in grid.cells.items()}

    def calculated(self, piece):
        book = self.calculator.Sheets(self.cells, {**self.steps, ("Out", 1, 1): piece.text}, {}, ["In", "Steps", "Out"])
        found = book.value(("Out", 1, 1))
        return found if isinstance(found, bool) else found * float(piece.scale)

    def says(self, text):
        """The numbers of a formula by cell; each is what its piece carries as the exact value."""
        grid, found = self.read(text)
        for cell, piece in grid.cells.items():
            if isinstance(piece.value, bool):
                assert found[cell] is piece.value
            else:
                assert math.isclose(found[cell], float(piece.value), rel_tol=1e-12, abs_tol=1e-12)
        return {cell[0] if len(cell) == 1 else cell or "": found[cell] for cell in found}


@pytest.fixture
def sheet(calculator):
    return Sheet(calculator)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("x + y <= z", True),
        ("x + y = z", True),
        ("x + y > z", False),
        ("x + y != z", False),
        ("z < x + y", False),
        ("floor((x + y) / z)", 1),
        ("ceil((x + y) / z)", 1),
        ("ceil(x * 3 / z)", 1),
        ("floor(x * 3 / z)", 1),
        ("x <= x + y - y <= x", True),
        ("floor(h * 1000)", 285),
        ("ceil(h * 1000)", 285),
        ("if(x + y <= z, 7, 8)", 7),
    ],
)
def test_doubles_decide_as_decimals_do(sheet, text, expected):
    """0.1 + 0.2 is 0.3, and 0.285 * 1000 is 285, whatever doubles make of them."""
    sheet.one("x", "0.1").one("y", "0.2").one("z", "0.3").one("h", "0.285")
    assert sheet.says(text) == {"": expected}


def test_units_meet_without_a_factor_where_they_cancel(sheet):
    sheet.one("load", 12, TONNE).one("price", 50, YUAN_A_TONNE).one("cap", 2, WAN)
    grid, found = sheet.read("load * price")
    assert grid.only().text == "'In'!$A$1*'In'!$A$2"
    assert found[()] == 600
    assert sheet.says("min(load * price, cap)") == {"": 600}
    assert sheet.says("cap - load * price > 0") == {"": True}
    assert sheet.says("cap + load * price") == {"": 20600}
    assert sheet.says("clamp(-load * price, -cap, cap)") == {"": -600}


def test_sums_run_over_dimensions_and_ranges(sheet):
    sheet.put("w", ("indicator",), {("TP",): "0.25", ("TN",): "0.75"}).put(
        "C", ("indicator",), {("TP",): 2, ("TN",): 4}
    )
    assert sheet.says("sum(w * C over indicator)") == {"": 3.5}
    sheet.put("m", ("month",), {(f"2013-{n:02d}",): n for n in range(1, 13)})
    grid, found = sheet.read("sum(m)")
    assert grid.only().text == "SUM('In'!$A$5:$A$16)"
    assert found[()] == 78
    assert sheet.says("mean(m)") == {"": 6.5}
    assert sheet.says("max(m) - min(m)") == {"": 11}
    assert sheet.says("count(m > 3)") == {"": 9}
    assert sheet.says("share(m > 3)") == {"": 0.75}
    assert sheet.says("any(m > 12)") == {"": False}
    assert sheet.says("all(m > 0 and not m > 12)") == {"": True}
    assert sheet.says("rank(m)")["2013-12"] == 1


def test_classes_are_numbers(sheet):
    sheet.put("class", ("section",), {("low",): WaterClass.WORSE_THAN_V, ("top",): WaterClass.II}).one(
        "target", WaterClass.III
    )
    assert sheet.says("classes_better(class, target)") == {"low": -3, "top": 1}
    assert sheet.says("class worse than III") == {"low": True, "top": False}
    assert sheet.says("worst(class over section)") == {"": 6}
    assert sheet.says("class[top] at or better than II") == {"": True}
    sheet.put(
        "price",
        ("class",),
        {(n,): v for n, v in zip(("I", "II", "III", "IV", "V", "worse_than_V"), (9, 8, 7, 6, 5, -4), strict=True)},
    )
    assert sheet.says("tier(class, price)") == {"low": -4, "top": 8}


@pytest.mark.parametrize(
    ("x", "tier", "brackets"),
    [
        ("0.05", 1, 0.05),
        ("0.1", 1, 0.1),
        ("0.1000001", 2, 0.1000002),
        ("0.2999999", 2, 0.4999998),
        ("0.3", 3, 0.5),
        ("1", 3, 2.6),
        ("-1", 1, 0),
    ],
)
def test_steps_own_their_bounds(sheet, x, tier, brackets):
    sheet.put("t", ("tier",), {("up to 0.1",): 1, ("below 0.3",): 2, ("above",): 3}).one("x", x, off=1e-17).one(
        "half", "0.5"
    )
    assert sheet.says("tier(x, t)") == {"": tier}
    assert sheet.says("tier(x * half + x * half, t)") == {"": tier}
    assert sheet.says("brackets(x, t)")[""] == pytest.approx(brackets)


def test_runs_pass_over_what_is_exempt_and_break_at_what_is_missing(sheet):
    held = {"2013-01": True, "2013-02": True, "2013-04": True, "2013-06": True, "2013-07": False, "2013-08": True}
    sheet.put("c", ("month",), {(m,): v for m, v in held.items()}, exempt=[("2013-03",)])
    assert sheet.says("run(c over month)") == {"": 3}
    assert [*sheet.says("streak(c over month)").values()] == [1, 2, 3, 1, 0, 1]
    sheet.cells["In", 5, 1] = True
    assert sheet.calculated(sheet.read("run(c over month)")[0].only()) == 3


def test_values_are_looked_up_elsewhere(sheet):
    sheet.put("C", ("section",), {("low",): 5, ("top",): 3}).one("C0", 1)
    assert sheet.says("C - inflow(C, C0)") == {"low": 2, "top": 2}
    sheet.put("m", ("month",), {("2013-01",): 4, ("2013-02",): 6, ("2013-03",): 7})
    assert sheet.says("m - before(m, C0)") == {"2013-01": 3, "2013-02": 2, "2013-03": 1}
    sheet.put("fine", ("section",), {("low",): 5, ("top",): 3, ("side",): 10, ("inlet",): 99})
    assert sheet.says("sum(fine over section by responsible)") == {"a": 15, "b": 3}
    assert sheet.says("rank(sum(fine over section by responsible) over party)") == {"a": 1, "b": 2}


def test_a_branch_that_is_not_taken_may_divide_by_zero(sheet):
    sheet.one("base", 0).one("load", 8)
    assert sheet.says("if(base > 0, load / base, 1)") == {"": 1}
    sheet.cells["In", 1, 1] = 4
    assert sheet.calculated(sheet.read("if(base > 0, load / base, 1)")[0].only()) == 2


def test_a_branch_without_a_value_is_not_available(sheet, calculator):
    sheet.one("x", 1)
    grid, found = sheet.read("if(x > 0, x, unknown)")
    assert found[()] == 1
    assert grid.only().text.endswith("NA())")
    sheet.cells["In", 1, 1] = -1
    with pytest.raises(calculator.Wrong, match="#N/A"):
        sheet.calculated(grid.only())


def test_what_gets_long_gets_cells_of_its_own(sheet):
    sheet.put("x", ("section",), {(f"s{n}",): n for n in range(150)}).put(
        "y", ("section",), {(f"s{n}",): 2 for n in range(150)}
    )
    assert sheet.says("sum(x * y / (x + 1) + x * x over section)")[""] == pytest.approx(
        sum(2 * n / (n + 1) + n * n for n in range(150))
    )
    grid, _ = sheet.read("sum(x * y / (x + 1) + x * x over section) * 2")
    assert len(grid.only().text) < LONGEST
    assert sheet.steps


def test_more_arguments_than_a_function_takes_are_nested():
    pieces = [Piece(f"n{n}", Fraction(n)) for n in range(450)]
    text = called("SUM", pieces)
    assert text.count("SUM(") == 4
    assert all(f"n{n}" in text for n in range(450))


@pytest.mark.parametrize(
    ("column", "expected"), [(0, "A"), (25, "Z"), (26, "AA"), (701, "ZZ"), (702, "AAA"), (16383, "XFD")]
)
def test_columns_have_letters(column, expected):
    assert letters(column) == expected


@pytest.mark.parametrize(
    ("value", "expected"),
    [
        (Fraction(1, 20), "0.05"),
        (Fraction(2000, 3), "(2000/3)"),
        (Fraction(-5, 2), "-2.5"),
        (Fraction(10**8), "100000000"),
    ],
)
def test_numbers_in_formulas_are_exact(value, expected):
    assert number_text(value) == expected

"""Which cells an explanation looks at: what is reduced is not fixed, what is picked is."""

from __future__ import annotations

from fractions import Fraction
from itertools import product

import pytest

from ecoflow.formula.grid import Grid, scalar
from ecoflow.formula.parse import parse
from ecoflow.settlement.mentions import mentions

SPACE, TIMES, WHAT = ("s1", "s2"), ("2013-01", "2013-02"), ("TP", "TN")
CELLS = {cell: Fraction(1) for cell in product(SPACE, WHAT, TIMES)}
VALUES = {"c": Grid(("section", "indicator", "month"), CELLS), "k": scalar(Fraction(2))}
HERE = {"section": "s1", "month": "2013-02"}


@pytest.mark.parametrize(("formula", "at", "found"), [
    ("c * k", HERE, [("c", HERE), ("k", {})]),
    ("c[TP] > k", HERE, [("c", {**HERE, "indicator": "TP"}), ("k", {})]),
    ("c[TP] >= max(c[TP] over month)", HERE,
     [("c", {**HERE, "indicator": "TP"}), ("c", {"section": "s1", "indicator": "TP"})]),
    ("sum(c)", HERE, [("c", {})]),
    ("c[s2]", HERE, [("c", {"section": "s2", "month": "2013-02"})]),
    ("max(c, k)", HERE, [("c", HERE), ("k", {})]),
    ("c", {"party": "up"}, [("c", {})]),
    ("unknown + k", HERE, [("k", {})]),
])
def test_the_cells_a_formula_looks_at(formula, at, found):
    tree = parse(formula)
    assert list(mentions(getattr(tree, "tree", tree), at, VALUES)) == found

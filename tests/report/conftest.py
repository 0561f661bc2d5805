"""Settlements made from small texts and cubes written by hand, so that every number can be checked on paper."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from fractions import Fraction

import pytest

from ecoflow.agreement.loader import examine_text
from ecoflow.diagnostics.finding import has_errors
from ecoflow.measures.cube import Cell, Cube
from ecoflow.settlement.model import Settlement
from ecoflow.settlement.settle import Wish, settle
from ecoflow.standards.calendar import parse_period

Values = Mapping[tuple[str, str, str], str]
"""(section, indicator, month) -> the mean of two samples, as text; `<` before it for two samples below a limit."""

class Written:
    """Observations that are a cube written by hand."""

    def __init__(self, values: Values, source: str = "manual") -> None:
        self.values, self.source = values, source

    def scan(self, plan: object, as_of: object = None) -> Cube:
        cells = {(s, i, self.source, m): _cell(text) for (s, i, m), text in self.values.items()}
        return Cube("month", cells, (self.source,), (), (), (), 2 * len(cells), "ab" * 32, "by hand")


def _cell(text: str) -> Cell:
    value = Fraction(text.lstrip("<"))
    return Cell(below=2, limits=2 * value) if text.startswith("<") else Cell(valid=2, total=2 * value)


@pytest.fixture
def settled() -> Callable[..., Settlement]:
    """Settle a text for a period on values written by hand."""

    def made(text: str, values: Values, period: str, source: str = "manual",
             wish: Wish | None = None) -> Settlement:
        agreement, findings = examine_text(text, "/somewhere/private/invented-1.yaml")
        assert agreement is not None
        assert not has_errors(findings), [f.message("en") for f in findings]
        when = parse_period(period)
        assert when is not None
        return settle(agreement, when, Written(values, source), wish)

    return made

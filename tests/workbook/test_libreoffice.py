"""The workbooks calculated by LibreOffice itself, as written and with one concentration changed.

Six agreements in the ordinary run; all of them with ECOFLOW_LIBREOFFICE=all (some minutes).
"""

from __future__ import annotations

import math
import os
from fractions import Fraction
from io import BytesIO

import openpyxl
import pytest

from ecoflow.agreement.library import shipped
from ecoflow.report.workbook.write import to_xlsx
from ecoflow.standards.rounding import plain_text

SOME = ("xinanjiang-1", "luan-tianjin-1", "henan-shandong-1", "fujian-1", "zhoukou-1", "guizhou-basins-1")
"""An index, compliance, class steps and a clamp, pools and shares, weeks and ranks, volumes."""
NAMES = sorted(p.stem for p in shipped()) if os.environ.get("ECOFLOW_LIBREOFFICE") == "all" else SOME


@pytest.fixture(scope="module")
def offices(library, calculator, told, recalculated):
    """{name: (settlement, the workbook recalculated, the settlement of the edit or None, the edited workbook)}."""
    files, settled, edits = {}, {}, {}
    for name in NAMES:
        settled[name] = library.settle(name)
        content = to_xlsx(settled[name], "en")
        files[name] = without_results(content)
        spots = told.means(calculator.opened(content), settled[name])
        if spots:
            (section, indicator, when), places = ([*spots.items()] * 6)[5]
            old = calculator.opened(content).cached[places[0]]
            new = Fraction(plain_text(Fraction(old) * 12 + Fraction("0.007"), 4))
            files[f"{name}--edited"] = without_results(content, dict.fromkeys(places, float(new)))
            edits[name] = library.edited(name, section, indicator, when, new)
    found = {name: calculator.opened(content) for name, content in recalculated(files).items()}
    return {name: (settled[name], found[name], edits.get(name), found.get(f"{name}--edited")) for name in NAMES}


def without_results(content, changes=()):
    """The file without any result beside its formulas, so that none can be taken over; some cells changed."""
    book = openpyxl.load_workbook(BytesIO(content))
    for (sheet, row, column), value in dict(changes).items():
        book[sheet].cell(row, column).value = value
    out = BytesIO()
    book.save(out)
    return out.getvalue()


class Shown:
    """A recalculated file as a spreadsheet shows it: nothing is calculated here."""

    def __init__(self, book):
        self.cells = {**book.cells, **book.cached}
        self.value = self.cells.get


@pytest.mark.parametrize("name", NAMES)
def test_it_comes_to_what_the_engine_settled(name, offices, told, calculator):
    settlement, found, _, _ = offices[name]
    assert told.same(Shown(found), settlement)
    ours = calculator.opened(to_xlsx(settlement, "en"))
    assert ours.cached.keys() <= found.cached.keys()
    for place, expected in ours.cached.items():
        value = found.cached[place]
        if isinstance(expected, float) and not isinstance(expected, bool):
            assert math.isclose(value, expected, rel_tol=1e-10, abs_tol=1e-10), (place, ours.formulas[place])
        else:
            assert value == expected, (place, ours.formulas[place])


@pytest.mark.parametrize("name", NAMES)
def test_a_changed_concentration_changes_the_payments(name, offices, told):
    _, _, after, edited = offices[name]
    if after is None:
        assert edited is None
    elif after.settled:
        assert told.same(Shown(edited), after)

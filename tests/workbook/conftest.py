"""Workbooks of shipped agreements and of invented ones, and what calculates them."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
from fractions import Fraction
from functools import cache
from pathlib import Path

import pytest
from msgspec.structs import replace

from ecoflow.agreement.library import shipped
from ecoflow.agreement.loader import load
from ecoflow.measures.cube import Cell
from ecoflow.measures.duckdb_engine import DuckDBEngine
from ecoflow.report.workbook.data import VALUE
from ecoflow.settlement.facts import read_facts
from ecoflow.settlement.settle import Wish, settle
from ecoflow.standards.calendar import month, quarter, year
from ecoflow.standards.indicators import INDICATORS
from ecoflow.standards.units import ONE, parse_unit

HERE = Path(__file__).parent
DATA = HERE.parents[1] / "data"
LAST = 2024

_PERIODS = {"year": year, "quarter": lambda y: quarter(y, 3), "month": lambda y: month(y, 7)}

_RECALCULATE = """<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"
 xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse">
<value>0</value></prop></item></oor:items>
"""


@pytest.fixture(scope="session")
def calculator():
    """The small spreadsheet of the tests."""
    spec = importlib.util.spec_from_file_location("calculator", HERE / "calculator.py")
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    sys.setrecursionlimit(max(sys.getrecursionlimit(), 20_000))
    return module


class Edited:
    """Observations in which one month of one indicator at one section has another mean."""

    def __init__(self, observations, section, indicator, when, mean):
        self._of, self._section, self._indicator, self._when, self._mean = observations, section, indicator, when, mean

    def scan(self, plan, as_of=None):
        cube = self._of.scan(plan, as_of)
        return replace(cube, cells={key: self._changed(key, cell) for key, cell in cube.cells.items()}, _filed={})

    def _changed(self, key, cell):
        section, indicator, _, bucket = key
        if section != self._section or indicator != self._indicator or bucket[:7] != self._when or not cell.usable:
            return cell
        return Cell(cell.usable, self._mean * cell.usable, extremes=(self._mean, self._mean))


class Once:
    """The shipped observations, each plan scanned once."""

    def __init__(self):
        self._engine, self._cubes = DuckDBEngine(DATA), {}

    def scan(self, plan, as_of=None):
        key = repr(plan)
        if key not in self._cubes:
            self._cubes[key] = self._engine.scan(plan, as_of)
        return self._cubes[key]


class Library:
    """The shipped agreements, settled on the shipped data and facts."""

    def __init__(self):
        self.files = {p.stem: p for p in shipped()}
        self.engine = Once()

    @cache  # noqa: B019 - lives as long as the session
    def period(self, name):
        """The last period of an agreement that the data settle."""
        agreement = load(self.files[name])
        for number in range(min(agreement.last_year, LAST + 8), agreement.first_year - 1, -1):
            period = _PERIODS[agreement.settle](number)
            if self.settle(name, period).settled:
                return period
        raise AssertionError(f"{name} settles in no year")

    def settle(self, name, period=None, observations=None):
        agreement = load(self.files[name])
        stated = read_facts(DATA / "synthetic-facts.yaml", agreement, beside=list(self.files))
        wish = Wish(given=stated.facts, exempt=stated.exempt)
        return settle(agreement, period or self.period(name), observations or self.engine, wish)

    def edited(self, name, section, indicator, when, mean):
        """The settlement with another mean in one month, in the indicator's own unit."""
        mean *= (parse_unit(INDICATORS[indicator].unit) or ONE).scale
        return self.settle(name, None, Edited(self.engine, section, indicator, when, mean))


@pytest.fixture(scope="session")
def library():
    return Library()


@pytest.fixture(scope="session")
def recalculated(tmp_path_factory):
    """Gives xlsx files to LibreOffice and takes them back recalculated; skips where it is not installed."""
    office = shutil.which("soffice") or shutil.which("libreoffice")
    if office is None:
        pytest.skip("LibreOffice is not installed: soffice is not on the path")
    profile = tmp_path_factory.mktemp("profile")
    (profile / "user").mkdir()
    (profile / "user" / "registrymodifications.xcu").write_text(_RECALCULATE, "utf-8")

    def work(files):
        """{name: bytes} -> {name: bytes}."""
        there, back = tmp_path_factory.mktemp("there"), tmp_path_factory.mktemp("back")
        for name, content in files.items():
            (there / f"{name}.xlsx").write_bytes(content)
        command = [office, f"-env:UserInstallation={profile.as_uri()}", "--headless", "--convert-to", "xlsx"]
        subprocess.run([*command, "--outdir", str(back), *map(str, sorted(there.iterdir()))], check=True,
                       capture_output=True, timeout=1800, env={**os.environ, "LC_ALL": "C.UTF-8"})
        return {path.stem: path.read_bytes() for path in back.iterdir()}

    return work


BALANCES, NOW, DATA_PAGE = "Balances", 6, "Monitoring data"


class Told:
    """What a workbook in English says of a settlement."""

    @staticmethod
    def balances(book):
        """{party or pool: what it comes to}."""
        rows = [place for place in book.cells if place[0] == BALANCES and place[2] == 1 and place[1] > 3]
        return {book.cells[place]: book.value((BALANCES, place[1], NOW)) for place in rows}

    @classmethod
    def same(cls, book, settlement):
        """Whether it comes to what was settled, to the fen."""
        found, expected = cls.balances(book), {**settlement.net, **settlement.pools}
        return found.keys() == expected.keys() and all(Fraction(f"{found[k]:.6f}") == v for k, v in expected.items())

    @staticmethod
    def means(book, settlement):
        """{(section, indicator, month): the cells of its mean and of those of its days}, where measures take only means."""
        agreement = settlement.agreement
        sections = {s.name.en or s.name.zh or i: i for i, s in agreement.sections.items()}
        indicators = {i.en: i.id for i in INDICATORS.values()}
        measures = [agreement.measures[n] for n in settlement.measured]
        kinds = {i: {m.kind for m in measures if i in m.indicators} for i in INDICATORS}
        found, unlike = {}, set()
        for sheet, row, column in book.cells:
            if sheet != DATA_PAGE or column != 1 or row <= 3:
                continue
            section, indicator, when = (book.cells[sheet, row, c] for c in (1, 2, 3))
            pair = sections[section], indicators[indicator]
            plain = kinds[pair[1]] <= {"mean", "class", "compliance", "load", "limit"}
            if "W" in when or pair[1] == "Q" or not plain:
                unlike.add(pair)
            elif (sheet, row, VALUE + 1) in book.formulas and when.startswith(str(settlement.period.year)):
                found.setdefault((*pair, when[:7]), []).append((sheet, row, VALUE + 1))
        return {spot: places for spot, places in found.items() if spot[:2] not in unlike}


@pytest.fixture(scope="session")
def told():
    return Told()

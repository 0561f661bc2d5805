"""The published outcomes, written from the fact sheet and not from the agreement files."""

from __future__ import annotations

from fractions import Fraction

import pytest

from ecoflow.agreement.loader import load
from ecoflow.settlement.settle import Wish, settle
from ecoflow.standards.calendar import parse_period
from ecoflow.standards.gb3838 import WaterClass
from ecoflow.standards.units import parse_quantity

YI, WAN = Fraction(10**8), Fraction(10**4)
SHIPPED = ("chishui-1", "chishui-2", "luan-tianjin-1", "xinanjiang-1", "xinanjiang-2", "xinanjiang-3")


@pytest.fixture(scope="module")
def shipped(root):
    return {name: load(root / "agreements" / f"{name}.yaml") for name in SHIPPED}


def outcome(agreement, period, **given):
    found = settle(agreement, parse_period(period), None, Wish(given=given, every_quantity=False))
    assert found.status == "settled", [p.message("en") for p in found.problems]
    return found


def amount(text):
    found = parse_quantity(text)
    assert found is not None
    return found


def flows(settlement):
    return {(p.payer, p.payee): p.amount for p in settlement.payments}


@pytest.mark.parametrize("year", ["2012", "2013", "2014"])
@pytest.mark.parametrize("index", ["0.833", "1", "0"])
def test_xinanjiang_first_round_was_compliant_every_year(shipped, year, index):
    # P <= 1: Zhejiang pays Anhui 1 亿; the centre's 3 亿 go to Anhui (S15, S01)
    found = outcome(shipped["xinanjiang-1"], year, P=amount(index))
    assert flows(found) == {("zhejiang", "anhui"): YI, ("centre", "anhui"): 3 * YI}
    assert found.net == {"anhui": 4 * YI, "zhejiang": -YI, "centre": -3 * YI}


def test_xinanjiang_first_round_total_to_anhui(shipped):
    # 15 亿 in three years, of which 1 亿 a year is Anhui's own (S01)
    received = sum(outcome(shipped["xinanjiang-1"], y, P=amount("1")).net["anhui"] for y in ("2012", "2013", "2014"))
    assert received + 3 * YI == 15 * YI


def test_xinanjiang_first_round_missed(shipped):
    # P > 1: Anhui pays Zhejiang 1 亿; in both cases the central 3 亿 goes to Anhui (S01)
    found = outcome(shipped["xinanjiang-1"], "2013", P=amount("1.001"))
    assert flows(found) == {("anhui", "zhejiang"): YI, ("centre", "anhui"): 3 * YI}


@pytest.mark.parametrize(("year", "central"), [("2015", 4), ("2016", 3), ("2017", 2)])
def test_xinanjiang_second_round_central_grant(shipped, year, central):
    assert flows(outcome(shipped["xinanjiang-2"], year, P=amount("1")))["centre", "anhui"] == central * YI


def test_xinanjiang_second_round_adds_up(shipped):
    # 9 亿 from the centre and 2 亿 a year from each province: 21 亿 (S01)
    centre = -sum(outcome(shipped["xinanjiang-2"], y, P=amount("1")).net["centre"] for y in ("2015", "2016", "2017"))
    assert centre == 9 * YI
    assert centre + 3 * (2 + 2) * YI == 21 * YI


def test_xinanjiang_tranche_of_2016(shipped):
    # 财建〔2016〕1160号: Huangshan 1.8 亿, Jixi 0.2 亿
    found = outcome(shipped["xinanjiang-2"], "2016", P=amount("1"), tranche=amount("20000万元"))
    assert flows(found)["anhui", "huangshan"] == 18000 * WAN
    assert flows(found)["anhui", "jixi"] == 2000 * WAN


def on_target(agreement):
    from ecoflow.agreement.model import Keyed

    return Keyed("section", dict.fromkeys(agreement.sections, WaterClass.II))


def by_clause(settlement, clause, side):
    return {getattr(p, side): p.amount for p in settlement.payments if p.clause == clause}


def test_chishui_2019(shipped):
    # gross at 2 亿: paid in 1:5:4, allocated 3:4:3; net Guizhou and Sichuan 2,000 万 each to Yunnan (S31, S34)
    agreement = shipped["chishui-1"]
    found = outcome(agreement, "2019", **{"class": on_target(agreement)})
    assert by_clause(found, "pay-in", "payer") == {"yunnan": 2000 * WAN, "guizhou": 10000 * WAN, "sichuan": 8000 * WAN}
    assert by_clause(found, "allocate", "payee") == {"yunnan": 6000 * WAN, "guizhou": 8000 * WAN, "sichuan": 6000 * WAN}
    assert found.net == {"yunnan": 4000 * WAN, "guizhou": -2000 * WAN, "sichuan": -2000 * WAN}
    assert found.pools == {"fund": 0}


def test_chishui_second_round_net_at_three_hundred_million(shipped):
    agreement = shipped["chishui-2"]
    found = outcome(agreement, "2024", **{"class": on_target(agreement)})
    assert found.net == {"yunnan": 6000 * WAN, "guizhou": -3000 * WAN, "sichuan": -3000 * WAN}
    assert by_clause(found, "pay-in", "payer") == {"yunnan": 3000 * WAN, "guizhou": 15000 * WAN,
                                                   "sichuan": 12000 * WAN}


@pytest.mark.parametrize(("clause", "net"), [
    # deductions: Qingshuipu half to each of the others; Lianyuxi all to Sichuan (S31); the sizes are assumed
    ("qingshuipu", {"guizhou": Fraction(1, 2), "sichuan": Fraction(1, 2)}), ("lianyuxi", {"sichuan": Fraction(1)}),
])
def test_chishui_routes_of_deductions(shipped, clause, net):
    from ecoflow.agreement.model import Keyed

    agreement = shipped["chishui-1"]
    classes = dict.fromkeys(agreement.sections, WaterClass.II) | {clause: WaterClass.III}
    grades = {s: Keyed("indicator", dict.fromkeys(("CODMn", "NH3N", "TP"), c)) for s, c in classes.items()}
    found = outcome(agreement, "2020", **{"class": Keyed("section", classes), "grade": Keyed("section", grades)})
    paid = by_clause(found, clause, "payee")
    total = sum(paid.values())
    assert total > 0
    assert {who: a / total for who, a in paid.items()} == net

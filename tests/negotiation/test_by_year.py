"""What a change would have meant in yuan: Xin'an round 2 against a copy with another stake, on data made here."""

from __future__ import annotations

import pytest

from ecoflow.agreement.library import find
from ecoflow.agreement.loader import examine_text, load
from ecoflow.measures.duckdb_engine import DuckDBEngine
from ecoflow.negotiation.by_year import by_year
from ecoflow.negotiation.change_papers import document, to_markdown, to_text
from ecoflow.negotiation.changes import changes
from ecoflow.negotiation.compare import compare, side_by_side
from ecoflow.settlement.settle import Wish
from ecoflow.standards.calendar import year, years

YI = 100_000_000
STAKE = "value: 1亿元, source: second, confidence: published"


@pytest.fixture(scope="module")
def old():
    return load(find("xinanjiang-2")[0])


@pytest.fixture(scope="module")
def new(old):
    assert old.text.count(STAKE) == 1
    return examine_text(old.text.replace(STAKE, STAKE.replace("1亿元", "1.5亿元")), "new.yaml")[0]


@pytest.fixture(scope="module")
def data(make):
    """Every indicator at 2 mg/L in the baseline years; then at once, 1.1 and 1.2 times that, so P is 0.89 times these."""
    levels = {2012: "2", 2013: "2", 2014: "2", 2015: "2", 2016: "2.2", 2017: "2.4"}
    return DuckDBEngine(make.data(row for y, v in levels.items() for i in ("CODMn", "NH3N", "TN", "TP")
                                  for row in make.every_month(v, i, "jiekou", y)))


def test_another_stake(old, new, data):
    found = by_year(compare(old, new, [year(y) for y in (2015, 2016, 2017)], data), {})
    # 2015: P 0.89 is in the upper tier, Zhejiang pays stake and bonus; 2016: 0.979, the stake; 2017: 1.068, Anhui pays it.
    # the centre adds 4, 3, 2
    before = {2015: (6, -2, -4), 2016: (4, -1, -3), 2017: (1, 1, -2)}
    after = {2015: (6.5, -2.5, -4), 2016: (4.5, -1.5, -3), 2017: (0.5, 1.5, -2)}
    three = ("anhui", "zhejiang", "centre")
    assert {y.year: tuple(y.old[p] / YI for p in three) for y in found.years} == before
    assert {y.year: tuple(y.new[p] / YI for p in three) for y in found.years} == after
    assert {y.year: tuple(y.difference(p) for p in three) for y in found.years} == {
        2015: (YI // 2, -YI // 2, 0), 2016: (YI // 2, -YI // 2, 0), 2017: (-YI // 2, YI // 2, 0)}
    assert found.totals("zhejiang") == (-2 * YI, -2.5 * YI)
    assert found.totals("anhui") == (11 * YI, 11.5 * YI)
    assert found.moving == three


def test_the_papers(old, new, data):
    known = changes(old, new)
    found = by_year(compare(old, new, [year(y) for y in (2014, 2015, 2017)], data), {})
    said = to_text(known, found, "en")
    assert "1 change: 1 can change a payment" in said
    assert "stake (basic stake): CNY 100,000,000 → CNY 150,000,000 (+50.0 %)" in said
    row = next(line.split("  ") for line in said.splitlines() if line.startswith("2015"))
    assert [cell.strip() for cell in row if cell.strip()] == [
        "2015", "Anhui", "CNY 600,000,000", "CNY 650,000,000", "CNY +50,000,000"]
    assert "Total covers only the periods that both settle, 2 of 3: 2015, 2017" in said
    assert "2014 old: E406 central has no value for 2014" in said
    assert "old is run outside its term 2015-2017: 2014" in said
    assert "old leans on what is not published: water-quality stability coefficient (recalled)" in said
    assert "浙江省" in to_text(known, found, "zh")
    page = to_markdown(known, found, "zh")
    assert "| 合计 | 安徽省 | 7亿元 | 7亿元 | 0元 |" in page
    assert "|  | 浙江省 | -1亿元 | -1亿元 | 0元 |" in page
    money = document(known, found, "en")["yuan"]
    assert [(y["year"], y["difference"].get("zhejiang")) for y in money["years"]] == [
        (2014, None), (2015, "-50000000.00"), (2017, "50000000.00")]
    assert [d["code"] for d in money["years"][0]["diagnostics"]["new"]] == ["E406"]
    assert money["years"][0]["old"] is None
    assert (money["total"]["old"]["anhui"], money["total_years"]) == ("700000000.00", [2015, 2017])


def test_months_make_years_and_a_year_is_whole_or_not_there(make):
    text = """\
terms: {price: {value: %s, source: plan, confidence: published}}
measures: {c: {mean: TP, at: s1}}
clauses: [{id: a, pay: {from: up, to: down, amount: price * c}}]
"""
    left, right = (make.agreement(text % price, settle="month") for price in ("100元/(mg/L)", "300元/(mg/L)"))
    rows = make.every_month("0.1", year=2013) + make.every_month("0.1", year=2014)[:11]
    found = by_year(compare(left, right, years(2013, 2014).parts("month"), DuckDBEngine(make.data(rows))), {})
    # twelve months of 10 and 30 yuan; the December of 2014 was not measured
    assert [(y.year, y.old and y.old["down"], y.new and y.new["down"]) for y in found.years] == [
        (2013, 120, 360), (2014, None, None)]
    assert found.totals("up") == (-120, -360)
    assert [y.year for y in found.compared] == [2013]


def test_a_party_with_a_new_id_is_one_party(make):
    text = "clauses: [{id: a, pay: {from: up, to: down, amount: 100元}}]\n"
    left = make.agreement(text)
    right = make.agreement(text.replace("from: up", "from: upper").replace("100", "300"),
                           **{"{up: {zh": "{upper: {zh", "upstream: up": "upstream: upper"})
    known = changes(left, right)
    assert known.renamed["parties"] == {"up": "upper"}
    found = by_year(side_by_side((left, Wish()), (right, Wish()), [year(2013)], None), known.renamed["parties"])
    assert found.parties == ("upper", "down", "third")
    assert found.years[0].difference("upper") == -200
    assert "上游省" in to_text(known, found, "zh")

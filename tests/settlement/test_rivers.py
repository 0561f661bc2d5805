"""What must hold on the shipped rivers whatever the numbers are: metamorphic properties of whole settlements."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from fractions import Fraction

import pytest

from ecoflow.agreement.loader import load
from ecoflow.measures.duckdb_engine import DuckDBEngine
from ecoflow.settlement.settle import settle
from ecoflow.standards.calendar import year


@pytest.fixture(scope="module")
def jiekou(root):
    import pyarrow.dataset as ds

    early = ds.field("observed_at") < ds.scalar(datetime(2015, 1, 1))  # noqa: DTZ001 - civil time
    wanted = early & (ds.field("indicator") != "Q")
    return ds.dataset(str(root / "data" / "synthetic-xinanjiang.parquet")).to_table(filter=wanted).to_pylist()


def scaled(rows, factor, years):
    return [r | {"value": None if r["value"] is None else r["value"] * factor} if r["observed_at"].year in years else r
            for r in rows]


def settled(root, make, rows, number=2013, name="xinanjiang-1"):
    found = settle(load(root / "agreements" / f"{name}.yaml"), year(number), DuckDBEngine(make.data(rows)))
    assert found.settled, [p.message("en") for p in found.problems]
    return found


def index(found):
    return next(i for i in found.indices if i.id == "P")


def test_the_index_by_hand(root, make, jiekou):
    """P of 2013 from the rows themselves: months, then years; half the limit where nothing was detected."""
    def month(indicator, when):
        used = [(r["value"], r["flag"]) for r in jiekou if r["indicator"] == indicator
                and (r["observed_at"].year, r["observed_at"].month) == when
                and r["flag"] in ("", "L") and r["value"] is not None]
        return sum((Fraction(v) * (Fraction(1, 2) if f == "L" else 1) for v, f in used), Fraction(0)) / len(used)

    def mean(indicator, years):
        months = [month(indicator, (y, m)) for y in years for m in range(1, 13)]
        return sum(months) / len(months)

    ratios = [mean(i, (2013,)) / mean(i, (2008, 2009, 2010)) for i in ("CODMn", "NH3N", "TN", "TP")]
    expected = Fraction("0.85") * sum(Fraction(1, 4) * r for r in ratios)
    found = index(settled(root, make, jiekou))
    assert found.exact == expected
    assert found.value == round(expected * 1000) / Fraction(1000)  # Python rounds a Fraction half to even


def test_worse_water_never_pays_the_upstream_more(root, make, jiekou):
    received, indices = [], []
    for tenths in (5, 9, 11, 12, 13, 15, 30):
        found = settled(root, make, scaled(jiekou, Decimal(tenths) / 10, {2013}))
        received.append(found.net["anhui"])
        indices.append(index(found).exact)
    assert received == sorted(received, reverse=True)
    assert indices == sorted(indices)
    assert len(set(received)) == 2  # both sides of the wager were seen
    assert indices[-1] == 6 * indices[0]


def test_scaling_everything_leaves_the_index(root, make, jiekou):
    first, double = (settled(root, make, scaled(jiekou, k, range(2008, 2015))) for k in (1, 2))
    assert index(first).exact == index(double).exact
    assert first.payments == double.payments


def test_the_settlement_year_alone_moves_it(root, make, jiekou):
    base = settled(root, make, jiekou)
    other_years = settled(root, make, scaled(jiekou, 9, {2011, 2012, 2014}))
    assert index(base).exact == index(other_years).exact
    assert base.evidence.data_sha256 == other_years.evidence.data_sha256


def test_a_better_baseline_lowers_nothing_for_the_upstream(root, make, jiekou):
    strict = settled(root, make, scaled(jiekou, Decimal("0.5"), {2008, 2009, 2010}))
    assert index(strict).exact == 2 * index(settled(root, make, jiekou)).exact
    assert strict.net["anhui"] < settled(root, make, jiekou).net["anhui"]


@pytest.mark.parametrize(("name", "years"), [
    ("xinanjiang-1", (2012, 2014)), ("xinanjiang-2", (2015, 2017)), ("xinanjiang-3", (2018, 2020)),
    ("chishui-1", (2018, 2020)), ("chishui-2", (2023, 2024)), ("luan-tianjin-1", (2016, 2018)),
])
def test_shipped_agreements_balance_on_the_shipped_data(root, name, years):
    agreement, engine = load(root / "agreements" / f"{name}.yaml"), DuckDBEngine(root / "data")
    for number in range(years[0], years[1] + 1):
        found = settle(agreement, year(number), engine)
        assert found.settled, [p.message("en") for p in found.problems]
        assert sum(found.net.values()) + sum(found.pools.values()) == 0
        assert found.evidence.synthetic
        for party, net in found.net.items():
            moved = sum((p.amount for p in found.payments if p.payee == party), Fraction(0)) - sum(
                (p.amount for p in found.payments if p.payer == party), Fraction(0))
            assert net == moved


def test_a_removed_month_is_named_and_nothing_is_paid(root, make, jiekou):
    rows = [r for r in jiekou if not (r["indicator"] == "TP" and f"{r['observed_at']:%Y-%m}" == "2013-08")]
    found = settle(load(root / "agreements" / "xinanjiang-1.yaml"), year(2013), DuckDBEngine(make.data(rows)))
    assert found.status == "cannot-settle"
    assert [dict(p.about) for p in found.problems] == [{"section": "jiekou", "indicator": "TP", "month": "2013-08"}]
    assert (found.payments, found.net) == ((), {})

"""Years settled one after the other: what a pool opens with is what the year before carried on, or it is said why not."""

from __future__ import annotations

import json
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from ecoflow.agreement.model import Keyed
from ecoflow.cli.app import app
from ecoflow.measures.duckdb_engine import DuckDBEngine
from ecoflow.report.compose import compose
from ecoflow.report.json_contract import document
from ecoflow.settlement.chain import settle_in_order
from ecoflow.settlement.explain import Explanation
from ecoflow.settlement.settle import Wish
from ecoflow.standards.calendar import year, years
from ecoflow.standards.units import parse_quantity

TEXT = """\
facts:
  had: {zh: 上期结余, en: brought forward, type: number, unit: 万元%s}
  into: {type: number, unit: 元}
  out: {type: number, unit: 元, default: 0元}
pools: {fund: {zh: 基金, en: Fund, closes: carry, opening: had}}
clauses:
  - {id: in, pay: {from: up, to: fund, amount: into}}
  - {id: out, pay: {from: fund, to: down, amount: out}}
"""
DEFAULT = ", default: 0万元"


def by_year(**amounts):
    return Keyed("year", {y[1:].replace("_", ".."): parse_quantity(a) for y, a in amounts.items()})


def run(make, text=TEXT % "", first=2012, last=2014, **facts):
    stated = {k: parse_quantity(v) if isinstance(v, str) else v for k, v in facts.items()}
    return settle_in_order(make.agreement(text), [year(y) for y in range(first, last + 1)], None, Wish(given=stated))


def story(found):
    """(opening, what is left) of each year; or the code of what keeps it from being settled."""
    return [(s.openings["fund"], s.pools["fund"]) if s.settled else [p.code for p in s.problems] for s in found]


fen = st.integers(0, 10**12)


@settings(max_examples=30, deadline=None)
@given(start=fen, moved=st.lists(st.tuples(fen, fen), min_size=3, max_size=3))
def test_the_last_year_leaves_what_all_years_made_of_the_first_opening(make, start, moved):
    def amount(f):
        return f"{f // 100}.{f % 100:02}元"

    found = run(make, had=amount(start), into=by_year(**{f"y{2012 + n}": amount(i) for n, (i, _) in enumerate(moved)}),
                out=by_year(**{f"y{2012 + n}": amount(o) for n, (_, o) in enumerate(moved)}))
    left, expected = Fraction(start, 100), []
    for i, o in moved:
        opened, left = left, left + Fraction(i - o, 100)
        if left < 0:
            expected += [["E426"], *[["E419"]] * 2]
            break
        expected.append((opened, left))
    assert story(found) == expected[:3]


@pytest.mark.parametrize(("text", "had", "expected"), [
    # a value without a year is for the first year only
    (TEXT % "", "5元", [(5, 6), (6, 7), (7, 8)]),
    (TEXT % "", by_year(y2012="5元"), [(5, 6), (6, 7), (7, 8)]),
    (TEXT % DEFAULT, None, [(0, 1), (1, 2), (2, 3)]),
    # given and the same
    (TEXT % "", by_year(y2012="5元", y2013="6元", y2014="7元"), [(5, 6), (6, 7), (7, 8)]),
    # given and different: the year after has nothing to open with, unless it is given as well
    (TEXT % "", by_year(y2012="5元", y2013="9元"), [(5, 6), ["E425"], ["E419"]]),
    (TEXT % "", by_year(y2012_2013="5元", y2014="20元"), [(5, 6), ["E425"], (20, 21)]),
    # not given for the first year, nor carried on
    (TEXT % "", None, [["E404"], ["E419"], ["E419"]]),
    (TEXT % "", by_year(y2013="9元"), [["E406"], (9, 10), (10, 11)]),
    # a pool that has to end at zero carries nothing on
    (TEXT.replace("closes: carry, ", "") % "", "0元", [["E408"]] * 3),
])
def test_what_each_year_opens_with(make, text, had, expected):
    given = {} if had is None else {"had": had}
    assert story(run(make, text, into="1元", **given)) == expected


def test_both_amounts_are_named(make):
    (problem,) = run(make, into="1元", had=by_year(y2012="5元", y2013="9万元"))[1].problems
    assert (problem.place, dict(problem.about)) == (None, {"fact": "had"})
    assert problem.message("en") == "pool 'fund': 2012 carries on CNY 6, but had for 2013 is given as CNY 90,000"
    assert problem.message("zh") == "资金池 'fund'：2012 结转 6元，而 2013 的 had 给定为 9万元"
    assert problem.hint("en") == "correct the facts, or settle the years one by one"


def test_a_flat_value_is_not_taken_up_again_after_a_year_that_failed(make):
    found = run(make, TEXT % DEFAULT, had="5元", into=by_year(y2012="1元", y2014="1元"))
    assert story(found) == [(5, 6), ["E406"], ["E419"]]
    (problem,) = found[2].problems
    assert problem.message("en") == (
        "what pool 'fund' opens with in 2014 is not known: 2013 could not be settled and carries nothing on")
    assert problem.hint("en") == "get 2013 settled first, or settle 2014 by itself and give had"


@pytest.mark.parametrize("default", ["", DEFAULT])
def test_what_data_are_missing_is_said_of_every_year(make, default):
    text = (TEXT % default).replace("clauses:", "measures: {c: {mean: TP, at: s1, over: year}}\nclauses:").replace(
        "pay: {from: up,", "when: c > 0 mg/L, pay: {from: up,")
    agreement, wish = make.agreement(text), Wish(given={"into": parse_quantity("1元"), "had": parse_quantity("5元")})
    rows = [r for y in (2012, 2013, 2014) for r in make.every_month(year=y)]
    rows = [r for r in rows if f"{r['observed_at']:%Y-%m}" not in {"2012-07", "2013-03"}]
    found = settle_in_order(agreement, [year(y) for y in (2012, 2013, 2014)], DuckDBEngine(make.data(rows)), wish)
    assert story(found) == [["E401"], ["E401", "E419"], ["E419"]]
    # nothing is said of an opening that nobody knows
    assert [("had" in s.values, "had" in s.evidence.facts) for s in found] == [(True, True), (False, False), (False, False)]


def test_years_that_do_not_follow_each_other_hand_nothing_on(make):
    agreement, wish = make.agreement(TEXT % ""), Wish(given={"had": parse_quantity("5元"), "into": parse_quantity("1元")})
    found = settle_in_order(agreement, [year(2012), year(2014)], None, wish)
    assert story(found) == [(5, 6), (5, 6)]


def test_quarters_hand_on_and_a_year_opens_with_its_own_value(make):
    agreement = make.agreement(TEXT % "", settle="quarter")
    wish = Wish(given={"had": by_year(y2012="5元", y2013="9元"), "into": parse_quantity("1元")})
    assert story(settle_in_order(agreement, years(2012, 2013).parts("quarter"), None, wish)) == [
        (5, 6), (6, 7), (7, 8), (8, 9), (9, 10), (10, 11), (11, 12), (12, 13)]


def test_two_pools_that_open_with_one_fact_cannot_take_two_amounts(make):
    text = (TEXT % "").replace("opening: had}}", "opening: had}, spare: {zh: 备用金, closes: carry, opening: had}}")
    found = run(make, text, last=2013, had="5元", into="1元")
    assert [p.message("en") for p in found[1].problems] == [
        "pool 'spare': 2012 carries on CNY 5, but had for 2013 is given as CNY 6"]
    assert run(make, text, last=2013, had="5元", into="0元")[1].openings == {"fund": 5, "spare": 5}


def test_every_paper_says_where_it_comes_from(make):
    first, second, _ = run(make, had="5万元", into="2万元")
    assert document(first, "en")["evidence"]["carried_from"] == {}
    evidence = document(second, "en")["evidence"]
    assert (evidence["facts"]["had"], evidence["carried_from"]) == ("7万元", {"had": "2012"})

    def told(found, lang):
        view = compose(found, lang)
        cells = [c.text for t in (view.basis, view.evidence) for row in t.rows for c in row]
        return [text for text in cells if "2012" in text]

    assert told(second, "en") == ["CNY 70,000 (carried on from the settlement of 2012)",
                                  "brought forward = CNY 70,000 (carried on from the settlement of 2012); into = CNY 20,000"]
    assert told(second, "zh")[0] == "7万元（由2012年的结算结转）"
    assert Explanation(second, "en").name("had").text == "had = CNY 70,000 (carried on from the settlement of 2012)"
    assert Explanation(first, "en").name("had").text == "had = CNY 50,000 (given)"


def test_what_is_carried_on_leans_on_what_it_was_made_from(make):
    text = ("terms: {share: {value: {2012: 1元, 2013..2014: 2元}, source: plan, confidence: recalled}}\n"
            + (TEXT % "").replace("amount: into}}", "amount: share}}")).replace(
                "pay: {from: up,", "when: into > 0元, pay: {from: up,")
    found = run(make, text, had="5元", into=by_year(y2012="1元", y2013="0元", y2014="0元"))
    assert [[w.id for w in s.provenance.weak] for s in found] == [["share"]] * 3
    alone = run(make, text, first=2013, had="6元", into="0元")
    assert [[w.id for w in s.provenance.weak] for s in alone] == [[]] * 2


def test_the_verb_settles_years_in_order(make, tmp_path):
    (tmp_path / "river.yaml").write_text(make.text(TEXT % ""), "utf-8")
    make.data(make.every_month(), to=tmp_path)
    facts = tmp_path / "facts.yaml"

    def settled(text, *more):
        facts.write_text(text, "utf-8")
        found = CliRunner().invoke(app, ["settle", str(tmp_path / "river.yaml"), "--data", str(tmp_path / "rows.parquet"),
                                         "--facts", str(facts), "--json", *more])
        return found.exit_code, json.loads(found.stdout)

    code, documents = settled("had: 5万元\ninto: 2万元\n", "--period", "2012..2013")
    assert (code, [(d["openings"], d["pools"]) for d in documents]) == (
        0, [({"fund": "50000.00"}, {"fund": "70000.00"}), ({"fund": "70000.00"}, {"fund": "90000.00"})])
    code, documents = settled("had: {2012: 5万元, 2013: 5万元}\ninto: 2万元\n", "--period", "2012..2013")
    assert (code, [d["code"] for d in documents[1]["diagnostics"]]) == (1, ["E425"])
    code, alone = settled("had: {2012: 5万元, 2013: 5万元}\ninto: 2万元\n", "--period", "2013")
    assert (code, alone["openings"]) == (0, {"fund": "50000.00"})

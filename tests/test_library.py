"""The whole library: every shipped agreement is complete, replays its outcomes, and settles on the shipped data."""

from __future__ import annotations

import re
import sys
from functools import cache
from itertools import product
from pathlib import Path

import pytest

from ecoflow.agreement.library import shipped
from ecoflow.agreement.loader import examine, load
from ecoflow.agreement.model import Shares
from ecoflow.measures.duckdb_engine import DuckDBEngine
from ecoflow.settlement.facts import read_facts
from ecoflow.settlement.replay import coverage, replay
from ecoflow.settlement.settle import Wish, settle

DATA = Path(__file__).resolve().parent.parent / "data"
FACTS = DATA / "synthetic-facts.yaml"
FILES = shipped()
ARTICLES = {"scope", "targets", "duties", "method", "period", "breach", "other"}
GAPS = {("jiekou", "2022-07"), ("jiekou", "2022-08"), ("shaheqiao", "2019-02"), ("qingshuipu", "2022-03")}

each = pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)


@pytest.fixture(scope="module")
def script():
    sys.path.insert(0, str(DATA))
    try:
        import synthesize_library
        yield synthesize_library
    finally:
        sys.path.remove(str(DATA))


@cache
def engine():
    return DuckDBEngine(DATA)


@cache
def settlements(path):
    """Every period of the last years of the term, on the shipped data and facts."""
    from synthesize_library import periods

    agreement = load(path)
    stated = read_facts(FACTS, agreement, beside=[p.stem for p in FILES])
    wish = Wish(given=stated.facts, exempt=stated.exempt)
    return [settle(agreement, period, engine(), wish) for period in periods(agreement)]


@each
def test_it_is_found_faultless_and_whole(path):
    agreement, findings = examine(path)
    assert [f.message("en") for f in findings] == []
    assert agreement.id == path.stem
    assert set(agreement.articles) == ARTICLES
    assert agreement.sources
    for words in (agreement.title, agreement.rule, *agreement.articles.values()):
        assert words is not None
        assert words.zh
        assert words.en
        assert words.zh != words.en
        assert not re.search("[\u4e00-\u9fff]", words.en), words.en
    for entry in (*agreement.parties.values(), *agreement.sections.values(), *agreement.terms.values()):
        assert re.search("[\u4e00-\u9fff]", entry.name.zh) or entry.name.zh.isascii()


@each
def test_every_example_replays_and_every_case_is_reached(path):
    agreement = load(path)
    replays = replay(agreement)
    assert {r.example.name: r.difference for r in replays if not r.ok} == {}
    found = coverage(agreement, replays)
    assert set(found.cases) - set(found.reached) == set()


@each
def test_what_is_assumed_says_so(path):
    """A number nobody published has a note, or an agreement-wide one; an assumed example says what it assumes."""
    agreement = load(path)
    weak = [t.id for t in agreement.terms.values() if t.cited.confidence == "assumed"]
    assert not weak or agreement.note is not None
    assert [e.name for e in agreement.examples if e.confidence in {None, "assumed"} and e.assumes is None] == []


@each
def test_it_settles_on_the_shipped_data(path, script):
    assert script
    outcomes = settlements(path)
    assert any(s.settled for s in outcomes)
    for outcome in (s for s in outcomes if not s.settled):
        missing = {(p.about.get("section"), p.about.get("month")) for p in outcome.problems}
        assert missing <= GAPS, [p.message("en") for p in outcome.problems]


@each
def test_both_directions_are_reached_where_there_are_two(path, script):
    assert script
    pairs = possible(load(path))
    two_ways = {frozenset(pair) for pair in pairs if pair[::-1] in pairs}
    seen = {(p.payer, p.payee) for s in settlements(path) for p in s.payments}
    assert not two_ways or any({(a, b), (b, a)} <= seen for a, b in map(sorted, two_ways))


def possible(agreement):
    """Who may pay whom by the clauses as they are written."""
    found = set()
    for pay in (p for c in agreement.clauses for case in c.cases for p in case.pays):
        for one, other in sides(pay, agreement):
            found |= {(one, other), (other, one)} if pay.signed else {(one, other)}
    return {(a, b) for a, b in found if a != b}


def sides(pay, agreement):
    for roles in [s.roles for s in agreement.sections.values()] or [{}]:
        yield from product(members(pay.payer, roles, agreement), members(pay.payee, roles, agreement))


def members(side, roles, agreement):
    if isinstance(side, Shares):
        return {party for party, _ in side.parts}
    if side in agreement.parties or side in agreement.pools:
        return {side}
    if side in agreement.types:
        return set(dict(agreement.types[side].dims)["party"])
    return set(agreement.parties) if side == "party" else {roles[side]} & set(agreement.parties) if side in roles else set()


def test_the_data_of_the_library_are_what_its_script_makes(script):
    assert script.difference(DATA) == ""


def test_a_change_in_the_data_of_the_library_is_noticed(script, tmp_path):
    assert "missing" in script.difference(tmp_path)
    (tmp_path / script.FILE).write_bytes((DATA / "synthetic-luan.parquet").read_bytes())
    assert "not the rows" in script.difference(tmp_path)


def test_every_row_says_that_it_is_made_up():
    import duckdb

    found = duckdb.sql(f"SELECT DISTINCT source FROM '{DATA}/synthetic-library.parquet'").fetchall()
    assert found
    assert all("synthetic" in source.split(":") for (source,) in found)

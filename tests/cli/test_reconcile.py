"""`ecoflow data reconcile`: every sample in one row, disputes listed, the same code as the settlement."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from typer.testing import CliRunner

from ecoflow.cli.app import app
from ecoflow.measures.duckdb_engine import DuckDBEngine

AGREEMENT = """\
ecoflow: 1
id: river-1
title: {zh: 某江协议, en: A river}
term: {from: 2012, to: 2014}
settle: year
status: draft
parties: {up: {zh: 上游省, en: Upper}, down: {zh: 下游省, en: Lower}}
sections:
  s1: {zh: 一号断面, en: Gate One, river: 某江, water: river, upstream: up, downstream: down, known_as: [一号]}
sources: {plan: {title: 方案}}
monitoring: {joint: {tolerance: {TP: 20%, NH3N: 0.05 mg/L}, agreed: mean, within: 30min}}
terms: {stake: {value: 1亿元, source: plan, confidence: published}}
measures: {C: {mean: TP, at: s1, over: year, unit: mg/L}}
quantities: {x: {formula: C, unit: mg/L}}
clauses: [{id: yearly, when: x > 0 mg/L, pay: {from: down, to: up, amount: stake}}]
"""


@pytest.fixture
def run(make, tmp_path):
    def told(one, two, *options, agreement=True):
        a, b = (make.data(rows) for rows in (one, two))
        file = tmp_path / "river-1.yaml"
        file.write_text(AGREEMENT, "utf-8")
        by = ["--agreement", str(file)] if agreement else []
        return CliRunner().invoke(app, ["data", "reconcile", str(a), str(b), *by, "--lang", "en", *options])

    return told


def side(make, party, values, minute=0, section="s1", **more):
    return [make.row(f"2013-{m:02d}-05T10:{minute:02d}", v, section=section, source=f"joint:{party}", **more)
            for m, v in enumerate(values, 1) if v is not None]


def samples(result):
    return [(s["observed_at"], s["status"], s["apart"], s["value"]) for s in json.loads(result.stdout)["samples"]]


def test_samples_are_matched_judged_and_counted(make, run):
    # |0.2 - 0.3| / 0.5 is the tolerance itself; |0.2 - 0.31| / 0.51 = 11/51 is more
    found = run(side(make, "up", ["0.2", "0.2", "0.2"]), side(make, "down", ["0.3", "0.31", None, "0.1"], 20, "一号"),
                "--format", "json")
    assert found.exit_code == 1
    assert samples(found) == [
        ("2013-01-05T10:00:00", "agreed", "0.2", "0.25"), ("2013-02-05T10:00:00", "dispute", "11/51", None),
        ("2013-03-05T10:00:00", "only-a", None, None), ("2013-04-05T10:20:00", "only-b", None, None)]
    document = json.loads(found.stdout)
    assert document["counts"] == {"agreed": 1, "reserve": 0, "signed": 0, "dispute": 1, "clash": 0, "only-a": 1, "only-b": 1,
                                  "none": 0}
    assert document["rules"] == {"TP": {"over": "sum", "limit": "0.2", "agreed": "mean", "within_seconds": 1800}}


def test_the_text_lists_what_is_open(make, run):
    found = run(side(make, "up", ["0.2", "0.2"]), side(make, "down", ["0.3", "0.31"]))
    assert found.stdout == """\
A Upper, B Lower
total phosphorus: |a − b| / (a + b) ≤ 20%
samples 2: agreed 1, in dispute 1

Open disputes
Section   Indicator         Sampled at        A         B          Apart   Allowed  Outcome
Gate One  total phosphorus  2013-02-05 10:00  0.2 mg/L  0.31 mg/L  21.57%  20%      in dispute
"""


def test_without_a_dispute_it_ends_well(make, run):
    assert run(side(make, "up", ["0.2"]), side(make, "down", ["0.2"])).exit_code == 0
    # what only one side has is listed, and is no dispute
    assert run(side(make, "up", ["0.2", "0.2"]), side(make, "down", ["0.2"])).exit_code == 0


def test_the_reserve_sample_decides_whoever_hands_it_in(make, run):
    up, down = side(make, "up", ["0.2"]), side(make, "down", ["0.4"])
    reserve = [make.row("2013-01-05T10:10", "0.3", source="joint:reserve")]
    for one, two in ((up + reserve, down), (up, down + reserve), (up + reserve, down + reserve)):
        found = run(one, two, "--format", "json")
        assert (found.exit_code, samples(found)) == (0, [("2013-01-05T10:00:00", "reserve", "1/3", "0.3")])
    other = [make.row("2013-01-05T10:10", "0.29", source="joint:reserve")]
    found = run(up + reserve, down + other, "--format", "json")
    assert (found.exit_code, samples(found)[0][1]) == (1, "clash")


def test_who_is_upstream_is_read_from_the_records(make, run):
    below = [*side(make, "up", ["0.05"], flag="L")], [*side(make, "down", ["0.02"], flag="L")]
    for one, two in (below, below[::-1]):
        found = run(one, two, "--format", "json")
        sample = json.loads(found.stdout)["samples"][0]
        # two below detection have the downstream limit
        assert (sample["status"], sample["value"], sample["below"]) == ("agreed", "0.02", True)


def test_a_folder_of_both_parties_serves_both_sides(make, run):
    both = [*side(make, "up", ["0.2"]), *side(make, "down", ["0.3"])]
    found = run(both, both, "--parties", "up,down", "--format", "json")
    assert samples(found) == [("2013-01-05T10:00:00", "agreed", "0.2", "0.25")]


def test_without_an_agreement_the_tolerance_is_asked_for(make, run):
    one, two = side(make, "up", ["0.2"]), side(make, "down", ["0.3"], 20)
    assert run(one, two, agreement=False).exit_code == 2
    found = run(one, two, "--tolerance", "20%", "--window", "30m", "--format", "json", agreement=False)
    assert samples(found) == [("2013-01-05T10:00:00", "agreed", "0.2", "0.25")]
    found = run(one, two, "--tolerance", "20%", "--deviation", "mean", "--window", "1h", "--format", "json", agreement=False)
    assert samples(found) == [("2013-01-05T10:00:00", "dispute", "0.4", None)]
    for wrong in (["--tolerance", "much"], ["--tolerance", "20%", "--window", "soon"],
                  ["--tolerance", "20%", "--parties", "up"], ["--tolerance", "20%", "--as-of", "yesterday"]):
        assert run(one, two, *wrong, agreement=False).exit_code == 2
    nowhere = CliRunner().invoke(app, ["data", "reconcile", "/nowhere", "/nowhere", "--tolerance", "20%"])
    assert nowhere.exit_code == 2


def test_other_units_and_what_cannot_be_compared(make, run):
    one = [*side(make, "up", ["0.2"]), make.row("2013-01-05T10:00", "1", "NH3N", source="joint:up"),
           make.row("2013-01-06", "7", source="manual"), make.row("2013-01-07", "7", unit="kg", source="joint:up"),
           make.row("2013-01-07", "7", "pH", source="joint:up")]
    two = [make.row("2013-01-05T10:00", "200", unit="μg/L", source="joint:down"),
           make.row("2013-01-05T10:00", "1.06", "NH3N", source="joint:down")]
    found = run(one, two, "--format", "json")
    document = json.loads(found.stdout)
    assert [(s["indicator"], s["status"], s["apart"]) for s in document["samples"]] == [
        ("NH3N", "dispute", "0.06"), ("TP", "agreed", "0")]
    assert document["not_compared"] == {"a": {"source": 1, "unit": 1}, "b": {}, "indicators": ["pH"]}


def test_csv_is_for_a_spreadsheet(make, run):
    found = run(side(make, "up", ["0.2"], section="=HYPERLINK(1)"), side(make, "down", ["0.2"], section="=HYPERLINK(1)"),
                "--tolerance", "20%", "--format", "csv", agreement=False)
    assert found.stdout.startswith("\ufeffSection,Indicator,")
    header, row = csv.reader(io.StringIO(found.stdout.removeprefix("\ufeff")))
    assert dict(zip(header, row, strict=True)) == {
        "Section": "'=HYPERLINK(1)", "Indicator": "TP", "Sampled at": "2013-01-05 10:00", "A": "0.2 mg/L", "B": "0.2 mg/L",
        "Apart": "0%", "Allowed": "20%", "Outcome": "agreed", "Value": "0.2 mg/L"}


def test_the_agreed_values_are_observations_the_settlement_reads(make, run, tmp_path):
    year = ["0.2"] * 11 + ["0.3"]
    out = tmp_path / "agreed"
    found = run(side(make, "up", year), side(make, "down", ["0.2"] * 12, recorded="2014-03-01"), "--out", str(out))
    assert found.exit_code == 0
    rows = DuckDBEngine(out).records(())
    assert {(r[6], f"{r[7]:%Y-%m-%d}") for r in rows} == {("joint:agreed", "2015-01-01")}
    assert [str(r[3]) for r in rows] == ["0.200000"] * 11 + ["0.250000"]
    again = run(side(make, "up", year), side(make, "down", ["0.2"] * 12), "--out", str(out))
    assert again.exit_code == 2  # observations are not overwritten
    settle = ["settle", str(tmp_path / "river-1.yaml"), "--period", "2013", "--data", str(out), "--json"]
    settled = CliRunner().invoke(app, settle)
    (index,) = json.loads(settled.stdout)["indices"]
    assert index["value"] == "49/240"  # (11 * 0.2 + 0.25) / 12


VALUES = st.lists(st.one_of(st.none(), st.sampled_from(["0.1", "0.15", "0.2", "0.3"])), min_size=12, max_size=12)


@settings(max_examples=15, deadline=None)
@given(VALUES, VALUES, st.randoms(use_true_random=False))
def test_order_repeats_and_swapping_change_nothing(make, tmp_path_factory, ups, downs, random):
    file = tmp_path_factory.mktemp("swap") / "river-1.yaml"
    file.write_text(AGREEMENT, "utf-8")
    one, two = side(make, "up", ["0.2", *ups[1:]]), side(make, "down", ["0.2", *downs[1:]], 20)

    def told(first, second):
        return json.loads(CliRunner().invoke(app, [
            "data", "reconcile", str(make.data(first)), str(make.data(second)), "--agreement", str(file), "--format", "json",
        ]).stdout)

    plain = told(one, two)
    shuffled = [one + one[:3], two + two[:2]]
    for rows in shuffled:
        random.shuffle(rows)
    assert told(*shuffled) == plain
    turned = told(two, one)
    other = {"only-a": "only-b", "only-b": "only-a"}
    assert [(s["observed_at"], s["apart"], s["value"], s["a"], s["b"], s["status"]) for s in plain["samples"]] == [
        (s["observed_at"], s["apart"], s["value"], s["b"], s["a"], other.get(s["status"], s["status"]))
        for s in turned["samples"]]
    # every record is in exactly one sample
    assert sum(s["a"] is not None for s in plain["samples"]) == len(one)
    assert sum(s["b"] is not None for s in plain["samples"]) == len(two)

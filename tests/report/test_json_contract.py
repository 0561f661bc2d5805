"""The settlement document of the contract, key by key, against a settlement worked out by hand."""

from __future__ import annotations

import json
import re

import pytest

from ecoflow.diagnostics.finding import Finding, InvalidObservations
from ecoflow.measures.duckdb_engine import DuckDBEngine
from ecoflow.report.json_contract import document, to_json, yuan
from ecoflow.settlement.settle import Wish, settle
from ecoflow.standards.calendar import year
from ecoflow.standards.units import parse_quantity

TEXT = """\
facts: {weight: {type: number, default: 1}}
terms:
  rate: {value: 3元/mg/L, source: plan, confidence: recalled}
  limit: {value: 0.7 mg/L, source: plan, confidence: published}
measures:
  c: {mean: [TP, NH3N], at: s1, over: year}
  grade: {class: [TP], at: [s1], over: year}
quantities:
  P: {formula: sum(weight * c / limit), round: {places: 3}}
  ratio: {formula: c / limit}
  fine: {formula: "grade worse than III"}
  due: {formula: rate * sum(c), unit: 万元}
clauses:
  - {id: a, pay: {from: up, to: down, amount: due}}
  - {id: b, for_each: indicator, when: ratio > 0.5, pay: {from: down, to: up, amount: rate * c}}
"""


@pytest.fixture
def settled(make):
    # TP 0.3, NH3N 0.4 -> P = (0.3 + 0.4) / 0.7 = 1; ratios 3/7 and 4/7; 3 * 0.7 = 2.1 yuan; 3 * 0.4 = 1.2 yuan
    rows = make.every_month("0.3") + make.every_month("0.4", "NH3N")
    return make.settled(make.agreement(TEXT), "2013", rows)


def test_the_whole_document(settled):
    found = document(settled, "en")
    assert list(found) == ["ecoflow", "agreement", "period", "status", "indices", "payments", "net", "pools", "openings",
                           "provenance", "evidence", "diagnostics", "months"]
    assert found["ecoflow"] == 1
    assert found["agreement"] == {"id": "river-1", "sha256": settled.agreement.sha256, "status": "draft",
                                  "term": "2012..2014", "outside_term": False}
    assert (found["period"], found["status"]) == ("2013", "settled")
    assert found["indices"] == [
        {"id": "P", "at": {}, "value": "1.000", "unit": "1"},
        {"id": "ratio", "at": {"indicator": "TP"}, "value": "3/7", "unit": "1"},
        {"id": "ratio", "at": {"indicator": "NH3N"}, "value": "4/7", "unit": "1"},
        {"id": "fine", "at": {"section": "s1"}, "value": "true", "unit": "1"},
        {"id": "due", "at": {}, "value": "0.00021", "unit": "万元"},
    ]
    assert found["payments"] == [
        {"clause": "a", "case": 1, "from": "up", "to": "down", "amount": "2.10", "currency": "CNY", "at": {}},
        {"clause": "b", "case": 1, "from": "down", "to": "up", "amount": "1.20", "currency": "CNY",
         "at": {"indicator": "NH3N"}},
    ]
    assert found["net"] == {"up": "-0.90", "down": "0.90", "third": "0.00"}
    assert found["pools"] == found["openings"] == {}
    assert found["provenance"] == {"lowest": "recalled", "terms": ["rate"]}
    evidence = found["evidence"]
    assert re.fullmatch("[0-9a-f]{64}", evidence["data_sha256"])
    assert re.fullmatch(r"duckdb [0-9.]+", evidence["engine"])
    assert {k: evidence[k] for k in ("rows", "sources", "synthetic", "facts", "as_of")} == {
        "rows": 24, "sources": ["manual"], "synthetic": False, "facts": {}, "as_of": None}
    assert [d["code"] for d in found["diagnostics"]] == ["N401"] * 5


def test_a_rounded_index_shows_what_it_was(make):
    rows = make.every_month("0.3") + make.every_month("0.4", "NH3N")
    found = make.settled(make.agreement(TEXT), "2013", rows, given={"weight": parse_quantity("0.33333")})
    assert document(found, "en")["indices"][0] == {
        "id": "P", "at": {}, "value": "0.333", "unit": "1", "exact": "0.33333"}
    assert document(found, "en")["evidence"]["facts"] == {"weight": "0.33333"}


def test_no_number_is_a_json_number(settled):
    def numbers(value):
        if isinstance(value, dict):
            whole = {"ecoflow", "case", "rows", "line", "column", "samples", "days", "exempt_days", "in_dispute"}
            return [n for k, v in value.items() if k not in whole for n in numbers(v)]
        if isinstance(value, list):
            return [n for v in value for n in numbers(v)]
        return [value] if isinstance(value, int | float) and not isinstance(value, bool) else []

    assert numbers(json.loads(to_json([settled], "zh", as_list=False))) == []


def test_cannot_settle(make):
    rows = [r for r in make.every_month("0.3") + make.every_month("0.4", "NH3N")
            if (r["indicator"], r["observed_at"].month) != ("NH3N", 7)]
    found = document(make.settled(make.agreement(TEXT), "2013", rows), "en")
    assert (found["status"], found["payments"], found["net"]) == ("cannot-settle", [], {})
    (missing,) = [d for d in found["diagnostics"] if d["severity"] == "error"]
    assert {k: missing[k] for k in ("code", "section", "indicator", "month")} == {
        "code": "E401", "section": "s1", "indicator": "NH3N", "month": "2013-07"}
    assert set(missing) >= {"code", "severity", "file", "line", "column", "message", "hint"}


def test_a_run_that_stopped_early_vouches_for_nothing(make):
    # `rate` is recalled: without data nobody can say that the outcome rests on published terms alone
    found = document(make.settled(make.agreement(TEXT), "2013", make.every_month("0.3")), "en")
    assert found["status"] == "cannot-settle"
    assert found["provenance"] == {"lowest": None, "terms": []}


def test_a_trial_outside_the_term_says_so(make):
    rows = make.every_month("0.3", year=2016) + make.every_month("0.4", "NH3N", year=2016)
    agreement = make.agreement(TEXT, **{"status: draft": "status: in-force"})
    found = document(settle(agreement, year(2016), DuckDBEngine(make.data(rows)), Wish(any_year=True)), "en")
    assert found["status"] == "settled"
    assert (found["agreement"]["status"], found["agreement"]["outside_term"]) == ("in-force", True)


def test_one_object_or_an_array(settled):
    assert isinstance(json.loads(to_json([settled], "en", as_list=False)), dict)
    assert [d["period"] for d in json.loads(to_json([settled, settled], "en", as_list=True))] == ["2013", "2013"]
    assert json.loads(to_json([], "en", as_list=True)) == []


def test_what_could_not_be_read_stands_in_it_too(settled):
    error = InvalidObservations([Finding("E310", None, {"path": "x"})])
    one, refused = json.loads(to_json([settled], "en", as_list=True, refused={"bad.yaml": error}))
    unknown = dict.fromkeys(("id", "sha256", "status", "term", "outside_term"))
    assert refused["agreement"] == unknown | {"file": "bad.yaml"}
    assert refused["status"] == "cannot-settle"
    assert [d["code"] for d in refused["diagnostics"]] == ["E310"]
    assert set(one) == set(refused)


@pytest.mark.parametrize(("amount", "text"), [("0", "0.00"), ("-0.5", "-0.50"), ("123456789012.34", "123456789012.34")])
def test_yuan(amount, text):
    assert yuan(parse_quantity(amount).value) == text

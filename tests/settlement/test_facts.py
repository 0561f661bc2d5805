"""The facts file: what is read, what does not fit, and that nothing in it is passed over in silence."""

from __future__ import annotations

from fractions import Fraction

import pytest

from ecoflow.diagnostics.finding import InvalidAgreement
from ecoflow.settlement.facts import read_facts

BLOCKS = """\
facts:
  accident: {type: boolean, default: false}
  tranche: {type: number, unit: 万元, default: 0万元}
  grade: {type: class, default: II}
  effort: {type: number, unit: 元, by: section, default: 1元}
  part: {type: number, unit: 元, by: party}
  limit: {type: number, unit: mg/L, by: indicator, default: 0.1 mg/L}
  both: {type: number, unit: 元, by: [section, party], default: 3元}
  each: {type: number, unit: 元, by: section}
  pair: {type: number, unit: 元, by: [section, party]}
measures: {c: {mean: [TP], at: [s1, s2], over: year}}
quantities:
  excess: {formula: "mean(max(c - limit, 0 mg/L) over indicator)"}
clauses:
  - {id: a, when: accident or grade worse than III, pay: {from: up, to: down, amount: tranche}}
  - {id: b, for_each: section, pay: {from: upstream, to: downstream, amount: effort}}
  - {id: c, for_each: party, pay: {from: party, to: fund, amount: part}}
  - {id: d, pay: {from: up, to: fund, amount: "sum(both over section, party)"}}
  - {id: e, pay: {from: up, to: fund, amount: sum(rate * excess over section)}}
pools: {fund: {zh: 基金, closes: carry}}
terms: {rate: {value: 10元/mg/L, source: plan, confidence: published}}
"""


@pytest.fixture(scope="module")
def agreement(make):
    return make.agreement(BLOCKS)


@pytest.fixture
def file(tmp_path):
    def write(text, encoding="utf-8"):
        path = tmp_path / "facts.yaml"
        path.write_bytes(text.encode(encoding))
        return path

    return write


def test_facts_reach_the_settlement(make, agreement, file):
    given = read_facts(file("""\
accident: true
tranche: 2
part: {up: 1元, down: 2元, third: 0元}
effort: {s1: 10元, s2: 20元}
limit: {TP: 0.05 mg/L}
"""), agreement).facts
    rows = make.every_month("0.1") + make.every_month("0.2", section="s2")
    found = make.settled(agreement, "2013", rows, given=given)
    assert found.settled, [p.message("en") for p in found.problems]
    paid = [(p.clause, p.payer, p.payee, p.amount) for p in found.payments]
    assert paid == [
        ("a", "up", "down", 20000), ("b", "up", "down", 10), ("b", "down", "third", 20), ("c", "up", "fund", 1),
        ("c", "down", "fund", 2), ("d", "up", "fund", 18), ("e", "up", "fund", 2)]
    assert found.evidence.facts == {
        "accident": "true", "tranche": "2万元", "part": "up: 1元, down: 2元, third: 0元",
        "effort": "s1: 10元, s2: 20元", "limit": "TP: 0.05 mg/L"}


def test_one_value_holds_for_every_member(make, agreement, file):
    given = read_facts(file("part: 5\neffort: 7元\nlimit: 0.15 mg/L\ngrade: 劣V\n"), agreement).facts
    rows = make.every_month("0.1") + make.every_month("0.2", section="s2")
    found = make.settled(agreement, "2013", rows, given=given)
    paid = {(p.clause, p.payer): p.amount for p in found.payments}
    assert paid == {("b", "up"): 7, ("b", "down"): 7, ("c", "up"): 5, ("c", "down"): 5, ("c", "third"): 5,
                    ("d", "up"): 18, ("e", "up"): Fraction(1, 2)}
    assert found.evidence.facts["limit"] == "0.15 mg/L"
    assert found.evidence.facts["grade"] == "worse than V"


def test_facts_by_year(make, agreement, file):
    given = read_facts(file("accident: true\npart: 0\ntranche: {2012..2013: 3万元}\n"), agreement).facts
    rows = [r for y in (2013, 2014) for s in ("s1", "s2") for r in make.every_month("0.1", section=s, year=y)]
    assert make.settled(agreement, "2013", rows, given=given).payments[0].amount == 30000
    # nobody says anything of 2014: the default, nought, pays nothing
    late = make.settled(agreement, "2014", rows, given=given)
    assert "a" not in {p.clause for p in late.payments}
    assert "tranche" not in late.evidence.facts
    by_year = read_facts(file("part: {2012..2013: 3万元}\n"), agreement).facts
    undated = make.settled(agreement, "2014", rows, given=by_year)
    assert [(p.code, p.details["name"]) for p in undated.problems] == [("E406", "part")]


def test_a_default_fills_the_sections_that_are_not_given(make, agreement, file):
    given = read_facts(file("effort: {s2: 10元}\nboth: {s1: {up: 1元}}\npart: 0\n"), agreement).facts
    rows = make.every_month("0.1") + make.every_month("0.1", section="s2")
    found = make.settled(agreement, "2013", rows, given=given)
    paid = {(p.clause, p.payer): p.amount for p in found.payments}
    # s1 has the default 1; of two sections and three parties five have the default 3
    assert (paid["b", "up"], paid["b", "down"], paid["d", "up"]) == (1, 10, 1 + 5 * 3)
    assert found.evidence.facts == {"effort": "s2: 10元", "both": "s1 up: 1元", "part": "0元"}


@pytest.mark.parametrize(("text", "place", "code", "message"), [
    ("acident: true\n", "1:1", "E422", "'acident' is no fact of this agreement"),
    ("accident: 3\n", "1:11", "E420", "facts file: accident should be: yes-or-no condition"),
    ("accident: yes\n", "1:11", "E420", "facts file: accident should be: yes-or-no condition"),
    ("accident:\n", "1:10", "E420", "facts file: accident should be: yes-or-no condition"),
    ("x: 1\ntranche: 5 mg/L\n", "2:10", "E420", "facts file: tranche should be: amount of money"),
    ("grade: 2\n", "1:8", "E420", "facts file: grade should be: water-quality class"),
    ("each: {s1: 10元}\n", "1:7", "E420", "facts file: each lacks s2"),
    ("effort: {s1: 10元, s3: 1元}\n", "1:9", "E420", "facts file: effort is not given by s3"),
    ("effort: {s1: 10元, s2: 1 mg/L}\n", "1:9", "E420", "facts file: effort should be: amount of money per section"),
    ("tranche: {s1: 10元, s2: 1元}\n", "1:10", "E420", "facts file: tranche is not given by s1, s2"),
    ("both: {s1: 1元, s2: 2元}\n", "1:7", "E420", "facts file: both is also given by party"),
    ("pair: {s1: {up: 1元}, s2: 2元}\n", "1:7", "E420", "facts file: pair lacks down, third"),
    ("given: {accident: true}\n", "1:1", "E420",
     "facts file: facts stand by themselves, not under given; exempt stands beside them"),
    ("- accident\n", "1:1", "E420", "facts file: name: value is expected"),
    ("accident: true\naccident: false\n", "2:1", "E102", "key 'accident' appears twice in one mapping"),
])
def test_what_does_not_fit(agreement, file, text, place, code, message):  # noqa: PLR0917
    path = file(text)
    with pytest.raises(InvalidAgreement) as refused:
        read_facts(path, agreement)
    assert (f"{path}:{place}", code, message) in [(str(f.place), f.code, f.message("en")) for f in refused.value.findings]


def test_a_file_that_is_not_there(agreement, tmp_path):
    with pytest.raises(InvalidAgreement) as refused:
        read_facts(tmp_path / "none.yaml", agreement)
    assert [f.code for f in refused.value.findings] == ["E110"]


def test_another_encoding(agreement, file):
    with pytest.raises(InvalidAgreement) as refused:
        read_facts(file("accident: true  # 事故\n", "gbk"), agreement)
    assert [f.code for f in refused.value.findings] == ["E110"]


def test_a_byte_order_mark_and_an_empty_file(agreement, file):
    assert read_facts(file("\ufeffaccident: true\n"), agreement).facts == {"accident": True}
    assert read_facts(file(""), agreement).facts == {}


def test_facts_of_a_neighbour_are_passed_over(agreement, file):
    assert read_facts(file("accident: true\nflood: 3\n"), agreement, {"flood", "accident"}).facts == {"accident": True}

"""Exemptions given later: the agreement admits a reason, the facts file or an example gives its days."""

from __future__ import annotations

from fractions import Fraction

import pytest

from ecoflow.agreement.model import Citation, Exemption
from ecoflow.diagnostics.finding import InvalidAgreement
from ecoflow.report.compose import compose
from ecoflow.settlement.facts import read_facts
from ecoflow.settlement.replay import replay
from ecoflow.standards.calendar import Period, month

TEXT = """\
monitoring:
  exempt:
    - {reason: ice}
    - {reason: works, at: s1, indicators: TP, source: plan, confidence: recalled}
    - {at: s1, from: 2013-12, to: 2013-12, reason: dry}
measures: {c: {mean: TP, at: [s1, s2], over: year}}
terms: {rate: {value: 1元/mg/L, source: plan, confidence: published}}
clauses: [{id: a, for_each: section, pay: {from: upstream, to: downstream, amount: rate * c}}]
"""


@pytest.fixture(scope="module")
def agreement(make):
    return make.agreement(TEXT)


@pytest.fixture
def facts(agreement, tmp_path):
    def read(text, of=agreement):
        path = tmp_path / "facts.yaml"
        path.write_text(text, "utf-8")
        return read_facts(path, of)

    return read


def rows(make, first="0.9"):
    """TP 0.3 all year at both sections, another value in January at the first."""
    every = make.every_month("0.3") + make.every_month("0.3", section="s2")
    return [r | {"value": make.row(r["observed_at"].isoformat(), first)["value"]}
            if r["section"] == "s1" and r["observed_at"].month == 1 else r for r in every]


def amounts(found):
    assert found.settled, [p.message("en") for p in found.problems]
    return {p.at["section"]: p.amount for p in found.payments}


def settle(make, agreement, given, **wish):
    return make.settled(agreement, "2013", rows(make, **wish), given=given.facts, exempt=given.exempt)


def test_the_days_given_do_not_count(make, agreement, facts):
    # without December, which the agreement itself exempts: (0.9 + 10 * 0.3) / 11, half to even to the fen
    assert amounts(settle(make, agreement, facts(""))) == {"s1": Fraction("0.35"), "s2": Fraction("0.30")}
    given = facts("exempt: [{at: s1, from: 2013-01, to: 2013-01, reason: ice}]\n")
    found = settle(make, agreement, given)
    assert amounts(found) == {"s1": Fraction("0.30"), "s2": Fraction("0.30")}
    assert [n.message("en") for n in found.notes if n.code == "N402"] == [
        "s1 is exempt from 2013-12-01 to 2013-12-31: dry", "s1 is exempt from 2013-01-01 to 2013-01-31: ice"]
    assert found.evidence.facts == {"exempt": "[{at: s1, from: 2013-01, to: 2013-01, reason: ice}]"}
    # the agreement of record is the one in the file
    assert found.agreement is agreement


def test_single_days_are_taken_out_of_a_month(make, agreement, facts):
    extra = [make.row("2013-02-20", "3.6")]
    given = facts("exempt: [{from: 2013-02-10, to: 2013-02-25, reason: ice}]\n")
    found = make.settled(agreement, "2013", rows(make, "0.3") + extra, exempt=given.exempt)
    assert amounts(found) == {"s1": Fraction("0.30"), "s2": Fraction("0.30")}


def test_the_paper_shows_what_was_given_and_where_it_leans(make, agreement, facts):
    given = facts("exempt: [{at: s1, indicators: [TP], from: 2013-01, to: 2013-02, reason: works}]\n")
    found = settle(make, agreement, given)
    assert [(w.block, w.id, w.confidence) for w in found.provenance.weak] == [
        ("exemptions", "2013-01..2013-02", "recalled")]
    texts = [cell.text for row in compose(found, "zh").evidence.rows for cell in row]
    assert "豁免：施工 [一号断面] [总磷] 2013-01 至 2013-02" in texts
    assert found.evidence.facts["exempt"] == (
        "[{at: s1, indicators: TP, from: 2013-01, to: 2013-02, reason: works}]")


KNOWN = "ice; works, at: s1, indicators: TP"


@pytest.mark.parametrize(("text", "at", "code", "message"), [
    ("exempt: [{from: 2013-01, to: 2013-02, reason: dry}]", "dry}", "E428",
     "the agreement admits no such exemption: dry"),
    ("exempt: [{at: s2, indicators: TP, from: 2013-01, to: 2013-02, reason: works}]", "works", "E428",
     "the agreement admits no such exemption: works, at: s2, indicators: TP"),
    ("exempt: [{at: s1, from: 2013-01, to: 2013-02, reason: works}]", "works", "E428",
     "the agreement admits no such exemption: works, at: s1"),
    ("exempt: [{indicators: TP, from: 2013-01, to: 2013-02, reason: works}]", "works", "E428",
     "the agreement admits no such exemption: works, indicators: TP"),
    ("exempt: [{at: s3, from: 2013-01, to: 2013-02, reason: ice}]", "s3", "E253", "there is no section 's3'"),
    ("exempt: [{from: 2013-03, to: 2013-02, reason: ice}]", "2013-02", "E276", "the exemption ends before it begins"),
    ("exempt: [{from: 2013-03, reason: ice}]", "{", "E112", "given exemption has no 'to'"),
    ("exempt: [{from: 2013-03, to: 2013-04, reason: fog}]", "fog", "E117", "'fog' is not one of the choices"),
    ("exempt: {reason: ice}", "{", "E113", "a list belongs here, not a mapping"),
])
def test_what_is_not_admitted_or_not_well_formed(facts, text, at, code, message):
    with pytest.raises(InvalidAgreement) as refused:
        facts(text + "\n")
    assert [(str(f.place).partition("facts.yaml:")[2], f.code, f.message("en")) for f in refused.value.findings] == [
        (f"1:{text.index(at) + 1}", code, message)]
    if code == "E428":
        assert refused.value.findings[0].hint("en") == f"it admits: {KNOWN}"


def test_an_agreement_that_admits_none(make, facts):
    with pytest.raises(InvalidAgreement) as refused:
        facts("exempt: [{from: 2013-01, to: 2013-02, reason: ice}]\n",
              make.agreement("clauses: [{id: a, pay: {from: up, to: down, amount: 0元}}]\n"))
    assert refused.value.findings[0].hint("en") == "it admits: –"


def test_what_is_asked_by_hand_is_judged_too(make, agreement):
    days = Period(month(2013, 1).first, month(2013, 2).last, "2013-01..2013-02")
    found = make.settled(agreement, "2013", rows(make), exempt=(Exemption((), (), days, "sluice", Citation()),))
    assert [(p.code, p.place, p.message("en")) for p in found.problems] == [
        ("E428", None, "the agreement admits no such exemption: sluice")]


def test_an_example_may_exempt(make):
    agreement = make.agreement(TEXT + """\
examples:
  - name: one
    period: 2013
    given: {c: 0.2 mg/L}
    exempt: [{at: s1, from: 2013-01, to: 2013-01, reason: ice}]
    expect: {net: {up: -0.20元, down: 0元, third: 0.20元}}
""")
    (found,) = replay(agreement)
    assert found.ok, found.difference
    assert found.settlement.evidence.facts == {
        "c": "0.2 mg/L", "exempt": "[{at: s1, from: 2013-01, to: 2013-01, reason: ice}]"}

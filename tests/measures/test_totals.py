"""Sums of reported amounts: every month needs its record, unless the agreement says how many will do."""

from __future__ import annotations

from fractions import Fraction

WASTE = "{total: WASTE, at: s1, unit: t}"


def reported(make, *months, value="1.25", unit="t"):
    return [make.row(f"2013-{m:02d}-28", value, "WASTE", unit=unit) for m in months]


def test_every_report_of_every_month(make):
    rows = [make.row(f"2013-{m:02d}-{d}", f"{m}.{d}", "WASTE", unit="t") for m in range(1, 13) for d in (10, 20)]
    tonne = make.value(WASTE, reported(make, *range(1, 13), value="1000", unit="kg")) / 12
    assert make.value(WASTE, rows) == tonne * sum(Fraction(f"{m}.{d}") for m in range(1, 13) for d in (10, 20))
    cells, _ = make.measured("{total: WASTE, at: s1, by: quarter}", rows)
    quarters = {f"2013-Q{q}": range(3 * q - 2, 3 * q + 1) for q in range(1, 5)}
    assert cells == {(q,): tonne * sum(Fraction(f"{m}.{d}") for m in months for d in (10, 20))
                     for q, months in quarters.items()}


def test_a_month_without_a_report_is_not_zero(make):
    _, problems = make.measured(WASTE, reported(make, *range(1, 12)))
    assert [(p.code, p.about["month"]) for p in problems] == [("E401", "2013-12")]


def test_a_yearly_figure(make):
    rows = [make.row("2013-12-31", "4200", "GEPR", unit="万元")]
    found = make.value("{total: GEPR, at: s1, over: year, valid: {months: 1}}", rows)
    assert found == 42_000_000
    _, problems = make.measured("{total: GEPR, at: s1, over: year, valid: {months: 1}}", [
        make.row("2012-12-31", "4200", "GEPR", unit="万元")])
    assert problems[0].code == "E403"
    cells, _ = make.measured("{total: GEPR, at: s1, over: 2011..2013, by: year, valid: {months: 1}}", [
        make.row(f"{y}-12-31", str(y), "GEPR", unit="元") for y in (2011, 2012, 2013)])
    assert cells == {(str(y),): y for y in (2011, 2012, 2013)}


def test_what_is_exempt_or_not_valid_is_in_no_sum(make):
    more = "monitoring: {exempt: [{from: 2013-02, to: 2013-02, reason: ice}]}\n"
    rows = [*reported(make, *range(1, 13), value="2"), make.row("2013-05-01", "99", "WASTE", unit="t", flag="D")]
    plain, exempt = make.value(WASTE, rows), make.value(WASTE, rows, more=more)
    assert exempt * 24 == plain * 22


def test_a_non_detect_counts_by_the_rule(make):
    rows = [*reported(make, *range(1, 13)), make.row("2013-05-01", "3", "WASTE", unit="t", flag="L")]
    found = {rule: make.value(f"{{total: WASTE, at: s1, non_detect: {rule}}}", rows) for rule in ("zero", "half", "limit")}
    assert 2 * (found["half"] - found["zero"]) == found["limit"] - found["zero"]
    assert (found["limit"] - found["zero"]) * 15 == found["zero"] * 3


def test_a_share_of_the_value_of_services_is_money(make):
    agreement = make.agreement(
        "terms: {share: {value: 10%, source: plan, confidence: published}}\n"
        "measures: {gep: {total: GEPR, at: s1, valid: {months: 1}}}\n"
        "clauses: [{id: a, pay: {from: down, to: up, amount: share * gep}}]\n")
    found = make.settled(agreement, "2013", [make.row("2013-06-30", "420", "GEPR", unit="万元")])
    assert found.net["up"] == 420_000
    assert [dict(n.about)["rule"] for n in found.notes if n.code == "N401"] == ["non_detect", "from"]

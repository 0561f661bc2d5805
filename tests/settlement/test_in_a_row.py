"""How many in a row up to each month, months exempt as a whole, and exempt months that are given all the same."""

from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from ecoflow.agreement.loader import examine_text
from ecoflow.settlement.replay import replay
from ecoflow.standards.succession import longest_run, streaks

MONTHS = [f"2013-{m:02d}" for m in range(1, 13)]
HEAD = """\
terms:
  unit: {value: 1元, source: plan, confidence: published}
  n: {value: 3, source: plan, confidence: published}
"""
TEXT = HEAD + """\
%s
measures: {c: {class: TP, at: s1, over: year, by: month}}
quantities: {row: {formula: streak(c worse than III over month)}}
clauses:
  - {id: a, for_each: month, when: c worse than III, pay: {from: up, to: down, amount: "if(row >= n, 2 * unit, unit)"}}
"""


def plain(hits, passed):
    """The lengths by a plain walk through the year."""
    found, length = {}, 0
    for month in MONTHS:
        if month in hits:
            length += 1
            found[month] = length
        elif month not in passed:
            length = 0
    return found


@given(st.sets(st.sampled_from(MONTHS)), st.sets(st.sampled_from(MONTHS)))
def test_lengths_are_those_of_a_plain_walk(hits, passed):
    passed = passed - hits
    assert streaks(hits, passed) == plain(hits, passed)
    assert longest_run(hits, passed) == max(plain(hits, passed).values(), default=0)


def rows(make, bad, year=2013):
    return [make.row(f"{year}-{m:02d}-{d:02d}", "0.35" if m in bad else "0.05") for m in range(1, 13) for d in (5, 20)]


def paid(found):
    assert found.settled, [p.message("en") for p in found.problems]
    return {p.at["month"]: p.amount for p in found.payments}


def test_from_the_third_month_in_a_row_on_it_is_double(make):
    found = make.settled(make.agreement(TEXT % ""), "2013", rows(make, {1, 2, 4, 5, 6, 7, 9}))
    assert paid(found) == {m: Fraction(2 if m in {"2013-06", "2013-07"} else 1)
                           for m in ("2013-01", "2013-02", "2013-04", "2013-05", "2013-06", "2013-07", "2013-09")}


SLUICE = "monitoring: {exempt: [{reason: sluice%s}]}"


def test_an_exempt_day_leaves_its_month_and_a_whole_month_goes(make):
    from ecoflow.agreement.build import exemption
    from ecoflow.agreement.yaml_tree import read

    node, _ = read("{from: 2013-05-03, to: 2013-05-10, reason: sluice}", "x")
    given_days = (exemption(node),)
    data = rows(make, {4, 5, 6})
    some = make.settled(make.agreement(TEXT % (SLUICE % "")), "2013", data, exempt=given_days)
    assert paid(some) == {"2013-04": 1, "2013-05": 1, "2013-06": 2}
    whole = make.settled(make.agreement(TEXT % (SLUICE % ", whole: month")), "2013", data, exempt=given_days)
    # May takes no part and does not part April from June
    assert paid(whole) == {"2013-04": 1, "2013-06": 1}


def test_what_is_exempt_is_not_there_when_it_is_given(make):
    example = """\
examples:
  - name: e
    period: 2013
    given: {c: V}
    exempt: [{from: 2013-03, to: 2013-04, reason: sluice}]
    expect: {net: {down: %s元}}
"""
    (found,) = replay(make.agreement(TEXT % (SLUICE % "") + example % 18))
    # ten months, the first two single, the other eight double
    assert found.ok, found.difference


def test_whole_is_of_months_only(make):
    text = make.text(TEXT % (SLUICE % ", whole: year"))
    assert [f.code for f in examine_text(text, "x.yaml")[1] if f.severity == "error"] == ["E117"]


TIED = """\
terms:
  prizes: {value: {up to 1: 5元, up to 2: 3元, up to 3: 2元, above: 0元}, source: plan, confidence: published}
facts: {x: {type: number, by: party}}
quantities:
  better: {formula: rank(x) - 1}
  tied: {formula: count(x >= 0 over party) + 1 - rank(-x) - better}
  prize: {formula: "(brackets(better + tied, prizes) - brackets(better, prizes)) / tied"}
clauses: [{id: a, for_each: party, pay: {from: fund, to: party, amount: prize}}]
pools: {fund: {zh: 池, closes: carry, opening: held}}
"""


def test_tied_places_share_their_prizes_as_the_guide_says(make):
    text = TIED.replace("facts: {", "facts: {held: {type: number, unit: 元, default: 10元}, ")
    for scores, prizes in (((3, 3, 1), (4, 4, 2)), ((3, 1, 1), (5, Fraction(5, 2), Fraction(5, 2))), ((1, 2, 3), (2, 3, 5))):
        given_x = ", ".join(f"{p}: {s}" for p, s in zip(("up", "down", "third"), scores, strict=True))
        wanted = ", ".join(f"{p}: {float(z)}" for p, z in zip(("up", "down", "third"), prizes, strict=True))
        expect = f"{{indices: {{prize: {{{wanted}}}}}}}"
        example = f"examples: [{{name: e, period: 2013, given: {{x: {{{given_x}}}}}, expect: {expect}}}]\n"
        (found,) = replay(make.agreement(text + example))
        assert found.ok, (scores, found.difference)

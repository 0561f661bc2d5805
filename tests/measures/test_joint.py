"""Joint monitoring: which records belong together, whether they agree, what they then come to; all worked by hand."""

from __future__ import annotations

from datetime import datetime, timedelta
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecoflow.measures.cube import Cell
from ecoflow.measures.joint import Record, Rule, Sample, deviation, judge, samples_of, single

START = datetime(2013, 7, 5, 10)  # civil time, without a zone, as the column has it  # noqa: DTZ001


def rule(limit="20%", over="sum", agreed="mean", indicator="TP", *, non_detect="half", within=0):
    number = Fraction(limit.rstrip("%")) / (100 if limit.endswith("%") else 1)
    return Rule(indicator, number, over, agreed, non_detect, timedelta(minutes=within))


def cell(text, indicator="TP"):
    if text.startswith("<"):
        return Cell(below=1, limits=Fraction(text[1:]))
    return Cell(invalid=1, flags=("D",)) if text == "D" else single(Fraction(text), indicator)


def record(text, minutes=0, indicator="TP"):
    return Record(START + timedelta(minutes=minutes), cell(text, indicator))


def sample(up=None, down=None, reserve=None, signed=None, indicator="TP"):
    return Sample(*(None if text is None else record(text, indicator=indicator) for text in (up, down, reserve, signed)))


@pytest.mark.parametrize(("over", "expected"), [
    ("sum", Fraction(1, 5)),  # |0.2 - 0.3| / (0.2 + 0.3)
    ("mean", Fraction(2, 5)),  # |0.2 - 0.3| / 0.25
    ("larger", Fraction(1, 3)),  # |0.2 - 0.3| / 0.3
    ("", Fraction(1, 10)),  # |0.2 - 0.3|
])
def test_the_deviation(over, expected):
    assert deviation(cell("0.2"), cell("0.3"), rule(over=over)) == expected
    assert deviation(cell("0.3"), cell("0.2"), rule(over=over)) == expected
    assert deviation(cell("0"), cell("0"), rule(over=over)) == 0


def test_a_non_detect_counts_by_the_rule_and_two_agree():
    # half of 0.1 is 0.05: |0.05 - 0.15| / 0.2
    assert deviation(cell("<0.1"), cell("0.15"), rule()) == Fraction(1, 2)
    assert deviation(cell("<0.1"), cell("0.15"), rule(non_detect="limit")) == Fraction(1, 5)
    assert deviation(cell("<0.1"), cell("<0.9"), rule()) == 0


@pytest.mark.parametrize(("made", "how", "standing", "value"), [
    (sample("0.2", "0.3"), rule("20%"), "agreed", "0.25"),  # exactly on the tolerance
    (sample("0.2", "0.3"), rule("19.9%"), "apart", None),
    (sample("0.2", "0.3", "0.27"), rule("19.9%"), "reserve", "0.27"),
    (sample("0.2", "0.3", "0.27"), rule("20%"), "agreed", "0.25"),
    (sample("0.2", "0.3", "0.27", "0.26"), rule("20%"), "signed", "0.26"),
    (sample("0.2", None), rule(), "one-sided", None),
    (sample("0.2", "D"), rule(), "one-sided", None),
    (sample("0.2", "D", "0.3"), rule(), "reserve", "0.3"),
    (sample(None, None, "0.3"), rule(), "one-sided", None),
    (sample("0.2", "0.3", "D"), rule("19.9%"), "apart", None),
    (sample("0.2", "0.3"), rule(agreed="worse"), "agreed", "0.3"),
    (sample("0.2", "0.3"), rule(agreed="upstream"), "agreed", "0.2"),
    (sample("0.2", "0.3"), rule(agreed="downstream"), "agreed", "0.3"),
    (sample("7", "8", indicator="DO"), rule(agreed="worse", indicator="DO"), "agreed", "7"),
    (sample("6.2", "7.1", indicator="pH"), rule("1", "", "worse", "pH"), "agreed", "6.2"),
    (sample("7.1", "7.2", indicator="pH"), rule("0.1", "", indicator="pH"), "agreed", "7.15"),
    (sample("<0.1", "0.05"), rule("0%"), "agreed", "0.05"),  # half of 0.1 is 0.05, and so is their mean
])
def test_what_a_sample_comes_to(made, how, standing, value):
    found = judge(made, how)
    assert found.standing == standing
    assert found.cell == (Cell() if value is None else single(Fraction(value), how.indicator))


def test_two_below_detection_have_the_limit_of_the_downstream_side():
    assert judge(sample("<0.1", "<0.2"), rule()).cell == Cell(below=1, limits=Fraction("0.2"))
    assert judge(sample("<0.1", "<0.2"), rule(agreed="upstream")).cell == Cell(below=1, limits=Fraction("0.1"))


def test_two_that_are_not_valid_are_not_valid_samples():
    found = judge(sample("D", "D"), rule())
    assert (found.standing, found.cell.invalid, found.cell.flags) == ("invalid", 2, ("D",))


def test_a_contradiction_inside_one_side_is_not_settled_by_the_other():
    twice = Sample(Record(START, Cell(clashes=1)), record("0.3"), record("0.3"))
    assert (judge(twice, rule()).standing, judge(twice, rule()).cell.clashes) == ("clash", 1)


def pairs(found):
    def at(one):
        return None if one is None else int((one.at - START).total_seconds() // 60)

    return [(at(s.upstream), at(s.downstream), at(s.reserve), at(s.signed)) for s in found]


def times(*minutes):
    return [record("0.2", m) for m in minutes]


def test_records_are_matched_one_to_one_the_nearest_first():
    within = timedelta(minutes=30)
    # 12 is nearest to 10, so 0 is left with what lies within 30 minutes of it: nothing else
    assert pairs(samples_of(times(0, 12), times(10, 45), [], [], within)) == [
        (0, None, None, None), (12, 10, None, None), (None, 45, None, None)]
    assert pairs(samples_of(times(0, 60), times(30, 91), [], [], within)) == [
        (0, 30, None, None), (60, None, None, None), (None, 91, None, None)]
    assert pairs(samples_of(times(0), times(0, 1), times(2), times(90), within)) == [
        (0, 0, None, None), (None, 1, 2, None), (None, None, None, 90)]
    assert pairs(samples_of(times(0), times(1), [], [], timedelta(0))) == [
        (0, None, None, None), (None, 1, None, None)]


MINUTES = st.lists(st.integers(0, 200), unique=True, max_size=8)


@given(MINUTES, MINUTES, MINUTES, st.integers(0, 60), st.randoms(use_true_random=False))
def test_no_record_is_lost_and_neither_order_nor_side_matters(ups, downs, reserves, within, random):
    window = timedelta(minutes=within)
    found = samples_of(times(*ups), times(*downs), times(*reserves), [], window)
    for side, given_times in enumerate((ups, downs, reserves)):
        assert sorted(p[side] for p in pairs(found) if p[side] is not None) == sorted(given_times)
    assert all(abs(a - b) <= within for a, b, *_ in pairs(found) if a is not None and b is not None)
    for listed in (ups, downs, reserves):
        random.shuffle(listed)
    again = samples_of(times(*ups), times(*downs), times(*reserves), [], window)
    assert pairs(again) == pairs(found)
    swapped = samples_of(times(*downs), times(*ups), times(*reserves), [], window)
    assert sorted(map(repr, pairs(swapped))) == sorted(repr((b, a, r, s)) for a, b, r, s in pairs(found))


NUMBERS = st.integers(0, 40).map(lambda n: str(Fraction(n, 100)))
RESULTS = st.one_of(NUMBERS, NUMBERS.map(lambda n: f"<{n}"), st.none())


@given(RESULTS, RESULTS, RESULTS, st.sampled_from(["sum", "mean", "larger", ""]), st.integers(0, 100))
def test_the_sides_may_be_swapped(up, down, reserve, over, limit):
    how = rule(f"{limit}%", over)
    one, two = judge(sample(up, down, reserve), how), judge(sample(down, up, reserve), how)
    assert (one.standing, one.apart) == (two.standing, two.apart)
    if one.cell.valid:
        assert one.cell == two.cell
    assert one.apart is None or one.standing != "agreed" or one.apart <= how.limit


MEASURE = "{mean: TP, at: s1, over: year}"


def joint(make, up, down, month="2013-07", day=5, **more):
    at = f"{month}-{day:02d}"
    return [*([make.row(at, up, source="joint:up", **more)] if up else []),
            *([make.row(at, down, source="joint:down", **more)] if down else [])]


def others(make, month="2013-07"):
    return [r for m in range(1, 13) if f"2013-{m:02d}" != month for r in joint(make, "0.2", "0.2", f"2013-{m:02d}")]


def rules(text):
    return f"monitoring: {{joint: {{{text}}}}}\n"


def test_the_mean_of_the_year_is_of_agreed_values(make):
    # July: the two laboratories found 0.3 and 0.5, a quarter of their sum apart; (11 * 0.2 + 0.4) / 12
    rows = [*others(make), *joint(make, "0.3", "0.5")]
    assert make.value(MEASURE, rows, more=rules("tolerance: 25%, agreed: mean")) == (Fraction("2.2") + Fraction("0.4")) / 12
    # without the rule both records count as samples of their own, and their mean is the same
    assert make.value(MEASURE, rows) == (Fraction("2.2") + Fraction("0.4")) / 12


def test_a_dispute_that_leaves_a_month_without_a_value_is_told_with_both_values(make):
    rows = [*others(make), *joint(make, "0.3", "0.5")]
    _, (problem,) = make.measured(MEASURE, rows, more=rules("tolerance: 24%, agreed: mean"))
    assert (problem.code, dict(problem.about)) == ("E431", {"section": "s1", "indicator": "TP", "month": "2013-07"})
    assert problem.message("en") == ("s1 TP: joint monitoring of 2013-07 is in dispute, no value counts: "
                                     "2013-07-05 10:00 上游省 0.3 mg/L, 下游省 0.5 mg/L, 25% apart, 24% allowed")
    reserve = make.row("2013-07-05", "0.44", source="joint:reserve")
    assert make.value(MEASURE, [*rows, reserve], more=rules("tolerance: 24%, agreed: mean")) == Fraction("2.64") / 12
    signed = make.row("2013-07-05", "0.32", source="joint:agreed")
    assert make.value(MEASURE, [*rows, reserve, signed], more=rules("tolerance: 24%, agreed: mean")) == Fraction("2.52") / 12


def test_who_has_not_supplied_is_named(make):
    rows = [*others(make), *joint(make, "0.3", None)]
    _, (problem,) = make.measured(MEASURE, rows, more=rules("tolerance: 24%, agreed: mean"))
    assert (problem.code, problem.about["party"]) == ("E432", "down")
    assert problem.message("en") == ("s1 TP: down has no valid result of 2013-07 for joint monitoring: "
                                     "2013-07-05 10:00 上游省 0.3 mg/L, 下游省 no record")
    assert problem.hint("en") == "down can supply it, as source joint:down"


def test_the_window_and_a_tolerance_by_indicator_in_its_own_unit(make):
    rows = [*others(make), make.row("2013-07-05T10:00", "0.30", source="joint:up"),
            make.row("2013-07-05T10:30", "320", source="joint:down", unit="μg/L")]
    said = rules("tolerance: {TP: 0.02 mg/L}, agreed: mean, within: 30min")
    assert make.value(MEASURE, rows, more=said) == (Fraction("2.2") + Fraction("0.31")) / 12
    _, (problem,) = make.measured(MEASURE, rows, more=rules("tolerance: {TP: 0.02 mg/L}, agreed: mean, within: 29min"))
    assert problem.code == "E432"
    _, (problem,) = make.measured(MEASURE, rows, more=rules("tolerance: {TP: 19 μg/L}, agreed: mean, within: 30min"))
    assert problem.message("en").endswith("上游省 0.3 mg/L, 下游省 0.32 mg/L, 0.02 mg/L apart, 0.019 mg/L allowed")


def test_records_of_a_third_party_are_not_used(make):
    rows = [*others(make), *joint(make, "0.2", "0.2"), make.row("2013-07-05", "9", source="joint:third")]
    assert make.value(MEASURE, rows, more=rules("tolerance: 0%, agreed: mean")) == Fraction("0.2")


def test_a_dispute_falls_to_the_next_source(make):
    more = "monitoring: {prevails: [joint, manual], joint: {tolerance: 10%, agreed: mean}}\n"
    rows = [*others(make), *joint(make, "0.3", "0.5"), *make.every_month("0.8")]
    assert make.value(MEASURE, rows, more=more) == (11 * Fraction("0.2") + Fraction("0.8")) / 12


def test_what_is_corrected_later_is_known_later(make):
    rows = [*others(make), *joint(make, "0.3", "0.5"),
            make.row("2013-07-05", "0.31", source="joint:down", recorded="2015-03-01")]
    more = rules("tolerance: 10%, agreed: mean")
    assert make.value(MEASURE, rows, more=more) == (Fraction("2.2") + Fraction("0.305")) / 12
    from datetime import date

    _, (problem,) = make.measured(MEASURE, rows, more=more, as_of=date(2015, 2, 1))
    assert problem.code == "E431"


def test_the_mean_of_ph_is_made_of_agreed_values(make):
    # two agreed values of 7.00 and 7.30 in a month: -log10((10^-7.00 + 10^-7.30) / 2) = 7.12 to two decimals
    more = rules("tolerance: {pH: 0.1}, agreed: mean")
    rows = [r for m in range(1, 13) for day, (a, b) in ((5, ("6.95", "7.05")), (20, ("7.30", "7.30")))
            for r in joint(make, a, b, f"2013-{m:02d}", day, indicator="pH")]
    assert make.value("{mean: pH, at: s1, over: year}", rows, more=more) == Fraction("7.12")


def test_the_digest_of_data_that_no_rule_of_joint_monitoring_reads_stays(make):
    from ecoflow.measures.duckdb_engine import DuckDBEngine
    from ecoflow.measures.plan import plan
    from ecoflow.standards.calendar import parse_period

    folder, period = make.data([*others(make), *make.every_month("0.9")]), parse_period("2013")
    term = "terms: {stake: {value: 1亿元, source: plan, confidence: published}}\n"
    plain = make.agreement(f"{term}measures: {{X: {MEASURE}}}\n")
    by_hand = make.agreement(f"{term}{rules('tolerance: 1%, agreed: mean')}"
                             f"measures: {{X: {MEASURE[:-1]}, from: manual}}}}\n")
    hashes = [DuckDBEngine(folder).scan(plan(a, period, ["X"])).sha256 for a in (plain, by_hand)]
    assert hashes[0] == hashes[1]

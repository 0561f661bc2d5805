from __future__ import annotations

from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from ecoflow.report.chart import BAR_WIDTH, Point, Reference, bar_chart, month_chart


def _points(*values):
    return [Point(str(n), None if v is None else Fraction(v), str(v)) for n, v in enumerate(values, 1)]


def test_a_month_without_a_value_breaks_the_line_and_is_never_zero():
    chart = month_chart("t", "d", "mg/L", _points("1", "2", None, "3", "2"), [])
    assert len(chart.runs) == 2
    assert len(chart.dots) == 4
    assert len(chart.gaps) == 1
    assert all(dot.other < chart.base for dot in chart.dots)


def test_heights_are_in_proportion_from_zero_up():
    chart = month_chart("t", "d", "", _points("0", "5", "10"), [])
    zero, half, whole = (dot.other for dot in chart.dots)
    assert zero == chart.base
    assert whole == chart.top
    assert abs((zero + whole) - 2 * half) <= 1


def test_a_limit_above_all_values_is_still_inside():
    chart = month_chart("t", "d", "", _points("1"), [Reference("limit", Fraction(7), "7")])
    assert chart.top <= chart.lines[0].y <= chart.dots[0].other
    assert chart.lines[0].text == "limit 7"


def test_ticks_are_round_numbers():
    chart = month_chart("t", "d", "", _points("0.032", "0.041"), [])
    assert [t.text for t in chart.ticks] == ["0", "0.01", "0.02", "0.03", "0.04", "0.05"]


def test_nothing_to_draw_is_no_accident():
    chart = month_chart("t", "d", "", _points(None, None), [])
    assert chart.runs == ()
    assert chart.dots == ()
    assert len(chart.gaps) == 2


@given(st.lists(st.one_of(st.none(), st.fractions(0, 10**6)), min_size=1, max_size=40))
def test_every_coordinate_is_a_whole_number_inside_the_drawing(values):
    points = [Point(str(n), v, "") for n, v in enumerate(values)]
    chart = month_chart("t", "d", "", points, [])
    for dot in chart.dots:
        assert isinstance(dot.other, int)
        assert chart.left <= dot.at <= chart.right
        assert chart.top <= dot.other <= chart.base
    assert len(chart.dots) + len(chart.gaps) == len(points)


@given(st.lists(st.integers(-(10**12), 10**12), min_size=1, max_size=9))
def test_bars_lie_on_their_side_and_what_moves_is_seen(amounts):
    chart = bar_chart("t", "d", [(str(n), str(a), Fraction(a)) for n, a in enumerate(amounts)])
    for bar, amount in zip(chart.bars, amounts, strict=True):
        assert 0 <= bar.x <= bar.x + bar.width <= BAR_WIDTH
        assert (bar.width > 0) == (amount != 0)
        assert (bar.x + bar.width == chart.middle) if amount < 0 else (bar.x == chart.middle)

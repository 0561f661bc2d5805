"""The mean pH against the published vector, hand-made exact means and an integer sandwich."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecoflow.standards.ph import mean_ph
from ecoflow.standards.rounding import round_places

hundredths = st.integers(0, 1400).map(lambda n: Fraction(n, 100))
pairs = st.lists(st.tuples(hundredths, st.integers(1, 50)), min_size=1, max_size=12)


def ones(*texts: str) -> list[tuple[Fraction, int]]:
    return [(Fraction(text), 1) for text in texts]


def test_published_vector() -> None:
    assert mean_ph(ones("6.5", "7.9", "8.8", "9", "6.78", "8.87"), 2) == Fraction("7.08")


def test_two_values_by_hand() -> None:
    # (10^-6 + 10^-7) / 2 = 5.5e-7; -log10 of it is 6.25963731...
    assert mean_ph(ones("6", "7"), 8) == Fraction("6.25963731")
    assert mean_ph([(Fraction(6), 3), (Fraction(7), 3)], 8) == Fraction("6.25963731")


@given(hundredths, st.integers(1, 10**6))
def test_equal_values_come_back(value: Fraction, times: int) -> None:
    assert mean_ph([(value, times)], 2) == value
    assert mean_ph([(value, times), (value, 1)], 30) == value


def test_equal_thirds_are_rounded() -> None:
    assert mean_ph([(Fraction(22, 3), 5)], 3) == Fraction("7.333")


@pytest.mark.parametrize(
    ("low", "expected"), [("6.005", "7"), ("6.015", "7.02"), ("6.025", "7.02"), ("6", "7")],
)
def test_exact_means_and_ties_go_to_even(low: str, expected: str) -> None:
    # one at v, ten at v + 2: (1 + 10/100) / 11 = 1/10, so the mean is v + 1 exactly
    at = Fraction(low)
    assert mean_ph([(at, 1), (at + 2, 10)], 2) == Fraction(expected)


def test_exact_tie_with_a_long_carry() -> None:
    # 1 + 9/10 + 9/100 + ... + 10/10^22 = 2 over 200 values is 1/100: the mean is v + 2 exactly
    at = Fraction("4.005")
    chain = [(at, 1), *((at + step, 9) for step in range(1, 22)), (at + 22, 10)]
    assert sum(times for _, times in chain) == 200
    assert mean_ph(chain, 2) == 6
    assert mean_ph(chain, 3) == Fraction("6.005")


@pytest.mark.parametrize("sign", [-1, 1])
def test_a_hair_beside_a_tie_is_decided(sign: int) -> None:
    hair = Fraction(sign, 10**60)
    found = mean_ph([(Fraction("6.005"), 1), (Fraction("8.005") + hair, 10)], 2)
    assert found == (Fraction("7.01") if sign > 0 else Fraction(7))


def test_one_stray_value_ends() -> None:
    # ten values, one of them without any hydrogen ion left: 9/10 of the concentration
    assert mean_ph([(Fraction(7), 9), (Fraction(10**9), 1)], 6) == Fraction("7.045757")


@given(pairs, st.integers(0, 3))
def test_half_a_step_around(values: list[tuple[Fraction, int]], places: int) -> None:
    result = mean_ph(values, places)
    total = sum(times for _, times in values)
    near = -math.log10(math.fsum(times * math.pow(10, -value) for value, times in values) / total)
    assert abs(result - Fraction(near)) <= Fraction(1, 2 * 10**places) + Fraction(1, 10**9)
    assert round_places(result, places) == result


@settings(max_examples=30)
@given(st.lists(st.tuples(st.integers(0, 14), st.integers(1, 9)), min_size=1, max_size=5), st.integers(0, 1))
def test_certified_in_integers(values: list[tuple[int, int]], places: int) -> None:
    # For whole pH the comparison with 10^-(result +- half a step) is one of integers after a common power.
    result = mean_ph([(Fraction(v), n) for v, n in values], places)
    total = sum(times for _, times in values)
    amount, power = sum(times * 10 ** (14 - value) for value, times in values), 2 * 10**places
    for bound, low in ((result - Fraction(1, power), True), (result + Fraction(1, power), False)):
        shift = (14 - bound) * power
        assert shift.denominator == 1
        left, right = amount**power, total**power
        if shift.numerator >= 0:
            right *= 10**shift.numerator
        else:
            left *= 10**-shift.numerator
        assert left <= right if low else left >= right


@given(pairs)
def test_order_and_grouping_do_not_matter(values: list[tuple[Fraction, int]]) -> None:
    spread = [(value, 1) for value, times in reversed(values) for _ in range(times)]
    assert mean_ph(spread, 4) == mean_ph(values, 4) == mean_ph([*values, (Fraction(1), 0)], 4)


@given(pairs)
def test_between_the_lowest_and_the_arithmetic_mean(values: list[tuple[Fraction, int]]) -> None:
    found = mean_ph(values, 12)
    arithmetic = sum(value * times for value, times in values) / sum(times for _, times in values)
    assert min(value for value, _ in values) <= found <= arithmetic + Fraction(1, 10**12)


def test_more_places_refine() -> None:
    values = ones("6.5", "7.9", "8.8")
    found = [mean_ph(values, places) for places in range(40)]
    assert all(abs(b - a) <= Fraction(6, 10 ** (n + 1)) for n, (a, b) in enumerate(pairwise(found)))


@pytest.mark.parametrize("values", [[], [(Fraction(7), 0)]])
def test_no_value_is_no_mean(values: list[tuple[Fraction, int]]) -> None:
    with pytest.raises(ValueError, match=r"^no pH value to take the mean of$"):
        mean_ph(values, 2)


def test_negative_count() -> None:
    with pytest.raises(ValueError, match=r"^a pH value cannot occur -1 times$"):
        mean_ph([(Fraction(7), 2), (Fraction(7), -1)], 2)

"""Rounding against published vectors, real published pairs, the decimal module and an integer formulation."""

from __future__ import annotations

import csv
import decimal
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecoflow.standards.indicators import find
from ecoflow.standards.rounding import (
    MODES,
    Mode,
    decimal_text,
    plain_text,
    round_figures,
    round_places,
    round_reported,
    round_step,
)

CASES = Path(__file__).resolve().parents[3] / "shared" / "realdata" / "conformance" / "rounding_cases.csv"
ROUNDING = {
    "half-even": decimal.ROUND_HALF_EVEN, "half-up": decimal.ROUND_HALF_UP, "up": decimal.ROUND_UP,
    "down": decimal.ROUND_DOWN, "ceiling": decimal.ROUND_CEILING, "floor": decimal.ROUND_FLOOR,
}
decimals = st.decimals(min_value=-10**9, max_value=10**9, allow_nan=False, allow_infinity=False, places=6)
fractions = st.fractions(min_value=-10**6, max_value=10**6)


def golden() -> list[dict[str, str]]:
    if not CASES.is_file():
        return []
    with CASES.open(encoding="utf-8") as file:
        return list(csv.DictReader(file))


@pytest.mark.skipif(not CASES.is_file(), reason=f"needs {CASES.name} in ../shared/realdata/conformance")
def test_displayed_values_of_the_national_platform() -> None:
    cases = golden()
    assert len(cases) == 827
    reported = 0
    for case in cases:
        raw, places = Fraction(case["raw"]), int(case["decimals"])
        assert decimal_text(round_places(raw, places), places) == case["displayed"], case
        if case["kind"] == "extra_digits" and case["item"] != "alg":
            indicator = find(case["item"])
            assert indicator is not None, case
            assert indicator.display_places is not None, case
            shown = round_reported(raw, indicator.display_places)
            assert shown == Fraction(case["displayed"]), case
            assert plain_text(shown) == case["displayed"], case
            reported += 1
    assert reported == 23


@pytest.mark.parametrize(("raw", "shown"), [
    ("0.0034", "0.003"), ("0.0035", "0.004"), ("0.0045", "0.004"), ("0.00005", "0.00005"), ("0", "0"),
    ("0.0005", "0.0005"), ("0.00095", "0.001"), ("-0.00005", "-0.00005"), ("0.000096", "0.0001"),
])
def test_reported_three_decimals(raw: str, shown: str) -> None:
    assert round_reported(Fraction(raw), 3) == Fraction(shown)


@pytest.mark.parametrize(("value", "places", "mode", "expected"), [
    ("2.5", 0, "half-even", "2"), ("3.5", 0, "half-even", "4"), ("-2.5", 0, "half-even", "-2"),
    ("2.5", 0, "half-up", "3"), ("-2.5", 0, "half-up", "-3"), ("2.49", 0, "half-up", "2"),
    ("2.1", 0, "up", "3"), ("-2.1", 0, "up", "-3"), ("2.9", 0, "down", "2"), ("-2.9", 0, "down", "-2"),
    ("2.1", 0, "ceiling", "3"), ("-2.9", 0, "ceiling", "-2"), ("2.9", 0, "floor", "2"),
    ("-2.1", 0, "floor", "-3"),
    ("1250", -2, "half-even", "1200"), ("1350", -2, "half-even", "1400"), ("1201", -2, "up", "1300"),
    ("15.4546", 0, "half-even", "15"),  # one step: 15.455, 15.46, 15.5, 16 is the forbidden chain
    ("0.85", 1, "half-even", "0.8"),  # as a binary float this is above the tie
    ("2.675", 2, "half-even", "2.68"),
])
def test_one_step_by_hand(value: str, places: int, mode: Mode, expected: str) -> None:
    assert round_places(Fraction(value), places, mode) == Fraction(expected)


def test_thirds_are_not_ties() -> None:
    assert round_places(Fraction(1, 3), 2) == Fraction("0.33")
    assert round_places(Fraction(5, 10) + Fraction(1, 10**40), 0) == 1
    assert round_places(Fraction(5, 10) - Fraction(1, 10**40), 0, "half-up") == 0


@given(decimals, st.integers(-4, 6), st.sampled_from(MODES))
def test_same_as_the_decimal_module(value: Decimal, places: int, mode: Mode) -> None:
    with decimal.localcontext(decimal.Context(prec=60)):
        expected = value.quantize(Decimal(1).scaleb(-places), rounding=ROUNDING[mode])
    assert round_places(Fraction(value), places, mode) == Fraction(expected)


@given(st.one_of(fractions, st.integers(-10**9, 10**9).map(lambda n: Fraction(n, 2000))), st.integers(-3, 8))
def test_half_even_in_integers(value: Fraction, places: int) -> None:
    step = Fraction(10) ** -places
    steps = round_places(value, places) / step
    assert steps.denominator == 1
    whole = step.numerator * value.denominator
    twice_off = abs(2 * (value.numerator * step.denominator - steps.numerator * whole))
    assert twice_off <= whole
    assert twice_off < whole or steps.numerator % 2 == 0


@given(fractions, st.integers(-3, 8), st.sampled_from(MODES))
def test_modes_keep_their_side_and_rounded_numbers(value: Fraction, places: int, mode: Mode) -> None:
    rounded = round_places(value, places, mode)
    assert abs(rounded - value) < Fraction(10) ** -places
    assert round_places(rounded, places, mode) == rounded
    mirror: dict[Mode, Mode] = {"ceiling": "floor", "floor": "ceiling"}
    assert round_places(-value, places, mirror.get(mode, mode)) == -rounded
    sides = {
        "ceiling": rounded >= value, "floor": rounded <= value,
        "up": abs(rounded) >= abs(value), "down": abs(rounded) <= abs(value),
    }
    assert sides.get(mode, True)


@given(fractions.filter(bool), st.integers(-2, 6))
def test_reporting_never_makes_a_zero(value: Fraction, places: int) -> None:
    reported = round_reported(value, places)
    assert reported != 0
    assert (reported > 0) == (value > 0)
    plain = round_places(value, places)
    assert reported == (plain or round_figures(value, 1))


@pytest.mark.parametrize(("value", "step", "mode", "expected"), [
    ("1.25", "0.5", "half-even", "1"), ("1.75", "0.5", "half-even", "2"), ("-1.25", "0.5", "half-even", "-1"),
    ("60.25", "0.5", "half-even", "60"), ("60.38", "0.5", "half-even", "60.5"),  # GB/T 8170-2008, 4.2: rounding by 0.5
    ("830", "20", "half-even", "840"), ("842", "20", "half-even", "840"),  # and by 0.2
    ("7", "3", "half-up", "6"), ("7.5", "3", "half-up", "9"), ("-7.5", "3", "half-up", "-9"),
    ("6.1", "3", "up", "9"), ("-6.1", "3", "up", "-9"), ("8.9", "3", "down", "6"), ("-8.9", "3", "down", "-6"),
    ("6.1", "3", "ceiling", "9"), ("-8.9", "3", "ceiling", "-6"), ("8.9", "3", "floor", "6"), ("-6.1", "3", "floor", "-9"),
    ("6", "3", "up", "6"), ("0", "3", "ceiling", "0"),
])
def test_steps_by_hand(value: str, step: str, mode: Mode, expected: str) -> None:
    assert round_step(Fraction(value), Fraction(step), mode) == Fraction(expected)


# every second value lies on a tie or a multiple, where modes differ
_STEPS = st.fractions(min_value=Fraction(1, 50), max_value=10**6, max_denominator=50)
_STEPPED = st.one_of(st.tuples(fractions, _STEPS),
                     st.tuples(st.integers(-50, 50), _STEPS).map(lambda found: (found[0] * found[1] / 2, found[1])))


@given(_STEPPED, st.sampled_from(MODES))
def test_a_step_against_the_multiples_on_both_sides(both: tuple[Fraction, Fraction], mode: Mode) -> None:
    value, step = both
    count = value.numerator * step.denominator // (value.denominator * step.numerator)
    low, high = count * step, (count + 1) * step
    even = low if count % 2 == 0 else high
    outer, inner = (high, low) if value > 0 else (low, high)
    near = low if value - low < high - value else high
    tie = value - low == high - value
    wanted = {"half-even": even if tie else near, "half-up": outer if tie else near, "up": outer, "down": inner,
              "ceiling": high, "floor": low}[mode]
    assert round_step(value, step, mode) == (value if value == low else wanted)


@pytest.mark.parametrize("step", [0, -1])
def test_a_step_is_above_zero(step: int) -> None:
    with pytest.raises(ValueError, match="above zero"):
        round_step(Fraction(1), Fraction(step))


@pytest.mark.parametrize(("value", "figures", "expected"), [
    ("0.004550", 2, "0.0046"), ("0.0045499", 2, "0.0045"), ("9.996", 3, "10.0"), ("12345", 2, "12000"),
    ("-0.00065", 1, "-0.0006"), ("1000", 1, "1000"), ("999.5", 3, "1000"), ("0", 3, "0"), ("0.1", 1, "0.1"),
])
def test_figures_by_hand(value: str, figures: int, expected: str) -> None:
    assert round_figures(Fraction(value), figures) == Fraction(expected)


@given(decimals, st.integers(1, 12), st.sampled_from(MODES))
def test_figures_same_as_the_decimal_module(value: Decimal, figures: int, mode: Mode) -> None:
    expected = decimal.Context(prec=figures, rounding=ROUNDING[mode]).plus(value)
    assert round_figures(Fraction(value), figures, mode) == Fraction(expected)


def test_figures_far_from_one() -> None:
    assert round_figures(Fraction(123456, 10**400), 3) == Fraction(123, 10**397)
    assert round_figures(Fraction(123456 * 10**400), 3) == 123000 * 10**400


@pytest.mark.parametrize(("value", "places", "text"), [
    ("0.83", 3, "0.830"), ("0", 2, "0.00"), ("-0.05", 2, "-0.05"), ("12", 0, "12"), ("-7", 0, "-7"),
    ("100000000", 2, "100000000.00"), ("1200", -2, "1200"), ("0.000006", 6, "0.000006"),
])
def test_fixed_decimals(value: str, places: int, text: str) -> None:
    assert decimal_text(Fraction(value), places) == text


@pytest.mark.parametrize(("value", "text"), [
    ("0.83", "0.83"), ("1.10", "1.1"), ("400000000", "400000000"), ("6.3E-06", "0.0000063"), ("-0.5", "-0.5"),
    ("1/3", "0.333333333333"), ("2/3", "0.666666666667"), ("-200/3", "-66.6666666667"), ("0", "0"),
    ("1/1024", "0.0009765625"), ("1E-28", "0." + "0" * 27 + "1"), ("123456789012345.5", "123456789012345.5"),
    ("1234567890123/1000000007", "1234.56788148"), ("2000000000000000/3", "666666666667000"),
    ("1E30", "1" + "0" * 30),
])
def test_plain_text(value: str, text: str) -> None:
    assert plain_text(Fraction(value)) == text


def test_plain_text_rounds_what_ends_too_late() -> None:
    late = Fraction(123456789012345, 10**29)
    assert plain_text(late) == "0.00000000000000123456789012"
    assert plain_text(Fraction(2, 3), figures=3) == "0.667"


@given(fractions)
def test_plain_text_reads_back(value: Fraction) -> None:
    text = plain_text(value)
    assert "e" not in text.lower()
    assert not ("." in text and text.endswith(("0", ".")))
    back = Fraction(text)
    assert back == value or abs(back - value) * 10**12 <= abs(value) * 5


@given(decimals)
def test_terminating_text_is_exact(value: Decimal) -> None:
    assert Fraction(plain_text(Fraction(value))) == Fraction(value)
    assert Fraction(decimal_text(Fraction(value), 6)) == Fraction(value)


def test_bad_input_is_named() -> None:
    with pytest.raises(ValueError, match=r"^123/100 does not fit in 1 decimals; round it first$"):
        decimal_text(Fraction("1.23"), 1)
    with pytest.raises(ValueError, match=r"^1250 does not fit in -2 decimals; round it first$"):
        decimal_text(Fraction(1250), -2)
    with pytest.raises(ValueError, match=r"^at least one significant figure is needed, not 0$"):
        round_figures(Fraction(1), 0)
    message = r"^unknown rounding mode 'nearest'; known: half-even, half-up, up, down, ceiling, floor$"
    with pytest.raises(ValueError, match=message):
        round_places(Fraction(1, 3), 1, "nearest")  # type: ignore[arg-type]
    with pytest.raises(ValueError, match=message):
        round_places(Fraction(1), 1, "nearest")  # type: ignore[arg-type]

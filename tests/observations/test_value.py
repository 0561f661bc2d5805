import csv
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecoflow.observations.value import is_shown_as, millionths, places, round_millionths

CASES = Path(__file__).parents[3] / "shared" / "realdata" / "conformance" / "rounding_cases.csv"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("2.1645", (2_164_500, False)),
        ("4E-05", (40, False)),
        ("1.491644E+07", (14_916_440_000_000, False)),
        ("-0.5", (-500_000, False)),
        ("0", (0, False)),
        ("0E+9", (0, False)),
        (".5", (500_000, False)),
        ("999999999999.999999", (10**18 - 1, False)),
        ("0.0000005", "does-not-fit"),
        ("0.0000015", (2, True)),
        ("0.0000025", (2, True)),
        ("0.00000250000000000000000000000000000001", (3, True)),
        ("6.3E-06", (6, True)),
        ("999999999999.9999995", "does-not-fit"),
        ("1000000000000", "does-not-fit"),
        ("1E999", "does-not-fit"),
        ("1E-999", "does-not-fit"),
        ("1E99999999", "not-a-number"),
        ("1,000", "not-a-number"),
        ("1_000", "not-a-number"),
        ("１２", "not-a-number"),
        ("NaN", "not-a-number"),
        ("Infinity", "not-a-number"),
        ("0.025L", "not-a-number"),
        ("", "not-a-number"),
    ],
)
def test_numbers_are_read_exactly_or_refused_by_name(text, expected):
    assert millionths(text) == expected


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**11), max_value=10**11, places=9))
def test_any_decimal_is_the_nearest_millionth_ties_to_even(number):
    found = millionths(format(number, "f"))
    exact = Fraction(number) * 10**6
    nearest = round(exact)  # Fraction rounds half to even by definition
    if nearest == 0 and exact != 0:
        assert found == "does-not-fit"
    else:
        assert found == (nearest, nearest != exact)


@given(st.integers(-(10**15), 10**15), st.integers(0, 6))
def test_rounding_millionths_is_half_to_even(size, decimals):
    step = 10 ** (6 - decimals)
    assert round_millionths(size, decimals) == round(Fraction(size, step)) * step


@pytest.mark.parametrize(("text", "expected"), [("0.050", 3), ("7", 0), ("4E-05", None), ("--", None)])
def test_places(text, expected):
    assert places(text) == expected


@pytest.mark.parametrize(
    ("raw", "shown", "expected"),
    [
        ("290660.5", "290660", True),
        ("7.995", "8.00", True),
        ("0.0000063", "0.000006", True),
        ("6.3E-06", "0.0000063", True),
        ("6.3", "0.000006", False),
        ("2.1645", "2.17", False),
        ("2.1645", "--", False),
    ],
)
def test_shown_values_are_checked_against_raw_ones(raw, shown, expected):
    assert is_shown_as(raw, shown) is expected


@pytest.mark.skipif(not CASES.exists(), reason="../shared/realdata is not here")
def test_every_published_pair_of_raw_and_shown_agrees():
    with CASES.open(encoding="utf-8-sig", newline="") as file:
        pairs = [(line["raw"], line["displayed"]) for line in csv.DictReader(file)]
    assert len(pairs) > 100
    assert [pair for pair in pairs if not is_shown_as(*pair)] == []
    # The check has teeth: one unit in the last shown place more is never accepted.
    up = [(raw, str(Decimal(shown) + Decimal(1).scaleb(-(places(shown) or 0)))) for raw, shown in pairs]
    assert [pair for pair in up if is_shown_as(*pair)] == []

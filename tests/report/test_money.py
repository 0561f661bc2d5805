from __future__ import annotations

import re
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecoflow.standards.money import money, signed

_ZH = re.compile(r"(-?)([0-9,]+(?:\.[0-9]+)?)(亿元|万元|元)")
_SCALES = {"亿元": 100_000_000, "万元": 10_000, "元": 1}


@pytest.mark.parametrize(("yuan", "zh", "en"), [
    ("100000000", "1亿元", "CNY 100,000,000"),
    ("60000000", "6,000万元", "CNY 60,000,000"),
    ("1234.56", "1,234.56元", "CNY 1,234.56"),
    ("125000000", "1.25亿元", "CNY 125,000,000"),
    ("123450000", "12,345万元", "CNY 123,450,000"),
    ("0.5", "0.50元", "CNY 0.50"),
    ("9999", "9,999元", "CNY 9,999"),
    ("10000", "1万元", "CNY 10,000"),
    ("10000.01", "10,000.01元", "CNY 10,000.01"),
    ("-40000000", "-4,000万元", "CNY -40,000,000"),
    ("-0.01", "-0.01元", "CNY -0.01"),
    ("0", "0元", "CNY 0"),
    ("100/3", "100/3元", "CNY 100/3"),
])
def test_amounts_as_people_say_them(yuan, zh, en):
    assert money(Fraction(yuan), "zh") == zh
    assert money(Fraction(yuan), "en") == en


def test_a_balance_carries_its_sign():
    assert signed(Fraction(400_000_000), "zh") == "+4亿元"
    assert signed(Fraction(-100_000_000), "zh") == "-1亿元"
    assert signed(Fraction(0), "zh") == "0元"
    # the sign stands in the same place on both sides of zero
    assert [signed(Fraction(n), "en") for n in (1, 0, -1)] == ["CNY +1", "CNY 0", "CNY -1"]


@given(st.integers(-(10**16), 10**16))
def test_every_fen_can_be_read_back(fen):
    value = Fraction(fen, 100)
    found = _ZH.fullmatch(money(value, "zh"))
    assert found
    sign = -1 if found[1] else 1
    assert sign * Fraction(found[2].replace(",", "")) * _SCALES[found[3]] == value
    assert Fraction(money(value, "en").removeprefix("CNY ").replace(",", "")) == value


@given(st.integers(1, 10**15))
def test_thousands_are_separated_everywhere(yuan):
    for text in (money(Fraction(yuan), "zh"), money(Fraction(yuan), "en")):
        digits = re.search(r"[0-9][0-9,]*", text)[0]
        assert re.fullmatch(r"[0-9]{1,3}(,[0-9]{3})*", digits)

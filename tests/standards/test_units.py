"""Units and the numbers people write with them, against factors worked out by hand."""

from __future__ import annotations

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecoflow.standards.units import (
    CUBIC_METRE,
    ONE,
    PERCENT,
    YUAN,
    Unit,
    coherent,
    parse_number,
    parse_quantity,
    parse_unit,
    unit_spellings,
)

F = Fraction


def unit(text: str) -> Unit:
    found = parse_unit(text)
    assert found is not None, text
    return found


@pytest.mark.parametrize(("text", "value"), [
    # coherent units are gram, metre, second and yuan
    ("1亿元", F(100_000_000)), ("6000万元", F(60_000_000)), ("500元", F(500)), ("-3亿元", F(-300_000_000)),
    ("+1元", F(1)), ("0.01 元", F(1, 100)),
    ("0.05 mg/L", F(5, 100)), ("1 g/L", F(1000)), ("1μg/L", F(1, 1000)), ("1µg/L", F(1, 1000)),
    ("1ug/m3", F(1, 1_000_000)), ("2 kg", F(2000)),
    ("1t", F(1_000_000)), ("1万t", F(10**10)), ("3.2亿m³", F(320_000_000)), ("20m³/s", F(20)), ("1 L", F(1, 1000)),
    ("3亩", F(2000)),
    ("1 km2", F(1_000_000)), ("75%", F(3, 4)), ("75％", F(3, 4)), ("2个百分点", F(1, 50)), ("1.5 pp", F(3, 200)),
    ("7", F(7)), ("7 无量纲", F(7)),
    ("1 h", F(3600)), ("2天", F(172_800)), ("100元/t", F(100, 1_000_000)), ("100万元/mg/L", F(1_000_000)),
    ("100万元/(mg/L)", F(1_000_000)), ("1元/mg/m3", F(1000)), ("6g/m²/d", F(6, 86_400)),
    ("8m³/s/km²", F(8, 1_000_000)), ("5 μS/cm", F(500)), ("  1 元 ", F(1)),
    ("1000 cells/L", F(1_000_000)), ("1000个/L", F(1_000_000)), ("0.1毫克/升", F(1, 10)),
])
def test_a_quantity_is_exact_in_coherent_units(text: str, value: Fraction) -> None:
    found = parse_quantity(text)
    assert found is not None
    assert found.value == value
    assert found.text == text.strip()


@pytest.mark.parametrize("text", [
    "", " ", "元", "mg/L", "1 mgL", "1 亿", "1万", "1_000元", "1,000元", "1e3元", "010", "1.", ".5", "+", "1 2",
    "０.５ mg/L", "１元", "−1元", "1..2元", "--1",
    "1 mg//L", "1 /L", "1 mg/", "1 mg/-", "1 -", "1 元元", "1mg/L/", "1 ·m", "NaN", "inf", "1 yuan/lightyear",
    "1 (mg", "1 mg)", "1 mg/()", "1 ((mg))", "1 元/((mg)/L)", "9" * 61,
])
def test_what_is_no_quantity(text: str) -> None:
    found = parse_quantity(text)
    if text == "1 -":
        assert found is not None  # the sign of "no unit" in observation files
        assert found.unit.is_plain
    else:
        assert found is None


@pytest.mark.parametrize(("text", "value"),
                         [("0", F(0)), ("-0", F(0)), ("0.10", F(1, 10)), ("+2.50", F(5, 2)), (" 3 ", F(3)),
                          ("9" * 60, F(10**60 - 1))])
def test_numbers(text: str, value: Fraction) -> None:
    assert parse_number(text) == value


@pytest.mark.parametrize("text",
                         ["", "-", "00", "01", "1.", ".1", "1e3", "1_0", "0x1", "²", "٣", "1/2", "1 0", "\x001",
                          "9" * 100_000])
def test_what_is_no_number(text: str) -> None:
    assert parse_number(text) is None


@given(st.integers(-10**9, 10**9), st.integers(0, 6))
def test_any_decimal_is_read_exactly(number: int, places: int) -> None:
    sign, digits = "-" if number < 0 else "", str(abs(number)).rjust(places + 1, "0")
    text = f"{sign}{digits[:-places]}.{digits[-places:]}" if places else f"{sign}{digits}"
    assert parse_number(text) == F(number, 10**places)


def test_units_that_fit_may_be_added() -> None:
    assert unit("mg/L").fits(unit("μg/m3"))
    assert unit("万元").fits(YUAN)
    assert PERCENT.fits(ONE)
    assert unit("d").fits(unit("h"))
    assert not unit("mg/L").fits(unit("mg"))
    assert not YUAN.fits(ONE)


@pytest.mark.parametrize(("left", "sign", "right", "symbol"), [
    ("mg/L", 1, "m³", "g"), ("m³/s", 1, "d", "m³"), ("元/t", 1, "t", "元"), ("元", -1, "元", "1"),
    ("元", -1, "t", "元/g"), ("mg/L", 1, "1", "mg/L"),
    ("1", 1, "mg/L", "g/m³"), ("1", -1, "s", "1/s"), ("m", 1, "m", "m²"), ("m²", 1, "m²", "m^4"), ("%", 1, "%", "1"),
    ("元", 1, "%", "元"), ("%", 1, "元", "元"),
    ("元", -1, "mg/L", "m³·元/g"), ("g/s", -1, "m", "g/(m·s)"), ("万元/mg/L", 1, "mg/L", "元"),
])
def test_the_unit_of_a_product_or_quotient(left: str, sign: int, right: str, symbol: str) -> None:
    found = unit(left).times(unit(right), sign)
    assert symbol == "m^4" or found.powers == unit(symbol).powers
    assert found.symbol == symbol or found.is_plain


names = st.sampled_from([s for s in unit_spellings() if s not in {"cells", "个"}])


@given(names, names, names)
def test_units_multiply_as_their_powers_add(first: str, second: str, third: str) -> None:
    a, b, c = unit(first), unit(second), unit(third)
    assert a.times(b).powers == b.times(a).powers
    assert a.times(b).times(c).powers == a.times(b.times(c)).powers
    assert a.times(b).times(b, -1).powers == a.powers
    assert a.times(a, -1).is_plain
    written = unit(f"{first}/{second}·{third}")
    assert written.powers == a.times(b, -1).times(c).powers
    assert written.scale == a.scale / b.scale * c.scale
    bracketed = unit(f"{first}/({second}·{third})")
    assert bracketed.powers == a.times(b, -1).times(c, -1).powers


@given(names, names)
def test_a_coherent_unit_reads_back_as_itself(first: str, second: str) -> None:
    made = coherent(unit(first).times(unit(second), -1).powers)
    read = parse_unit(made.symbol)
    assert made.scale == 1
    if read is not None:  # m⁴ and the like have no spelling of their own
        assert read.powers == made.powers


@pytest.mark.parametrize(("value", "symbol", "text"), [
    (F(100_000_000), "亿元", "1亿元"), (F(5, 100), "mg/L", "0.05 mg/L"), (F(3, 4), "%", "75%"), (F(7), "1", "7"),
    (F(320_000_000), "亿m³", "3.2 亿m³"),
    (F(-1, 2), "元", "-0.5元"),
])
def test_showing(value: Fraction, symbol: str, text: str) -> None:
    assert unit(symbol).show(value) == text
    again = parse_quantity(text)
    assert again is not None
    assert again.value == value


def test_every_spelling_is_a_unit_and_the_longest_comes_first() -> None:
    spellings = unit_spellings()
    assert all(parse_unit(s) is not None for s in spellings)
    assert [len(s) for s in spellings] == sorted((len(s) for s in spellings), reverse=True)
    assert CUBIC_METRE.symbol == "m³"

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecoflow.observations.rejects import REASONS
from ecoflow.observations.text_units import convert, factor, is_unit
from ecoflow.standards.indicators import INDICATORS

# unit as written, wanted, how many wanted units one of it is: by the definitions of the SI, worked out by hand
SPELLINGS = [
    *((text, "mg/L", "1") for text in (
        "mg/L", "mg/l", "MG/L", "ｍｇ／Ｌ", "mg·L-1", "mg·L⁻¹", "mg.L-1", "mg L-1", "mgL-1", "mg · L−1", "(mg/L)", "毫克/升",
        "毫克每升", "mg / L", "g/m3", "g/m³", "g·m-3", "mg/l as N", "mg/L as P", "mg N/L", "mgN/L", "mg{N}/L", "mg{P}/L",
        "mg{O2}/L", "mg(N)/L", "mg/L(以N计)", "mg/L，以P计", "mg/l as F-", "mg/L as SO4 2-", "mg/L N", "mg/dm3", "μg/mL",
    )),
    *((text, "mg/L", "1/1000") for text in (
        "μg/L", "µg/L", "ug/L", "ug/l", "UG/L", "微克/升", "微克每升", "mg/m3", "mg/m³", "mg·m-3", "毫克/立方米", "μg·L-1",
    )),
    ("g/L", "mg/L", "1000"), ("ng/L", "mg/L", "1/1000000"), ("mg/100mL", "mg/L", "10"), ("mg/mL", "mg/L", "1000"),
    ("℃", "℃", "1"), ("°C", "℃", "1"), ("ºC".replace("º", "°"), "℃", "1"), ("deg C", "℃", "1"), ("Cel", "℃", "1"),
    ("摄氏度", "℃", "1"), ("NTU", "NTU", "1"), ("FNU", "NTU", "1"), ("度", "℃", "1"),
    ("m3/s", "m3/s", "1"), ("m³/s", "m3/s", "1"), ("m³·s-1", "m3/s", "1"), ("m^3/s", "m3/s", "1"),
    ("立方米/秒", "m3/s", "1"),
    ("L/s", "m3/s", "1/1000"), ("m3/h", "m3/s", "1/3600"), ("m3/d", "m3/s", "1/86400"), ("万m³/d", "m3/s", "10000/86400"),
    ("万m³", "m3", "10000"), ("亿m³", "m3", "100000000"), ("ft3/s", "m3/s", "0.028316846592"),
    ("cfs", "m3/s", "0.028316846592"),
    ("μS/cm", "μS/cm", "1"), ("uS/cm", "μS/cm", "1"), ("us/cm @25C", "μS/cm", "1"), ("μs/cm", "μS/cm", "1"),
    ("mS/m", "μS/cm", "10"), ("mS/cm", "μS/cm", "1000"), ("S/m", "μS/cm", "10000"), ("μS·cm-1", "μS/cm", "1"),
    ("个/L", "cells/L", "1"), ("cells/L", "cells/L", "1"), ("cell/L", "cells/L", "1"), ("个细胞/L", "cells/L", "1"),
    ("cells·L⁻¹", "cells/L", "1"), ("万个/L", "cells/L", "10000"), ("×10⁴个/L", "cells/L", "10000"),
    ("10^4 cells/L", "cells/L", "10000"), ("×10^6 cells/L", "cells/L", "1000000"), ("cells/mL", "cells/L", "1000"),
    ("万个/mL", "cells/L", "10000000"), ("亿个/L", "cells/L", "100000000"), ("MPN/L", "个/L", "1"),
    ("MPN/100mL", "个/L", "10"),
    ("cfu/100ml", "个/L", "10"), ("#/100mL", "个/L", "10"), ("no/100ml", "个/L", "10"),
    *((text, "1", "1") for text in ("", "-", "无量纲", "pH", "pH units", "PHUNITS", "std units", "[pH]", "None", "1", "／")),
    ("%", "%", "1"), ("% saturatn", "%", "1"), ("cm", "m", "1/100"), ("m", "m", "1"), ("吨", "t", "1"),
    ("万吨", "t", "10000"),
    ("ug/m3", "μg/m3", "1"), ("万元", "元", "10000"),
]


@pytest.mark.parametrize(("text", "wanted", "expected"), SPELLINGS)
def test_spellings_and_factors(text, wanted, expected):
    over, _, under = expected.partition("/")
    assert factor(text, wanted) == Fraction(over) / Fraction(under or 1)


@pytest.mark.parametrize(("text", "wanted", "reason"), [
    *((text, "mg/L", "other-basis") for text in (
        "mg/l as NO3", "mg/l asNO3", "mg/L as NO3-", "mg/L (as NH4)", "mg{NO3}/L", "mgNO3/L", "mg NH4/L", "mg/L NO3",
        "mg/L PO4",
        "mg/l as PO4", "mg/L as P2O5", "mg/l CaCO3", "mg/L以NO3计", "mg/L（以NH4+计）", "mmol/L", "μmol/L", "umol/l",
        "meq/L",
        "mg/L as NO2", "mg/L as SiO2", "mg{CaCO3}/L", "mg/L as nitrate",
    )),
    *((text, "mg/L", "relative-unit") for text in ("ppm", "PPM", "ppb", "mg/kg", "ug/kg")),
    ("mg/kg", "1", "relative-unit"), ("℉", "℃", "temperature-scale"), ("deg F", "℃", "temperature-scale"),
    ("°F", "℃", "temperature-scale"), ("K", "℃", "temperature-scale"),
    ("", "mg/L", "no-unit"), ("无量纲", "mg/L", "no-unit"), ("--", "℃", "no-unit"),
    ("mg/L", "1", "unit-differs"), ("%", "1", "unit-differs"), ("1", "%", "no-unit"), ("NTU", "mg/L", "unit-differs"),
    ("m3", "m3/s", "unit-differs"), ("mg", "mg/L", "unit-differs"), ("度", "NTU", "unit-differs"),
    ("等级", "mg/L", "unknown-unit"), ("mg/", "mg/L", "unknown-unit"), ("mg/-", "mg/L", "unknown-unit"),
    ("Ⅲ", "1", "unknown-unit"),
    ("us/cm @20C", "μS/cm", "unknown-unit"), ("mg/L/d", "mg/L", "unit-differs"), ("MPN/0mL", "个/L", "unknown-unit"),
    ("mg/L" * 1000, "mg/L", "unknown-unit"), ("10^4", "cells/L", "unknown-unit"),
])
def test_what_is_not_one_exact_factor_is_refused_by_name(text, wanted, reason):
    assert factor(text, wanted) == reason
    assert reason in REASONS


def test_every_unit_of_the_indicators_is_itself():
    assert {i.id for i in INDICATORS.values() if factor(i.unit, i.unit) != 1} == set()


def test_wanted_must_be_a_unit():
    with pytest.raises(ValueError, match="等级"):
        factor("mg/L", "等级")


@pytest.mark.parametrize("text", ["mg/L", "无量纲", "ppm", "℉", "mg/L as NO3", "μS/cm", "个/L"])
def test_units_are_told_from_other_remarks(text):
    assert is_unit(text)


@pytest.mark.parametrize("text", ["", "-", "Ⅲ类", "水质类别", "湖、库", "NH3-N", "一级"])
def test_other_remarks_are_no_units(text):
    assert not is_unit(text)


@given(st.integers(-(10**18) + 1, 10**18 - 1), st.fractions(Fraction(1, 10**9), Fraction(10**9)).filter(bool))
def test_conversion_is_exact_half_even_and_never_makes_a_zero(size, by):
    found = convert(size, by)
    exact = size * by
    below = exact.numerator // exact.denominator
    rest = exact - below
    nearest = below + (rest > Fraction(1, 2) or (rest == Fraction(1, 2) and below % 2 == 1))
    if abs(nearest) >= 10**18 or (size and not nearest):
        assert found == "does-not-fit"
    else:
        assert found == (nearest, nearest != exact)


@pytest.mark.parametrize(("size", "by", "expected"), [
    (54_420_000, Fraction(1, 1000), (54_420, False)),  # 54.42 μg/L is 0.05442 mg/L
    (500, Fraction(1, 1000), "does-not-fit"),           # half a millionth to even would be zero
    (1_500, Fraction(1, 1000), (2, True)),
    (2_500, Fraction(1, 1000), (2, True)),
    (0, Fraction(1, 1000), (0, False)),
    (10**17, Fraction(10), "does-not-fit"),
])
def test_conversion_by_hand(size, by, expected):
    assert convert(size, by) == expected


@given(st.text(max_size=40) | st.text("mgμuL/·-13^ ()asNOP以计{}×0@%", max_size=25))
def test_any_text_has_an_answer(text):
    found = factor(text, "mg/L")
    assert found in REASONS if isinstance(found, str) else found > 0

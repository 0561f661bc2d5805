"""Classes: the standard's own table, limits from both sides, monotone, evaluation of means, non-detects."""

from __future__ import annotations

import csv
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ecoflow.standards.gb3838 import (
    NoClassLimit,
    WaterClass,
    classify,
    classify_mean,
    evaluation_places,
    has_class,
    judge_non_detect,
    limit,
    parse_class,
    worst,
)
from ecoflow.standards.gb3838_table import DRINKING_SOURCE_LIMITS
from ecoflow.standards.indicators import INDICATORS, find

TABLE = Path(__file__).resolve().parents[3] / "shared" / "standards" / "gb3838.csv"
needs_table = pytest.mark.skipif(not TABLE.is_file(), reason="needs gb3838.csv in ../shared/standards")
NUMBERED = tuple(WaterClass)[:5]
I, II, III, IV, V, WORSE = WaterClass
HAIR = Fraction(1, 10**30)
waters: Any = st.sampled_from(["river", "lake"])
classed = st.sampled_from([
    (name, water)
    for name in INDICATORS if name != "pH"
    for water in ("river", "lake") if has_class(name, water)
])
values = st.fractions(min_value=0, max_value=60)


# Table 1 read downwards, one class after the other: DO, CODMn ... as in ORDER.
ORDER = (
    "DO", "CODMn", "COD", "BOD5", "NH3N", "TP", "TP lake", "TN lake", "Cu", "Zn", "F", "Se", "As", "Hg", "Cd",
    "Cr6", "Pb", "CN", "VP", "OIL", "LAS", "S2", "FC",
)
COLUMNS = {
    I: (
        "7.5 2 15 3 0.15 0.02 0.01 0.2 0.01 0.05 1.0 0.01 "
        "0.05 0.00005 0.001 0.01 0.01 0.005 0.002 0.05 0.2 0.05 200"
    ),
    II: (
        "6 4 15 3 0.5 0.1 0.025 0.5 1.0 1.0 1.0 0.01 "
        "0.05 0.00005 0.005 0.05 0.01 0.05 0.002 0.05 0.2 0.1 2000"
    ),
    III: (
        "5 6 20 4 1.0 0.2 0.05 1.0 1.0 1.0 1.0 0.01 "
        "0.05 0.0001 0.005 0.05 0.05 0.2 0.005 0.05 0.2 0.2 10000"
    ),
    IV: (
        "3 10 30 6 1.5 0.3 0.1 1.5 1.0 2.0 1.5 0.02 "
        "0.1 0.001 0.005 0.05 0.05 0.2 0.01 0.5 0.3 0.5 20000"
    ),
    V: (
        "2 15 40 10 2.0 0.4 0.2 2.0 1.0 2.0 1.5 0.02 "
        "0.1 0.001 0.01 0.1 0.1 0.2 0.1 1.0 0.3 1.0 40000"
    ),
}


@pytest.mark.parametrize("water_class", NUMBERED)
def test_limits_against_the_columns_of_table_1(water_class: WaterClass) -> None:
    printed = dict(zip(ORDER, COLUMNS[water_class].split(), strict=True))
    for name, text in printed.items():
        indicator, _, lake = name.partition(" ")
        bodies: Any = ("lake",) if lake else ("river",) if indicator == "TP" else ("river", "lake")
        for water in bodies:
            assert limit(indicator, water_class, water) == Fraction(text), name


@needs_table
def test_limits_against_the_table_of_facts() -> None:
    with TABLE.open(encoding="utf-8") as file:
        rows = list(csv.DictReader(file))
    seen = 0
    for row in rows:
        found = find(row["item_code"])
        assert found is not None
        if row["gb3838_table"] == "2":
            assert DRINKING_SOURCE_LIMITS[found.id] == row["III"]
            assert not has_class(found.id, "river")
        elif row["direction"] in {"max", "min"}:
            bodies: Any = ("river", "lake") if row["water_body"] == "all" else (row["water_body"],)
            for water in bodies:
                printed = [Fraction(row[c.name]) for c in NUMBERED]
                assert [limit(found.id, c, water) for c in NUMBERED] == printed
                seen += 1
    assert seen == 20 * 2 + 2 + 1  # of 24 items: not WT and pH; TP has a row for each water, TN one for lakes


@pytest.mark.parametrize(("indicator", "value", "water", "expected"), [
    ("NH3N", "0.15", "river", I), ("NH3N", "0.1500001", "river", II), ("NH3N", "1.0", "river", III),
    ("NH3N", "2.0", "lake", V), ("NH3N", "2.001", "lake", WORSE), ("CODMn", "6", "river", III),
    ("COD", "15", "river", I), ("COD", "15.1", "river", III), ("BOD5", "3.5", "river", III),
    ("TP", "0.2", "river", III), ("TP", "0.2", "lake", V), ("TP", "0.021", "lake", II),
    ("TP", "0.021", "river", II),
    ("TN", "1.5", "lake", IV), ("DO", "7.5", "river", I), ("DO", "7.499", "river", II),
    ("DO", "5", "river", III),
    ("DO", "2", "river", V), ("DO", "1.99", "river", WORSE), ("DO", "0", "river", WORSE),
    ("pH", "6", "river", I), ("pH", "9", "lake", I), ("pH", "7.3", "river", I),
    ("pH", "5.999", "river", WORSE),
    ("pH", "9.001", "river", WORSE), ("Pb", "0.05", "river", III), ("Hg", "0.00005", "river", I),
    ("Cu", "0.5", "river", II), ("Cu", "1.001", "river", WORSE), ("FC", "10001", "river", IV),
])
def test_classes_by_hand(indicator: str, value: str, water: Any, expected: WaterClass) -> None:
    assert classify(indicator, Fraction(value), water) is expected


@given(classed, st.sampled_from(NUMBERED))
def test_a_limit_belongs_to_the_better_class(where: tuple[str, Any], water_class: WaterClass) -> None:
    indicator, water = where
    bound = limit(indicator, water_class, water)
    outwards = -HAIR if indicator == "DO" else HAIR
    assert classify(indicator, bound, water) <= water_class
    assert limit(indicator, classify(indicator, bound, water), water) == bound
    assert classify(indicator, bound + outwards, water) > water_class


@given(classed, values, values)
def test_worse_values_have_no_better_class(where: tuple[str, Any], one: Fraction, other: Fraction) -> None:
    indicator, water = where
    cleaner, dirtier = sorted((one, other), reverse=indicator == "DO")
    assert classify(indicator, cleaner, water) <= classify(indicator, dirtier, water)
    assert classify_mean(indicator, cleaner, water) <= classify_mean(indicator, dirtier, water)


@given(classed, values)
def test_a_class_is_the_first_limit_kept(where: tuple[str, Any], value: Fraction) -> None:
    indicator, water = where
    bounds = [limit(indicator, c, water) for c in NUMBERED]
    missed = sum((value < bound) if indicator == "DO" else (value > bound) for bound in bounds)
    assert classify(indicator, value, water) == missed + 1


@pytest.mark.parametrize(("indicator", "mean", "water", "expected", "unrounded"), [
    ("NH3N", "1.005", "river", III, IV), ("NH3N", "1.0051", "river", IV, IV),
    ("CODMn", "6.05", "river", III, IV),
    ("CODMn", "4.25", "river", III, III), ("DO", "4.96", "river", III, IV), ("DO", "7.45", "river", II, II),
    ("TP", "0.2005", "river", III, IV), ("pH", "9.4", "river", I, WORSE),
    ("pH", "9.5", "river", WORSE, WORSE),
    ("pH", "5.5", "river", I, WORSE), ("Hg", "0.000001", "river", I, I), ("OIL", "0.055", "river", IV, IV),
    ("TN", "1.005", "lake", III, IV), ("Hg", "0.000055", "river", III, III),
    ("Hg", "0.0000549", "river", I, III),
])
def test_means_are_rounded_before_they_are_compared(
    indicator: str, mean: str, water: Any, expected: WaterClass, unrounded: WaterClass,
) -> None:
    assert classify_mean(indicator, Fraction(mean), water) is expected
    assert classify(indicator, Fraction(mean), water) is unrounded


def test_evaluation_decimals() -> None:
    stated = {
        "pH": 0, "DO": 1, "CODMn": 1, "COD": 1, "BOD5": 1, "NH3N": 2, "TP": 3, "TN": 2,
        "Cu": 3, "Zn": 3, "F": 3, "Cr6": 3, "Pb": 3, "CN": 3, "S2": 3,
        "Se": 4, "As": 4, "VP": 4, "Hg": 5, "Cd": 5, "OIL": 2, "LAS": 2,
    }
    assert {name: evaluation_places(name) for name in stated} == stated
    for name in ("SO4", "Q", "PM25", "nonsense"):
        with pytest.raises(NoClassLimit, match=rf"^no evaluation decimals are set for {name}$"):
            evaluation_places(name)


@pytest.mark.parametrize(("indicator", "water"), [
    ("TN", "river"), ("WT", "river"), ("EC", "lake"), ("SO4", "river"), ("PM25", "river"),
    ("nonsense", "lake"), ("nh3n", "river"),
])
def test_what_is_not_classed(indicator: str, water: Any) -> None:
    assert not has_class(indicator, water)
    message = rf"^GB 3838-2002 sets no class limit for {indicator} in a {water}$"
    calls: Any = (
        lambda: classify(indicator, Fraction(1), water), lambda: classify_mean(indicator, Fraction(1), water),
        lambda: limit(indicator, III, water), lambda: judge_non_detect(indicator, Fraction(1), III, water),
    )
    for call in calls:
        with pytest.raises(NoClassLimit, match=message):
            call()


def test_limits_that_do_not_exist() -> None:
    assert has_class("pH", "river")
    with pytest.raises(NoClassLimit, match=r"^GB 3838-2002 sets no class limit for pH in a river$"):
        limit("pH", III, "river")
    with pytest.raises(NoClassLimit, match=r"^worse than V has no limit of its own \(TP\)$"):
        limit("TP", WORSE, "lake")
    with pytest.raises(ValueError, match=r"^water is river or lake, not 'pond'$"):
        classify("TP", Fraction(1), "pond")  # type: ignore[arg-type]


def test_worst_class() -> None:
    assert worst([II, WORSE, III]) is WORSE
    assert worst(iter([I])) is I
    with pytest.raises(ValueError, match=r"^no class to take the worst of$"):
        worst([])


@pytest.mark.parametrize(("indicator", "detection", "target", "expected"), [
    ("Hg", "0.00004", I, True), ("Hg", "0.00005", I, True), ("Hg", "0.00006", I, None),
    ("Hg", "0.00006", III, True),
    ("NH3N", "0.025", II, True), ("Cu", "0.05", I, None), ("Cu", "0.05", WORSE, True),
    ("DO", "0.1", III, False),
    ("DO", "5", III, False), ("DO", "5.1", III, None), ("DO", "0.1", WORSE, True), ("pH", "2", III, False),
    ("pH", "7", III, None),
])
def test_non_detects(indicator: str, detection: str, target: WaterClass, expected: bool | None) -> None:
    assert judge_non_detect(indicator, Fraction(detection), target, "river") is expected


@given(classed, values.filter(bool), st.sampled_from(list(WaterClass)), st.fractions(0, 1))
def test_a_judged_non_detect_holds_for_every_value_below(
    where: tuple[str, Any], detection: Fraction, target: WaterClass, share: Fraction,
) -> None:
    indicator, water = where
    judged = judge_non_detect(indicator, detection, target, water)
    below = detection * min(share, 1 - HAIR)
    if judged is not None:
        assert (classify(indicator, below, water) <= target) is judged
    else:
        ends = {classify(indicator, v, water) <= target for v in (Fraction(0), detection * (1 - HAIR))}
        assert ends == {True, False} or detection - limit(indicator, target, water) < detection * HAIR


@pytest.mark.parametrize(("text", "expected"), [
    ("I", I), ("Ⅰ", I), ("Ⅱ类", II), ("III类", III), (" Ⅲ ", III), ("\u3000Ⅳ类\u3000", IV), ("IV 类", IV),
    ("V", V), ("Ⅴ类", V),
    ("劣Ⅴ", WORSE), ("劣V", WORSE), ("劣Ⅴ类", WORSE), ("劣 V 类", WORSE), ("worse than V", WORSE),
    ("Worse than V", WORSE),
    ("inferior V", WORSE), ("inferior to class V", WORSE), ("Class III", III), ("ＩＩＩ", III),
])
def test_class_names(text: str, expected: WaterClass) -> None:
    assert parse_class(text) is expected


@pytest.mark.parametrize("text", [
    "", "-", "--", "*", "1", "6", "-1", "VI", "Ⅵ", "IIII", "劣", "劣Ⅳ", "劣劣Ⅴ", "类", "Ⅲ类水", "III IV",
    "优", "worse than IV", "inferior",
    "轻度黑臭", "v", "ⅲ", "IIIII", "Ⅲ类类",
])
def test_not_a_class(text: str) -> None:
    assert parse_class(text) is None


def test_names_read_back() -> None:
    assert [c.zh for c in WaterClass] == ["Ⅰ", "Ⅱ", "Ⅲ", "Ⅳ", "Ⅴ", "劣Ⅴ"]
    assert [c.en for c in WaterClass] == ["I", "II", "III", "IV", "V", "worse than V"]
    assert [int(c) for c in WaterClass] == [1, 2, 3, 4, 5, 6]
    for water_class in WaterClass:
        for name in (water_class.zh, water_class.en, water_class.zh + "类"):
            assert parse_class(name) is water_class

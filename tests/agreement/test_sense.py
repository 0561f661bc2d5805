"""What the loader makes of a good file, and what the checks let pass or refuse beyond the bad files."""

from __future__ import annotations

from fractions import Fraction
from pathlib import Path

import pytest

from ecoflow.agreement.loader import examine_text
from ecoflow.agreement.model import Agreement, Keyed
from ecoflow.formula.types import Type

GOOD = (Path(__file__).parent / "willow.yaml").read_text("utf-8")


def good(text: str) -> Agreement:
    agreement, findings = examine_text(text, "f")
    assert findings == ()
    assert agreement is not None
    return agreement


def codes(text: str) -> list[str]:
    return [f.code for f in examine_text(text, "f")[1]]


def changed(old: str, new: str) -> str:
    assert GOOD.count(old) >= 1
    return GOOD.replace(old, new, 1)


def test_every_name_has_its_type() -> None:
    types = {name: found.words()[1] for name, found in good(GOOD).types.items()}
    assert types == {
        "k0": "plain number", "weight": "plain number per indicator", "limit": "number in mg/L per indicator",
        "goal": "water-quality class", "rate": "amount of money", "accident": "yes-or-no condition",
        "C": "number in mg/L per indicator", "grade": "water-quality class per section", "fit": "plain number",
        "flow": "number in m³", "P": "plain number", "fund": "amount of money",
    }


def test_a_clause_keeps_its_cases_in_order() -> None:
    wager, dirty = good(GOOD).clauses
    assert (wager.pick, [c.number for c in wager.cases], [c.when is None for c in wager.cases]) == (
        "choose", [1, 2], [False, True])
    assert (dirty.pick, dirty.for_each, len(dirty.cases)) == ("each", ("section",), 1)
    assert dirty.cases[0].pays[0].payer == "upstream"


def test_money_is_in_fen_unless_stated() -> None:
    assert (good(GOOD).money.step, good(GOOD).money.stated) == (Fraction(1, 100), frozenset())
    stated = good(changed("terms:", "money: {round: 1万元, remainder: valley}\n\nterms:")).money
    assert (stated.step, stated.remainder, stated.stated) == (Fraction(10_000), "valley", {"round", "remainder"})


def test_aliases_of_indicators_become_ids() -> None:
    text = GOOD.replace("{CODMn: 0.5, TP: 0.5}", "{IMn: 0.5, TP: 0.5}").replace("class: [CODMn,",
                                                                                "class: [高锰酸盐指数,")
    weight = good(text.replace("[高锰酸盐指数", "[IMn")).terms["weight"].value
    assert isinstance(weight, Keyed)
    assert (weight.dim, tuple(weight.values)) == ("indicator", ("CODMn", "TP"))


def test_values_by_section_of_values_by_year() -> None:
    by = "{ford: {2021: 1万元, 2022: 2万元, 2023: 3万元}, weir: {2021: 4万元, 2022: 5万元, 2023: 6万元}}"
    text = GOOD.replace("{2021: 100万元, 2022: 200万元, 2023: 300万元}", by)
    text = text.replace("amount: rate}\n      -", "amount: rate[ford]}\n      -")
    assert codes(text) == ["E101"]  # a formula with [ ] inside braces needs quotes
    text = text.replace("amount: rate[ford]}", 'amount: "rate[ford]"}').replace(
        "to: valley, amount: rate}", 'to: valley, amount: "rate[weir]"}')
    assert good(text).types["rate"].words()[1] == "amount of money per section"
    assert codes(text.replace("2022: 5万元, ", "")) == ["E233"]


def test_years_may_run() -> None:
    years = "{2021: 100万元, 2022: 200万元, 2023: 300万元}"
    rate = good(GOOD.replace(years, "{2021..2022: 100万元, 2023: 300万元}")).terms["rate"].value
    assert isinstance(rate, Keyed)
    assert (rate.dim, tuple(rate.values)) == ("year", ("2021..2022", "2023"))
    assert codes(GOOD.replace(years, "{2021: 100万元, 2022..2024: 200万元}")) == []
    assert codes(GOOD.replace(years, "{2021: 100万元, 2023..2022: 200万元}")) == ["E114"]
    (gap,) = examine_text(GOOD.replace(years, "{2020..2021: 100万元, 2023: 200万元}"), "f")[1]
    assert gap.message("en") == "rate has no value for 2022"
    (twice,) = examine_text(GOOD.replace(years, "{2023: 1万元, 2021..2023: 100万元}"), "f")[1]
    assert (twice.code, str(twice.place)) == ("E102", "f:27:29")


@pytest.mark.parametrize("text", [
    # shares, pools, roles, quantities over parties
    changed("{from: valley, to: upland,", "{from: {valley: 1, upland: 3}, to: fund,"),
    changed("pay: {from: upstream,", "pay: {from: {upland: 2, valley: 1},").replace("for_each: [section]",
                                                                                    "for_each: section"),
    changed("value: 0.9", "zh: 稳定系数, value: 0.9"),
    changed("  k0: {value: 0.9, source: paper, confidence: published}", "  k0: {value: 0.9, confidence: assumed}"),
    changed("given: {P: 0.8}", "given: {accident: true, C: {CODMn: 3 mg/L, TP: 0.1}}"),
    changed("fired: [wager]", "fired: []"),
    changed("upland: 200万元,", "upland: 0,"),
    changed("source: paper\n    choose", "clause: 第三条\n    choose"),
    changed("    given:", "    source: 省财政厅公告\n    given:"),
])
def test_these_are_fine(text: str) -> None:
    good(text)


def test_a_role_that_one_section_lacks_is_refused() -> None:
    text = GOOD.replace("  weir: {zh: 堰口, river: 柳河, upstream: upland,", "  weir: {zh: 堰口, river: 柳河,")
    assert codes(text) == ["E251"]


def test_a_parties_quantity_may_stand_as_a_side() -> None:
    text = changed("facts:\n", "facts:\n  area: {type: number, by: party}\n").replace("to: fund, amount: rate",
                                                                                      "to: area, amount: rate")
    assert good(text).types["area"] == Type("number", good(text).types["k0"].unit, (("party", ("upland", "valley")),))


@pytest.mark.parametrize(("text", "found"), [
    # one mistake, wherever else the thing is used, is one finding
    (changed("weight: {value: {CODMn: 0.5, TP: 0.5}", "weight: {value: {CODMn: 0.5, TP: 0_5}"), ["E116"]),
    (changed("at: ford, over: year, unit", "at: 9ford, over: year, unit"), ["E114"]),
    (changed("over: year, unit: mg/L", "over: yearly, unit: mg/L"), ["E114"]),
    (changed("confidence: published}\n  weight", "confidence: sure}\n  weight"), ["E117"]),
    (changed("settle: year", "settle: annual"), ["E117"]),
    (changed("{from: 2021, to: 2023}", "{from: 2021, too: 2023}"), ["E111"]),
    (changed("upstream: upland, downstream: valley}\n  weir", "upstream: 1, downstream: valley}\n  weir"), ["E114"]),
    (changed("  - id: wager\n", "  - id: wa ger\n"), ["E114"]),
    (changed("      - when: otherwise\n", "      - wen: otherwise\n"), ["E111"]),
    (changed("type: boolean", "type: bool"), ["E117"]),
    (changed("k0 * sum(weight", "k0 * sum(weight *"), ["E201"]),
    # two mistakes are two findings, in the order of the file
    (changed("settle: year", "settle: annual").replace("value: 0.9", "value: 0_9"), ["E117", "E116"]),
])
def test_one_mistake_is_reported_once(text: str, found: list[str]) -> None:
    assert codes(text) == found

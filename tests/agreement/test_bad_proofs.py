"""Every code of the proofs has a sound file that fails them, beside it the exact findings; mended, it has none."""

from __future__ import annotations

from pathlib import Path

import pytest

from ecoflow.agreement.loader import examine, examine_text, load
from ecoflow.agreement.model import Keyed
from ecoflow.diagnostics.codes import CODES
from ecoflow.proofs.prove import prove
from ecoflow.settlement.settle import Wish, settle
from ecoflow.standards.calendar import parse_period
from ecoflow.standards.gb3838 import WaterClass
from ecoflow.standards.units import parse_quantity

BAD = Path(__file__).parent.parent / "bad" / "proofs"
FILES = sorted(BAD.glob("*.yaml"))


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_the_findings_are_exactly_these(path):
    agreement, found = examine(path)
    assert found == ()
    found = [f"{f.place.line}:{f.place.column} {f.code} {f.message('en')} | {f.hint('en')}" for f in prove(agreement)]
    assert found == path.with_suffix(".txt").read_text("utf-8").splitlines()
    assert [line.split()[1] for line in found] == [path.stem[:4]]


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_a_chinese_reader_is_told_in_chinese(path):
    for finding in prove(load(path)):
        for text in (finding.message("zh"), finding.hint("zh")):
            assert any("\u4e00" <= c <= "\u9fff" for c in text), text


def test_every_code_of_the_proofs_has_a_case_and_every_case_its_findings():
    assert {p.stem[:4] for p in FILES} == {c for c in CODES if c[1:3] in {"50", "51"}}
    assert {p.stem for p in BAD.glob("*.txt")} == {p.stem for p in FILES}


ALLOWED = ("    source: paper\n", "    source: paper\n    allow: cleaner-pays-less\n")
CURES = [
    ("E501_one_number", "P < 1", "P <= 1"),
    ("E501_one_number", "P > 1", "otherwise"),
    ("E501_three_places", "0.998", "0.999"),          # with three places nothing lies between 0.999 and 1
    ("E501_full_precision", "P >= 1", "P > best"),
    ("E501_two_numbers", "P > 1 and N <= clear", "N <= clear"),
    ("E501_accident", "when: P > 1", "when: P > 1 or accident"),
    ("E501_class", "worse than", "at or worse than"),
    ("E501_class", "better than goal", "at or better than goal"),
    ("E501_two_quantities", "A > B", "A >= B"),
    ("E501_one_section", "weir: 0.15 mg/L", "weir: 0.1 mg/L"),
    ("E501_one_year", "2022: 0.95", "2022: 1"),
    ("E502_bound", ">= 1", "> 1"),
    ("E502_bound", "    choose:", "    first:"),
    ("E502_two_conditions", "when: P <= 1", "when: P <= 1 and not accident"),
    ("E502_one_year", "2022: 1.05", "2022: 1.0"),
    ("E502_three_cases", "half <= P <= 1", "half <= P < 1"),
    ("E503_shadowed", "half: {value: 0.5", "half: {value: 1.5"),
    ("E503_impossible", "P < 0", "P > 1"),
    ("E503_contradiction", "P > 1 and P <= 1", "P > 1"),
    ("W504_bound", "0.9995", "0.999"),
    ("E505_amount", "stake * (1 - P)", "stake * (1 - P), signed: true"),
    ("E505_amount", "stake * (1 - P)", '"max(stake * (1 - P), 0)"'),
    ("E505_amount", "    pay:", "    when: P <= 1\n    pay:"),
    ("E505_case", "best: {value: 0.9", "best: {value: 1"),
    ("E506_not_paid_out", "Fund}", "Fund, closes: carry}"),
    ("E506_unequal", "amount: less", "amount: whole * (less / whole) + (whole - less)"),
    ("E506_unequal", "90万元", "100万元"),
    ("E506_two_roundings", "amount: size}", "amount: fund}"),
    ("E506_debt", "min(out, stake)", "min(out, fund)"),
    ("E506_first_of_two", "0.5", "1"),
    ("E507_sides", *ALLOWED), ("E507_tiers", *ALLOWED), ("E507_award", *ALLOWED), ("E507_swapped_reward", *ALLOWED),
    ("E507_section", *ALLOWED),
    ("E507_tiers", "up to 100%: 150万元", "up to 100%: 50万元"),
    ("E507_tiers", "150万元, above: 75万元", "50万元, above: 25万元"),
    ("E507_award", "to: upland, amount: more", "to: upland, amount: stake"),
    ("E507_swapped_reward", "{I: 10万元, II: 20万元, III: 30万元", "{I: 30万元, II: 20万元, III: 10万元"),
    ("E507_section", "at or better than", "worse than"),
    ("E508_percent", "30%", "40%"), ("E508_percent", "30%, valley: 60%", "30, valley: 60"), ("E508_term", "45%", "50%"),
    ("W509_weights", "TP: 0.4", "TP: 0.5"),
    ("N510_divisor", "W / (W + W2)", '"if(W + W2 > 0, W / (W + W2), 0)"'),
    ("N511_choice", "C[weir] * C[ford] - limit * limit >= 0", "C[weir] * C[ford] >= limit * limit"),
]


@pytest.mark.parametrize(("stem", "old", "new"), CURES, ids=[f"{s} {n[:24]}" for s, _, n in CURES])
def test_mended_nothing_is_found(stem, old, new):
    text = (BAD / f"{stem}.yaml").read_text("utf-8")
    assert old in text
    agreement, found = examine_text(text.replace(old, new), f"{stem}.yaml")
    assert not any(f.severity == "error" for f in found), found
    assert prove(agreement) == ()


def run(stem, year="2021", **given):
    """What the file pays whom, by clause, for values worked out by hand from the finding; or why nothing."""
    given = {k: parse_quantity(v) if isinstance(v, str) else v for k, v in given.items()}
    found = settle(load(BAD / f"{stem}.yaml"), parse_period(year), None, Wish(given=given))
    problems = [p for p in found.problems if p.code[0] in "ES"]
    return [(p.code, p.details) for p in problems] or {p: int(n) if n.denominator == 1 else n for p, n in found.net.items()}


@pytest.mark.parametrize(("stem", "year", "given", "problem"), [
    ("E501_one_number", "2021", {"C": "0.2 mg/L"}, "no case holds"),           # 0.2 / 0.2 = 1
    ("E501_full_precision", "2021", {"C": "0.1999 mg/L"}, "no case holds"),    # 0.1999 / 0.2 = 0.9995
    ("E501_three_places", "2021", {"C": "0.1998 mg/L"}, "no case holds"),      # 0.999
    ("E501_accident", "2021", {"C": "0 mg/L", "accident": True}, "no case holds"),
    ("E501_class", "2021", {"grade": WaterClass.III}, "no case holds"),
    ("E501_two_quantities", "2021", {"A": "0 mg/L", "B": "0 mg/L"}, "no case holds"),
    ("E501_two_numbers", "2021", {"C": "0 mg/L", "N": "0"}, "no case holds"),
    ("E501_one_year", "2022", {"C": "0.195 mg/L"}, "no case holds"),           # 0.195 / 0.2 = 0.975
    ("E502_bound", "2021", {"C": "0.2 mg/L"}, "2 cases hold"),
    ("E502_two_conditions", "2021", {"C": "0 mg/L", "accident": True}, "2 cases hold"),
    ("E502_one_year", "2022", {"C": "0.205 mg/L"}, "2 cases hold"),            # 0.205 / 0.2 = 1.025
    ("E502_three_cases", "2021", {"C": "0.2 mg/L"}, "2 cases hold"),
])
def test_the_witness_of_a_choice_is_refused_by_the_settlement(stem, year, given, problem):
    ((code, details),) = run(stem, year, **given)
    assert code == "E407"
    assert details["problem"][1].startswith(problem)


def test_a_year_beside_the_one_of_the_witness_settles():
    assert run("E501_one_year", "2021", C="0.195 mg/L") == {"upland": 10**6, "valley": -10**6}
    assert run("E502_one_year", "2023", C="0.205 mg/L") == {"upland": -10**6, "valley": 10**6}


@pytest.mark.parametrize(("stem", "given", "code", "detail", "said"), [
    ("E505_amount", {"C": "2 mg/L"}, "E410", "amount", "CNY -9,000,000"),      # 1 million x (1 - 2 / 0.2)
    ("E505_case", {"C": "0.198 mg/L"}, "E410", "amount", "CNY -90,000"),       # 1 million x (0.9 - 0.99)
    ("E506_not_paid_out", {}, "E408", "left", "CNY 1,000,000"),
    ("E506_unequal", {}, "E408", "left", "CNY 100,000"),
    ("E506_two_roundings", {"size": "0.15元"}, "E408", "left", "CNY -0.01"),    # 0.04 + 0.10 - 0.15, to the even fen
    ("E506_debt", {"into": "0元", "out": "0.15元"}, "E426", "left", "CNY -0.15"),
    ("E506_first_of_two", {"C": "0.15 mg/L"}, "E408", "left", "CNY 1,000,000"),  # 0.75 is above a half, and not above 1
])
def test_the_witness_of_an_amount_or_a_pool_is_refused_by_the_settlement(stem, given, code, detail, said):
    assert [(c, d[detail][1]) for c, d in run(stem, **given)] == [(code, said)]


@pytest.mark.parametrize(("stem", "dirtier", "cleaner"), [
    ("E507_sides", {"C": "0.4 mg/L"}, {"C": "0.2 mg/L"}),
    ("E507_award", {"C": "0.4 mg/L"}, {"C": "0.2 mg/L"}),
    ("E507_tiers", {"fit": "0.05"}, {"fit": "0.525"}),                         # 95 % and 47.5 % are missed
    ("E507_swapped_reward", {"grade": WaterClass.II}, {"grade": WaterClass.I}),
])
def test_both_situations_of_a_reversal_pay_what_the_finding_says(stem, dirtier, cleaner):
    (finding,) = prove(load(BAD / f"{stem}.yaml"))
    more, less = (run(stem, **given)["upland"] for given in (dirtier, cleaner))
    assert more > less
    assert [finding.details[k][1] for k in ("more", "less")] == [f"CNY {n:,}" for n in (more, less)]


def test_a_division_that_has_no_value_stops_the_settlement():
    assert [c for c, _ in run("N510_divisor", W="0 m³", W2="0 m³")] == ["E409"]


def test_shares_that_are_all_zero_stop_the_settlement():
    everyone = {"upland": parse_quantity("10"), "valley": parse_quantity("10")}       # 10 is not below 5
    assert [c for c, _ in run("E512_quantity", score=Keyed("party", everyone))] == ["E412"]

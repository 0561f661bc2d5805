"""Gaps: Article 17, citations, confidence; each code has a bad file with its exact findings, each number its own case.

The files of E53x are known gaps that `poplar.yaml` is held against; the others are agreements.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from ecoflow.agreement.gap import STATES, is_worse
from ecoflow.agreement.gap_baseline import judge
from ecoflow.agreement.gaps import gap_findings, gap_line, gaps
from ecoflow.agreement.known_gaps import read_known, without, write_known
from ecoflow.agreement.law import is_unknown
from ecoflow.agreement.loader import examine, examine_text
from ecoflow.agreement.model import Words
from ecoflow.diagnostics.codes import CODES

HERE = Path(__file__).parent
POPLAR = (HERE / "poplar.yaml").read_text("utf-8")
FILES = sorted((HERE.parent / "bad" / "gaps").glob("*.yaml"))
CITED = ", source: paper, confidence: published"
KNOWN = {("N531", "articles.breach", "not-public"), ("N533", "terms.k0", "recalled")}


def agreement(text, name="poplar.yaml"):
    made, found = examine_text(text, name)
    assert found == ()
    return made


def changed(*pairs):
    text = POPLAR
    for old, new in pairs:
        assert text.count(old) == 1, old
        text = text.replace(old, new)
    return text


def triples(text):
    return {(g.code, g.subject, g.state) for g in gaps(agreement(text))}


def findings(path):
    if not path.stem.startswith("E"):
        made, found = examine(path)
        assert found == ()
        return gap_findings(made, gaps(made), notes=True)
    entries, found = read_known(path.read_text("utf-8"), str(path))
    made = agreement(POPLAR)
    judged = judge(entries, {"poplar": [(made, gaps(made))]}, frozenset())
    # what is wrong with the file is said first, by itself
    return tuple(found) or (*judged.new, *judged.stale, *judged.absent)


@pytest.mark.parametrize("path", FILES, ids=lambda p: p.stem)
def test_the_findings_are_exactly_these(path):
    found = [f"{f.place.line}:{f.place.column} {f.code} {f.message('en')} | {f.hint('en')}" for f in findings(path)]
    assert found == path.with_suffix(".txt").read_text("utf-8").splitlines()
    assert [f.code for f in findings(path)] == [path.stem[:4]]
    for finding in findings(path):
        assert all(re.search("[\u4e00-\u9fff]", text) for text in (finding.message("zh"), finding.hint("zh")))


def test_every_code_has_a_case():
    ours = {c for c in CODES if re.fullmatch("[EWN]53[0-9]", c)}
    assert {p.stem[:4] for p in FILES} == ours


def test_the_model_has_just_the_gaps_it_is_meant_to_have():
    assert triples(POPLAR) == KNOWN


@pytest.mark.parametrize(("cut", "left", "subject", "state"), [
    ("default: 0" + CITED, "default: 0", "facts.bonus.default", "no-citation"),
    ("over: 2018..2020" + CITED, "over: 2020", "measures.C0.over", "no-citation"),
    ("over: 2018..2020" + CITED, "over: previous 3 years, source: paper", "measures.C0.over", "no-confidence"),
    ("over: year, unit: mg/L", "over: year, unit: mg/L, valid: {days: 90%}", "measures.C.valid", "no-citation"),
    ("over: year, unit: mg/L", "over: year, unit: mg/L, round: {figures: 2}", "measures.C.round", "no-citation"),
    ("target: III" + CITED, "target: III, confidence: seed", "measures.fit.target", "no-source"),
    ("target: III" + CITED, "target: {2021: III, 2022: II, 2023: II}", "measures.fit.target", "no-citation"),
    ("{places: 3}" + CITED, "{step: 0.5}", "quantities.P.round", "no-citation"),
    ("money: {round: 1元" + CITED, "money: {round: 1元, source: paper", "money.round", "no-confidence"),
    ("works}]\n  source: paper", "works, confidence: published}]\n  source: paper",
     "monitoring.exempt.2021-07..2021-08", "no-source"),
    ("    confidence: derived", "    source: paper", "examples.a good year", "no-confidence"),
    ("    confidence: derived", "    confidence: seed", "examples.a good year", "no-source"),
])
def test_a_number_without_a_citation_is_a_gap(cut, left, subject, state):
    found = triples(changed((cut, left))) - KNOWN
    assert {t for t in found if t[0] == "W532"} == {("W532", subject, state)}


@pytest.mark.parametrize(("cut", "left"), [
    ("default: 0" + CITED, "default: 0, confidence: assumed"),
    ("    confidence: derived", "    confidence: assumed"),
    ("    confidence: derived", "    confidence: published\n    source: 公报"),
    ("over: year, unit: mg/L", "over: year, unit: mg/L, averaging: [], non_detect: zero, compare: full"),
    ("over: year, unit: mg/L", "over: year, unit: mg/L, round: evaluation"),
    ("over: 2018..2020" + CITED, "over: previous year"),
    ("money: {round: 1元" + CITED, "money: {mode: half-up"),
    ("{type: number, unit: 万元, default: 0" + CITED, "{type: number, unit: 万元"),
    ("works}]\n  source: paper\n  confidence: published", "works" + CITED + "}]\n  source: paper\n  confidence: published"),
])
def test_what_is_cited_assumed_or_no_number_needs_no_more(cut, left):
    assert {t for t in triples(changed((cut, left))) if t[0] == "W532"} == set()


def test_a_number_in_a_formula_is_the_gap_that_the_loader_warns_of():
    text = changed(("amount: stake + bonus", "amount: stake + bonus + 0.5 * stake"))
    made, found = examine_text(text, "poplar.yaml")
    (ours,) = (g for g in gaps(made) if g.code == "W301")
    assert (found, ours.subject, ours.state) == ((ours.finding,), "clauses.pay-in.0.5", "no-source")


@pytest.mark.parametrize(("zh", "en", "unknown"), [
    ("未见公布", "Not public", True), ("未见公布；按未达标不付", "Not public; taken as no payment", True),
    ("待定", "待定", True), ("协商", "not public", True), ("", "To be decided.", True),
    ("上游负责（细则未见公布）", "Upstream answers (details not public)", False), ("无", "None", False),
    ("试点期，起止年份未见公布", "A pilot, its years not public", False),
    ("未见公布的事项另行商定", "Unknown rivers", False),
])
def test_an_item_that_only_says_it_is_unknown_states_nothing(zh, en, unknown):
    assert is_unknown(Words(zh, en)) is unknown


def test_the_line_counts_and_names_what_rests_on_less():
    made = agreement(POPLAR)
    assert gap_line(made, gaps(made), "en") == (
        "poplar: 1 entry rests on less than an official text (k0 recalled); --gaps lists them")
    assert gap_line(made, gaps(made), "zh") == "poplar：1 项不是读自正式文本（k0 未核实）；逐项见 --gaps"
    assert gap_line(made, (), "en") == ""


def test_states_are_ordered_from_the_least_to_the_worst():
    assert is_worse("N533", "assumed", "recalled")
    assert not is_worse("N533", "seed", "seed")
    assert not is_worse("W532", "no-source", "no-citation")
    assert all("published" not in states for states in STATES.values())


def baseline(*texts):
    made = [agreement(t) for t in texts]
    held = {}
    for one in made:
        held.setdefault(one.id, []).append((one, gaps(one)))
    return held


def test_a_new_file_holds_every_gap_and_reads_back_to_itself():
    odd = "examples.2022 年: '#a' \\ 优"
    held = baseline(changed(("    confidence: derived\n", ""), ("a good year", '"2022 年: \'#a\' \\\\ 优"')))
    text = write_known({k: [g for _, f in v for g in f] for k, v in held.items()})
    entries, found = read_known(text, "gaps.yaml")
    assert found == []
    assert {(e.code, e.subject, e.state.text) for e in entries} == {*KNOWN, ("W532", odd, "no-citation")}
    judged = judge(entries, held, frozenset())
    assert (judged.new, judged.stale) == ((), ())
    assert without(text, entries, frozenset(), {}) == text


def test_taking_out_leaves_everything_else_as_it_was_written():
    text = ("# head\n\npoplar: # ours\n  N531:\n    articles.breach: not-public # asked in 2025\n  N533:\n"
            "    terms.k0: 'assumed' # waiting\n    terms.stake: assumed\nold:\n  N533:\n    terms.k0: seed\n# end\n")
    entries, found = read_known(text, "gaps.yaml")
    assert found == []
    judged = judge(entries, baseline(POPLAR), frozenset())
    assert [f.code for f in judged.stale] == ["E535", "E535"]
    assert [(f.code, f.place.line) for f in judged.absent] == [("E532", 9)]
    assert without(text, entries, judged.closed, judged.bettered) == (
        "# head\n\npoplar: # ours\n  N531:\n    articles.breach: not-public # asked in 2025\n  N533:\n"
        "    terms.k0: recalled # waiting\nold:\n  N533:\n    terms.k0: seed\n# end\n")
    assert judge(entries, baseline(POPLAR), frozenset({"old"})).absent == ()


def test_a_heading_goes_with_its_last_entry():
    text = "poplar:\n  N533:\n    terms.stake: assumed\n  W532:\n    quantities.P.round: no-source\n\n# end\n"
    entries, _ = read_known(text, "gaps.yaml")
    judged = judge(entries, baseline(POPLAR), frozenset())
    assert without(text, entries, judged.closed, judged.bettered) == "\n# end\n"


def test_two_files_of_one_id_close_a_gap_only_together():
    clean = changed(("value: 0.9, source: paper, confidence: recalled", "value: 0.9" + CITED))
    entries, _ = read_known("poplar:\n  N531:\n    articles.breach: not-public\n  N533:\n    terms.k0: recalled\n", "g")
    assert judge(entries, baseline(POPLAR, clean), frozenset()).stale == ()
    assert [f.code for f in judge(entries, baseline(clean, clean), frozenset()).stale] == ["E535"]


def test_a_file_without_gaps_is_a_file():
    assert read_known("# none left\n", "g") == ((), [])
    assert write_known({}).startswith("# ")
    assert read_known(write_known({}), "g") == ((), [])

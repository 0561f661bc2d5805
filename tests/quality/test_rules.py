"""Every rule: its example shows it, its words are whole, and the reference is written from them."""

from __future__ import annotations

import re
from fractions import Fraction
from pathlib import Path
from string import Formatter

import pytest
from typer.testing import CliRunner

from ecoflow.cli.app import app
from ecoflow.observations.quality.rule import SEVERITIES, sentence
from ecoflow.observations.quality.rules import RULES
from ecoflow.observations.quality.targets import Target
from ecoflow.standards.indicators import INDICATORS

ROOT = Path(__file__).resolve().parent.parent.parent
TARGETS = (Target("willow", ("街口",), "TP", "III", Fraction("0.2")),)


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_the_example_shows_the_rule(rule, bench, read_rows, tmp_path):
    published = tmp_path / "published.csv"
    published.write_text("section,observed_at,class\n街口,2021-03-01 08:00,Ⅱ\n", "utf-8")
    asked = {"": {}, "agreement": {"targets": TARGETS}, "published": {"published": published}}[rule.needs]
    checked = bench.check(read_rows(rule.example), rule.id, **asked)
    (outcome,) = checked.outcomes
    assert outcome.count >= 1
    for lang in ("zh", "en"):
        told = sentence(rule, outcome.hits[0], lang)
        assert told
        assert "{" not in told


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_a_rule_is_told_in_both_languages(rule):
    assert rule.severity in SEVERITIES
    assert re.fullmatch("[a-z]+(-[a-z]+)*", rule.id)
    for zh, en in (rule.means, rule.says, (rule.zh, rule.en), *((t.zh, t.en) for t in rule.thresholds)):
        assert re.search(r"[\u4e00-\u9fff]", zh)
        assert not re.search(r"[\u4e00-\u9fff]", en)
    holes = [{name for _, name, _, _ in Formatter().parse(text) if name} for text in rule.says]
    assert holes[0] == holes[1]


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES)
def test_thresholds_are_exact_and_for_known_indicators(rule):
    for threshold in rule.thresholds:
        assert set(threshold.by) <= set(INDICATORS)
        for text in (threshold.default, *threshold.by.values()):
            assert not text or (Fraction(text) * 10**6).denominator == 1


def test_the_reference_is_what_the_rules_say():
    told = CliRunner().invoke(app, ["data", "rules", "--format", "md"]).stdout
    assert told == (ROOT / "docs/quality.md").read_text("utf-8"), "run make quality"
    assert all(f"## {name}\n" in told for name in RULES)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_rules_are_listed(lang):
    told = CliRunner().invoke(app, ["data", "rules", "--lang", lang]).stdout
    assert all(re.search(rf"^{name} ", told, re.MULTILINE) for name in RULES)

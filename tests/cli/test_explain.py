"""`ecoflow explain`: from the payment down to the single monitoring row."""

from __future__ import annotations

import pytest
from typer.testing import CliRunner

from ecoflow.cli.app import app

BLOCKS = """\
terms:
  rate: {zh: 单价, en: price, value: 100元/mg/L, source: plan, clause: 第三条, confidence: recalled}
  idle: {value: 5元, source: plan, confidence: published}
facts: {accident: {type: boolean, default: false}}
measures:
  c: {mean: TP, at: s1, over: year}
  grade: {class: [TP, pH], at: s1, over: year}
quantities: {P: {formula: rate * c, unit: 元, round: {places: 0}}}
clauses:
  - {id: a, when: not accident, pay: {from: up, to: down, amount: P}}
  - {id: b, when: grade worse than V, pay: {from: up, to: down, amount: idle}}
"""


@pytest.fixture
def room(make, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ECOFLOW_LANG", "en")
    (tmp_path / "river.yaml").write_text(make.text(BLOCKS), "utf-8")
    rows = make.every_month("0.2") + make.every_month("7", "pH")
    rows += [make.row("2013-03-17T08:30", "0.137", source="automatic"), make.row("2013-03-18T08:30", "0.04", flag="L"),
             make.row("2013-03-19T08:30", "9", flag="D"), make.row("2014-01-03", "0.1")]
    make.data(rows, to=tmp_path / "data")
    return tmp_path


def run(*arguments, period="2013"):
    return CliRunner().invoke(app, ["explain", "river.yaml", "--period", period, "--data", "data", *arguments])


def test_everything_reaches_the_rows(room):
    found = run()
    assert found.exit_code == 0
    lines = found.stdout.splitlines()
    assert lines[0] == "A river 2013"
    for wanted in ("2013-03-17 08:30  0.137 mg/L  automatic", "2013-03-18 08:30  0.04L mg/L  manual",
                   "2013-03-19 08:30  9D mg/L  manual"):
        assert any(line.rstrip().endswith(wanted) for line in lines), wanted
    # March: (0.2 + 0.137 + 0.02) / 3 = 0.119; the year (11 * 0.2 + 0.119) / 12 = 0.19325, 19 yuan
    text = found.stdout
    assert "2013-03: mean 0.119 mg/L, 3 samples (1 below detection, 1 not valid)" in text
    assert "0.19325 mg/L" in text
    assert "上游省 pays 下游省 19元" in text
    assert "方案, 第三条, recalled" in text


def test_a_class_shows_what_was_compared(room):
    text = run("--of", "grade").stdout
    assert "TP: mean 0.19325 mg/L, compared 0.193, class III" in text
    assert "2013-01: mean 7, 1 samples" in text
    assert "2013-01-05 10:00  7 1  manual" in text


def test_without_rows(room):
    assert "2013-03-17 08:30" not in run("--no-rows").stdout
    assert "2013-03: mean 0.119 mg/L" in run("--no-rows").stdout


def test_one_name(room):
    found = run("--of", "P")
    assert found.exit_code == 0
    assert found.stdout.startswith("P = ")
    assert "19.325" in found.stdout
    assert "rounded to" in found.stdout
    assert "2013-03-17 08:30  0.137 mg/L" in found.stdout
    measure = run("--of", "c", "--lang", "zh").stdout
    assert measure.startswith("c (mean)")
    assert "个样品" in measure
    assert run("--of", "rate").stdout.strip() == "rate = 100元/mg/L (price) — 方案, 第三条, recalled" or \
        run("--of", "rate").stdout.startswith("rate = 100")
    assert run("--of", "a").stdout.startswith("clause a")


def test_what_did_not_come_into_play(room):
    found = run("--of", "b")
    assert (found.exit_code, found.stdout) == (0, "b: does not come into play in this period\n")


def test_an_unknown_name(room):
    found = run("--of", "Q0")
    assert (found.exit_code, found.stdout) == (2, "")
    said = " ".join(found.stderr.replace("│", " ").split())
    assert "there is no 'Q0' in this agreement; known:" in said


def test_what_cannot_be_settled(room):
    found = run(period="2014")
    assert found.exit_code == 1
    assert "A river 2014: cannot be settled" in found.stdout
    assert "E401 s1 TP: no valid value in 2014-02 (no record at all)" in found.stdout
    for name in ("P", "a"):
        found = run("--of", name, period="2014")
        assert found.exit_code == 1
        assert "E401" in found.stdout, name
    found = run("--of", "c", period="2014")
    assert "2014-01: mean 0.1 mg/L" in found.stdout or "E401" in found.stdout


def test_a_period_outside_the_term(room):
    found = run(period="2015")
    assert found.exit_code == 1
    assert "E405 2015 is outside the term of the agreement, 2012-2014" in found.stdout


def test_several_periods_are_wrong_use(room):
    assert run(period="2012..2013").exit_code == 2


def test_given_facts_are_shown_as_given(room):
    (room / "facts.yaml").write_text("accident: true\n", "utf-8")
    found = run("--facts", "facts.yaml", "--of", "accident")
    assert (found.exit_code, found.stdout) == (0, "accident = yes (given)\n")


@pytest.mark.parametrize(("name", "period"), [("xinanjiang-1", "2013"), ("chishui-1", "2020"), ("luan-tianjin-1", "2017")])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_shipped_agreements_are_explained_whole(root, name, period, lang):
    found = CliRunner().invoke(app, ["explain", str(root / "agreements" / f"{name}.yaml"), "--period", period,
                                     "--data", str(root / "data"), "--lang", lang])
    assert found.exit_code == 0
    assert found.stdout.count("synthetic") > 20

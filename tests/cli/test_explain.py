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


DRAFT = "* the agreement is a draft; this is a trial\n"
LEANS = "* leans on 1 entry not published: price (recalled)\n"


def run(*arguments, period="2013"):
    return CliRunner().invoke(app, ["explain", "river.yaml", "--period", period, "--data", "data", *arguments])


def test_everything_reaches_the_rows(room):
    found = run()
    assert found.exit_code == 0
    lines = found.stdout.splitlines()
    assert lines[:3] == [DRAFT.strip(), LEANS.strip(), "A river 2013"]
    for wanted in ("2013-03-17 08:30  0.137 mg/L  automatic", "2013-03-18 08:30  <0.04 mg/L  manual",
                   "2013-03-19 08:30  9 mg/L (not valid: D)  manual"):
        assert any(line.rstrip().endswith(wanted) for line in lines), wanted
    # March: (0.2 + 0.137 + 0.02) / 3 = 0.119; the year (11 * 0.2 + 0.119) / 12 = 0.19325, 19 yuan
    text = found.stdout
    assert "2013-03: mean 0.119 mg/L, 3 samples (1 below detection, 1 not valid)" in text
    assert "0.19325 mg/L" in text
    assert "上游省 pays 下游省 CNY 19" in text
    assert "方案, 第三条, recalled" in text


def test_a_class_shows_what_was_compared(room):
    text = run("--of", "grade").stdout
    assert "TP: mean 0.19325 mg/L, compared 0.193, class III" in text
    assert "2013-01: mean 7, 1 sample (" in text
    assert "2013-01-05 10:00  7  manual" in text


def test_without_rows(room):
    assert "2013-03-17 08:30" not in run("--no-rows").stdout
    assert "2013-03: mean 0.119 mg/L" in run("--no-rows").stdout


def test_one_name(room):
    found = run("--of", "P")
    assert found.exit_code == 0
    assert found.stdout.startswith(f"{DRAFT}{LEANS}P = ")
    assert "19.325" in found.stdout
    assert "rounded to" in found.stdout
    assert "2013-03-17 08:30  0.137 mg/L" in found.stdout
    measure = run("--of", "c", "--lang", "zh").stdout
    assert measure.splitlines()[2] == "c（平均浓度）"
    assert "个样品" in measure
    assert run("--of", "rate").stdout == f"{DRAFT}{LEANS}rate = 100 m³·CNY/g (price) — 方案, 第三条, recalled\n"
    assert run("--of", "a").stdout.startswith(f"{DRAFT}{LEANS}clause a")


def test_what_did_not_come_into_play(room):
    found = run("--of", "b")
    assert (found.exit_code, found.stdout) == (0, f"{DRAFT}{LEANS}b: does not come into play in this period\n")


def test_an_unknown_name(room):
    found = run("--of", "Q0")
    assert (found.exit_code, found.stdout) == (2, "")
    said = " ".join(found.stderr.replace("│", " ").split())
    assert "there is no 'Q0' in this agreement; known:" in said


def test_what_cannot_be_settled(room):
    found = run(period="2014")
    assert found.exit_code == 1
    assert "A river 2014: cannot be settled" in found.stdout
    assert "E401 一号断面 TP: no valid value in 2014-02 (no record at all)" in found.stdout
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
    assert (found.exit_code, found.stdout) == (0, f"{DRAFT}accident = yes (given)\n")


@pytest.mark.parametrize(("name", "period"), [("xinanjiang-1", "2013"), ("chishui-1", "2020"), ("luan-tianjin-1", "2017")])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_shipped_agreements_are_explained_whole(root, name, period, lang):
    found = CliRunner().invoke(app, ["explain", str(root / "agreements" / f"{name}.yaml"), "--period", period,
                                     "--data", str(root / "data"), "--lang", lang])
    assert found.exit_code == 0
    assert found.stdout.count({"zh": "合成数据", "en": "synthetic"}[lang]) > 20


COUNTY = """\
terms: {stake: {zh: 每月金额, value: 200万元, source: plan, confidence: published}}
measures:
  c: {zh: 月均类别, class: [TP, CODMn], at: [s1], over: year, by: month, valid: {months: 11}}
  worst: {mean: TP, at: s1, over: year, valid: {months: 11}}
quantities: {scaled: {formula: stake * 2, unit: 元}}
clauses:
  - id: c
    for_each: [section, month]
    choose:
      - {when: c worse than II, pay: {from: up, to: down, amount: scaled}}
      - {when: otherwise}
  - id: w
    choose:
      - {when: worst <= 0.1 mg/L, pay: {from: down, to: up, amount: stake}}
      - {when: worst > 2 mg/L, pay: {from: up, to: down, amount: stake}}
      - {when: otherwise}
"""


@pytest.fixture
def county(make, tmp_path, monkeypatch):
    """April is missing, May is worse than II; TP is 0.05 but 0.25 in May, CODMn 2 all year."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ECOFLOW_LANG", "en")
    (tmp_path / "river.yaml").write_text(make.text(COUNTY), "utf-8")
    rows = make.every_month("0.05") + make.every_month("2", "CODMn")
    rows = [r for r in rows if (r["indicator"], r["observed_at"].month) not in {("TP", 4), ("TP", 5)}]
    rows += [make.row("2013-05-05", "0.25"), make.row("2013-05-06", "0.128", flag="DEL"),
             make.row("2013-05-07", None, flag="D"), make.row("2013-05-08", None)]
    make.data(rows, to=tmp_path / "data")
    return tmp_path


def branch(text, head):
    """A line that begins so and what hangs under it."""
    lines = text.splitlines()
    first = next(n for n, line in enumerate(lines) if line.lstrip("│├└─ ").startswith(head))
    depth = len(lines[first]) - len(lines[first].lstrip("│├└─ "))
    inside = (n for n in range(first + 1, len(lines)) if len(lines[n]) - len(lines[n].lstrip("│├└─ ")) <= depth)
    return lines[first:next(inside, len(lines))]


def test_a_repeated_clause_shows_each_month_alone(county):
    text = run().stdout
    # 11 months of two series: each with its rows once, and the yearly mean; never 12 x 12
    assert len(text.splitlines()) < 200
    may = branch(text, "clause c.1 [一号断面, 2013-05]")
    assert {line[n:n + 7] for line in may for n in range(len(line)) if line[n:].startswith("2013-")} == {"2013-05"}
    june = branch(text, "clause c.2 [一号断面, 2013-06]")
    assert not any("2013-05" in line for line in june)
    assert "2013-06 2013-06" not in text
    assert any(line.endswith("一号断面 2013-05 = IV") for line in may)
    assert any("TP: mean 0.25 mg/L, compared 0.250, class IV" in line for line in may)
    assert any("CODMn: mean 2 mg/L, compared 2.0, class I" in line for line in may)
    assert any(line.endswith("上游省 pays 下游省 CNY 4,000,000") for line in may)
    assert "2013-04" not in "".join(may)


def test_what_falls_out_is_said_at_the_head(county):
    assert ("* 一号断面 TP: too little data in 2013-04; left out, as the agreement's validity rule allows"
            in run().stdout.splitlines()[:3])


def test_rows_say_what_they_are(county):
    text = run().stdout
    for wanted in ("2013-05-05 10:00  0.25 mg/L  manual", "2013-05-06 10:00  0.128 mg/L (not valid: DEL)  manual",
                   "2013-05-07 10:00  no value, flag D  manual", "2013-05-08 10:00  no value  manual"):
        assert wanted in text
    assert "无值，标记 D" in run("--lang", "zh").stdout


def test_otherwise_says_what_failed(county):
    # (10 * 0.05 + 0.25) / 11 = 0.0681818; so raise the first bound out of reach
    file = county / "river.yaml"
    file.write_text(file.read_text("utf-8").replace("worst <= 0.1", "worst <= 0.01"), "utf-8")
    found = [line.strip("│├└─ ") for line in branch(run().stdout, "clause w.3")]
    assert found[1] == "no other case holds"
    assert "worst ≤ 0.01 mg/L (0.0681818… mg/L ≤ 0.01 mg/L: no)" in found
    assert "worst > 2 mg/L (0.0681818… mg/L > 2 mg/L: no)" in found


def test_in_full_once_then_as_above(county):
    text = run().stdout
    assert text.count("stake = CNY 2,000,000 (每月金额) — 方案") == 1
    assert "stake = CNY 2,000,000 (as above)" in text
    assert "（同上）" in run("--lang", "zh").stdout


def test_a_name_of_a_clause_and_a_measure_shows_both(county):
    text = run("--of", "c").stdout
    assert "clause c.1 [一号断面, 2013-05]" in text
    assert "c (月均类别; water-quality class)" in text


def test_chinese_has_no_english_words(county):
    text = run("--lang", "zh").stdout
    for word in ("mean", "class ", "published", "recalled", "s1", "TP", "manual", "sample", "CODMn"):
        assert word not in text, word
    assert "上游省 付给 下游省 400万元" in text


def test_an_undecided_choice_is_explained_where_it_stands(county):
    file = county / "river.yaml"
    text = file.read_text("utf-8").replace("worst <= 0.1", "worst <= 0.01").replace("      - {when: otherwise}\n", "")
    file.write_text(text.replace("c worse than II,", "c worse than I,"), "utf-8")
    found = run("--lang", "zh")
    assert found.exit_code == 1
    line = next(n for n, written in enumerate(file.read_text("utf-8").splitlines(), 1) if "worst <= 0.01" in written)
    assert "E407 条款 'w'：没有一种情形成立，应恰有一种：worst ≤ 0.01 mg/L（" in found.stdout
    assert "（0.0681818… mg/L ≤ 0.01 mg/L：否）；worst > 2 mg/L（" in found.stdout
    assert f"river.yaml:{line}:9" in found.stdout

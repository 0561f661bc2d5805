"""What counted month by month, and the table of what is missing that one can send: exact rows, both languages."""

from __future__ import annotations

import csv
import io
import json

import pytest
from typer.testing import CliRunner

from ecoflow.cli.app import app
from ecoflow.report.account import account, as_json
from ecoflow.report.html import to_html
from ecoflow.report.markdown import to_markdown
from ecoflow.report.missing import missing_csv
from ecoflow.report.names import names_of

TEXT = """\
measures: {C: {mean: [TP, NH3N], at: s1, over: year, unit: mg/L}}
quantities: {x: {formula: max(C over indicator), unit: mg/L}}
terms: {stake: {value: 1亿元, source: plan, confidence: published}}
clauses: [{id: yearly, when: x > 0 mg/L, pay: {from: down, to: up, amount: stake}}]
"""
RULES = "monitoring: {prevails: [joint, manual], joint: {tolerance: 20%, agreed: mean}, by: 省监测中心}\n"
HEAD = ["协议", "结算期", "断面", "指标", "时段", "情况", "可由谁提供", "如何解决"]


def rows(make, *, dispute=True):
    """Joint TP all year (July apart when in dispute, decided in August), NH3N by hand without March and April."""
    found = []
    for m in range(1, 13):
        day = f"2013-{m:02d}-05"
        found.append(make.row(day, "0.2", source="joint:up"))
        found.append(make.row(day, {7: "0.5" if dispute else "0.2", 8: "0.9"}.get(m, "0.2"), source="joint:down"))
        if m not in {3, 4} or not dispute:
            found.append(make.row(day, "0.5", "NH3N"))
    return [*found, make.row("2013-08-05", "0.3", source="joint:reserve"), make.row("2013-09-09", "0.7")]


@pytest.fixture(scope="module")
def open_one(make):
    return make.settled(make.agreement(RULES + TEXT), data=rows(make))


def shown(settlement, lang, *, whole=False):
    table = account(settlement, names_of(settlement.agreement, lang), whole=whole)
    return [c.title for c in table.columns], [[c.text for c in row] for row in table.rows]


def test_every_month_says_its_source_what_was_not_used_and_why(open_one):
    columns, found = shown(open_one, "en")
    assert columns == ["Section", "Indicator", "Month", "Valid samples", "Source used", "Sources not used",
                       "Joint samples open", "Counts", "What was found"]
    told = {(r[1], r[2]): r[3:] for r in found}
    assert told["total phosphorus", "2013-06"] == ["1", "joint", "", "", "yes", ""]
    assert told["total phosphorus", "2013-07"] == [
        "0", "", "", "1", "no",
        "joint monitoring in dispute (2013-07-05 10:00 上游省 0.2 mg/L, 下游省 0.5 mg/L, 42.86% apart, 20% allowed)"]
    assert told["total phosphorus", "2013-08"] == [
        "1", "joint", "", "", "yes", "1 decided by the reserve sample or a value agreed on"]
    assert told["total phosphorus", "2013-09"] == ["1", "joint", "manual", "", "yes", ""]
    assert told["ammonia nitrogen", "2013-03"] == ["0", "", "", "", "no", "no valid value (no record at all)"]
    assert len(found) == 24


def test_days_and_exempt_days_stand_where_they_are_known(make):
    rule = "monitoring: {averaging: [day, month], exempt: [{from: 2013-02-01, to: 2013-02-10, reason: ice}]}\n"
    late = [make.row("2013-02-20", "0.2"), make.row("2013-02-21", "0.5", "NH3N")]
    found = make.settled(make.agreement(rule + TEXT),
                         data=[*make.every_month("0.2"), *make.every_month("0.5", "NH3N"), *late])
    columns, lines = shown(found, "zh")
    assert columns == ["断面", "指标", "月份", "有效样品", "有效天数", "采用来源", "豁免天数", "是否计入"]
    assert lines[1] == ["一号断面", "总磷", "2013-02", "1", "1/18", "手工监测", "10", "计入"]


def test_a_plain_series_stands_in_the_tables_by_month_alone(make):
    plain = make.settled(make.agreement(TEXT), data=[*make.every_month("0.2"), *make.every_month("0.5", "NH3N")])
    assert account(plain, names_of(plain.agreement, "en")) is None
    assert len(shown(plain, "en", whole=True)[1]) == 24


def test_json_has_every_month(open_one):
    july = next(m for m in as_json(open_one) if (m["indicator"], m["month"]) == ("TP", "2013-07"))
    assert july == {"measures": ["C"], "section": "s1", "indicator": "TP", "month": "2013-07", "samples": 0, "days": None,
                    "sources": [], "unused": [], "exempt_days": 0, "in_dispute": 1, "counts": False, "why": "E431"}


def test_the_papers_carry_the_account_and_who_can_supply(open_one):
    for paper in (to_markdown(open_one, "zh"), to_html(open_one, "zh")):
        assert "逐月数据认定" in paper
        assert "可由谁提供" in paper
        assert "省监测中心" in paper


def test_the_table_to_send(open_one):
    text = missing_csv(open_one, "zh")
    assert text.startswith("\ufeff")
    assert text.count("\r\n") == text.count("\n") == 3
    assert list(csv.reader(io.StringIO(text.removeprefix("\ufeff")))) == [
        HEAD,
        ["某江协议", "2013", "一号断面", "氨氮", "2013-03 至 2013-04", "无有效数据（无任何记录）", "省监测中心",
         "向监测单位补取该月数据，或由双方按协议认定豁免"],
        ["某江协议", "2013", "一号断面", "总磷", "2013-07",
         "联合监测有争议（2013-07-05 10:00 上游省 0.2 mg/L，下游省 0.5 mg/L，相差 42.86%，允许 20%）", "上游省、下游省",
         "共同测定备样，以来源 joint:reserve 录入；或双方商定结果，以来源 joint:agreed 录入"],
    ]


def supplied(make, rules, **changes):
    found = make.settled(make.agreement(rules + TEXT, **changes), data=rows(make))
    return [r[6] for r in csv.reader(io.StringIO(missing_csv(found, "en")))][1:]


def test_who_can_supply(make):
    joint = "monitoring: {prevails: [joint, manual], joint: {tolerance: 50%, agreed: mean}"
    assert supplied(make, f"{joint}}}\n") == ["the agreement does not say who monitors"]
    assert supplied(make, f"{joint}, by: third}}\n") == ["第三省"]
    own = {"known_as: [一号]": "known_as: [一号], monitored_by: {zh: 总站, en: National centre}"}
    assert supplied(make, f"{joint}, by: third}}\n", **own) == ["National centre"]
    # of a joint sample that one side has not supplied, that side
    one = [r for r in rows(make, dispute=False) if (r["source"], f"{r['observed_at']:%m}") != ("joint:up", "05")]
    found = make.settled(make.agreement(RULES + TEXT), data=one)
    (_, row) = csv.reader(io.StringIO(missing_csv(found, "en")))
    assert (row[4], row[6], row[7]) == ("2013-05", "上游省", "上游省 can supply it, as source joint:up")


def test_a_fact_that_is_missing_stands_in_the_table_too(make):
    text = TEXT.replace("when: x > 0 mg/L", "when: x > 0 mg/L and flood") + "facts: {flood: {type: boolean}}\n"
    found = make.settled(make.agreement(RULES + text), data=rows(make, dispute=False))
    (_, row) = csv.reader(io.StringIO(missing_csv(found, "en")))
    assert row[5] == "the fact 'flood' (flood) is not given"


def test_no_cell_starts_a_formula(make):
    found = make.settled(make.agreement(RULES + TEXT, **{"zh: 一号断面": "zh: '=1+1'"}), data=rows(make))
    cells = [cell for row in csv.reader(io.StringIO(missing_csv(found, "en"))) for cell in row]
    assert "'=1+1" in cells
    assert not any(cell[:1] in set("=+-@\t\r") for cell in cells)


def test_settle_writes_the_table_beside_the_reports_and_takes_it_away_when_nothing_is_missing(make, tmp_path):
    file = tmp_path / "river-1.yaml"
    file.write_text(make.text(RULES + TEXT), "utf-8")

    def settle(data, *options):
        return CliRunner().invoke(app, ["settle", str(file), "--period", "2013", "--data", str(make.data(data)),
                                        "--out", str(tmp_path / "out"), "--lang", "en", *options])

    table = tmp_path / "out" / "river-1-2013-missing.csv"
    assert settle(rows(make)).exit_code == 1
    first = table.read_bytes()
    assert first.startswith(b"\xef\xbb\xbf")
    settle(rows(make))
    assert table.read_bytes() == first
    done = settle(rows(make, dispute=False), "--details")
    assert done.exit_code == 0
    assert not table.exists()
    assert "What counted, month by month" in done.stdout
    assert "1 decided by the reserve sample" in done.stdout
    assert len(json.loads(settle(rows(make, dispute=False), "--json").stdout)["months"]) == 24

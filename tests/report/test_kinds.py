"""What papers and explanations say of extremes, totals, limits, weeks and years before."""

from __future__ import annotations

import pytest

from ecoflow.report.compose import compose
from ecoflow.report.labels import period_words, window_words
from ecoflow.report.markdown import to_markdown
from ecoflow.settlement.explain import Explanation

TEXT = (
    "terms: {stake: {value: 1万元, source: plan, confidence: published}}\n"
    "measures:\n"
    "  peak: {max: TP, at: s1, by: month}\n"
    "  C: {mean: TP, at: s1, by: month}\n"
    "  before: {mean: TP, at: s1, over: previous year, by: month}\n"
    "  weekly: {mean: TP, at: s1, by: week, valid: {days: 3%}}\n"
    "  long: {mean: TP, at: s1, over: previous 2 years}\n"
    "  allow: {limit: TP, at: s1, target: II}\n"
    "  waste: {total: WASTE, at: s1, unit: t, valid: {months: 1}}\n"
    "clauses:\n"
    "  - {id: over, for_each: [month], when: peak > allow, "
    "pay: {from: up, to: down, amount: 'stake * exceedance(peak, allow)'}}\n"
    "  - {id: rest, pay: {from: up, to: down, "
    "amount: 'stake * (mean(C / before) + mean(weekly) / long + waste / waste)'}}\n"
)


@pytest.fixture(scope="module")
def settled(make):
    rows = [r for y in (2011, 2012, 2013) for r in make.every_month(f"0.0{y - 2005}", year=y)]
    rows += [make.row("2013-05-20", "0.25"), make.row("2013-12-31T23:00", "1.5", "WASTE", unit="t")]
    found = make.settled(make.agreement(TEXT), "2013", rows)
    assert found.settled, found.problems
    return found


def lines(found, lang="zh"):
    return [line for line in to_markdown(found, lang).splitlines() if line]


def test_the_papers_show_the_true_days_of_the_year_before(settled):
    assert "| before | 一号断面，2013年1月 | 2012年1月 | 0.07 mg/L |  |" in lines(settled)
    assert "| C | 一号断面，2013年1月" not in "".join(lines(settled))  # stands in the table by month


def test_weeks_limits_and_windows_by_name(settled):
    said = lines(settled)
    assert "| weekly | 一号断面 | 2013年第1周 | 0.08 mg/L |  |" in said
    assert "| allow | 一号断面 | 2013年 | 0.1 mg/L | Ⅱ类限值 |" in said
    assert "| long | 一号断面 | 2011–2012年 | 0.065 mg/L |  |" in said
    assert any(line.startswith("| long | 平均浓度，总磷，一号断面，此前2年 |") for line in said)
    assert any(line.startswith("| allow | 标准限值，总磷，一号断面，Ⅱ |") for line in said)
    assert any("| limit of class II |" in line for line in lines(settled, "en"))


def test_the_tables_by_month_show_what_was_taken(settled):
    said = lines(settled)
    assert sum("月最高值（mg/L）" in line for line in said) == 1
    assert "| 2013-05 | 0.25 | 2 | 0 | 0 |" in said
    assert "| 2013-05 | 0.165 | 2 | 0 | 0 |" in said
    assert sum("月累计量（t）" in line for line in said) == 1
    charts = [s.chart for s in compose(settled, "zh").series if s.chart]
    assert "一号断面 总磷逐月最高值" in {c.title for c in charts}
    highest = next(c for c in charts if c.title == "一号断面 总磷逐月最高值")
    assert "allow" in highest.desc


def test_the_defaults_that_applied_are_named(settled):
    rules = [n.about["rule"] for n in settled.notes if n.code == "N401"]
    # `waste` states its validity; the weeks have a mean of their own
    assert rules == ["extremes", "non_detect", "valid", "from", "averaging", "averaging of parts"]


def told(step):
    yield step.text
    for under in step.under:
        yield from told(under)


def test_the_explanation_names_days_and_what_they_stand_for(settled):
    explained = Explanation(settled, "en")
    before, weekly, peak, allow = (list(told(explained.name(n))) for n in ("before", "weekly", "peak", "allow"))
    assert before[1] == "一号断面 2012-01 (as 2013-01) = 0.07 mg/L"
    assert weekly[:2] == ["weekly (mean concentration)", "一号断面 2013-W01 = 0.08 mg/L"]
    assert weekly[2:5] == ["一号断面 TP 2013-W01: 1 sample", "2012-12-31: no value",
                           "2013-01-01..2013-01-06: mean 0.08 mg/L, 1 sample (0 below detection, 0 not valid)"]
    assert "一号断面 TP 2013-05: highest value 0.25 mg/L, 2 samples (0 below detection, 0 not valid)" in peak
    assert allow == ["allow (limit of GB 3838)", "一号断面 2013 = 0.1 mg/L (limit of class II)"]


@pytest.mark.parametrize(("name", "zh"), [
    ("2024-W05", "2024年第5周"), ("2013-01-28..2013-01-31", "2013-01-28 至 2013-01-31")])
def test_periods_as_people_say_them(name, zh):
    assert period_words(name, "zh") == zh


def test_windows_as_people_say_them():
    assert window_words("previous 3 years", "zh") == "此前3年"
    assert window_words("previous 3 years", "en") == "previous 3 years"
    assert window_words("previous year", "zh") == "上年同期"


FLOWS = ("terms: {{k: {{value: 1元/m³, source: plan, confidence: published}}}}\n"
         "measures: {{W: {{volume: Q, at: s1, {over}}}}}\n"
         "clauses: [{{id: a, pay: {{from: up, to: down, amount: 'k * sum(W over {dims})'}}}}]\n")


def flows(make, over, years, dims="week", period="2013", *, without=""):
    rows = [r for y in years for r in make.every_day(year=y) if str(r["observed_at"])[:10] != without]
    return make.settled(make.agreement(FLOWS.format(over=over, dims=dims)), period, rows)


def test_what_weeks_lack_beyond_the_year_is_listed(make):
    # 2013-W01 begins on 31 December 2012; 2014-W01 on 30 December 2013
    found = flows(make, "by: week", (2013,))
    assert [(p.code, p.about["month"]) for p in found.problems] == [("E416", "2013-W01")]
    assert [line for line in lines(found) if "2013-W01" in line][-1] == (
        "| 一号断面 | 流量 | 2013-W01 | 一号断面 流量：2013-W01 有 6 天有流量，共 7 天 |")
    found = flows(make, "over: 2013..2014, by: [year, week]", (2013, 2014), "year, week")
    assert [p.about["month"] for p in found.problems] == ["2013-W01"]
    assert flows(make, "by: week", (2012, 2013)).net["down"] == 52 * 7 * 86_400
    found = flows(make, "by: week", (2012, 2013), without="2013-12-30")
    assert [(p.code, p.about["month"]) for p in found.problems] == [("E416", "2013-12")]


def test_contradicting_values_beyond_the_year_are_listed(make):
    agreement = make.agreement("terms: {k: {value: 1元/(mg/L), source: plan, confidence: published}}\n"
                               "measures: {C: {mean: TP, at: s1, by: week}}\n"
                               "clauses: [{id: a, for_each: [week], pay: {from: up, to: down, amount: k * C}}]\n")
    rows = [*make.every_day("0.1", "TP", year=2014), make.row("2013-12-30", "1"), make.row("2013-12-30", "2")]
    found = make.settled(agreement, "2014", rows)
    assert [(p.code, p.about["month"]) for p in found.problems] == [("E315", "2013-12")]
    assert any("2013-12" in line for line in lines(found))

"""Markdown, HTML, plain text and the terminal, from settlements whose numbers were worked out by hand."""

from __future__ import annotations

import io
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
from rich.console import Console

from ecoflow.cli.tables import print_overview, print_settlement
from ecoflow.report.compose import compose
from ecoflow.report.html import to_html
from ecoflow.report.markdown import escape, to_markdown
from ecoflow.report.text import to_text, width
from ecoflow.settlement.settle import Wish
from ecoflow.standards.units import parse_quantity

HERE = Path(__file__).parent
WAGER = (HERE / "wager.yaml").read_text("utf-8")
POOLED = (HERE / "pooled.yaml").read_text("utf-8")
LANGS = ("zh", "en")
VOID = {"meta", "br", "link", "img", "input", "hr"}
def year(number: int, text: str, indicator: str = "TP", section: str = "gate") -> dict[tuple[str, str, str], str]:
    """The same value in every month of a year."""
    return {(section, indicator, f"{number}-{month:02d}"): text for month in range(1, 13)}


MET = year(2010, "0.04") | year(2013, "0.03")
"""P = 0.5 × 0.03 ÷ 0.04 = 0.375."""
GAP = {k: v for k, v in MET.items() if k[2] not in {"2013-07", "2013-08", "2013-11"}}


@pytest.fixture
def make(settled):
    """Settle the wager, or another text or other values."""
    return lambda text=WAGER, values=MET, period="2013", **other: settled(text, values, period, **other)


class Page(HTMLParser):
    """A page's tags, their balance, attributes and text."""

    def __init__(self, text: str) -> None:
        super().__init__(convert_charrefs=True)
        self.open: list[str] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.text = ""
        self.feed(text)
        self.close()
        assert self.open == []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))
        if tag not in VOID:
            self.open.append(tag)

    def handle_startendtag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_endtag(self, tag):
        assert self.open.pop() == tag

    def handle_data(self, data):
        if not self.open or self.open[-1] != "style":
            self.text += data

    def all(self, tag):
        return [attributes for name, attributes in self.tags if name == tag]


def papers(settlement, lang):
    out = io.StringIO()
    print_settlement(settlement, lang, Console(file=out, width=200))
    return {"html": Page(to_html(settlement, lang)).text, "md": to_markdown(settlement, lang),
            "text": to_text(settlement, lang), "terminal": out.getvalue()}


def test_the_verdict_by_hand(make):
    # P = 0.5 × 0.03 ÷ 0.04 = 0.375: the lower side pays 6000万元, the centre 1234.56元
    zh, en = compose(make(), "zh"), compose(make(), "en")
    assert zh.verdict.sentence == "上游省应收 60,001,234.56元"
    assert zh.verdict.lines == ("下游省付 6,000万元", "中央付 1,234.56元", "对赌：达标，指数 0.375 ≤ 1 且 非重大事故（否）")
    assert en.verdict.sentence == "Upland receives CNY 60,001,234.56"
    assert en.verdict.lines[0] == "Lowland pays CNY 60,000,000"


def test_two_parties_are_one_sentence(make):
    alone = WAGER[: WAGER.index("  - {id: grant")].replace("  grant: {", "  # ")
    assert compose(make(alone), "zh").verdict.sentence == "下游省应向上游省支付 6,000万元"
    worse = year(2010, "0.01") | year(2013, "0.03")  # P = 1.5
    assert compose(make(alone, worse), "en").verdict.sentence == "Upland pays Lowland CNY 60,000,000"


def test_the_index_shows_words_numbers_and_both_values(make):
    index = compose(make(values=year(2010, "0.03") | year(2013, "0.05")), "zh").indices[0]  # 0.5 × 5/3 = 5/6
    assert index.title == "指数"
    assert index.formula == "稳定系数 × Σ(年均值 ÷ 基准)"
    working, exact, final = (cell.text for cell in index.table.rows[0])
    assert working == "0.5 × 0.05 mg/L ÷ 0.03 mg/L [总磷]"
    assert (exact, final) == ("5/6 ≈ 0.833333", "0.833")


def test_the_clause_that_held_and_the_case_that_did_not(make):
    wager, grant = compose(make(), "zh").clauses
    assert wager.quote == "指数不大于一由下游付"
    assert wager.held[0].title == "达标"
    assert wager.held[0].condition == "指数 ≤ 1 且 非重大事故"
    assert wager.held[0].numbers == "0.375 ≤ 1 且 非重大事故（否）"
    assert wager.held[0].payments == ("下游省 → 上游省：6,000万元",)
    assert wager.idle == ("未达标：不成立：0.375 > 1 或 重大事故（否）",)
    # the term called `grant` does not lend its name to the clause of the same id
    assert grant.title == "补助款"
    assert grant.held[0].amounts == ("金额 = 补助 = 1,234.56元",)


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("paper", ["html", "md", "text", "terminal"])
def test_every_payment_and_party_is_on_every_paper(make, lang, paper):
    said = papers(make(), lang)[paper]
    amounts = ("6,000万元", "1,234.56元") if lang == "zh" else ("CNY 60,000,000", "CNY 1,234.56")
    names = ("上游省", "下游省", "中央") if lang == "zh" else ("Upland", "Lowland", "Centre")
    for expected in (*amounts, *names):
        assert expected in said


@pytest.mark.parametrize("lang", LANGS)
def test_the_page_is_whole_accessible_and_self_contained(make, lang):
    text = to_html(make(), lang)
    page = Page(text)
    assert text.startswith("<!DOCTYPE html>")
    assert page.all("html")[0]["lang"] == {"zh": "zh-CN", "en": "en"}[lang]
    assert not page.all("script")
    assert not page.all("link")
    assert not any(key in attributes for _, attributes in page.tags for key in ("src", "href", "onclick", "style"))
    assert "http" not in text
    assert "url(" not in text
    assert "@import" not in text
    assert len(page.all("table")) == len(page.all("caption"))
    assert all(th.get("scope") in {"col", "row"} for th in page.all("th"))
    drawings = [a for a in page.all("svg") if a.get("role") == "img"]
    ids = {a["id"] for _, a in page.tags if "id" in a}
    assert len(drawings) == 2
    assert all(set((a["aria-labelledby"] or "").split()) <= ids for a in drawings)
    assert len(ids) == sum("id" in a for _, a in page.tags)


@pytest.mark.parametrize("lang", LANGS)
def test_the_verdict_stands_before_the_data(make, lang):
    view, text = compose(make(), lang), to_html(make(), lang)
    verdict = text.index(view.verdict.sentence)
    assert verdict < text.index("<table")
    assert verdict < text.index("2013-01")
    assert to_markdown(make(), lang).index(view.verdict.sentence) < to_markdown(make(), lang).index("|")


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("write", [to_html, to_markdown, to_text])
def test_the_same_settlement_is_the_same_bytes(make, lang, write):
    assert write(make(), lang) == write(make(), lang)


@pytest.mark.parametrize("lang", LANGS)
def test_where_the_file_stood_is_on_no_paper(make, lang):
    assert all("private" not in said for said in papers(make(), lang).values())


def test_no_chinese_is_left_on_an_english_page_but_in_titles_of_sources(make):
    said = Page(to_html(make(), "en")).text.replace("甲江补偿协议文本", "").replace("第九条", "")
    assert not re.search("[\u4e00-\u9fff]", said)


HOSTILE = (WAGER.replace('en: "River A agreement"', 'en: "<script>alert(1)</script>"')
           .replace("en: Upland", """en: 'Up"land <b>'""").replace("en: Lowland", "en: 'Low|land [red] *x*'"))


def test_hostile_text_stays_text_on_the_page(make):
    text = to_html(make(HOSTILE), "en")
    page = Page(text)
    assert not page.all("script")
    assert not page.all("b")
    assert "<script>alert(1)</script>" in page.text
    assert 'Up"land <b>' in page.text


def test_hostile_text_stays_text_in_markdown_and_on_the_terminal(make):
    said = papers(make(HOSTILE), "en")
    assert "<" not in said["md"].replace("&lt;", "")
    assert "Low\\|land \\[red\\] \\*x\\*" in said["md"]
    assert "Low|land [red] *x*" in said["terminal"]
    rows = [line for line in said["md"].splitlines() if line.startswith("| ") and "Low" in line]
    assert all(len(re.findall(r"(?<!\\)\|", row)) in {5, 6} for row in rows)


@pytest.mark.parametrize(("text", "expected"), [
    ("a|b", "a\\|b"), ("1. one", "1\\. one"), ("- x", "\\- x"), ("+4亿元", "+4亿元"), ("a\nb", "a b"),
    ("a & <b>", "a &amp; &lt;b&gt;"),
    ("\\|", "\\\\\\|"), ("`x`", "\\`x\\`"),
])
def test_markdown_shows_exactly_the_text(text, expected):
    assert escape(text) == expected


def test_what_is_missing_is_grouped_into_ranges(make):
    view = compose(make(values=GAP), "zh")
    assert not view.verdict.settled
    assert view.verdict.sentence == "不能结算：水门的 1 项指标缺少有效监测数据：2013-07 至 2013-08、2013-11"
    assert view.gaps is not None
    assert [tuple(c.text for c in row) for row in view.gaps.rows] == [
        ("水门", "总磷", "2013-07 至 2013-08、2013-11", "无有效数据（无任何记录）")]
    assert "豁免" in view.gaps.note
    assert view.payments is None
    assert view.net is None


@pytest.mark.parametrize("lang", LANGS)
def test_nothing_is_paid_on_a_paper_that_cannot_settle(make, lang):
    for said in papers(make(values=GAP), lang).values():
        assert ("不能结算" if lang == "zh" else "Cannot be settled") in said
        assert "2013-07" in said
        assert "应收" not in said
        assert "receives" not in said


def test_months_run_over_the_end_of_a_year(make):
    from ecoflow.standards.succession import ranges

    assert ranges(("2012-11", "2012-12", "2013-01", "2013-03")) == (("2012-11", "2013-01"), ("2013-03", "2013-03"))
    assert ranges(("2012-02-28", "2012-02-29", "2012-03-01")) == (("2012-02-28", "2012-03-01"),)
    assert ranges(("2012", "2013")) == (("2012", "2013"),)
    # 2020 has 53 weeks; a month and a day do not follow each other
    assert ranges(("2020-W53", "2021-W01", "2021-W03")) == (("2020-W53", "2021-W01"), ("2021-W03", "2021-W03"))
    assert ranges(("2012-11", "2012-12-01", "2012-Q4", "2013-Q1")) == (
        ("2012-11", "2012-11"), ("2012-12-01", "2012-12-01"), ("2012-Q4", "2013-Q1"))
    assert ranges(()) == ()


def test_a_missing_fact_is_a_problem_with_its_cure(make):
    view = compose(make(WAGER.replace(", default: false", "")), "en")
    assert view.gaps is None
    assert view.problems[0].code == "E404"
    assert "major accident" in view.problems[0].sentence
    assert "accident" in view.problems[0].cure


EXEMPT = "exempt: [{at: gate, from: 2013-11, to: 2013-11, reason: ice}]"
TOLERANT = WAGER.replace("valid: {samples: 1}", f"valid: {{months: 9}}, {EXEMPT}")


def test_a_gap_that_is_allowed_is_shown_as_a_gap_not_as_zero(make):
    view = compose(make(TOLERANT, GAP), "zh")
    assert view.verdict.settled
    series = view.series[0]
    rows = {row[0].text: [c.text for c in row[1:]] for row in series.table.rows}
    assert rows["2013-06"] == ["0.03", "2", "0", "0", ""]
    assert rows["2013-07"] == ["—", "0", "0", "0", "无有效数据（无任何记录）"]
    assert rows["2013-11"][-1] == "豁免：冰封"
    assert series.chart is not None
    assert len(series.chart.dots) == 9
    assert len(series.chart.gaps) == 3
    assert "2013-07、2013-08、2013-11" in series.chart.desc
    assert [line.text for line in series.chart.lines] == ["基准 0.04"]


def test_below_detection_counts_are_shown_and_the_mean_is_half_the_limit(make):
    row = compose(make(values=MET | {("gate", "TP", "2013-02"): "<0.01"}), "en").series[0].table.rows[1]
    assert [c.text for c in row] == ["2013-02", "0.005", "2", "2", "0"]


def test_a_concentration_that_does_not_end_is_cut_to_six_figures_and_the_paper_says_so(make):
    view = compose(make(values=MET | {("gate", "TP", "2013-01"): "0.04"}), "zh")  # (11 × 0.03 + 0.04) ÷ 12
    assert view.measured is not None
    assert view.measured.rows[0][3].text == "0.0308333 mg/L"
    assert "6 位有效数字" in view.measured.note


def test_a_baseline_is_summarised_by_year(make):
    rows = compose(make(), "zh").baselines[0].table.rows
    assert [[c.text for c in row] for row in rows] == [["2010", "0.04", "24", "0", "0", "12/12"]]


@pytest.mark.parametrize("lang", LANGS)
def test_synthetic_data_are_stamped_on_every_paper(make, lang):
    text = WAGER.replace("from: [manual]", "from: [synthetic]")
    for said in papers(make(text, source="synthetic"), lang).values():
        assert ("合成数据" if lang == "zh" else "Synthetic data") in said
    for said in papers(make(), lang).values():
        assert "合成" not in said
        assert "ynthetic" not in said


def test_what_is_below_published_is_stamped_and_marked(make):
    view = compose(make(), "zh")
    stamp = next(s for s in view.stamps if s.kind == "unpublished")
    assert stamp.items == ("稳定系数（假定）",)
    weak = [row[0].text for row in view.basis.rows if row[-1].tone == "weak"]
    assert weak == ["稳定系数"]
    grant = next(row for row in view.basis.rows if row[0].text == "补助")
    assert [c.text for c in grant] == ["补助", "1,234.56元", "甲江补偿协议文本，第九条", "公布"]


def test_a_draft_says_so(make):
    assert "draft" in {s.kind for s in compose(make(WAGER.replace("in-force", "draft")), "en").stamps}
    assert "draft" not in {s.kind for s in compose(make(), "en").stamps}


def test_an_official_settlement_names_what_it_was_refused_for(make):
    view = compose(make(wish=Wish(official=True)), "zh")
    assert view.verdict.sentence == "不能结算：正式结算被拒：依据中有未经公布的内容：稳定系数（假定）"
    assert view.payments is None


def test_a_value_that_was_given_is_not_passed_off_as_measured(make):
    view = compose(make(wish=Wish(given={"P": parse_quantity("1.001")})), "zh")
    # the upper side pays 6000万元 and has the grant of 1234.56元 to set against it
    assert view.verdict.sentence == "下游省应收 6,000万元"
    assert view.verdict.lines[:2] == ("上游省付 59,998,765.44元", "中央付 1,234.56元")
    stamp = next(s for s in view.stamps if s.kind == "given")
    assert stamp.items == ("指数 = 1.001",)
    assert view.indices[0].formula == "给定"


def test_the_evidence_names_hashes_rows_and_sources(make):
    settlement = make()
    said = {row[0].text: row[1].text for row in compose(settlement, "en").evidence.rows}
    assert said["Observations, SHA-256"] == "ab" * 32
    assert said["Agreement file, SHA-256"] == settlement.agreement.sha256
    assert said["Records used"] == "48"
    assert said["Agreement file"] == "invented-1.yaml"


POOLED_VALUES = (year(2019, "0.05", section="s1") | year(2019, "0.05", section="s2")
                 | {("s2", "TP", "2019-03"): "0.15", ("s2", "TP", "2019-04"): "0.15"})
"""Class II all year but for two months of class III at s2: two deductions of 12.5万元."""


def test_a_pool_shares_and_a_clause_for_each_section_and_month(make):
    view = compose(make(POOLED, POOLED_VALUES, "2019"), "zh")
    # a: 6000 − 2000 − 25 = 3975; b: 8000 − 10000 + 25 = −1975; c: 6000 − 8000 = −2000 (万元)
    assert view.verdict.sentence == "甲省应收 3,975万元"
    assert view.verdict.lines == ("乙省付 1,975万元", "丙省付 2,000万元", "扣减：月类别 劣于 目标，共 2 处")
    assert view.pools is not None
    assert [c.text for c in view.pools.rows[0]] == ["共同资金", "2亿元", "2亿元", "0元"]
    assert view.payments is not None
    last = [c.text for c in view.payments.rows[-1]]
    assert last == ["扣减", "二号，2019年4月", "甲省", "乙省", "12.5万元"]
    cut = view.clauses[2]
    assert cut.held[0].table is not None
    assert [[c.text for c in row] for row in cut.held[0].table.rows] == [
        ["二号，2019年3月", "月类别（Ⅲ） 劣于 目标（Ⅱ）", "12.5万元", "甲省 → 乙省：12.5万元"],
        ["二号，2019年4月", "月类别（Ⅲ） 劣于 目标（Ⅱ）", "12.5万元", "甲省 → 乙省：12.5万元"]]
    assert cut.idle[0].startswith("月类别 劣于 目标：不成立：月类别（Ⅱ） 劣于 目标（Ⅱ）。22 处：一号，2019年1月；")


def test_a_class_shows_its_limit_in_the_chart(make):
    chart = compose(make(POOLED, POOLED_VALUES, "2019"), "zh").series[0].chart
    assert chart is not None
    assert [line.text for line in chart.lines] == ["Ⅱ类限值 0.1"]


def test_a_clause_that_never_held_is_told_with_its_numbers(make):
    calm = year(2019, "0.05", section="s1") | year(2019, "0.05", section="s2")
    view = compose(make(POOLED, calm, "2019"), "en")
    assert [c.title for c in view.clauses if not c.held] == ["Deduction"]
    assert "class of the month (II) worse than target (II)" in to_markdown(make(POOLED, calm, "2019"), "en")


def test_the_verdict_names_the_one_cell_a_clause_applied_for(make):
    one = POOLED_VALUES | {("s2", "TP", "2019-03"): "0.05"}
    assert compose(make(POOLED, one, "2019"), "en").verdict.lines[-1] == (
        "Deduction: class of the month (III) worse than target (II), Two, 2019-04")


WHEN = """\
  - {id: grant, zh: 补助款, en: The grant, when: P <= 1, pay: {from: centre, to: up, amount: grant}}
"""
SEVERAL = WHEN.replace("id: grant,", "id: grant%s,").replace("The grant", "Grant %s")


def test_a_plain_condition_is_a_reason(make):
    text = WAGER[: WAGER.index("  - id: wager")] + WHEN
    assert compose(make(text), "en").verdict.lines == ("The grant: index 0.375 ≤ 1",)
    # without condition there is no reason to give
    assert compose(make(text.replace("when: P <= 1, ", "")), "en").verdict.lines == ()


@pytest.mark.parametrize(("count", "last"), [
    (4, "Grant 4: index 0.375 ≤ 1"), (5, "and 2 more clauses applied"), (9, "and 6 more clauses applied")])
def test_many_reasons_are_counted(make, count, last):
    text = WAGER[: WAGER.index("  - id: wager")] + "".join(SEVERAL % (n, n) for n in range(1, count + 1))
    lines = compose(make(text), "en").verdict.lines
    assert (len(lines), lines[-1]) == (4, last)


OTHERWISE = WAGER.replace("when: P > 1 or accident", "when: otherwise").replace("P <= 1 and not accident", "P <= 1")


def test_otherwise_is_told_by_what_did_not_hold(make):
    view = compose(make(OTHERWISE, year(2010, "0.01") | year(2013, "0.03")), "en")  # P = 1.5
    assert "The wager: missed, otherwise (does not hold: index 1.5 ≤ 1)" in view.verdict.lines
    assert view.clauses[0].held[0].numbers == "does not hold: 1.5 ≤ 1"


REPEATED = POOLED[: POOLED.index("  - {id: cut")] + """\
  - id: cut
    en: Deduction
    for_each: [section]
    choose:
      - {when: year_grade worse than target, pay: {from: a, to: b, amount: cut}}
      - {when: otherwise}
"""
REPEATED = REPEATED.replace("clauses:", """\
  year_grade: {zh: 年类别, en: class of the year, class: [TP], at: [s1, s2], over: year}
clauses:""")


def test_cells_of_otherwise_have_numbers_and_no_empty_columns(make):
    calm = year(2019, "0.05", section="s1") | year(2019, "0.05", section="s2")
    held = compose(make(REPEATED, calm, "2019"), "en").clauses[2].held[0]
    assert held.table is not None
    assert [c.title for c in held.table.columns] == ["For", "Condition"]
    assert [[c.text for c in row] for row in held.table.rows] == [
        ["One", "does not hold: class of the year (II) worse than target (II)"],
        ["Two", "does not hold: class of the year (II) worse than target (II)"]]
    assert held.payments == ("Nothing is paid in this case",)


def test_a_window_is_said_once(make):
    view = compose(make(POOLED, POOLED_VALUES, "2019"), "zh")
    assert view.measured is not None
    assert [c.text for c in view.measured.rows[0][:3]] == ["月类别", "一号", "2019年1月"]


def test_only_hashes_may_break_inside_a_word(make):
    rules = re.findall(r"([^{}]+)\{([^{}]*)\}", to_html(make(), "en"))
    breaking = [selector.strip() for selector, rule in rules if "overflow-wrap: anywhere" in rule]
    assert sorted(breaking) == [".evidence td", "dd"]


THIRD = WAGER.replace("  P: {", "  due: {en: due, formula: grant / 3, unit: 元}\n  P: {")


@pytest.mark.parametrize(("lang", "said"), [("zh", "411.52元"), ("en", "CNY 411.52")])
def test_money_looks_the_same_on_every_paper(make, lang, said):
    # 1234.56 / 3 ends; a third of a yuan does not
    index = next(i for i in compose(make(THIRD), lang).indices if i.table.caption == "due")
    assert index.table.rows[0][-1].text == said
    endless = THIRD.replace("grant / 3", "stake * 2 / 9")
    out = io.StringIO()
    print_overview([make(endless)], lang, Console(file=out, width=200))
    assert ("13,333,333.33…元" if lang == "zh" else "CNY 13,333,333.33…") in out.getvalue()
    assert "/9" not in out.getvalue()


def test_money_in_formulas_has_its_currency_in_front(make):
    text = THIRD.replace("amount: grant}}", "amount: due * 3}}")
    assert compose(make(text), "en").clauses[1].held[0].amounts == ("Amount = due × 3 = CNY 411.52 × 3",)


def test_a_narrow_overview_keeps_a_name_with_its_amount(make):
    out = io.StringIO()
    print_overview([make()], "zh", Console(file=out, width=60))
    lines = [line.strip() for line in out.getvalue().splitlines()]
    for item in ("上游省 +60,001,234.56元", "下游省 -6,000万元", "中央 -1,234.56元"):
        assert sum(item in line for line in lines) == 1


@pytest.mark.parametrize(("lang", "said"), [("zh", "已达标：是"), ("en", "target met: yes")])
def test_a_truth_value_in_the_overview_has_its_name(make, lang, said):
    out = io.StringIO()
    text = WAGER.replace("  P: {", "  ok: {zh: 已达标, en: target met, formula: P <= 1}\n  P: {")
    print_overview([make(text)], lang, Console(file=out, width=200))
    assert said in out.getvalue()


@pytest.mark.parametrize("lang", LANGS)
def test_the_overview_has_a_row_for_each(make, lang):
    out = io.StringIO()
    print_overview([make(), make(values=GAP)], lang, Console(file=out, width=220))
    said = out.getvalue()
    assert " 0.375 " in said
    assert ("+60,001,234.56元" if lang == "zh" else "+60.00123456") in said
    assert ("1 份已结算，1 份不能结算" if lang == "zh" else "1 settled, 1 cannot be settled") in said


def test_columns_stand_under_each_other_in_chinese(make):
    lines = to_text(make(), "zh").splitlines()
    at = lines.index("支付明细")
    assert len({width(line) for line in lines[at + 1 : at + 4]}) == 1
    assert width("上游 a") == 6


def test_a_terminal_cannot_be_driven(make):
    from ecoflow.report.text import printable

    assert printable("a\x1b[31mb\u202e") == "a\ufffd[31mb\ufffd"

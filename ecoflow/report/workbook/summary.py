"""The first page: what was settled, the stamps, the balances as they are now, and whether everything adds up."""

from __future__ import annotations

from collections.abc import Sequence

from ecoflow.formula.workbook_piece import Spot, letters
from ecoflow.report.headline import verdict
from ecoflow.report.labels import period_words
from ecoflow.report.stamps import stamps
from ecoflow.report.words import say as said
from ecoflow.report.workbook.balances import CHANGE, NOW, OPENING, SETTLED, Balances
from ecoflow.report.workbook.book import Box, Chart, Line, Page
from ecoflow.report.workbook.forms import MONEY
from ecoflow.report.workbook.making import Making


def summary(making: Making) -> Page:
    """The head of the first page: title, period, status, outcome and stamps."""
    settlement, lang = making.settlement, making.lang
    page = making.book.page(making.say("p_summary"), (44, 24, 24, 20, 12))
    page.say(settlement.agreement.title.say(lang), look="subtitle")
    page.add([Box(said("e_period", lang), look="label"), Box(period_words(settlement.period.name, lang))])
    page.add([Box(making.say("c_status"), look="label"), Box(said(settlement.status, lang))])
    outcome = verdict(settlement, making.names)
    page.add([Box(making.say("at_export"), look="label"), Box(outcome.sentence)])
    for line in outcome.lines:
        page.add([None, Box(line)])
    for stamp in stamps(settlement, making.names):
        title = f"【{stamp.title}】" if lang == "zh" else f"[{stamp.title}]"
        page.add([Box(title, look="stamp"), Box(stamp.text, look="stamp")])
        for item in stamp.items:
            page.add([None, Box(item, look="weak")])
    return page


def results(making: Making, page: Page, balances: Balances, choices: Sequence[Spot]) -> None:
    """The balances and the checks below the head, all live."""
    page.say("")
    lang, settlement = making.lang, making.settlement
    page.head(said("c_party", lang), *(making.say(key) for key in ("c_now", "c_settled", "c_change")))
    rows = (*balances.parties, *balances.pools)
    amounts = (*settlement.net.values(), *settlement.pools.values())
    first = page.next
    for row, who, amount in zip(rows, (*settlement.net, *settlement.pools), amounts, strict=True):
        cells = [
            Box(value, balances.cell(row, column).text, "result", MONEY)
            for column, value in ((NOW, float(amount)), (SETTLED, float(amount)), (CHANGE, 0.0))
        ]
        page.add([Box(making.names.of(who)), *cells])
    if len(settlement.net) > 1:
        last = first + len(settlement.net) - 1
        net = Line(said("net_chart", lang), page.spot(first, 1), page.spot(last, 1))
        names = Line("", page.spot(first, 0), page.spot(last, 0))
        page.charts.append(Chart("column", making.say("chart_net"), "", names, (net,), page.spot(first, 5)))
    page.say("")
    page.head(making.say("c_check"), making.say("c_result"))
    for label, formula in _checks(making, balances, choices):
        page.add([Box(label), Box(value=True, formula=formula, look="check")])


def _checks(making: Making, balances: Balances, choices: Sequence[Spot]) -> list[tuple[str, str]]:
    everyone = (*balances.parties, *balances.pools)
    now, change = balances.span(everyone, NOW), balances.span(everyone, CHANGE)
    opening = f"SUM({balances.span(balances.pools, OPENING)})" if balances.pools else "0"
    found = [(making.say("check_zero"), f"ROUND(SUM({now})-{opening},2)=0")]
    if choices:
        column = f"{choices[0].text}:${letters(choices[0].column)}${choices[-1].row + 1}"
        found.append((making.say("check_choice"), f"COUNTIF({column},FALSE)=0"))
    pools = making.settlement.agreement.pools
    closing = [
        balances.cell(row, NOW).text
        for row, pool in zip(balances.pools, making.settlement.pools, strict=True)
        if not pools[pool].carries
    ]
    if closing:
        found.append((making.say("check_pools"), f"AND({','.join(f'ROUND({c},2)=0' for c in closing)})"))
    return [*found, (making.say("check_same"), f"SUMPRODUCT(ABS({change}))=0")]

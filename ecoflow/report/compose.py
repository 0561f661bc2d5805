"""One settlement in one language, ready for any paper."""

from __future__ import annotations

from ecoflow.diagnostics.finding import Lang
from ecoflow.report.account import account
from ecoflow.report.balances import net_chart, net_table, payment_table, pool_table
from ecoflow.report.basis import basis, confidence_table
from ecoflow.report.clauses import clauses
from ecoflow.report.evidence import evidence, notes
from ecoflow.report.gaps import gap_table, problems_of
from ecoflow.report.headline import verdict
from ecoflow.report.indices import indices
from ecoflow.report.labels import period_words
from ecoflow.report.measured import measured
from ecoflow.report.names import names_of
from ecoflow.report.series import baselines, current
from ecoflow.report.stamps import stamps
from ecoflow.report.view import SettlementView
from ecoflow.report.words import say
from ecoflow.settlement.model import Settlement


def compose(settlement: Settlement, lang: Lang) -> SettlementView:
    """Everything a paper says of a settlement, in the reader's language. Reads nothing and decides nothing."""
    names = names_of(settlement.agreement, lang)
    subtitle = f"{period_words(settlement.period.name, lang)} {say('settlement', lang)}"
    return SettlementView(
        lang,
        settlement.agreement.title.say(lang),
        subtitle,
        say(settlement.status, lang),
        verdict(settlement, names),
        stamps(settlement, names),
        net_table(settlement, names),
        net_chart(settlement, names),
        pool_table(settlement, names),
        payment_table(settlement, names),
        gap_table(settlement, names),
        problems_of(settlement, names),
        clauses(settlement, names),
        indices(settlement, names),
        measured(settlement, names),
        current(settlement, names),
        baselines(settlement, names),
        basis(settlement, names),
        confidence_table(names),
        notes(settlement, names),
        evidence(settlement, names),
        account(settlement, names),
    )

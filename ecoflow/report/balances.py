"""The money: net of each party, what is left in the pools, and every payment."""

from __future__ import annotations

from fractions import Fraction

from ecoflow.report.chart import BarChart, bar_chart
from ecoflow.report.names import Names
from ecoflow.report.view import Cell, Column, Table
from ecoflow.report.words import say
from ecoflow.settlement.model import Settlement
from ecoflow.standards.money import money, signed


def net_table(settlement: Settlement, names: Names) -> Table | None:
    """Pays, receives and net of every party, also of those that move nothing."""
    if not settlement.settled:
        return None
    lang = names.lang
    rows = []
    for party, net in settlement.net.items():
        paid = sum((p.amount for p in settlement.payments if p.payer == party), Fraction(0))
        received = sum((p.amount for p in settlement.payments if p.payee == party), Fraction(0))
        rows.append(
            (
                Cell(names.of(party)),
                Cell(money(paid, lang)),
                Cell(money(received, lang)),
                Cell(signed(net, lang), _tone(net)),
            )
        )
    columns = (
        Column(say("c_party", lang)),
        *(Column(say(c, lang), numeric=True) for c in ("c_paid", "c_received", "c_net")),
    )
    return Table(say("h_net", lang), columns, tuple(rows))


def net_chart(settlement: Settlement, names: Names) -> BarChart | None:
    """The net amounts as bars; None when nothing moves."""
    if not any(settlement.net.values()):
        return None
    lang = names.lang
    bars = [(names.of(p), signed(net, lang), net) for p, net in settlement.net.items()]
    said = say("end", lang).join(f"{name} {words}" for name, words, _ in bars)
    return bar_chart(say("net_chart", lang), f"{say('net_desc', lang)} {said}", bars)


def pool_table(settlement: Settlement, names: Names) -> Table | None:
    """What each pool opened with, what passed through it, what is left, and what of that is carried on."""
    if not settlement.pools:
        return None
    lang = names.lang
    pools = settlement.agreement.pools
    opens, carries = any(p.opening is not None for p in pools.values()), any(p.carries for p in pools.values())
    titles = (*(("c_opening",) if opens else ()), "c_received", "c_paid", "c_left", *(("c_carried",) if carries else ()))
    columns = (Column(say("c_pool", lang)), *(Column(say(c, lang), numeric=True) for c in titles))
    rows = []
    for pool, left in settlement.pools.items():
        paid = sum((p.amount for p in settlement.payments if p.payer == pool), Fraction(0))
        received = sum((p.amount for p in settlement.payments if p.payee == pool), Fraction(0))
        opening = (settlement.openings[pool],) if opens else ()
        amounts = [money(a, lang) for a in (*opening, received, paid, left)]
        carried = (money(left, lang) if pools[pool].carries else say("none", lang),) if carries else ()
        rows.append((Cell(names.of(pool)), *(Cell(text) for text in (*amounts, *carried))))
    return Table(say("h_pools", lang), columns, tuple(rows))


def payment_table(settlement: Settlement, names: Names) -> Table | None:
    """Every payment in the order of the clauses."""
    if not settlement.payments:
        return None
    lang = names.lang
    spread = any(p.at for p in settlement.payments)
    columns = [
        Column(say("c_clause", lang)),
        *([Column(say("c_for", lang))] if spread else []),
        Column(say("c_from", lang)),
        Column(say("c_to", lang)),
        Column(say("c_amount", lang), numeric=True),
    ]
    rows = tuple(
        (
            Cell(names.clause(p.clause)),
            *([Cell(names.where(p.at))] if spread else []),
            Cell(names.of(p.payer)),
            Cell(names.of(p.payee)),
            Cell(money(p.amount, lang)),
        )
        for p in settlement.payments
    )
    return Table(say("h_payments", lang), tuple(columns), rows)


def _tone(net: Fraction) -> str:
    return "pays" if net < 0 else "receives" if net > 0 else ""

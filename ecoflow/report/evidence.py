"""What a settlement was made from, and how the data were read."""

from __future__ import annotations

from pathlib import PurePath

from ecoflow.agreement.keywords import REASONS
from ecoflow.agreement.model import Exemption
from ecoflow.report.given import given_lines
from ecoflow.report.labels import known, period_words
from ecoflow.report.names import Names
from ecoflow.report.view import Cell, Column, Table
from ecoflow.report.words import say
from ecoflow.settlement.model import Settlement

_STAMPED = frozenset({"N403"})
"""Notes that stand on the paper as a stamp already."""


def notes(settlement: Settlement, names: Names) -> tuple[str, ...]:
    """Defaults where the agreement is silent, and exemptions; then the agreement's own remark."""
    said = [names.finding(n).message(names.lang) for n in settlement.notes if n.code not in _STAMPED]
    if settlement.agreement.note is not None:
        said.append(settlement.agreement.note.say(names.lang))
    return tuple(dict.fromkeys(said))


def evidence(settlement: Settlement, names: Names) -> Table:
    """Hashes, rows, sources, engine, and what was given: with these the settlement can be made again."""
    found, lang = settlement.evidence, names.lang
    lines = [
        ("e_id", settlement.agreement.id),
        # the name alone: where the file stood on someone's disk is nobody's business
        ("e_file", PurePath(settlement.agreement.file).name),
        ("e_period", period_words(settlement.period.name, lang)),
        ("e_agreement", found.agreement_sha256),
        ("e_data", found.data_sha256 or say("no_data", lang)),
        ("e_rows", f"{found.rows:,}"),
        ("e_sources", say("list", lang).join(s or say("unnamed", lang) for s in found.sources) or say("none", lang)),
        ("e_facts", _given(settlement, names) or say("none", lang)),
        ("e_as_of", found.as_of or say("none", lang)),
        ("e_engine", found.engine or say("none", lang)),
        ("e_version", f"ecoflow {found.version}"),
    ]
    rows = tuple((Cell(say(key, lang)), Cell(text)) for key, text in lines)
    return Table(say("h_evidence", lang), (Column(say("c_item", lang)), Column(say("c_value", lang))), rows)


def _given(settlement: Settlement, names: Names) -> str:
    told: list[str] = []
    for name, grid in settlement.given.items():
        told += given_lines(settlement, name, grid, names)
    told += [_exempted(e, names) for e in settlement.exempted]
    return say("end", names.lang).join(told)


def _exempted(given: Exemption, names: Names) -> str:
    """Days given as exempt: at 渡口 for 总磷, from when to when, and why."""
    first, _, last = given.window.name.partition("..") if given.window is not None else ("", "", "")
    where = "".join(f" [{names.all(ids)}]" for ids in (given.sections, given.indicators) if ids)
    when = say("range", names.lang, first=first, last=last)
    return f"{say('exempt', names.lang, reason=known(REASONS, given.reason, names.lang))}{where} {when}"

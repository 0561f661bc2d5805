"""All gaps of an agreement: items of the law, numbers without a citation, entries that rest on no official text."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

from ecoflow.agreement.citations import uncited
from ecoflow.agreement.gap import Gap
from ecoflow.agreement.law import items_of, missing_items, not_stated
from ecoflow.agreement.model import Agreement
from ecoflow.agreement.weak import weak
from ecoflow.diagnostics.finding import Finding, Lang

_MOST_NAMED = 8
"""More entries than this are a list for `--gaps`, not for a line."""


def gaps(agreement: Agreement) -> tuple[Gap, ...]:
    """Every gap of an agreement without errors, in the order of the blocks."""
    return (*missing_items(agreement), *uncited(agreement), *weak(agreement))


def gap_findings(agreement: Agreement, found: Iterable[Gap], *, notes: bool) -> tuple[Finding, ...]:
    """The gaps as findings, the items that are not stated as one; without `notes`, only those of warnings."""
    held = tuple(found)
    absent = tuple(g for g in held if g.code == "W531")
    rest = [g.finding for g in held if g.code != "W531" and (notes or g.finding.severity != "note")]
    return (*([not_stated(agreement, items_of(absent))] if absent else ()), *rest)


def gap_line(agreement: Agreement, found: Iterable[Gap], lang: Lang) -> str:
    """One line: how many entries rest on less than an official text, and which; empty where none does."""
    resting = [g for g in found if g.code == "N533"]
    if not resting:
        return ""
    names = [_short(g, lang) for g in islice(resting, _MOST_NAMED)]
    more = len(resting) > _MOST_NAMED
    if lang == "zh":
        listed = "、".join(names) + (" 等" if more else "")
        return f"{agreement.id}：{len(resting)} 项不是读自正式文本（{listed}）；逐项见 --gaps"
    listed = ", ".join(names) + (", ..." if more else "")
    rest = "entry rests" if len(resting) == 1 else "entries rest"
    return f"{agreement.id}: {len(resting)} {rest} on less than an official text ({listed}); --gaps lists them"


def _short(gap: Gap, lang: Lang) -> str:
    pick = 0 if lang == "zh" else 1
    name, sure = (gap.finding.details[key] for key in ("name", "confidence"))
    said = [text if isinstance(text, str) else text[pick] for text in (name, sure)]
    return " ".join((said[0].strip(), said[1]))

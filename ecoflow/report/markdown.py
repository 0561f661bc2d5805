"""The settlement as Markdown (GitHub tables), for mail, merge requests and notes."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from ecoflow.diagnostics.finding import Lang
from ecoflow.report.compose import compose
from ecoflow.report.view import ClauseView, Held, SeriesView, SettlementView, Stamp, Table
from ecoflow.report.words import say
from ecoflow.settlement.model import Settlement

_SPECIAL = re.compile(r"([\\`*_\[\]|~])")
_OPENING = re.compile(r"^(\d+)([.)])(?=\s)|^([-+#>])(?=\s|#|$)")


def to_markdown(settlement: Settlement, lang: Lang) -> str:
    """The whole paper as Markdown; text of the agreement cannot become markup."""
    return "\n\n".join(_blocks(compose(settlement, lang))) + "\n"


def escape(text: str) -> str:
    """Plain text as Markdown that shows exactly it, on one line: no markup, no HTML, no broken table row."""
    plain = " ".join(text.split()).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    plain = _SPECIAL.sub(r"\\\1", plain)
    return _OPENING.sub(lambda m: f"{m[1]}\\{m[2]}" if m[1] else f"\\{m[3]}", plain)


def _blocks(view: SettlementView) -> Iterator[str]:
    lang = view.lang
    yield f"# {escape(view.title)}"
    yield escape(view.subtitle)
    yield f"**{escape(view.verdict.sentence)}**"
    yield from _list(view.verdict.lines)
    for stamp in view.stamps:
        yield _stamp(stamp)
    for table in (view.net, view.pools, view.payments, view.gaps):
        yield from _titled(table)
    if view.problems:
        yield _heading(say("h_problems", lang))
        yield from _list([f"{p.code} {p.sentence} — {p.cure}" for p in view.problems])
    yield from _clauses(view)
    yield from _indices(view)
    yield from _titled(view.measured)
    yield from _titled(view.account)
    yield from _series("h_series", view.series, lang)
    yield from _series("h_baseline", view.baselines, lang)
    yield from _titled(view.basis)
    yield from _titled(view.confidence)
    if view.notes:
        yield _heading(say("h_notes", lang))
        yield from _list(view.notes)
    yield from _titled(view.evidence)


def _heading(text: str) -> str:
    return f"## {escape(text)}"


def _list(lines: Iterable[str]) -> Iterator[str]:
    said = "\n".join(f"- {escape(line)}" for line in lines)
    if said:
        yield said


def _stamp(stamp: Stamp) -> str:
    return "\n".join([f"> **{escape(stamp.title)}** {escape(stamp.text)}", *(f"> - {escape(i)}" for i in stamp.items)])


def _titled(table: Table | None) -> Iterator[str]:
    if table is not None:
        yield _heading(table.caption)
        yield from table_blocks(table)


def table_blocks(table: Table) -> Iterator[str]:
    """A table as a GitHub table, and its remark; without its caption."""
    rows = [
        "| " + " | ".join(escape(c.title) for c in table.columns) + " |",
        "|" + "|".join("--:" if c.numeric else "---" for c in table.columns) + "|",
        *("| " + " | ".join(escape(cell.text) for cell in row) + " |" for row in table.rows),
    ]
    yield "\n".join(rows)
    if table.note:
        yield escape(table.note)


def _clauses(view: SettlementView) -> Iterator[str]:
    lang = view.lang
    applied = [c for c in view.clauses if c.held]
    if applied:
        yield _heading(say("h_clauses", lang))
    for clause in applied:
        yield from _clause(clause, lang)
    idle = [c for c in view.clauses if not c.held]
    if idle:
        yield _heading(say("h_idle", lang))
        yield from _list(f"{c.title}{say('colon', lang)}{line}" for c in idle for line in c.idle or (say("none", lang),))


def _clause(clause: ClauseView, lang: Lang) -> Iterator[str]:
    yield f"### {escape(clause.title)}"
    if clause.quote:
        yield f"> {escape(clause.quote)}"
    if clause.source:
        yield f"{say('source', lang)}{say('colon', lang)}{escape(clause.source)}"
    for held in clause.held:
        yield _held(held, lang)
        if held.table is not None:
            yield from table_blocks(held.table)
    yield from _list(clause.idle)


def _held(held: Held, lang: Lang) -> str:
    title = held.title
    condition = f"{say('condition', lang)}{say('colon', lang)}{held.condition}"
    lines = [f"- **{escape(title)}**" if title else f"- {escape(condition)}"]
    lines += [f"  - {escape(condition)}"] if title else []
    if held.numbers and held.numbers != held.condition:
        lines.append(f"  - {escape(say('with_numbers', lang) + say('colon', lang) + held.numbers)}")
    return "\n".join([*lines, *(f"  - {escape(p)}" for p in (*held.payments, *held.amounts))])


def _indices(view: SettlementView) -> Iterator[str]:
    lang = view.lang
    if view.indices:
        yield _heading(say("h_indices", lang))
    for index in view.indices:
        yield f"### {escape(index.title)}"
        yield f"{say('formula', lang)}{say('colon', lang)}{escape(index.formula)}"
        if index.remark:
            yield escape(index.remark)
        yield from table_blocks(index.table)


def _series(title: str, found: tuple[SeriesView, ...], lang: Lang) -> Iterator[str]:
    if found:
        yield _heading(say(title, lang))
    for series in found:
        yield f"### {escape(series.title)}"
        yield from table_blocks(series.table)

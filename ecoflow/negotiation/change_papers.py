"""The changes between two agreements as papers: plain text, Markdown, and one JSON document."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from fractions import Fraction
from itertools import groupby
from typing import Any

from ecoflow.diagnostics.finding import Finding, Lang, Place
from ecoflow.negotiation.by_year import Nets, Year, Yearly
from ecoflow.negotiation.change import Change, Changes
from ecoflow.negotiation.change_labels import BLOCKS, KINDS_OF_CHANGE
from ecoflow.negotiation.change_words import Teller, percent, teller
from ecoflow.negotiation.comparison_words import covered_line, reason_line, stamp_lines
from ecoflow.report.json_contract import yuan
from ecoflow.report.markdown import escape, table_blocks
from ecoflow.report.text import printable, table_lines
from ecoflow.report.view import Cell, Column, Table
from ecoflow.report.words import pick, say
from ecoflow.standards.money import money, signed
from ecoflow.standards.rounding import decimal_text, round_places
from ecoflow.standards.units import Quantity

_NO_CHANGES = ("无变化", "no changes")
_COUNTED = {"money": ("{n} 项可影响金额", "{n} can change a payment"), "evidence": ("{n} 项涉及依据", "{n} of evidence"),
            "words": ("{n} 项只涉文字", "{n} of words only")}
_ALL = ("共 {n} 项变化：{parts}", "{n} changes: {parts}")
_ONE = ("共 1 项变化：{parts}", "1 change: {parts}")
_YUAN = ("按监测数据逐年测算", "What it would have meant on these data, by year")
_HEADS = (("年份", "Year"), ("当事方", "Party"), ("原净额", "Old, net"), ("新净额", "New, net"), ("新−原", "New − old"))
_TOTAL = ("合计", "Total")
SIDES = {"zh": ("原协议", "新协议"), "en": ("old", "new")}


def to_text(changes: Changes, yearly: Yearly | None, lang: Lang) -> str:
    """The changes block by block, each with its lines in both files; then the yuan by year and party."""
    return "\n".join(printable(line) for line in _text(changes, yearly, lang)) + "\n"


def _text(changes: Changes, yearly: Yearly | None, lang: Lang) -> Iterator[str]:
    yield _headline(changes, lang)
    tells = teller(changes, lang)
    for block, found in _by_block(changes):
        yield ""
        yield pick(BLOCKS[block], lang)
        for change in found:
            yield f"  [{pick(KINDS_OF_CHANGE[change.kind], lang)}] {tells.sentence(change)}"
            yield f"      {_where(change)}"
    if yearly is not None:
        yield ""
        yield from stamp_lines(yearly.comparison, SIDES[lang], lang)
        yield from table_lines(yuan_table(yearly, lang))
        yield from _below(yearly, lang)


def to_markdown(changes: Changes, yearly: Yearly | None, lang: Lang) -> str:
    """The same as Markdown, for a merge request; text of the agreements cannot become markup."""
    return "\n\n".join(_markdown(changes, yearly, lang)) + "\n"


def _markdown(changes: Changes, yearly: Yearly | None, lang: Lang) -> Iterator[str]:
    yield f"# {escape(changes.old.title.say(lang))} → {escape(changes.new.title.say(lang))}"
    yield escape(_headline(changes, lang))
    tells = teller(changes, lang)
    for block, found in _by_block(changes):
        yield f"## {escape(pick(BLOCKS[block], lang))}"
        yield "\n".join(f"- **{pick(KINDS_OF_CHANGE[c.kind], lang)}** {escape(tells.sentence(c))}"
                        f"<br>{escape(_where(c))}" for c in found)
    if yearly is not None:
        yield f"## {escape(pick(_YUAN, lang))}"
        stamps = [f"> {escape(line)}" for line in stamp_lines(yearly.comparison, SIDES[lang], lang)]
        yield from ["\n>\n".join(stamps)] if stamps else []
        yield from table_blocks(yuan_table(yearly, lang))
        yield "\n".join(f"- {escape(line)}" for line in _below(yearly, lang))


def document(changes: Changes, yearly: Yearly | None, lang: Lang) -> dict[str, Any]:
    """The same as plain JSON values: keys in a fixed order, numbers as decimal text."""
    tells = teller(changes, lang)
    return {
        "ecoflow": 1,
        "old": _side(changes, old=True),
        "new": _side(changes, old=False),
        "same": not changes.found,
        "counts": changes.counts,
        "changes": [_change(c, tells) for c in changes.found],
        "yuan": None if yearly is None else _yuan(yearly, lang),
    }


def yuan_table(yearly: Yearly, lang: Lang) -> Table:
    """A row for each year and party that pays or receives anything, and the totals."""
    rows = [_row(year, party, n, yearly, lang) for year in yearly.years for n, party in enumerate(yearly.moving)]
    for n, party in enumerate(yearly.moving):
        sums = yearly.totals(party)
        amounts = (money(sums[0], lang), money(sums[1], lang), signed(sums[1] - sums[0], lang)) if sums else ("–", "–", "–")
        rows.append(tuple(Cell(t) for t in (pick(_TOTAL, lang) if n == 0 else "", _party(yearly, party, lang), *amounts)))
    columns = tuple(Column(pick(head, lang), numeric=n > 1) for n, head in enumerate(_HEADS))
    return Table(pick(_YUAN, lang), columns, tuple(rows))


def _row(year: Year, party: str, number: int, yearly: Yearly, lang: Lang) -> tuple[Cell, ...]:
    difference = year.difference(party)
    sides = (_net(nets, party, lang) for nets in (year.old, year.new))
    texts = (str(year.year) if number == 0 else "", _party(yearly, party, lang), *sides,
             "–" if difference is None else signed(difference, lang))
    return tuple(map(Cell, texts))


def _net(nets: Nets | None, party: str, lang: Lang) -> str:
    return say("cannot-settle", lang) if nets is None else money(nets.get(party, Fraction(0)), lang)


def _party(yearly: Yearly, party: str, lang: Lang) -> str:
    return yearly.comparison.name(party, lang)


def _below(yearly: Yearly, lang: Lang) -> Iterator[str]:
    yield covered_line(tuple(str(y.year) for y in yearly.compared), len(yearly.years), lang)
    for year in yearly.years:
        for name, problems in zip(SIDES[lang], _problems(yearly, year), strict=True):
            if problems:
                yield reason_line(f"{year.year} {name}", problems, lang)


def _problems(yearly: Yearly, year: Year) -> tuple[list[Finding], list[Finding]]:
    """What keeps the periods of a year from being settled, under the old and under the new."""
    pairs = [p for p in yearly.comparison.pairs if p.period.year == year.year]
    return [f for p in pairs for f in p.left.problems], [f for p in pairs for f in p.right.problems]


def _headline(changes: Changes, lang: Lang) -> str:
    files = f"{changes.old.file} → {changes.new.file}{say('colon', lang)}"
    if not changes.found:
        return f"{files}{pick(_NO_CHANGES, lang)}"
    parts = [pick(_COUNTED[kind], lang).format(n=n) for kind, n in changes.counts.items() if n]
    count = len(changes.found)
    return files + pick(_ONE if count == 1 else _ALL, lang).format(n=count, parts=say("separator", lang).join(parts))


def _by_block(changes: Changes) -> Iterator[tuple[str, Iterable[Change]]]:
    return groupby(changes.found, key=lambda c: c.block)


def _where(change: Change) -> str:
    """Both places, or the one there is: `old.yaml:12 → new.yaml:14`."""
    return " → ".join(f"{p.file}:{p.line}" for p in (change.old_place, change.new_place) if p is not None)


def _change(change: Change, tells: Teller) -> dict[str, Any]:
    old, new = tells.sides(change)
    before, after = change.old, change.new
    grown = percent(before, after) if isinstance(before, Quantity) and isinstance(after, Quantity) else None
    return {
        "kind": change.kind,
        "change": change.what,
        "block": change.block,
        "entry": change.entry or None,
        "path": list(change.path),
        "old": None if change.old is None else old,
        "new": None if change.new is None else new,
        "percent": None if grown is None else decimal_text(round_places(grown, 1), 1),
        "reaches": list(change.reaches),
        "old_at": _at(change.old_place),
        "new_at": _at(change.new_place),
        "sentence": tells.sentence(change),
    }


def _at(place: Place | None) -> dict[str, Any] | None:
    return None if place is None else {"file": place.file, "line": place.line, "column": place.column}


def _side(changes: Changes, *, old: bool) -> dict[str, Any]:
    side = changes.old if old else changes.new
    return {"id": side.id, "file": side.file, "sha256": side.sha256}


def _yuan(yearly: Yearly, lang: Lang) -> dict[str, Any]:
    found = yearly.comparison
    totals = {p: t for p in yearly.parties if (t := yearly.totals(p)) is not None}
    return {
        "synthetic": found.synthetic,
        "caveats": {name: side.as_json() for name, side in zip(("old", "new"), found.caveats, strict=True)},
        "years": [{
            "year": y.year,
            "old": _amounts(y.old),
            "new": _amounts(y.new),
            "difference": {p: yuan(d) for p in yearly.parties if (d := y.difference(p)) is not None},
            "diagnostics": {name: [f.as_json(lang) for f in problems]
                            for name, problems in zip(("old", "new"), _problems(yearly, y), strict=True)},
        } for y in yearly.years],
        "total": {
            "old": {p: yuan(before) for p, (before, _) in totals.items()},
            "new": {p: yuan(after) for p, (_, after) in totals.items()},
            "difference": {p: yuan(after - before) for p, (before, after) in totals.items()},
        },
        "total_years": [y.year for y in yearly.compared],
    }


def _amounts(nets: Nets | None) -> dict[str, str] | None:
    return None if nets is None else {party: yuan(amount) for party, amount in nets.items()}

"""Agreements held against the gaps that are known: a new gap is an error, a closed one leaves the file, none is added."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from ecoflow.agreement.gap import Gap, is_worse
from ecoflow.agreement.known_gaps import Entry
from ecoflow.agreement.language import ARTICLES
from ecoflow.agreement.model import Agreement
from ecoflow.diagnostics.finding import Finding, Phrase, Place, in_order
from ecoflow.diagnostics.near import suggestion

Key = tuple[str, str, str]
Files = Sequence[tuple[Agreement, tuple[Gap, ...]]]
Held = Mapping[str, Files]
"""Id -> every file with that id, and its gaps."""


class Judged(Struct, frozen=True):
    """The outcome: new gaps, entries that are gaps no longer (`stale`), and entries of agreements there are not (`absent`).

    `--update-baseline` takes out what is `closed` and rewrites what is `bettered`, by the place of the subject. What is
    absent it leaves to a person: nobody has looked whether those gaps are closed.
    """

    new: tuple[Finding, ...]
    stale: tuple[Finding, ...]
    absent: tuple[Finding, ...]
    closed: frozenset[Place]
    bettered: Mapping[Place, str]


def judge(entries: Iterable[Entry], held: Held, unjudged: frozenset[str]) -> Judged:
    """Hold agreements against the known gaps. `unjudged` are ids that were not looked at: their entries stay."""
    known = {(e.agreement, e.code, e.subject): e for e in entries}
    present: dict[Key, Gap] = {}
    new: list[Finding] = []
    for name, gap in ((n, g) for n, files in held.items() for _, found in files for g in found):
        key = (name, gap.code, gap.subject)
        worst, entry = present.get(key), known.get(key)
        if worst is None or is_worse(gap.code, gap.state, worst.state):
            present[key] = gap
        if entry is None or is_worse(gap.code, gap.state, entry.state.text):
            new.append(_new(gap))
    missing = {e.place: _gone(e, held[e.agreement]) for k, e in known.items() if k not in present and e.agreement in held}
    absent = {e.agreement: _absent(e, held) for e in known.values() if e.agreement not in {*held, *unjudged}}
    better = {e: g.state for k, e in known.items() if (g := present.get(k)) and is_worse(e.code, e.state.text, g.state)}
    stale = (*missing.values(), *(_bettered(e, state) for e, state in better.items()))
    bettered = {e.place: state for e, state in better.items()}
    return Judged(in_order(new), stale, tuple(absent.values()), frozenset(missing), bettered)


def _new(gap: Gap) -> Finding:
    return Finding("E534", gap.finding.place, {"gap": (gap.finding.message("zh"), gap.finding.message("en"))})


def _bettered(entry: Entry, now: str) -> Finding:
    return _closed(entry, (f"改写为 {now}，或用 --update-baseline", f"write {now}, or run with --update-baseline"))


def _closed(entry: Entry, cure: Phrase) -> Finding:
    return Finding("E535", entry.place, {"subject": entry.subject, "state": entry.state.text, "cure": cure})


def _absent(entry: Entry, held: Held) -> Finding:
    return Finding("E532", entry.agreement_place, {"agreement": entry.agreement, **suggestion(entry.agreement, held)})


def _gone(entry: Entry, files: Files) -> Finding:
    """An entry that is no gap: closed, or of a thing the agreement has not."""
    subjects = dict.fromkeys(s for agreement, _ in files for s in _subjects(agreement))
    # what stands below a named thing, its rounding or its shares, may be gone because the gap is closed
    if any(entry.subject == s or entry.subject.startswith(f"{s}.") for s in subjects):
        return _closed(entry, ("从基线文件中删去，或用 --update-baseline",
                               "take it out of the baseline, or run with --update-baseline"))
    return Finding("E536", entry.place, {"subject": entry.subject, "agreement": entry.agreement,
                                         **suggestion(entry.subject, subjects)})


def _subjects(agreement: Agreement) -> Iterator[str]:
    """Everything of an agreement that a gap may be about."""
    yield from ("monitoring", "money", *(f"articles.{item.key}" for item in ARTICLES.fields))
    for block in ("terms", "facts", "measures", "quantities", "sections"):
        yield from (f"{block}.{name}" for name in getattr(agreement, block))
    yield from (f"clauses.{c.id}" for c in agreement.clauses)
    yield from (f"examples.{e.name}" for e in agreement.examples)


def is_beside(name: str, files: Iterable[Path]) -> bool:
    """Whether an agreement of this id stands beside files that were looked at, in a file named after it."""
    folders = {f.parent for f in files}
    return any((folder / f"{name}{suffix}").exists() for folder in folders for suffix in (".yaml", ".yml"))

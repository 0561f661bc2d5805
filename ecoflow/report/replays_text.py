"""Replays for people: agreement by agreement the examples, what differs and how it came about, what no example reaches."""

from __future__ import annotations

from collections.abc import Iterator

from ecoflow.diagnostics.finding import Lang
from ecoflow.report.names import names_of
from ecoflow.report.replay_working import working
from ecoflow.report.replayed import Outcome, Replayed, condition, difference_line
from ecoflow.settlement.coverage import Totals, case_name
from ecoflow.settlement.replay import Replay

_OTHERS = 3
"""Further differences of one example that are told; the first one is what has to be put right."""


def as_text(outcome: Outcome, lang: Lang) -> str:
    """Everything, the totals last."""
    return "\n".join([*(line for one in outcome.agreements for line in _agreement(one, lang)), *_closing(outcome, lang)])


def _agreement(one: Replayed, lang: Lang) -> Iterator[str]:
    good, every, cover = sum(r.ok for r in one.replays), len(one.replays), one.coverage
    cases, clauses = f"{len(cover.reached)}/{len(cover.cases)}", f"{len(cover.clauses_reached)}/{len(cover.clauses)}"
    if lang == "zh":
        yield f"{one.name}: {f'{good}/{every} 算例' if every else '没有算例'}，{cases} 种情形，{clauses} 个条款"
    else:
        yield f"{one.name}: {f'{good}/{every}' if every else 'no'} examples, {cases} cases, {clauses} clauses"
    for replay in one.replays:
        yield from _example(replay, lang)
    yield from _missed(one, lang)


def _example(replay: Replay, lang: Lang) -> Iterator[str]:
    yield f"  {'ok  ' if replay.ok else 'FAIL'} {replay.example.name} ({replay.example.confidence or '-'})"
    first, *others = replay.differences or (None,)
    if first is None:
        return
    indent = " " * 7
    yield f"{indent}{difference_line(first, lang)}  ({first.place})"
    yield from (f"{indent}  {line}" for line in working(replay, lang))
    for other in others[:_OTHERS]:
        if other is not None:
            yield f"{indent}{difference_line(other, lang)}"
    if len(others) > _OTHERS:
        more = len(others) - _OTHERS
        yield f"{indent}另有 {more} 处不同" if lang == "zh" else f"{indent}and {more} more that differ"


def _missed(one: Replayed, lang: Lang) -> Iterator[str]:
    if not one.coverage.missed:
        return
    names = names_of(one.agreement, lang)
    yield "  未触及的情形：" if lang == "zh" else "  cases no example reaches:"
    for clause, case in one.coverage.missed:
        yield f"    {case_name(clause, case)}  {condition(clause, case, names)}  ({case.place})"


def _closing(outcome: Outcome, lang: Lang) -> Iterator[str]:
    good, bad, refused = outcome.passed, outcome.failed, len(outcome.refused)
    # where nothing was replayed, "0 failed" would read like a pass
    none = bool(outcome.agreements) and not outcome.replays
    if lang == "zh":
        done = "没有算例，未作检验" if none else f"{good} 个算例通过，{bad} 个不通过"
        yield f"{done}；{reached(outcome.totals, lang)}"
    else:
        done = "no examples, nothing tested" if none else f"{good} passed, {bad} failed"
        yield f"{done}; {reached(outcome.totals, lang)}"
    if refused:
        said = "1 file" if refused == 1 else f"{refused} files"
        yield f"{refused} 个文件无法读取，未检验" if lang == "zh" else f"{said} could not be read; not tested"


def reached(totals: Totals, lang: Lang) -> str:
    """`5 of 6 cases, 3 of 3 clauses reached`."""
    if lang == "zh":
        return f"触及情形 {totals.reached}/{totals.cases}、条款 {totals.clauses_reached}/{totals.clauses}"
    return (f"{totals.reached} of {totals.cases} cases, "
            f"{totals.clauses_reached} of {totals.clauses} clauses reached")

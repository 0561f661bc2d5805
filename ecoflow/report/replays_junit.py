"""Replays as JUnit XML: a suite an agreement, a case an example; an agreement that could not be read is an error."""

from __future__ import annotations

from ecoflow.diagnostics.finding import EcoflowError, Lang
from ecoflow.report.artifact import artifact
from ecoflow.report.findings import as_text, plain, source_texts
from ecoflow.report.junit import Case, Outcome, Suite, as_xml
from ecoflow.report.names import names_of
from ecoflow.report.replay_working import working
from ecoflow.report.replayed import Outcome as Found
from ecoflow.report.replayed import Replayed, condition, difference_line
from ecoflow.settlement.coverage import case_name
from ecoflow.settlement.replay import Replay


def as_junit(found: Found, lang: Lang) -> str:
    """The document; coverage stands in the properties of each suite."""
    suites = [_suite(one, lang) for one in found.agreements]
    return as_xml("ecoflow.test", [*suites, *(_refused(file, error, lang) for file, error in found.refused.items())])


def _suite(one: Replayed, lang: Lang) -> Suite:
    cover, names = one.coverage, names_of(one.agreement, lang)
    properties = {
        "coverage.cases": str(len(cover.cases)), "coverage.cases.reached": str(len(cover.reached)),
        "coverage.clauses": str(len(cover.clauses)), "coverage.clauses.reached": str(len(cover.clauses_reached)),
    }
    properties |= {f"coverage.missed.{case_name(clause, case)}": f"{condition(clause, case, names)} ({case.place})"
                   for clause, case in cover.missed}
    return Suite(one.name, tuple(_example(r, one.name, lang) for r in one.replays), properties)


def _example(replay: Replay, classname: str, lang: Lang) -> Case:
    place = replay.example.place
    return Case(plain(replay.example.name), classname, artifact(place.file).path, place.line, _failure(replay, lang))


def _failure(replay: Replay, lang: Lang) -> Outcome | None:
    if replay.difference is None:
        return None
    rows = [f"{difference_line(d, lang)}  ({d.place})" for d in replay.differences]
    text = "\n".join([*rows, *working(replay, lang)])
    return Outcome("failure", replay.difference.kind, difference_line(replay.difference, lang), text)


def _refused(file: str, error: EcoflowError, lang: Lang) -> Suite:
    first, path = error.findings[0], artifact(file).path
    text = as_text(error.findings, lang, source_texts(error.findings))
    why = Outcome("error", first.code, f"{first.code} {plain(first.message(lang))}", text)
    return Suite(path, (Case(path, path, path, first.place.line if first.place else None, why),))

"""`ecoflow test`: the published results of agreements, replayed."""

from __future__ import annotations

import re
from enum import StrEnum
from fractions import Fraction
from typing import Annotated

import typer

from ecoflow.cli.language import LangOption, pick
from ecoflow.cli.run import Loaded, read_agreements
from ecoflow.diagnostics.finding import Lang
from ecoflow.report.replayed import Outcome, Replayed
from ecoflow.settlement.coverage import Totals, coverage
from ecoflow.settlement.replay import replay

_FINDINGS = 1


class Format(StrEnum):
    """How the outcome is written."""

    text = "text"
    json = "json"
    junit = "junit"


def test(
    paths: Annotated[list[str], typer.Argument(metavar="PATH...", help="Files, folders, or ids of agreements. 协议")],
    format: Annotated[Format, typer.Option(  # noqa: A002
        "--format", help="How the outcome is written. 输出格式")] = Format.text,  # noqa: PT028 - a verb, not a pytest test
    fail_under: Annotated[str, typer.Option(
        "--fail-under", metavar="PCT",
        help="Least share the examples reach, of cases and of clauses: 90, 99.5. 覆盖率下限")] = "0",  # noqa: PT028
    lang: LangOption = None,  # noqa: PT028
) -> None:
    """Replay the examples agreements carry, and say which cases they reach. 重算已公布的结果

    Exit 0 when every example comes out, 1 when one does not or too few cases or clauses are reached.
    """
    words, least = pick(lang), _percent(fail_under)
    outcome = _replayed(read_agreements(paths, words))
    typer.echo(_written(format, outcome, words))
    short = outcome.totals.least < least
    if short:
        typer.echo(_too_little(outcome.totals, fail_under, words), err=True)
    if outcome.refused or outcome.failed or short:
        raise typer.Exit(_FINDINGS)


def _percent(option: str) -> Fraction:
    """The share of --fail-under, exactly as written; anything but 0 to 100 is wrong use."""
    if re.fullmatch(r"[0-9]{1,3}(\.[0-9]{1,9})?", option) and Fraction(option) <= 100:
        return Fraction(option)
    raise typer.BadParameter(f"{option!r} is no share in percent: write a number from 0 to 100, such as 90 or 99.5",
                             param_hint="'--fail-under'")


def _replayed(loaded: Loaded) -> Outcome:
    """Every agreement replayed."""
    ids = [a.id for a in loaded.agreements]
    found = []
    for agreement in loaded.agreements:
        # two drafts of one id are told apart by their files
        name, replays = agreement.id if ids.count(agreement.id) == 1 else agreement.file, replay(agreement)
        found.append(Replayed(name, agreement, replays, coverage(agreement, replays)))
    return Outcome(tuple(found), loaded.refused)


def _written(format: Format, outcome: Outcome, lang: Lang) -> str:  # noqa: A002 - as the option is called
    """The outcome in the format asked for; each format is imported only when it is."""
    match format:
        case Format.text:
            from ecoflow.report.replays_text import as_text

            _say_refused(outcome, lang)
            return as_text(outcome, lang)
        case Format.json:
            from ecoflow.report.replays_json import as_json

            return as_json(outcome, lang)
        case Format.junit:
            from ecoflow.report.replays_junit import as_junit

            return as_junit(outcome, lang)


def _say_refused(outcome: Outcome, lang: Lang) -> None:
    from ecoflow.report.findings import as_text, source_texts

    for error in outcome.refused.values():
        typer.echo(as_text(error.findings, lang, source_texts(error.findings)), err=True)


def _too_little(totals: Totals, wanted: str, lang: Lang) -> str:
    from ecoflow.report.replays_text import reached

    if lang == "zh":
        return f"{reached(totals, lang)}，低于 --fail-under {wanted}"
    return f"{reached(totals, lang)}: less than --fail-under {wanted}"

"""`ecoflow settle`: who pays whom, how much, on what evidence; or what is missing."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer
from msgspec.structs import replace

from ecoflow.cli.language import LangOption, pick
from ecoflow.cli.run import (
    Engine,
    Loaded,
    concerns,
    facts_file,
    is_run,
    open_data,
    periods,
    read_agreements,
    read_day,
    years_left_out,
)
from ecoflow.diagnostics.finding import EcoflowError, Lang
from ecoflow.report.forms import FORMS

if TYPE_CHECKING:
    from ecoflow.settlement.model import Settlement

_FINDINGS = 1


def settle(  # noqa: PLR0917 - one parameter an option
    agreements: Annotated[list[str], typer.Argument(
        metavar="AGREEMENT...", help="Files, folders, or ids of shipped agreements. 协议")],
    data: Annotated[Path, typer.Option(
        "--data", help="Observations: a Parquet file or a folder of them. 监测数据")],
    period: Annotated[str | None, typer.Option(
        "--period", help="2013, 2013-Q2, 2013-06, or 2012..2014; left out: the whole term. 结算期")] = None,
    facts: Annotated[Path | None, typer.Option(
        "--facts", help="What monitoring cannot tell, one 'name: value' a line. 事实")] = None,
    out: Annotated[Path | None, typer.Option("--out", help="Folder to write reports to. 报告文件夹")] = None,
    formats: Annotated[str, typer.Option(
        "--format", help=f"Reports to write, of {', '.join(FORMS)}. 报告格式")] = "html",
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")] = False,
    lang: LangOption = None,
    as_of: Annotated[str | None, typer.Option(
        "--as-of", help="Settle on what had been recorded by this day. 截至日期")] = None,
    engine: Annotated[Engine, typer.Option("--engine", help="What scans the observations. 引擎")] = Engine.duckdb,
    details: Annotated[bool, typer.Option(
        "--details", help="Also what counted, month by month. 逐月列出数据认定")] = False,
    official: Annotated[bool, typer.Option(
        "--official", help="Refuse drafts, and whatever leans on unpublished terms or synthetic data. 正式结算")] = False,
) -> None:
    """Settle agreements for a period. 结算

    Exit 0 when all are settled, 1 when one cannot be (it says what is missing), 2 on wrong use.
    """
    del engine  # one engine so far; the option stands so that scripts can name it
    words, wanted, day = pick(lang), _formats(formats), read_day(as_of)
    loaded = read_agreements(agreements, words)
    _check_periods(loaded, period)
    if out is not None:
        _check_names(loaded)
    asked = len(loaded.agreements) + len(loaded.refused)
    loaded, passed_over = _concerned(loaded, period)
    settlements, loaded = _settle(loaded, data, period, facts, as_of=day, official=official)
    if out is not None:
        _write(settlements, out, wanted, words)
    several = asked > 1 or is_run(period) or len(settlements) > 1
    if as_json:
        from ecoflow.report.json_contract import to_json

        typer.echo(to_json(settlements, words, refused=loaded.refused, as_list=several))
    else:
        _print(settlements, loaded, words, details=details)
        _print_where(settlements, out, wanted, words)
    _print_left_out(loaded, period, words)
    _print_passed_over(passed_over, period, words)
    if loaded.refused or not all(s.settled for s in settlements):
        raise typer.Exit(_FINDINGS)


def _formats(option: str) -> tuple[str, ...]:
    wanted = tuple(dict.fromkeys(f.strip() for f in option.split(",") if f.strip()))
    odd = [f for f in wanted if f not in FORMS]
    if odd or not wanted:
        said = ", ".join(odd) or repr(option)
        raise typer.BadParameter(f"{said}: known are {', '.join(FORMS)}", param_hint="'--format'")
    return wanted


def _check_periods(loaded: Loaded, period: str | None) -> None:
    """A run of years that no agreement reaches into asks for nothing."""
    if loaded.agreements and not any(periods(period, a) for a in loaded.agreements):
        terms = ", ".join(f"{a.id} {a.first_year}-{a.last_year}" for a in loaded.agreements)
        raise typer.BadParameter(f"{period!r} holds no period of {terms}", param_hint="'--period'")


def _concerned(loaded: Loaded, period: str | None) -> tuple[Loaded, list[str]]:
    """Of several agreements those that settle in this period, and the ids of the others; one alone is always tried."""
    asked = [a for a in loaded.agreements if concerns(period, a)]
    if len(loaded.agreements) + len(loaded.refused) < 2 or not asked:
        return loaded, []
    return replace(loaded, agreements=tuple(asked)), [a.id for a in loaded.agreements if a not in asked]


def _check_names(loaded: Loaded) -> None:
    """Reports are named after the agreement: two of one id would overwrite each other."""
    ids = [a.id for a in loaded.agreements]
    twice = sorted({i for i in ids if ids.count(i) > 1})
    if twice:
        raise typer.BadParameter(f"two agreements have the id {', '.join(twice)}: their reports would be one file",
                                 param_hint="'--out'")


def _settle(loaded: Loaded, data: Path, period: str | None, facts: Path | None,
            **wish: Any) -> tuple[list[Settlement], Loaded]:
    """What could be settled, and the agreements with those added that could not even be tried."""
    from ecoflow.settlement.chain import settle_in_order
    from ecoflow.settlement.facts import Stated, read_facts
    from ecoflow.settlement.settle import Wish

    settlements: list[Settlement] = []
    refused = dict(loaded.refused)
    beside = {name for a in loaded.agreements for name in a.facts}, {a.id for a in loaded.agreements}
    observations = None
    for agreement in loaded.agreements:
        try:
            observations = observations or open_data(data)
            given = read_facts(facts_file(facts), agreement, *beside) if facts else Stated()
            asked = Wish(given=given.facts, exempt=given.exempt, **wish)
            settlements += settle_in_order(agreement, periods(period, agreement), observations, asked)
        except EcoflowError as error:
            refused[agreement.file] = error
    return settlements, replace(loaded, refused=refused)


def _write(settlements: list[Settlement], out: Path, formats: tuple[str, ...], lang: Lang) -> None:
    from ecoflow.report.files import write_reports

    write_reports(settlements, out, formats, lang)


def _print(settlements: list[Settlement], loaded: Loaded, lang: Lang, *, details: bool) -> None:
    if details or (len(settlements) == 1 and not sys.stdout.isatty()):
        from ecoflow.report.text import to_text

        for settlement in settlements:
            typer.echo(to_text(settlement, lang, details=details))
    elif settlements:
        from ecoflow.cli.tables import print_overview, print_settlement

        if len(settlements) == 1:
            print_settlement(settlements[0], lang)
        else:
            print_overview(settlements, lang)
    if loaded.refused:
        from ecoflow.report.findings import as_text, source_texts

        for error in loaded.refused.values():
            print(as_text(error.findings, lang, source_texts(error.findings)), file=sys.stderr)


def _print_left_out(loaded: Loaded, period: str | None, lang: Lang) -> None:
    """Years of a run outside the agreement's term; of several agreements each run is meant to reach only some years."""
    if len(loaded.agreements) != 1:
        return
    agreement = loaded.agreements[0]
    left_out = ", ".join(map(str, years_left_out(period, agreement)))
    if left_out:
        term = f"{agreement.first_year}-{agreement.last_year}"
        said = (f"{left_out} 不在协议期限 {term} 之内，未结算" if lang == "zh"
                else f"{left_out}: outside the term of the agreement, {term}; not settled")
        print(said, file=sys.stderr)


def _print_passed_over(ids: list[str], period: str | None, lang: Lang) -> None:
    """The agreements of a batch that settle nothing in this period: out of their term, or of another cycle."""
    if ids and period is not None:
        listed = ", ".join(ids)
        said = (f"{period} 不结算的协议（不在期限内或周期不同）：{listed}" if lang == "zh"
                else f"nothing to settle in {period} (outside the term, or another cycle): {listed}")
        print(said, file=sys.stderr)


def _print_where(settlements: list[Settlement], out: Path | None, formats: tuple[str, ...], lang: Lang) -> None:
    if out is None or not settlements:
        return
    first = out / f"{settlements[0].agreement.id}-{settlements[0].period.name}.{formats[0]}"
    where = first if len(settlements) == 1 else out
    typer.echo(f"报告：{where}" if lang == "zh" else f"reports: {where}")

"""`ecoflow explain`: how a payment or a number was made, down to the monitoring rows."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ecoflow.cli.language import LangOption, pick
from ecoflow.cli.run import facts_file, open_data, periods, read_day, read_one
from ecoflow.diagnostics.finding import Lang

if TYPE_CHECKING:
    from ecoflow.settlement.explain import Step
    from ecoflow.settlement.model import Settlement

_FINDINGS = 1


def explain(  # noqa: PLR0917 - one parameter an option
    agreement: Annotated[str, typer.Argument(
        metavar="AGREEMENT", help="A file or the id of a shipped agreement. 协议")],
    period: Annotated[str, typer.Option("--period", help="2013, 2013-Q2 or 2013-06. 结算期")],
    data: Annotated[Path, typer.Option("--data", help="Observations: a Parquet file or a folder. 监测数据")],
    of: Annotated[str | None, typer.Option(
        "--of", help="A quantity, measure, term or clause; left out: the whole settlement. 要说明的量或条款")] = None,
    rows: Annotated[bool, typer.Option(
        "--rows/--no-rows", help="Down to the single monitoring rows. 列出原始监测值")] = True,
    facts: Annotated[Path | None, typer.Option("--facts", help="What monitoring cannot tell. 事实")] = None,
    as_of: Annotated[str | None, typer.Option(
        "--as-of", help="On what had been recorded by this day. 截至日期")] = None,
    lang: LangOption = None,
) -> None:
    """Show how a payment or a number was made, as a tree. 说明数的由来"""
    from ecoflow.measures.plan import plan
    from ecoflow.settlement.explain import Explanation, rows_by_month
    from ecoflow.settlement.facts import Stated, read_facts
    from ecoflow.settlement.settle import Wish, settle

    words, day = pick(lang), read_day(as_of)
    found = read_one(agreement, words)
    one = periods(period, found)
    if len(one) != 1:
        raise typer.BadParameter("name one period", param_hint="'--period'")
    observations = open_data(data)
    given = read_facts(facts_file(facts), found) if facts else Stated()
    wish = Wish(given=given.facts, exempt=given.exempt, as_of=day)
    settlement = settle(found, one[0], observations, wish)
    samples = rows_by_month(observations.samples(plan(found, one[0], settlement.measured), day)) if rows else {}
    explanation = Explanation(settlement, words, samples)
    step = explanation.everything() if of is None else explanation.name(of)
    if step is None:
        raise typer.BadParameter(_unknown(of or "", settlement, words), param_hint="'--of'")
    for caution in explanation.cautions():
        typer.echo(f"{'※' if words == 'zh' else '*'} {caution}")
    _print(step)
    if not settlement.settled:
        raise typer.Exit(_FINDINGS)


def _unknown(name: str, settlement: Settlement, lang: Lang) -> str:
    a = settlement.agreement
    known = dict.fromkeys((*settlement.values, *a.terms, *a.facts, *a.measures, *a.quantities,
                           *(c.id for c in a.clauses)))
    if lang == "zh":
        return f"协议中没有 {name!r}；可用：{'、'.join(known)}"
    return f"there is no {name!r} in this agreement; known: {', '.join(known)}"


def _print(step: Step, before: str = "", branch: str = "") -> None:
    """The tree with its branches drawn; plain text, so that it can be piped and compared."""
    typer.echo(before + branch + step.text)
    inner = before + {"": "", "├─ ": "│  ", "└─ ": "   "}[branch]
    for n, under in enumerate(step.under):
        _print(under, inner, "└─ " if n == len(step.under) - 1 else "├─ ")

"""`ecoflow diff OLD NEW`: what changed between two versions of an agreement, in words and, with data, in yuan."""

from __future__ import annotations

import json
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from msgspec.structs import replace

from ecoflow.agreement.loader import examine
from ecoflow.agreement.model import Agreement
from ecoflow.cli.language import LangOption, pick
from ecoflow.cli.run import facts_file, find_one, open_data, periods
from ecoflow.cli.stdin import examine_stdin
from ecoflow.diagnostics.finding import Finding, Lang, has_errors
from ecoflow.report.artifact import STDIN

if TYPE_CHECKING:
    from ecoflow.negotiation.by_year import Yearly
    from ecoflow.negotiation.change import Changes
    from ecoflow.settlement.settle import Wish

_DIFFERENCES = 1


class Format(StrEnum):
    """How the changes are written."""

    text = "text"
    json = "json"
    md = "md"


def diff(  # noqa: PLR0917 - one parameter an option
    old: Annotated[str, typer.Argument(metavar="OLD", help="A file, the id of a shipped agreement, or - . 原协议")],
    new: Annotated[str, typer.Argument(metavar="NEW", help="What to compare with it; one of the two may be - . 新协议")],
    data: Annotated[Path | None, typer.Option(
        "--data", help="Observations: say also what it would have meant in yuan, by year and party. 监测数据")] = None,
    facts: Annotated[Path | None, typer.Option(
        "--facts", help="With --data: what monitoring cannot tell. 事实")] = None,
    period: Annotated[str | None, typer.Option(
        "--period", help="With --data: 2013 or 2012..2020; left out: the years of both terms. 结算期")] = None,
    format: Annotated[  # noqa: A002 - the option's name is the contract
        Format, typer.Option("--format", help="How the changes are written. 输出格式"),
    ] = Format.text,
    lang: LangOption = None,
) -> None:
    """Say what changed between two versions of an agreement, or two agreements. 比较协议的变化

    What the files mean is compared, not how they are written. Exit 0 when nothing differs, 1 when anything does or a file
    does not validate, 2 on wrong use. Against git: git show HEAD~1:agreements/x.yaml | ecoflow diff - agreements/x.yaml
    """
    from ecoflow.negotiation.change_papers import document, to_markdown, to_text
    from ecoflow.negotiation.changes import changes

    words = pick(lang)
    if data is None and (facts is not None or period is not None):
        raise typer.BadParameter("--facts and --period go with --data", param_hint="'--data'")
    found = changes(*_read(old, new, words))
    yearly = None if data is None else _yuan(found, data, facts, period)
    if format is Format.json:
        typer.echo(json.dumps(document(found, yearly, words), ensure_ascii=False, indent=2))
    else:
        write = to_text if format is Format.text else to_markdown
        typer.echo(write(found, yearly, words), nl=False)
    if found.found:
        raise typer.Exit(_DIFFERENCES)


def _read(old: str, new: str, lang: Lang) -> tuple[Agreement, Agreement]:
    """Both agreements; when either does not validate, the findings of both are shown, and that is all."""
    if old == new == "-":
        raise typer.BadParameter("only one of the two can be standard input", param_hint="'NEW'")
    findings: list[Finding] = []
    texts: dict[str, str] = {}
    read: list[Agreement] = []
    for argument, hint in ((old, "'OLD'"), (new, "'NEW'")):
        if argument == "-":
            texts[STDIN], agreement, found = examine_stdin()
        else:
            agreement, found = examine(find_one(argument, lang, hint))
        findings += found
        read += [agreement] if agreement is not None else []
    if len(read) < 2 or has_errors(findings):
        from ecoflow.report.findings import as_text, source_texts

        typer.echo(as_text(findings, lang, source_texts(findings) | texts), err=True)
        raise typer.Exit(_DIFFERENCES)
    return read[0], read[1]


def _yuan(found: Changes, data: Path, facts: Path | None, period: str | None) -> Yearly:
    """What either would have paid on the same observations, by year."""
    from ecoflow.negotiation.by_year import by_year
    from ecoflow.negotiation.compare import side_by_side

    old, new = found.old, found.new
    if old.settle != new.settle:
        said = f"{old.id} settles by {old.settle}, {new.id} by {new.settle}: their payments cannot be set side by side"
        raise typer.BadParameter(said, param_hint="'--data'")
    run = period or f"{min(old.first_year, new.first_year)}..{max(old.last_year, new.last_year)}"
    left, right = _wishes(found, facts)
    pairs = side_by_side((old, left), (new, right), periods(run, new, inside=False), open_data(data))
    return by_year(pairs, found.renamed["parties"])


def _wishes(found: Changes, facts: Path | None) -> tuple[Wish, Wish]:
    """What is given for either; a fact that was only renamed is known to both by either name."""
    from ecoflow.settlement.facts import read_facts
    from ecoflow.settlement.settle import Wish

    if facts is None:
        return Wish(), Wish()
    file, sides = facts_file(facts), (found.old, found.new)
    old, new = (read_facts(file, side, other.facts, [other.id])
                for side, other in zip(sides, reversed(sides), strict=True))
    before, after = dict(old.facts), dict(new.facts)
    for was, now in found.renamed["facts"].items():
        before |= {was: after[now]} if now in after and was not in before else {}
        after |= {now: before[was]} if was in before and now not in after else {}
    wish = Wish()
    return replace(wish, given=before, exempt=old.exempt), replace(wish, given=after, exempt=new.exempt)

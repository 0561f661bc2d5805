"""`ecoflow data reconcile A B`: two parties' records of the same samples, and what is open between them."""

from __future__ import annotations

import re
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ecoflow.cli.language import LangOption, pick
from ecoflow.diagnostics.finding import EcoflowError, Lang

if TYPE_CHECKING:
    from ecoflow.agreement.model import Agreement
    from ecoflow.measures.reconcile import Reconciled, Side
    from ecoflow.measures.reconcile_rules import Asked
    from ecoflow.report.reconciled import Sides

FINDINGS, WRONG_USE = 1, 2
_SECONDS = {"s": 1, "m": 60, "min": 60, "h": 3600, "d": 86_400}


class Format(StrEnum):
    """How the comparison is printed."""

    text = "text"
    json = "json"
    csv = "csv"


class Over(StrEnum):
    """What a relative deviation is a share of."""

    sum = "sum"
    mean = "mean"
    larger = "larger"


def reconcile(  # noqa: PLR0917 - one parameter an option
    a: Annotated[Path, typer.Argument(metavar="A", help="Observations of one party. 甲方观测数据")],
    b: Annotated[Path, typer.Argument(metavar="B", help="Observations of the other. 乙方观测数据")],
    agreement: Annotated[str | None, typer.Option(
        "--agreement", help="Whose rule of joint monitoring holds. 适用的协议")] = None,
    parties: Annotated[str | None, typer.Option(
        "--parties", help="Ids of the parties of A and B, as in joint:<party>. 甲乙两方编号")] = None,
    section: Annotated[list[str] | None, typer.Option("--section", help="Only this section; may be repeated. 断面")] = None,
    tolerance: Annotated[str | None, typer.Option(
        "--tolerance", help="20%, or 0.02 mg/L; instead of the agreement's. 允许偏差")] = None,
    deviation: Annotated[Over | None, typer.Option(
        "--deviation", help="What a share is of; sum where left out. 相对偏差的分母")] = None,
    window: Annotated[str | None, typer.Option(
        "--window", help="How far apart in time: 30m, 2h, 1d; the same moment where left out. 采样时间最多相差")] = None,
    form: Annotated[Format, typer.Option("--format", help="How to print it. 输出格式")] = Format.text,
    out: Annotated[Path | None, typer.Option(
        "--out", help="A new folder of the agreed values, source joint:agreed. 一致结果的观测数据文件夹")] = None,
    as_of: Annotated[str | None, typer.Option("--as-of", help="What had been recorded by this day. 截至日期")] = None,
    lang: LangOption = None,
) -> None:
    """Hold two parties' records against each other, sample by sample. 比对双方记录

    Exit 0 when nothing is in dispute, 1 when something is, 2 on wrong use.
    """
    from ecoflow.cli.run import read_day, read_one
    from ecoflow.report.reconciled import to_csv, to_json, to_text

    words, day, ids = pick(lang), read_day(as_of), _ids(parties)
    asked = _asked(tolerance, deviation, window)
    try:
        judge = read_one(agreement, words, "'--agreement'") if agreement else None
        one, two = (_side(path, party, judge, section or [], day) for path, party in zip((a, b), ids, strict=True))
        found = _reconciled(one, two, judge, asked)
    except EcoflowError as error:
        from ecoflow.report.findings import as_text, source_texts

        typer.echo(as_text(error.findings, words, source_texts(error.findings)), err=True)
        raise typer.Exit(WRONG_USE) from None
    sides = _called((a, b), (one, two), judge, words)
    text = {Format.text: lambda: to_text(found, sides, words), Format.json: lambda: to_json(found, sides) + "\n",
            Format.csv: lambda: to_csv(found, sides, words)}[form]()
    typer.echo(text, nl=False)
    if out is not None:
        _write(found, out, words)
    if found.disputes:
        raise typer.Exit(FINDINGS)


def _ids(option: str | None) -> tuple[str, str]:
    """The ids of both parties; empty where nobody says."""
    if option is None:
        return "", ""
    found = [part.strip() for part in option.split(",")]
    if len(found) != 2 or not all(found) or found[0] == found[1]:
        raise typer.BadParameter(f"{option!r}: name two parties, as anhui,zhejiang", param_hint="'--parties'")
    return found[0], found[1]


def _asked(tolerance: str | None, deviation: Over | None, window: str | None) -> Asked:
    from ecoflow.agreement.scalars import fits
    from ecoflow.measures.reconcile_rules import Asked
    from ecoflow.standards.units import parse_quantity

    if tolerance is not None and not fits("tolerance", tolerance):
        raise typer.BadParameter(f"{tolerance!r}: write 20% or 0.02 mg/L", param_hint="'--tolerance'")
    span = re.fullmatch(r"(\d{1,6}) ?(s|m|min|h|d)", window or "0s", re.ASCII)
    if span is None:
        raise typer.BadParameter(f"{window!r}: write 30m, 2h or 1d", param_hint="'--window'")
    within = None if window is None else int(span[1]) * _SECONDS[span[2]]
    return Asked(parse_quantity(tolerance or ""), deviation.value if deviation else None, within)


def _side(path: Path, party: str, agreement: Agreement | None, sections: list[str], day: date | None) -> Side:
    """The records of one party, sections by the ids of the agreement."""
    from ecoflow.cli.run import open_data
    from ecoflow.measures.reconcile import side

    names = {n: s.id for s in agreement.sections.values() for n in (s.id, s.name.zh, *s.known_as)} if agreement else {}
    wanted = [names.get(s, s) for s in sections]
    asked = [n for n, own in names.items() if not wanted or own in wanted] + [s for s in wanted if s not in names]
    return side(open_data(path).records(asked, day), names, party)


def _reconciled(one: Side, two: Side, agreement: Agreement | None, asked: Asked) -> Reconciled:
    from ecoflow.measures.reconcile import reconcile as compare
    from ecoflow.measures.reconcile_rules import rules_for

    rules = rules_for(agreement, asked)
    if not rules:
        said = f"{agreement.id} states no rule of joint monitoring; " if agreement else ""
        raise typer.BadParameter(f"{said}name a tolerance", param_hint="'--tolerance'")
    turned = frozenset(s.id for s in agreement.sections.values()
                       if _is(s.roles.get("downstream"), one) or _is(s.roles.get("upstream"), two)) if agreement else ()
    return compare(one, two, rules, turned)


def _is(party: str | None, side: Side) -> bool:
    """Whether a side is this party: its joint records say so."""
    return side.parties == (party,)


def _called(paths: tuple[Path, Path], sides: tuple[Side, Side], agreement: Agreement | None, lang: Lang) -> Sides:
    """What both sides are called: by the party, else by the file."""
    from ecoflow.report.names import names_of
    from ecoflow.report.reconciled import Sides

    names = names_of(agreement, lang) if agreement else None
    labels = names.labels if names else {}
    a, b = ("、".join(labels.get(p, p) for p in side.parties) if len(side.parties) == 1 else path.name
            for path, side in zip(paths, sides, strict=True))
    return Sides(a, b, labels)


def _write(found: Reconciled, out: Path, lang: Lang) -> None:
    """The agreed values as observations; a folder that must not be touched is wrong use."""
    from ecoflow.measures.reconciled_rows import agreed_table
    from ecoflow.observations.refusal import Refusal
    from ecoflow.observations.write import write_observations

    try:
        write_observations(agreed_table(found), out)
    except Refusal as refusal:
        typer.echo(f"{refusal.sentence(lang)} {refusal.hint(lang)}", err=True)
        raise typer.Exit(WRONG_USE) from None

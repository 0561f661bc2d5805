"""`ecoflow compare A B`: the same observations under two agreements or drafts, side by side."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from ecoflow.cli.language import LangOption, pick
from ecoflow.cli.run import open_data, periods, read_one
from ecoflow.diagnostics.finding import Lang

if TYPE_CHECKING:
    from ecoflow.negotiation.compare import Comparison


_FINDINGS = 1


def compare(  # noqa: PLR0917 - one parameter an option
    left: Annotated[str, typer.Argument(metavar="A", help="A file or the id of a shipped agreement. 甲")],
    right: Annotated[str, typer.Argument(metavar="B", help="The one to compare it with. 乙")],
    data: Annotated[Path, typer.Option("--data", help="Observations: a Parquet file or a folder. 监测数据")],
    period: Annotated[str | None, typer.Option(
        "--period", help="2013 or 2012..2020; left out: the years of both terms. 结算期")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print one JSON document and nothing else.")] = False,
    lang: LangOption = None,
) -> None:
    """Set two agreements or drafts side by side on the same observations. 比较方案

    Both are run for every period, also outside their terms: it shows what they would have paid. Exit 1 when there is no
    period that both can settle.
    """
    from ecoflow.negotiation.compare import compare as compare_both

    words = pick(lang)
    a, b = read_one(left, words), read_one(right, words)
    if a.settle != b.settle:
        raise typer.BadParameter(f"{a.id} settles by {a.settle}, {b.id} by {b.settle}", param_hint="'B'")
    run = period or f"{min(a.first_year, b.first_year)}..{max(a.last_year, b.last_year)}"
    found = compare_both(a, b, periods(run, a, inside=False), open_data(data))
    if as_json:
        typer.echo(json.dumps(_document(found, words), ensure_ascii=False, indent=2))
    else:
        from ecoflow.cli.comparison_table import print_comparison

        print_comparison(found, words)
    if not found.compared:
        raise typer.Exit(_FINDINGS)


def _document(found: Comparison, lang: Lang) -> dict[str, Any]:
    from ecoflow.report.json_contract import document, yuan

    return {
        "ecoflow": 1,
        "left": found.left.id,
        "right": found.right.id,
        "synthetic": found.synthetic,
        "caveats": {"left": found.caveats[0].as_json(), "right": found.caveats[1].as_json()},
        "periods": [
            {"period": p.period.name, "left": document(p.left, lang), "right": document(p.right, lang),
             "difference": {party: yuan(d) for party in found.parties if (d := p.difference(party)) is not None}}
            for p in found.pairs
        ],
        "total_difference": {party: yuan(d) for party in found.parties if (d := found.total(party)) is not None},
        "total_periods": [p.name for p in found.compared],
    }

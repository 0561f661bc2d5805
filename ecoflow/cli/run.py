"""What settle, explain and compare share: reading agreements, periods and observations from the command line."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING

import typer
from msgspec import Struct, field

from ecoflow.agreement.library import find, shipped_data
from ecoflow.agreement.loader import load
from ecoflow.agreement.model import Agreement
from ecoflow.diagnostics.finding import EcoflowError, InvalidAgreement, Lang
from ecoflow.standards.calendar import Grain, Period, parse_period, parse_years, year, years

if TYPE_CHECKING:
    from ecoflow.measures.duckdb_engine import DuckDBEngine


class Engine(StrEnum):
    """What scans the observations."""

    duckdb = "duckdb"


class Loaded(Struct, frozen=True):
    """The agreements that could be read, and what is wrong with the others: one bad file never hides the rest."""

    agreements: tuple[Agreement, ...]
    refused: Mapping[str, EcoflowError] = field(default_factory=dict)


def read_agreements(arguments: Iterable[str], lang: Lang) -> Loaded:
    """Every agreement the arguments mean, each once. An argument that means nothing is wrong use."""
    files: dict[Path, None] = {}
    for argument in arguments:
        try:
            files |= dict.fromkeys(find(argument))
        except InvalidAgreement as absent:
            raise typer.BadParameter(absent.findings[0].message(lang), param_hint="'AGREEMENT'") from None
    agreements: list[Agreement] = []
    refused: dict[str, EcoflowError] = {}
    for file in files:
        try:
            agreements.append(load(file))
        except InvalidAgreement as invalid:
            refused[str(file)] = invalid
    return Loaded(tuple(agreements), refused)


def read_one(argument: str, lang: Lang, called: str = "'AGREEMENT'") -> Agreement:
    """The single agreement an argument means (`called` in a message); raises InvalidAgreement when it cannot be used."""
    return load(find_one(argument, lang, called))


def find_one(argument: str, lang: Lang, called: str) -> Path:
    """The single file an argument means; none, or several, is wrong use."""
    try:
        files = find(argument)
    except InvalidAgreement as absent:
        raise typer.BadParameter(absent.findings[0].message(lang), param_hint=called) from None
    if len(files) != 1:
        raise typer.BadParameter(f"{argument!r} holds {len(files)} agreements; name one", param_hint=called)
    return files[0]


def periods(option: str | None, agreement: Agreement, *, inside: bool = True) -> tuple[Period, ...]:
    """The periods meant: one (`2013`, `2013-06`), a run (`2012..2014`), or, left out, every one of the term.

    A run, and a year of an agreement that settles by quarter or month, is cut into the settlement cycle; with `inside`,
    years outside the agreement's term are left out of a run (a single period is kept, so that the settlement says what is
    wrong with it).
    """
    grain: Grain = agreement.settle  # type: ignore[assignment]
    if option is None:
        return years(agreement.first_year, agreement.last_year).parts(grain)
    one = parse_period(option)
    if one is not None:
        parts = one.parts(grain)
        return parts if all(p.within(one) for p in parts) else (one,)
    run = parse_years(option)
    if run is None:
        raise typer.BadParameter(f"{option!r} is no period: write 2013, 2013-Q2, 2013-06 or 2012..2014",
                                 param_hint="'--period'")
    if not inside:
        return run.parts(grain)
    first, last = year(max(agreement.first_year, 1)), year(max(agreement.last_year, 1))
    return tuple(p for p in run.parts(grain) if first.first <= p.first and p.last <= last.last)


def concerns(option: str | None, agreement: Agreement) -> bool:
    """Whether the agreement settles periods such as these, in years of its term: a batch passes over the others."""
    found = periods(option, agreement)
    cycle = len(year(1).parts(agreement.settle))  # type: ignore[arg-type]
    return any(len(p.months()) * cycle == 12 and agreement.first_year <= p.year <= agreement.last_year for p in found)


def is_run(option: str | None) -> bool:
    """Whether --period means several periods, so that JSON is an array."""
    return option is None or bool(re.search(r"\.\.", option))


def read_day(option: str | None) -> date | None:
    """The day of --as-of; anything but YYYY-MM-DD is wrong use."""
    if option is None:
        return None
    with suppress(ValueError):
        # fromisoformat also reads 20240331 and 2024-W13-7, which no reader would check
        if re.fullmatch(r"\d{4}-\d{2}-\d{2}", option):
            return date.fromisoformat(option)
    raise typer.BadParameter(f"{option!r} is no date: write 2024-03-31", param_hint="'--as-of'")


SHIPPED = "synthetic"
"""The word for the synthetic observations that come with ecoflow, where no file or folder has that name."""


def open_data(path: Path) -> DuckDBEngine:
    """The observations behind --data. Raises InvalidObservations when they are not there or not of the contract."""
    from ecoflow.measures.duckdb_engine import DuckDBEngine

    return DuckDBEngine(data_path(path))


def data_path(path: Path) -> Path:
    """Where the observations lie: the path itself, or what is shipped where it is the word for that."""
    return _shipped(path) or path


def facts_file(path: Path) -> Path:
    """The file behind --facts; `synthetic` is the invented one that goes with the synthetic observations."""
    shipped = _shipped(path)
    return shipped / "synthetic-facts.yaml" if shipped else path


def _shipped(path: Path) -> Path | None:
    return shipped_data() if str(path) == SHIPPED and not path.exists() else None


def write_out(path: Path, text: str) -> None:
    """Write the file of --out; one that cannot be written is wrong use."""
    try:
        path.write_text(text, "utf-8", newline="\n")
    except OSError as error:
        raise typer.BadParameter(f"{path}: {error.strerror}", param_hint="'--out'") from None


def years_left_out(option: str | None, agreement: Agreement) -> tuple[int, ...]:
    """The years of a run that lie outside the agreement's term, and so are not settled."""
    run = parse_years(option) if option and parse_period(option) is None else None
    if run is None:
        return ()
    return tuple(y for y in range(run.first.year, run.last.year + 1)
                 if not agreement.first_year <= y <= agreement.last_year)

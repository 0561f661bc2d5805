"""`ecoflow data check`: quality rules over an observations folder."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from ecoflow.cli.language import LangOption, pick
from ecoflow.diagnostics.finding import Finding, Lang

if TYPE_CHECKING:
    from ecoflow.observations.quality.check import Checked
    from ecoflow.observations.quality.rule import Rule
    from ecoflow.observations.quality.settings import Settings
    from ecoflow.observations.quality.targets import Target

_FINDINGS = 1
_ROWS = 5
_KEPT = 1_000


class Format(StrEnum):
    """How the findings are written."""

    text = "text"
    json = "json"
    html = "html"


def check(
    path: Annotated[Path, typer.Argument(metavar="OBSERVATIONS", help="An observations folder. 观测数据文件夹")],
    *,
    rules: Annotated[Path | None, typer.Option("--rules", metavar="FILE", help="Switches, numbers (YAML). 规则文件")] = None,
    only: Annotated[list[str] | None, typer.Option("--only", metavar="RULE", help="Only these rules. 只用这些规则")] = None,
    skip: Annotated[list[str] | None, typer.Option("--skip", metavar="RULE", help="Not these rules. 不用这些规则")] = None,
    section: Annotated[
        list[str] | None, typer.Option("--section", metavar="NAME", help="Only these sections. 只查这些断面"),
    ] = None,
    agreement: Annotated[
        list[str] | None, typer.Option("--agreement", metavar="ID", help="Agreements whose targets matter. 协议"),
    ] = None,
    published: Annotated[
        Path | None,
        typer.Option("--published", metavar="CSV", help="Published classes: section, observed_at, class. 公布的类别"),
    ] = None,
    format: Annotated[  # noqa: A002 - the option's name is the same in every verb
        Format, typer.Option("--format", help="Text, JSON for programs, or one HTML page. 输出格式"),
    ] = Format.text,
    out: Annotated[
        Path | None, typer.Option("--out", metavar="FILE", dir_okay=False, help="Write to this file. 写入文件"),
    ] = None,
    limit: Annotated[
        int | None, typer.Option("--limit", min=0, help="Findings listed per rule: 5 in text, else 1000. 每条规则列出几条"),
    ] = None,
    lang: LangOption = None,
) -> None:
    """Check observations by the quality rules; exit 1 when a finding cannot carry a payment."""
    from ecoflow.cli.data_words import progress_bar, refusals
    from ecoflow.cli.run import data_path
    from ecoflow.observations.quality.check import Asked
    from ecoflow.observations.quality.check import check as look

    words = pick(lang)
    settings = _settings(rules)
    keep = limit if limit is not None else (_ROWS if format is Format.text else _KEPT)
    asked = Asked(_rules(only or (), skip or ()), settings, _targets(agreement or (), words), published,
                  tuple(dict.fromkeys(section or ())), keep)
    folder = data_path(path)
    with refusals(words), progress_bar(words) as progress:
        found = look(folder, asked, progress)
        told = _told(found, folder, format, rules, words)
    _write(told, out)
    if found.count("error"):
        raise typer.Exit(_FINDINGS)


def _settings(path: Path | None) -> Settings:
    from ecoflow.observations.quality.settings import Settings, read_settings

    if path is None:
        return Settings()
    try:
        return read_settings(path.read_bytes().decode("utf-8"), str(path))
    except (OSError, UnicodeDecodeError) as error:
        why = getattr(error, "strerror", None) or str(error)
        raise typer.BadParameter(f"{path}: {why}", param_hint="'--rules'") from None


def _rules(only: Sequence[str], skip: Sequence[str]) -> tuple[Rule, ...]:
    from ecoflow.diagnostics.near import suggestion
    from ecoflow.observations.quality.rules import RULES

    for option, named in (("'--only'", only), ("'--skip'", skip)):
        for name in named:
            if name not in RULES:
                near = suggestion(name, RULES).get("near")
                raise typer.BadParameter(f"{name!r}: {near or ', '.join(RULES)}?", param_hint=option)
    return tuple(rule for rule in RULES.values() if (not only or rule.id in only) and rule.id not in skip)


def _targets(names: Iterable[str], lang: Lang) -> tuple[Target, ...]:
    from ecoflow.cli.run import read_one
    from ecoflow.observations.quality.targets import targets

    return tuple(target for name in names for target in targets(read_one(name, lang, "'--agreement'")))


def _warnings(found: Checked, file: Path | None) -> tuple[Finding, ...]:
    """The settings for sections that the data do not hold."""
    return tuple(Finding("W353", setting.place, {"section": setting.spot[0], "rule": setting.rule})
                 for setting in found.unmet) if file else ()


def _told(found: Checked, folder: Path, format: Format, file: Path | None, lang: Lang) -> str:  # noqa: A002 - the option's name
    warnings = _warnings(found, file)
    match format:
        case Format.text:
            from ecoflow.report.findings import as_text
            from ecoflow.report.quality_text import tell

            return "\n".join(filter(None, (as_text(warnings, lang, {}) if warnings else "", tell(found, lang))))
        case Format.json:
            from ecoflow.report.quality_json import as_json

            return as_json(found, warnings, lang)
        case Format.html:
            from ecoflow.observations.quality.coverage import coverage
            from ecoflow.report.quality_html import to_html

            return to_html(found, coverage(folder, found), warnings, lang)


def _write(text: str, out: Path | None) -> None:
    if out is None:
        sys.stdout.write(text.rstrip("\n") + "\n")
        return
    from ecoflow.cli.run import write_out

    write_out(out, text.rstrip("\n") + "\n")

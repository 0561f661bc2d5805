"""`ecoflow code`: what the code of a finding means, why it arises, and what cures it."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from ecoflow.cli.language import LangOption, pick
from ecoflow.diagnostics.causes.account import near_codes
from ecoflow.diagnostics.codes import CODES
from ecoflow.diagnostics.finding import Lang


class Format(StrEnum):
    """How codes are told."""

    text = "text"
    md = "md"


def code(
    codes: Annotated[list[str] | None, typer.Argument(
        metavar="[CODE]...", help="Codes, such as E214; without any, all are listed. 代码")] = None,
    format: Annotated[  # noqa: A002 - the option's name is the same in every verb
        Format, typer.Option("--format", help="Text in one language, or Markdown in both. 输出格式"),
    ] = Format.text,
    out: Annotated[Path | None, typer.Option(
        "--out", metavar="FILE", dir_okay=False, help="Write to this file, print nothing. 写入文件")] = None,
    lang: LangOption = None,
) -> None:
    """Explain a code: cause, an example, the same cured; without a code, list them all. 代码的含义

    An unknown code is wrong use (exit 2).
    """
    words = pick(lang)
    asked = tuple(dict.fromkeys(_known(text, words) for text in codes or ()))
    told = (_page(asked) if format is Format.md else _text(asked, words)).rstrip("\n")
    if out is None:
        typer.echo(told)
    else:
        from ecoflow.cli.run import write_out

        write_out(out, told + "\n")


def _text(asked: tuple[str, ...], lang: Lang) -> str:
    from ecoflow.report.codes import listed, tell

    return "\n\n\n".join(tell(code, lang) for code in asked) or listed(lang)


def _page(asked: tuple[str, ...]) -> str:
    from ecoflow.report.codes_page import page, section

    return "\n".join(section(code) for code in asked) or page()


def _known(text: str, lang: Lang) -> str:
    """The code a text means, in any case; one that is none is wrong use."""
    code = text.strip().upper()
    if code in CODES:
        return code
    near = near_codes(code)
    if lang == "zh":
        said = f"没有代码 '{text}'；" + (f"相近的有：{'、'.join(near)}" if near else "全部代码见 'ecoflow code'")
    else:
        said = f"there is no code '{text}'; " + (f"near: {', '.join(near)}" if near else "'ecoflow code' lists them all")
    raise typer.BadParameter(said, param_hint="'CODE'")

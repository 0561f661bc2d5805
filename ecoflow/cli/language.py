"""The language of what is printed: what --lang says, else the environment."""

from __future__ import annotations

import os
from collections.abc import Sequence
from typing import Annotated

import typer

from ecoflow.diagnostics.finding import Lang

LANGUAGES: tuple[Lang, ...] = ("zh", "en")

LangOption = Annotated[
    str | None,
    typer.Option("--lang", metavar="zh|en", help="Language of the output; by default the environment's. 输出语言"),
]
"""The --lang option as every verb takes it; hand its value to `pick`."""


def pick(option: str | None = None) -> Lang:
    """The language asked for by --lang, else by ECOFLOW_LANG, else by the locale, else English.

    An unsupported --lang is wrong use (typer.BadParameter, exit 2); an unsupported ECOFLOW_LANG is passed over,
    for it may have been set for another machine.
    """
    if option is not None:
        found = next((lang for lang in LANGUAGES if lang == option), None)
        if found is None:
            raise typer.BadParameter(f"{option!r} is not one of {', '.join(LANGUAGES)}", param_hint="'--lang'")
        return found
    return _known(os.environ.get("ECOFLOW_LANG", "")) or _locale()


def asked_in(arguments: Sequence[str]) -> Lang:
    """The language of a whole command line, for what is said outside a verb; never wrong use."""
    for at, word in enumerate(arguments):
        name, _, value = word.partition("=")
        if name == "--lang":
            said = value or "".join(arguments[at + 1 : at + 2])
            return _known(said) or pick()
    return pick()


def _known(text: str) -> Lang | None:
    return next((lang for lang in LANGUAGES if text.lower().startswith(lang)), None)


def _locale() -> Lang:
    # POSIX: the first of these that is set decides, also when it says C
    said = next((os.environ[name] for name in ("LC_ALL", "LC_MESSAGES", "LANG") if os.environ.get(name)), "")
    return "zh" if said.lower().startswith("zh") else "en"

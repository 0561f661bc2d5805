"""The command `ecoflow`: its verbs, each imported only when it runs, and the manners all of them share."""

from __future__ import annotations

import codecs
import os
import sys
from importlib import import_module
from io import TextIOWrapper
from typing import Annotated, Any, NoReturn

import typer
from msgspec import Struct
from typer.core import TyperCommand, TyperGroup

from ecoflow import __version__
from ecoflow.cli.language import asked_in
from ecoflow.diagnostics.finding import EcoflowError

FINDINGS, WRONG_USE, INTERRUPTED = 1, 2, 130
DEBUG = "ECOFLOW_DEBUG"


class Verb(Struct, frozen=True):
    """One verb: module `ecoflow.cli.<name>` with a function `<name>`, or with a Typer `app` for a group of verbs."""

    name: str
    line: str
    example: str
    is_group: bool = False


VERBS = (
    Verb("settle", "Who pays whom, how much, and why. 结算",
         "ecoflow settle xinanjiang-1 --period 2013 --data synthetic"),
    Verb("new", "Start a draft from any agreement. 起草",
         "ecoflow new --like chishui-1 --out mine.yaml"),
    Verb("validate", "Check agreement files. 校验协议",
         "ecoflow validate agreements"),
    Verb("code", "What the code of a finding means, and its cure. 代码的含义与改法",
         "ecoflow code E214"),
    Verb("test", "Replay the published results of agreements. 重算已公布的结果",
         "ecoflow test agreements"),
    Verb("explain", "Show how a number was made. 说明数的由来",
         "ecoflow explain xinanjiang-1 --period 2013 --data synthetic --of P"),
    Verb("compare", "Set agreements side by side on the same observations. 比较方案",
         "ecoflow compare xinanjiang-1 xinanjiang-2 --period 2012..2017 --data synthetic"),
    Verb("diff", "Say what changed between two versions of an agreement. 比较协议的变化",
         "ecoflow diff xinanjiang-1 xinanjiang-2 --data synthetic"),
    Verb("gallery", "Tell agreements in words on one page. 协议一览",
         "ecoflow gallery agreements --out gallery.md"),
    Verb("data", "Import monitoring files, describe observations. 监测数据",
         "ecoflow data describe observations", is_group=True),
    Verb("schema", "JSON Schema of agreement files, for editors. 供编辑器使用的模式",
         "ecoflow schema --out agreement.schema.json"),
)


class Verbs(TyperGroup):
    """The group of all verbs: lists them from `VERBS`, and imports the one that is called."""

    def __init__(self, **settings: Any) -> None:
        listed = {verb.name: TyperCommand(verb.name, short_help=verb.line) for verb in VERBS}
        super().__init__(**(settings | {"commands": listed}))

    def resolve_command(self, ctx: Any, args: list[str]) -> tuple[str | None, Any, list[str]]:
        """The verb's name, its command (imported here), and the arguments left; an unknown verb is wrong use."""
        name, listed, rest = super().resolve_command(ctx, args)
        verb = next((v for v in VERBS if v.name == name), None)
        return name, _command(verb, ctx) if verb else listed, rest


def _command(verb: Verb, ctx: Any) -> Any:
    path = f"ecoflow.cli.{verb.name}"
    try:
        module = import_module(path)
    except ModuleNotFoundError as error:
        if error.name != path:
            raise
        ctx.fail(f"{verb.name!r} is not part of this installation.")
    if verb.is_group:
        return typer.main.get_command(module.app)
    alone = typer.Typer(add_completion=False, rich_markup_mode=None)
    alone.command(verb.name, epilog=f"Example 例: {verb.example}")(getattr(module, verb.name))
    return typer.main.get_command(alone)


app = typer.Typer(
    name="ecoflow",
    cls=Verbs,
    help="Exact, explained settlement of cross-boundary water-quality compensation agreements."
         " 流域横向生态保护补偿结算",
    epilog="Exit status 退出码: 0 fine, 1 findings or cannot settle, 2 wrong use.",
    no_args_is_help=True,
    add_completion=False,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _show_version(*, wanted: bool) -> None:
    if wanted:
        typer.echo(f"ecoflow {__version__}")
        raise typer.Exit


@app.callback()
def _ecoflow(
    *,
    version: Annotated[
        bool,
        typer.Option("--version", is_eager=True, callback=lambda value: _show_version(wanted=value),
                     help="Show the version and exit. 版本"),
    ] = False,
) -> None:
    """Hold what stands before the verb."""


def main() -> NoReturn:
    """Run the command line and leave: 0 fine, 1 findings, 2 wrong use or an internal error, 130 Ctrl-C.

    No traceback is shown unless ECOFLOW_DEBUG is set; a reader that closes the pipe early is no error to speak of.
    """
    _write_utf8()
    try:
        code = _run()
        sys.stdout.flush()
    except BrokenPipeError:
        # what is still in the buffer would raise again when the interpreter closes
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        code = FINDINGS
    except KeyboardInterrupt:
        code = INTERRUPTED
    sys.exit(code)


def _run() -> int | str | None:
    try:
        app(prog_name="ecoflow")
    except SystemExit as done:
        return done.code
    except EcoflowError as error:
        _print_findings(error)
        return FINDINGS
    except Exception as error:  # noqa: BLE001 - the last place; nobody should be shown a traceback unasked
        _print_surprise(error)
        return WRONG_USE
    return 0


def _print_surprise(error: Exception) -> None:
    """One sentence for what nobody caught; with ECOFLOW_DEBUG, where it came from."""
    if os.environ.get(DEBUG):
        import traceback

        traceback.print_exception(error)
    if isinstance(error, OSError) and error.strerror:
        # the system's refusal (no right to read, a full disk) is nobody's bug
        said = f"{error.filename}: {error.strerror}" if error.filename else error.strerror
    else:
        cause = " ".join(f"{type(error).__name__}: {error}".split())
        said = f"internal error ({cause}); run with {DEBUG}=1 to see it"
    typer.echo(f"ecoflow: {said}", err=True)


def _print_findings(error: EcoflowError) -> None:
    from ecoflow.report.findings import as_text, source_texts

    typer.echo(as_text(error.findings, asked_in(sys.argv[1:]), source_texts(error.findings)), err=True)


def _write_utf8() -> None:
    """Chinese and `³` must come out in any locale: UTF-8, but for a terminal that says it knows another encoding."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            speaks = codecs.lookup(stream.encoding).name not in {"ascii", "iso8859-1"}
            encoding = stream.encoding if speaks and stream.isatty() else "utf-8"
            stream.reconfigure(encoding=encoding, errors="backslashreplace")

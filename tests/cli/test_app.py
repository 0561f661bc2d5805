"""The command shell: what is imported when, exit codes, quiet endings, UTF-8, and the language of the output."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import pytest
import typer
from typer.testing import CliRunner

from ecoflow import __version__
from ecoflow.cli import app as shell
from ecoflow.cli import language
from ecoflow.diagnostics.finding import Finding, InvalidAgreement, Place

ROOT = Path(__file__).resolve().parents[2]
HEAVY = {"pandas", "duckdb", "pyarrow", "numpy", "jinja2", "rich"}
LOCALE = ("ECOFLOW_LANG", "LC_ALL", "LC_MESSAGES", "LANG")

GOOD = """\
ecoflow: 1
id: river-1
title: {zh: 某江协议, en: A river}
term: {from: 2012, to: 2014}
settle: year
status: draft
parties: {up: {zh: 上游省}, down: {zh: 下游省}}
sources: {plan: {title: 方案}}
terms: {stake: {value: 1亿元, source: plan, confidence: published}}
clauses:
  - {id: yearly, pay: {from: down, to: up, amount: stake}}
"""


def start(*arguments, program=("-m", "ecoflow"), **env):
    """`python -m ecoflow ...` in a process of its own, with only the named settings of language."""
    inherited = {k: v for k, v in os.environ.items() if k not in {*LOCALE, "PYTHONIOENCODING", "PYTHONUTF8"}}
    return subprocess.Popen(
        [sys.executable, *program, *arguments], stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**inherited, "PYTHONPATH": str(ROOT), **env},
    )


def run(*arguments, program=("-m", "ecoflow"), **env):
    process = start(*arguments, program=program, **env)
    out, err = process.communicate(timeout=60)
    return process.returncode, out, err


SPY = """
import os, runpy, sys
leave = os._exit
os._exit = lambda code: (print("imported", *sys.modules, file=sys.__stderr__, flush=True), leave(code))
sys.argv[0] = "ecoflow"
runpy.run_module("ecoflow", run_name="__main__")
"""


def imported(*arguments):
    """Exit code of `python -m ecoflow ...` and the names of all modules it has imported in the end."""
    code, _, err = run(*arguments, program=("-c", SPY))
    last = err.decode().splitlines()[-1].split()
    assert last[0] == "imported"
    assert "ecoflow.cli.app" in last
    return code, set(last[1:])


def heavy(names):
    return {name for name in names if name.partition(".")[0] in HEAVY}


@pytest.fixture
def river(tmp_path):
    file = tmp_path / "river-1.yaml"
    file.write_text(GOOD, "utf-8")
    return file


def test_help_imports_no_verb_and_nothing_heavy():
    code, names = imported("--help")
    assert code == 0
    assert not heavy(names)
    assert {n for n in names if n.startswith("ecoflow.cli.")} == {"ecoflow.cli.app", "ecoflow.cli.language"}
    assert not {n for n in names if n.startswith(("ecoflow.agreement", "ecoflow.observations", "yaml", "lark"))}


def test_validate_imports_itself_alone_and_nothing_heavy(river):
    code, names = imported("validate", str(river))
    assert code == 0
    assert "ecoflow.agreement.loader" in names
    assert not heavy(names)
    assert {n for n in names if n.startswith("ecoflow.cli.")} == {
        "ecoflow.cli.app", "ecoflow.cli.gaps", "ecoflow.cli.language", "ecoflow.cli.same_id",
        "ecoflow.cli.stdin", "ecoflow.cli.validate",
    }


def test_wrong_use_imports_nothing_heavy():
    code, names = imported("validate", "--nonsense")
    assert code == 2
    assert not heavy(names)


def test_version():
    result = CliRunner().invoke(shell.app, ["--version"])
    assert (result.exit_code, result.stdout) == (0, f"ecoflow {__version__}\n")


@pytest.mark.parametrize("flag", ["-h", "--help"])
def test_help_lists_every_verb_with_both_languages(flag):
    result = CliRunner().invoke(shell.app, [flag])
    assert result.exit_code == 0
    for verb in shell.VERBS:
        assert f"  {verb.name} " in result.stdout
        assert verb.line in result.stdout
        assert any("\u4e00" <= c <= "\u9fff" for c in verb.line)


@pytest.mark.parametrize("verb", shell.VERBS, ids=lambda verb: verb.name)
def test_every_verb_loads_and_helps(verb):
    result = CliRunner().invoke(shell.app, [verb.name, "--help"])
    assert result.exit_code == 0, result.output
    assert f"ecoflow {verb.name}" in verb.example
    if not verb.is_group:
        assert verb.example in " ".join(result.stdout.split())


@pytest.mark.parametrize(("arguments", "said"), [
    (["valdate"], "No such command 'valdate'. Did you mean 'validate'?"),
    (["--nonsense"], "No such option"),
    (["validate", "--nonsense"], "No such option"),
    (["data", "nonsense"], "No such command"),
    (["data", "import"], "Missing argument"),
])
def test_wrong_use_is_2_and_says_what(arguments, said):
    result = CliRunner().invoke(shell.app, arguments)
    assert (result.exit_code, result.stdout) == (2, "")
    assert said in result.stderr


def test_no_verb_shows_the_help():
    code, out, err = run()
    assert code == 2
    assert b"Commands:" in out + err


def test_an_absent_module_leaves_the_others_alone(monkeypatch, river):
    def absent(path):
        if path == "ecoflow.cli.settle":
            raise ModuleNotFoundError(path, name=path)
        return real(path)

    real = shell.import_module
    monkeypatch.setattr(shell, "import_module", absent)
    result = CliRunner().invoke(shell.app, ["settle"])
    assert result.exit_code == 2
    assert "'settle' is not part of this installation." in result.stderr
    assert CliRunner().invoke(shell.app, ["validate", str(river)]).exit_code == 0
    assert CliRunner().invoke(shell.app, ["--help"]).exit_code == 0


def end(monkeypatch, capsys, error, *arguments):
    """How `main` ends when the verb `settle` raises: exit code, standard output, standard error."""
    def settle(lang: str = "en") -> None:
        raise error

    monkeypatch.setattr(shell, "import_module", lambda path: SimpleNamespace(settle=settle))
    monkeypatch.setattr(sys, "argv", ["ecoflow", "settle", *arguments])
    for name in LOCALE:
        monkeypatch.delenv(name, raising=False)
    with pytest.raises(SystemExit) as done:
        shell.main()
    return done.value.code, *capsys.readouterr()


def test_a_bug_is_one_sentence(monkeypatch, capsys):
    monkeypatch.delenv(shell.DEBUG, raising=False)
    assert end(monkeypatch, capsys, KeyError("a\nb")) == (
        2, "", "ecoflow: internal error (KeyError: 'a\\nb'); run with ECOFLOW_DEBUG=1 to see it\n",
    )
    assert end(monkeypatch, capsys, ValueError("a\nb"))[2].count("\n") == 1


def test_a_bug_shows_where_it_came_from_when_asked(monkeypatch, capsys):
    monkeypatch.setenv(shell.DEBUG, "1")
    code, out, err = end(monkeypatch, capsys, KeyError("a"))
    assert (code, out) == (2, "")
    assert err.startswith("Traceback (most recent call last):\n")
    assert "in settle\n" in err


def test_the_systems_refusal_is_no_internal_error(monkeypatch, capsys):
    refused = PermissionError(13, "Permission denied", "out/report.html")
    assert end(monkeypatch, capsys, refused) == (2, "", "ecoflow: out/report.html: Permission denied\n")


@pytest.mark.parametrize(("arguments", "said"), [
    ((), "E103 error: YAML anchors and aliases (& * <<) are not allowed"),
    (("--lang", "zh"), "E103 错误：不允许使用 YAML 锚点和引用（& * <<）"),
    (("--lang=zh",), "E103 错误：不允许使用 YAML 锚点和引用（& * <<）"),
])
def test_findings_that_reach_main_are_printed_in_the_language_asked_for(
    monkeypatch, capsys, tmp_path, arguments, said,
):
    file = tmp_path / "a.yaml"
    file.write_text("id: &x y\n", "utf-8")
    error = InvalidAgreement([Finding("E103", Place(str(file), 1, 5))])
    code, out, err = end(monkeypatch, capsys, error, *arguments)
    assert (code, out) == (1, "")
    assert err.startswith(f"{file}:1:5: {said}\n    id: &x y\n        ^\n    ")


def test_ctrl_c_is_quiet(monkeypatch, capsys):
    assert end(monkeypatch, capsys, KeyboardInterrupt()) == (130, "", "")


@pytest.mark.parametrize("arguments", [("schema",), ("--version",)], ids=["long", "short"])
def test_a_closed_pipe_is_quiet(arguments):
    process = start(*arguments)
    process.stdout.close()
    err = process.stderr.read()
    process.stderr.close()
    assert (process.wait(timeout=60), err) == (1, b"")


@pytest.mark.parametrize("env", [
    {"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0", "PYTHONUTF8": "0"},
    {"LC_ALL": "POSIX"},
    {"PYTHONIOENCODING": "ascii:strict"},
    {"PYTHONIOENCODING": "gbk:strict"},
], ids=["C", "POSIX", "ascii", "gbk"])
def test_output_is_utf8_whatever_the_locale(tmp_path, env):
    file = tmp_path / "河.yaml"
    file.write_text("ecoflow: 1\n河: m³\n", "utf-8")
    code, out, err = run("validate", str(file), "--lang", "zh", **env)
    assert (code, err) == (1, b"")
    assert "\n    河: m³\n    ^^\n" in out.decode("utf-8")
    assert "agreement 中没有键 '河'" in out.decode("utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="file names are text there")
def test_a_file_name_that_is_no_text_does_not_crash(tmp_path):
    file = tmp_path / os.fsdecode(b"\xba\xd3.yaml")
    file.write_text("ecoflow: 1\n", "utf-8")
    for shape in ("text", "json", "sarif", "junit", "github"):
        code, out, err = run("validate", str(file), "--format", shape)
        assert (code, err) == (1, b"")
        out.decode("utf-8")


@pytest.mark.parametrize(("option", "env", "lang"), [
    ("zh", {"LANG": "en_US.UTF-8"}, "zh"),
    ("en", {"ECOFLOW_LANG": "zh"}, "en"),
    (None, {"ECOFLOW_LANG": "zh", "LC_ALL": "en_US.UTF-8"}, "zh"),
    (None, {"ECOFLOW_LANG": "en", "LANG": "zh_CN.UTF-8"}, "en"),
    (None, {"ECOFLOW_LANG": "fr", "LANG": "zh_CN.UTF-8"}, "zh"),
    (None, {"ECOFLOW_LANG": "", "LANG": "zh_CN.UTF-8"}, "zh"),
    (None, {"LANG": "zh_CN.UTF-8"}, "zh"),
    (None, {"LC_MESSAGES": "zh_TW", "LANG": "en_US"}, "zh"),
    (None, {"LC_ALL": "C", "LC_MESSAGES": "zh_CN", "LANG": "zh_CN"}, "en"),
    (None, {"LC_ALL": "", "LANG": "zh_CN"}, "zh"),
    (None, {"LANG": "de_DE.UTF-8"}, "en"),
    (None, {}, "en"),
])
def test_which_language(monkeypatch, option, env, lang):
    for name in LOCALE:
        monkeypatch.delenv(name, raising=False)
    for name, value in env.items():
        monkeypatch.setenv(name, value)
    assert language.pick(option) == lang


@pytest.mark.parametrize("option", ["fr", "ZH", "zh_CN", ""])
def test_a_language_there_is_not_is_wrong_use(option):
    with pytest.raises(typer.BadParameter):
        language.pick(option)

"""`ecoflow schema`: one JSON document, printed or written."""

from __future__ import annotations

import json

from typer.testing import CliRunner

from ecoflow.agreement.json_schema import document
from ecoflow.cli.app import app


def run(*arguments):
    return CliRunner().invoke(app, ["schema", *arguments])


def test_it_prints_the_schema_and_nothing_else():
    result = run()
    assert (result.exit_code, result.stderr) == (0, "")
    assert json.loads(result.stdout) == document()
    assert "\\u" not in result.stdout, "Chinese stays readable"
    assert result.stdout.endswith("}\n")


def test_it_writes_the_same_text_to_a_file(tmp_path):
    out = tmp_path / "agreement.schema.json"
    result = run("--out", str(out))
    assert (result.exit_code, result.stdout) == (0, "")
    assert out.read_bytes().decode("utf-8") == run().stdout


def test_a_file_that_cannot_be_written_is_wrong_use(tmp_path):
    result = run("--out", str(tmp_path / "none" / "x.json"))
    assert result.exit_code == 2
    assert "No such file or directory" in result.stderr
    assert run("--out", str(tmp_path)).exit_code == 2

"""`ecoflow schema`: one JSON document, printed or written."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from jsonschema import Draft202012Validator
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


ROOT = Path(__file__).parent.parent.parent
KINDS = ("agreement", "findings", "test")


@pytest.mark.parametrize("kind", KINDS)
def test_the_schema_in_the_documents_is_the_one_printed(kind):
    printed = run("--of", kind).stdout
    Draft202012Validator.check_schema(json.loads(printed))
    assert (ROOT / "docs" / f"{kind}.schema.json").read_text("utf-8") == printed, "run make schema"


def test_the_agreement_is_what_is_meant_by_default():
    assert run("--of", "agreement").stdout == run().stdout
    assert run("--of", "settlement").exit_code == 2


def errors(verb, *arguments):
    """The document a verb prints, and what its published schema has against it."""
    kind = {"validate": "findings", "test": "test"}[verb]
    schema = json.loads((ROOT / "docs" / f"{kind}.schema.json").read_text("utf-8"))
    document = json.loads(CliRunner().invoke(app, [verb, *arguments, "--format", "json"]).stdout)
    return document, [f"{e.json_path} {e.message}" for e in Draft202012Validator(schema).iter_errors(document)]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_validate_prints_is_valid(lang):
    document, wrong = errors("validate", str(ROOT / "tests/bad"), "--lang", lang)
    assert wrong == []
    assert len(document["findings"]) > 200
    assert errors("validate", str(ROOT / "agreements/xinanjiang-1.yaml")) == ({"findings": []}, [])


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_what_test_prints_is_valid(lang, tmp_path):
    text = (ROOT / "agreements/xinanjiang-1.yaml").read_text("utf-8")
    (tmp_path / "a.yaml").write_text(text.replace("anhui: 4亿元", "anhui: 5亿元"), "utf-8")
    (tmp_path / "b.yaml").write_text(text.replace("k0:", "k1:"), "utf-8")
    document, wrong = errors("test", str(tmp_path), str(ROOT / "agreements/chishui-1.yaml"), "--lang", lang)
    assert wrong == []
    assert document["failed"]
    assert document["passed"]
    assert document["findings"]


@pytest.mark.parametrize(("change", "where"), [
    ({"severity": "fatal"}, "$.findings[0].severity"), ({"line": 0}, "$.findings[0].line"),
    ({"code": "214"}, "$.findings[0].code"), ({"message": ""}, "$.findings[0].message"), ({"about": 1}, "$.findings[0]"),
])
def test_a_finding_of_another_shape_is_refused(change, where):
    row = {"code": "E210", "severity": "error", "file": None, "line": None, "column": None, "message": "x", "hint": "y"}
    validator = Draft202012Validator(json.loads((ROOT / "docs/findings.schema.json").read_text("utf-8")))
    assert validator.is_valid({"findings": [row]})
    assert where in {e.json_path for e in _leaves(validator.iter_errors({"findings": [row | change]}))}
    del row["hint"]
    assert not validator.is_valid({"findings": [row]})


def _leaves(errors):
    for error in errors:
        yield from _leaves(error.context) if error.context else [error]

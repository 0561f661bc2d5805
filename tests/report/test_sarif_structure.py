"""The SARIF log against the standard: what chapter 3 asks of the objects ecoflow writes, put down section by section.

Every object is closed: a property the standard does not have is refused, and so is one of ours that is not listed here.
The official schema is not shipped; where the environment names a copy of it, every log is held against that too.
"""

from __future__ import annotations

import json
import os
from pathlib import Path

import jsonschema
import pytest

from ecoflow.agreement.loader import examine, examine_text
from ecoflow.diagnostics.finding import Finding, Place
from ecoflow.report.artifact import STDIN
from ecoflow.report.checked import Checked
from ecoflow.report.findings_sarif import as_sarif

BAD = Path(__file__).parent.parent / "bad"
OFFICIAL = "ECOFLOW_SARIF_SCHEMA"


def _object(required: tuple[str, ...], **properties: object) -> dict[str, object]:
    return {"type": "object", "required": list(required), "properties": properties, "additionalProperties": False}


_TEXT = {"type": "string", "minLength": 1}
_LEVEL = {"enum": ["none", "note", "warning", "error"]}
_MESSAGE = _object(("text",), text=_TEXT)
# 3.4.3: a URI reference (RFC 3986): ASCII, a percent sign only before two hexadecimal digits; 3.4.4 the base
_URI = {"type": "string", "pattern": r"^([A-Za-z0-9._~!$&'()*+,;=:@/-]|%[0-9A-F]{2})+$"}
_ARTIFACT = {
    **_object(("uri",), uri=_URI, uriBaseId=_TEXT, description=_MESSAGE),
    # a base goes with a relative reference only
    "if": {"required": ["uriBaseId"]},
    "then": {"properties": {"uri": {"not": {"pattern": "^(/|[A-Za-z][A-Za-z0-9+.-]*:)"}}}},
}
_FROM_ONE = {"type": "integer", "minimum": 1}
# 3.30
_REGION = _object(("startLine",), startLine=_FROM_ONE, startColumn=_FROM_ONE, endLine=_FROM_ONE, endColumn=_FROM_ONE)
# 3.28, 3.29
_LOCATION = _object(("physicalLocation",), physicalLocation=_object(
    ("artifactLocation",), artifactLocation=_ARTIFACT, region=_REGION))
# 3.49, 3.50
_RULE = _object(("id",), id={"type": "string", "pattern": "^[EWN][0-9]{3}$"}, shortDescription=_MESSAGE, help=_MESSAGE,
                defaultConfiguration=_object((), level=_LEVEL))
# 3.27
_RESULT = _object(
    ("message", "ruleId", "ruleIndex", "level"),
    ruleId=_TEXT, ruleIndex={"type": "integer", "minimum": 0}, level=_LEVEL, message=_MESSAGE,
    locations={"type": "array", "items": _LOCATION, "minItems": 1},
    partialFingerprints={"type": "object", "additionalProperties": _TEXT, "minProperties": 1},
)
# 3.18, 3.19
_DRIVER = _object(("name",), name=_TEXT, version=_TEXT, rules={"type": "array", "items": _RULE, "uniqueItems": True})
# 3.14
_RUN = _object(
    ("tool", "results"),
    tool=_object(("driver",), driver=_DRIVER),
    invocations={"type": "array", "items": _object(("executionSuccessful",), executionSuccessful={"type": "boolean"})},
    language={"type": "string", "pattern": "^[a-zA-Z]{2}(-[a-zA-Z]{2})?$"},
    columnKind={"enum": ["utf16CodeUnits", "unicodeCodePoints"]},
    originalUriBaseIds={"type": "object", "additionalProperties": _object((), uri=_URI, description=_MESSAGE)},
    results={"type": "array", "items": _RESULT},
)
# 3.13
_LOG = _object(("version", "runs"), **{
    "$schema": {"type": "string", "format": "uri"},
    "version": {"const": "2.1.0"},
    "runs": {"type": "array", "items": _RUN},
})


@pytest.fixture(scope="module")
def logs():
    """A log of every kind: none and many files, every bad file, no place, standard input, both languages."""
    files = [Checked(str(p), examine(p)[1]) for p in sorted(BAD.glob("*.yaml"))]
    loose = Checked("a b.yaml", (Finding("E417"), Finding("N403"), Finding("W302", Place("a b.yaml", 3, 1), {"name": "x"})))
    text = "ecoflow: 9\n"
    piped = Checked(STDIN, examine_text(text, STDIN)[1], text)
    every = ([], [Checked("fine.yaml", ())], [loose], [piped], files)
    return [json.loads(as_sarif(checked, lang)) for checked in every for lang in ("zh", "en")]


def test_every_log_has_the_structure_of_the_standard(logs):
    validator = jsonschema.Draft202012Validator(_LOG)
    for log in logs:
        assert [e.json_path + " " + e.message for e in validator.iter_errors(log)] == []


def test_the_structure_would_refuse_a_wrong_log():
    log = json.loads(as_sarif([Checked("x.yaml", (Finding("W302", Place("x.yaml", 3, 1), {"name": "x"}),))], "en"))
    validator = jsonschema.Draft202012Validator(_LOG)
    result = log["runs"][0]["results"][0]
    location = result["locations"][0]["physicalLocation"]
    for part, key, value in (
        (result, "level", "fatal"), (location["region"], "startLine", 0), (location["artifactLocation"], "uri", "a b.yaml"),
        (location["artifactLocation"], "uri", "/x.yaml"), (result, "severity", "error"),
    ):
        before = dict(part)
        part[key] = value
        assert not validator.is_valid(log), key
        part.clear()
        part.update(before)
    assert validator.is_valid(log)


def test_every_log_is_valid_by_the_official_schema(logs):
    path = os.environ.get(OFFICIAL)
    if not path:
        pytest.skip(f"the official SARIF 2.1.0 JSON schema is not shipped; set {OFFICIAL} to a copy of it")
    schema = json.loads(Path(path).read_text("utf-8"))
    validator = jsonschema.validators.validator_for(schema)(schema)
    for log in logs:
        assert [e.json_path + " " + e.message for e in validator.iter_errors(log)] == []


def test_rules_are_the_codes_that_occur_and_results_point_at_them(logs):
    for log in logs:
        run = log["runs"][0]
        rules = run["tool"]["driver"]["rules"]
        assert [r["id"] for r in rules] == sorted({r["ruleId"] for r in run["results"]})
        for result in run["results"]:
            assert rules[result["ruleIndex"]]["id"] == result["ruleId"]
            assert result["level"] == {"E": "error", "W": "warning", "N": "note"}[result["ruleId"][0]]

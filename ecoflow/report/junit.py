"""JUnit XML as Jenkins, GitLab and Surefire read it: suites of cases, each passed, failed, or in error."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from typing import Literal
from xml.etree import ElementTree as ET

from msgspec import Struct, field

_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What XML 1.0 cannot hold (section 2.2, Char), not even escaped."""


class Outcome(Struct, frozen=True):
    """Why a case did not pass: `failure` when what it checks is wrong, `error` when it could not be checked."""

    tag: Literal["failure", "error"]
    type: str
    message: str
    text: str


class Case(Struct, frozen=True):
    """One case; `said` is what a passed one has to say all the same."""

    name: str
    classname: str
    file: str
    line: int | None = None
    outcome: Outcome | None = None
    said: str = ""


class Suite(Struct, frozen=True):
    """Cases that belong together."""

    name: str
    cases: tuple[Case, ...]
    properties: Mapping[str, str] = field(default_factory=dict)


def as_xml(name: str, suites: Iterable[Suite]) -> str:
    """The document. What XML cannot hold is a replacement character; times, which nobody took, are 0."""
    made = [_suite(s) for s in suites]
    root = _element("testsuites", {"name": name, **_sums(made), "time": "0"})
    root.extend(made)
    ET.indent(root)
    document: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return document.decode("utf-8")


def _element(tag: str, attributes: Mapping[str, str], text: str = "") -> ET.Element:
    made = ET.Element(tag, {key: _held(value) for key, value in attributes.items()})
    made.text = _held(text) or None
    return made


def _held(text: str) -> str:
    return _FORBIDDEN.sub("\ufffd", text)


def _suite(suite: Suite) -> ET.Element:
    tags = [c.outcome.tag for c in suite.cases if c.outcome]
    counts = {"tests": len(suite.cases), "failures": tags.count("failure"), "errors": tags.count("error"), "skipped": 0}
    made = _element("testsuite", {"name": suite.name, **{k: str(n) for k, n in counts.items()}, "time": "0"})
    if suite.properties:
        properties = ET.SubElement(made, "properties")
        properties.extend(_element("property", {"name": k, "value": v}) for k, v in suite.properties.items())
    made.extend(_case(c) for c in suite.cases)
    return made


def _case(case: Case) -> ET.Element:
    line = {} if case.line is None else {"line": str(case.line)}
    made = _element("testcase", {"name": case.name, "classname": case.classname, "file": case.file, **line, "time": "0"})
    if case.outcome:
        why = case.outcome
        made.append(_element(why.tag, {"message": why.message, "type": why.type}, why.text))
    if case.said:
        made.append(_element("system-out", {}, case.said))
    return made


def _sums(suites: Iterable[ET.Element]) -> dict[str, str]:
    counted = [*suites]
    return {key: str(sum(int(s.get(key, "0")) for s in counted)) for key in ("tests", "failures", "errors", "skipped")}

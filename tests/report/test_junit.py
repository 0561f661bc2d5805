"""JUnit XML: the shape Jenkins and Surefire read, read back by a parser of its own; nothing a file holds breaks it."""

from __future__ import annotations

from pathlib import Path
from xml.dom import minidom

import pytest
from hypothesis import given
from hypothesis import strategies as st
from junitparser import Error, Failure, JUnitXml

from ecoflow.agreement.loader import examine
from ecoflow.diagnostics.finding import Finding, Place
from ecoflow.report.checked import Checked
from ecoflow.report.findings_junit import as_junit
from ecoflow.report.junit import Case, Outcome, Suite, as_xml

BAD = Path(__file__).parent.parent / "bad"
ATTRIBUTES = {
    # element -> (attributes Surefire's schema requires, those Jenkins' also has); children in order
    "testsuites": (set(), {"name", "tests", "failures", "errors", "skipped", "time", "disabled"}, {"testsuite"}),
    "testsuite": ({"name", "tests", "failures", "errors", "skipped", "time"}, {"timestamp", "hostname", "file"},
                  {"properties", "testcase", "system-out"}),
    "properties": (set(), set(), {"property"}),
    "property": ({"name", "value"}, set(), set()),
    "testcase": ({"name", "time"}, {"classname", "file", "line"}, {"failure", "error", "skipped", "system-out"}),
    "failure": ({"type"}, {"message"}, set()),
    "error": ({"type"}, {"message"}, set()),
    "system-out": (set(), set(), set()),
}


def check(document):
    """The document as read, after its shape and its counts were checked."""
    root = minidom.parseString(document.encode("utf-8")).documentElement  # noqa: S318 - our own document
    assert root.tagName == "testsuites"
    _shape(root)
    parsed = JUnitXml.fromstring(document.encode("utf-8"))
    suites = [*parsed]
    for suite in suites:
        cases = [*suite]
        found = [r for c in cases for r in c.result]
        assert suite.tests == len(cases)
        assert suite.failures == sum(isinstance(r, Failure) for r in found)
        assert suite.errors == sum(isinstance(r, Error) for r in found)
    for key in ("tests", "failures", "errors"):
        assert int(root.getAttribute(key)) == sum(getattr(s, key) for s in suites)
    return suites


def _shape(node):
    required, more, children = ATTRIBUTES[node.tagName]
    names = set(node.attributes.keys())
    assert required <= names <= required | more, node.tagName
    inside = [c for c in node.childNodes if c.nodeType == c.ELEMENT_NODE]
    assert {c.tagName for c in inside} <= children, node.tagName
    assert [c.tagName for c in inside if c.tagName == "properties"] in ([], ["properties"])
    if "properties" in {c.tagName for c in inside}:
        assert inside[0].tagName == "properties"
    for child in inside:
        _shape(child)


@pytest.fixture(autouse=True)
def room(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def test_one_case_a_file_failed_where_there_is_an_error():
    Path("bad 一.yaml").write_bytes((BAD / "E210_name.yaml").read_bytes())
    Path("warned.yaml").write_bytes((BAD / "W302_term.yaml").read_bytes())
    names = ("bad 一.yaml", "warned.yaml", "fine.yaml")
    checked = [Checked(n, examine(Path(n))[1]) for n in names[:2]] + [Checked("fine.yaml", ())]
    (suite,) = check(as_junit(checked, "en"))
    bad, warned, fine = suite
    assert [(c.name, c.classname, c._elem.get("file")) for c in suite] == [(n, "ecoflow.validate", n) for n in names]
    assert (suite.tests, suite.failures, suite.errors) == (3, 1, 0)
    (failure,) = bad.result
    assert (failure.type, failure.message) == ("E210", "E210 'limt' is not declared")
    assert bad._elem.get("line") == "39"
    assert failure.text.splitlines()[2].strip() == "^^^^"
    assert warned.result == fine.result == []
    assert "W302 warning" in warned.system_out
    assert fine.system_out is None


def test_several_findings_are_one_failure_with_all_of_them():
    undeclared = Finding("E210", Place("x", 2, 1), {"name": "b", "known": "c"})
    found = (Finding("W302", Place("x", 1, 1), {"name": "a"}), undeclared, Finding("E417"))
    ((case,),) = check(as_junit([Checked("x", found)], "zh"))
    (failure,) = case.result
    assert failure.message == "E210 没有声明 'b' (2 个错误，1 个警告)"
    assert all(code in failure.text for code in ("W302", "E210", "E417"))


def test_an_error_without_a_place():
    ((case,),) = check(as_junit([Checked("x", (Finding("E417"),))], "en"))
    assert case._elem.get("line") is None


def test_no_files_is_a_document_too():
    (suite,) = check(as_junit([], "en"))
    assert suite.tests == 0


ANYTHING = st.text(st.characters(exclude_categories=()), max_size=20)


@given(ANYTHING, ANYTHING)
def test_no_text_breaks_the_document(name, text):
    document = as_xml(name, [Suite(name, (Case(text, name, text, 1, Outcome("failure", name, text, text)),), {name: text})])
    ((case,),) = check(document)
    held = "".join(c if c in "\t\n\r" or "\x20" <= c <= "\ud7ff" or "\ue000" <= c <= "\ufffd" or c > "\uffff"
                   else "\ufffd" for c in text)
    assert case.name == held
    (failure,) = case.result
    assert failure.message == held
    # a parser reads every end of a line as one line feed (XML 1.0, 2.11)
    assert (failure.text or "") == held.replace("\r\n", "\n").replace("\r", "\n")

"""Mapping files: every mistake at its place, every example true, one declaration for reader, schema and document."""

import json
from pathlib import Path

import jsonschema
import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from ecoflow.agreement.shape import Either, Later, Listing, Record, Table
from ecoflow.diagnostics.causes.mappings import CAUSES
from ecoflow.diagnostics.codes import CODES
from ecoflow.observations.mapping import Column, Mapping, Part
from ecoflow.observations.mapping_language import MAPPING
from ecoflow.observations.mapping_reader import read_mapping, read_mapping_text
from ecoflow.observations.mapping_schema import schema

TESTS = Path(__file__).parent.parent
BAD = sorted((TESTS / "bad_mappings").glob("*.yaml"))
GOOD = sorted((Path(__file__).parent / "mappings").glob("*.yaml"))


@pytest.mark.parametrize("path", BAD, ids=lambda p: p.stem)
def test_the_findings_are_exactly_these(path):
    mapping, findings = read_mapping(path)
    assert mapping is None
    found = [f"{f.place.line}:{f.place.column} {f.code} {f.message('en')} | {f.hint('en')}" for f in findings]
    assert found == path.with_suffix(".txt").read_text("utf-8").splitlines()
    assert [f.code for f in findings] == [path.stem[:4]]
    for finding in findings:
        assert any("\u4e00" <= c <= "\u9fff" for c in finding.message("zh")), finding.message("zh")


def test_every_code_of_a_mapping_has_a_bad_file_and_an_account():
    ours = {code for code in CODES if "E316" <= code <= "E349"}
    assert ours == set(CAUSES) == {path.stem[:4] for path in BAD} & ours


@pytest.mark.parametrize("code", CAUSES)
def test_examples_of_the_accounts_are_true(code):
    def codes(text):
        head = "" if code == "E328" else "ecoflow-import: 1\n"
        return {finding.code for finding in read_mapping_text(head + text, "m.yaml")[1]}

    assert codes(CAUSES[code].wrong) == {code}
    assert codes(CAUSES[code].right) == set()


def test_a_missing_file_and_one_in_gbk_are_said_plainly(tmp_path):
    assert [f.code for f in read_mapping(tmp_path / "none.yaml")[1]] == ["E110"]
    (tmp_path / "gbk.yaml").write_bytes("ecoflow-import: 1\nsection: 断面".encode("gbk"))
    assert [f.code for f in read_mapping(tmp_path / "gbk.yaml")[1]] == ["E110"]


def test_a_mapping_says_what_it_says():
    mapping, findings = read_mapping_text("""ecoflow-import: 1
time: {column: 日期, year: file, day: {column: 日}}
columns: {5: {indicator: 氨氮, unit: μg/L}, 备注: ignore}
values: {missing: ["*"], not_measured: [blank], flags: {停: D, ND: X}, below: {limits: {氨氮: 25 μg/L}}}
""", "m.yaml")
    assert not findings
    assert mapping.time.year == Part(from_file=True)
    assert mapping.time.day == Part(column="日")
    assert mapping.columns == {"5": Column("", "NH3N", "μg/L"), "备注": Column("ignore")}
    words = mapping.values
    assert "*" in words.missing
    assert "*" not in words.not_measured
    assert "" in words.not_measured
    assert "" not in words.missing
    assert "ND" not in words.below
    assert (words.flags["停"], words.flags["ND"]) == ("D", "X")
    assert words.limits == {"NH3N": 25_000}


def test_nothing_said_is_the_mapping_of_no_file():
    assert read_mapping_text("ecoflow-import: 1\n", "m.yaml") == (Mapping(), ())


@pytest.mark.parametrize("path", GOOD, ids=lambda p: p.stem)
def test_good_files_fit_the_schema_and_the_reader(path):
    assert read_mapping(path)[1] == ()
    jsonschema.validate(by_text(yaml.safe_load(path.read_text("utf-8"))), schema())


@pytest.mark.parametrize("path", [p for p in BAD if p.stem[:4] in {"E111", "E112", "E117", "E119"}], ids=lambda p: p.stem)
def test_faults_of_shape_do_not_fit_the_schema(path):
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.validate(by_text(yaml.safe_load(path.read_text("utf-8"))), schema())


KEYS = [*(field.key for field in MAPPING.fields), "column", "indicator", "unit"]


def by_text(tree):
    """Keys as JSON has them."""
    if isinstance(tree, dict):
        return {str(key): by_text(value) for key, value in tree.items()}
    return str(tree) if type(tree).__name__ == "date" else tree


def test_the_schema_in_the_documents_is_this_one():
    shipped = TESTS.parent / "docs" / "mapping.schema.json"
    assert json.loads(shipped.read_text("utf-8")) == schema()
    jsonschema.Draft202012Validator.check_schema(schema())


def keys(shape):
    match shape:
        case Record():
            for field in shape.fields:
                yield field.key
                yield from keys(field.shape)
        case Table() | Listing():
            yield from keys(shape.of)
        case Either():
            yield from keys(shape.mapping)
        case Later():
            yield from keys(shape.get())


def test_the_document_names_every_key():
    text = (TESTS.parent / "docs" / "import.md").read_text("utf-8")
    assert [key for key in dict.fromkeys(keys(MAPPING)) if f"{key}:" not in text and f"`{key}`" not in text] == []


@settings(max_examples=200, deadline=None)
@given(st.recursive(
    st.sampled_from(["1", "x", "file", "ignore", "", "2021"]),
    lambda below: st.lists(below, max_size=3) | st.dictionaries(st.sampled_from(KEYS), below, max_size=4),
    max_leaves=12,
))
def test_no_tree_makes_the_reader_fail(tree):
    mapping, findings = read_mapping_text(json.dumps(tree, ensure_ascii=False), "m.yaml")
    assert (mapping is None) == any(finding.severity == "error" for finding in findings)

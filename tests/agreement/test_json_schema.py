"""The JSON Schema: valid itself, current in docs, wide enough for what the loader takes, narrow enough to help."""

from __future__ import annotations

import copy
import json
import re
from pathlib import Path

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st
from jsonschema import Draft202012Validator

from ecoflow.agreement.json_schema import DRAFT, document
from ecoflow.agreement.language import AGREEMENT
from ecoflow.agreement.library import shipped
from ecoflow.agreement.loader import examine_text
from ecoflow.agreement.samples import KEYS, KINDS, SNIPPETS
from ecoflow.agreement.scalars import FORMS, WINDOWS, fits
from ecoflow.agreement.shape import Either, Leaf, Listing, Record, Table
from ecoflow.formula.fault import Fault
from ecoflow.formula.parse import RESERVED
from ecoflow.formula.parse import parse as parse_formula

ROOT = Path(__file__).resolve().parents[2]

RIVER = """\
ecoflow: 1
id: river-1
title: {zh: 某江协议, en: A river}
term: {from: 2012, to: 2014}
settle: year
status: draft
note: one line
articles: {scope: 全流域, other: {zh: 无, en: none}}
parties:
  up: {zh: 上游省, en: Upstream}
  down: {}
pools: {fund: {closes: carry}}
sections:
  ford: {}
  bridge: {zh: 大桥, inflow: ford, water: river, upstream: up, downstream: down, known_as: [大桥断面, 12]}
sources:
  plan: {title: 方案, date: 2011-10-08}
  '2012-1': {title: 2012}
monitoring:
  averaging: [day, month]
  valid: {months: 10, samples: 1, days: 60%}
  exempt: [{from: 2012-01, to: 2012-02-15, reason: ice}]
money: {round: 0.01元, mode: half-up, remainder: up}
terms:
  k0: {value: 0.85, source: plan, confidence: recalled}
  stake: {value: 1亿元, source: plan, confidence: published}
  ladder: {value: {TP: {up to 50%: 50万元, below 1: 75万元, above: 1亿元}, CODMn: {above: 1}}, confidence: assumed}
  price: {value: {I: 100万元, II: 1, III: 0元, IV类: -1, V: -2, worse than V: -200万元}, source: plan, confidence: seed}
  season: {value: {Jan..Jun: 40 mg/L, Jul .. Nov: 30 mg/L, Dec: 1 mg/L}, by: week, source: plan, confidence: published}
  goal: {value: {2012: III, 2013: {bridge: Ⅱ类}, 2014: worse than V}, source: plan, confidence: published}
facts:
  accident: {type: boolean, default: false}
measures:
  C: {mean: [CODMn, 氨氮], at: bridge, over: 2008..2010, unit: mg/L, round: evaluation}
  ok: {compliance: CODMn, target: III, by: month, valid: {months: 12}, round: {figures: 2}}
quantities:
  P: {formula: k0, round: {places: 3}, unit: 1}
  due: {formula: stake * k0, round: {step: 0.5万元, mode: floor}}
  half: {formula: k0, round: {step: 0.5}}
clauses:
  - id: wager
    for_each: section
    choose:
      - when: P <= 1
        pay: {from: down, to: {up: 1, down: 2 }, amount: stake, signed: true}
      - when: otherwise
  - {id: 2, pay: [{from: up, to: down, amount: 500}], text: 第二条}
examples:
  - {name: 2013, period: 2013-Q2, given: {P: 0.9, accident: true}, expect: {net: {up: 1亿元}, fired: wager}}
"""


def plain(node):
    """What an editor holds: keys are text, dates are text."""
    if isinstance(node, dict):
        return {str(key): plain(value) for key, value in node.items()}
    if isinstance(node, list):
        return [plain(item) for item in node]
    return node if isinstance(node, str | int | float | bool | None) else str(node)


def river():
    return plain(yaml.safe_load(RIVER))


@pytest.fixture(scope="module")
def schema():
    return document()


@pytest.fixture(scope="module")
def validator(schema):
    return Draft202012Validator(schema)


def scalar(schema, kind):
    return Draft202012Validator({**schema, "$ref": f"#/$defs/scalar.{kind}"})


def test_it_is_valid_against_the_metaschema(schema):
    assert schema["$schema"] == DRAFT == Draft202012Validator.META_SCHEMA["$id"]
    Draft202012Validator.check_schema(schema)


def test_docs_hold_the_current_schema(schema):
    text = (ROOT / "docs" / "agreement.schema.json").read_text("utf-8")
    assert text == json.dumps(schema, ensure_ascii=False, indent=2) + "\n", (
        "run: python -m ecoflow schema --out docs/agreement.schema.json"
    )


def test_every_reference_leads_somewhere(schema):
    def references(node):
        if isinstance(node, dict):
            yield from ([node["$ref"]] if isinstance(node.get("$ref"), str) else [])
            yield from (r for value in node.values() for r in references(value))
        elif isinstance(node, list):
            yield from (r for item in node for r in references(item))

    wanted = set(references(schema))
    assert wanted == {f"#/$defs/{name}" for name in schema["$defs"]}


def test_every_mapping_is_closed_and_every_key_explained_in_both_languages(schema):
    records = {n: d for n, d in schema["$defs"].items() if "properties" in d}
    assert set(records["agreement"]["properties"]) == {f.key for f in AGREEMENT.fields}
    for made in records.values():
        assert made["additionalProperties"] is False
        assert in_both(made["title"])
        for entry in made["properties"].values():
            assert in_both(entry["description"])
            assert entry["markdownDescription"].split("\n\n") == entry["description"].split(" / ", 1)


def in_both(text):
    """Chinese first, then English without a Chinese word in it, units apart."""
    zh, _, en = text.partition(" / ")
    latin = re.sub("亿元|万元|元", "", en)
    return bool(re.search("[一-鿿]", zh)) and bool(re.search("[A-Za-z]", en)) and not re.search("[一-鿿]", latin)


def parts(node):
    """Every schema in the schema; what stands under `properties` is a schema each, not one itself."""
    if isinstance(node, list):
        for item in node:
            yield from parts(item)
    elif isinstance(node, dict):
        yield node
        for key, value in node.items():
            if key in {"properties", "$defs"}:
                yield from parts(list(value.values()))
            elif key not in {"enum", "examples", "defaultSnippets", "required", "dependentRequired"}:
                yield from parts(value)


def test_every_word_an_editor_offers_is_explained_in_both_languages(schema):
    offered = [part for part in parts(schema) if "enum" in part and "enumDescriptions" in part]
    assert len(offered) > 20
    for part in offered:
        assert len(part["enumDescriptions"]) == len(part["enum"]), part
        assert all(in_both(text) for text in part["enumDescriptions"]), part
    windows = schema["$defs"]["scalar.window"]["anyOf"][0]["enum"]
    assert windows == list(WINDOWS)
    bare = [part["enum"] for part in parts(schema) if "enum" in part and "enumDescriptions" not in part]
    # the reserved words are what a name is not; true and false speak for themselves
    assert bare == [[True, False, "true", "false"], sorted(RESERVED)]


def test_every_scalar_says_what_it_is_and_what_is_wanted(schema):
    for kind, (zh, en) in FORMS.items():
        made = schema["$defs"][f"scalar.{kind}"]
        assert in_both(made["title"])
        assert made["patternErrorMessage"] == f"须为 / needed: {zh} / {en}"


def test_every_table_says_what_its_keys_are(schema):
    tables = [part for part in parts(schema) if "propertyNames" in part]
    assert tables
    assert all(" / " in table["propertyNames"]["description"] for table in tables)


def test_every_sample_is_accepted_where_it_is_offered(schema):
    whole = {"$defs": schema["$defs"]}
    seen = 0
    for part in parts(schema):
        for sample in part.get("examples", ()):
            seen += 1
            assert Draft202012Validator({**whole, **part}).is_valid(sample), (sample, part)
    assert seen > 40


def leaves(shape, record="", key=""):
    """Every kind of scalar under a key of a record, as (record.key, kind)."""
    match shape:
        case Leaf():
            yield f"{record}.{key}", shape.kind
        case Record():
            yield from (found for f in shape.fields for found in leaves(f.shape, shape.name, f.key))
        case Table() | Listing():
            yield from leaves(shape.of, record, key)
        case Either():
            yield from leaves(shape.scalar, record, key)
            yield from leaves(shape.mapping, record, key)


def test_every_sample_is_read_by_the_loader():
    for kind, samples in KINDS.items():
        assert all(fits(kind, str(sample)) for sample in samples), kind
    kinds = {}
    for at, kind in leaves(AGREEMENT):
        kinds.setdefault(at, set()).add(kind)
    for at, samples in KEYS.items():
        for sample in samples:
            assert any(fits(kind, str(sample)) for kind in kinds[at]), (at, sample)
            if kinds[at] == {"formula"} and sample != "otherwise":
                assert not isinstance(parse_formula(str(sample)), Fault), sample


def filled(node):
    """A snippet with its proposals taken, as the text of YAML."""
    text = yaml.safe_dump(json.loads(json.dumps(node, default=dict)), allow_unicode=True)
    text = re.sub(r"'?\$\{\d+:([^}]*)\}'?", r"\1", text).replace("'[", "[").replace("]'", "]")
    return yaml.safe_load(text)


def test_every_snippet_becomes_what_its_record_takes(schema):
    made = [(name, body["body"]) for name, part in schema["$defs"].items() for body in part.get("defaultSnippets", ())]
    assert {name for name, _ in made} == {*SNIPPETS}
    for name, body in made:
        checked = Draft202012Validator({"$defs": schema["$defs"], "$ref": f"#/$defs/{name}"})
        assert [e.message for e in checked.iter_errors(plain(filled(body)))] == [], name


def test_a_rich_agreement_is_accepted(validator):
    structural = {f.code for f in examine_text(RIVER, "r.yaml")[1] if f.code.startswith("E1")}
    assert not structural, "the loader itself refuses the fixture"
    assert [e.message for e in validator.iter_errors(river())] == []


@pytest.mark.parametrize("path", shipped(), ids=lambda path: path.stem)
def test_shipped_agreements_are_accepted(validator, path):
    tree = plain(yaml.safe_load(path.read_text("utf-8")))
    assert [(list(e.absolute_path), e.message) for e in validator.iter_errors(tree)] == []


BROKEN = {
    "missing key": (("settle",), None, "required"),
    "another version": (("ecoflow",), 2, "enum"),
    "unknown block": (("partys",), {}, "additionalProperties"),
    "unknown key": (("sections", "bridge", "watr"), "river", "additionalProperties"),
    "no choice": (("settle",), "yearly", "enum"),
    "nothing written": (("terms", "k0", "value"), None, "null"),
    "money without its unit's number": (("terms", "stake", "value"), "亿元", "anyOf"),
    "thousands": (("terms", "stake", "value"), "1,000元", "anyOf"),
    "leading zero": (("terms", "k0", "value"), "085", "anyOf"),
    "confidence": (("terms", "k0", "confidence"), "sure", "enum"),
    "reserved name": (("sections", "bridge", "upstream"), "over", "not"),
    "party's id": (("parties", "上游"), {}, "pattern"),
    "year": (("term", "from"), 12, "minimum"),
    "period": (("examples", 0, "period"), "2013-13", "pattern"),
    "date": (("sources", "plan", "date"), "8.10.2011", "pattern"),
    "share": (("monitoring", "valid", "days"), 60, "maximum"),
    "count": (("monitoring", "valid", "months"), 9.5, "type"),
    "two kinds in one measure": (("measures", "C", "load"), "TP", "oneOf"),
    "places and figures": (("quantities", "P", "round", "figures"), 3, "oneOf"),
    "places and a step": (("quantities", "P", "round", "step"), 3, "oneOf"),
    "a step below zero": (("quantities", "half", "round", "step"), -0.5, "exclusiveMinimum"),
    "a season by quarter": (("terms", "season", "by"), "quarter", "enum"),
    "no rounding at all": (("quantities", "P", "round"), {"mode": "up"}, "oneOf"),
    "two ways to pick": (("clauses", 0, "pay"), {"from": "up", "to": "down", "amount": 1}, "oneOf"),
    "payment without amount": (("clauses", 1, "pay"), [{"from": "up", "to": "down"}], "anyOf"),
    "a list for a mapping": (("parties",), ["up"], "type"),
    "a mapping for a list": (("clauses",), {"id": "x"}, "type"),
    "one without the list": (("monitoring", "exempt"), {"from": 2012, "to": 2012, "reason": "ice"}, "type"),
    "a step in other words": (("terms", "k0", "value"), {"upto 5": 1, "above": 2}, "anyOf"),
    "a window in other words": (("measures", "C", "over"), "whenever", "anyOf"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_what_is_broken_is_refused(validator, name):
    path, value, keyword = BROKEN[name]
    tree = copy.deepcopy(river())
    *way, last = path
    at = tree
    for step in way:
        at = at[step]
    if keyword == "required":
        del at[last]
    else:
        at[last] = value
    errors = list(validator.iter_errors(tree))
    assert len(errors) == 1
    if keyword != "null":
        assert errors[0].validator == keyword


TEXTS = {
    "value": ("0.85", "1亿元", "-6000万元", "0.05 mg/L", "75%", "III", "Ⅲ类", "劣Ⅴ", "class IV", "k0", "true"),
    "quantity": ("0.01元", "3", "-3亿元"),
    "share": ("60%", "0.6", "1"),
    "period": ("2013", "2013-Q2", "2013Q2", "2013-06"),
    "date": ("2011", "2011-10", "2011-10-08"),
    "window": ("year to date", "2008..2010", "2008 .. 2010", "2010"),
    "unit": ("mg/L", "万元/t", "m³/s", "1"),
    "indicator": ("CODMn", "氨氮", "w21003", "weight.indicators"),
    "member": ("2013-Q1", "2013-06", "CODMn", "up to 50%", "below 10 mg/L", "up to -5", "above", "III", "劣V", "劣Ⅴ类",
               "worse than V", "Jan..Jun", "Nov .. Mar", "Apr"),
    "id": ("xinanjiang-1", "2013", "a.b"),
    "name-or-rule": ("largest", "anhui"),
}


@pytest.mark.parametrize(("kind", "text"), [(k, t) for k, texts in TEXTS.items() for t in texts])
def test_a_scalar_is_accepted_quoted_and_as_yaml_resolves_it(schema, kind, text):
    assert fits(kind, text)
    for written in (text, yaml.safe_load(text)):
        assert scalar(schema, kind).is_valid(plain(written))


PIECES = (
    "0", "1", "25", "0.85", "2013", "..", "Q2", "-12", "-31", ",000", "+", "III", "类", "Ⅲ", "劣Ⅴ", "元", "亿元",
    "mg/L", "/t", "%", "true", "C", "k0", "_", "(", ")", "year", "up to ", "below ", "above", "Jan", "..Mar",
)
DOCUMENT = document()


@settings(max_examples=200, deadline=None)
@given(st.lists(st.sampled_from(PIECES), min_size=1, max_size=4).map("".join))
def test_the_schema_refuses_no_text_the_loader_accepts(text):
    for kind in FORMS:
        assert scalar(DOCUMENT, kind).is_valid(text) or not fits(kind, text), kind

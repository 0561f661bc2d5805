"""The agreement language as JSON Schema (draft 2020-12): an editor completes and checks while one types.

The schema is written from the same declaration the loader reads by. It aims to refuse nothing the loader accepts,
and knows no names or units: `ecoflow validate` has the last word.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from msgspec import Struct, field

from ecoflow.agreement.language import AGREEMENT
from ecoflow.agreement.meanings import RECORDS, SCALARS, WINDOW_WORDS, meaning
from ecoflow.agreement.samples import KEYS, KINDS, SNIPPETS, Snippet
from ecoflow.agreement.scalars import FORMS, MOST_PLACES
from ecoflow.agreement.shape import Either, Field, Later, Leaf, Listing, Record, Shape, Table
from ecoflow.agreement.table_keys import MONTHS
from ecoflow.agreement.times import PREVIOUS_YEARS
from ecoflow.formula.parse import LONGEST, RESERVED
from ecoflow.standards.indicators import INDICATORS

DRAFT = "https://json-schema.org/draft/2020-12/schema"

Schema = dict[str, object]
Spot = tuple[str, str]
"""The name of a record and a key of it."""


def document() -> Schema:
    """The whole schema, ready for `json.dumps`; the same on every call."""
    made = _Definitions()
    root = made.of(AGREEMENT)
    return {
        "$schema": DRAFT,
        "title": "ecoflow 协议，版本 1 / ecoflow agreement, version 1",
        "description": "流域横向生态保护补偿协议；`ecoflow validate` 的结论为准 / "
                       "A compensation agreement; `ecoflow validate` has the last word",
        **root,
        "$defs": dict(sorted(made.known.items())),
    }


def document_of(root: Record, title: str, description: str) -> Schema:
    """The schema of another kind of file whose declaration starts at `root`; its choices go without explanations."""
    made = _Definitions(told=False)
    return {"$schema": DRAFT, "title": title, "description": description, **made.of(root),
            "$defs": dict(sorted(made.known.items()))}


def document_text() -> str:
    """The schema as the text of its file, one line break at the end; Chinese stays readable."""
    return json.dumps(document(), ensure_ascii=False, indent=2) + "\n"


class _Definitions(Struct):
    """One pass over the declaration; `known` collects each record, kind of scalar and recursive shape once."""

    known: dict[str, Schema] = field(default_factory=dict)
    records: dict[str, Record] = field(default_factory=dict)
    told: bool = True

    def of(self, shape: Shape, at: Spot = ("", "")) -> Schema:
        """The schema of a shape that stands under a key of a record; records, scalars, recursive shapes by reference."""
        match shape:
            case Leaf():
                return self._leaf(shape, at)
            case Record():
                return self._record(shape)
            case Table():
                return self._table(shape)
            case Listing():
                return self._listing(shape, at)
            case Either():
                return {"anyOf": [self.of(shape.scalar, at), self.of(shape.mapping, at)]}
            case Later():
                return self._later(shape)

    def _leaf(self, leaf: Leaf, at: Spot) -> Schema:
        if leaf.kind == "choice":
            if not self.told:
                return {"enum": [*leaf.choices, *_as_numbers(leaf.choices)]}
            words = [*leaf.choices, *(c for c in leaf.choices if c.isdecimal())]
            meanings = [meaning(*at, word) for word in words]
            return {"enum": [*leaf.choices, *_as_numbers(leaf.choices)],
                    "enumDescriptions": [_both(said) for said in meanings]}
        name = f"scalar.{leaf.kind}"
        if name not in self.known:
            # no description: in an editor it would hide the one of the key
            self.known[name] = {"title": _both(SCALARS[leaf.kind]), **_SCALARS[leaf.kind],
                                "patternErrorMessage": f"须为 / needed: {_both(FORMS[leaf.kind])}"}
            if leaf.kind in KINDS:
                self.known[name]["examples"] = list(KINDS[leaf.kind])
        return _refer(name)

    def _table(self, table: Table) -> Schema:
        ids: Schema = {"description": _both(FORMS[table.key]), **self.of(Leaf(table.key))}
        some = {"minProperties": table.least} if table.least else {}
        return {"type": "object", "propertyNames": ids, "additionalProperties": self.of(table.of), **some}

    def _listing(self, listing: Listing, at: Spot) -> Schema:
        items = self.of(listing.of, at)
        listed: Schema = {"type": "array", "items": items}
        if listing.least:
            listed["minItems"] = listing.least
        # the two are told apart by their titles: an editor takes alternatives that look alike for one
        return {"anyOf": [items, {"title": "列表 / list", **listed}]} if listing.or_one else listed

    def _record(self, record: Record) -> Schema:
        name = record.name.replace(" ", "-")
        if self.records.setdefault(name, record) != record:
            raise ValueError(f"two records are called {record.name!r}")
        if name not in self.known:
            self.known[name] = {}
            self.known[name] = self._object(record)
        return _refer(name)

    def _object(self, record: Record) -> Schema:
        made: Schema = {
            "title": _both(RECORDS[record.name]) if self.told else record.name,
            "type": "object",
            "properties": {f.key: self._property(f, record) for f in record.fields},
            "additionalProperties": False,
        }
        required = [f.key for f in record.fields if f.required]
        if required:
            made["required"] = required
        if record.one_of:
            made["oneOf"] = [{"required": [key]} for key in record.one_of]
        if record.together:
            made["dependentRequired"] = {key: [k for k in record.together if k != key] for key in record.together}
        if record.name in SNIPPETS:
            made["defaultSnippets"] = [_snippet(s) for s in SNIPPETS[record.name]]
        return made

    def _property(self, entry: Field, record: Record) -> Schema:
        made: Schema = {"description": _both((entry.zh, entry.en)), "markdownDescription": f"{entry.zh}\n\n{entry.en}",
                        **self.of(entry.shape, (record.name, entry.key))}
        samples = KEYS.get(f"{record.name}.{entry.key}")
        return {**made, "examples": list(samples)} if samples else made

    def _later(self, later: Later) -> Schema:
        # a recursive shape has no name of its own; the function that gives it has
        name = later.get.__name__.strip("_")
        if name not in self.known:
            self.known[name] = {}
            self.known[name] = self.of(later.get())
        return _refer(name)


def _both(said: tuple[str, str]) -> str:
    return " / ".join(said)


def _snippet(one: Snippet) -> Schema:
    return {"label": _both((one.zh, one.en)), "description": _both((one.zh, one.en)), "body": one.body}


def _refer(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _as_numbers(choices: Iterable[str]) -> list[int]:
    """`1` is a number to a YAML parser, whatever the language takes it for."""
    return [int(c) for c in choices if c.isdecimal()]


def _text(pattern: str, **more: object) -> Schema:
    return {"type": "string", "pattern": pattern, **more}


def _written(pattern: str, *others: str, **more: object) -> Schema:
    """A text of this pattern, or what a YAML parser makes of some texts: bounds bind numbers, the pattern binds text.

    One flat schema, not alternatives: an editor says of alternatives only that none of them fits.
    """
    return {"type": ["string", *others], "pattern": pattern, **more}


def _worded(pattern: str, **more: object) -> Schema:
    """A text or number, or, kept apart so that no editor proposes it, a bare `true` that is meant as a word."""
    words: Schema = {"type": ["string", "number"], "pattern": pattern, **more}
    return {"anyOf": [words, {"title": "true, false", "not": {"type": ["string", "number", "object", "array", "null"]}}]}


def _listed(words: Mapping[str, tuple[str, str]], other: Schema) -> Schema:
    """Words an editor offers with what they mean, or something else."""
    offered: Schema = {"enum": list(words), "enumDescriptions": [_both(said) for said in words.values()],
                       "title": "常用 / usual"}
    return {"anyOf": [offered, other]}


# YAML parsers resolve what is not quoted: 0.85 to a number, 2013 to an integer, true to a boolean.
_NAME = "[A-Za-z][A-Za-z0-9_]*"
_DECIMAL = r"[+-]?(0|[1-9][0-9]*)(\.[0-9]+)?"
# a unit does not begin with what would make the number another one: 1_000, 1,000, 1.2.3
_UNIT = r"\s*([^0-9\s.,:_+-].*)?"
_CLASS = r"\s*(([Cc]lass )?(I|II|III|IV|V|[Ⅰ-Ⅴ]) ?类?|劣.*|([Ww]orse than|[Ii]nferior( to)?) .*)\s*"
_YEAR = "[0-9]{4}"
_PERIOD = rf"{_YEAR}(-?Q[1-4]|-(0[1-9]|1[0-2]))?"
_DATE = rf"{_YEAR}(-?Q[1-4]|-(0[1-9]|1[0-2])(-[0-9]{{2}})?)?"
_STEP = rf"\s*(up to|below)\s+{_DECIMAL}{_UNIT}"
_MONTHS = rf"({'|'.join(MONTHS)})\s*\.\.\s*({'|'.join(MONTHS)})"
_ANY_YEAR = MappingProxyType({"minimum": 1, "maximum": 9999})
_YEARS = _written(rf"^({PREVIOUS_YEARS}|\s*{_YEAR}(\s*\.\.\s*{_YEAR})?\s*)$", "integer", **_ANY_YEAR,
                  title="各年 / years", examples=["previous 3 years", "2018..2020"])

_SCALARS: MappingProxyType[str, Schema] = MappingProxyType({
    "text": _worded(r"\S"),
    "name": _text(f"^{_NAME}$", **{"not": {"enum": sorted(RESERVED)}}),
    "member": _text(rf"^({_NAME}|{_PERIOD}|{_YEAR}-W[0-5][0-9]|{_YEAR}-[01][0-9]-[0-3][0-9]|{_YEAR}\s*\.\.\s*{_YEAR}"
                    rf"|{_STEP}|{_CLASS}|{_MONTHS})$"),
    "id": _written("^[A-Za-z0-9][A-Za-z0-9_.-]*$", "number", minimum=0),
    "formula": _worded(r"\S", maxLength=LONGEST),
    "value": _written(rf"^(\s*{_DECIMAL}{_UNIT}|{_CLASS}|{_NAME})$", "number", "boolean"),
    "quantity": _written(rf"^\s*{_DECIMAL}{_UNIT}$", "number"),
    "amount": _text(rf"^\s*{_DECIMAL}\s*(元|万元|亿元|yuan|CNY|人民币元)$"),
    "step": _written(rf"^\s*(?!-){_DECIMAL}{_UNIT}$", "number", exclusiveMinimum=0),
    "year": _written("^[1-9][0-9]{3}$", "integer", minimum=1000, maximum=9999),
    "period": _written(f"^{_PERIOD}$", "integer", **_ANY_YEAR),
    "date": _written(f"^{_DATE}$", "integer", **_ANY_YEAR),
    "boolean": {"enum": [True, False, "true", "false"]},
    "count": _written("^(0|[1-9][0-9]{0,5})$", "integer", minimum=0, maximum=999_999),
    "months": _written("^([1-9]|1[0-2])$", "integer", minimum=1, maximum=12),
    "places": _written("^(0|[1-9][0-9]?)$", "integer", minimum=0, maximum=MOST_PLACES),
    "figures": _written("^[1-9][0-9]?$", "integer", minimum=1, maximum=MOST_PLACES),
    "share": _written(rf"^\s*(?!-){_DECIMAL}{_UNIT}$", "number", minimum=0, maximum=1),
    "tolerance": _written(rf"^\s*(?!-){_DECIMAL}{_UNIT}$", "number", minimum=0),
    "span": _text("^(0|[1-9][0-9]{0,5}) ?(min|h|d)$"),
    "unit": _written(r"\S", "integer", minimum=1, maximum=1),
    "window": _listed(WINDOW_WORDS, _YEARS),
    # the ids are listed for completion; any other name of an indicator is as good
    "indicator": _listed({one: (INDICATORS[one].zh, INDICATORS[one].en) for one in sorted(INDICATORS)},
                         _text(r"\S", title="指标名称 / name of an indicator")),
    "name-or-rule": _text(f"^{_NAME}$"),
})

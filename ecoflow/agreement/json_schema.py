"""The agreement language as JSON Schema (draft 2020-12): an editor completes and checks while one types.

The schema is written from the same declaration the loader reads by. It aims to refuse nothing the loader accepts,
and knows no names or units: `ecoflow validate` has the last word.
"""

from __future__ import annotations

from collections.abc import Iterable
from types import MappingProxyType

from msgspec import Struct, field

from ecoflow.agreement.language import AGREEMENT
from ecoflow.agreement.scalars import FORMS, MOST_PLACES, WINDOWS
from ecoflow.agreement.shape import Either, Field, Later, Leaf, Listing, Record, Shape, Table
from ecoflow.agreement.table_keys import MONTHS
from ecoflow.agreement.times import PREVIOUS_YEARS
from ecoflow.formula.parse import LONGEST, RESERVED
from ecoflow.standards.indicators import INDICATORS

DRAFT = "https://json-schema.org/draft/2020-12/schema"

Schema = dict[str, object]


def document() -> Schema:
    """The whole schema, ready for `json.dumps`; the same on every call."""
    made = _Definitions()
    root = made.of(AGREEMENT)
    return {
        "$schema": DRAFT,
        "title": "ecoflow 协议，版本 1 / ecoflow agreement, version 1",
        **root,
        "$defs": dict(sorted(made.known.items())),
    }


class _Definitions(Struct):
    """One pass over the declaration; `known` collects each record, kind of scalar and recursive shape once."""

    known: dict[str, Schema] = field(default_factory=dict)
    records: dict[str, Record] = field(default_factory=dict)

    def of(self, shape: Shape) -> Schema:
        """The schema of a shape; records, scalars and recursive shapes as a reference."""
        match shape:
            case Leaf():
                return self._leaf(shape)
            case Record():
                return self._record(shape)
            case Table():
                some = {"minProperties": shape.least} if shape.least else {}
                return {"type": "object", "propertyNames": self.of(Leaf(shape.key)),
                        "additionalProperties": self.of(shape.of), **some}
            case Listing():
                items = self.of(shape.of)
                listed: Schema = {"type": "array", "items": items}
                return {"anyOf": [items, listed]} if shape.or_one else listed
            case Either():
                return {"anyOf": [self.of(shape.scalar), self.of(shape.mapping)]}
            case Later():
                return self._later(shape)

    def _leaf(self, leaf: Leaf) -> Schema:
        if leaf.kind == "choice":
            return {"enum": [*leaf.choices, *_as_numbers(leaf.choices)]}
        name = f"scalar.{leaf.kind}"
        if name not in self.known:
            zh, en = FORMS[leaf.kind]
            self.known[name] = {"title": f"{zh} / {en}", **_SCALARS[leaf.kind]}
        return _refer(name)

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
            "title": record.name,
            "type": "object",
            "properties": {f.key: self._property(f) for f in record.fields},
            "additionalProperties": False,
        }
        required = [f.key for f in record.fields if f.required]
        if required:
            made["required"] = required
        if record.one_of:
            made["oneOf"] = [{"required": [key]} for key in record.one_of]
        return made

    def _property(self, entry: Field) -> Schema:
        return {"description": f"{entry.zh} / {entry.en}", **self.of(entry.shape)}

    def _later(self, later: Later) -> Schema:
        # a recursive shape has no name of its own; the function that gives it has
        name = later.get.__name__.strip("_")
        if name not in self.known:
            self.known[name] = {}
            self.known[name] = self.of(later.get())
        return _refer(name)


def _refer(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}


def _as_numbers(choices: Iterable[str]) -> list[int]:
    """`1` is a number to a YAML parser, whatever the language takes it for."""
    return [int(c) for c in choices if c.isdecimal()]


def _text(pattern: str, **more: object) -> Schema:
    return {"type": "string", "pattern": pattern, **more}


def _any(*schemas: Schema) -> Schema:
    return {"anyOf": list(schemas)}


# YAML parsers resolve what is not quoted: 0.85 to a number, 2013 to an integer, true to a boolean.
_NUMBER: Schema = {"type": "number"}
_BOOLEAN: Schema = {"type": "boolean"}
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
_YEARS: Schema = {"type": "integer", "minimum": 1, "maximum": 9999}
_WRITTEN = _any(_text(r"\S"), _NUMBER, _BOOLEAN)

_SCALARS: MappingProxyType[str, Schema] = MappingProxyType({
    "text": _WRITTEN,
    "name": _text(f"^{_NAME}$", **{"not": {"enum": sorted(RESERVED)}}),
    "member": _text(rf"^({_NAME}|{_PERIOD}|{_YEAR}-W[0-5][0-9]|{_YEAR}-[01][0-9]-[0-3][0-9]|{_YEAR}\s*\.\.\s*{_YEAR}"
                    rf"|{_STEP}|{_CLASS}|{_MONTHS})$"),
    "id": _any(_text("^[A-Za-z0-9][A-Za-z0-9_.-]*$"), {"type": "number", "minimum": 0}),
    "formula": _any(_text(r"\S", maxLength=LONGEST), _NUMBER, _BOOLEAN),
    "value": _any(_NUMBER, _BOOLEAN, _text(rf"^(\s*{_DECIMAL}{_UNIT}|{_CLASS}|{_NAME})$")),
    "quantity": _any(_NUMBER, _text(rf"^\s*{_DECIMAL}{_UNIT}$")),
    "amount": _text(rf"^\s*{_DECIMAL}\s*(元|万元|亿元|yuan|CNY|人民币元)$"),
    "step": _any({"type": "number", "exclusiveMinimum": 0}, _text(rf"^\s*(?!-){_DECIMAL}{_UNIT}$")),
    "year": _any({"type": "integer", "minimum": 1000, "maximum": 9999}, _text("^[1-9][0-9]{3}$")),
    "period": _any(_YEARS, _text(f"^{_PERIOD}$")),
    "date": _any(_YEARS, _text(f"^{_DATE}$")),
    "boolean": {"enum": [True, False, "true", "false"]},
    "count": _any({"type": "integer", "minimum": 0, "maximum": 999_999}, _text("^(0|[1-9][0-9]{0,5})$")),
    "months": _any({"type": "integer", "minimum": 1, "maximum": 12}, _text("^([1-9]|1[0-2])$")),
    "places": _any({"type": "integer", "minimum": 0, "maximum": MOST_PLACES}, _text("^(0|[1-9][0-9]?)$")),
    "figures": _any({"type": "integer", "minimum": 1, "maximum": MOST_PLACES}, _text("^[1-9][0-9]?$")),
    "share": _any({"type": "number", "minimum": 0, "maximum": 1}, _text(rf"^\s*(?!-){_DECIMAL}{_UNIT}$")),
    "unit": _any(_text(r"\S"), {"const": 1}),
    "window": _any({"enum": list(WINDOWS)}, _YEARS, _text(f"^{PREVIOUS_YEARS}$"),
                   _text(rf"^\s*{_YEAR}(\s*\.\.\s*{_YEAR})?\s*$")),
    # the ids are listed for completion; any other name of an indicator is as good
    "indicator": _any({"enum": sorted(INDICATORS)}, _text(r"\S")),
    "name-or-rule": _text(f"^{_NAME}$"),
})

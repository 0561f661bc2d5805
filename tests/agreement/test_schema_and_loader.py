"""The schema and the loader say the same of the structure of a file, over every key of the shipped agreements.

What the schema refuses the loader refuses. What the loader refuses for its structure (an unknown key, a key that is
missing, the wrong kind of node, a word that is not among the choices) the schema refuses.
"""

from __future__ import annotations

import copy
import functools
import random
import re
from pathlib import Path

import pytest
import yaml
from jsonschema import Draft202012Validator

from ecoflow.agreement.json_schema import document
from ecoflow.agreement.language import AGREEMENT
from ecoflow.agreement.library import shipped
from ecoflow.agreement.loader import examine_text
from ecoflow.agreement.meanings import RECORDS
from ecoflow.agreement.shape import Either, Later, Leaf, Listing, Record, Table

SCHEMA = Draft202012Validator(document())
STRUCTURE = {"E111", "E112", "E113", "E115", "E117", "E118", "E119"}
"""Unknown key, missing key, wrong kind of node, nothing written, no such word, none or two of what excludes one another."""


class Plain(getattr(yaml, "CSafeLoader", yaml.SafeLoader)):
    """YAML as editors read it: version 1.2, so `no` and `12:30` are text and a date is text."""


Plain.yaml_implicit_resolvers = {}
for tag, pattern, first in (
    ("bool", r"true|True|TRUE|false|False|FALSE", "tTfF"), ("null", r"~|null|Null|NULL|", ["~", "n", "N", ""]),
    ("int", r"[-+]?[0-9]+", "-+0123456789"),
    ("float", r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?", "-+.0123456789"),
):
    Plain.add_implicit_resolver(f"tag:yaml.org,2002:{tag}", re.compile(rf"^(?:{pattern})$"), list(first))


class Written(getattr(yaml, "CSafeDumper", yaml.SafeDumper)):
    """A key with nothing behind it is written as people write it, not as `null`."""

    def ignore_aliases(self, data):
        return True


Written.add_representer(type(None), lambda dumper, _: dumper.represent_scalar("tag:yaml.org,2002:null", ""))


def keyed(node):
    """Keys are text to an editor."""
    if isinstance(node, dict):
        return {str(key): keyed(value) for key, value in node.items()}
    return [keyed(item) for item in node] if isinstance(node, list) else node


def plain(text):
    return keyed(yaml.load(text, Plain))  # noqa: S506 - a safe loader with fewer types


WILLOW = Path(__file__).parent / "willow.yaml"


@functools.cache
def model(stem):
    if stem == "willow":  # with the records that no shipped agreement writes
        return plain(WILLOW.read_text("utf-8")) | {"monitoring": {
            "prevails": ["joint", "manual"], "joint": {"tolerance": "20%", "agreed": "mean"},
            "valid": {"joint": {"samples": "2"}, "manual": {"samples": "1"}}}}
    path = next(p for p in shipped() if p.stem == stem)
    return {"money": {"round": "0.01元", "remainder": "largest"}} | plain(path.read_text("utf-8"))


def written(tree):
    return yaml.dump(tree, Dumper=Written, allow_unicode=True, sort_keys=False, width=10_000)


def verdicts(tree):
    """(the schema refuses it, the codes the loader finds in it), both of the same text."""
    text = written(tree)
    codes = {f.code for f in examine_text(text, "x.yaml")[1] if f.code.startswith("E")}
    return not SCHEMA.is_valid(plain(text)), codes


def spots(node, shape, path=()):
    """Every node of a tree with its shape: (path, shape); where more than one shape may stand, the one that does."""
    shape = shape.get() if isinstance(shape, Later) else shape
    if isinstance(shape, Either):
        shape = shape.mapping if isinstance(node, dict) else shape.scalar
    if isinstance(shape, Listing) and shape.or_one and not isinstance(node, list):
        shape = shape.of
    yield path, shape
    if isinstance(shape, Record):
        for key, value in node.items():
            yield from spots(value, shape.field(key).shape, (*path, key))
    elif isinstance(shape, Table):
        for key, value in node.items():
            yield from spots(value, shape.of, (*path, key))
    elif isinstance(shape, Listing):
        for n, item in enumerate(node):
            yield from spots(item, shape.of, (*path, n))


def changed(tree, path, change):
    """The tree with the node at a path replaced by what `change` makes of it."""
    if not path:
        return change(copy.deepcopy(tree))
    made = copy.deepcopy(tree)
    at = made
    for step in path[:-1]:
        at = at[step]
    at[path[-1]] = change(at[path[-1]])
    return made


def without(key):
    return lambda node: {k: v for k, v in node.items() if k != key}


def mistakes(tree, seen):
    """Every structural mistake that can be made in a tree and has not been seen: (what, mistaken tree)."""
    for path, shape in spots(tree, AGREEMENT):
        name = shape.name if isinstance(shape, Record) else tuple(p for p in path if isinstance(p, str))[-1:]
        if isinstance(shape, Record):
            made = [(f"{name}: unknown key", lambda node: node | {"unheard_of": 1})]
            made += [(f"{name}: no {f.key}", without(f.key)) for f in shape.fields if f.required]
            made += [(f"{name}: no {key}", without(key)) for key in shape.one_of]
            made += [(f"{name}: nor {key}", without(key)) for key in shape.together]
            made += [(f"{name}: list of lists", lambda _: [["text"]])]
            made += [(f"{name}: text", lambda _: "text")] if name != "words" else []
        elif isinstance(shape, Leaf) and shape.kind == "choice":
            made = [(f"{name}: another word", lambda _: "whatever"), (f"{name}: mapping", lambda _: {"a": {"b": 1}})]
        elif isinstance(shape, Leaf):
            made = [(f"{name}: list of lists", lambda _: [["x"]]), (f"{name}: nothing", lambda _: None)]
        elif isinstance(shape, Listing):
            made = [(f"{name}: nothing", lambda _: None), (f"{name}: empty list", lambda _: [])] if shape.least else []
        else:
            made = [(f"{name}: 1,000", lambda _: "1,000"), (f"{name}: list of lists", lambda _: [["x"]])]
        for what, change in made:
            if what not in seen and (result := changed(tree, path, change)) != tree:
                seen.add(what)
                yield what, result


MODELS = ("shandong-counties-2", "beijing-gepr-1", "xinanjiang-4", "willow")


def test_the_models_hold_every_record():
    held = {shape.name for stem in MODELS for _, shape in spots(model(stem), AGREEMENT) if isinstance(shape, Record)}
    assert held == {*RECORDS}


def test_both_refuse_every_structural_mistake():
    seen = set()
    for stem in MODELS:
        assert verdicts(model(stem)) == (False, set())
        for what, tree in mistakes(model(stem), seen):
            refused, codes = verdicts(tree)
            assert (what, refused, bool(codes)) == (what, True, True)
    assert len(seen) > 150


POOL = ("x", "III", "1亿元", "-3", "0.5", "2013", "2013-06", "year", "month", "half", "C", "0.05 mg/L", "75%", "otherwise",
        "zero", "published", "12:30", "1,000", "010", "no", "true", "1e3", "何")
"""Scalars of every kind, and some of none."""


def mutated(tree, chance):
    """One random change: a key deleted, renamed or moved, a scalar swapped for another kind, a node for one elsewhere."""
    every = [path for path, _ in spots(tree, AGREEMENT) if path]
    path = chance.choice(every)
    what = chance.choice(("delete", "rename", "swap", "swap", "move", "listed"))
    if what in {"delete", "rename"} and isinstance(path[-1], str):
        new = chance.choice(("x", "2013", "III", "up to 3", "over", "zh", "第一"))
        keep = (lambda k: None) if what == "delete" else (lambda k: new)
        return changed(tree, path[:-1], lambda node: {(k if k != path[-1] else keep(k)): v for k, v in node.items()
                                                      if k != path[-1] or keep(k) is not None})
    if what == "move":
        other = functools.reduce(lambda node, step: node[step], chance.choice(every), tree)
        return changed(tree, path, lambda _: copy.deepcopy(other))
    if what == "listed":
        return changed(tree, path, lambda node: [node])
    return changed(tree, path, lambda _: plain(chance.choice(POOL)))


@pytest.mark.parametrize("seed", range(4))
def test_at_random_neither_lets_pass_what_the_other_refuses_for_its_structure(seed):
    chance = random.Random(seed)  # noqa: S311
    stems = [p.stem for p in shipped()]
    both = 0
    for _ in range(40):
        tree = mutated(model(chance.choice(stems)), chance)
        refused, codes = verdicts(tree)
        assert codes or not refused, f"only the schema refuses\n{written(tree)}"
        assert refused or not codes & STRUCTURE, f"only the loader refuses: {codes & STRUCTURE}\n{written(tree)}"
        both += refused and bool(codes)
    assert both > 5

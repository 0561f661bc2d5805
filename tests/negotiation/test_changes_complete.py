"""Nothing can change unseen: a new value under any key of the language is a change, and rewriting a file is none."""

from __future__ import annotations

import json
import random
import re
from functools import cache

import pytest
import yaml
from hypothesis import given, settings
from hypothesis import strategies as st

from ecoflow.agreement.language import AGREEMENT
from ecoflow.agreement.library import shipped
from ecoflow.agreement.loader import examine_text
from ecoflow.agreement.shape import Either, Later, Leaf, Listing, Record, Table
from ecoflow.agreement.yaml_tree import Scalar, Sequence, read
from ecoflow.diagnostics.finding import has_errors
from ecoflow.formula.steps import read_step
from ecoflow.negotiation.change_words import teller
from ecoflow.negotiation.changes import changes

# what no shipped agreement writes
RARE = """\
ecoflow: 1
id: rare
title: {zh: 稀见, en: Rare}
term: {from: 2020, to: 2022}
settle: year
status: draft
rule: one
note: two
parties: {up: {zh: 上}, down: {zh: 下}, third: {zh: 三}}
pools: {fund: {zh: 池, en: pool, closes: carry, opening: brought}}
sections:
  s1: {zh: 一, river: 江, water: river, upstream: up, downstream: down, responsible: up, beneficiary: down, inflow: s2,
       known_as: [甲, 乙], source: paper, clause: 一, confidence: recalled, note: x}
  s2: {zh: 二, river: 江, water: lake, upstream: up, downstream: down, responsible: down, beneficiary: third}
sources: {paper: {title: 甲, publisher: 乙, date: 2020-01, url: "https://example.org", note: 丙}, other: {title: 丁}}
monitoring:
  averaging: [day, month]
  non_detect: half
  valid: {months: 10, samples: 2, days: 50%}
  from: [manual, automatic]
  compare: full
  exempt:
    - {at: [s1], indicators: [TP], reason: works, whole: month, from: 2021-01, to: 2021-02, source: paper, clause: 一,
       confidence: recalled, note: {zh: 甲, en: a}}
    - {reason: ice}
  source: paper
  clause: 二
  confidence: recalled
  note: 说明
money: {round: 1元, mode: half-up, remainder: first, source: paper, clause: 三, confidence: recalled, note: 说明}
terms:
  stake: {zh: 额, en: stake, value: 100万元, source: paper, clause: 四, confidence: recalled, note: 说明}
  season: {value: {Jan..Jun: 1, Jul..Dec: 2}, by: week, source: paper, confidence: recalled}
facts:
  brought: {zh: 期初, en: brought, type: number, unit: 万元, default: 0万元, source: paper, clause: 五,
            confidence: recalled, note: x}
  bad: {type: boolean, by: section, default: false}
measures:
  C: {zh: 浓度, en: C, mean: TP, at: s1, over: year, by: week, unit: mg/L, round: {places: 3, mode: half-up},
      averaging: [day], non_detect: zero, valid: {months: 11, samples: 1, days: 60%}, from: manual, compare: full,
      source: paper, clause: 六,
      confidence: recalled, note: x}
  E: {mean: TP, at: s1, over: year, round: evaluation}
  F: {mean: TP, at: s1, over: year, round: {figures: 3}}
  K: {class: [TP], at: s1, over: year}
  R: {compliance: [TP], at: s1, over: year, target: III}
  W: {volume: Q, at: s1, over: year, unit: 亿m³}
  L: {load: TP, at: s1, over: year, method: daily, unit: t}
  M: {max: TP, at: s1, over: year}
  N: {min: TP, at: s1, over: year}
  T: {total: WASTE, at: s1, over: year}
  A: {limit: TP, at: s1, target: III}
quantities:
  q: {zh: 量, en: q, formula: max(C * season), round: {figures: 3, mode: up}, unit: μg/L, source: paper, clause: 七,
      confidence: recalled, note: x}
  r: {formula: E / A, round: {places: 2}}
  s: {formula: stake * R, round: {step: 0.5万元}}
clauses:
  - id: one
    zh: 甲
    en: a
    text: {zh: 原文, en: text}
    source: paper
    clause: 八
    confidence: recalled
    note: x
    for_each: [section]
    at: [s1]
    when: not bad
    pay: {from: upstream, to: fund, amount: stake, signed: true}
  - id: two
    choose:
      - {zh: 丙, en: c, when: r > 1, pay: [{from: {up: 1, down: 2}, to: third, amount: s},
                                           {from: up, to: down, amount: stake}]}
      - {when: otherwise}
  - {id: three, each: [{when: q > M, pay: {from: up, to: down, amount: stake, signed: true}}]}
  - {id: four, first: [{when: q > N and F > N, pay: {from: up, to: down, amount: stake, signed: true}}]}
  - {id: five, when: T > 1 t and W > 1 m³ and L > 1 t and K worse than II, pay: {from: up, to: down, amount: stake}}
examples:
  - name: first
    period: 2021
    given: {q: 1 mg/L, bad: {s1: false, s2: true}, K: III}
    exempt: [{at: [s1, s2], indicators: [TP], reason: ice, from: 2021-03, to: 2021-04}]
    expect: {status: settled, net: {up: 1万元}, pools: {fund: 1万元}, indices: {q: 1 mg/L}, fired: [one, two]}
    source: paper
    confidence: recalled
    assumes: 假定
    note: 说明
articles: {scope: a, targets: b, duties: c, method: d, period: e, breach: f, other: g}
"""

# what may take another value only where little hangs on it
LOOSE = """\
ecoflow: 1
id: loose
title: 松
term: {from: 2020, to: 2022}
settle: year
status: draft
parties: {up: {zh: 上}, down: {zh: 下}}
sections: {s1: {zh: 一, upstream: up, downstream: down}, s2: {zh: 二, upstream: up, downstream: down}}
sources: {paper: {title: 甲}}
monitoring: {exempt: [{reason: ice}, {reason: dry}]}
terms:
  stake: {value: 100万元, source: paper, confidence: recalled}
  season: {value: {Jan..Jun: 1, Jul..Dec: 2}, by: week, source: paper, confidence: recalled}
facts: {answer: {type: boolean, by: section}, extra: {type: number, least: 1, most: 1000}}
measures: {T: {total: WASTE, at: s1}, C: {mean: [TP, TN], at: s1, by: month}}
quantities: {most: {formula: max(season)}}
clauses:
  - {id: one, for_each: [month], when: min(C over indicator) > 1 mg/L, pay: {from: up, to: down, amount: stake}}
  - {id: two, pay: {from: up, to: down, amount: stake}}
examples:
  - {name: x, period: 2021, given: {most: 1}, exempt: [{at: s1, reason: ice, from: 2021-03, to: 2021-04}],
     expect: {status: cannot-settle, fired: one}}
"""

CYCLE = """\
ecoflow: 1
id: cycle
title: 周期
term: {from: 2020, to: 2022}
settle: year
status: draft
parties: {up: {zh: 上}, down: {zh: 下}}
sources: {paper: {title: 甲}}
terms: {stake: {value: 100万元, source: paper, confidence: recalled}}
clauses: [{id: two, pay: {from: up, to: down, amount: stake}}]
"""

JOINT = """\
ecoflow: 1
id: joint
title: 联合
term: {from: 2020, to: 2022}
settle: year
status: draft
parties: {up: {zh: 上}, down: {zh: 下}}
sections:
  s1: {zh: 一, upstream: up, downstream: down, monitored_by: {zh: 总站, en: National centre}}
  s2: {zh: 二, upstream: up, downstream: down, monitored_by: down}
sources: {paper: {title: 甲}}
monitoring:
  by: {zh: 省站, en: Provincial centre}
  prevails: [joint, automatic, manual]
  joint: {tolerance: 20%, deviation: sum, agreed: mean, within: 30min}
  valid: {months: 10, joint: {samples: 2, days: 1%}, manual: {samples: 1, days: 2%}, automatic: {samples: 3, days: 75%}}
terms: {stake: {value: 100万元, source: paper, confidence: recalled}}
measures:
  C: {mean: [TP, TN], at: s1, prevails: [manual, automatic, joint],
      joint: {tolerance: {TP: 10%, TN: 0.2 mg/L}, deviation: mean, agreed: worse, within: 1h},
      valid: {joint: {samples: 1, days: 3%}, manual: {samples: 2, days: 4%}, automatic: {samples: 4, days: 60%}}}
  D: {mean: TP, at: s2, joint: {tolerance: 15%, deviation: larger, agreed: upstream}}
clauses: [{id: two, when: max(C over indicator) > D, pay: {from: up, to: down, amount: stake}}]
"""

ORDER = """\
ecoflow: 1
id: order
title: 次序
term: {from: 2020, to: 2022}
settle: year
status: draft
parties: {up: {zh: 上}, down: {zh: 下}}
sections: {s1: {zh: 一, upstream: up, downstream: down}}
sources: {paper: {title: 甲}}
monitoring: {prevails: [joint, manual]}
terms: {stake: {value: 100万元, source: paper, confidence: recalled}}
measures: {C: {mean: TP, at: s1}, D: {mean: TP, at: s1, prevails: [manual, joint]}}
clauses: [{id: two, when: C > D, pay: {from: up, to: down, amount: stake}}]
"""

UNITS = ("mg/L", "g/L", "t", "kg", "m³", "万m³", "万元", "元", "%", "1")
WINDOWS = ("previous year", "year to date", "2019", "2018..2019", "period")


@cache
def texts():
    written = {"rare": RARE, "loose": LOOSE, "cycle": CYCLE, "joint": JOINT, "order": ORDER}
    return {**written, **{file.stem: file.read_text("utf-8") for file in shipped()}}


@cache
def agreement(name):
    found, findings = examine_text(texts()[name], f"{name}.yaml")
    assert not has_errors(findings), [f"{f.place} {f.message('en')}" for f in findings if f.severity == "error"]
    return found


def fields(shape, path=""):
    """The path of every key of the language: `clauses.choose.pay.amount`."""
    match shape:
        case Record():
            for f in shape.fields:
                here = f"{path}.{f.key}".strip(".")
                yield here
                yield from fields(f.shape, here)
        case Listing() | Table():
            yield from fields(shape.of, path)
        case Either():
            yield from fields(shape.mapping, path)


def scalars(node, shape, path=""):
    """(path, leaf, scalar) of every scalar of a tree that stands under a key."""
    match shape:
        case Record():
            for key, value in node.items:
                yield from scalars(value, shape.field(key.text).shape, f"{path}.{key.text}".strip("."))
        case Table():
            for _, value in node.items:
                yield from scalars(value, shape.of, path)
        case Listing():
            for item in node.items if isinstance(node, Sequence) else (node,):
                yield from scalars(item, shape.of, path)
        case Either():
            yield from scalars(node, shape.scalar if isinstance(node, Scalar) else shape.mapping, path)
        case Later():
            yield from scalars(node, shape.get(), path)
        case Leaf():
            yield path, shape, node


@cache
def occurrences():
    """(record, key) -> every place it stands in, those of the rare agreement first."""
    found = {}
    for name, text in texts().items():
        tree, _ = read(text, name)
        for field, leaf, scalar in scalars(tree, AGREEMENT):
            found.setdefault(field, []).append((name, leaf, scalar))
    return found


def others(leaf, text, name):
    """Other values of the kind; not every one fits where this stands."""
    declared = [key for block in ("sources", "parties", "sections", "pools", "facts", "terms", "measures", "quantities")
                for key in getattr(agreement(name), block)]
    number = re.sub(r"[0-9]+", lambda m: str(int(m[0]) + 1), text, count=1)
    kinds = {
        "text": [f"{text}甲", *(clause.id for clause in agreement(name).clauses)],
        "id": [f"{text}-x"], "name": declared, "choice": leaf.choices, "count": [number], "months": ["7", "8"],
        "places": ["4", "5"], "figures": ["4", "5"], "share": ["7%"], "year": [number],
        "formula": [f"({text}) * 2", f"({text}) / 2", f"not ({text})", f"2 * ({text})"], "unit": UNITS, "window": WINDOWS,
        "boolean": ["true", "false"], "indicator": ("CODMn", "TN", "WASTE", "GEPR"), "amount": ["1万元", "2元"],
        "name-or-rule": ["last", "first"],
        "value": [number, "true", "false", "II", "V", *declared], "quantity": [number], "step": [number],
        "period": ["2020", "2022", "2013", number], "date": ["2001", number, f"{text}-02"],
        "tolerance": [number], "span": [number],
    }
    return [other for other in dict.fromkeys(kinds[leaf.kind]) if other != text]


def with_other(name, scalar, other):
    text = texts()[name]
    new = text[: scalar.start] + json.dumps(other, ensure_ascii=False) + text[scalar.end:]
    found, findings = examine_text(new, f"{name}-new.yaml")
    return None if found is None or has_errors(findings) else found


ALONE = {"ecoflow", "clauses.allow", "clauses.for_each", "monitoring.exempt.whole", "measures.volume", "measures.round"}
"""Keys that take one value only (`round` of a measure takes a mapping besides, whose keys are tried); and what a clause
repeats for, which changes with what it speaks of."""

ALL = tuple(p for p in fields(AGREEMENT) if p != "measures.round.step")  # of a quantity only
TEXTS = re.compile(r"(.*)\.(zh|en)")


def is_written(path):
    """Whether a scalar stands under the path itself, or (a text in two languages) under its languages."""
    return path in occurrences() or any((m := TEXTS.fullmatch(p)) and m[1] == path for p in occurrences())


def test_every_key_is_tried():
    """What holds only other keys is tried by these; one text in both languages stands for either."""
    holders = {p for p in ALL if any(other.startswith(f"{p}.") for other in ALL if not TEXTS.fullmatch(other))}
    assert {p for p in ALL if not TEXTS.fullmatch(p) and not is_written(p)} <= holders


@pytest.mark.parametrize("path", [p for p in ALL if p not in ALONE and p in occurrences()])
def test_another_value_under_any_key_is_a_change(path):
    tried = 0
    for name, leaf, scalar in occurrences()[path][:8]:
        for other in others(leaf, scalar.text, name):
            new = with_other(name, scalar, other)
            if new is None:
                continue
            tried += 1
            found = changes(agreement(name), new)
            assert found.found, f"{name}:{scalar.place.line} {path}: {scalar.text} -> {other}"
            tellers = [teller(found, lang) for lang in ("zh", "en")]
            assert all(tells.sentence(c) for tells in tellers for c in found.found)
            if tried >= 2:
                return
    assert tried, f"no other value of {path} was valid anywhere"


def plain(text):
    """A file as plain mappings, lists and texts."""
    return yaml.load(text, Loader=yaml.BaseLoader)  # noqa: S506 - the loader that makes nothing but texts


def without(tree, path=()):
    """(path, tree) for every single key of a tree taken out."""
    if isinstance(tree, dict):
        for key, value in tree.items():
            yield (*path, key), {k: v for k, v in tree.items() if k != key}
            yield from ((at, {**tree, key: smaller}) for at, smaller in without(value, (*path, key)))
    elif isinstance(tree, list):
        for n, item in enumerate(tree):
            yield from ((at, [*tree[:n], smaller, *tree[n + 1 :]]) for at, smaller in without(item, (*path, str(n))))


def dumped(tree, **how):
    return yaml.dump(tree, Dumper=yaml.CSafeDumper, allow_unicode=True, sort_keys=False, **how)


def test_a_key_taken_out_is_a_change_unless_it_said_what_holds_anyway():
    same = set()
    tried = 0
    for path, tree in without(plain(RARE)):
        if path[-1] in {"zh", "en", "source", "clause", "title", "river", "term", "id"}:
            continue  # one of each is enough, and the other test has them all
        new, findings = examine_text(dumped(tree), "rare.yaml")
        if new is None or has_errors(findings):
            continue
        tried += 1
        if not changes(agreement("rare"), new).found:
            same.add(".".join(path))
    assert tried > 100
    assert same == {
        "sections.s1.water", "measures.C.over", "measures.E.over", "measures.F.over",
        "measures.K.over", "measures.R.over", "measures.W.over", "measures.L.over", "measures.M.over", "measures.N.over",
        "measures.T.over", "examples.0.expect.status"}


def is_ordered(key, mapping, places):
    """Whether the order of the keys says something: steps rise, and who is named first takes a step left over in a tie."""
    named = key in {"parties", "sections", "value"} and set(mapping) <= places
    return named or any(read_step(k) for k in mapping)


def shuffled(node, dice, places, key=""):
    if isinstance(node, list):
        return [shuffled(item, dice, places) for item in node]
    # tables inside a table have to have their keys in one order
    if not isinstance(node, dict) or (key == "value" and any(isinstance(v, dict) for v in node.values())):
        return node
    items = [(k, shuffled(v, dice, places, k)) for k, v in node.items()]
    if not is_ordered(key, node, places) and not (key in {"from", "to"} and set(node) <= places):
        dice.shuffle(items)
    return dict(items)


STYLES = tuple({"default_flow_style": flow, "default_style": quotes, "width": width} for flow, quotes, width in (
    (False, None, 60), (True, '"', 200), (None, "'", 100), (False, '"', 400), (None, None, 80)))


def rewritten(name, dice, style):
    tree = plain(texts()[name])
    text = "# a remark\n\n" + dumped(shuffled(tree, dice, {*tree["parties"], *tree.get("sections", ())}), **style)
    found, findings = examine_text(text, f"{name}-again.yaml")
    assert not has_errors(findings), [f"{f.place} {f.message('en')}" for f in findings]
    return found


@pytest.mark.parametrize("name", ["rare", "joint", *(file.stem for file in shipped())])
def test_the_same_agreement_written_otherwise_has_no_changes(name):
    number = sum(map(ord, name))
    again = rewritten(name, random.Random(number), STYLES[number % len(STYLES)])  # noqa: S311 - dice for a test
    assert again.sha256 != agreement(name).sha256
    assert [(c.block, c.entry, c.path) for c in changes(agreement(name), again).found] == []


@settings(max_examples=25, deadline=None)
@given(st.sampled_from(["rare", "chishui-1", "hebei-1", "xinanjiang-2"]), st.randoms(use_true_random=False),
       st.sampled_from(STYLES))
def test_no_writing_of_it_has_changes(name, dice, style):
    again = rewritten(name, dice, style)
    assert changes(agreement(name), again).found == changes(again, agreement(name)).found == ()


def test_the_order_of_sources_is_a_change_though_their_list_is_the_same():
    text = texts()["order"]
    for old, turned, said in (
            ("{prevails: [joint, manual]}", "{prevails: [manual, joint]}", "joint > manual → manual > joint"),
            ("prevails: [manual, joint]}}", "prevails: [joint, manual]}}", "manual > joint → joint > manual")):
        assert old in text
        new, _ = examine_text(text.replace(old, turned), "order.yaml")
        found = changes(agreement("order"), new)
        assert said in " ".join(teller(found, "en").sentence(c) for c in found.found)

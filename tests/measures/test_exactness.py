"""The same rows give the same bits: on any number of threads, in any order, in any files."""

from __future__ import annotations

import json
import random
from datetime import datetime

import pytest

from ecoflow.agreement.loader import load
from ecoflow.measures.duckdb_engine import DuckDBEngine
from ecoflow.measures.plan import plan
from ecoflow.report.json_contract import to_json
from ecoflow.settlement.settle import settle
from ecoflow.standards.calendar import year

WHICH = [("xinanjiang-1", 2013), ("chishui-1", 2020), ("luan-tianjin-1", 2017)]


@pytest.fixture(scope="module")
def shipped_rows(root):
    import pyarrow.dataset as ds

    wanted = ds.field("observed_at") < ds.scalar(datetime(2021, 1, 1))  # noqa: DTZ001 - civil time
    table = ds.dataset([str(p) for p in sorted((root / "data").glob("*.parquet"))]).to_table(filter=wanted)
    return table.to_pylist()


def document(root, name, number, folder, **engine):
    agreement = load(root / "agreements" / f"{name}.yaml")
    return to_json([settle(agreement, year(number), DuckDBEngine(folder, **engine))], "en", as_list=False)


@pytest.fixture(scope="module")
def layouts(make, shipped_rows):
    shuffled = list(shipped_rows)
    random.Random(7).shuffle(shuffled)  # noqa: S311 - an order, not a secret
    split = make.folder()
    for n in range(5):
        make.data(shuffled[n::5], f"part={n}/rows.parquet", split, dictionary=n % 2 == 0)
    return {"shuffled": make.data(shuffled), "split": split, "twice": make.data(shipped_rows + shuffled[:5000])}


@pytest.mark.parametrize(("name", "number"), WHICH)
def test_threads_order_and_files_change_nothing(root, layouts, name, number):
    documents = {document(root, name, number, root / "data", threads=n) for n in (1, 2)}
    assert len(documents) == 1
    same = json.loads(documents.pop())
    assert same["status"] == "settled"
    for how, folder in layouts.items():
        found = json.loads(document(root, name, number, folder, threads=2))
        # rows that carry their label keep it; only the files' own mark is not rewritten here
        assert found == same, how


def test_the_cube_is_the_same_object_by_value(root, layouts):
    agreement = load(root / "agreements" / "chishui-1.yaml")
    wanted = plan(agreement, year(2020), agreement.measures)
    cubes = [DuckDBEngine(f, threads=n).scan(wanted) for f in (root / "data", layouts["split"]) for n in (1, 2)]
    assert all(c == cubes[0] for c in cubes)


BLOCKS = ("terms: {k: {value: 1元/mg/L, source: plan, confidence: published}}\n"
          "measures: {X: {mean: TP, at: s1, over: year}}\n"
          "clauses: [{id: a, pay: {from: up, to: down, amount: k * X}}]\n")


def test_the_digest_follows_what_is_used(make):
    agreement = make.agreement(BLOCKS)
    rows = make.every_month()

    def digest(changed):
        return make.settled(agreement, "2013", changed).evidence.data_sha256

    first = digest(rows)
    changes = [{"value": rows[3]["value"] * 2}, {"unit": "μg/L"}, {"flag": "L"}, {"flag": "D"}, {"source": "automatic"}]
    changed = [digest([*rows[:3], rows[3] | change, *rows[4:]]) for change in changes]
    assert len({first, *changed}) == 1 + len(changes)
    assert digest(rows[:-1]) != first
    unused = [*make.every_month("5", section="s2"), *make.every_month("5", "NH3N"), *make.every_month("5", year=2012),
              *make.every_month("5", section="elsewhere")]
    assert digest(rows + unused) == first
    assert digest([r.copy() for r in rows] + [r.copy() for r in rows]) == first


def test_an_unrelated_section_changes_nothing(make, root, shipped_rows):
    rows = [r for r in shipped_rows if r["section"] == "jiekou"]
    other = [r | {"section": "elsewhere", "value": 1000} for r in rows]
    one, two = (document(root, "xinanjiang-1", 2013, make.data(r)) for r in (rows, rows + other))
    assert one == two


def test_row_count_and_sources_are_of_what_was_read(make):
    agreement = make.agreement(BLOCKS)
    found = make.settled(agreement, "2013", make.every_month() + make.every_month(section="s2", source="automatic"))
    assert (found.evidence.rows, found.evidence.sources) == (12, ("manual",))

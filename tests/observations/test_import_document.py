"""The worked mapping of the documents gives what they say."""

import re
from pathlib import Path

import pytest

from ecoflow.observations.import_tables import import_tables
from ecoflow.observations.mapping_reader import read_mapping

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("name", ["import.md", "import.zh.md"])
def test_the_worked_mapping(tmp_path, rows_of, rejects_of, name):
    text = (DOCS / name).read_text("utf-8")
    for ending in ("csv", "yaml"):
        (found,) = re.findall(rf"```{ending}\n(.*?)```", text, re.DOTALL)
        (tmp_path / f"lab.{ending}").write_text(found, "utf-8")
    mapping, findings = read_mapping(tmp_path / "lab.yaml")
    assert not findings
    import_tables([tmp_path / "lab.csv"], tmp_path / "out", mapping)
    assert [(s, at, i, None if v is None else str(v.normalize()), flag)
            for s, at, i, v, _, flag, *_ in rows_of(tmp_path / "out")] == [
        ("jiekou", "2021-05-06 09:10:00", "NH3N", "0.12", ""), ("jiekou", "2021-05-13 07:50:00", "NH3N", "0.025", "L"),
        ("jiekou", "2021-05-20 00:00:00", "NH3N", None, "D"), ("jiekou", "2021-05-06 09:10:00", "TP", "0.031", ""),
        ("jiekou", "2021-05-13 07:50:00", "TP", "0.028", ""),
    ]
    assert sorted((line[1], line[3], line[4]) for line in rejects_of(tmp_path / "out")) == [
        ("5", "/", "missing"), ("6", "0.12", "summary-row"), ("6", "29.5", "summary-row")]

# ruff: noqa: DTZ001  (civil time, as the table has it)
import json
from datetime import datetime
from decimal import Decimal

import duckdb
import pyarrow as pa
import pyarrow.dataset as ds
import pyarrow.parquet as pq
import pytest

from ecoflow.observations.refusal import Refusal
from ecoflow.observations.schema import COLUMNS, FLAGS, arrow_schema, is_source
from ecoflow.observations.write import NewFolder, write_observations


def table(*rows):
    return pa.Table.from_pylist([dict(zip(COLUMNS, row, strict=True)) for row in rows], schema=arrow_schema())


def result(
    section="a", at=(2020, 1, 1), *, indicator="TP", value="0.5", flag="", source="manual", known=(2020, 2, 1)
):
    number = None if value is None else Decimal(value)
    return (section, datetime(*at), indicator, number, "mg/L", flag, source, datetime(*known))


def snapshot(folder):
    return {p.relative_to(folder).as_posix(): p.read_bytes() for p in folder.rglob("*") if p.is_file()}


def test_months_sorted_with_a_footer_every_reader_sees(tmp_path):
    rows = [
        result("b"),
        result("a", indicator="pH"),
        result("a", (2020, 1, 31, 23, 59)),
        result("a"),
        result("a", (2021, 2, 1)),
    ]
    out = tmp_path / "out"
    write_observations(table(*rows), out, synthetic=True)
    january = out / "year=2020" / "month=01" / "part.parquet"
    assert sorted(snapshot(out)) == [
        "_ecoflow.json",
        "year=2020/month=01/part.parquet",
        "year=2021/month=02/part.parquet",
    ]
    found = pq.read_table(january, partitioning=None)
    assert found.schema.names == list(COLUMNS)
    assert found.to_pylist() == table(rows[3], rows[2], rows[1], rows[0]).to_pylist()
    footer = {"ecoflow.schema": "1", "ecoflow.civil_time": "UTC+08:00", "ecoflow.synthetic": "true"}
    kept = {k.decode(): v.decode() for k, v in pq.read_metadata(january).metadata.items()}
    assert kept == footer
    assert "ARROW:schema" not in kept
    seen = duckdb.execute(
        "SELECT decode(key), decode(value) FROM parquet_kv_metadata(?)", [str(january)]
    ).fetchall()
    assert dict(seen) == footer
    assert json.loads((out / "_ecoflow.json").read_text()) == footer | {"months": "2", "rows": "5"}


def test_columns_are_stored_as_the_layout_asks(tmp_path):
    write_observations(table(result()), tmp_path / "out")
    file = pq.ParquetFile(tmp_path / "out/year=2020/month=01/part.parquet")
    columns = {file.schema.column(i).name: file.schema.column(i) for i in range(len(COLUMNS))}
    assert columns["value"].physical_type == "INT64"
    assert (columns["value"].precision, columns["value"].scale) == (18, 6)
    chunks = [file.metadata.row_group(0).column(i) for i in range(len(COLUMNS))]
    assert {chunk.compression for chunk in chunks} == {"ZSTD"}
    words = {c.path_in_schema for c in chunks if any("DICTIONARY" in e for e in c.encodings)}
    assert words == {"section", "indicator", "unit", "flag", "source"}
    assert b"ecoflow.synthetic" not in file.metadata.metadata


def test_row_groups_are_131072_rows(tmp_path):
    one = table(result())
    many = pa.concat_tables([one] * 200_000).combine_chunks()
    write_observations(many, tmp_path / "out")
    meta = pq.read_metadata(tmp_path / "out/year=2020/month=01/part.parquet")
    assert [meta.row_group(i).num_rows for i in range(meta.num_row_groups)] == [131_072, 68_928]


def test_other_files_in_the_folder_do_not_disturb_readers(tmp_path):
    with NewFolder(tmp_path / "out") as folder:
        (folder.aside / "rejects.csv").write_text("x")
        folder.write_month(2020, 1, table(result()))
    assert ds.dataset(tmp_path / "out", format="parquet").count_rows() == 1


def test_a_failure_leaves_nothing_and_changes_nothing(tmp_path):
    out = tmp_path / "out"
    write_observations(table(result()), out)
    before = snapshot(out)
    with pytest.raises(RuntimeError, match="midway"), NewFolder(out, replace=True) as folder:
        folder.write_month(2020, 1, table(result(value="9")))
        raise RuntimeError("midway")
    assert snapshot(out) == before
    with pytest.raises(KeyboardInterrupt), NewFolder(tmp_path / "new") as folder:
        folder.write_month(2020, 1, table(result()))
        raise KeyboardInterrupt
    assert [p.name for p in tmp_path.iterdir()] == ["out"]


def test_replacing_is_whole(tmp_path):
    out = tmp_path / "out"
    write_observations(table(result(), result(at=(2019, 1, 1))), out)
    write_observations(table(result(value="9")), out, replace=True)
    assert [p.name for p in tmp_path.iterdir()] == ["out"]
    assert ds.dataset(out, format="parquet").to_table()["value"].to_pylist() == [Decimal("9.000000")]


@pytest.mark.parametrize("replace", [False, True])
def test_other_peoples_folders_are_refused(tmp_path, replace):
    (tmp_path / "photos").mkdir()
    (tmp_path / "photos" / "a.jpg").write_text("x")
    with pytest.raises(Refusal) as refused:
        write_observations(table(result()), tmp_path / "photos", replace=replace)
    assert refused.value.sentence("en").endswith(
        "holds something other than ecoflow observations and will not be overwritten."
    )
    assert "不会覆盖" in refused.value.sentence("zh")
    assert snapshot(tmp_path) == {"photos/a.jpg": b"x"}


def test_files_links_and_finished_folders_are_refused(tmp_path):
    (tmp_path / "file").write_text("x")
    with pytest.raises(Refusal, match="is not a folder"):
        write_observations(table(result()), tmp_path / "file")
    write_observations(table(result()), tmp_path / "out")
    (tmp_path / "link").symlink_to(tmp_path / "out")
    with pytest.raises(Refusal, match="is not a folder"):
        write_observations(table(result()), tmp_path / "link", replace=True)
    with pytest.raises(Refusal, match=r"already holds observations\. Add --replace"):
        write_observations(table(result()), tmp_path / "out")


def test_tables_of_another_shape_never_reach_the_disk(tmp_path):
    with pytest.raises(ValueError, match="columns are"):
        write_observations(table(result()).drop_columns(["unit"]), tmp_path / "out")
    holes = table(result()).to_pydict() | {"section": [None]}
    with pytest.raises(ValueError, match="only `value` may be null"):
        write_observations(pa.table(holes), tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


def test_same_rows_same_bytes_in_any_order(tmp_path):
    rows = [
        result("a"),
        result("b"),
        result("b", known=(2020, 3, 1)),
        result("a", value=None, flag="X", at=(2020, 1, 2)),
    ]
    write_observations(table(*rows), tmp_path / "x")
    write_observations(table(*rows[::-1]), tmp_path / "y")
    assert snapshot(tmp_path / "x") == snapshot(tmp_path / "y")


def test_flags_are_documented_in_both_languages():
    assert FLAGS[""].standing == "valid"
    assert FLAGS["L"].standing == "below"
    assert {code for code, flag in FLAGS.items() if flag.standing == "invalid"} == {
        "D",
        "Z",
        "B",
        "F",
        "hd",
        "DEL",
        "X",
        "C",
    }
    assert all(code == flag.code and flag.zh and flag.en for code, flag in FLAGS.items())


@pytest.mark.parametrize(
    ("text", "ok"),
    [
        ("manual", True),
        ("automatic", True),
        ("joint:anhui", True),
        ("joint:", False),
        ("joint", False),
        ("x", False),
    ],
)
def test_sources(text, ok):
    assert is_source(text) is ok

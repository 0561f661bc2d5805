"""The readers of tables: every row keeps its number, every odd or hostile file gets an answer."""

import io
import json
import zipfile

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from ecoflow.observations.distinct import combine, encode
from ecoflow.observations.tables import csv as csv_module
from ecoflow.observations.tables.csv import read_csv
from ecoflow.observations.tables.json import read_json
from ecoflow.observations.tables.opening import open_tables
from ecoflow.observations.tables.table import UnreadableTable


def rows_of(table, skip, width):
    """(number, texts) of every row that fits, and (number, cells) of the others."""
    fitting, others = [], []
    for batch in table.read(skip, width):
        columns = [encode(column, table.encodings) for column in batch.columns]
        for at, number in enumerate(batch.rows.tolist()):
            fitting.append((number, tuple(column.texts[column.codes[at]] for column in columns)))
        others += [(one.row, one.cells) for one in batch.ragged]
    return sorted(fitting), sorted(others)


def book(fill, *, merges=()):
    made = openpyxl.Workbook()
    fill(made.active)
    for area in merges:
        made.active.merge_cells(area)
    stream = io.BytesIO()
    made.save(stream)
    return stream.getvalue()


def test_rows_of_another_width_keep_their_numbers_and_so_do_those_around_them():
    table = read_csv(io.BytesIO(b'a,b\n1,2\n\n3\n4,5,,\n5,6\n"7\n8",9\n7,8,9'))
    assert rows_of(table, 1, 2) == (
        [(2, ("1", "2")), (3, ("", "")), (5, ("4", "5")), (6, ("5", "6")), (7, ("7\n8", "9"))],
        [(4, ("3",)), (8, ("7", "8", "9"))],
    )


@settings(max_examples=60, deadline=None)
@given(st.lists(st.lists(st.sampled_from(["", "x", "1.5", "两\n行", 'a"b', "a,b"]), min_size=1, max_size=4), max_size=40))
def test_every_row_has_one_place_however_small_the_blocks(rows):
    import csv

    text = io.StringIO()
    csv.writer(text).writerows([["a", "b"], *rows])
    content = text.getvalue().encode()
    block, csv_module._BLOCK = csv_module._BLOCK, 64
    try:
        fitting, others = rows_of(read_csv(io.BytesIO(content)), 1, 2)
    finally:
        csv_module._BLOCK = block
    written = list(csv.reader(io.StringIO(text.getvalue(), newline="")))
    wanted = {n: tuple(row) for n, row in enumerate(written, start=1) if n > 1}
    found = dict(fitting) | dict(others)
    assert len(found) == len(fitting) + len(others)
    for number, cells in wanted.items():
        kept = cells[:2] if len(cells) > 2 and not any(cells[2:]) else cells
        assert found[number] == (kept or ("", "")), number


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030", "utf-16", "utf-16-le-bom"])
def test_encodings(encoding):
    text = "断面,氨氮\r\n街口,0.1\r\n"
    content = b"\xff\xfe" + text.encode("utf-16-le") if encoding.endswith("bom") else text.encode(encoding)
    table = read_csv(io.BytesIO(content))
    assert table.sample[0] == ("断面", "氨氮")
    assert rows_of(table, 1, 2) == ([(2, ("街口", "0.1"))], [])


def test_a_file_may_mix_encodings_and_a_cell_in_none_has_no_text():
    content = "断面,氨氮\n街口,0.1\n".encode() + "古北口,0.2\n".encode("gb18030") + b"\xff\xff,0.3\n"
    fitting, _ = rows_of(read_csv(io.BytesIO(content)), 1, 2)
    assert [texts[0] for _, texts in fitting] == ["街口", "古北口", None]


@pytest.mark.parametrize("mark", [",", "\t", ";", "|"])
def test_separators(mark):
    table = read_csv(io.BytesIO(f"a{mark}b\n1{mark}2\n".encode()))
    assert rows_of(table, 1, 2)[0] == [(2, ("1", "2"))]


def test_a_workbook_gives_shortest_numbers_dates_and_the_numbers_of_its_rows():
    import datetime as dt

    def fill(sheet):
        sheet["B3"], sheet["C3"], sheet["D3"] = "断面", "时间", "值"
        for row, (when, value) in enumerate(
            [(dt.datetime(2021, 5, 1), 0.1), (dt.datetime(2021, 5, 1, 7, 50), 10), (dt.time(7, 50), 1e-5)],  # noqa: DTZ001
            start=4,
        ):
            sheet[f"B{row}"], sheet[f"C{row}"], sheet[f"D{row}"] = "甲", when, value

    (table,) = open_tables("x.xlsx", io.BytesIO(book(fill)))
    assert table.sample[2] == ("", "断面", "时间", "值")
    assert rows_of(table, 3, 4)[0] == [
        (4, ("", "甲", "2021-05-01", "0.1")), (5, ("", "甲", "2021-05-01 07:50:00", "10")),
        (6, ("", "甲", "07:50:00", "1e-05")),
    ]


def test_a_merged_cell_is_read_in_each_cell_it_covers_and_the_batch_says_which_repeat_it():
    def fill(sheet):
        for row in (["断面", "月", "值"], ["甲", 1, 5], [None, 2, None], [None, 3, 7]):
            sheet.append(row)

    (table,) = open_tables("x.xlsx", io.BytesIO(book(fill, merges=("A2:A4", "C2:C3"))))
    (batch,) = table.read(1, 3)
    assert [column.to_pylist() for column in batch.columns] == [["甲"] * 3, ["1", "2", "3"], ["5", "5", "7"]]
    assert batch.covered == {0: (1, 2), 2: (1,)}


def test_formulas_are_what_was_last_computed_and_nothing_where_nothing_was():
    def fill(sheet):
        sheet.append(["a", "b"])
        sheet.append([1, "=A2*2"])

    (table,) = open_tables("x.xlsx", io.BytesIO(book(fill)))
    assert rows_of(table, 1, 2)[0] == [(2, ("1", ""))]


@pytest.mark.parametrize("found", [
    {"thead": ["a", "b"], "tbody": [["1", 2.50]]},
    [{"a": "1", "b": 2.50}],
    {"a": ["1"], "b": [2.50]},
    {"code": 0, "data": {"total": 1, "list": [{"a": "1", "b": 2.50}]}},
    [["a", "b"], ["1", 2.50]],
])
def test_shapes_of_json_keep_numbers_as_they_are_written(found):
    table = read_json(json.dumps(found).replace("2.5", "2.50").encode())
    assert table.sample[0] == ("a", "b")
    assert rows_of(table, 1, 2)[0] == [(1, ("1", "2.50"))]


def test_records_on_lines_may_lack_keys():
    table = read_json(b'{"a": 1}\n{"b": 2}\n')
    assert rows_of(table, 1, 2)[0] == [(1, ("1", "")), (2, ("", "2"))]


def refused(name, content):
    with pytest.raises(UnreadableTable) as caught:
        for table in open_tables(name, io.BytesIO(content)):
            list(table.read(1, len(table.sample[0])))
    return caught.value.reason, str(caught.value)


def far_cell():
    def fill(sheet):
        sheet["A1"], sheet["XFD1048576"] = "a", "b"

    return book(fill)


def test_hostile_and_damaged_files_get_an_answer():
    fine = book(lambda sheet: sheet.append(["a", "b"]))
    assert refused("x.xlsx", fine[: len(fine) // 2])[0] == "unreadable"
    assert refused("x.xlsx", b"PK\x03\x04" + b"\x00" * 100)[0] == "unreadable"
    assert refused("x.xls", b"\xd0\xcf\x11\xe0" + b"\x00" * 600)[0] == "unreadable"
    assert refused("x.xlsx", far_cell()) == ("too-large", "cells are strewn over 1,048,576 rows and 16,384 columns")
    assert refused("x.csv", ",".join("a" * 100_000).encode())[0] == "too-wide"
    assert refused("x.csv", b"")[0] == "unreadable"
    assert refused("x.json", b'{"a": ' * 100_000)[0] == "unreadable"
    assert refused("x.json", b"[1, 2]")[0] == "unreadable"
    assert refused("x.xls", b"<html><table></table></html>")[0] == "unreadable"


def test_a_stream_that_breaks_off_gives_what_came_before_and_then_says_so():
    class Breaking(io.BytesIO):
        def read(self, size=-1):
            part = super().read(size)
            if not part:
                raise EOFError("the stream ended too soon")
            return part

    table = read_csv(Breaking(b"a,b\n" + b"1,2\n" * 400_000))
    seen = 0
    with pytest.raises(UnreadableTable) as caught:
        for batch in table.read(1, 2):
            seen += len(batch.rows)
    assert caught.value.reason == "cut-short"
    assert seen > 100_000
    assert f"after row {seen + 1}" in str(caught.value)


def test_a_text_of_a_million_characters_and_a_nul_are_cells_like_others():
    table = read_csv(io.BytesIO(b"a,b\n" + b"x" * 1_000_000 + b",1\n\x00,2\n"))
    fitting, _ = rows_of(table, 1, 2)
    assert [len(texts[0]) for _, texts in fitting] == [1_000_000, 1]


def test_a_bomb_in_a_workbook_is_not_unpacked():
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as made, made.open("xl/worksheets/sheet1.xml", "w",
                                                                              force_zip64=True) as part:
        for _ in range(1_100):
            part.write(b" " * (1 << 20))
    assert refused("x.xlsx", stream.getvalue()) == ("too-large", "the workbook unpacks to over 1 GB")


@settings(max_examples=50, deadline=None)
@given(st.integers(1, 30).flatmap(lambda n: st.lists(st.lists(st.sampled_from("abcdef"), min_size=n, max_size=n),
                                                      min_size=1, max_size=6)))
def test_columns_combined_give_every_row_its_own_texts(columns):
    import pyarrow as pa

    found = combine([encode(pa.array(column)) for column in columns])
    assert [found.rows[code] for code in found.codes] == list(zip(*columns, strict=True))
    assert len(set(found.rows)) == len(found.rows)

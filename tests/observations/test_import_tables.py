"""Small tables of every shape into observations: what each cell becomes, told by hand."""

import io
import json
import tarfile
import zipfile
from decimal import Decimal

import duckdb
import openpyxl
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ecoflow.observations.import_tables import import_tables
from ecoflow.observations.mapping import Mapping
from ecoflow.observations.mapping_reader import read_mapping_text
from ecoflow.observations.refusal import Refusal


def mapped(text):
    mapping, findings = read_mapping_text(f"ecoflow-import: 1\n{text}", "m.yaml")
    assert mapping is not None, findings
    return mapping


@pytest.fixture
def take(tmp_path):
    """Import texts (name -> content) and give the report; a second call with `append` adds to the same folder."""
    def run(files, mapping="", **more):
        folder = tmp_path / "in" / str(len(list(tmp_path.glob("in/*"))))
        folder.mkdir(parents=True)
        for name, content in files.items():
            content = content if isinstance(content, bytes) else content.encode()
            (folder / name).write_bytes(content)
        report = import_tables(sorted(folder.iterdir()), tmp_path / "out", mapped(mapping) if mapping else Mapping(), **more)
        assert report.cells().read() + sum(report.ignored.values()) == report.cells_read
        return report
    return run


@pytest.fixture
def rows(tmp_path, rows_of):
    return lambda: [(s, at, i, None if v is None else str(v.normalize()), u, f, src, known)
                    for s, at, i, v, u, f, src, known in rows_of(tmp_path / "out")]


@pytest.fixture
def rejects(tmp_path, rejects_of):
    return lambda: rejects_of(tmp_path / "out")


def short(rows):
    return [(section, at[:16], indicator, value, flag) for section, at, indicator, value, _, flag, *_ in rows]


def test_a_wide_table_with_a_title_a_row_of_units_a_mean_and_a_note(take, rows, rejects):
    report = take({"a.csv": (
        "某市2021年5月水质监测结果表,,,,\n"
        "断面名称,采样时间,氨氮,总磷,备注\n"
        ",,mg/L,μg/L,\n"
        "甲桥,2021-05-01 08:00,0.50,30,晴\n"
        "乙桥,2021-05-01 09:00,0.025L,--,\n"
        "\n"
        "平均值,,0.26,30,\n"
        "备注：L 表示低于检出限,,,,\n"
    )})
    assert short(rows()) == [
        ("乙桥", "2021-05-01 09:00", "NH3N", "0.025", "L"),
        ("甲桥", "2021-05-01 08:00", "NH3N", "0.5", ""),
        ("甲桥", "2021-05-01 08:00", "TP", "0.03", ""),
    ]
    assert rejects() == [
        ("a.csv", "7", "氨氮", "0.26", "summary-row"),
        ("a.csv", "5", "总磷", "'--", "missing"),
        ("a.csv", "7", "总磷", "30", "summary-row"),
    ]
    assert report.converted == [{"indicator": "TP", "from": "μg/L", "to": "mg/L", "factor": "1/1000", "cells": 1}]
    assert report.cells_read == 6
    assert report.source_assumed


def test_a_long_table_with_units_flags_limits_and_fractions(take, rows, rejects):
    take({"a.csv": (
        "station,date,parameter,value,unit,flag,detection limit,below detection limit,sample fraction\n"
        "S1,2020-01-02,Ammonia nitrogen,0.5,mg/L,,,,\n"
        "S1,2020-01-02,TP,20,ug/L,,,false,Total\n"
        "S1,2020-01-02,TN,0.05,mg/L,,,true,Total\n"
        "S1,2020-01-03,TP,ND,mg/L,,0.01,,Total\n"
        "S1,2020-01-03,TN,1.5,mg/L,D,,,\n"
        "S1,2020-01-04,TP,0.02,mg/L,,,,Dissolved\n"
        "S1,2020-01-04,Unobtainium,1,mg/L,,,,\n"
        "S1,2020-01-04,TN,1,ppm,,,,\n"
    )}, "source: manual")
    assert short(rows()) == [
        ("S1", "2020-01-02 00:00", "NH3N", "0.5", ""), ("S1", "2020-01-02 00:00", "TN", "0.05", "L"),
        ("S1", "2020-01-03 00:00", "TN", "1.5", "D"), ("S1", "2020-01-02 00:00", "TP", "0.02", ""),
        ("S1", "2020-01-03 00:00", "TP", "0.01", "L"),
    ]
    assert [(row, reason) for _, row, _, _, reason in rejects()] == [
        ("7", "other-fraction"), ("8", "unknown-item"), ("9", "relative-unit"),
    ]


def test_columns_by_heading_and_number_with_a_flag_beside_and_words_of_the_file(take, rows, rejects):
    report = take({"a.csv": (
        "点,日期,时刻,氨,氨记号,x,来源,杂项\n"
        "街口(鸠坑口),2021-05-01,910,0.1,,7.1,手工,a\n"
        "街口(鸠坑口),2021-05-02,7：50,ND,停,-1,手工,b\n"
        "街口(鸠坑口),2021-05-03,,停,,不测,自动站,\n"
        "街口(鸠坑口),2021-05-04,25:00,0.2,,7,别的,\n"
    )}, """
section: 点
sections: {街口(鸠坑口): jiekou}
time: {column: 日期, clock: 时刻}
recorded: 2021-06
source: {column: 来源, words: {手工: manual, 自动站: automatic}}
columns: {氨: {indicator: NH3N, unit: mg/L, flag: 氨记号}, 6: {indicator: pH}, 杂项: ignore}
values: {missing: ["-1"], not_measured: [不测], below: {words: [ND], limits: {NH3N: 25 μg/L}}, flags: {停: D}}
""")
    assert rows() == [
        ("jiekou", "2021-05-01 09:10:00", "NH3N", "0.1", "mg/L", "", "manual", "2021-06-30 23:59:59"),
        ("jiekou", "2021-05-02 07:50:00", "NH3N", "0.025", "mg/L", "D", "manual", "2021-06-30 23:59:59"),
        ("jiekou", "2021-05-03 00:00:00", "NH3N", None, "mg/L", "D", "automatic", "2021-06-30 23:59:59"),
        ("jiekou", "2021-05-01 09:10:00", "pH", "7.1", "1", "", "manual", "2021-06-30 23:59:59"),
    ]
    assert rejects() == [
        ("a.csv", "5", "氨", "0.2", "bad-time"), ("a.csv", "3", "x", "'-1", "missing"), ("a.csv", "5", "x", "7", "bad-time"),
    ]
    assert report.ignored == {"杂项": 2}
    assert report.not_measured == 1


def test_a_table_ends_where_the_mapping_says(take, rows, rejects):
    take({"a.csv": "断面,日期,氨氮(mg/L)\n甲,2021-05-01,1\n合计,,1\n甲,2021-05-02,2\n"}, "stop: 合计")
    assert short(rows()) == [("甲", "2021-05-01 00:00", "NH3N", "1", "")]
    assert [line[1::2] for line in rejects()] == [("3", "1"), ("4", "2")]
    assert {line[4] for line in rejects()} == {"after-end"}


def test_a_merged_value_counts_once_and_merged_names_for_every_row(take, rows):
    made = openpyxl.Workbook()
    heads = ["断面", "日期", "氨氮(mg/L)"]
    for line in (heads, ["甲", "2021-05-01", 0.5], [None, "2021-05-02", None], [None, "2021-05-03", 0.7]):
        made.active.append(line)
    made.active.merge_cells("A2:A4")
    made.active.merge_cells("C2:C3")
    stream = io.BytesIO()
    made.save(stream)
    report = take({"a.xlsx": stream.getvalue()})
    assert short(rows()) == [("甲", "2021-05-01 00:00", "NH3N", "0.5", ""), ("甲", "2021-05-03 00:00", "NH3N", "0.7", "")]
    assert report.cells_read == 2


def test_sheets_are_chosen_by_name_number_or_all(take, rows, rejects):
    made = openpyxl.Workbook()
    for at, name in enumerate(("说明", "一月", "二月")):
        sheet = made.active if not at else made.create_sheet()
        sheet.title = name
        sheet.append(["断面", "日期", "氨氮(mg/L)"] if at else ["本表由某站填报"])
        if at:
            sheet.append(["甲", f"2021-0{at}-01", at])
    stream = io.BytesIO()
    made.save(stream)
    content = stream.getvalue()
    for sheet, months in (("一月", ["1"]), ("'3'", ["2"])):
        take({"a.xlsx": content}, f"sheet: {sheet}", replace=True)
        assert [row[3] for row in rows()] == months
    report = take({"a.xlsx": content}, "sheet: 三月", replace=True)
    assert report.rejects == {"no-sheet": 1}
    assert rejects()[0][3] == "说明、一月、二月"


def test_what_cannot_be_told_is_refused_by_name(take, rejects):
    files = {
        "a.csv": "断面,站点名称,日期,氨氮(mg/L)\n甲,乙,2021-05-01,1\n",
        "b.csv": "断面,氨氮(mg/L)\n甲,1\n",
        "c.csv": "日期,氨氮(mg/L)\n2021-05-01,1\n",
        "d.csv": "断面,日期,天气\n甲,2021-05-01,晴\n",
        "e.csv": "断面,日期,氨氮(mg/L),NH3-N(mg/L)\n甲,2021-05-01,1,2\n",
        "f.csv": "断面,日期,氨氮\n甲,2021-05-01,1\n",
        "g.csv": "断面,日期,氨氮(mg/L),\n甲,2021-05-01,1,9\n甲,2021-05-02,2\n",
    }
    take(files)
    assert [(file, reason) for file, _, _, _, reason in rejects()] == [
        ("a.csv", "two-columns"), ("b.csv", "no-time-column"), ("c.csv", "no-section-column"), ("d.csv", "no-indicator"),
        ("e.csv", "two-columns"), ("f.csv", "no-unit"), ("g.csv", "row-shape"), ("g.csv", "row-shape"),
        ("g.csv", "row-shape"), ("g.csv", "no-heading"),
    ]


def test_contradictions_stand_side_by_side_until_a_later_record_settles_them(take, rows):
    head = "断面,日期,氨氮(mg/L)\n"
    first = take({"a.csv": head + "甲,2021-05-01,1\n甲,2021-05-01,2\n甲,2021-05-01,1.0\n甲,2021-05-02,3\n"},
                 "recorded: 2021-06-01")
    assert (first.observations, first.contradictions, first.repeats, first.revisions) == (3, 1, 1, 0)
    later = head + "甲,2021-05-01,2\n甲,2021-05-02,3\n甲,2021-05-03,4\n"
    second = take({"b.csv": later}, "recorded: 2021-07-01", append=True)
    assert (second.observations, second.contradictions, second.repeats, second.revisions) == (2, 0, 1, 1)
    assert [(at[:10], value, known[:10]) for _, at, _, value, *_, known in rows()] == [
        ("2021-05-01", "1", "2021-06-01"), ("2021-05-01", "2", "2021-06-01"), ("2021-05-01", "2", "2021-07-01"),
        ("2021-05-02", "3", "2021-06-01"), ("2021-05-03", "4", "2021-07-01"),
    ]


def test_adding_overwrites_nothing_and_keeps_the_papers_of_earlier_imports(take, rows, tmp_path):
    head = "断面,日期,氨氮(mg/L)\n"
    take({"a.csv": head + "甲,2021-04-01,1\n甲,2021-05-01,1\n"}, "recorded: 2021-06-01")
    before = rows()
    april = (tmp_path / "out/year=2021/month=04/part.parquet").read_bytes()
    # recorded before the first import, and yet later: what is added comes after what is there
    report = take({"b.csv": head + "甲,2021-05-01,1.5\n甲,2021-05-01,1.5\n"}, "recorded: 2021-05-15", append=True)
    assert (report.observations, report.revisions, report.repeats) == (1, 1, 1)
    assert [row for row in rows() if row not in before] == [
        ("甲", "2021-05-01 00:00:00", "NH3N", "1.5", "mg/L", "", "manual", "2021-06-01 23:59:59.000001")]
    assert set(before) <= set(rows())
    assert (tmp_path / "out/year=2021/month=04/part.parquet").read_bytes() == april
    assert take({"c.csv": head + "甲,2021-05-01,1.5\n"}, "recorded: 2021-07-01", append=True).observations == 0
    aside = tmp_path / "out/_import"
    papers = sorted(p.relative_to(aside).as_posix() for p in aside.rglob("report.json"))
    assert papers == ["earlier/001/report.json", "earlier/002/report.json", "report.json"]
    mark = json.loads((tmp_path / "out/_ecoflow.json").read_text())
    assert (mark["rows"], mark["months"]) == ("3", "2")


def test_two_sources_of_one_moment_are_two_results(take, rows):
    report = take({"a.csv": "断面,日期,氨氮(mg/L),来源\n甲,2021-05-01,1,manual\n甲,2021-05-01,1,automatic\n"})
    assert report.observations == 2
    assert [row[6] for row in rows()] == ["automatic", "manual"]


def test_the_texts_of_cells_are_kept(take, tmp_path):
    take({"a.csv": "断面,日期,氨氮(mg/L)\n甲,2021-05-01,0.025L\n甲,2021-05-02, ０．５０\n"})
    found = duckdb.sql(f"SELECT raw FROM read_parquet('{tmp_path}/out/*/*/*.parquet') ORDER BY observed_at").fetchall()
    assert found == [("0.025L",), (" ０．５０",)]


def test_archives_with_names_of_chinese_windows_and_members_that_leave(tmp_path):
    table = "断面,日期,氨氮(mg/L)\n甲,2021-05-0{},1\n"
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as made:
        made.writestr("good.csv", table.format(1))
        made.writestr("../out.csv", table.format(2))
        made.writestr("/abs.csv", table.format(3))
        link = zipfile.ZipInfo("link.csv")
        link.external_attr = 0o120777 << 16
        made.writestr(link, "/etc/passwd")
        made.writestr("__MACOSX/x.csv", "x")
        made.writestr("x.docx", "x")
    raw = (tmp_path / "a.zip").read_bytes().replace(b"good.csv", "一月.csv".encode("gb18030"))
    (tmp_path / "a.zip").write_bytes(raw)
    with tarfile.open(tmp_path / "b.tar.xz", "w:xz") as made:
        info = tarfile.TarInfo("b.csv")
        info.size = len(table.format(4).encode())
        made.addfile(info, io.BytesIO(table.format(4).encode()))
    report = import_tables([tmp_path / "a.zip", tmp_path / "b.tar.xz"], tmp_path / "out", Mapping())
    assert (report.files, report.observations, report.skipped_files) == (2, 2, 2)
    assert report.rejects == {"unsafe-member": 3}
    assert [one["file"] for one in report.layouts] == ["a.zip!一月.csv"]


def test_bombs_are_left_alone(tmp_path):
    with zipfile.ZipFile(tmp_path / "a.zip", "w", zipfile.ZIP_DEFLATED) as made, made.open("a.csv", "w") as part:
        for _ in range(80):
            part.write(b"\n" * (1 << 20))
    import gzip

    with gzip.open(tmp_path / "b.csv.gz", "wb") as packed:
        packed.write("断面,日期,氨氮(mg/L)\n".encode())
        for _ in range(80):
            packed.write(b"\n" * (1 << 20))
    report = import_tables([tmp_path / "a.zip", tmp_path / "b.csv.gz"], tmp_path / "out", Mapping())
    assert report.rejects == {"cut-short": 1, "zip-bomb": 1}


def test_a_gz_that_ends_too_soon_gives_what_it_holds(tmp_path):
    import gzip
    import random

    lines = "".join(f"甲,2021-05-01 {n // 60 % 24:02d}:{n % 60:02d},{random.Random(n).random():.6f}\n" for n in range(1_440))  # noqa: S311
    packed = gzip.compress(("断面,时间,氨氮(mg/L)\n" + lines).encode())
    (tmp_path / "a.csv.gz").write_bytes(packed[: len(packed) * 2 // 3])
    report = import_tables([tmp_path / "a.csv.gz"], tmp_path / "out", Mapping())
    assert report.rejects["cut-short"] == 1
    assert 100 < report.observations < 1_440
    assert report.unreadable_files == 1


def test_synthetic_data_are_not_added_to(tmp_path, take):
    take({"a.csv": "断面,日期,氨氮(mg/L)\n甲,2021-05-01,1\n"})
    mark = tmp_path / "out/_ecoflow.json"
    mark.write_text(mark.read_text().replace("{", '{"ecoflow.synthetic": "true",', 1))
    with pytest.raises(Refusal, match="synthetic"):
        take({"a.csv": "断面,日期,氨氮(mg/L)\n甲,2021-05-01,1\n"}, append=True)


CELL = st.sampled_from(["", "1", "0.5", "0.025L", "ND", "--", "*", "x", "1,234", "D", "1e99", "=A1"])
DAY = st.sampled_from(["2021-05-01", "2021-05-02", "", "坏", "2021-13-01"])
ROW = st.tuples(st.sampled_from(["甲", "乙", "", "平均值"]), DAY, CELL, CELL, st.sampled_from(["", "a"]), st.integers(3, 6))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(ROW, min_size=1, max_size=8), st.booleans())
def test_every_cell_has_one_fate(tmp_path_factory, lines, told):
    top = tmp_path_factory.mktemp("cells")
    body = [[*row[:-1], "z"][: row[-1]] for row in lines]
    text = "断面,日期,氨氮(mg/L),总磷(mg/L),未知,某\n" + "".join(",".join(f'"{c}"' for c in row) + "\n" for row in body)
    (top / "a.csv").write_text(text, "utf-8")
    mapping = mapped("columns: {未知: ignore, 某: remark}") if told else mapped("columns: {某: remark}")
    report = import_tables([top / "a.csv"], top / "out", mapping)
    cells = 0
    for row in body:
        if len(row) < 6:
            cells += len(row)
        else:
            summary = row[0] == "平均值"
            cells += sum(bool(cell) or not summary for cell in row[2:4]) + bool(row[4])
    assert report.cells_read == cells == report.cells().read() + sum(report.ignored.values())
    lines_ = (top / "out/_import/rejects.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(lines_) - 1 == sum(report.rejects.values())


def test_the_same_files_give_the_same_bytes(tmp_path):
    (tmp_path / "a.csv").write_text("断面,日期,氨氮(mg/L)\n乙,2021-05-01,1\n甲,2021-05-01,2\n甲,2021-05-01,0.1\n", "utf-8")
    found = []
    for name in ("x", "y"):
        import_tables([tmp_path / "a.csv"], tmp_path / name, Mapping())
        found.append({p.relative_to(tmp_path / name): p.read_bytes() for p in (tmp_path / name).rglob("*") if p.is_file()})
    assert found[0] == found[1]


def test_values_are_exact_to_the_sixth_decimal_and_rounded_once(take, rows):
    report = take({"a.csv": "断面,日期,总磷(μg/L)\n甲,2021-05-01,0.1234565\n甲,2021-05-02,2.5005\n甲,2021-05-03,2.5015\n"})
    assert [Decimal(row[3]) for row in rows()] == [Decimal("0.000123"), Decimal("0.0025"), Decimal("0.002502")]
    assert report.rounded == 3

import io
import json
import tarfile
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from ecoflow.observations.importing import import_cnemc
from ecoflow.observations.refusal import Refusal

HEADS = [
    "省份",
    "流域",
    "断面名称",
    "监测时间",
    "水质类别",
    "氨氮<br/><span class='unit'>(mg/L)</span>",
    "pH<br/><span class='unit'>(无量纲)</span>",
    "站点情况",
]
EXTREME = "<span data-toggle='tooltip' title='极值过滤'>--</span>"
END = " 23:59:59"


def span(raw, shown):
    return f"<span title='原始值：{raw}'>{shown}</span>"


def row(time, nh3n, ph="*", *, section="清溪桥", province="甲省", basin="某流域", state="正常"):
    return [province, basin, section, time, "Ⅱ", nh3n, ph, state]


def nh3n(time, value, recorded, *, section="清溪桥", flag=""):
    value = None if value is None else Decimal(value)
    return (section, time, "NH3N", value, "mg/L", flag, "automatic", recorded)


def test_a_day_of_cells_becomes_rows_and_rejects(tmp_path, write_json, rows_of, rejects_of):
    page = write_json(
        "2020-05/2020-05-08.json",
        [
            row("05-08 08:00", span("2.1645", "2.16"), span("7.995", "8.00")),
            row("05-08 12:00", span("4E-05", "0.00004"), "*"),
            row("05-08 16:00", EXTREME, "--"),
            row("09-09 08:00", span("0.5", "0.500"), "", state="停站"),
            row(None, span("0.7", "0.700"), "--", state="停站"),
            row("05-32 08:00", span("0.7", "0.700"), "*"),
            row("05-10 08:00", span("0.7", "0.700"), "*"),
            row("05-08 20:00", span("2.1645", "2.17"), "n/a"),
            row("05-08 21:00", "0.025", span("1234567890123", "1234567890123")),
            row("05-08 22:00", "0.3", section="--"),
            row("05-08 23:00", span("0.1234565", "0.123")),
            row("05-08 23:00", "0.1")[:-1],
            row("05-08 23:30", "<i title='当天质控不合格'>--</i>", "<i title='别的原因'>--</i>"),
        ],
    )
    report = import_cnemc([page], tmp_path / "out")
    known = "2020-05-08" + END
    assert rows_of(tmp_path / "out") == [
        nh3n("2019-09-09 08:00:00", "0.5", known),
        nh3n("2020-05-08 08:00:00", "2.1645", known),
        nh3n("2020-05-08 12:00:00", "0.00004", known),
        nh3n("2020-05-08 16:00:00", None, known, flag="X"),
        nh3n("2020-05-08 21:00:00", "0.025", known),
        nh3n("2020-05-08 23:00:00", "0.123456", known),
        nh3n("2020-05-08 23:30:00", None, known, flag="C"),
        ("清溪桥", "2020-05-08 08:00:00", "pH", Decimal("7.995"), "1", "", "automatic", known),
    ]
    name = "2020-05-08.json"
    assert rejects_of(tmp_path / "out") == [
        (name, "3", "pH(无量纲)", "'--", "missing"),
        (name, "4", "pH(无量纲)", "", "blank"),
        (name, "5", "氨氮(mg/L)", span("0.7", "0.700"), "no-time"),
        (name, "5", "pH(无量纲)", "'--", "missing"),
        (name, "6", "氨氮(mg/L)", span("0.7", "0.700"), "bad-time"),
        (name, "7", "氨氮(mg/L)", span("0.7", "0.700"), "time-ahead"),
        (name, "8", "氨氮(mg/L)", span("2.1645", "2.17"), "shown-differs"),
        (name, "8", "pH(无量纲)", "n/a", "not-a-number"),
        (name, "9", "pH(无量纲)", span("1234567890123", "1234567890123"), "does-not-fit"),
        (name, "10", "氨氮(mg/L)", "0.3", "no-section"),
        *(
            (name, "12", HEADS[at], cell, "row-shape")
            for at, cell in enumerate(row("05-08 23:00", "0.1")[:-1])
        ),
        (name, "13", "pH(无量纲)", "<i title='别的原因'>--</i>", "unknown-note"),
    ]
    assert report.cells_read == 12 * 2 + 7
    assert report.rounded == 1
    assert report.not_measured == 5
    assert report.cells().read() == report.cells_read
    assert (report.first, report.last) == ("2019-09-09 08:00", "2020-05-08 23:30")
    assert report.by_indicator == {"NH3N": 7, "pH": 1}


def test_four_hourly_files_take_year_and_record_from_their_month(tmp_path, write_csv, rows_of):
    page = write_csv(
        "by_name/甲省/某流域/201医院/2021-01/201医院.csv",
        [
            "甲省,某流域,201医院,12-31 20:00,Ⅱ,0.025,*,正常",
            "甲省,某流域,201医院,01-01 00:00,Ⅱ,0.030,*,正常",
            "甲省,某流域,201医院,*,*,--,*,维护",
        ],
    )
    report = import_cnemc([page], tmp_path / "out")
    assert rows_of(tmp_path / "out") == [
        nh3n("2020-12-31 20:00:00", "0.025", "2021-01-31" + END, section="201医院"),
        nh3n("2021-01-01 00:00:00", "0.03", "2021-01-31" + END, section="201医院"),
    ]
    assert report.rejects == {"missing": 1}
    assert sorted(
        p.relative_to(tmp_path / "out").as_posix() for p in (tmp_path / "out").rglob("*.parquet")
    ) == [
        "year=2020/month=12/part.parquet",
        "year=2021/month=01/part.parquet",
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_encodings_of_excel_are_read(tmp_path, write_csv, rows_of, encoding):
    page = write_csv("2021-04/a.csv", ["甲省,某流域,清溪桥,04-01 04:00,Ⅱ,0.1,*,正常"], encoding)
    import_cnemc([page], tmp_path / "out")
    assert rows_of(tmp_path / "out") == [nh3n("2021-04-01 04:00:00", "0.1", "2021-04-30" + END)]


def test_a_repeat_counts_once_and_another_value_is_a_later_record(tmp_path, write_json, write_csv, rows_of):
    t = "04-01 08:00"
    pages = [
        write_json("2021-04-01.json", [row(t, span("1.40532", "1.405"))]),
        write_json("2021-04-02.json", [row(t, span("1.40532", "1.405"), state="停站")]),
        write_json("2021-04-03.json", [row(t, span("1.5", "1.500"))]),
        write_json("2021-04-04.json", [row(t, EXTREME)]),
        write_json("2021-04-05.json", [row(t, EXTREME), row(t, EXTREME)]),
        # shown only, coarser than what was known, in the file of 30 April: the valid value came back
        write_csv("2021-04/a.csv", [f"甲省,某流域,清溪桥,{t},Ⅱ,1.5,*,正常"]),
    ]
    report = import_cnemc(pages, tmp_path / "out")
    at = "2021-04-01 08:00:00"
    assert rows_of(tmp_path / "out") == [
        nh3n(at, "1.40532", "2021-04-01" + END),
        nh3n(at, "1.5", "2021-04-03" + END),
        nh3n(at, None, "2021-04-04" + END, flag="X"),
        nh3n(at, "1.5", "2021-04-30" + END),
    ]
    assert (report.repeats, report.revisions, report.observations) == (3, 3, 4)


def test_a_shown_value_repeats_the_raw_one_but_a_raw_one_is_news_after_a_shown_one(
    tmp_path, write_json, write_csv, rows_of
):
    pages = [
        write_json("2021-04-01.json", [row("04-01 08:00", span("0.0125", "0.012"))]),
        write_csv(
            "2021-04/a.csv",
            [
                "甲省,某流域,清溪桥,04-01 08:00,Ⅱ,0.012,*,正常",
                "甲省,某流域,清溪桥,04-01 12:00,Ⅱ,0.013,*,正常",
            ],
        ),
        write_json("2021-05-01.json", [row("04-01 12:00", span("0.0125", "0.012"))]),
        write_json("2021-05-02.json", [row("04-01 12:00", span("0.01251", "0.013"))]),
    ]
    import_cnemc(pages, tmp_path / "out")
    assert rows_of(tmp_path / "out") == [
        nh3n("2021-04-01 08:00:00", "0.0125", "2021-04-01" + END),
        nh3n("2021-04-01 12:00:00", "0.013", "2021-04-30" + END),
        nh3n("2021-04-01 12:00:00", "0.0125", "2021-05-01" + END),
        nh3n("2021-04-01 12:00:00", "0.01251", "2021-05-02" + END),
    ]


def test_two_values_in_one_file_are_a_microsecond_apart_in_the_file_order(tmp_path, write_json, rows_of):
    t = "04-01 08:00"
    page = write_json(
        "2021-04-01.json",
        [row(t, span("0.3", "0.3")), row(t, span("0.1", "0.1")), row(t, span("0.2", "0.2"))],
    )
    import_cnemc([page], tmp_path / "out")
    at = "2021-04-01 08:00:00"
    assert rows_of(tmp_path / "out") == [
        nh3n(at, "0.3", "2021-04-01 23:59:59"),
        nh3n(at, "0.1", "2021-04-01 23:59:59.000001"),
        nh3n(at, "0.2", "2021-04-01 23:59:59.000002"),
    ]


def test_shared_names_carry_their_province_all_of_them(tmp_path, write_json, rows_of):
    def at(section, province, basin="某流域"):
        return row("04-01 08:00", "0.1", section=section, province=province, basin=basin)

    page = write_json(
        "2021-04-01.json",
        [
            at("江口", "乙省"),
            at("江口", "甲省"),
            at("独桥", "甲省"),
            at("滨河路(桥）", "甲省"),
            at("码头", "甲省", "东江"),
            at("码头", "甲省", "西江"),
            at("码头", "乙省"),
            at("<span title='所在地市:某市&#10;所属河流:某河'>独桥</span>", "甲省"),
        ],
    )
    report = import_cnemc([page], tmp_path / "out")
    shared = ["江口@乙省", "江口@甲省", "码头@乙省", "码头@甲省@东江", "码头@甲省@西江"]
    assert sorted(r[0] for r in rows_of(tmp_path / "out")) == sorted([*shared, "独桥", "滨河路(桥)"])
    assert list(report.renamed) == shared
    assert report.repeats == 1
    sections = (tmp_path / "out" / "_import" / "sections.csv").read_text(encoding="utf-8-sig").splitlines()
    assert "独桥,甲省,某流域,某市,某河,1" in sections


def test_one_bad_file_is_one_reject_and_stops_nothing(tmp_path, write_json, write_csv, rows_of, rejects_of):
    folder = tmp_path / "in"
    write_json("in/2021-04-01.json", [row("04-01 08:00", "0.1")])
    write_json("in/2021-04-02.json", [row("04-02 08:00", "0.1")], heads=[*HEADS[:-1], "氨氮(mg/L)"])
    write_json("in/undated.json", [row("04-02 08:00", "0.1")])
    (folder / "2021-04-03.json").write_text('{"thead": [', encoding="utf-8")
    (folder / "2021-04-04.json").write_text("[" * 100_000, encoding="utf-8")
    (folder / "2021-04-05.csv").write_bytes(b"")
    (folder / "2021-04-06.json").write_bytes(b"\xff\xff\xff")
    (folder / "notes.txt").write_text("x")
    report = import_cnemc([folder], tmp_path / "out")
    assert rows_of(tmp_path / "out") == [nh3n("2021-04-01 08:00:00", "0.1", "2021-04-01" + END)]
    assert {(r[0], r[4]) for r in rejects_of(tmp_path / "out")} == {
        ("in/2021-04-02.json", "bad-header"),
        ("in/2021-04-03.json", "unreadable"),
        ("in/2021-04-04.json", "unreadable"),
        ("in/2021-04-05.csv", "unreadable"),
        ("in/2021-04-06.json", "unreadable"),
        ("in/undated.json", "no-day"),
    }
    assert (report.files, report.unreadable_files, report.skipped_files) == (1, 6, 1)
    assert report.cells().read() == report.cells_read == 2 + 6


def test_columns_that_are_not_understood_are_rejects(tmp_path, write_json, rejects_of):
    heads = [*HEADS[:5], "氨氮", "蓝藻(个)", "总磷(μg/L)"]
    page = write_json(
        "2021-04-01.json", [["甲省", "某流域", "清溪桥", "04-01 08:00", "Ⅱ", "0.1", "7", "30"]], heads=heads
    )
    report = import_cnemc([page], tmp_path / "out")
    assert [r[2:] for r in rejects_of(tmp_path / "out")] == [
        ("氨氮", "0.1", "no-unit"),
        ("蓝藻(个)", "7", "unknown-item"),
    ]
    assert report.by_indicator == {"TP": 1}


def test_a_unit_is_the_headings_not_the_usual_one(tmp_path, write_json, rows_of):
    heads = [*HEADS[:5], "总磷(μg/L)", "电导率(µS/cm)", "站点情况"]
    page = write_json("2021-04-01.json", [row("04-01 08:00", "30", "100")], heads=heads)
    import_cnemc([page], tmp_path / "out")
    assert [(r[2], r[3], r[4]) for r in rows_of(tmp_path / "out")] == [
        ("EC", Decimal(100), "μS/cm"),
        ("TP", Decimal(30), "μg/L"),
    ]


def test_rows_the_platform_announced_and_did_not_deliver_are_told(tmp_path, write_json):
    page = write_json("2021-04-01.json", [row("04-01 08:00", "0.1")], records=3)
    assert import_cnemc([page], tmp_path / "out").rows_not_delivered == 2


def test_numbers_in_json_never_become_binary_floats(tmp_path, rows_of):
    text = json.dumps({"thead": HEADS, "tbody": [row("04-01 08:00", "@")]}, ensure_ascii=False)
    (tmp_path / "2021-04-01.json").write_text(text.replace('"@"', "123456789012.123456"), encoding="utf-8")
    import_cnemc([tmp_path / "2021-04-01.json"], tmp_path / "out")
    assert rows_of(tmp_path / "out")[0][3] == Decimal("123456789012.123456")


def test_half_characters_do_not_stop_the_import(tmp_path, rows_of, rejects_of):
    text = json.dumps({"thead": HEADS, "tbody": [row("04-01 08:00", "\ud800", "7", section="桥\ud800")]})
    (tmp_path / "2021-04-01.json").write_text(text)
    import_cnemc([tmp_path / "2021-04-01.json"], tmp_path / "out")
    assert [r[0] for r in rows_of(tmp_path / "out")] == ["桥?"]
    assert rejects_of(tmp_path / "out")[0][3:] == ("?", "not-a-number")


def archive(path: Path, members: dict[str, bytes | tarfile.TarInfo]) -> Path:
    with tarfile.open(path, "w:gz") as tar:
        for name, body in members.items():
            info = body if isinstance(body, tarfile.TarInfo) else tarfile.TarInfo(name)
            if isinstance(body, bytes):
                info.size = len(body)
            tar.addfile(info, io.BytesIO(body) if isinstance(body, bytes) else None)
    return path


def link(name: str) -> tarfile.TarInfo:
    info = tarfile.TarInfo(name)
    info.type, info.linkname = tarfile.SYMTYPE, "/etc/passwd"
    return info


def test_archives_are_read_in_place_and_hostile_members_left_alone(tmp_path, rows_of, rejects_of):
    page = json.dumps({"thead": HEADS, "tbody": [row("04-01 08:00", "0.1")]}).encode()
    tar = archive(
        tmp_path / "pages.tar.gz",
        {
            "2021-04-01.json": page,
            "../2021-04-01.json": page,
            "/tmp/2021-04-01.json": page,  # noqa: S108
            "l": link("2021-04-02.json"),
            "read.me": b"x",
        },
    )
    report = import_cnemc([tar], tmp_path / "out")
    assert rows_of(tmp_path / "out") == [nh3n("2021-04-01 08:00:00", "0.1", "2021-04-01" + END)]
    assert [(r[0], r[4]) for r in rejects_of(tmp_path / "out")] == [
        ("pages.tar.gz!../2021-04-01.json", "unsafe-member"),
        ("pages.tar.gz!/tmp/2021-04-01.json", "unsafe-member"),
        ("pages.tar.gz!2021-04-02.json", "unsafe-member"),
    ]
    assert (report.files, report.skipped_files, report.repeats) == (1, 1, 0)
    assert sorted(p.name for p in tmp_path.iterdir()) == ["out", "pages.tar.gz"]


@pytest.mark.parametrize("keep", [20, 300, 2_000])
def test_a_damaged_archive_gives_what_it_holds_and_says_so(tmp_path, keep):
    import random

    noise = random.Random(1)  # noqa: S311
    pages = {
        f"2021-04-{day:02d}.json": json.dumps(
            {
                "thead": HEADS,
                "tbody": [row(f"04-{day:02d} 08:00", str(noise.random())[:8]) for _ in range(20)],
            },
        ).encode()
        for day in range(1, 29)
    }
    tar = archive(tmp_path / "pages.tar.gz", pages)
    tar.write_bytes(tar.read_bytes()[:keep])
    report = import_cnemc([tar], tmp_path / "out")
    assert report.unreadable_files == 1
    assert report.rejects["unreadable"] == 1
    assert report.cells().read() == report.cells_read


def test_missing_input_and_unknown_kind(tmp_path, rejects_of):
    with pytest.raises(Refusal, match="does not exist"):
        import_cnemc([tmp_path / "nowhere"], tmp_path / "out")
    assert not (tmp_path / "out").exists()
    (tmp_path / "book.xlsx").write_bytes(b"PK")
    report = import_cnemc([tmp_path / "book.xlsx"], tmp_path / "out")
    assert report.rejects == {"unknown-format": 1}
    assert report.observations == 0
    import_cnemc(
        [tmp_path / "book.xlsx"], tmp_path / "out"
    )  # no data in it yet, so no --replace is asked for


def test_progress_ends_at_all_bytes(tmp_path, write_json):
    pages = [write_json(f"2021-04-0{day}.json", [row(f"04-0{day} 08:00", "0.1")]) for day in (1, 2)]
    heard: list[tuple[int, int]] = []
    import_cnemc(pages, tmp_path / "out", lambda done, total: heard.append((done, total)))
    total = sum(page.stat().st_size for page in pages)
    assert heard[-1] == (total, total)
    assert heard == sorted(heard)


CELL = st.sampled_from(
    [
        "*",
        "--",
        "",
        EXTREME,
        "0.1",
        "0.2",
        span("0.1", "0.1"),
        span("0.123", "0.1"),
        "x",
        "1E30",
        "0.12345678",
    ]
)
TIME = st.sampled_from(["04-01 08:00", "04-01 12:00", "03-31 08:00", "04-09 00:00", "--", "99-99 00:00"])
ROW = st.tuples(TIME, CELL, CELL, st.sampled_from(["甲桥", "乙桥", ""]), st.booleans())


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.lists(ROW, max_size=6), min_size=1, max_size=3))
def test_every_cell_has_one_fate(tmp_path_factory, pages):
    top = tmp_path_factory.mktemp("cells")
    cells = 0
    for number, rows in enumerate(pages, start=2):
        table = [row(t, a, b, section=s)[: None if whole else 6] for t, a, b, s, whole in rows]
        cells += sum(2 if whole else 6 for *_, whole in rows)
        page = {"thead": HEADS, "tbody": table}
        (top / f"2021-04-{number:02d}.json").write_text(
            json.dumps(page, ensure_ascii=False), encoding="utf-8"
        )
    report = import_cnemc([top], top / "out")
    assert report.cells_read == cells == report.cells().read()
    lines = (top / "out" / "_import" / "rejects.csv").read_text(encoding="utf-8-sig").splitlines()
    assert len(lines) - 1 == sum(report.rejects.values())


def test_the_same_files_give_the_same_bytes_whatever_the_order_and_packing(tmp_path, write_json):
    rows = {
        day: [
            row(f"04-0{day} 08:00", span(f"0.{n}{day}", f"0.{n}{day}"), section=f"桥{n}") for n in range(1, 6)
        ]
        for day in (1, 2, 3)
    }
    pages = [write_json(f"in/2021-04-0{day}.json", [*rows[day], *rows[1][::-1]]) for day in rows]
    import_cnemc(pages, tmp_path / "a")
    import_cnemc(pages[::-1], tmp_path / "b")
    import_cnemc([archive(tmp_path / "in.tar.gz", {p.name: p.read_bytes() for p in pages})], tmp_path / "c")
    import_cnemc(pages, tmp_path / "d")

    def parts(out, pattern):
        return {p.relative_to(out).as_posix(): p.read_bytes() for p in out.rglob(pattern) if p.is_file()}

    assert parts(tmp_path / "a", "*") == parts(tmp_path / "d", "*")
    assert (
        parts(tmp_path / "a", "*.parquet")
        == parts(tmp_path / "b", "*.parquet")
        == parts(tmp_path / "c", "*.parquet")
    )


def test_the_ends_of_the_column_are_kept_to_the_last_digit(tmp_path, write_json, rows_of):
    numbers = ["-0.000001", "-999999999999.999999", "0", "0.000001", "999999999999.999999"]
    page = write_json("2021-04-01.json", [row(f"04-01 0{at}:00", text) for at, text in enumerate(numbers)])
    import_cnemc([page], tmp_path / "out")
    assert [r[3] for r in rows_of(tmp_path / "out")] == [Decimal(text) for text in numbers]

"""`ecoflow data check` as people and programs meet it: exit codes, formats, refusals."""

from __future__ import annotations

import json
from html.parser import HTMLParser

import jsonschema
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from typer.testing import CliRunner

from ecoflow.cli.app import app

EVIL = "<script>alert(1)</script>&'\""


def run(*arguments):
    return CliRunner().invoke(app, ["data", "check", *map(str, arguments)])


@pytest.fixture
def sound(bench, make_row):
    return bench.write([make_row("街口", f"2021-03-{1 + n:02d} 08:00", "TP", f"0.0{1 + n % 7}") for n in range(20)])


@pytest.fixture
def broken(bench, make_row):
    rows = [make_row(EVIL, f"2021-03-{1 + n:02d} 08:00", "pH", f"7.{1 + n % 7}", "1") for n in range(20) if n != 9]
    rows += [make_row(EVIL, "2021-03-21 08:00", "pH", "15", "1"), make_row(EVIL, "2021-03-22 08:00", "TN", "-1")]
    return bench.write(rows)


def test_sound_data_exit_with_nought(sound):
    said = run(sound, "--lang", "zh")
    assert said.exit_code == 0
    assert said.stdout.startswith("没有妨碍结算的问题\n20 行，1 个断面，2021-03-01 08:00 至 2021-03-20 08:00\n")


def test_errors_exit_with_one_and_are_listed_with_their_reason(broken):
    said = run(broken, "--lang", "en")
    assert said.exit_code == 1
    assert said.stdout.startswith("2 findings cannot carry a payment\n")
    assert f"  {EVIL}  pH  automatic  2021-03-21 08:00  15 is outside what is possible (0 to 14)" in said.stdout
    assert "2021-03-10 08:00  due every day: 1 missing (0 of them recorded but not valid)" in said.stdout


def test_warnings_alone_are_no_failure(broken):
    assert run(broken, "--only", "gap").exit_code == 0
    assert run(broken, "--skip", "impossible-value").exit_code == 0


def test_json_keeps_to_its_schema_and_counts_what_it_does_not_list(broken):
    schema = json.loads(CliRunner().invoke(app, ["schema", "--of", "check"]).stdout)
    for limit in ("0", "1", "1000"):
        document = json.loads(run(broken, "--format", "json", "--limit", limit).stdout)
        jsonschema.Draft202012Validator(schema).validate(document)
        rule = next(r for r in document["rules"] if r["rule"] == "impossible-value")
        assert (rule["count"], rule["by_section"], rule["listed"]) == (2, {EVIL: 2}, min(int(limit), 2))
        assert document["summary"]["error"] == 2
    idle = {r["rule"]: r["needs"] for r in document["not_run"]}
    assert idle == {"class-differs": "published", "limit-above-target": "agreement"}


class Tags(HTMLParser):
    def __init__(self):
        super().__init__()
        self.open, self.seen, self.labels = [], [], []

    def handle_starttag(self, tag, attrs):
        self.seen.append(tag)
        self.labels += [dict(attrs).get("aria-label")] if tag == "svg" and dict(attrs).get("role") == "img" else []
        if tag not in {"meta", "br", "path", "link", "input"}:
            self.open.append(tag)

    def handle_endtag(self, tag):
        if tag != "path":
            assert self.open.pop() == tag


@pytest.mark.parametrize(("lang", "words"), [("zh", "应测 22 次，有效 20 次（90%）"), ("en", "20 usable of 22 due (90 %)")])
def test_the_page_is_whole_escaped_and_the_same_every_time(broken, lang, words):
    page = run(broken, "--format", "html", "--lang", lang).stdout
    tags = Tags()
    tags.feed(page)
    assert tags.open == []
    assert "script" not in tags.seen
    assert "http" not in page.replace("http-equiv", "")
    # the calendar reaches to the last day of the folder, on which pH has nothing
    assert any(EVIL in label and "pH" in label for label in tags.labels)
    assert words in page
    assert page == run(broken, "--format", "html", "--lang", lang).stdout


def test_the_page_goes_to_a_file(sound, tmp_path):
    assert run(sound, "--format", "html", "--out", tmp_path / "q.html").stdout == ""
    assert (tmp_path / "q.html").read_text("utf-8").startswith("<!DOCTYPE html>")


@pytest.mark.parametrize(("arguments", "words"), [
    (("--only", "stuck"), "stuck-sensor"), (("--skip", "nope"), "two-values"),
    (("--rules", "absent.yaml"), "absent.yaml"),
    (("--section", "街囗"), "街口"), (("--agreement", "chishu-1"), "chishu-1"),
    (("--published", "absent.csv"), "absent.csv"),
])
def test_wrong_use_exits_with_two(arguments, words, sound):
    said = run(sound, *arguments)
    assert said.exit_code == 2
    assert words in said.output


def test_nothing_there_is_wrong_use(tmp_path):
    said = run(tmp_path / "absent", "--lang", "zh")
    assert said.exit_code == 2
    assert said.output == f"{tmp_path / 'absent'} 处没有观测数据（Parquet 文件）。 用 ecoflow data import 生成。\n"


def test_binary_floats_other_columns_and_damage_are_refused(tmp_path):
    table = pa.table({"section": ["街口"], "observed_at": pa.array([0], pa.timestamp("us")), "indicator": ["TP"],
                      "value": [0.1], "unit": ["mg/L"], "flag": [""]})
    pq.write_table(table, tmp_path / "float.parquet")
    pq.write_table(table.drop_columns(["unit"]), tmp_path / "short.parquet")
    (tmp_path / "damaged.parquet").write_bytes(b"PAR1 and then nothing")
    for name, problem in (("float", "E313"), ("short", "E311"), ("damaged", "E312")):
        raised = run(tmp_path / f"{name}.parquet").exception
        assert [f.code for f in raised.findings] == [problem]


def test_settings_reach_the_check_and_a_misspelt_section_is_told(broken, tmp_path):
    rules = tmp_path / "rules.yaml"
    said = "{indicators: {pH: {high: 15}}, sections: {x: {low: -2}}}"
    rules.write_text(f"ecoflow-quality: 1\nrules:\n  impossible-value: {said}\n", "utf-8")
    said = run(broken, "--rules", rules, "--lang", "en")
    assert said.exit_code == 1
    assert "1 findings cannot carry a payment" in said.stdout
    assert "W353 warning: the data hold no section 'x', so this setting of impossible-value has no effect" in said.stdout


def test_targets_of_an_agreement_judge_detection_limits(bench, make_row):
    # Chishui's target is class II: total phosphorus 0.1, ammonia 0.5
    rows = [make_row("鲢鱼溪", f"2021-0{month}-05 10:00", indicator, value, flag="L", source="manual")
            for month, indicator, value in ((1, "TP", "0.1"), (2, "TP", "0.100001"), (3, "NH3N", "0.025"),
                                            (4, "NH3N", "0.6"))]
    said = run(bench.write(rows), "--agreement", "chishui-1", "--only", "limit-above-target", "--lang", "en")
    assert said.exit_code == 1
    assert "1 non-detects have limits up to 0.100001 mg/L; class II, the target of chishui-1, allows 0.1 mg/L" in said.stdout
    assert "2 findings" in said.stdout


def test_published_classes_are_worked_out_again(bench, make_row, tmp_path):
    items = (("pH", "7.8", "1"), ("DO", "9.1", "mg/L"), ("CODMn", "1.8", "mg/L"), ("NH3N", "0.1", "mg/L"),
             ("TP", "0.03", "mg/L"))
    rows = [make_row("街口", f"2021-03-0{day} 08:00", name, value, unit)
            for day in range(1, 7) for name, value, unit in items]
    classes = tmp_path / "published.csv"
    # total phosphorus 0.03 is class II in a river and III in a lake; both may be published
    classes.write_text("section,observed_at,class\n"
                       "街口,2021-03-01 08:00,Ⅱ\n街口,2021-03-02 08:00,III类\n"
                       "街口,2021-03-03 08:00,6\n街口,2021-03-04 08:00,-\n"
                       "街口,2021-03-05 08:00,1\n街口,2021-04-05 08:00,5\n", "utf-8")
    found = bench.found(rows, "class-differs", published=classes)
    assert [f[3] for f in found] == ["2021-03-03 08:00", "2021-03-05 08:00"]
    classes.write_text("section,observed_at,class\n街口,2021-03-01 08:00,good\n", "utf-8")
    said = run(bench.folder, "--published", classes)
    assert said.exit_code == 2
    assert "class 'good'" in said.output

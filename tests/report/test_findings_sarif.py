"""SARIF: rules in words, regions that hold the very word, addresses that lead back, lasting fingerprints."""

from __future__ import annotations

import json
from pathlib import Path
from string import Formatter
from urllib.parse import unquote, urlsplit

import pytest

from ecoflow.agreement.loader import examine, examine_text
from ecoflow.diagnostics.codes import CODES
from ecoflow.diagnostics.finding import Finding, Place
from ecoflow.report.artifact import STDIN
from ecoflow.report.checked import Checked
from ecoflow.report.findings_sarif import as_sarif

BAD = Path(__file__).parent.parent / "bad"


def results(checked, lang="en"):
    return json.loads(as_sarif(checked, lang))["runs"][0]["results"]


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_code_can_be_a_rule_in_words(lang):
    def any_of(code):
        entry = CODES[code]
        sentences = (entry.zh, entry.en, *entry.hint)
        return Finding(code, None, {name: "?" for s in sentences for _, name, _, _ in Formatter().parse(s) if name})

    checked = [Checked("x.yaml", tuple(map(any_of, sorted(CODES))))]
    rules = json.loads(as_sarif(checked, lang))["runs"][0]["tool"]["driver"]["rules"]
    assert [r["id"] for r in rules] == sorted(CODES)
    for rule in rules:
        for said in (rule["shortDescription"]["text"], rule["help"]["text"]):
            assert any(c.isalpha() for c in said), rule["id"]
            assert "{{" not in said
    chinese = [r["id"] for r in rules if any("\u4e00" <= c <= "\u9fff" for c in r["shortDescription"]["text"])]
    assert (len(chinese) > len(CODES) * 0.9) is (lang == "zh")


@pytest.fixture
def room(tmp_path, monkeypatch):
    (tmp_path / "work").mkdir()
    monkeypatch.chdir(tmp_path / "work")
    return tmp_path / "work"


TEXT = "ecoflow: 1\n# 第一行\n江: 水\n甲省: {from: 乙省𠀀 x}\n"


def test_columns_count_characters_and_end_after_the_word(room):
    (room / "x.yaml").write_text(TEXT, "utf-8")
    word = Finding("E114", Place("x.yaml", 4, 12), {"text": "乙省𠀀 x", "wanted": "?"})
    (result,) = results([Checked("x.yaml", (word,))])
    region = result["locations"][0]["physicalLocation"]["region"]
    assert region == {"startLine": 4, "startColumn": 12, "endColumn": 17}
    assert TEXT.splitlines()[3][region["startColumn"] - 1 : region["endColumn"] - 1] == "乙省𠀀 x"


@pytest.mark.parametrize("name", ["a b.yaml", "协议/新安江.yaml", "50%#1?.yaml", "c:d.yaml", "ünïcode/+.yaml", "..a.yaml"])
def test_an_address_below_the_working_directory_is_relative_and_leads_back(room, name):
    path = room / name
    path.parent.mkdir(exist_ok=True)
    path.write_text(TEXT, "utf-8")
    for given in (name, str(path), f"./{name}"):
        finding = Finding("E210", Place(given, 1, 1), {"name": "x", "known": "y"})
        location = results([Checked(given, (finding,))])[0]["locations"][0]["physicalLocation"]["artifactLocation"]
        parts = urlsplit(location["uri"])
        assert (parts.scheme, parts.netloc, parts.query, parts.fragment) == ("", "", "", "")
        assert location["uriBaseId"] == "%SRCROOT%"
        assert room / unquote(location["uri"]) == path


def test_an_address_elsewhere_is_whole(room):
    other = room.parent / "an other.yaml"
    other.write_text(TEXT, "utf-8")
    finding = Finding("E210", Place("../an other.yaml", 1, 1), {"name": "x", "known": "y"})
    location = results([Checked("../an other.yaml", (finding,))])[0]["locations"][0]["physicalLocation"]["artifactLocation"]
    assert location == {"uri": other.as_uri()}


def test_a_finding_without_a_place_is_about_its_file(room):
    (result,) = results([Checked("x.yaml", (Finding("E417"),))])
    assert result["locations"] == [{"physicalLocation": {"artifactLocation": {"uri": "x.yaml", "uriBaseId": "%SRCROOT%"}}}]


def test_standard_input_is_no_file_of_the_tree(room):
    text = "ecoflow: 9\n"
    (*_, result) = results([Checked(STDIN, examine_text(text, STDIN)[1], text)])
    physical = result["locations"][0]["physicalLocation"]
    assert physical["artifactLocation"] == {"uri": "%3Cstdin%3E", "description": {"text": "standard input"}}
    assert physical["region"]["endColumn"] > physical["region"]["startColumn"]


def test_nothing_depends_on_where_the_tree_lies(tmp_path, monkeypatch):
    made = []
    for name in ("one", "two"):
        (tmp_path / name).mkdir()
        monkeypatch.chdir(tmp_path / name)
        Path("x.yaml").write_bytes((BAD / "E210_name.yaml").read_bytes())
        made.append(as_sarif([Checked("x.yaml", examine(Path("x.yaml"))[1])], "en"))
    assert made[0] == made[1]
    assert str(tmp_path) not in made[0]


def fingerprints(text):
    Path("x.yaml").write_text(text, "utf-8")
    found = results([Checked("x.yaml", examine(Path("x.yaml"))[1])])
    return [(r["ruleId"], *r["partialFingerprints"].values()) for r in found]


def test_fingerprints_stay_when_lines_move_and_tell_findings_apart(room):
    text = (BAD / "E210_name.yaml").read_text("utf-8").replace("k0 * limt", "k0 * limt + limt")
    before = fingerprints(text)
    assert len(before) == 2
    assert len(set(before)) == 2
    assert fingerprints("# a line more\n\n" + text) == before
    assert fingerprints(text.replace("limt", "lmit")) != before


def test_equal_lines_have_fingerprints_of_their_own_and_language_does_not_matter(room):
    line = "  - {name: x}\n"
    (room / "x.yaml").write_text(line * 3, "utf-8")
    found = [Finding("E210", Place("x.yaml", n, 12), {"name": "x", "known": "y"}) for n in (1, 2, 3)]
    zh, en = ([r["partialFingerprints"] for r in results([Checked("x.yaml", tuple(found))], lang)] for lang in ("zh", "en"))
    assert zh == en
    assert len({json.dumps(f) for f in en}) == 3

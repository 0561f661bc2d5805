"""The documents say what the program does: their examples run, their lists are complete."""

from __future__ import annotations

import json
import re
from fractions import Fraction
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ecoflow.agreement.language import AGREEMENT
from ecoflow.agreement.loader import examine_text
from ecoflow.agreement.shape import Either, Later, Listing, Record, Table
from ecoflow.cli.app import VERBS, app
from ecoflow.formula.functions import FUNCTIONS

ROOT = Path(__file__).resolve().parent.parent
READMES = (("README.md", "en"), ("README.zh.md", "zh"))


def text(name):
    return (ROOT / name).read_text("utf-8")


def blocks(name):
    """The fenced blocks without a language: what commands print."""
    found: list[list[str]] = []
    language = None
    for line in text(name).splitlines():
        if line.startswith("```"):
            found += [[]] if language is None and line == "```" else []
            language = line[3:] if language is None else None
        elif language == "":
            found[-1].append(line)
    return ["\n".join(block) for block in found]


def printed(*arguments):
    said = CliRunner().invoke(app, [*arguments]).stdout
    return "\n".join(line.rstrip() for line in said.rstrip().splitlines())


def minimal():
    return re.search(r"```yaml\n(.*?)```", text("README.md"), re.DOTALL)[1]


@pytest.mark.parametrize(("name", "lang"), READMES)
def test_the_demo_prints_what_the_readme_shows(name, lang, monkeypatch):
    monkeypatch.chdir(ROOT)
    shown = blocks(name)[0].splitlines()
    ids = re.search(r"^DEMO +:= (.*)$", text("Makefile"), re.MULTILINE)[1].split()
    demo = printed("settle", *ids, "--period", "2012..2024", "--data", "data", "--lang", lang)
    assert "\n".join(shown[:-1]) == demo


@pytest.mark.parametrize(("name", "lang"), READMES)
def test_the_mistake_is_found_as_the_readme_shows(name, lang, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    wrong = minimal().replace("to: upstream, amount: stake}", "to: upstream, amount: stak}")
    assert wrong != minimal()
    Path("mine.yaml").write_text(wrong, "utf-8")
    assert blocks(name)[1] == printed("validate", "mine.yaml", "--lang", lang)


def test_the_readme_agreement_has_nothing_wrong_and_settles(tmp_path):
    assert examine_text(minimal(), "mine.yaml")[1] == ()
    (tmp_path / "mine.yaml").write_text(minimal(), "utf-8")
    said = printed("settle", str(tmp_path / "mine.yaml"), "--period", "2023", "--data", str(ROOT / "data"), "--lang", "en")
    assert "Lower County pays Upper County CNY 5,000,000" in said


def test_the_county_agreement_of_the_reference_settles_month_by_month(tmp_path):
    county = next(b for b in re.findall(r"```yaml\n(.*?)```", text("docs/language.md"), re.DOTALL) if "county-pair" in b)
    assert examine_text(county, "county.yaml")[1] == ()
    (tmp_path / "county.yaml").write_text(county, "utf-8")
    data = str(ROOT / "data")
    said = json.loads(printed("settle", str(tmp_path / "county.yaml"), "--period", "2023", "--data", data, "--json"))
    # worse than III in July, better in September: the two cancel out
    assert {p["at"]["month"]: p["from"] for p in said["payments"] if p["from"] == "upper"} == {"2023-07": "upper"}
    assert sum(Fraction(p["amount"]) for p in said["payments"]) % 1_000_000 == 0


@pytest.mark.parametrize("name", ["README.md", "README.zh.md"])
def test_every_verb_is_in_the_readme(name):
    for verb in VERBS:
        assert f"`{verb.name}" in text(name), verb.name


def keys(shape, seen):
    match shape:
        case Record():
            for entry in shape.fields:
                yield entry.key
                yield from keys(entry.shape, seen)
        case Table() | Listing():
            yield from keys(shape.of, seen)
        case Either():
            yield from keys(shape.mapping, seen)
        case Later() if shape.get not in seen:
            yield from keys(shape.get(), {*seen, shape.get})
        case _:
            return


def test_the_language_reference_names_every_key_and_function():
    reference = text("docs/language.md")
    for word in {*keys(AGREEMENT, set()), *FUNCTIONS}:
        assert re.search(rf"(?<!\w){re.escape(word)}(?!\w)", reference), word


DOCUMENTS = sorted((*ROOT.glob("*.md"), *ROOT.glob("docs/**/*.md"), ROOT / "data/README.md"))


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda p: str(p.relative_to(ROOT)))
def test_links_between_documents_lead_somewhere(path):
    for link in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", path.read_text("utf-8")):
        assert (path.parent / link).exists(), link


def test_the_gallery_is_what_the_agreements_say(tmp_path, monkeypatch):
    monkeypatch.chdir(ROOT)
    out = tmp_path / "gallery.md"
    assert CliRunner().invoke(app, ["gallery", "agreements", "--out", str(out)]).exit_code == 0
    # only the links know where the page stands
    link = re.compile(r"\]\([^)#]*?([\w.-]+\.yaml)\)")
    told, kept = (link.sub(r"](\1)", page) for page in (out.read_text("utf-8"), text("docs/gallery.md")))
    assert told == kept, "run make gallery"


def test_the_reference_of_codes_is_what_the_codes_say():
    assert CliRunner().invoke(app, ["code", "--format", "md"]).stdout == text("docs/codes.md"), "run make codes"


def test_every_agreement_is_in_the_readme_by_its_name():
    for name in READMES:
        page = text(name[0])
        for path in (ROOT / "agreements").glob("*.yaml"):
            stem, dash, number = path.stem.rpartition("-")
            assert f"`{path.stem}`" in page or re.search(rf"`{re.escape(stem)}-(\d)\.\.(\d)`", page), path.stem
            assert dash
            assert number

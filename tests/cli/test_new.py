"""`ecoflow new`: a draft with the text of its model and none of its authority."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ecoflow.agreement.library import shipped
from ecoflow.agreement.loader import examine, load
from ecoflow.cli.app import app
from ecoflow.settlement.replay import replay


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


def run(*arguments):
    return CliRunner().invoke(app, ["new", *arguments])


@pytest.mark.parametrize("model", [p.stem for p in shipped()])
def test_a_draft_of_every_shipped_agreement_is_sound_and_pays_as_its_model(model):
    assert run("--like", model, "--out", "mine.yaml").exit_code == 0
    draft, findings = examine(Path("mine.yaml"))
    assert [f.message("en") for f in findings] == []
    assert (draft.id, draft.status) == ("mine", "draft")
    assert draft.title.zh.endswith("（草案）")
    cited = [entry for block in (draft.terms, draft.measures, draft.quantities) for entry in block.values()]
    claims = {entry.cited.confidence for entry in (*cited, *draft.clauses)} | {e.confidence for e in draft.examples}
    assert claims <= {"assumed", None}
    before = replay(load(next(p for p in shipped() if p.stem == model)))
    assert [(r.ok, r.settlement.net) for r in replay(draft)] == [(r.ok, r.settlement.net) for r in before]


def test_comments_and_numbers_of_the_model_stay_as_they_were_written():
    Path("model.yaml").write_text(next(p for p in shipped() if p.stem == "chishui-1").read_text("utf-8")
                                  .replace("  size:\n", "  # 每年\n  size:\n"), "utf-8")
    run("--like", "model.yaml", "--id", "chishui-3")
    before, after = (Path(f).read_text("utf-8").splitlines() for f in ("model.yaml", "chishui-3.yaml"))
    assert "  # 每年" in after
    touched = re.compile(r"confidence:|^id:|^status:|^title:|^#")
    kept = [line for line in before if not touched.search(line)]
    assert [line for line in after if not touched.search(line)] == kept


def test_an_existing_file_is_left_alone():
    Path("mine.yaml").write_text("mine", "utf-8")
    result = run("--like", "chishui-1", "--out", "mine.yaml")
    assert (result.exit_code, Path("mine.yaml").read_text("utf-8")) == (2, "mine")
    assert "exists already" in result.stderr


@pytest.mark.parametrize(("arguments", "said"), [
    (("--like", "chishui-9"), "chishui-1"),
    (("--like", "chishui-1", "--id", "Mein Entwurf"), "is no id"),
    (("--like", "chishui-1", "--out", "mine.txt"), ".yaml"),
    (("--like", "chishui-1", "--out", "none/mine.yaml"), "No such file"),
])
def test_wrong_use_says_what_is_wrong_and_writes_nothing(arguments, said):
    result = run(*arguments)
    assert result.exit_code == 2
    assert said in result.stderr.replace("\n", " ")
    assert not list(Path().iterdir())


def test_the_head_of_the_draft_says_what_to_do_next():
    run("--like", "chishui-1", "--out", "mine.yaml", "--lang", "zh")
    head = Path("mine.yaml").read_text("utf-8").partition("ecoflow: 1")[0]
    assert "ecoflow validate mine.yaml" in head
    assert "ecoflow compare chishui-1 mine.yaml --period 2018" in head


def test_the_first_line_leads_to_the_schema_written_beside_the_draft():
    result = run("--like", "chishui-1", "--out", "mine.yaml", "--lang", "en")
    assert Path("mine.yaml").read_text("utf-8").startswith("# yaml-language-server: $schema=agreement.schema.json\n")
    assert Path("agreement.schema.json").read_text("utf-8") == CliRunner().invoke(app, ["schema"]).stdout
    told = [line.partition(":")[0] for line in result.stdout.splitlines()]
    assert told == ["wrote mine.yaml", "wrote agreement.schema.json"]


def test_a_schema_that_is_there_is_used_and_left_alone():
    Path("agreement.schema.json").write_text("mine", "utf-8")
    assert "schema" not in run("--like", "chishui-1", "--out", "mine.yaml", "--lang", "en").stdout
    assert Path("agreement.schema.json").read_text("utf-8") == "mine"


@pytest.mark.parametrize("place", ["agreement.schema.json", "docs/agreement.schema.json"])
def test_the_schema_of_the_repository_is_found_from_any_folder_in_it(place):
    for folder in (".git", "docs", "drafts/2026"):
        Path(folder).mkdir(parents=True)
    Path(place).write_text("{}", "utf-8")
    run("--like", "chishui-1", "--out", "drafts/2026/mine.yaml")
    first = Path("drafts/2026/mine.yaml").read_text("utf-8").splitlines()[0]
    assert first == f"# yaml-language-server: $schema=../../{place}"
    assert not Path("drafts/2026/agreement.schema.json").exists()


def test_a_schema_above_that_belongs_to_no_repository_is_not_taken():
    Path("agreement.schema.json").write_text("{}", "utf-8")
    Path("drafts").mkdir()
    run("--like", "chishui-1", "--out", "drafts/mine.yaml")
    assert Path("drafts/mine.yaml").read_text("utf-8").startswith("# yaml-language-server: $schema=agreement.schema.json\n")
    assert Path("drafts/agreement.schema.json").is_file()

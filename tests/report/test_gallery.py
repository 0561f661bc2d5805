"""The gallery says of each agreement what its file says, in both languages."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from ecoflow.agreement.loader import load
from ecoflow.cli.app import app
from ecoflow.report.gallery import gallery, score

ROOT = Path(__file__).resolve().parents[2]
CHISHUI = ROOT / "agreements" / "chishui-1.yaml"


@pytest.fixture(scope="module")
def page():
    return gallery([load(CHISHUI)], "../agreements")


def test_a_clause_is_told_as_when_who_and_how_much(page):
    assert ("年均水质类别\\[鲢鱼溪\\] 劣于 目标类别：贵州省 → 四川省：扣减额\\[鲢鱼溪\\] "
            "| class of the annual means\\[Lianyuxi\\] worse than target class: Guizhou → Sichuan: deduction\\[Lianyuxi\\]"
            ) in page


def test_the_score_counts_what_the_file_claims(page):
    claims = [line.strip() for line in CHISHUI.read_text("utf-8").partition("examples:")[0].splitlines()
              if "confidence: " in line]
    found = score(load(CHISHUI))
    assert found.all == len(claims)
    assert found.counts["published"] == sum("published" in c for c in claims)
    assert f"有据 Published {found}" in page


def test_every_example_is_there_with_its_outcome(page):
    assert "| ✓ 2019 | 2019 | 公布 | 云南省 +4,000万元，贵州省 -2,000万元，四川省 -2,000万元 |" in page
    assert page.count("| ✓ ") == 3
    assert "✗" not in page


def test_the_file_is_linked_from_where_the_page_stands(tmp_path):
    out = tmp_path / "gallery.md"
    said = CliRunner().invoke(app, ["gallery", str(CHISHUI), "--out", str(out)])
    assert (said.exit_code, said.stdout) == (0, "")
    link = out.read_text("utf-8").partition("[chishui-1.yaml](")[2].partition(")")[0]
    assert (tmp_path / link).resolve() == CHISHUI


def test_an_example_that_does_not_replay_shows_and_fails(tmp_path):
    broken = tmp_path / "chishui-1.yaml"
    broken.write_text(CHISHUI.read_text("utf-8").replace("net: {yunnan: 4000万元,", "net: {yunnan: 4001万元,"), "utf-8")
    said = CliRunner().invoke(app, ["gallery", str(broken)])
    assert said.exit_code == 1
    assert said.stdout.count("| ✗ ") == 1


def test_a_file_that_cannot_be_read_is_an_error_and_writes_no_page(tmp_path):
    broken, out = tmp_path / "broken.yaml", tmp_path / "gallery.md"
    broken.write_text("ecoflow: 1\n", "utf-8")
    assert CliRunner().invoke(app, ["gallery", str(broken), "--out", str(out)]).exit_code == 1
    assert not out.exists()

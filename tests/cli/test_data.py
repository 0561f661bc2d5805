"""`ecoflow data`: its help speaks both languages wherever it runs; its own work is tested with the observations."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from ecoflow.cli.app import app

DATA = str(Path(__file__).resolve().parent.parent.parent / "data")


@pytest.mark.parametrize("environment", ["zh", "en"])
@pytest.mark.parametrize(("arguments", "en", "zh"), [
    ([], "Import monitoring files.", "查看观测数据"),
    (["import"], "with an account of every cell", "导入监测文件"),
    (["describe"], "An observations folder.", "观测数据文件夹"),
])
def test_the_help_speaks_both_languages(arguments, en, zh, environment):
    said = CliRunner().invoke(app, ["data", *arguments, "--help"], env={"ECOFLOW_LANG": environment}).stdout
    assert en in said
    assert zh in said
    assert "completion" not in said


@pytest.mark.parametrize(("lang", "said"), [("zh", "合成数据"), ("en", "Synthetic data")])
def test_synthetic_data_have_one_name(lang, said):
    shown = CliRunner().invoke(app, ["data", "describe", DATA, "--lang", lang]).stdout
    assert said in shown
    assert "模拟" not in shown


def test_the_shipped_observations_have_a_word(tmp_path, monkeypatch, root):
    monkeypatch.chdir(tmp_path)
    of_the_word, of_the_folder = (CliRunner().invoke(app, ["data", "describe", where, "--json"])
                                  for where in ("synthetic", str(root / "data")))
    assert of_the_word.exit_code == 0
    assert json.loads(of_the_word.stdout) == json.loads(of_the_folder.stdout)
    (tmp_path / "synthetic").mkdir()
    # a folder of that name comes first, here as everywhere
    assert CliRunner().invoke(app, ["data", "describe", "synthetic"]).exit_code == 2

"""A new user's way: installed into an empty environment, begun in an empty folder."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import venv
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
ONLINE = "ECOFLOW_ONLINE"


@pytest.mark.skipif(not os.environ.get(ONLINE), reason=f"installs ecoflow from a package index; set {ONLINE}=1")
def test_from_an_empty_folder_to_a_checked_draft(tmp_path):
    venv.create(tmp_path / "venv", with_pip=True)
    programs = tmp_path / "venv" / ("Scripts" if sys.platform == "win32" else "bin")
    home = tmp_path / "empty"
    home.mkdir()

    def run(program, *arguments):
        environment = {k: v for k, v in os.environ.items() if not k.startswith(("PYTHON", "ECOFLOW"))}
        return subprocess.run([programs / program, *arguments], cwd=home, env=environment, check=False,
                              capture_output=True, text=True)

    installed = run("python", "-m", "pip", "install", "--quiet", "--disable-pip-version-check", str(ROOT))
    assert installed.returncode == 0, installed.stderr
    made = run("ecoflow", "new", "--like", "xinanjiang-1", "--out", "mine.yaml", "--lang", "en")
    assert (made.returncode, made.stderr) == (0, "")
    assert {p.name for p in home.iterdir()} == {"mine.yaml", "agreement.schema.json"}
    assert run("ecoflow", "schema", "--out", "again.json").returncode == 0
    assert (home / "again.json").read_bytes() == (home / "agreement.schema.json").read_bytes()
    assert json.loads((home / "again.json").read_text("utf-8"))["$schema"]
    checked = run("ecoflow", "validate", "mine.yaml", "--lang", "en")
    assert checked.returncode == 0, checked.stdout
    assert checked.stdout.endswith("1 file, 0 errors\n")
    settled = run("ecoflow", "settle", "mine.yaml", "--period", "2013", "--data", "synthetic", "--lang", "en")
    assert settled.returncode == 0, settled.stderr

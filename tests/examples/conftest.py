"""Repositories with agreements in them, as users have them, and this checkout's `ecoflow` on their PATH."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
WILLOW = """\
ecoflow: 1
id: willow
title: {zh: 柳河横向补偿, en: Willow River compensation}
term: {from: 2020, to: 2024}
settle: year
status: draft
parties:
  upper: {zh: 上游县, en: Upper County}
  lower: {zh: 下游县, en: Lower County}
sections:
  jiekou: {zh: 街口, en: Jiekou, river: 柳河, water: river, upstream: upper, downstream: lower}
sources:
  draft: {title: 柳河协议草案, date: 2020}
terms:
  limit: {value: {CODMn: 4 mg/L, TP: 0.1 mg/L}, source: draft, confidence: published}
  stake: {value: 500万元, source: draft, confidence: published}
measures:
  C: {mean: limit.indicators, at: jiekou, over: year, unit: mg/L}
quantities:
  worst: {zh: 最大比值, en: largest ratio to the limit, formula: max(C / limit), round: {places: 2}}
clauses:
  - id: wager
    source: draft
    choose:
      - {when: worst <= 1, pay: {from: downstream, to: upstream, amount: stake}}
      - {when: otherwise, pay: {from: upstream, to: downstream, amount: stake}}
examples:
  - {name: clean, period: 2021, given: {worst: 0.9}, expect: {net: {upper: 500万元, lower: -500万元}}, source: draft}
  - {name: foul, period: 2022, given: {worst: 1.2}, expect: {net: {upper: -500万元, lower: 500万元}}, source: draft}
"""

STATES = {
    "good": lambda text: text.replace("500万元", "600万元"),
    "misspelt": lambda text: text.replace("to: upstream, amount: stake}", "to: upstream, amount: stak}"),
    "wrong result": lambda text: text.replace("net: {upper: 500万元", "net: {upper: 400万元"),
    "case not reached": lambda text: "".join(line for line in text.splitlines(keepends=True) if "name: foul" not in line),
}
"""What the branch under test makes of the agreement: the first is sound, each of the others is caught somewhere."""


class Repository:
    """A git repository in a folder: its target branch holds the agreement as it was, HEAD as it is now."""

    def __init__(self, folder, state):
        self.folder = folder / "repository"
        (self.folder / "agreements").mkdir(parents=True)
        self.bin, self.calls = folder / "bin", folder / "calls.txt"
        self.bin.mkdir()
        self.calls.touch()
        self._command("ecoflow", f'exec "{sys.executable}" -m ecoflow "$@"')
        # the package index is not asked: this checkout is what ECOFLOW_SOURCE would have installed
        self._command("python", 'echo "python $*" >> "$CALLS"; [ "$1 $2" = "-m pip" ]')
        self._command("gh", 'echo "gh $*" >> "$CALLS"')
        self.git("init", "--quiet", "--initial-branch", "main")
        self.base = self.commit(WILLOW)
        self.git("update-ref", "refs/remotes/origin/main", "HEAD")
        self.commit(STATES[state](WILLOW))

    def commit(self, text):
        """The commit that holds the agreement in this text, beside YAML that is none."""
        (self.folder / "agreements" / "willow.yaml").write_text(text, "utf-8")
        (self.folder / "settings.yaml").write_text("no: agreement\n", "utf-8")
        self.git("add", "--all")
        self.git("-c", "user.name=a", "-c", "user.email=a@b", "commit", "--quiet", "--message", "agreement")
        return self.git("rev-parse", "HEAD").stdout.strip()

    def git(self, *arguments):
        return subprocess.run(["git", *arguments], cwd=self.folder, env=self.environment(), check=True,
                              capture_output=True, text=True)

    def run(self, script, **environment):
        """The script as CI runs it: `bash -eo pipefail` at the top of the repository."""
        return subprocess.run(["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script], cwd=self.folder,
                              env=self.environment() | environment, check=False, capture_output=True, text=True, timeout=60)

    def environment(self):
        """Nothing of the machine but where its programs are."""
        return {"PATH": f"{self.bin}:{os.environ['PATH']}", "HOME": str(self.folder.parent), "LC_ALL": "C.UTF-8",
                "PYTHONPATH": str(ROOT), "CALLS": str(self.calls), "GIT_CONFIG_NOSYSTEM": "1"}

    def _command(self, name, line):
        (self.bin / name).write_text(f"#!/bin/sh\n{line}\n", "utf-8")
        (self.bin / name).chmod(0o755)


@pytest.fixture(scope="module")
def repository(tmp_path_factory):
    """Makes a repository in a state of `STATES`."""
    return lambda state: Repository(tmp_path_factory.mktemp("repository"), state)

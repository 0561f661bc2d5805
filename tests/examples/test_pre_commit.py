"""The hooks for pre-commit: a manifest pre-commit takes, and hooks that stop what is wrong, run by pre-commit itself."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).resolve().parents[2]
MANIFEST = ROOT / ".pre-commit-hooks.yaml"
CONFIG = ROOT / "examples" / "ci" / "pre-commit-config.yaml"
FAILS = {"good": set(), "misspelt": {"ecoflow-validate", "ecoflow-test"}, "wrong result": {"ecoflow-test"},
         "case not reached": {"ecoflow-test"}}
ONLINE = "ECOFLOW_ONLINE"


def pre_commit(*arguments, cwd=ROOT, env=None):
    return subprocess.run([sys.executable, "-m", "pre_commit", *arguments], cwd=cwd, env=env, check=False,
                          capture_output=True, text=True)


def hooks():
    return {hook["id"]: hook for hook in yaml.safe_load(MANIFEST.read_text("utf-8"))}


def test_pre_commit_takes_the_manifest():
    ran = pre_commit("validate-manifest", str(MANIFEST))
    assert ran.returncode == 0, ran.stdout


def test_pre_commit_takes_the_example_which_names_only_hooks_there_are():
    ran = pre_commit("validate-config", str(CONFIG))
    assert ran.returncode == 0, ran.stdout
    (repo,) = yaml.safe_load(CONFIG.read_text("utf-8"))["repos"]
    assert [hook["id"] for hook in repo["hooks"]] == list(hooks()) == ["ecoflow-validate", "ecoflow-test"]


def local(repo):
    """The example's hooks as pre-commit merges them with the manifest, run with the programs of the PATH.

    Only where the program comes from differs from the manifest (`language: python` would install it from an index).
    """
    return {"repo": "local", "hooks": [hooks()[hook["id"]] | hook | {"language": "system"} for hook in repo["hooks"]]}


def outcome(made, config, environment):
    """The hooks that failed on all files of a repository."""
    file = made.folder.parent / "config.yaml"
    file.write_text(yaml.safe_dump(config), "utf-8")
    ran = pre_commit("run", "--all-files", "--verbose", "--color", "never", "--config", str(file), cwd=made.folder,
                     env=environment | {"PRE_COMMIT_HOME": str(made.folder.parent / "cache")})
    marked = {line.partition(".")[0] for line in ran.stdout.splitlines() if line.endswith("Failed")}
    failed = {name for name, hook in hooks().items() if hook["name"] in marked}
    assert (ran.returncode == 0) == (not failed), ran.stdout + ran.stderr
    assert "Skipped" not in ran.stdout
    return failed, ran.stdout


@pytest.mark.parametrize("state", FAILS)
def test_the_hooks_stop_what_is_wrong(repository, state):
    made = repository(state)
    config = {"repos": [local(repo) for repo in yaml.safe_load(CONFIG.read_text("utf-8"))["repos"]]}
    failed, said = outcome(made, config, made.environment())
    assert failed == FAILS[state], said
    if state == "misspelt":
        assert "agreements/willow.yaml:" in said
        assert "'stak'" in said


@pytest.mark.parametrize(("path", "taken"), [
    ("agreements/a.yaml", True), ("agreements/a.yml", True), ("water/agreements/a.yaml", True),
    ("settings.yaml", False), ("agreements/README.md", False), ("agreements/data/facts.yaml", False),
    ("disagreements/a.yaml", False), (".github/workflows/agreements.yml", False),
])
def test_only_agreements_are_taken(repository, path, taken):
    made = repository("good")
    file = made.folder / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text("ecoflow: 1\n", "utf-8")
    made.git("add", path)
    config = {"repos": [local({"hooks": [{"id": "ecoflow-validate"}]})]}
    failed, said = outcome(made, config, made.environment())
    assert (bool(failed), f"{path}:" in said) == (taken, taken), said


@pytest.mark.skipif(not os.environ.get(ONLINE), reason=f"installs ecoflow from a package index; set {ONLINE}=1")
def test_installed_by_pre_commit_the_hooks_do_the_same(repository):
    """As a user has it: pre-commit clones this repository, installs it, and runs the example's hooks."""
    (repo,) = yaml.safe_load(CONFIG.read_text("utf-8"))["repos"]
    head = subprocess.run(["git", "rev-parse", "HEAD"], cwd=ROOT, check=True, capture_output=True, text=True).stdout.strip()
    config = {"repos": [repo | {"repo": str(ROOT), "rev": head}]}
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    for state in ("good", "misspelt"):
        failed, said = outcome(repository(state), config, environment)
        assert failed == FAILS[state], said

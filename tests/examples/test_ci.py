"""The GitHub and the GitLab example: valid by the vendors' schemas, and every line of their scripts run as written.

Only what needs a network is stood in for: `python -m pip` (the checkout itself is what it would install) and `gh`.
"""

from __future__ import annotations

import json
import re
import shutil
import subprocess
import sys
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
import yaml

from ecoflow.cli import test as verb_test
from ecoflow.cli import validate as verb_validate
from ecoflow.cli.app import VERBS

CI = Path(__file__).resolve().parents[2] / "examples" / "ci"
STATES = ("good", "misspelt", "wrong result", "case not reached")


@pytest.mark.parametrize(("schema", "file"), [
    ("vendor.github-workflows", "github.yml"), ("vendor.gitlab-ci", "gitlab-ci.yml"),
])
def test_it_is_valid_by_the_vendors_schema(schema, file):
    checker = shutil.which("check-jsonschema", path=Path(sys.executable).parent)
    assert checker, "check-jsonschema is part of the dev extra"
    run = subprocess.run([checker, "--builtin-schema", schema, CI / file], check=False, capture_output=True, text=True)
    assert (run.returncode, run.stderr) == (0, "")


def lacking(script):
    """The verbs and formats a script uses that this build does not have."""
    have = {"validate": {*verb_validate.Format}, "test": {*verb_test.Format}} | {v.name: set() for v in VERBS
                                                                                 if v.name not in {"validate", "test"}}
    used = re.findall(r"ecoflow (\w+)(?: [\w.$\"/]+)* ?(?:--format (\w+))?", script)
    return [" ".join(filter(None, one)) for one in used if one[0] not in have or (one[1] and one[1] not in have[one[0]])]


# what the conditions of the example may say, and nothing else: a new one has to be understood here first
ALWAYS = "!cancelled()"
INSTALLED = "steps.install.outcome == 'success'"
ON_REQUEST = "github.event_name == 'pull_request'"


def holds(condition, green, done, event):
    """Whether GitHub would run a step: without a condition, when all before it went well."""
    if condition is None:
        return green
    parts = set(re.fullmatch(r"\$\{\{ (.*) \}\}", condition)[1].split(" && "))
    assert parts <= {ALWAYS, INSTALLED, ON_REQUEST}
    assert ALWAYS in parts
    return (INSTALLED not in parts or done.get("Install") == 0) and (ON_REQUEST not in parts or event == "pull_request")


def github(repository, event):
    """The job as GitHub runs it: the exit status of every step that ran, None for one this build cannot run."""
    workflow = yaml.safe_load((CI / "github.yml").read_text("utf-8"))
    runner = repository.folder.parent
    given = {"ECOFLOW_SOURCE": "a source", "GITHUB_BASE_REF": "main", "RUNNER_TEMP": str(runner), "PULL_REQUEST": "7",
             "GITHUB_STEP_SUMMARY": str(runner / "summary.md")}
    done, said, green = {}, {}, True
    for step in workflow["jobs"]["agreements"]["steps"]:
        if "run" not in step or not holds(step.get("if"), green, done, event):
            continue
        assert "${{" not in step["run"], "an expression in a script is not quoted; hand it over in env"
        if lacking(step["run"]):
            done[step["name"]] = None
            continue
        ran = repository.run(step["run"], **given)
        done[step["name"]], said[step["name"]] = ran.returncode, ran.stdout + ran.stderr
        green = green and (ran.returncode == 0 or step.get("continue-on-error", False))
    return done, said


@pytest.fixture(scope="module", params=STATES)
def requested(request, repository):
    """A pull request in each state: (state, repository, status of the steps, what they said)."""
    made = repository(request.param)
    return request.param, made, *github(made, "pull_request")


STEPS = {
    # step: the states in which it fails
    "Install": (), "Validate": ("misspelt",), "Findings for code scanning": (),
    "Test": ("misspelt", "wrong result", "case not reached"), "Changes": (), "Comment": (),
}


@pytest.mark.parametrize("step", STEPS)
def test_a_github_step_fails_where_it_should(requested, step):
    state, _, done, said = requested
    assert set(done) == set(STEPS), "every step runs in a pull request, also after one has failed"
    if done[step] is None:
        pytest.skip(f"this build lacks what {step!r} runs")
    assert done[step] == (1 if state in STEPS[step] else 0), said[step]


def test_the_source_is_what_pip_is_given(requested):
    _, made, done, _ = requested
    assert done["Install"] == 0
    assert "python -m pip install a source\n" in made.calls.read_text("utf-8")


def test_github_marks_the_line(requested):
    state, made, done, said = requested
    if done["Validate"] is None:
        pytest.skip("this build has no --format github")
    lines = (made.folder / "agreements" / "willow.yaml").read_text("utf-8").splitlines()
    wrong = [n for n, line in enumerate(lines, 1) if "amount: stak}" in line]
    marked = [line for line in said["Validate"].splitlines() if line.startswith("::error ")]
    assert [re.search(r"file=([^,]+),line=(\d+)", line).groups() for line in marked] == (
        [("agreements/willow.yaml", str(wrong[0]))] if state == "misspelt" else [])


def test_github_code_scanning_is_given_the_finding(requested):
    state, made, done, _ = requested
    if done["Findings for code scanning"] is None:
        pytest.skip("this build has no --format sarif")
    log = json.loads((made.folder / "ecoflow.sarif").read_text("utf-8"))
    assert log["version"] == "2.1.0"
    errors = [r["ruleId"] for run in log["runs"] for r in run["results"] if r["level"] == "error"]
    assert errors == (["E210"] if state == "misspelt" else [])


def test_github_keeps_the_replay_as_junit(requested):
    state, made, done, _ = requested
    if done["Test"] is None:
        pytest.skip("this build has no test --format junit")
    failed = [*ET.parse(made.folder / "ecoflow-test.xml").iter("failure")]  # noqa: S314 - our own file
    assert len(failed) == (1 if state == "wrong result" else 0)


def test_github_tells_what_the_request_changes(requested):
    state, made, done, _ = requested
    if done["Changes"] is None:
        pytest.skip("this build has no verb diff")
    told = (made.folder / "changes.md").read_text("utf-8")
    assert told.startswith("### agreements/willow.yaml\n\n```\n")
    assert told in (made.folder.parent / "summary.md").read_text("utf-8")
    if state == "good":
        assert "6,000,000" in told or "600万元" in told
    assert "gh pr comment 7 --edit-last --create-if-none --body-file changes.md" in made.calls.read_text("utf-8")


def moved(repository):
    """A request that renames, adds and deletes agreements, adds one that is none, and breaks one that was sound."""
    made = repository("good")
    folder = made.folder / "agreements"
    sound = (folder / "willow.yaml").read_text("utf-8")

    def commit():
        made.git("add", "--all")
        made.git("-c", "user.name=a", "-c", "user.email=a@b", "commit", "--quiet", "--message", "agreements")
        return made.git("rev-parse", "HEAD").stdout.strip()

    for name in ("old", "gone", "torn"):
        own = "".join(f"# {name} {n}\n" for n in range(400)) if name == "gone" else ""
        (folder / f"{name}.yaml").write_text(own + sound.replace("id: willow", f"id: {name}"), "utf-8")
    made.base = commit()
    made.git("update-ref", "refs/remotes/origin/main", "HEAD")
    (folder / "gone.yaml").unlink()
    (folder / "old.yaml").unlink()
    (folder / "柳 河.yaml").write_text(sound.replace("id: willow", "id: old").replace("600万元", "700万元"), "utf-8")
    (folder / "new.yaml").write_text("\n" * 50 + sound.replace("id: willow", "id: new").replace("\n", "\n# new\n"), "utf-8")
    (folder / "none.yaml").write_text("no: agreement\n", "utf-8")
    (folder / "torn.yaml").write_text(f"<<<<<<< HEAD\n{sound}=======\n>>>>>>> other\n", "utf-8")
    commit()
    return made


@pytest.mark.parametrize("vendor", ["github", "gitlab"])
def test_no_agreement_that_is_touched_is_passed_over(repository, vendor):
    made = moved(repository)
    if vendor == "github":
        steps = yaml.safe_load((CI / "github.yml").read_text("utf-8"))["jobs"]["agreements"]["steps"]
        script, name, head = next(s["run"] for s in steps if s.get("name") == "Changes"), "changes.md", "### "
    else:
        script, name, head = gitlab_scripts()["changes"], "changes.txt", ""
    ran = made.run(script, GITHUB_BASE_REF="main", RUNNER_TEMP=str(made.folder.parent), ECOFLOW_SOURCE="a source",
                   GITHUB_STEP_SUMMARY=str(made.folder.parent / "summary.md"), CI_MERGE_REQUEST_DIFF_BASE_SHA=made.base)
    assert ran.returncode == 0, ran.stderr
    told = re.split(rf"^{head}agreements/(.*)\n\n", (made.folder / name).read_text("utf-8"), flags=re.MULTILINE)
    of = dict(zip(told[1::2], told[2::2], strict=True))
    assert told[0] == ""
    assert set(of) == {"gone.yaml", "new.yaml", "none.yaml", "torn.yaml", "柳 河.yaml"}
    assert (of["gone.yaml"], of["new.yaml"]) == ("删去 deleted\n\n", "新增 added\n\n")
    assert of["柳 河.yaml"].startswith("原名 renamed from agreements/old.yaml\n\n")
    assert "CNY 6,000,000 → CNY 7,000,000" in of["柳 河.yaml"]
    assert of["none.yaml"].startswith("新增 added\n\n")
    assert "E111" in of["none.yaml"]
    assert "agreements/torn.yaml:1:1: E128" in of["torn.yaml"]


def test_a_push_compares_with_nothing_and_comments_on_nothing(repository):
    made = repository("good")
    done, said = github(made, "push")
    assert set(done) == {"Install", "Validate", "Findings for code scanning", "Test"}
    assert {status for status in done.values() if status is not None} == {0}, said
    assert "gh " not in made.calls.read_text("utf-8")


def test_without_a_source_nothing_runs_but_the_reason(repository):
    made = repository("good")
    install = yaml.safe_load((CI / "github.yml").read_text("utf-8"))["jobs"]["agreements"]["steps"][2]["run"]
    for job in (install, *gitlab_scripts().values()):
        ran = made.run(job, ECOFLOW_SOURCE="")
        assert ran.returncode != 0
        assert "ECOFLOW_SOURCE: is not set, see the head of this file" in ran.stderr
        assert ran.stdout == ""


def gitlab_scripts():
    """The script of each job, as GitLab puts it together: what `extends` brings, before_script, script."""
    jobs = yaml.safe_load((CI / "gitlab-ci.yml").read_text("utf-8"))
    whole = {name: {**jobs.get(job.get("extends"), {}), **job} for name, job in jobs.items() if not name.startswith(".")}
    return {name: "\n".join([*job["before_script"], *job["script"]]) for name, job in whole.items()}


JOBS = {"validate": ("misspelt",), "test": ("misspelt", "wrong result", "case not reached"), "changes": ()}
"""Each job, with the states in which it fails."""


def test_these_are_the_jobs():
    assert set(gitlab_scripts()) == set(JOBS)


@pytest.mark.parametrize("job", JOBS)
@pytest.mark.parametrize("state", STATES)
def test_a_gitlab_job_fails_where_it_should(repository, job, state):
    script = gitlab_scripts()[job]
    if lacking(script):
        pytest.skip(f"this build lacks {', '.join(lacking(script))}")
    made = repository(state)
    ran = made.run(script, ECOFLOW_SOURCE="a source", CI_MERGE_REQUEST_DIFF_BASE_SHA=made.base)
    assert ran.returncode == (1 if state in JOBS[job] else 0), ran.stdout + ran.stderr
    jobs = yaml.safe_load((CI / "gitlab-ci.yml").read_text("utf-8"))
    kept = jobs[job]["artifacts"]
    for name in (*kept.get("paths", ()), *kept.get("reports", {}).values()):
        assert (made.folder / name).stat().st_size, f"{name} is kept whether the job fails or not"

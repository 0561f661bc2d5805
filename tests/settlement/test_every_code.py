"""Every code of observations and settlement arises from its own example, in these words, and is cured by the other one.

The examples are those `ecoflow code` prints. They are put into the Willow River agreement and settled for 2022 on data
that hold two clean samples of each month and a flow of each day; what stands under `# observations` takes the place of
what the river's data hold of that section and indicator in that month (of a flow: on that day).
"""

from __future__ import annotations

import json
import re
import shlex
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pytest
from typer.testing import CliRunner

from ecoflow.agreement.loader import load
from ecoflow.cli.app import app
from ecoflow.diagnostics.causes.observations import CAUSES as OF_OBSERVATIONS
from ecoflow.diagnostics.causes.settlement import CAUSES as OF_SETTLEMENT
from ecoflow.diagnostics.codes import CODES
from ecoflow.settlement.replay import replay

WILLOW = (Path(__file__).parent.parent / "agreement" / "willow.yaml").read_text("utf-8")
CAUSES = {**OF_OBSERVATIONS, **OF_SETTLEMENT}
COLUMNS = ("section", "observed_at", "indicator", "value", "unit", "flag", "source", "recorded_at")
BESIDE = {"E314": {"E401"}, "E403": {"E401"}, "E414": {"E401"}, "E419": {"E404"}}
"""Codes an example shows beside its own: the months left without a value, and why the year before could not be settled."""

MESSAGES = {
    "E310": "no observations found at rivver",
    "E311": "the observations lack columns: unit, flag",
    # the rest is the engine's own sentence
    "E312": "the observations cannot be read: ",
    "E313": "column value holds binary floating-point numbers",
    "E314": "ford TP: unit 'kg' cannot be read as mg/L",
    "E315": "ford TP 2022-07: 1 samples have two different values for one moment",
    "E401": "ford TP: no valid value in 2022-07 (1 records, none valid, flags D)",
    "E402": "ford TP: too little valid data in 2022-07 (1 sample; 2 samples needed)",
    "E403": "ford TP: 2022 has 10 valid months; at least 11 are needed",
    "E404": "the fact 'accident' (accident) is not given",
    "E405": "2024 is outside the term of the agreement, 2021-2023",
    "E406": "accident has no value for 2022",
    "E407": "clause 'wager': no case holds, exactly one must: P ≤ 1 and not accident (0.45 ≤ 1 and not accident (yes): no); "
            "P > 1 (0.45 > 1: no)",
    "E408": "pool 'fund' ends with CNY 2,000,000, not zero",
    "E409": "P has no value: every month it rests on is exempted",
    "E410": "clause 'trade': the amount is negative, CNY -1,100,000",
    "E411": "refused as official: this settlement leans on what is not published: k0 (recalled)",
    "E412": "clause 'prize': shares are negative, or all are zero",
    "E413": "this agreement settles by year; 2022-Q1 is not one",
    "E414": "the observations hold no section weir (weir, 堰口断面)",
    "E416": "ford Q: 30 of 31 days have a flow in 2022-07",
    "E417": "--official does not accept synthetic data",
    "E418": "--official does not accept a draft",
    "E419": "what pool 'fund' opens with in 2022 is not known: 2021 could not be settled and carries nothing on",
    "E420": "facts file: accident should be: yes-or-no condition",
    "E421": "clause 'dirty' needs grade, which is neither given nor measured",
    "E422": "'acident' is no fact of this agreement",
    "E423": "ford Q: no valid value for 2022-07-05",
    "E425": "pool 'fund': 2021 carries on CNY 200,000, but brought for 2022 is given as CNY 500,000",
    "E426": "pool 'fund' ends below zero: CNY -2,000,000",
    "E427": "pool 'fund' cannot open with CNY 0.005",
    "E428": "the agreement admits no such exemption: works, at: ford",
    "E429": "flood has no value for 2022-Q4",
    "E430": "the fact 'due' is -20万元, outside its bounds: at least 0万元",
    "E431": "ford TP: joint monitoring of 2022-07 is in dispute, no value counts: 2022-07-05 10:00 Upland 0.05 mg/L, "
            "Valley 0.1 mg/L, 33.33% apart, 20% allowed",
    "E432": "ford TP: valley has no valid result of 2022-07 for joint monitoring: 2022-07-05 10:00 Upland 0.1 mg/L, "
            "Valley no record",
    "N401": "source of data not stated: valid data of every source count",
    "N402": "ford is exempt from 2022-01-01 to 2022-02-28: ice",
    "N403": "this settlement uses synthetic data; it says nothing of the real river",
    "N404": "ford TP: too little data in 2022-07; left out, as the agreement's validity rule allows",
    "N405": "ford Q: no valid value for 2022-07-05; left out, as the agreement's share of days allows",
    "N406": "ford TP: below 0.3 mg/L in 2022-07 cannot tell class III (0.2 mg/L)",
    "N407": "ford TP: automatic, manual all count in 2022-07; the agreement does not say which prevails",
    "N408": "ford TP: joint samples of 2022-07 do not count: 2022-07-05 10:00 Upland 0.05 mg/L, Valley 0.1 mg/L, "
            "33.33% apart, 20% allowed",
    "N409": "ford TP: automatic prevails in 2022-07; manual not used",
}


def test_every_code_has_an_example_and_its_words():
    # E35x are of quality rules, E36x of the monitoring rules of an agreement, E316 to E349 of mapping files
    ours = {c for c in CODES if c[:2] in {"E4", "N4"} or (c[:3] == "E31" and c <= "E315")}
    assert set(CAUSES) == ours
    assert set(MESSAGES) == ours


@pytest.mark.parametrize("code", MESSAGES)
def test_the_wrong_example_gives_the_code_in_these_words(code, run):
    exit_code, found = run(CAUSES[code].wrong)
    said = {message for c, message in found if c == code}
    if code == "E312":
        assert all(message.startswith(MESSAGES[code]) for message in said)
        assert len(said) == 1
    else:
        assert said == {MESSAGES[code]}
    assert {c for c, _ in found if c[0] == "E"} - BESIDE.get(code, set()) == ({code} if code[0] == "E" else set())
    assert exit_code == (1 if code[0] == "E" else 0)


@pytest.mark.parametrize("code", MESSAGES)
def test_the_right_example_settles_without_it(code, run):
    exit_code, found = run(CAUSES[code].right)
    assert {c for c, _ in found if c == code or c[0] == "E"} == set()
    assert exit_code == 0


def test_without_an_example_the_river_settles_and_has_only_defaults_to_note(run):
    exit_code, found = run("")
    assert (exit_code, {c for c, _ in found}) == (0, {"N401"})


@pytest.fixture
def run(make, tmp_path, monkeypatch):
    """Run an example; gives the exit code and (code, English message) of everything it is told."""
    monkeypatch.chdir(tmp_path)

    def told(example):
        parts = split(example)
        Path("willow.yaml").write_text(spliced(parts["agreement"]), "utf-8")
        Path("facts.yaml").write_text(parts["facts"], "utf-8")
        Path("river.csv").write_text("section,observed_at,indicator\n", "utf-8")
        make.data(**observations(make, parts["rows"], parts["columns"]), to=Path("river"))
        command = parts["command"] or "ecoflow settle willow.yaml --period 2022 --data river"
        if parts["facts"] and "--facts" not in command:
            command += " --facts facts.yaml"
        if command == "ecoflow test willow.yaml":
            replays = replay(load(Path("willow.yaml")))
            problems = [p for r in replays for p in r.settlement.problems]
            return int(not all(r.ok for r in replays)), [(p.code, p.message("en")) for p in problems]
        found = CliRunner().invoke(app, [*shlex.split(command)[1:], "--json", "--lang", "en"])
        assert found.exit_code in {0, 1}, found.output
        documents = json.loads(found.stdout)
        several = documents if isinstance(documents, list) else [documents]
        return found.exit_code, [(d["code"], d["message"]) for document in several for d in document["diagnostics"]]

    return told


def split(example):
    """The parts of an example: the agreement's blocks, then what follows each line of its own that opens another part."""
    parts = dict.fromkeys(("agreement", "facts", "rows", "columns", "command"), "")
    now = "agreement"
    for line in example.splitlines():
        if line.removeprefix("# ").startswith("ecoflow "):
            parts["command"] = line.removeprefix("# ")
        elif line.startswith("# "):
            now = {"# facts.yaml": "facts", "# observations": "rows", "# columns of the observations": "columns"}[line]
        else:
            parts[now] += f"{line}\n"
    return parts


def spliced(blocks):
    """The Willow River agreement with other blocks in it; entries of a block that stand below its name are kept."""
    found = cut(WILLOW, BLOCK)
    for name, block in cut(blocks, BLOCK).items():
        head, _, below = block.partition("\n")
        if head == f"{name}:" and name in found:
            entries, own = cut(found[name].partition("\n")[2], ENTRY), cut(below, ENTRY)
            below = "".join(f"{text.rstrip()}\n" for entry, text in entries.items() if entry not in own) + below
        found[name] = f"{head}\n{below}"
    return "".join(found.values())


BLOCK = r"^(\w+):"
ENTRY = r"^  (?:- \{?(?:id|name): )?(\w[\w -]*)"


def cut(text, start):
    """The pieces of a text by name, each from where `start` matches."""
    begins = [*re.finditer(start, text, flags=re.MULTILINE)]
    ends = [m.start() for m in begins[1:]] + [len(text)]
    return {m[1]: text[m.start():end] for m, end in zip(begins, ends, strict=False)}


def observations(make, rows, columns):
    """The river's rows with these in their place, and the columns the example has."""
    head, *lines = [[cell.strip() for cell in line.split(",")] for line in rows.splitlines()] or [list(COLUMNS)]
    stated = [record(make, **dict(zip(head, cells, strict=True))) for cells in lines]
    gone = {spot(r) for r in stated}
    kept = [r for r in clean(make) if spot(r) not in gone]
    if columns.strip() == "value: double":
        return {"rows": [{**r, "value": float(r["value"])} for r in kept], "types": {"value": pa.float64()}}
    assert columns.strip() in {"", "value: decimal(18,6)"}
    return {"rows": [*kept, *stated], "drop": tuple(c for c in COLUMNS if c not in head)}


def spot(row):
    day = f"{row['observed_at']:%Y-%m-%d}"
    return row["section"], row["indicator"], day if row["indicator"] == "Q" else day[:7]


def record(make, *, section, observed_at, indicator, value, unit="mg/L", recorded_at="2024-01-01", **more):
    return make.row(observed_at, Decimal(value), indicator, section, unit=unit, recorded=recorded_at, **more)


def clean(make):
    """Three years of a clean river: half of the limit of every indicator."""
    for section in ("ford", "堰口"):
        for year in (2021, 2022, 2023):
            for month in range(1, 13):
                for day in (5, 20):
                    at = f"{year}-{month:02d}-{day:02d}"
                    yield make.row(at, "3", "CODMn", section, recorded="2024-01-01")
                    yield make.row(at, "0.1", "TP", section, recorded="2024-01-01")
    first = date(2021, 1, 1)
    for n in range((date(2024, 1, 1) - first).days):
        yield make.row(str(first + timedelta(days=n)), "20", "Q", "ford", recorded="2024-01-01")

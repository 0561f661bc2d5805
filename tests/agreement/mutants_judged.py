"""What becomes of a mutant: caught at its place or where it is used, or valid, and told apart by the file's examples or not.

`python tests/agreement/mutants_judged.py` (`make mutate`) goes through every mutant of the library and counts.
"""

from __future__ import annotations

import sys
from collections import Counter
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path

from mutant import Mutant, may_stand
from mutations import mutants

from ecoflow.agreement.loader import examine_text
from ecoflow.diagnostics.finding import Finding
from ecoflow.settlement.replay import replay

LIBRARY = tuple(sorted((Path(__file__).resolve().parents[2] / "agreements").glob("*.yaml")))
WRONG = "WRONG"


def judged(mutant: Mutant) -> tuple[str, str]:
    """The verdict on a mutant, and why where it is WRONG; whatever raises, raises."""
    agreement, findings = examine_text(mutant.text, "mutant.yaml")
    outside = [f for f in findings if not _inside(mutant.text, f)]
    if outside:
        return WRONG, f"outside the file: {outside}"
    errors = [f for f in findings if f.severity == "error"]
    if mutant.codes:
        here = [f for f in errors if f.code in mutant.codes and (f.place.line, f.place.column) == mutant.place]
        if here and len(errors) == 1:
            return "one finding, at its place", ""
        return WRONG, f"wanted one of {sorted(mutant.codes)} at {mutant.place}: {_told(errors)}"
    if errors:
        elsewhere = [f for f in errors if not may_stand(mutant, f.place.line)]
        return (WRONG, f"{mutant.place}: {_told(elsewhere)}") if elsewhere else ("found where it is used", "")
    replays = replay(agreement)
    if not all(r.ok for r in replays):
        return "valid, an example fails", ""
    return ("valid, with a warning" if findings else "valid"), ""


def _inside(text: str, finding: Finding) -> bool:
    lines = text.split("\n")
    return 1 <= finding.place.line <= len(lines) and 1 <= finding.place.column <= len(lines[finding.place.line - 1]) + 1


def _told(findings: list[Finding]) -> str:
    return "; ".join(f"{f.place.line}:{f.place.column} {f.code} {f.message('en')}" for f in findings[:4])


def _survey(path: Path) -> tuple[Counter[tuple[str, str]], list[str]]:
    counted, lines = Counter(), []
    for mutant in mutants(path.read_text("utf-8")):
        verdict, why = judged(mutant)
        counted[mutant.kind, verdict] += 1
        if verdict == WRONG or ("--list" in sys.argv and verdict == "valid"):
            lines.append(f"{path.stem}:{mutant.place[0]} {verdict}, {mutant.kind} {mutant.what} {why}")
    return counted, lines


def main() -> None:
    """Judge every mutant of every shipped agreement; exit 1 when one is told at the wrong place."""
    total: Counter[tuple[str, str]] = Counter()
    with ProcessPoolExecutor() as pool:
        for counted, lines in pool.map(_survey, LIBRARY):
            total += counted
            print(*lines, sep="\n", end="\n" if lines else "", flush=True)
    for (kind, verdict), count in sorted(total.items()):
        print(f"{count:7} {kind:20} {verdict}")
    wrong = sum(n for (_, verdict), n in total.items() if verdict == WRONG)
    print(f"{total.total()} mutants, {wrong} told at the wrong place")
    sys.exit(1 if wrong else 0)


if __name__ == "__main__":
    main()

"""An agreement on standard input: `git show HEAD~1:agreements/x.yaml | ecoflow diff - agreements/x.yaml`."""

from __future__ import annotations

import sys

from ecoflow.agreement.loader import examine_bytes
from ecoflow.agreement.model import Agreement
from ecoflow.agreement.yaml_tree import BOM, LARGEST
from ecoflow.diagnostics.finding import Finding
from ecoflow.report.artifact import STDIN


def examine_stdin() -> tuple[str, Agreement | None, tuple[Finding, ...]]:
    """The text that was read, the agreement as far as it can be made out, and everything found."""
    raw = sys.stdin.buffer.read(LARGEST + len(BOM.encode()) + 1)
    return (raw.decode("utf-8", "replace").removeprefix(BOM), *examine_bytes(raw, STDIN))

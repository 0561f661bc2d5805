"""An agreement on standard input: `git show HEAD~1:agreements/x.yaml | ecoflow diff - agreements/x.yaml`."""

from __future__ import annotations

import sys

from ecoflow.agreement.loader import examine_text
from ecoflow.agreement.model import Agreement
from ecoflow.agreement.yaml_tree import BOM, LARGEST
from ecoflow.diagnostics.finding import Finding, Place
from ecoflow.report.artifact import STDIN


def examine_stdin() -> tuple[str, Agreement | None, tuple[Finding, ...]]:
    """The text that was read, the agreement as far as it can be made out, and everything found."""
    # no character takes more than four bytes: one byte beyond is enough to be refused as too large
    most = 4 * LARGEST
    raw = sys.stdin.buffer.read(most + 1)
    try:
        text = raw.decode("utf-8", "replace" if len(raw) > most else "strict")
    except UnicodeDecodeError as error:
        before = raw[: error.start].decode("utf-8")
        place = Place(STDIN, before.count("\n") + 1, len(before) - before.rfind("\n"))
        problem = ("此处不是 UTF-8 编码（可能是 GBK）", "this character is not UTF-8 (GBK perhaps)")
        return raw.decode("utf-8", "replace"), None, (Finding("E110", place, {"problem": problem}),)
    return (text.removeprefix(BOM), *examine_text(text, STDIN))

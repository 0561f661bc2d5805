"""Where a character of a formula stands in the file, whatever YAML style the formula was written in."""

from __future__ import annotations

import re
from collections.abc import Iterator

from ecoflow.agreement.model import Formula
from ecoflow.diagnostics.finding import Finding, Place
from ecoflow.formula.parse import Fault

# what one character of a text may be written as: in double quotes an escape (a broken line has none), in single
# quotes a doubled quote, else itself
_WRITTEN = {
    '"': re.compile(r"\\(?:x[0-9a-fA-F]{2}|u[0-9a-fA-F]{4}|U[0-9a-fA-F]{8}|\r?\n|.)|.", re.DOTALL),
    "'": re.compile(r"''|.", re.DOTALL),
    "": re.compile(r".", re.DOTALL),
}
_SPACES = frozenset({r"\t", r"\n", r"\r", r"\v", r"\f", r"\N", r"\_", r"\L", r"\P"})


def locate(formula: Formula, at: int) -> Place:
    """The place of the formula's character `at`.

    YAML folds lines and strips indentation, but never adds or removes a character that is not white space, so the
    n-th visible character of the text is the n-th visible one of the raw stretch.
    """
    visible = sum(not c.isspace() for c in formula.text[:at])
    for seen, offset in enumerate(_visible(formula.raw)):
        if seen == visible:
            line = formula.raw.count("\n", 0, offset)
            column = offset - formula.raw.rfind("\n", 0, offset)
            first = formula.place
            return Place(first.file, first.line + line, column if line else first.column + offset)
    return formula.place


def _visible(raw: str) -> Iterator[int]:
    """Where each character that is not white space begins in the raw stretch."""
    style = raw[:1] if raw[:1] in {"'", '"'} else ""
    # after the quote, or after the line of a block's `|` or `>`
    body = 1 if style else raw.find("\n") + 1 if raw[:1] in {"|", ">"} else 0
    for found in _WRITTEN[style].finditer(raw, body):
        text = found[0]
        broken = text[0] == "\\" and style == '"' and text[1:].isspace()
        if not text.isspace() and not broken and not (style == '"' and text in _SPACES):
            yield found.start()


def finding_of(fault: Fault, formula: Formula) -> Finding:
    """A formula's fault as a finding in its file."""
    return Finding(fault.code, locate(formula, fault.at), dict(fault.details))

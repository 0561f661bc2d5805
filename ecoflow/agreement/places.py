"""Where a character of a formula stands in the file, whatever YAML style the formula was written in."""

from __future__ import annotations

from ecoflow.agreement.model import Formula
from ecoflow.diagnostics.finding import Finding, Place
from ecoflow.formula.parse import Fault


def locate(formula: Formula, at: int) -> Place:
    """The place of the formula's character `at`.

    YAML folds lines and strips indentation, but never adds or removes a character that is not white space (escapes
    in double quotes apart), so the n-th visible character of the text is the n-th visible one of the raw stretch.
    """
    visible = sum(not c.isspace() for c in formula.text[:at])
    seen = -1
    line, column = formula.place.line, formula.place.column
    body = _body(formula.raw)
    for n, character in enumerate(formula.raw):
        if n >= body and not character.isspace():
            seen += 1
            if seen == visible:
                return Place(formula.place.file, line, column)
        if character == "\n":
            line, column = line + 1, 1
        else:
            column += 1
    return formula.place


def _body(raw: str) -> int:
    """Where the text begins: after the quote, or after the line of a block's `|` or `>`."""
    if raw[:1] in {"'", '"'}:
        return 1
    return raw.find("\n") + 1 if raw[:1] in {"|", ">"} else 0


def finding_of(fault: Fault, formula: Formula) -> Finding:
    """A formula's fault as a finding in its file."""
    return Finding(fault.code, locate(formula, fault.at), dict(fault.details))

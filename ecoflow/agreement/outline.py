"""Where every key of a whole agreement file stands; the entries of the model know only their own."""

from __future__ import annotations

from ecoflow.agreement.fields import written
from ecoflow.agreement.model import Agreement, Written
from ecoflow.agreement.yaml_tree import BOM, Mapping, read
from ecoflow.diagnostics.finding import Place


def outline(agreement: Agreement) -> Written:
    """The places of all keys and values by path, from the file's head down: `term.from`, `monitoring.non_detect`."""
    start = Place(agreement.file, 1, 1)
    tree, _ = read(agreement.text.removeprefix(BOM), agreement.file)
    return written(tree, start) if isinstance(tree, Mapping) else Written(start)

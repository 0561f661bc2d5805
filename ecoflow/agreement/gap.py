"""A gap: one thing an agreement should state from an official text and does not, or not from such a text."""

from __future__ import annotations

from types import MappingProxyType

from msgspec import Struct

from ecoflow.agreement.language import CONFIDENCE
from ecoflow.diagnostics.finding import Finding

NOT_STATED, NOT_PUBLIC = "not-stated", "not-public"
NO_SOURCE, NO_CONFIDENCE, NO_CITATION = "no-source", "no-confidence", "no-citation"

STATES: MappingProxyType[str, tuple[str, ...]] = MappingProxyType({
    "W301": (NO_SOURCE,),
    "W531": (NOT_STATED,),
    "W532": (NO_SOURCE, NO_CONFIDENCE, NO_CITATION),
    "N531": (NOT_PUBLIC,),
    "N533": CONFIDENCE[1:],
})
"""The codes of gaps, and for each what may be wrong, from the least to the worst."""


class Gap(Struct, frozen=True):
    """One gap: its `code`, what it is about (`terms.k0`, `articles.breach`), its state, and the finding that says so.

    `state` is one of `STATES[code]`; `subject` names the same thing as long as the agreement does.
    """

    code: str
    subject: str
    state: str
    finding: Finding


def is_worse(code: str, now: str, before: str) -> bool:
    """Whether the state `now` of a gap is worse than the one `before`."""
    order = STATES[code]
    return order.index(now) > order.index(before)

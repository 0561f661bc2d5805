"""How a change matters: it can change a payment, it changes what vouches for the terms, or it only changes words."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from ecoflow.agreement import model

Kind = Literal["money", "evidence", "words"]
KINDS: tuple[Kind, ...] = ("money", "evidence", "words")
"""The gravest first. Whatever is not listed below can change a payment: the safe thing to say of it."""

_WORDS = (
    (model.Agreement, ("id", "title", "rule", "note", "articles")),
    (model.Citation, ("note",)),
    (model.Source, ("note",)),
    (model.Section, ("river",)),
    (model.Measure, ("unit",)),
    (model.QuantityDef, ("unit",)),  # where it decides how a value is rounded, the rounding differs too
    (model.Clause, ("text",)),
    (model.Example, ("name", "assumes", "note")),
    # a section's Chinese name is one that observations may call it by
    *((kind, ("name",)) for kind in (model.Party, model.Pool, model.Term, model.Fact, model.Measure, model.QuantityDef,
                                     model.Clause, model.Case)),
)
_EVIDENCE = (
    (model.Agreement, ("status", "sources", "examples")),
    (model.Citation, ("source", "clause", "confidence")),
    (model.Source, ("title", "publisher", "date", "url")),
    (model.Example, ("period", "given", "expect", "source", "confidence", "exempt")),
)
_LISTED: Mapping[tuple[type, str], Kind] = MappingProxyType({
    **{(owner, name): "words" for owner, names in _WORDS for name in names},
    **{(owner, name): "evidence" for owner, names in _EVIDENCE for name in names},
})


def weight(owner: type, name: str, most: Kind = "money") -> Kind:
    """How a change of one field of the model matters, inside what matters `most` so much."""
    return lighter(_LISTED.get((owner, name), "money"), most)


def lighter(left: Kind, right: Kind) -> Kind:
    """The one of two that matters less."""
    return max(left, right, key=KINDS.index)

"""What the ranges reading must know of the names: their types and domains, and what may be missing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Protocol

from ecoflow.formula.domain import Domain
from ecoflow.formula.tree import Node
from ecoflow.formula.types import Type

At = Mapping[str, str]
"""Dimension -> the member that is in hand."""


class Reading(Protocol):
    """A reading of formulas that knows something."""

    @property
    def known(self) -> Mapping[str, Domain]:
        """Canonical text -> what stands under it can be."""

    def of(self, node: Node, at: At) -> Domain:
        """The values of a formula at these members."""


class Inputs(Protocol):
    """What the reading must know of the names."""

    @property
    def types(self) -> Mapping[str, Type]:
        """The type of every name."""

    def domain(self, name: str, at: At) -> Domain:
        """The values of a name at these members; at every member of a dimension that is not fixed."""

    def narrowed(self, name: str, at: At, ranges: Reading) -> Domain:
        """The same where more is known: a quantity is read again with what `ranges` knows."""

    def most(self, dim: str) -> int | None:
        """How many members a dimension of time has at most; None when nobody knows."""

    @property
    def whole(self) -> bool:
        """Whether every section and indicator always has a value: nothing can be exempt."""

    def ladders(self, at: At) -> tuple[At, ...]:
        """`at` once for each year whose tables may have steps of their own."""

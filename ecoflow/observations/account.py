"""What all tables of an import share: numbering, rejects, and the counts that must add up."""

from __future__ import annotations

from collections import Counter

from msgspec import field

from ecoflow.observations.cnemc import Codebook, Run


class Account(Run):
    """Besides what pages of the platform share: sources, reasons, cells ignored on purpose, conversions of units.

    `made` numbers conversions, written as indicator, unit of the file, unit and factor on a line each.
    """

    sources: Codebook = field(default_factory=Codebook)
    reasons: Codebook = field(default_factory=Codebook)
    made: Codebook = field(default_factory=Codebook)
    ignored: Counter[str] = field(default_factory=Counter)
    conversions: Counter[str] = field(default_factory=Counter)

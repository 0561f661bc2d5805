"""What must be known before one side of a comparison is trusted."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec import Struct

from ecoflow.agreement.model import Agreement
from ecoflow.report.stamps import outside_term
from ecoflow.settlement.model import Settlement, Weak
from ecoflow.standards.calendar import Period


class Caveats(Struct, frozen=True):
    """Of one side: whether it is a draft, what unpublished it leans on in any period, and the periods outside its term."""

    draft: bool
    weak: tuple[Weak, ...]
    outside: tuple[Period, ...]

    def as_json(self) -> dict[str, object]:
        """The caveats as plain JSON values."""
        unpublished = [{"id": w.id, "confidence": w.confidence} for w in self.weak]
        return {"draft": self.draft, "unpublished": unpublished, "outside_term": [p.name for p in self.outside]}


def caveats(agreement: Agreement, settlements: Iterable[Settlement]) -> Caveats:
    """The caveats of one agreement over all its runs, each term once."""
    runs = tuple(settlements)
    weak = dict.fromkeys(w for run in runs for w in run.provenance.weak)
    return Caveats(agreement.status == "draft", tuple(weak), tuple(run.period for run in runs if outside_term(run)))

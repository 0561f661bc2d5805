"""What `test` found, the one thing each of its formats is written from, and how it is said."""

from __future__ import annotations

from collections.abc import Mapping

from msgspec import Struct, field

from ecoflow.agreement.model import Agreement, Case, Clause
from ecoflow.diagnostics.finding import EcoflowError, Lang, Phrase
from ecoflow.formula.words import Words
from ecoflow.report.names import Names
from ecoflow.report.words import say
from ecoflow.settlement.coverage import Coverage, Totals, totals
from ecoflow.settlement.replay import Difference, Replay


class Replayed(Struct, frozen=True):
    """One agreement replayed; `name` is its id, or its file where two have the same id."""

    name: str
    agreement: Agreement
    replays: tuple[Replay, ...]
    coverage: Coverage


class Outcome(Struct, frozen=True):
    """Every agreement replayed, and by file what is wrong with those that could not be read."""

    agreements: tuple[Replayed, ...]
    refused: Mapping[str, EcoflowError] = field(default_factory=dict)

    @property
    def replays(self) -> tuple[Replay, ...]:
        """Every example of every agreement."""
        return tuple(r for a in self.agreements for r in a.replays)

    @property
    def passed(self) -> int:
        """Examples that came out."""
        return sum(r.ok for r in self.replays)

    @property
    def failed(self) -> int:
        """Examples that did not."""
        return sum(not r.ok for r in self.replays)

    @property
    def totals(self) -> Totals:
        """Clauses and cases of all agreements, and how many were reached."""
        return totals({a.name: a.coverage for a in self.agreements})


def phrase(text: Phrase, lang: Lang) -> str:
    """A phrase in the reader's language."""
    return text if isinstance(text, str) else text[0 if lang == "zh" else 1]


def difference_line(difference: Difference, lang: Lang) -> str:
    """`net.anhui: expected 4亿元, got 1亿元`."""
    expected, got = phrase(difference.expected, lang) or "-", phrase(difference.got, lang)
    if lang == "zh":
        return f"{difference.what}：应为 {expected}，得到 {got}"
    return f"{difference.what}: expected {expected}, got {got}"


def condition(clause: Clause, case: Case, names: Names) -> str:
    """The condition of a case in words; of one without, that it is the rest, or always applies."""
    if case.when is None or case.when.tree is None:
        return say("otherwise" if len(clause.cases) > 1 else "always", names.lang)
    return Words(names.lang, names.labels).say(case.when.tree)

"""A change in a sentence: `k0（稳定系数）：0.85 → 0.89（+4.7%）`."""

from __future__ import annotations

from fractions import Fraction
from typing import Any

from msgspec import Struct

from ecoflow.agreement import model
from ecoflow.agreement.table_keys import season_words
from ecoflow.diagnostics.finding import Lang
from ecoflow.formula.steps import read_step, step_words
from ecoflow.negotiation.change import Change, Changes
from ecoflow.negotiation.change_entries import summary
from ecoflow.negotiation.change_labels import BLOCKS, IN_BLOCK, KEYS, SAID
from ecoflow.negotiation.change_values import text_of
from ecoflow.negotiation.renames import entries
from ecoflow.report.labels import period_words
from ecoflow.report.names import Names, names_of
from ecoflow.report.told import case_words
from ecoflow.report.words import pick, say
from ecoflow.standards.calendar import parse_years
from ecoflow.standards.rounding import decimal_text, round_places
from ecoflow.standards.units import Quantity

_CASES = frozenset({"choose", "each", "first"})
_HOLDERS = _CASES | {"pay", "exempt", "expect"}
_LONG, _AROUND = 48, 16
"""Characters of a text that is shown whole, and of what stays in view around what changed in a longer one."""


class Teller(Struct, frozen=True):
    """Tells the changes between two agreements in one language."""

    changes: Changes
    old: Names
    new: Names

    @property
    def lang(self) -> Lang:
        """The reader's language."""
        return self.new.lang

    def sentence(self, change: Change) -> str:
        """The change with the entry it belongs to."""
        head = self.head(change)
        return f"{head}{say('colon', self.lang)}{self.body(change)}" if head else self.body(change)

    def head(self, change: Change) -> str:
        """The entry: `条款数值 k0（稳定系数）`, `k0 (stability factor)`; empty for a block without entries."""
        if not change.entry:
            return ""
        called = self._called(change)
        own = change.entry if called in {"", change.entry} else say("bracket", self.lang, text=change.entry, inside=called)
        return f"{BLOCKS[change.block][0]} {own}" if self.lang == "zh" else own

    def body(self, change: Change) -> str:
        """What changed in the entry."""
        old, new = self.sides(change)
        if isinstance(change.old, str) and isinstance(change.new, str) and change.what == "changed":
            old, new = apart(old, new)
        what = f"entry_{change.what}" if not change.path and change.what in {"added", "removed"} else change.what
        if what.startswith("entry") and self._called(change) in {old, new}:
            return pick(SAID["bare_" + change.what], self.lang)
        label = self._label(change)
        colon = label and say("colon", self.lang)
        more = "".join(say("bracket", self.lang, text="", inside=m) for m in self._more(change))
        return pick(SAID[what], self.lang).format(label=f"{label}{colon}", old=old, new=new, more=more)

    def _called(self, change: Change) -> str:
        """The name of the entry, in the agreement that has it last."""
        for names in (self.new, self.old):
            found = {} if change.block == "examples" else entries(names.agreement, change.block)
            if change.entry in found:
                entry: Any = found[change.entry]
                return entry.title if isinstance(entry, model.Source) else entry.name.say(self.lang)
        return ""

    def sides(self, change: Change) -> tuple[str, str]:
        """What stood there and what stands there now, whole."""
        if change.what in {"renamed", "moved"}:
            return str(change.old), str(change.new)
        return self._text(change.old, change, self.old), self._text(change.new, change, self.new)

    def _text(self, value: object, change: Change, names: Names) -> str:
        if isinstance(value, model.Case):
            clause: Any = entries(names.agreement, "clauses")[self._known(change.entry, names)]
            return case_words(value, clause, names)
        whole = summary(value, names)
        if whole is not None:
            return whole
        key = next((k for k in reversed(change.path) if k in KEYS), "")
        return text_of(value, "at" if change.what == "order" else key, change.block, names)

    def _known(self, clause: str, names: Names) -> str:
        """What the agreement in hand calls a clause."""
        was = {new: old for old, new in self.changes.renamed["clauses"].items()}
        return was.get(clause, clause) if names is self.old else clause

    def _label(self, change: Change) -> str:
        """The path in words; a term's value needs no label, and a name's language stands in brackets."""
        path = change.path[1:] if change.path[:1] in {("value",), ("articles",)} else change.path
        # a numbered entry of a list says itself what list it is of
        said = [self._key(key, path[n - 1] if n else "", change) for n, key in enumerate(path)
                if key not in _HOLDERS or n + 1 == len(path)]
        return say("separator", self.lang).join(said)

    def _key(self, key: str, before: str, change: Change) -> str:
        lang = self.lang
        if key.isdecimal() and before in _CASES:
            return self._case(int(key), change)
        if key.isdecimal() and before in {"pay", "exempt"}:
            return pick(SAID[before], lang).format(number=key)
        if before not in {"given", "net", "indices", "pools"} and (change.block, key) in IN_BLOCK:
            return pick(IN_BLOCK[change.block, key], lang)
        return pick(KEYS[key], lang) if key in KEYS else self._member(key)

    def _member(self, key: str) -> str:
        """The key of a table: a step, a run of years, a season, or a name."""
        if read_step(key) is not None:
            return pick(SAID["step"], self.lang).format(step=step_words(key, self.lang))
        if parse_years(key):
            return period_words(key, self.lang)
        season = season_words(key) if self.lang == "zh" else ""
        return season or self.new.labels.get(key) or self.old.of(key)

    def _case(self, number: int, change: Change) -> str:
        """A case by its number and name."""
        gone = change.what == "removed" and isinstance(change.old, model.Case)
        names = self.old if gone else self.new
        clause: Any = entries(names.agreement, "clauses")[self._known(change.entry, names)]
        called = clause.cases[number - 1].name.say(self.lang)
        text = pick(SAID["case"], self.lang).format(number=number)
        return say("bracket", self.lang, text=text, inside=called) if called else text

    def _more(self, change: Change) -> list[str]:
        """What a reader would work out next: by how much, and which measures it reaches."""
        found = []
        if isinstance(change.old, Quantity) and isinstance(change.new, Quantity):
            found = growth(change.old, change.new, self.lang)
        if change.reaches:
            found = [pick(SAID["reaches"], self.lang).format(names=self.new.all(change.reaches))]
        elif change.block == "monitoring" and change.what == "changed" and change.kind == "words" and _differs(change):
            found = [pick(SAID["reaches_none"], self.lang)]
        return found


def teller(changes: Changes, lang: Lang) -> Teller:
    """Who tells these changes in a language."""
    return Teller(changes, names_of(changes.old, lang), names_of(changes.new, lang))


def _differs(change: Change) -> bool:
    return (isinstance(change.old, model.Ruling) and isinstance(change.new, model.Ruling)
            and change.old.value != change.new.value)


def percent(old: Quantity, new: Quantity) -> Fraction | None:
    """By how much of the old value's size the new one is more, in per cent, exact; None from zero or across units."""
    if not old.value or old.unit.powers != new.unit.powers:
        return None
    return (new.value - old.value) / abs(old.value) * 100


def growth(old: Quantity, new: Quantity, lang: Lang) -> list[str]:
    """`+4.7%`, rounded half to even to one decimal; of a percentage its points too."""
    change = percent(old, new)
    if change is None:
        return []
    shown = round_places(change, 1)
    text = f"{_signed(shown, 1)}{'%' if lang == 'zh' else ' %'}" if shown else pick(SAID["under"], lang)
    if {old.unit.symbol, new.unit.symbol} == {"%"}:
        points = (new.value - old.value) * 100
        if round_places(points, 2) == points:
            return [say("separator", lang).join((pick(SAID["points"], lang).format(n=_signed(points, 0)), text))]
    return [text]


def _signed(value: Fraction, places: int) -> str:
    while round_places(value, places) != value:
        places += 1
    text = decimal_text(value, places)
    return text if value < 0 else f"+{text}"


def apart(old: str, new: str) -> tuple[str, str]:
    """Two texts, long ones without what they have in common before and after the part that differs."""
    if max(len(old), len(new)) <= _LONG:
        return old, new
    before = next((n for n, (a, b) in enumerate(zip(old, new, strict=False)) if a != b), min(len(old), len(new)))
    most = min(len(old), len(new)) - before
    after = next((n for n in range(most) if old[-1 - n] != new[-1 - n]), most)
    left, right = max(before - _AROUND, 0), max(after - _AROUND, 0)
    # not through the middle of a word, where words are written apart
    left = old.rfind(" ", max(left - _AROUND, 0), left + 1) + 1 or left
    right = max(right - (old + " ").find(" ", len(old) - right) + len(old) - right, 0) if right else 0
    return _cut(old, left, right), _cut(new, left, right)


def _cut(text: str, left: int, right: int) -> str:
    return f"{'…' * (left > 0)}{text[left : len(text) - right]}{'…' * (right > 0)}"

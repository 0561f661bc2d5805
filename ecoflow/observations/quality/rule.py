"""What a quality rule is: its name, what it means, its thresholds, the question it asks of the tables, an example.

A rule asks one question in SQL of the tables that `batch` makes (its docstring lists them). The answer has the columns

- `series` or `spot`: whose result it is (the executor adds section, indicator, source and unit), or `section`;
- `first`, `last`: the times of observation it reaches over;
- `n`: how many results or missing slots it stands for;
- any others: details that fill the braces of the sentence `says`.

A threshold is a column of the table `limits`, one row a series; where it does not apply it is null.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Final, Literal

from msgspec import Struct

from ecoflow.diagnostics.finding import Lang

Pair = tuple[str, str]
"""A Chinese and an English text."""

Severity = Literal["error", "warning", "note"]
SEVERITIES: Final[tuple[Severity, ...]] = ("error", "warning", "note")
"""An error cannot carry a payment, a warning wants an answer from whoever holds the data, a note is good to know."""

ASSUMED: Final[Pair] = ("假定，请按协议或当地方法调整", "assumed; set it by the agreement or the local method")

NONE: Mapping[str, str] = MappingProxyType({})


class Threshold(Struct, frozen=True):
    """One number of a rule.

    Attributes:
        key: Its name in a rules file, and its column in `limits`.
        default: Decimal text for every indicator not in `by`; empty where the rule does not look at them.
        zh: What it is, in Chinese.
        en: What it is, in English.
        by: Decimal text by indicator id; an empty text leaves the indicator out.
        scaled: Whether it is in the indicator's own unit, and so is converted to the unit of the data.
        basis: Where the number comes from.
    """

    key: str
    default: str
    zh: str
    en: str
    by: Mapping[str, str] = NONE
    scaled: bool = False
    basis: Pair = ASSUMED


class Rule(Struct, frozen=True):
    """One rule.

    Attributes:
        id: Its name, as `--only`, `--skip` and a rules file write it.
        severity: Unless a rules file says otherwise.
        zh: Its name in Chinese.
        en: Its name in English.
        means: What it finds and why that matters.
        says: The sentence of a finding, with braces that `details` fill.
        find: The question in SQL; empty where Python answers it.
        example: Observations that show it, as lines `section, observed_at, indicator, value, unit, flag, source`.
        thresholds: Its numbers.
        phrases: Words for the values a detail may have.
        needs: What must be given for it to run: nothing, an agreement, or published classes.
    """

    id: str
    severity: Severity
    zh: str
    en: str
    means: Pair
    says: Pair
    find: str
    example: str
    thresholds: tuple[Threshold, ...] = ()
    phrases: Mapping[str, Mapping[str, Pair]] = MappingProxyType({})
    needs: Literal["", "agreement", "published"] = ""

    def name(self, lang: Lang) -> str:
        """The rule's name in a language."""
        return self.zh if lang == "zh" else self.en


class Hit(Struct, frozen=True, order=True):
    """One finding: a result, or a stretch of results, that a rule speaks of; texts, times as `YYYY-MM-DD HH:MM`."""

    section: str
    indicator: str
    source: str
    first: str
    last: str
    n: int
    unit: str
    details: tuple[tuple[str, str], ...]

    def value(self) -> str:
        """The value it is about; empty where it is about none."""
        return dict(self.details).get("value", "")


def sentence(rule: Rule, hit: Hit, lang: Lang) -> str:
    """Why the rule speaks, with the finding's own numbers."""
    at = 0 if lang == "zh" else 1
    known = {"unit": "" if hit.unit == "1" else hit.unit, "n": str(hit.n), "first": hit.first, "last": hit.last}
    told = {key: rule.phrases.get(key, {}).get(text, (text, text))[at] for key, text in hit.details}
    return " ".join(rule.says[at].format_map({**known, **told}).split())


def text_of(value: object) -> str:
    """A value of the database as text: a decimal without idle zeros, a moment to the minute, nothing for null."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        plain = f"{value:f}"
        return plain.rstrip("0").rstrip(".") if "." in plain else plain
    return str(value)

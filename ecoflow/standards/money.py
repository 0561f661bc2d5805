"""Amounts as people say them: 1亿元, 6,000万元, 1,234.56元; CNY 100,000,000. Always exact."""

from __future__ import annotations

from fractions import Fraction

from ecoflow.diagnostics.finding import Lang
from ecoflow.standards.rounding import EXACT_DECIMALS, plain_text

_UNITS = ((Fraction(100_000_000), "亿元"), (Fraction(10_000), "万元"))
_SHORT = 2
"""Decimals up to which an amount is said in the larger unit: 1.25亿元, but 12,345万元."""


def money(value: Fraction, lang: Lang) -> str:
    """The amount, exact, in the largest unit that keeps it short; `value` is in yuan.

    In Chinese 亿元 and 万元 are used where at most two decimals are needed, in English plain yuan. An amount that
    does not end as a decimal is shown as a fraction of yuan (`100/3元`), never rounded.
    """
    if lang == "en":
        return f"CNY {_grouped(value)}"
    for scale, name in _UNITS:
        scaled = value / scale
        if abs(scaled) >= 1 and (scaled * 10**_SHORT).denominator == 1:
            return f"{_digits(scaled)}{name}"
    return f"{_grouped(value)}元"


def signed(value: Fraction, lang: Lang) -> str:
    """The amount with its sign also when it is positive, as a balance is written: +4亿元, CNY +1."""
    said = money(value, lang)
    if value <= 0:
        return said
    return f"+{said}" if lang == "zh" else said.replace("CNY ", "CNY +", 1)


def millions(value: Fraction, lang: Lang) -> str:
    """The amount with its sign, short and exact: `+4亿元`; `+400` in millions of yuan, `-0.005` where it must."""
    if lang == "zh":
        return signed(value, lang)
    text = _digits(value / 1_000_000)
    return f"+{text}" if value > 0 else text


def _grouped(value: Fraction) -> str:
    """Yuan; with fen, both decimals are written."""
    text = _digits(value)
    whole, dot, decimals = text.partition(".")
    return f"{whole}{dot}{decimals:0<2}" if dot else text


def _digits(value: Fraction) -> str:
    text = plain_text(value, EXACT_DECIMALS)
    if Fraction(text) != value:
        return f"{value.numerator:,}/{value.denominator:,}"
    whole, dot, decimals = text.partition(".")
    sign = "-" if whole.startswith("-") else ""
    return f"{sign}{abs(int(whole)):,}{dot}{decimals}"

"""The words of papers for what an agreement states by keyword: dimensions, windows, rounding; and periods."""

from __future__ import annotations

from types import MappingProxyType

from ecoflow.agreement.keywords import CONFIDENCE
from ecoflow.diagnostics.finding import Lang
from ecoflow.report.words import Pair, pick, say

DIMENSIONS: MappingProxyType[str, Pair] = MappingProxyType(
    {
        "section": ("断面", "section"),
        "indicator": ("指标", "indicator"),
        "party": ("当事方", "party"),
        "year": ("年", "year"),
        "quarter": ("季", "quarter"),
        "month": ("月", "month"),
        "week": ("周", "week"),
        "day": ("日", "day"),
        "tier": ("档", "step"),
        "class": ("类别", "class"),
    }
)

WINDOWS: MappingProxyType[str, Pair] = MappingProxyType(
    {
        "year": ("结算年", "year"),
        "quarter": ("结算季", "quarter"),
        "month": ("结算月", "month"),
        "year to date": ("年初至今", "year to date"),
        "previous year": ("上年同期", "previous year"),
        "period": ("结算期", "period"),
    }
)

MODES: MappingProxyType[str, Pair] = MappingProxyType(
    {
        "half-even": ("四舍六入五成双，GB/T 8170", "half to even, GB/T 8170"),
        "half-up": ("四舍五入", "half up"),
        "up": ("进一", "up"),
        "down": ("去尾", "down"),
        "ceiling": ("向上", "ceiling"),
        "floor": ("向下", "floor"),
    }
)


def confidence(label: str | None, lang: Lang) -> str:
    """How sure, in words; a dash where nothing is claimed."""
    return pick(CONFIDENCE[label][0], lang) if label else say("none", lang)


def known(table: MappingProxyType[str, Pair], key: str, lang: Lang) -> str:
    """The word for a key of the language; the key itself where the table has none."""
    return pick(table[key], lang) if key in table else key


def window_words(over: str, lang: Lang) -> str:
    """A window in words: 结算年, 上年同期, 此前3年."""
    count = over.removeprefix("previous ").partition(" ")[0]
    return pick((f"此前{count}年", over), lang) if count.isdecimal() else known(WINDOWS, over, lang)


def period_words(name: str, lang: Lang) -> str:
    """A period as people say it: 2013年, 2013年第2季度, 2024年第5周, 2013年6月; in English as it is written."""
    if lang == "en":
        return name.replace("..", "–")
    first, dots, last = name.partition("..")
    if dots:
        return f"{first}–{last}年" if len(last) == 4 else f"{first} 至 {last}"
    year, *parts = name.split("-")
    if parts and parts[0].startswith("Q"):
        return f"{year}年第{parts[0][1:]}季度"
    if parts and parts[0].startswith("W"):
        return f"{year}年第{int(parts[0][1:])}周"
    return f"{year}年" + "".join(f"{int(p)}{unit}" for p, unit in zip(parts, "月日", strict=False))

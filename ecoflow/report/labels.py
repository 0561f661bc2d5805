"""The words for what an agreement states by keyword: confidence, reasons, kinds, windows, rounding; and periods."""

from __future__ import annotations

from types import MappingProxyType

from ecoflow.diagnostics.finding import Lang
from ecoflow.report.words import Pair, pick, say

CONFIDENCE: MappingProxyType[str, tuple[Pair, Pair]] = MappingProxyType(
    {
        # label, what it means in one sentence
        "published": (
            ("公布", "published"),
            ("见于公开发布的协议、方案或公报。", "Stands in an agreement, plan or bulletin made public."),
        ),
        "seed": (
            ("研究报告", "study"),
            ("取自研究报告，未与原文核对。", "Taken from a study, not checked against the original text."),
        ),
        "derived": (("推算", "derived"), ("由公布的结果反推得到。", "Worked out backwards from published results.")),
        "recalled": (
            ("记忆未核实", "recalled"),
            ("凭记忆写下，尚未找到出处核实。", "Written from memory; no source has been found yet."),
        ),
        "assumed": (
            ("假定", "assumed"),
            ("未见任何文本，为演算而假定。", "Nobody has seen it; assumed so that the terms can be run."),
        ),
    }
)

DIMENSIONS: MappingProxyType[str, Pair] = MappingProxyType(
    {
        "section": ("断面", "section"),
        "indicator": ("指标", "indicator"),
        "party": ("当事方", "party"),
        "year": ("年", "year"),
        "quarter": ("季", "quarter"),
        "month": ("月", "month"),
        "day": ("日", "day"),
    }
)

REASONS: MappingProxyType[str, Pair] = MappingProxyType(
    {
        "ice": ("冰封", "ice"),
        "dry": ("断流", "dry river"),
        "works": ("施工", "works"),
        "diversion": ("调水", "diversion"),
        "sluice": ("闸坝调度", "sluice operation"),
        "disaster": ("自然灾害", "natural disaster"),
        "other": ("其他", "other"),
    }
)

KINDS: MappingProxyType[str, Pair] = MappingProxyType(
    {
        "mean": ("平均浓度", "mean concentration"),
        "class": ("水质类别", "water-quality class"),
        "compliance": ("达标率", "compliance share"),
        "volume": ("水量", "volume of water"),
        "load": ("污染物通量", "pollutant load"),
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


def period_words(name: str, lang: Lang) -> str:
    """A period as people say it: 2013年, 2013年第2季度, 2013年6月; in English as it is written."""
    if lang == "en":
        return name.replace("..", "–")
    first, dots, last = name.partition("..")
    if dots:
        return f"{first}–{last}年" if len(last) == 4 else f"{first} 至 {last}"
    year, *parts = name.split("-")
    if parts and parts[0].startswith("Q"):
        return f"{year}年第{parts[0][1:]}季度"
    return f"{year}年" + "".join(f"{int(p)}{unit}" for p, unit in zip(parts, "月日", strict=False))

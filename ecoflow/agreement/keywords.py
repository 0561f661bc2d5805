"""What the keywords of an agreement are called in Chinese and English: confidence, kinds of measure, reasons."""

from __future__ import annotations

from types import MappingProxyType

Pair = tuple[str, str]

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

"""What the keywords of an agreement are called in Chinese and English: confidence, kinds of measure, reasons."""

from __future__ import annotations

from types import MappingProxyType

Pair = tuple[str, str]

MONITORING: Pair = ("监测数据规则", "the rules of monitoring")
"""The block `monitoring`, where a paper names it among what it leans on."""

CONFIDENCE: MappingProxyType[str, tuple[Pair, Pair]] = MappingProxyType(
    {
        # label, what it means in one sentence; the English label is the word of the agreement, as docs/language.md has it
        "published": (("公布", "published"), ("读自正式公布的文本。", "Read in an official text.")),
        "seed": (("研究报告", "seed"), ("见于研究报告。", "Stated in a research report.")),
        "derived": (
            ("推算", "derived"),
            ("由公布文本或研究报告中的内容推算得出。", "Worked out from what an official text or a research report states."),
        ),
        "recalled": (
            ("未核实", "recalled"),
            ("已知，但未与所列文本核对。", "Known, not verified against the text named."),
        ),
        "assumed": (("假定", "assumed"), ("为使条款能够演算而假定。", "Made up so that the terms can be run.")),
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
        "max": ("最高值", "highest value"),
        "min": ("最低值", "lowest value"),
        "total": ("累计量", "total"),
        "limit": ("标准限值", "limit of GB 3838"),
    }
)

"""Reading column headings: one key for all spellings of a name, and the brackets that may follow it."""

from __future__ import annotations

import re
import unicodedata

_SEPARATORS = re.compile(r"[\s\-_·•‐‑‒–—−﹣]+")
_TAIL = re.compile(r"(?P<name>.+?)[\s/,，、:：]*[(\[【](?P<inside>[^()\[\]【】]*)[)\]】]")

# What may stand in brackets behind a name without making it another indicator: a unit, a manner of counting.
_REMARKS = (
    "", "mg/L", "mg·L-1", "毫克/升", "μg/L", "ug/L", "微克/升", "mg/m3", "mg·m-3", "μg/m3", "ug/m3",
    "μg·m-3", "℃", "度", "摄氏度", "degC", "无量纲", "μS/cm", "us/cm", "ms/m", "NTU", "FTU",
    "cells/L", "cell/L", "个/L", "万个/L", "个细胞/L", "MPN/L", "CFU/L", "m3/s", "m3·s-1", "立方米/秒", "m", "米", "cm", "%",
    "t", "吨", "万吨", "元", "万元", "亿元", "as P", "as N", "以P计", "以N计", "以F-计", "以F计", "以Cl-计",
    "以SO42-计", "as F-", "as Cl-", "as SO4 2-", "湖、库", "湖库", "湖/库", "河流",
)


def key(text: str) -> str:
    """One spelling for all: width, sub- and superscripts, case, spaces and hyphens taken away.

    `NH₃-N`, `nh3_n` and `ＮＨ３－Ｎ` all become `nh3n`. Points stay: `No.3` is not `NO3`.
    """
    return _SEPARATORS.sub("", unicodedata.normalize("NFKC", text)).casefold()


def split_tail(text: str) -> tuple[str, str] | None:
    """The name and what the last brackets hold: `总磷（mg/L）` is (`总磷`, `mg/L`); None without brackets."""
    found = _TAIL.fullmatch(unicodedata.normalize("NFKC", text).strip())
    return (found["name"], found["inside"]) if found else None


def is_remark(inside: str) -> bool:
    """Whether the text in brackets is a unit or a manner of counting, which does not change the indicator."""
    return key(inside) in _REMARK_KEYS


_REMARK_KEYS = frozenset(key(remark) for remark in _REMARKS)

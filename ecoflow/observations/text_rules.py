"""What the words of a file mean: which say that nothing was found, which stand for a flag. Defaults, and one file's own."""

from __future__ import annotations

import re
from collections.abc import Mapping
from fractions import Fraction
from types import MappingProxyType
from typing import Final, Literal

from msgspec import Struct
from msgspec.structs import force_setattr

from ecoflow.observations.text_plain import plain
from ecoflow.observations.value import millionths

MISSING: Final = (
    "", "-", "--", "---", "—", "——", "/", "//", "\\", "~", ".", "…", "...", "无数据", "无", "缺", "缺测", "缺失", "缺数",
    "空", "维护", "停电",
    "N/A", "NA", "n.a.", "null", "None", "nan", "no data", "missing", "(null)", "<NA>", "NaT",
)
NOT_MEASURED_WORDS: Final = (
    "*", "未监测", "不监测", "未测", "未检测", "未采样", "未采", "停测", "停采", "停站", "不具备运行条件", "无需监测",
    "not measured", "not sampled", "not monitored", "not analysed", "not analyzed", "not tested", "NM", "N.M.", "NS",
)
BELOW_WORDS: Final = (
    "ND", "N.D.", "N.D", "N/D", "未检出", "检不出", "低于检出限", "小于检出限", "检出限以下", "低于检测限", "低于测定下限",
    "L",
    "BDL", "<DL", "<MDL", "<LOD", "<LOQ", "<RL", "<检出限", "<D.L.", "not detected", "non-detect", "*non-detect",
    "non detect",
    "below detection limit", "below detection", "below limit of detection", "*not detected", "undetected", "below LOQ",
    "below reporting limit", "*present <QL", "present below quantification limit", "below quantification limit", "<",
)
FLAG_WORDS: Final[Mapping[str, str]] = MappingProxyType({
    **{code: code for code in ("D", "Z", "B", "F", "hd", "DEL")},
    "仪器故障": "D", "设备故障": "D", "故障": "D", "仪器异常": "D",
    "断流": "Z", "干涸": "Z", "河道干涸": "Z", "断流(干涸)": "Z", "无水": "Z", "无水样": "Z", "取水点无水样": "Z",
    "dry": "Z",
    "离线": "B", "仪器离线": "B", "设备离线": "B", "通讯故障": "F", "通信故障": "F", "通讯中断": "F", "通信中断": "F",
    "现场启动测试": "hd", "审核剔除": "DEL", "剔除": "DEL", "无效": "DEL", "数据无效": "DEL", "DEL/nt/at": "DEL",
    "极值过滤": "X", "当天质控不合格": "C", "质控不合格": "C",
})
VALID_WORDS: Final = frozenset({
    "", "-", "--", "/", "n", "有效", "正常", "合格", "valid", "ok",
    "=", "false", "0", "否", "good",
})
"""Flag columns that say nothing against a value; `N` is the normal state of HJ 212-2017."""

_ICE: Final = frozenset({
    "结冰", "冰封", "封冻", "冰冻", "结冰期", "冰封期", "封冻期", "河面结冰", "ice", "frozen",
    "icebound",
})
_SPACES = re.compile(r"\s+")

Kind = Literal["missing", "not-measured", "below", "flag", "reason"]


class ValueRules(Struct, frozen=True):
    """How the words of one column are read; the defaults are what files use without saying so, and a file's own words
    replace them (`missing=("-1", *MISSING)` adds to them).

    Attributes:
        missing: Texts of a cell without a result. A number among them (`-1`, `-9999`) stands for all its spellings; none
            is there by default, because a temperature may be -1.
        not_measured: Texts that say nobody measured; counted, and nothing else.
        below_words: Texts of a result below the detection limit.
        flags: What the file writes -> the code of `schema.FLAGS`.
        limits: The detection limit in millionths of the column's unit, where a word such as `ND` names none; or None.
        unit: The unit of the column, so that `50μg/L` in a column of mg/L is read right; without it such a cell is refused.
        factor: Multiplies every number before its only rounding: the column's unit in the wanted one. 1 leaves the unit.
            `limits` are then in the wanted unit.
        words: Made from the others: folded text -> (kind, code).
        numbers: Made from `missing`: the numbers among them, in millionths.
        scaled: Made from `factor`: whether it changes anything.
    """

    missing: tuple[str, ...] = MISSING
    not_measured: tuple[str, ...] = NOT_MEASURED_WORDS
    below_words: tuple[str, ...] = BELOW_WORDS
    flags: Mapping[str, str] = FLAG_WORDS
    limits: int | None = None
    unit: str = ""
    factor: Fraction = Fraction(1)
    words: Mapping[str, tuple[Kind, str]] = MappingProxyType({})
    numbers: frozenset[int] = frozenset()
    scaled: bool = False

    def __post_init__(self) -> None:
        """Fold the words once for all cells; what a file states itself counts before the words of ice."""
        words: dict[str, tuple[Kind, str]] = {folded(word): ("reason", "ice-bound") for word in _ICE}
        words |= {folded(word): ("flag", code) for word, code in self.flags.items()}
        words |= {folded(word): ("below", "L") for word in self.below_words}
        words |= {folded(word): ("not-measured", "") for word in self.not_measured}
        words |= {folded(word): ("missing", "") for word in self.missing}
        force_setattr(self, "words", MappingProxyType(words))
        force_setattr(self, "numbers", frozenset(_numbers(self.missing)))
        force_setattr(self, "scaled", self.factor != 1)


def folded(word: str) -> str:
    """One key for all ways to type a word: width, case and spaces do not matter, nor brackets around all of it."""
    short = _SPACES.sub("", plain(word)).casefold()
    return short[1:-1] if len(short) > 2 and short[0] in "([" and short[-1] in ")]" else short


def _numbers(words: tuple[str, ...]) -> list[int]:
    found = [millionths(plain(word)) for word in words]
    return [one[0] for one in found if not isinstance(one, str)]

"""The observations table: its columns, flags, sources and footer, as the design's contract states them.

One row is one result: what was found, where, when, and when that became known. Times are civil time of China
(UTC+08:00) without a zone in the column; the footer says so. pyarrow is imported when a schema is asked for.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import TYPE_CHECKING, Final, Literal

from msgspec import Struct

if TYPE_CHECKING:
    import pyarrow as pa

VERSION: Final = "1"

COLUMNS: Final = ("section", "observed_at", "indicator", "value", "unit", "flag", "source", "recorded_at")
"""Column names in file order."""

RAW: Final = "raw"
"""One more column, the last, in what an import writes: the cell's text as the source has it. Readers may do without."""

SORT_ORDER: Final = ("section", "indicator", "observed_at", "source", "recorded_at")
"""Each month is sorted by these; together they are the key of a row."""

WORDS: Final = ("section", "indicator", "unit", "flag", "source")
"""Columns stored dictionary-encoded; so is `raw` where there is one."""

VALUE_DIGITS: Final = 18
VALUE_DECIMALS: Final = 6

Standing = Literal["valid", "below", "invalid"]
"""What a flag does to its value: counts as it is, counts as below a detection limit, does not count."""


class Flag(Struct, frozen=True):
    """One flag: its code in the `flag` column, what it does to the value, and its meaning in both languages."""

    code: str
    standing: Standing
    zh: str
    en: str


_FLAGS = (
    Flag("", "valid", "有效", "valid"),
    Flag("L", "below", "低于检出限，数值为该检出限", "below the detection limit; the value is that limit"),
    Flag("D", "invalid", "仪器故障", "instrument fault"),
    Flag("Z", "invalid", "取水点无水样", "no water at the intake"),
    Flag("B", "invalid", "仪器离线", "instrument offline"),
    Flag("F", "invalid", "通讯故障", "communication fault"),
    Flag("hd", "invalid", "现场启动测试值", "on-site start-up test"),
    Flag("DEL", "invalid", "审核剔除", "struck out by the reviewer"),
    Flag("X", "invalid", "平台极值过滤剔除，无数值", "removed by the platform's extreme-value filter; no value"),
    Flag("C", "invalid", "当天质控不合格，无数值", "the day's quality control failed; no value"),
)

FLAGS: Final[Mapping[str, Flag]] = MappingProxyType({flag.code: flag for flag in _FLAGS})
"""Every flag an observation may carry. A value with a flag that is not listed here is not valid."""

SOURCES: Final[Mapping[str, tuple[str, str]]] = MappingProxyType(
    {
        "manual": ("手工监测", "manual sampling"),
        "automatic": ("自动监测", "automatic station"),
        "joint": ("联合监测，写作 joint:<方>", "joint monitoring, written joint:<party>"),
    },
)
"""Where a result comes from: (zh, en)."""

_JOINT = re.compile(r"joint:[a-z0-9][a-z0-9_-]*", re.ASCII)


def is_source(text: str) -> bool:
    """Whether the text may stand in the `source` column: `manual`, `automatic` or `joint:<party id>`."""
    return text in {"manual", "automatic"} or _JOINT.fullmatch(text) is not None


def footer(*, synthetic: bool = False) -> dict[str, str]:
    """Key-value metadata of every file; `ecoflow.synthetic` is there only when the numbers were made up."""
    known = {"ecoflow.schema": VERSION, "ecoflow.civil_time": "UTC+08:00"}
    return known | {"ecoflow.synthetic": "true"} if synthetic else known


def arrow_schema(*, raw: bool = False) -> pa.Schema:
    """The Arrow schema of the table, text columns plain, with `raw` if asked for.

    Only `value` may be null (a result struck out unseen).
    """
    import pyarrow as pa

    types = {
        "observed_at": pa.timestamp("us"),
        "value": pa.decimal128(VALUE_DIGITS, VALUE_DECIMALS),
        "recorded_at": pa.timestamp("us"),
    }
    names = (*COLUMNS, RAW) if raw else COLUMNS
    return pa.schema([pa.field(name, types.get(name, pa.string()), nullable=name == "value") for name in names])

"""The type of a formula: number with unit, class or truth value, over named dimensions."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from ecoflow.standards.units import ONE, YUAN, Unit

Kind = Literal["number", "class", "boolean", "unknown"]

Dims = tuple[tuple[str, tuple[str, ...] | None], ...]
"""(dimension, its members), sorted by dimension; members are None where only the data know them (months)."""

DIMENSIONS = ("section", "indicator", "party", "year", "quarter", "month", "week", "day", "tier", "class")
"""Every dimension a value can run over; `tier` and `class` are the steps of a table, which `tier(x, table)` reads."""

TIMES = ("year", "quarter", "month", "week", "day")
"""The dimensions of time; what runs over one of them does not meet what runs over another."""

DIMENSION_WORDS: Mapping[str, str] = MappingProxyType({
    "section": "断面", "indicator": "指标", "party": "当事方", "year": "年", "quarter": "季度", "month": "月",
    "week": "周", "day": "日", "tier": "档", "class": "类别",
})
"""What each dimension is called in Chinese; in English its own name will do."""

ROLE_WORDS: Mapping[str, tuple[str, str]] = MappingProxyType({
    "upstream": ("上游方", "upstream party"), "downstream": ("下游方", "downstream party"),
    "responsible": ("责任方", "responsible party"), "beneficiary": ("受益方", "beneficiary"),
})
"""The roles of a section, in Chinese and English."""

KIND_WORDS: dict[Kind, tuple[str, str]] = {
    "number": ("数值", "number"),
    "class": ("水质类别", "water-quality class"),
    "boolean": ("是非判断", "yes-or-no condition"),
    "unknown": ("未知", "unknown"),
}


class Type(Struct, frozen=True):
    """What a formula yields. `unit` is None unless the kind is `number`."""

    kind: Kind
    unit: Unit | None = None
    dims: Dims = ()

    def over(self, dims: Dims) -> Type:
        """The same kind and unit over other dimensions."""
        return replace(self, dims=dims)

    @property
    def dim_names(self) -> tuple[str, ...]:
        """The names of the dimensions."""
        return tuple(name for name, _ in self.dims)

    @property
    def times(self) -> tuple[str, ...]:
        """The dimensions of time among them."""
        return tuple(d for d in self.dim_names if d in TIMES)

    def times_words(self) -> tuple[str, str]:
        """Those, as people say them."""
        return "、".join(DIMENSION_WORDS[d] for d in self.times), ", ".join(self.times)

    def without(self, *dims: str) -> Type:
        """The same with some dimensions gone."""
        return self.over(tuple(d for d in self.dims if d[0] not in dims))

    def words(self) -> tuple[str, str]:
        """The type as people say it, in Chinese and English: `金额`, `number in mg/L per section`."""
        zh, en = KIND_WORDS[self.kind]
        if self.kind == "number" and self.unit is not None:
            if self.unit.is_money:
                zh, en = "金额", "amount of money"
            elif self.unit.is_plain:
                zh, en = "无量纲数", "plain number"
            else:
                zh, en = f"数值（{self.unit.symbol}）", f"number in {self.unit.symbol}"
        if self.dims:
            zh += "，按" + "、".join(DIMENSION_WORDS.get(d, d) for d in self.dim_names)
            en += " per " + " and ".join(self.dim_names)
        return zh, en


UNKNOWN = Type("unknown")
"""The type of what already has an error of its own: it fits everything, so that one mistake is reported once."""

NUMBER = Type("number", ONE)
BOOLEAN = Type("boolean")
CLASS = Type("class")
MONEY = Type("number", YUAN)

"""Column headings: the indicator or the role, the unit, a remark."""

from __future__ import annotations

import re

from msgspec import Struct

from ecoflow.observations.cell import parse
from ecoflow.standards.headings import split_tail
from ecoflow.standards.indicators import find

_ROLES = {
    "section": ("断面", "断面名称", "站点名称", "站点", "点位", "河道名称", "section", "station", "site"),
    "time": ("监测时间", "检测时间", "采样时间", "time", "datetime", "observed_at"),
    "date": ("日期", "采样日期", "取样日期", "监测日期", "date"), "clock": ("时间", "取样时间"),
    "year": ("年份", "年", "year"), "month": ("月份", "月", "month"), "day": ("日", "day"),
    "value": ("结果", "监测值", "value"), "indicator": ("项目", "指标", "监测项目", "indicator"),
    "unit": ("单位", "unit"), "flag": ("标记", "flag"), "source": ("来源", "source"), "limit": ("检出限", "limit"),
    "class": ("水质类别", "类别"), "province": ("省份", "province"), "basin": ("流域", "basin"),
    "river": ("河流", "river", "水体"), "remark": ("备注", "remark"),
}


class Heading(Struct, frozen=True):
    """What a heading says."""

    indicator: str | None = None
    role: str | None = None
    unit: str = ""
    remark: str = ""


def read_heading(text: str) -> Heading:
    """The heading as far as it is known."""
    shown = parse(text).shown
    for role, names in _ROLES.items():
        if shown.casefold() in names:
            return Heading(role=role)
    found = find(shown)
    tail = split_tail(shown)
    unit = re.sub(r"\s", "", tail[1]) if tail else ""
    return Heading(found.id if found else None, None, unit)
